"""A scenario file to start from."""

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

from ..scenarios import ScenarioError, label, load, month
from ..scenarios.files import shipped
from .failure import Failure

if TYPE_CHECKING:
    from ..scenarios import Scenario

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}")

_PLAIN = re.compile(r"[A-Za-z./][A-Za-z0-9_ ./,?()-]*")

TEMPLATE = """\
# A scenario: what is different from the one it extends, and the question that the difference answers.
# Check it:  greatgame check {file}
# Run it:    greatgame run {file} --seed 1
# All that can be set here:  greatgame list {file}

title: {title}
question: {question}
extends: {extends}

# The period ends as that of {base} unless you change it.
# end: {end}

shocks:
  # Replace this example. A shock changes causes, never results: no alignment, stance, membership or base.
  {shock}:
    date: {date}
    title: {shock_title}
    source: assumption  # the text, or a public record independent of what you want to show
    strength: 1.0  # 0 switches it off, 0.5 halves it
    causes:
      powers.{power}.capability: {{ramp: -0.1, over: 24 months}}

# Other shapes of a shock:
#   {{step: 0.2}}                                  from then on
#   {{pulse: 0.3, over: 6 months}}                 for a while
#   {{rise: 1.0, settle: 0.6, over: 30 months}}    jumps, then falls towards a level
#   {{rise: 1.0, half_life: 30 months}}            jumps, then fades
#
# Other causes:
{causes}
#
# Any value of {base} can be changed too, with a word on where the new one comes from:
# states:
#   {state}:
#     interests:
#       {interest}: {{value: 0.5, assumption: what if it cared less}}
"""


def write_starter(name: str, base: str, folder: Path | None = None) -> Path:
    """Write a commented scenario that passes the check as it is.

    Parameters
    ----------
    name : str
        Name of the scenario; the file is NAME.yaml.
    base : str
        The scenario it extends.
    folder : Path or None
        Where to write; the current folder by default.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    Failure
        If the name will not do or the file exists.
    ScenarioError
        If the base cannot be used.
    """
    stem = name.removesuffix(".yaml")
    if not _NAME.fullmatch(stem):
        raise Failure(f"{name!r} will not do as a name; take letters, digits, - and _, beginning with a letter")
    if stem in shipped():
        raise Failure(f"{stem} is the name of a file that ships; choose another")
    parent = load(base)
    file = (folder or Path()) / f"{stem}.yaml"
    try:
        with file.open("x", encoding="utf-8") as stream:
            stream.write(starter(stem, base, parent))
    except FileExistsError:
        raise Failure(f"{file} exists already and is not overwritten; choose another name") from None
    except PermissionError:
        raise Failure(f"{file}: you may not write into {file.absolute().parent}; change to a folder of yours") from None
    try:
        load(str(file))
    except ScenarioError:
        file.unlink()
        raise
    return file


def starter(name: str, base: str, parent: "Scenario") -> str:
    """Write the text of a scenario to start from.

    Parameters
    ----------
    name : str
        Its name.
    base : str
        What it extends, as the file says it.
    parent : Scenario
        The same, read.
    """
    ids = parent.inputs.ids
    power, state = ids["power"][-1], ids["state"][0]
    start, end = month(parent.start), month(parent.end)
    taken = set(parent.shocks)
    shock = next(word for word in ("example", "my_shock", "my_first_shock", f"{name}_shock") if word not in taken)
    entry = (parent.tree.get("powers") or {}).get(power) or {}
    called, date = entry.get("title") or power, label(start + 2 * (end - start) // 3)
    return TEMPLATE.format(
        file=f"{name}.yaml",
        name=name,
        base=base,
        extends=_scalar(base),
        end=parent.end,
        shock=shock,
        power=power,
        title=_scalar(f"{name}, an example to edit"),
        question=_scalar(f"What if one power, {called}, has less to spend from {date} on?"),
        shock_title=_scalar(f"Example, fewer means of {called} in the region"),
        date=date,
        state=state,
        interest=ids["interest"][0],
        causes=_causes(parent),
    )


def _scalar(text: str) -> str:
    """Write a text for YAML, in quotes where it could be read as something else."""
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def _causes(parent: "Scenario") -> str:
    """List the paths that a shock may name, with the ids of this world."""
    ids = parent.inputs.ids

    def among(axis: str) -> str:
        return ", ".join(ids[axis])

    lines = [
        f"STATE one of {among('state')}:",
        "  states.STATE.unrest, states.STATE.incident",
        f"POWER one of {among('power')}:",
        "  powers.POWER.capability, .conditionality, .regime_support, .legitimacy, .campaign, .deployment",
        f"  powers.POWER.demand.PURPOSE, PURPOSE one of {among('purpose')}",
    ]
    if len(ids["power"]) > 1:
        lines.append(f"relations.{ids['power'][0]}-{ids['power'][1]}.trust and the like")
    if ids["source"]:
        lines.append(f"sources.SOURCE.active, SOURCE one of {among('source')}")
    if ids["institution"]:
        lines.append(f"INSTITUTION one of {among('institution')}:")
        lines.append("  institutions.INSTITUTION.exists, .summits, .renewal, .admits.STATE")
    if ids["side"]:
        lines.append(f"sides.SIDE.recognition, SIDE one of {among('side')}")
    return "\n".join(f"#   {line}" for line in lines)
