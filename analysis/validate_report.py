"""What `validate` prints."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from .names import counted, signed
from .validate_tables import SETS, kind_of, rivals_sheet

if TYPE_CHECKING:
    from .claims import Score
    from .claims.ablation import Ablation
    from .claims.robust import Family, Robustness
    from .claims.score import PartScore
    from .screen import Screen
    from .validate import Validation

MEANINGS = {
    "F": "fitted: calibration may use these",
    "T": "held out: no number was chosen by these",
    "K": "consistency: nearly true by construction, no evidence",
    "X": "logic",
}
"""What the sets are."""

ROW = "{:<5}{:<9}{:<18}{:>7}  {:<6} {:<7}{:<9}{}"
"""Columns of the scoreboard."""


def tell_scores(screen: "Screen", found: "Validation") -> None:
    """Print the scoreboard.

    Parameters
    ----------
    screen : Screen
        Where to.
    found : Validation
        What was found.
    """
    screen.line(f"Claims of the texts, {counted(found.runs)} of each world, seed {found.seed}")
    screen.line()
    for kind in SETS:
        scores = [own for own in found.model.values() if own.claim.kind == kind]
        if scores:
            _tell_set(screen, found, kind, scores)
    _tell_reading(screen)
    _tell_summary(screen, found)


def tell_more(screen: "Screen", found: "Validation") -> None:
    """Print what else was asked for; arguments as `tell_scores`."""
    if found.rivalry is not None:
        _tell_rivals(screen, found)
    if found.robustness is not None:
        _tell_robustness(screen, found.robustness)
    if found.ablation is not None:
        _tell_ablation(screen, found.ablation)


def tell_written(screen: "Screen", written: Sequence[Path]) -> None:
    """Say what was written."""
    for place in written:
        screen.line(f"Written: {place}")


def _tell_set(screen: "Screen", found: "Validation", kind: str, scores: "Sequence[Score]") -> None:
    screen.heading(f"{kind}, {MEANINGS[kind]}")
    screen.line(
        ROW.format("", "judged by", " frequency (95 %)", "margin", "holds", "equal", "economy", "record"), "bold"
    )
    for own in scores:
        _tell_score(screen, found, own)
    screen.line()


def _tell_score(screen: "Screen", found: "Validation", own: "Score") -> None:
    id_ = own.claim.id
    others = [_verdict(found.scores[name][id_], own) for name in ("equal", "economy")]
    record = own.claim.record.partition(":")[0]
    row = (id_, kind_of(own), f" {_frequency(own)}", signed(own.margin), _word(own.holds), *others, record)
    screen.line(ROW.format(*row), None if own.holds else "bold")
    screen.line(own.claim.sentence, indent=5)
    if own.holds:
        if id_ in found.known:
            screen.line("Listed as a known failure, but it holds.", indent=5)
        return
    for part in _failing(own):
        screen.line(part, indent=5, lead="   !")
    if id_ in found.known:
        screen.line(f"Known: {found.known[id_]}", indent=5)


def _word(holds: bool) -> str:
    return "holds" if holds else "FAILS"


def _verdict(other: "Score", own: "Score") -> str:
    """Say whether a claim holds under other weights, with a mark where this differs."""
    return _word(other.holds) + ("" if other.holds == own.holds else "*")


def _frequency(own: "Score") -> str:
    if kind_of(own) == "ensemble":
        return f"{own.frequency:.2f}"
    return f"{own.frequency:.2f} ({own.low:.2f}-{own.high:.2f})"


def _failing(own: "Score") -> list[str]:
    """Say which parts fail, and by how much; if none does alone, that they do together."""
    from .claims.points import OFTEN

    parts = [_shortfall(part) for part in own.parts if not part.holds]
    return parts or [f"all that has to be so in a run is so in {own.frequency:.2f} of them, not in {OFTEN:.2f}"]


def _shortfall(part: "PartScore") -> str:
    from .claims.points import OFTEN

    if part.each:
        return f"{part.what}: in {part.value:.2f} of the runs ({part.low:.2f}-{part.high:.2f}), not in {OFTEN:.2f}"
    return f"{part.what}: short by {-part.value:.3f} ({-part.high:.3f} to {-part.low:.3f})"


def _tell_reading(screen: "Screen") -> None:
    screen.line(
        "A claim judged by the run has to be so in 0.80 of the runs; one judged by the ensemble has bounds of its own, "
        "and its frequency is the share of resamples that meet them; one judged by both needs both. Margin: distance "
        "to failing, in the claim's own unit. Equal, economy: with equal weights of the domains, and with security and "
        "politics .2, energy and trade .3 each; * differs from the scenario's weights. Record: what public data say, "
        "for, against or mixed; in words with sources in claims.csv (--out) and --json."
    )
    screen.line()


def _tell_summary(screen: "Screen", found: "Validation") -> None:
    held: list[str] = []
    for kind in SETS:
        own = [score for score in found.model.values() if score.claim.kind == kind]
        if own:
            held.append(f"{kind} {sum(score.holds for score in own)} of {len(own)}")
    screen.line(f"Held: {', '.join(held)}.", "bold")
    fails = [id_ for id_, score in found.model.items() if not score.holds]
    if fails:
        marked = [f"{id_} (known)" if id_ in found.known else id_ for id_ in fails]
        screen.line(f"Failing: {', '.join(marked)}.")
    screen.line()


def _tell_rivals(screen: "Screen", found: "Validation") -> None:
    from .claims.rivals import BASELINES, EVIDENCE
    from .sheets import show

    rivalry, evidence = found.rivalry, found.evidence
    assert rivalry is not None
    show(screen, rivals_sheet(found))
    judged = [own for own in found.model.values() if own.claim.kind in {"F", "T"}]
    held = {"model": sum(own.holds for own in judged)}
    for name in rivalry.holds:
        held[name] = sum(rivalry.holds[name][own.claim.id] >= 0.5 for own in judged)
    counts = ", ".join(f"{name} {number}" for name, number in held.items())
    screen.line(f"F and T claims that hold, of {len(judged)}: {counts}.")
    screen.line(f"Evidence: {len(evidence)} of {len(judged)} F and T claims.", "bold")
    screen.line(
        f"A claim is evidence if it holds and its frequency exceeds the best of {', '.join(BASELINES)} by {EVIDENCE:g}"
        f": {', '.join(evidence) or 'none'}. {rivalry.runs} runs of each rival; sign_only: {rivalry.draws} draws of "
        f"{rivalry.runs_of_draw} runs. Offers, signs: offer_only, sign_only; threat, profit, omni: balance of threat "
        "(Walt), bandwagoning (Schweller), omnibalancing (David); hedging: Kuik."
    )
    screen.line()


def _tell_robustness(screen: "Screen", robustness: "Robustness") -> None:
    from .claims.robust import DRAWS, MONTHS, OFTEN, WIDTH

    joint, robust = robustness.joint, robustness.robust
    screen.heading("Robustness")
    screen.line(
        f"All {robustness.moved} tuned and assumed numbers at once, each by up to {WIDTH:.0%}: {DRAWS} draws of "
        f"{robustness.joint_runs} runs; the share of draws in which the claim holds. Then one thing at a time, "
        f"{robustness.single_runs} runs each: numbers x {1 - WIDTH:g} and x {1 + WIDTH:g}; what is graded in words by "
        f"a grade; what is dated by {MONTHS} months. Changes of the margin in standard deviations over runs."
    )
    screen.line()
    for id_, share in joint.items():
        mark = "" if share >= OFTEN else f" (below {OFTEN:g})"
        screen.line(f"together {share:.2f}{mark}", None if share >= OFTEN else "bold", lead=id_, indent=5)
        if id_ in robustness.single.shifts:
            _tell_sensitive(screen, robustness, id_)
    screen.line()
    screen.line(f"Robust: {len(robust)} of {len(joint)}: {', '.join(robust) or 'none'}.", "bold")
    for name, family in _families(robustness):
        if family.shifts:
            screen.line(f"{name}: {len(family.deviations)} moves, {family.flipped:.1%} of verdicts change.")
    screen.line()


def _families(robustness: "Robustness") -> "tuple[tuple[str, Family], ...]":
    return (("Numbers", robustness.single), ("Grades", robustness.grades), ("Dates", robustness.dates))


def _tell_sensitive(screen: "Screen", robustness: "Robustness", id_: str) -> None:
    """Print what moves a claim most, and which moves change whether it holds."""
    for path, size, flips in robustness.single.strongest(id_):
        screen.line(f"{path} {signed(size, 1)}{', and it changes sides' if flips else ''}", indent=9)
    for name, family in _families(robustness)[1:]:
        if flipping := family.flipping(id_):
            screen.line(f"{name}, changing sides: {_few(flipping)}", indent=9)


def _few(names: Sequence[str], most: int = 4) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def _tell_ablation(screen: "Screen", ablation: "Ablation") -> None:
    from .claims.deviations import FALL

    screen.heading("X03, what each mechanism does")
    screen.line(
        f"{len(ablation.mechanisms)} mechanisms off in turn, {ablation.runs} runs each: claims that hold with all of "
        f"them and fail without one; ~ narrowly, their frequency falls by no more than {FALL:g}."
    )
    screen.line()
    for place, mechanism in enumerate(ablation.mechanisms):
        if felled := ablation.felled(place):
            screen.line(f"{mechanism.title} ({mechanism.name}): {_marked(felled)}", indent=2)
    screen.line()
    for id_ in ablation.shifts:
        said = _marked(ablation.carriers(id_)) or "no single mechanism"
        said = (
            said if ablation.shifts[id_].held else f"fails already with all of them on, in these {ablation.runs} runs"
        )
        screen.line(said, lead=id_, indent=5)
    screen.line()
    unidentified = [own.name for own in ablation.unidentified]
    screen.line(
        f"Identified by no F or T claim, none of which falls by more than {FALL:g} in frequency: {len(unidentified)} "
        f"of {len(ablation.mechanisms)}: {', '.join(unidentified) or 'none'}.",
    )
    screen.line()


def _marked(fallen: Mapping[str, bool]) -> str:
    """List names, with a mark at what falls narrowly."""
    return ", ".join(name if far else f"{name}~" for name, far in fallen.items())
