"""What explains a replication folder and repeats it: README, commands, versions, scenarios."""

import shlex
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import metadata
from typing import TYPE_CHECKING, Any

from .compare import FEW
from .diff_causes import PARTS, of_scenario, of_worlds
from .names import counted
from .sheets import HELD, HELD_AT_POINTS

if TYPE_CHECKING:
    from ..runs import Record
    from .compare import Comparison
    from .sides import Side

AUTHORS = "The greatgame authors"
"""As CITATION.cff has them."""


def scenario_yaml(record: "Record") -> str:
    """Write a resolved scenario as a file that `greatgame run` takes.

    Parameters
    ----------
    record : Record
        Of a run of it.
    """
    import yaml

    head = f"# {record.name} as it was run: every file that it extends, and every --set, is merged in.\n"
    return head + yaml.safe_dump(dict(record.scenario), sort_keys=False, allow_unicode=True, width=110)


def requirements(records: "Sequence[Record]") -> str:
    """Pin the versions with which the worlds were computed, those of the first scenario.

    Parameters
    ----------
    records : sequence of Record
        Of the scenarios.
    """
    first = records[0]
    lines = [f"greatgame=={first.version}", *(f"{name}=={number}" for name, number in first.libraries.items())]
    return "\n".join([f"# Python {first.python}", *(line for line in lines if not line.endswith("==none"))]) + "\n"


def reproduce(found: "Comparison") -> str:
    """Write the commands that compute everything again.

    Parameters
    ----------
    found : Comparison
        What is in the folder.
    """
    sides = found.sides
    again = [_again(side) for side in sides]
    lines = [
        "#!/bin/sh",
        "# Computes everything again: the worlds, and from them the tables and data of this folder. Exit code 0 if",
        "# they are the same byte for byte, as they are with equal versions and processor features.",
        "# Needs the versions in requirements.txt: pip install -r requirements.txt",
        "set -eu",
        'cd "$(dirname "$0")"',
        "",
        "# Every file of the batches from run.json alone, compared with the hash that it had.",
        *(shlex.join(["greatgame", "replay", f"runs/{side.name}"]) + " || true" for side in sides),
        "",
        "# The batches themselves, from the scenarios in this folder, and the folder from them.",
        *(shlex.join(command) for command in again),
        shlex.join(["greatgame", "paper", *(f"again/{side.name}" for side in sides), "--out", "again/paper"]),
        "",
        "different=",
        'for file in data/*.parquet tables/*.tex; do cmp "$file" "again/paper/$file" || different=yes; done',
        'test -z "$different" && echo "the same, byte for byte"',
        "",
    ]
    return "\n".join(lines)


def _again(side: "Side") -> list[str]:
    """Give the command that runs a side from its resolved scenario."""
    record, file, out = side.record, f"scenarios/{side.name}.yaml", f"again/{side.name}"
    if not record.files("yearly"):
        return ["greatgame", "run", file, "--seed", str(record.seed), "--out", out]
    runs = _runs(side)
    words = ["greatgame", "batch", file, "--runs", str(runs), "--seed", str(record.seed), *_varied(record.command)]
    if not record.files("history"):
        words += ["--keep", "summary"]
    elif not record.files("shifts"):
        words += ["--no-shifts"]
    if record.model:
        words += ["--model", record.model]
    return [*words, "--out", out]


def _varied(command: Sequence[str]) -> Iterator[str]:
    """Give the options of a command that say what is varied."""
    for place, word in enumerate(command):
        name, equals, _ = word.partition("=")
        if name in {"--vary", "--design"}:
            yield word
            if not equals:
                yield from command[place + 1 : place + 2]


def readme(found: "Comparison", command: Sequence[str], folders: Mapping[str, str]) -> str:
    """Write the README of the folder.

    Parameters
    ----------
    found : Comparison
        What is in it.
    command : sequence of str
        The command that made it.
    folders : mapping of str to str
        What is in it, and what that is.
    """
    about, names = metadata("greatgame"), [side.name for side in found.sides]
    parts = [
        f"# {', '.join(names) if len(names) > 1 else found.sides[0].record.title}",
        f"Replication material, made by {about['Name']} {about['Version']} ({about['Summary']}).",
        "## What is here",
        "| name | what it is |\n|---|---|\n" + "\n".join(f"| `{name}` | {what} |" for name, what in folders.items()),
        "## The scenarios",
        *(_scenario(side, first=side is found.sides[0]) for side in found.sides),
        *_differences(found.sides),
        "## What to trust",
        *_trust(found.sides),
        "## What the bands are",
        " ".join(dict.fromkeys(HELD_AT_POINTS if side.design else HELD for side in found.sides)),
        "Worlds of one seed and replication have the same noise in every scenario: their differences are the effect of "
        "what differs between the scenarios.",
        "## How it was made",
        "```sh\n" + "\n".join(_commands(found, command)) + "\n```",
        "`sh reproduce.sh` does it again with the scenarios of this folder, and compares. Numbers are the same bit for "
        "bit with the versions and processor features below; with others they differ in the last bits, and "
        "`greatgame replay runs/NAME` says by how much and why.",
        "## Versions",
        *_versions(found.sides),
        "## How to cite",
        _citation(found.sides[0].record),
    ]
    return "\n\n".join(parts) + "\n"


