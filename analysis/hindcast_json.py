"""What `hindcast` found as JSON; the keys stay as they are as long as the schema version does."""

import json
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from .hindcast_tables import cases_sheet, ends, finite, membership_sheet, region_sheet
from .observations import KINDS

if TYPE_CHECKING:
    from .hindcast import Hindcast
    from .sheets import Sheet
    from .skill.evidence import Worth
    from .skill.matching import Region
    from .skill.scores import Skill
    from .skill.summary import Row

SCHEMA_VERSION = 1


def document(found: "Hindcast") -> str:
    """Write what was found.

    Parameters
    ----------
    found : Hindcast
        What was found.

    Returns
    -------
    str
        JSON; no number is NaN.
    """
    study = found.study
    content = {
        "schema_version": SCHEMA_VERSION,
        "version": version("greatgame"),
        "scenario": study.scenario.name,
        "changes": list(study.scenario.changes),
        "until": study.until,
        "last": study.last,
        "scenario_ends": found.ends,
        "seed": study.seed,
        "points": len(found.prior),
        "runs": found.runs,
        "numbers": {"tuned": study.tuned, "assumed": len(found.prior.moved) - study.tuned},
        "data": {"files": dict(found.readings.files), "unused": list(found.readings.unused)},
        "left_out": list(found.readings.dropped),
        "kinds": {name: _kind(name) for name in study.by_kind},
        "kept": {str(origin): _kept(region) for origin, region in found.judged.kept.items()},
        "region": _records(region_sheet(found)),
        "skill": [_row(row) for row in found.rows],
        "coverage": {
            own.what: {"half": own.half, "nine": own.nine, "places": own.places.tolist()} for own in found.coverage
        },
        "reliability": {name: [vars(own) for own in bins] for name, bins in found.reliability.items()},
        "theories": {own.name: _worth(own) for own in found.theories},
        "mechanisms": {own.name: _worth(own) for own in found.mechanisms},
        "cases": _records(cases_sheet(found)),
        "membership": _records(membership_sheet(found)),
    }
    return json.dumps(content, indent=1, allow_nan=False) + "\n"


def _kind(name: str) -> dict[str, Any]:
    kind = KINDS[name]
    return {"title": kind.title, "shows": kind.lens.shows, "domain": kind.lens.domain, "source": kind.source}


def _kept(region: "Region") -> dict[str, Any]:
    return {
        "share": region.share,
        "points": region.points.tolist(),
        "ruled_out_by": region.ruled_out,
    }


def _row(row: "Row") -> dict[str, Any]:
    return {
        "section": row.section,
        "what": row.what,
        "series": row.series,
        "cases": row.cases,
        "error": finite(row.error),
        "loading": row.loading,
        "skill": {name: _skill(own) for name, own in row.skills.items()},
        "at_its_word": None if row.word is None else _skill(row.word),
    }


def _skill(own: "Skill") -> dict[str, Any]:
    value, low, high = ends(own)
    return {"value": value, "low": low, "high": high, "verdict": own.verdict}


def _worth(own: "Worth") -> dict[str, Any]:
    return {
        "title": own.title,
        "skill": _skill(own.against),
        "by_kind": {kind: finite(value) for kind, value in own.by_kind.items()},
    }


def _records(sheet: "Sheet") -> list[dict[str, Any]]:
    return [dict(zip(sheet.columns, row, strict=True)) for row in sheet.rows]
