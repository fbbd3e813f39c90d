"""The tables of `hindcast`."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np

from .observations import KINDS
from .sheets import Sheet
from .skill.bodies import NAMES
from .skill.forecasters import BASELINES
from .skill.scores import Skill
from .skill.study import MODEL, WORD
from .skill.summary import ALL, SECTIONS, Row

if TYPE_CHECKING:
    from .hindcast import Hindcast

NOTHING = 1e-9
"""What rounding leaves of no difference."""

OVER = "Intervals are 95 per cent of a bootstrap over state-series; forecasts are over the noise and over what is kept."
"""What the table's intervals are over."""


def sheets(found: "Hindcast") -> Iterator[Sheet]:
    """Make all tables.

    Parameters
    ----------
    found : Hindcast
        What was found.
    """
    yield skill_sheet(found)
    yield cases_sheet(found)
    yield membership_sheet(found)
    yield evidence_sheet(found)
    yield kept_sheet(found)
    yield region_sheet(found)


def skill_sheet(found: "Hindcast") -> Sheet:
    """Make the table of skill: a row for each kind, each of its series, and all together."""
    columns = ("section", "what", "series", "cases", "error", "loading")
    columns += tuple(f"{name}_{end}" for name in BASELINES for end in ("skill", "low", "high"))
    columns += ("verdict", "at_its_word", "half", "nine")
    cover = {own.what: own for own in found.coverage}
    rows: list[tuple[object, ...]] = []
    for row in found.rows:
        own = cover.get(row.what) if row.section == "shares" and not row.series else None
        numbers = [end for name in BASELINES for end in ends(row.skills.get(name))]
        word = None if row.word is None else finite(row.word.value)
        covered = (None, None) if own is None else (own.half, own.nine)
        rows.append(
            (
                *(row.section, row.what, row.series, row.cases, finite(row.error), row.loading),
                *(*numbers, "" if row.series else row.verdict, word, *covered),
            )
        )
    short = [["", "n", "skill", "95 %", "", *("trend", "region", "inter.", "causes")]]
    for section in SECTIONS:
        own = [row for row in found.rows if row.section == section]
        if own:
            short += [[section.upper(), *[""] * 8], *(_short(row) for row in own)]
    return Sheet("hindcast", "Skill of the model", columns, rows, short, 1, (), OVER)


def label(row: Row) -> str:
    """Say in a few words what a row is about."""
    if row.series:
        return f"  {row.series}"
    title = "all shares" if row.what == ALL and row.section != "membership" else row.what
    return KINDS[row.what].title if row.what in KINDS else title


def ends(own: Skill | None) -> tuple[float | None, float | None, float | None]:
    """Give value and interval; None where there is none."""
    return (None, None, None) if own is None else (finite(own.value), finite(own.low), finite(own.high))


def finite(value: float) -> float | None:
    """Put None where there is no finite number."""
    return float(value) if np.isfinite(value) else None


MARKS = {"better": "+", "worse": "-", "no more": "0", "silent": "=", "unknown": "?"}
"""Of verdicts, in a narrow column."""


def _short(row: Row) -> list[str]:
    main = row.main
    interval = f"{number(main.low)}, {number(main.high)}" if np.isfinite(main.low) else ""
    mark = "" if row.series else MARKS[row.verdict]
    others = [number(row.skills[name].value) if name in row.skills else "" for name in list(BASELINES)[1:]]
    return [label(row), str(row.cases), number(main.value), interval, mark, *others]


def number(value: float) -> str:
    """Write a skill with its sign and two digits, without a 0 before the point; nothing at all as 0."""
    if not np.isfinite(value):
        return "-"
    return f"{value:+.2f}".replace("+0.", "+.").replace("-0.", "-.") if abs(value) >= NOTHING else "0"


def cases_sheet(found: "Hindcast") -> Sheet:
    """Make the table of all forecasts of shares, with the score of each forecaster."""
    names = (MODEL, WORD, *BASELINES)
    columns = ("kind", "state", "parts", "origin", "base", "year", "changed", "right")
    columns += (*(f"crps_{name}" for name in names), "leader", "rank")
    rows = [
        (
            *(entry.case.series.kind, entry.case.series.state, " ".join(entry.case.series.parts)),
            *(entry.case.origin, entry.case.base, entry.case.year, entry.changed, entry.scores[MODEL].right),
            *(entry.scores[name].crps for name in names),
            *(entry.scores[MODEL].leader, entry.scores[MODEL].rank),
        )
        for entry in found.judged.entries
    ]
    return Sheet("cases", "All forecasts of shares and their scores", columns, rows, held=OVER)


def membership_sheet(found: "Hindcast") -> Sheet:
    """Make the table of all forecasts of memberships."""
    columns = ("institution", "state", "origin", "year", "member", "changed", MODEL, *NAMES)
    rows = [
        (
            *(own.membership.institution, own.membership.state, own.origin, own.year, own.happened, own.changed),
            *(own.chances[name] for name in (MODEL, *NAMES)),
        )
        for own in found.judged.events
    ]
    return Sheet("membership", "All forecasts of membership", columns, rows, held=OVER)


def evidence_sheet(found: "Hindcast") -> Sheet:
    """Make the table of what mechanisms and rival theories are worth."""
    columns = ("what", "name", "title", "skill", "low", "high", "verdict", *KINDS)
    rows = [
        (what, own.name, own.title, *ends(own.against), own.against.verdict, *(_of_kind(own.by_kind, k) for k in KINDS))
        for what, worths in (("theory", found.theories), ("mechanism", found.mechanisms))
        for own in worths
    ]
    return Sheet(
        "evidence", "Skill of the model against itself without a mechanism, and rivals", columns, rows, held=OVER
    )


def _of_kind(by_kind: "Mapping[str, float]", kind: str) -> float | None:
    return finite(by_kind[kind]) if kind in by_kind else None


def kept_sheet(found: "Hindcast") -> Sheet:
    """Make the table of what is kept of the prior at each origin: by what how much of it is ruled out."""
    rows = [
        (origin, name, share, region.share, len(region.points))
        for origin, region in found.judged.kept.items()
        for name, share in region.ruled_out.items()
    ]
    columns = ("origin", "by", "ruled_out", "share_kept", "points_kept")
    return Sheet("kept", "What is ruled out, and by what", columns, rows, held=OVER)


def region_sheet(found: "Hindcast") -> Sheet:
    """Make the table of all numbers: their prior, and what is kept of it at the first origin."""
    kept = found.prior.values[found.judged.kept[found.study.until].points]
    low, middle, high = np.quantile(kept, (0.05, 0.5, 0.95), axis=0)
    rows = [
        (item.path, item.unit, item.factor, item.low, item.high, *(float(end[place]) for end in (low, middle, high)))
        for place, item in enumerate(found.prior.moved)
    ]
    columns = ("path", "unit", "factor", "prior_low", "prior_high", "kept_05", "kept_50", "kept_95")
    return Sheet("region", "Numbers: prior and what is kept", columns, rows, held=OVER)