def _scenario(side: "Side", *, first: bool) -> str:
    record = side.record
    lines = [f"### {side.name}{' (the baseline)' if first else ''}", "", f"{record.title}. {record.question}", ""]
    lines.append(f"- {counted(side.number)}, seed {record.seed}, {_period(record)}")
    lines += [f"- changed: {change}" for change in record.changes]
    if side.design is not None:
        many = f"{len(side.design.points)} points of {counted(side.design.runs)}"
        lines.append(f"- varied: {', '.join(side.design.paths)} ({side.design.method}, {many})")
    if record.model:
        lines.append(f"- run by a model of the author's own, `{record.model}`, which is not in this folder")
    lines.append(f"- SHA-256 of the resolved scenario: `{record.scenario_sha256}`")
    return "\n".join(lines)


def _differences(sides: "Sequence[Side]") -> Iterator[str]:
    """Say in what each scenario differs from the first, and its worlds from those of the first."""
    if len(sides) > 1:
        yield "## What differs"
        yield "Path by path, and the value in A -> in B; every value is in tables/differences.csv."
    for side in sides[1:]:
        lines = [line for part in (*PARTS, "") for line in of_scenario(sides[0], side, part)]
        lines += of_worlds(sides[0], side)
        told = "\n".join(f"- {line}" for line in lines) or "- nothing"
        yield f"A is {sides[0].name}, B is {side.name}:\n\n{told}"


def _trust(sides: "Sequence[Side]") -> Iterator[str]:
    """Say what must not be concluded."""
    few = [f"{counted(_runs(side))} of {side.name}" for side in sides if _runs(side) < FEW]
    if few:
        yield f"**Warning: only {'; '.join(few)}.** What is said of these is rough; take --runs {FEW} or more."
    yield "\n".join(
        [
            "- The model explains; it does not predict. Nothing here says what will happen, or what to do.",
            "- Numbers that are not varied are held: bands are those of the noise, too narrow for what is not known.",
            *dict.fromkeys(_provenance(side) for side in sides),
            "- The numbers of the world that ships were coded by one person, for one region.",
            '- Which claims of the texts the model fails, and what rivals do, is in "What the claims say" of its '
            "description (`greatgame odd`); `greatgame validate` tests them anew.",
        ]
    )


def _runs(side: "Side") -> int:
    """Give the replications that are taken together."""
    return side.number if side.design is None else side.design.runs


def _provenance(side: "Side") -> str:
    kinds = side.scenario.provenance()
    judged = f"{kinds['tuned']} are tuned and {kinds['assumption']} are assumptions"
    return f"- Of the {sum(kinds.values())} values of {side.name}, {judged}; the others are from texts and figures."


def _period(record: "Record") -> str:
    return f"{record.scenario.get('start')} to {record.scenario.get('end')}"


def _commands(found: "Comparison", command: Sequence[str]) -> list[str]:
    made = [shlex.join(side.record.command) or f"# {side.name} was made from Python" for side in found.sides]
    return [*dict.fromkeys(made), shlex.join(command)]


def _versions(sides: "Sequence[Side]") -> Iterator[str]:
    """Say with what each scenario was computed; once, where it is the same."""
    same: dict[str, list[str]] = {}
    for side in sides:
        same.setdefault(_made_with(side.record), []).append(side.name)
    for text, names in same.items():
        yield f"{', '.join(names)}:\n\n{text}" if len(same) > 1 else text


def _made_with(record: "Record") -> str:
    git: Mapping[str, Any] = record.git or {}
    commit = (
        f"commit `{git['commit']}`{' with changes' if git.get('dirty') else ''}" if git else "installed, no checkout"
    )
    libraries = ", ".join(f"{name} {number}" for name, number in record.libraries.items())
    return "\n".join(
        [
            f"- greatgame {record.version}, {commit}" + (f", source `{record.code}`" if record.code else ""),
            f"- Python {record.python} on {record.machine}, processor features {' '.join(record.cpu_features)}",
            f"- {libraries}",
        ]
    )


def _citation(record: "Record") -> str:
    about = metadata("greatgame")
    title = f"{about['Name']}: {about['Summary']}"
    return "\n".join(
        [
            f"{AUTHORS}. *{title}*. Version {record.version}. Licence: {about['License-Expression']}.",
            "",
            "```bibtex",
            "@software{greatgame,",
            f"  author = {{{{{AUTHORS}}}}},",
            f"  title = {{{title}}},",
            f"  version = {{{record.version}}}",
            "}",
            "```",
        ]
    )
