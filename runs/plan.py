"""batch.json: what a batch is to compute, and with what; written first, compared on --resume."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from .design import Design
from .files import PLAN, StoreError
from .models import find_model, model_sha256, try_model
from .provenance import environment, printable
from .simulate import CHUNK

if TYPE_CHECKING:
    from ..scenarios import Scenario

SCHEMA_VERSION = 1
Keep = Literal["full", "summary"]
Kind = Literal["history", "yearly", "shifts", "events"]
KINDS: tuple[Kind, ...] = ("history", "yearly", "shifts", "events")
"""Files of a chunk."""

_BY_AGENTS = 25
"""Replications of a chunk that are run one by one, which takes longer."""

_PARTS = ("model", "scenarios", "runs", "analysis")
_OPTIONS = {"runs": "--runs", "seed": "--seed", "keep": "--keep", "shifts": "shifts", "model": "--model"}


@dataclass(frozen=True)
class Member:
    """A scenario of a batch.

    Attributes
    ----------
    folder : str
        Its folder within the batch's; empty if it is the only one.
    name : str
        The scenario's.
    tree : mapping
        The resolved scenario.
    sha256 : str
        Its hash.
    changes : tuple of str
        What was changed against its file.
    """

    folder: str
    name: str
    tree: Mapping[str, Any]
    sha256: str
    changes: tuple[str, ...]

    @cached_property
    def scenario(self) -> "Scenario":
        """The scenario, built again."""
        from ..scenarios import from_tree

        return from_tree(dict(self.tree), self.name, self.changes)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a batch is to compute.

    Attributes
    ----------
    members : tuple of Member
        The scenarios.
    runs : int
        Replications of each, at each point of the design.
    seed : int
        Seed of the noise.
    keep : {"full", "summary"}
        Whether the months are kept, or only acts and yearly means.
    shifts : bool
        Whether the log of shifts is kept.
    design : Design or None
        What is varied.
    model : str or None
        The user's own Mesa model, ``module:Class``.
    surroundings : mapping of str to str
        What else the bytes of a result depend on: code, libraries, processor.
    command : tuple of str
        The command line that began it.
    started : str
        When, UTC.
    """

    members: tuple[Member, ...]
    runs: int
    seed: int
    keep: Keep
    shifts: bool
    design: Design | None
    model: str | None
    surroundings: Mapping[str, str]
    command: tuple[str, ...] = ()
    started: str = ""

    @property
    def replications(self) -> int:
        """Replications of each member."""
        return self.runs if self.design is None else self.design.replications

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The files of a chunk."""
        left = {"history": self.keep != "full", "shifts": not self.shifts}
        return tuple(kind for kind in KINDS if not left.get(kind))

    def chunks(self) -> list[range]:
        """Cut the replications of a member into chunks, which depend on nothing else."""
        return cut(self.replications, self.model)

    @cached_property
    def digest(self) -> str:
        """Hash of the whole."""
        return hashlib.sha256(json.dumps(_tree(self), sort_keys=True).encode()).hexdigest()


def cut(replications: int, model: str | None) -> list[range]:
    """Cut numbers of replications into chunks.

    Parameters
    ----------
    replications : int
        How many there are.
    model : str or None
        The Mesa model by which they are run, if any.
    """
    size = CHUNK if model is None else _BY_AGENTS
    return [range(first, min(first + size, replications)) for first in range(0, replications, size)]


def make_plan(
    scenarios: "Sequence[Scenario]",
    runs: int,
    seed: int = 0,
    *,
    keep: Keep = "full",
    shifts: bool = True,
    design: Design | None = None,
    model: str | None = None,
    command: Sequence[str] = (),
) -> Plan:
    """Plan a batch.

    Parameters
    ----------
    scenarios : sequence of Scenario
        At least one.
    runs : int
        Replications of each, at each point of the design; at least 1.
    seed : int
        Seed of the noise.
    keep : {"full", "summary"}
        "summary" keeps acts and yearly means only: neither months nor shifts.
    shifts : bool
        Whether to keep the log of shifts, which costs as much time as the runs.
    design : Design, optional
        What is varied.
    model : str, optional
        A Mesa model to run instead, ``module:Class``.
    command : sequence of str
        The command line, for the record.

    Returns
    -------
    Plan
        What `opened` takes.

    Raises
    ------
    StoreError
        If there is no such model, or it fails in its first month.
    """
    own = {} if model is None else {"the file of --model": model_sha256(find_model(model))}
    if model is not None:
        for scenario in scenarios:
            try_model(model, scenario, seed)
    return Plan(
        members=tuple(_members(scenarios)),
        runs=runs,
        seed=seed,
        keep=keep,
        shifts=shifts and keep == "full",
        design=design,
        model=model,
        surroundings=surroundings() | own,
        command=tuple(printable(part) for part in command),
        started=datetime.now(UTC).isoformat(timespec="seconds"),
    )


def _members(scenarios: "Sequence[Scenario]") -> Iterator[Member]:
    taken = {PLAN}
    for scenario in scenarios:
        base = scenario.name.strip(".") or "scenario"
        folder, suffix = base, 1
        while folder.casefold() in taken:
            suffix += 1
            folder = f"{base}-{suffix}"
        taken.add(folder.casefold())
        alone = len(scenarios) == 1
        yield Member("" if alone else folder, scenario.name, scenario.tree, scenario.sha256, scenario.changes)


def surroundings() -> dict[str, str]:
    """Name what the bytes of a result depend on beside the plan: code, libraries, processor."""
    about = environment()
    features = {f"the processor feature {name}": "there" for name in sorted(about["cpu_features"])}
    return {"the code": code_sha256(), **about["libraries"], "the kind of processor": about["machine"], **features}


def code_sha256() -> str:
    """Hash the source of the package and the scenarios that ship."""
    root = Path(__file__).parents[1]
    files = sorted(
        file.relative_to(root) for part in _PARTS for kind in ("*.py", "*.yaml") for file in (root / part).rglob(kind)
    )
    whole = hashlib.sha256()
    for file in files:
        whole.update(file.as_posix().encode() + b"\0" + (root / file).read_bytes() + b"\0")
    return whole.hexdigest()


def write_plan(plan: Plan, folder: Path) -> None:
    """Write batch.json."""
    tree = {"schema_version": SCHEMA_VERSION, **_tree(plan), "digest": plan.digest}
    (folder / PLAN).write_text(json.dumps(tree, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def read_plan(folder: Path | str) -> Plan:
    """Read batch.json.

    Raises
    ------
    StoreError
        If there is none, or it is not as it was written.
    """
    return _read(Path(folder) / PLAN)


@lru_cache(maxsize=8)
def plan_of(folder: Path, digest: str) -> Plan:
    """Give the plan of a digest; read once by each worker."""
    plan = read_plan(folder)
    if plan.digest != digest:
        raise StoreError(f"{folder / PLAN} has been replaced while the batch was running; begin again")
    return plan


def _read(file: Path) -> Plan:
    from pydantic import TypeAdapter

    try:
        tree: dict[str, Any] = json.loads(file.read_bytes().decode("utf-8"))
        if tree["schema_version"] != SCHEMA_VERSION:
            raise StoreError(f"{file} was written by another version of greatgame; use that one, or begin a new batch")
        plan = TypeAdapter(Plan).validate_python(tree)
        if plan.digest != tree["digest"]:
            raise ValueError("it was changed after it was written")
    except FileNotFoundError:
        raise StoreError(f"{file.parent} is not the folder of a batch: it holds no {PLAN}") from None
    except OSError as error:
        raise StoreError(f"cannot read {file}: {error.strerror}; make it readable") from error
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        reason = " ".join(str(error).split())[:200]
        raise StoreError(f"{file} is damaged ({reason}); begin a new batch with another --out") from error
    return plan


def _tree(plan: Plan) -> dict[str, Any]:
    return asdict(plan)


def differences(then: Plan, now: Plan) -> list[str]:
    """Say in what two plans differ that matters to the results."""
    found: list[str] = []
    names = [[member.name for member in plan.members] for plan in (then, now)]
    if names[0] != names[1]:
        found.append(f"the scenarios: {', '.join(names[0])} then, {', '.join(names[1])} now")
    else:
        pairs = zip(then.members, now.members, strict=True)
        found += [f"the scenario {old.name}" for old, new in pairs if old.sha256 != new.sha256]
    for field, option in _OPTIONS.items():
        old, new = getattr(then, field), getattr(now, field)
        if old != new:
            found.append(f"{option} {_said(old)} then, {_said(new)} now")
    if _points(then.design) != _points(now.design):
        found.append("what --vary and --design ask for")
    for name in dict.fromkeys((*then.surroundings, *now.surroundings)):
        old, new = then.surroundings.get(name, "none"), now.surroundings.get(name, "none")
        if old != new:
            found.append(name if len(old) == len(new) == 64 else f"{name} {old} then, {new} now")
    return found


def _points(design: Design | None) -> Any:
    return None if design is None else (design.method, design.paths, design.points)


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "kept" if value else "not kept"
    return "none" if value is None else str(value)
