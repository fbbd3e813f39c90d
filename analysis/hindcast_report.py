"""What `hindcast` prints."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from .hindcast_tables import label, number, skill_sheet
from .names import title as title_of
from .observations import KINDS
from .skill.evidence import Worth
from .skill.forecasters import BASELINES
from .skill.link import HORIZON, LEAST
from .skill.matching import FEWEST
from .skill.study import MODEL
from .skill.summary import ALL, SECTIONS, SILENT

if TYPE_CHECKING:
    from .hindcast import Hindcast
    from .readers import Readings
    from .screen import Screen
    from .skill.study import Study

MOST = 6
"""Mechanisms of a sort that are named."""

NOTABLE = 0.01
"""Skill that matters."""


def tell_plan(screen: "Screen", study: "Study", readings: "Readings") -> None:
    """Say what was read and what is foreseen, before the work begins.

    Parameters
    ----------
    screen : Screen
        Where to.
    study : Study
        What is foreseen.
    readings : Readings
        What was read.
    """
    screen.heading(f"{study.scenario.title}: hindcast from {study.until}")
    kinds = ", ".join(f"{len(own)} of {KINDS[name].title}" for name, own in study.by_kind.items())
    screen.line(f"Read: {', '.join(readings.files)}.")
    screen.line(f"They make {len(study.series)} state-series: {kinds}; and {len(study.memberships)} memberships.")
    screen.line(
        f"Given what was observed by {study.until} and the dated causes of the scenario, to foresee the years to"
        f" {study.last}; again from each later year, at most {HORIZON} years ahead."
    )
    screen.line()


def tell(screen: "Screen", found: "Hindcast") -> None:
    """Print what was found.

    Parameters
    ----------
    screen : Screen
        Where to.
    found : Hindcast
        What was found.
    """
    _tell_kept(screen, found)
    _tell_table(screen, found)
    _tell_trust(screen, found)
    _tell_evidence(screen, found)
    _tell_data(screen, found)
    _tell_summary(screen, found)


def _tell_kept(screen: "Screen", found: "Hindcast") -> None:
    points, tuned = len(found.prior), found.study.tuned
    screen.heading("What is kept of the prior")
    screen.line(
        f"{points} points, {found.runs} runs each: {tuned} tuned numbers anywhere in their range,"
        f" {len(found.prior.moved) - tuned} assumed ones within a fifth. Kept is what neither the data nor the fitted"
        f" claims up to a year (C08 and others, see `greatgame validate`) rule out; at least {FEWEST} points, those"
        " least at odds with them."
    )
    for origin, region in found.judged.kept.items():
        by = sorted(region.ruled_out.items(), key=lambda item: -item[1])
        most = ", ".join(f"{name} {share:.0%}" for name, share in by[:3] if share >= 0.005)
        said = f"ruled out most by {most}" if most else "nothing is ruled out"
        fine = int(np.count_nonzero(region.strikes == 0))
        rest = f", so the {len(region.points)} least at odds are taken" if len(region.points) > fine else ""
        screen.line(f"{region.share:.0%} kept{rest}; {said}", lead=f"  {origin}", indent=8)
    screen.line()


def _tell_table(screen: "Screen", found: "Hindcast") -> None:
    """Print the table and how to read it."""
    sheet, scenario = skill_sheet(found), found.study.scenario
    screen.heading("Skill of the model")
    others = "; ".join(f"{name}, {said}" for name, said in list(BASELINES.items())[1:])
    screen.line(
        "1 is perfect, 0 no better than the other forecast, below 0 worse; n counts forecasts, several of each series."
        " First against persistence, that nothing changes, with its 95 % interval: + better, - worse, 0 no difference"
        " can be told, = no forecast of its own, as the data did not show the model's movements before (loading below"
        f" {SILENT}), ? too few series or events to tell. Then against others: {others}."
    )
    for name in dict.fromkeys(row.section for row in found.rows):
        screen.line(f"{name.upper()}: {SECTIONS[name]}.")
    screen.table([list(row) for row in sheet.short], right=frozenset({1, 2, 3, 5, 6, 7, 8}))
    bodies = dict.fromkeys(row.what for row in found.rows if row.section == "membership" and row.what != ALL)
    if bodies:
        titles = "; ".join(f"{name}: {title_of(scenario, 'institutions', name)}" for name in bodies)
        screen.line(f"{titles}.")
    for said, kinds in _not_foreseen(found).items():
        screen.line(f"Not foreseen, {said}: {', '.join(kinds)}.")
    screen.line()


def _not_foreseen(found: "Hindcast") -> dict[str, list[str]]:
    """Name the kinds that were read and have no row, by why."""
    study, reasons = found.study, dict[str, list[str]]()
    known = {entry.case.series.kind for entry in found.judged.entries}
    for kind in KINDS.values():
        if kind.name in known or not any(name in found.readings.values for name in kind.variables):
            continue
        own = study.by_kind.get(kind.name, [])
        if kind.lens.domain not in (None, *study.scenario.inputs.ids["domain"]):
            why = f"the scenario has no domain {kind.lens.domain}"
        elif not any(year > study.until for series in own for year in series.years):
            why = f"no series goes on after {study.until}"
        else:
            why = f"fewer than {LEAST} independent changes known at any origin"
        reasons.setdefault(why, []).append(kind.title)
    return reasons


def _tell_trust(screen: "Screen", found: "Hindcast") -> None:
    screen.heading("Can the forecasts be trusted?")
    rows = [["observed within the middle", "50 %", "90 %"]]
    for own in found.coverage:
        name = "all" if own.what == ALL else KINDS[own.what].title
        rows.append([f"  {name}", f"{own.half:.0%}", f"{own.nine:.0%}"])
    screen.table(rows, right=frozenset({1, 2}))
    for name, title in (("leader", "that a power leads"), ("membership", "of membership")):
        bins = found.reliability.get(name, [])
        said = ", ".join(f"{own.said:.0%}: {own.happened:.0%} of {own.count}" for own in bins)
        if said:
            screen.line(f"Probability {title}, and how often it came true: {said}.")
    right = [entry.scores[MODEL].right for entry in found.judged.entries]
    given = [chance for chance in right if chance is not None]
    if given:
        share = sum(given) / len(given)
        screen.line(f"To the direction of {len(given)} changes it gave a probability of {share:.0%} on average.")
    screen.line()


def _tell_evidence(screen: "Screen", found: "Hindcast") -> None:
    screen.heading("What earns its place")
    screen.line(
        "Skill of the model, in shares, against rivals in its place, each with its own prior matched to the same data:"
    )
    for own in found.theories:
        screen.line(_worth(own), lead=f"  {own.title}", indent=24)
    clear = {word: [each for each in found.mechanisms if _counts(each, word)] for word in ("better", "worse")}
    screen.line(
        f"Each of {len(found.mechanisms)} mechanisms switched off, what makes a clear difference of at least"
        f" {NOTABLE:g} (one in twenty is clear by chance):"
    )
    for word, said in (("better", "the model is better with"), ("worse", "and better without")):
        own = sorted(clear[word], key=lambda each: -abs(each.against.value))
        names = "; ".join(f"{each.title} ({each.name}) {number(each.against.value)}" for each in own[:MOST])
        more = f"; and {len(own) - MOST} more" if len(own) > MOST else ""
        screen.line(f"{names or 'none'}{more}", lead=f"  {said}", indent=28)
    screen.line()


def _counts(own: Worth, word: str) -> bool:
    """Tell whether a difference is clear and not too small to matter."""
    return own.against.verdict == word and abs(own.against.value) >= NOTABLE


def _worth(own: Worth) -> str:
    if not np.isfinite(own.against.low):
        return "too few series to compare"
    said = {"better": "the model is better", "worse": "the rival is better"}.get(own.against.verdict, "no difference")
    return f"{number(own.against.value)} ({number(own.against.low)}, {number(own.against.high)}): {said}"


def _tell_data(screen: "Screen", found: "Hindcast") -> None:
    screen.heading("Data")
    for text in found.readings.dropped:
        screen.line(f"{text}.", indent=2)
    if found.readings.unused:
        screen.line(f"Files not used: {', '.join(found.readings.unused)}.", indent=2)
    if found.study.last > found.ends:
        screen.line(f"The scenario ends in {found.ends}: its causes stay as they were then.", indent=2)
    screen.line()


def _tell_summary(screen: "Screen", found: "Hindcast") -> None:
    """Say in words where there is skill and where there is none."""
    screen.heading("In sum")
    own = [row for row in found.rows if row.section in ("shares", "membership") and not row.series and row.what != ALL]
    groups: Sequence[tuple[str, str]] = (
        ("better", "The model foresees better than persistence"),
        ("worse", "It foresees worse"),
        ("silent", "It makes no forecast of its own, as these data did not show its movements before"),
        ("no more", "No difference can be told"),
        ("unknown", "Too few series or events to tell"),
    )
    for word, title in groups:
        names = [label(row) for row in own if row.verdict == word]
        if names:
            screen.line(f"{title}: {', '.join(names)}.")
    for row in found.rows:
        if row.section == "shares" and row.what == ALL:
            word = (
                ""
                if row.word is None
                else (
                    f" Taken at its word, with every movement shown in full, it has {number(row.word.value)}"
                    f" ({number(row.word.low)}, {number(row.word.high)})."
                )
            )
            screen.line(
                f"All shares together: {number(row.main.value)} ({number(row.main.low)},"
                f" {number(row.main.high)}) against persistence.{word}"
            )
    screen.line(
        "An ex post forecast: the scenario's dated causes, those after the first origin too, were given. Series share"
        " states and years, so that intervals are rather too narrow; of twenty rows one is + or - by chance."
    )
    screen.line()
