"""What `replay` says: which files differ, by how much, and what can have made the difference."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from .doors import NO, complain
from .screen import seen
from .signals import writing

if TYPE_CHECKING:
    from ..runs import Record, Replay, Run
    from ..runs.environments import Change
    from ..runs.gaps import Gap

FEATURES = "processor features"
"""Name of the change that numpy can be told to undo."""

PROGRAM = frozenset(("greatgame", "commit", "code"))
"""Changes of the program, which writes and draws too."""

WRITERS = {"matplotlib": ".png", "pillow": ".png", "pyarrow": ".parquet"}
"""Libraries that write one kind of file."""


def carry_out(folder: Path, extra: "Callable[[Run, Path], None]") -> None:
    """Run all results in a folder again and tell whether they agree.

    Parameters
    ----------
    folder : Path
        Of a run or batch.
    extra : callable
        Writes what analysis adds to the folder of a run.

    Raises
    ------
    typer.Exit
        With code 1 if they do not.
    """
    from .. import runs
    from .yearly import finish, reduce

    agrees = True
    for place in runs.members(folder):
        with writing():
            found = runs.replay(place, extra=extra, reduce=reduce, finish=finish)
        if found.agrees:
            typer.echo(seen(f"{place}: {agreement(found)}"))
            continue
        agrees = False
        for line in (*of_files(place, found), *explanation(found, runs.read_record(place))):
            complain(line)
    if not agrees:
        raise typer.Exit(NO)


def agreement(found: "Replay") -> str:
    """Say what agrees.

    Parameters
    ----------
    found : Replay
        Without a difference.
    """
    number = len(found.repeated)
    if found.missing:
        return f"run.json is all there is, and it agrees: {number} files computed again, each has the hash in run.json"
    return f"agrees, {number} files computed again, every byte the same"


def of_files(folder: Path, found: "Replay") -> Iterator[str]:
    """Say of each file that differs how.

    Parameters
    ----------
    folder : Path
        Where they are.
    found : Replay
        What differs.
    """
    for name in found.differing:
        state = "missing" if name in found.missing else "changed since it was written" if name in found.changed else ""
        again = ""
        if name in found.unlike:
            gap = found.gaps.get(name)
            again = "not the same computed again" + (f": {said(gap)}" if gap else "")
        elif name in found.repeated:
            again = "computed again it has the hash in run.json"
        yield f"{folder}/{name}: {'; '.join(part for part in (state, again) if part)}"


def said(gap: "Gap") -> str:
    """Put in words how far two tables are apart.

    Parameters
    ----------
    gap : Gap
        The tables' gap.
    """
    if gap.none:
        return "the same values, written otherwise"
    parts: list[str] = []
    if gap.lost or gap.gained:
        parts.append(f"{gap.lost} rows are gone and {gap.gained} new")
    if gap.differing:
        parts.append(f"{gap.differing} of {gap.values} values differ, at most by {size(gap)}")
    if gap.reworded:
        parts.append(f"{gap.reworded} texts differ")
    return f"{', '.join(parts)}: {'rounding' if gap.rounding else 'more than rounding, another world'}"


def size(gap: "Gap") -> str:
    """Write the largest difference with its place.

    Parameters
    ----------
    gap : Gap
        With a value that differs.
    """
    return f"{gap.size:.2g} ({gap.variable} at {' '.join(gap.where)}: {gap.before:.6g} and {gap.after:.6g})"


def explanation(found: "Replay", record: "Record") -> Iterator[str]:
    """Say what can have made the difference, and what not.

    Parameters
    ----------
    found : Replay
        What differs.
    record : Record
        What run.json says.
    """
    from ..runs.files import RECORD

    if not found.unlike:
        yield "what is computed is the same: files were changed or lost after they were written"
        return
    if RECORD in found.changed:
        yield "run.json was changed by hand: it may ask for another world than the one that was run"
    same = _same_numbers(found)
    suspects = [change for change in found.environment if (_of_bytes(change, found) if same else _of_numbers(change))]
    rest = [change for change in found.environment if change not in suspects]
    if suspects:
        what = "the bytes of these files" if same else "numbers"
        many = "one of these, or several" if len(suspects) > 1 else "this"
        yield f"what can change {what}, and differs between then and now ({many} made the difference):"
        yield from (f"  {told(change)}" for change in suspects)
        yield from (f"  to compute as then: {remedy}" for remedy in _remedies(suspects))
    elif RECORD not in found.changed:
        yield from _unexplained(record)
    if rest:
        yield f"differs too, but does not explain it: {'; '.join(map(told, rest))}"


def _same_numbers(found: "Replay") -> bool:
    """Whether all that differs is how the same numbers are written or drawn."""
    tables = [name for name in found.unlike if not name.endswith(".png")]
    return all(name in found.gaps and found.gaps[name].none for name in tables)


def _of_numbers(change: "Change") -> bool:
    return change.reach == "numbers"


def _of_bytes(change: "Change", found: "Replay") -> bool:
    """Whether a change can alter the bytes of one of the files that differ."""
    if change.name in PROGRAM:
        return change.reach != "nothing"
    kind = WRITERS.get(change.name, "")
    return change.reach == "bytes" and any(name.endswith(kind) for name in found.unlike)


def _unexplained(record: "Record") -> Iterator[str]:
    known = "code, libraries" if record.code else "libraries"
    yield f"{known}, Python and processor are those of run.json, as far as they matter: it is none of theirs"
    reasons = ["the mathematics of the operating system"]
    reasons += [f"the file of your own model {record.model}"] if record.model else []
    reasons += [] if record.code else ["changes of the code that no commit holds"]
    yield f"left are, since run.json does not record them: {', '.join(reasons)}"


def told(change: "Change") -> str:
    """Put a change of the environment in words.

    Parameters
    ----------
    change : Change
        From then to now.
    """
    if change.name == FEATURES:
        sides = ((change.before, "then and not now"), (change.after, "now and not then"))
        return f"{change.name}: {', '.join(f'{names} {when}' for names, when in sides if names)} ({change.why})"
    return f"{change.name}: {change.before} then, {change.after} now ({change.why})"


def _remedies(suspects: "Sequence[Change]") -> Iterator[str]:
    for change in suspects:
        if change.name == FEATURES:
            if change.after:
                yield f'NPY_DISABLE_CPU_FEATURES="{change.after}" greatgame replay ...'
            if change.before:
                yield f"a processor with {change.before}"
        elif change.name == "commit":
            yield f"git checkout {change.before.split()[0]}"
        elif change.name in {"code", "kind of processor"}:
            continue
        elif change.name == "Python":
            yield f"Python {change.before}"
        else:
            yield f"pip install {change.name}=={change.before}"
