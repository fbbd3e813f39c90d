"""The tables of `validate`."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from .sheets import HELD, Sheet

if TYPE_CHECKING:
    from .claims import Score
    from .claims.ablation import Ablation
    from .claims.rivals import Rivalry
    from .claims.robust import Robustness
    from .validate import Validation

SETS = ("F", "T", "K", "X")
"""In the order in which they are shown."""

SHORT: Mapping[str, str] = {
    "inertia": "inertia",
    "offer_only": "offers",
    "sign_only": "signs",
    "balance_of_threat": "threat",
    "bandwagoning": "profit",
    "omnibalancing": "omni",
    "hedging": "hedging",
}
"""What rivals are called in a narrow column."""

DRAWN = "Frequencies over the noise; of sign_only over draws of the tuned numbers too."
"""What those under rivals are over."""

MOVED = "The noise is the same at every point; the numbers of the scenario are moved."
"""What robustness is over."""


def kind_of(own: "Score") -> str:
    """Say what a claim is judged by: the run, the ensemble, or both."""
    kinds = {part.each for part in own.parts}
    return "both" if len(kinds) == 2 else "run" if kinds == {True} else "ensemble"


def sheets(found: "Validation") -> Iterator[Sheet]:
    """Make all tables.

    Parameters
    ----------
    found : Validation
        What was found.
    """
    yield claims_sheet(found)
    if found.rivalry is not None:
        yield rivals_sheet(found)
    if found.robustness is not None:
        yield joint_sheet(found.robustness)
        yield moves_sheet(found.robustness)
    if found.ablation is not None:
        yield ablation_sheet(found.ablation)


def claims_sheet(found: "Validation") -> Sheet:
    """Make the table of the scoreboard: a row for each claim and weighting."""
    columns = ("claim", "set", "judged_by", "weighting", "frequency", "low", "high", "margin", "holds", "known")
    rows = [
        (
            id_,
            own.claim.kind,
            kind_of(own),
            weighting,
            own.frequency,
            own.low,
            own.high,
            own.margin,
            own.holds,
            found.known.get(id_, ""),
        )
        for id_, model in _by_set(found)
        for weighting, own in ((name, found.scores[name][model.claim.id]) for name in found.scores)
    ]
    short = [["claim", "set", "frequency", "low", "high", "margin", "holds"]]
    short += [
        [id_, own.claim.kind, *(f"{x:.2f}" for x in (own.frequency, own.low, own.high)), f"{own.margin:.3f}", _so(own)]
        for id_, own in _by_set(found)
    ]
    notes = (f"{found.runs} runs of each world, seed {found.seed}.",)
    return Sheet(
        "claims", "Claims of the texts", (*columns, "record", "sentence"), _recorded(rows, found), short, 2, notes
    )


def _recorded(rows: list[tuple[Any, ...]], found: "Validation") -> list[tuple[Any, ...]]:
    claims = {id_: own.claim for id_, own in found.model.items()}
    return [(*row, claims[row[0]].record, claims[row[0]].sentence) for row in rows]


def _so(own: "Score") -> str:
    return "yes" if own.holds else "no"


def _by_set(found: "Validation") -> "Iterator[tuple[str, Score]]":
    for kind in SETS:
        yield from ((id_, own) for id_, own in found.model.items() if own.claim.kind == kind)


def rivals_sheet(found: "Validation") -> Sheet:
    """Make the table of theories by claims."""
    from .claims.rivals import RIVALS

    rivalry = found.rivalry
    assert rivalry is not None
    evidence = set(found.evidence)
    judged = [(id_, own) for id_, own in _by_set(found) if own.claim.kind != "X"]
    rows = [
        (id_, own.claim.kind, theory, frequency, holds, id_ in evidence)
        for id_, own in judged
        for theory, frequency, holds in _frequencies(rivalry, own)
    ]
    short = [["claim", "set", "model", *(SHORT[name] for name in RIVALS), "ev."]]
    for id_, own in judged:
        cells = [f"{freq:.2f}{' ' if holds >= 0.5 else '*'}" for _, freq, holds in _frequencies(rivalry, own)]
        short.append([id_, own.claim.kind, *cells, "yes" if id_ in evidence else ""])
    notes = ("* the claim does not hold there (of signs: in less than half of the draws). ev.: evidence.",)
    columns = ("claim", "set", "theory", "frequency", "holds", "evidence")
    return Sheet("rivals", "Frequency of claims under rival theories", columns, rows, short, 2, notes, DRAWN)


def _frequencies(rivalry: "Rivalry", own: "Score") -> list[tuple[str, float, float]]:
    """Give the frequency of a claim, and whether it holds, in the model and under each rival."""
    from .claims.rivals import RIVALS

    id_ = own.claim.id
    others = [(name, rivalry.frequency[name][id_], rivalry.holds[name][id_]) for name in RIVALS]
    return [("model", own.frequency, float(own.holds)), *others]


def joint_sheet(robustness: "Robustness") -> Sheet:
    """Make the table of what holds when all numbers are moved."""
    from .claims import CLAIMS
    from .claims.robust import OFTEN

    rows = [(id_, CLAIMS[id_].kind, share, share >= OFTEN) for id_, share in robustness.joint.items()]
    short = [["claim", "set", "share", "robust"]]
    short += [[id_, kind, f"{share:.2f}", "yes" if robust else "no"] for id_, kind, share, robust in rows]
    title = "Share of draws of all tuned and assumed numbers in which claims hold"
    return Sheet("robust", title, ("claim", "set", "share", "robust"), rows, short, 2, held=MOVED)


def moves_sheet(robustness: "Robustness") -> Sheet:
    """Make the table of single moves: a row for each move and claim."""
    families = {"number": robustness.single, "grade": robustness.grades, "date": robustness.dates}
    rows = [
        (sort, deviation.path, deviation.title, id_, *found)
        for sort, family in families.items()
        for id_, own in family.shifts.items()
        for deviation, *found in zip(
            family.deviations,
            own.margin.tolist(),
            own.relative.tolist(),
            own.holds.tolist(),
            own.flips.tolist(),
            strict=True,
        )
    ]
    columns = ("sort", "path", "move", "claim", "margin_change", "in_deviations", "holds", "changes_sides")
    return Sheet("moves", "One thing moved at a time", columns, rows, held=MOVED)


def ablation_sheet(ablation: "Ablation") -> Sheet:
    """Make the table of mechanisms off in turn: a row for each mechanism and claim."""
    rows = [
        (deviation.title, deviation.path, id_, own.held, *found)
        for id_, own in ablation.shifts.items()
        for deviation, *found in zip(
            ablation.mechanisms,
            own.margin.tolist(),
            own.relative.tolist(),
            own.holds.tolist(),
            own.falls.tolist(),
            strict=True,
        )
    ]
    unidentified = {deviation.path for deviation in ablation.unidentified}
    short = [["mechanism", "off", "claims that fail", "identified"]]
    for place, own in enumerate(ablation.mechanisms):
        short.append(
            [own.title, own.name, ", ".join(ablation.felled(place)), "no" if own.path in unidentified else "yes"]
        )
    columns = ("mechanism", "path", "claim", "held", "margin_change", "in_deviations", "holds", "falls")
    return Sheet("ablation", "Every mechanism off in turn", columns, rows, short, 4, held=HELD)
