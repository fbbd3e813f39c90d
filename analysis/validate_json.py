"""What `validate` found as JSON; the keys stay as they are as long as the schema version does."""

import json
import math
from collections.abc import Mapping
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from .validate_tables import kind_of

if TYPE_CHECKING:
    from .claims import Score
    from .claims.ablation import Ablation
    from .claims.robust import Family, Robustness
    from .validate import Validation

SCHEMA_VERSION = 1


def document(found: "Validation") -> str:
    """Write what was found.

    Parameters
    ----------
    found : Validation
        What was found.

    Returns
    -------
    str
        JSON; ``rivals``, ``robust`` and ``ablate`` are null where they were not asked for, no number is NaN.
    """
    robustness, ablation = found.robustness, found.ablation
    content = {
        "schema_version": SCHEMA_VERSION,
        "version": version("greatgame"),
        "seed": found.seed,
        "runs": found.runs,
        "claims": {id_: _claim(found, own) for id_, own in found.model.items()},
        "rivals": None if found.rivalry is None else _rivals(found),
        "robust": None if robustness is None else _robust(robustness),
        "ablate": None if ablation is None else _ablation(ablation),
    }
    return json.dumps(_finite(content), indent=1, allow_nan=False) + "\n"


def _finite(content: Any) -> Any:
    """Put null where there is no finite number."""
    if isinstance(content, Mapping):
        return {key: _finite(value) for key, value in content.items()}
    if isinstance(content, list):
        return [_finite(value) for value in content]
    return None if isinstance(content, float) and not math.isfinite(content) else content


def _claim(found: "Validation", own: "Score") -> dict[str, Any]:
    claim = own.claim
    return {
        "set": claim.kind,
        "judged_by": kind_of(own),
        "sentence": claim.sentence,
        "source": claim.source,
        "record": claim.record,
        "worlds": list(claim.worlds),
        "known_failure": found.known.get(claim.id),
        "weightings": {weighting: _score(scores[claim.id]) for weighting, scores in found.scores.items()},
    }


def _score(own: "Score") -> dict[str, Any]:
    fields = ("frequency", "low", "high", "margin", "holds")
    parts = [
        {
            "what": part.what,
            "of_each_run": part.each,
            "value": part.value,
            "low": part.low,
            "high": part.high,
            "holds": part.holds,
        }
        for part in own.parts
    ]
    return {field: getattr(own, field) for field in fields} | {"parts": parts}


def _rivals(found: "Validation") -> dict[str, Any]:
    rivalry = found.rivalry
    assert rivalry is not None
    names, ids = list(rivalry.frequency), list(next(iter(rivalry.frequency.values())))
    return {
        "runs": rivalry.runs,
        "draws": rivalry.draws,
        "runs_of_draw": rivalry.runs_of_draw,
        "evidence": found.evidence,
        "claims": {
            id_: {
                name: {"frequency": rivalry.frequency[name][id_], "holds": rivalry.holds[name][id_]} for name in names
            }
            for id_ in ids
        },
    }


def _robust(robustness: "Robustness") -> dict[str, Any]:
    return {
        "joint_runs": robustness.joint_runs,
        "single_runs": robustness.single_runs,
        "moved": robustness.moved,
        "joint": dict(robustness.joint),
        "robust": robustness.robust,
        "numbers": _family(robustness.single),
        "grades": _family(robustness.grades),
        "dates": _family(robustness.dates),
    }


def _family(family: "Family") -> dict[str, Any]:
    return {
        "moves": len(family.deviations),
        "changing_sides": family.flipped,
        "claims": {
            id_: {
                "flips": family.flipping(id_),
                "strongest": [
                    {"path": path, "in_deviations": size, "flips": flips} for path, size, flips in family.strongest(id_)
                ],
            }
            for id_ in family.shifts
        },
    }


def _ablation(ablation: "Ablation") -> dict[str, Any]:
    return {
        "runs": ablation.runs,
        "mechanisms": {
            own.name: {
                "title": own.title,
                "fell": list(ablation.felled(place)),
                "margins": {
                    id_: {
                        "change": float(shift.margin[place]),
                        "in_deviations": float(shift.relative[place]),
                        "holds": bool(shift.holds[place]),
                        "falls_far": bool(shift.falls[place]),
                    }
                    for id_, shift in ablation.shifts.items()
                },
            }
            for place, own in enumerate(ablation.mechanisms)
        },
        "carriers": {id_: list(ablation.carriers(id_)) for id_ in ablation.shifts},
        "unidentified": [own.name for own in ablation.unidentified],
    }
