"""Dated events: what came from outside, and what the actors did, found in the history itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..scenarios.dates import label, month
from .tables import Table

if TYPE_CHECKING:
    from ..model.inputs import Inputs
    from ..scenarios import Scenario

COLUMNS = ("replication", "date", "kind", "actor", "target", "what", "source")

KINDS = ("shock", "founding", "stance", "application", "accession", "leaving", "base granted", "base revoked")
"""In the order in which they are told within a month."""

STANCES = ("cooperate", "acquiesce", "resist")

_Where = tuple[NDArray[np.intp], ...]


@dataclass(frozen=True)
class _Rows:
    """Events of one kind; every field has one entry an event."""

    replication: NDArray[Any]
    date: NDArray[Any]
    kind: str
    actor: Sequence[str]
    target: Sequence[str]
    what: Sequence[str]
    source: Sequence[str]


def event_table(scenario: "Scenario", replications: Sequence[int], history: Mapping[str, NDArray[Any]]) -> Table:
    """List the events of a history.

    What holds at the start (bases, members, founded institutions, first stances) is no event.

    Parameters
    ----------
    scenario : Scenario
        What was run: its shocks of strength above 0 are told too.
    replications : sequence of int
        Numbers of the replications in the history.
    history : mapping of str to array
        What a world has recorded, of all months or of the first ones.

    Returns
    -------
    Table
        Columns `COLUMNS`, sorted by replication, date and kind:

        ============ =========== ============================ ==========================================
        kind         actor       target                       what
        ============ =========== ============================ ==========================================
        shock        its name                                 its title
        founding     institution                              "founded", or "organisation" when an
                                                              existing forum opens
        stance       power       power                        the new stance
        application  state       institution
        accession    state       institution                  "founder", the title of the intervention,
                                                              or nothing
        leaving      state       institution                  "the institution ended", or nothing
        base granted state       power
        base revoked state       power
        ============ =========== ============================ ==========================================
    """
    inputs = scenario.inputs
    numbers = np.asarray(replications)
    found = [
        _shocks(scenario, numbers, len(history["base"])),
        *_foundings(inputs, numbers, history),
        _stances(inputs, numbers, history),
        *_memberships(scenario, numbers, history),
        *_bases(inputs, numbers, history),
    ]
    return _table(found)


def _shocks(scenario: "Scenario", numbers: NDArray[Any], months: int) -> _Rows:
    told = [
        (name, shock)
        for name, shock in scenario.shocks.items()
        if shock.strength > 0.0 and month(shock.date) - scenario.inputs.start < months
    ]
    each = len(numbers)
    return _Rows(
        np.tile(numbers, len(told)),
        np.repeat([month(shock.date) for _, shock in told], each),
        "shock",
        np.repeat([name for name, _ in told], each).tolist(),
        [""] * (each * len(told)),
        np.repeat([shock.title for _, shock in told], each).tolist(),
        np.repeat([shock.source for _, shock in told], each).tolist(),
    )


def _foundings(inputs: "Inputs", numbers: NDArray[Any], history: Mapping[str, NDArray[Any]]) -> list[_Rows]:
    opened = history["opened"] > 0
    exists = _every(inputs.causes["exists"][: len(opened)] > 0.0, len(numbers))
    begins = np.nonzero(exists & ~_before(exists, exists[0]))
    opens = np.nonzero(opened & ~_before(opened, opened[0]) & _before(exists, exists[0]))
    return [
        _rows(inputs, numbers, where, "founding", ("institution",), what=what)
        for where, what in ((begins, "founded"), (opens, "organisation"))
    ]


def _stances(inputs: "Inputs", numbers: NDArray[Any], history: Mapping[str, NDArray[Any]]) -> _Rows:
    stance = history["stance"]
    others = ~np.eye(stance.shape[1], dtype=bool)[:, :, None]
    where = np.nonzero((stance != _before(stance, stance[0])) & others)
    return _rows(
        inputs, numbers, where, "stance", ("power", "power"), what=[STANCES[int(value)] for value in stance[where]]
    )


def _bases(inputs: "Inputs", numbers: NDArray[Any], history: Mapping[str, NDArray[Any]]) -> list[_Rows]:
    base = history["base"] > 0
    before = _before(base, inputs.constants["base_0"] > 0.0)
    return [
        _rows(inputs, numbers, np.nonzero(base & ~before), "base granted", ("state", "power")),
        _rows(inputs, numbers, np.nonzero(before & ~base), "base revoked", ("state", "power")),
    ]


def _memberships(scenario: "Scenario", numbers: NDArray[Any], history: Mapping[str, NDArray[Any]]) -> list[_Rows]:
    inputs = scenario.inputs
    member, applied = history["membership"] > 0, history["applied"] > 0
    exists = _every(inputs.causes["exists"][: len(member)] > 0.0, len(numbers))[:, None]
    founder = inputs.constants["founder"] > 0.0
    before = _before(member, founder & exists[0])
    asks = np.nonzero(applied & ~_before(applied, np.zeros_like(applied[0])))
    joins, leaves = np.nonzero(member & ~before), np.nonzero(before & ~member)

    founds = founder & exists & ~_before(exists, exists[0])
    founding = np.broadcast_to(founds, member.shape)[joins]
    asked = _interventions(scenario, joins)
    what = ["founder" if first else title for first, (title, _) in zip(founding, asked, strict=True)]
    ended = ~np.broadcast_to(exists, member.shape)[leaves]
    pair = ("state", "institution")
    return [
        _rows(inputs, numbers, asks, "application", pair),
        _rows(inputs, numbers, joins, "accession", pair, what=what, source=[source for _, source in asked]),
        _rows(inputs, numbers, leaves, "leaving", pair, what=["the institution ended" if end else "" for end in ended]),
    ]


def _interventions(scenario: "Scenario", joins: _Where) -> list[tuple[str, str]]:
    """Title and source of the intervention that made each of these accessions; empty where none did."""
    ids, start = scenario.inputs.ids, scenario.inputs.start
    made = {
        (month(act.date) - start, ids["state"].index(act.state), ids["institution"].index(act.institution)): (
            act.title,
            act.source,
        )
        for act in scenario.document.interventions.values()
        if act.strength > 0.0 and act.state in ids["state"]
    }
    return [
        made.get((int(when), int(state), int(body)), ("", "")) for when, state, body in zip(*joins[:3], strict=True)
    ]


def _rows(
    inputs: "Inputs",
    numbers: NDArray[Any],
    where: _Where,
    kind: str,
    axes: tuple[str, ...],
    *,
    what: Sequence[str] | str = "",
    source: Sequence[str] | None = None,
) -> _Rows:
    """Name the places found in an array of (month, actor, perhaps target, replication)."""
    when, actor, *target, replication = where
    nothing = [""] * len(when)
    return _Rows(
        numbers[replication],
        when + inputs.start,
        kind,
        _named(inputs.ids[axes[0]], actor),
        _named(inputs.ids[axes[1]], target[0]) if target else nothing,
        [what] * len(when) if isinstance(what, str) else what,
        nothing if source is None else source,
    )


def _named(ids: tuple[str, ...], positions: NDArray[np.intp]) -> list[str]:
    return [ids[position] for position in positions]


def _every(values: NDArray[Any], replications: int) -> NDArray[Any]:
    return np.broadcast_to(values, (*values.shape[:-1], replications))


def _before(values: NDArray[Any], first: NDArray[Any]) -> NDArray[Any]:
    """Values a month earlier, `first` before the first month."""
    return np.concatenate([np.broadcast_to(first, values.shape[1:])[None], values[:-1]])


def _table(found: Sequence[_Rows]) -> Table:
    import pyarrow as pa

    replication = np.concatenate([rows.replication for rows in found]).astype(np.int64)
    date = np.concatenate([rows.date for rows in found]).astype(np.int64)
    kind = np.concatenate([np.full(len(rows.date), KINDS.index(rows.kind)) for rows in found])
    text = {
        name: [word for rows in found for word in getattr(rows, name)] for name in ("actor", "target", "what", "source")
    }
    order = np.lexsort((np.asarray(text["target"]), np.asarray(text["actor"]), kind, date, replication))
    labels = {int(value): label(int(value)) for value in np.unique(date)}
    columns: dict[str, Any] = {
        "replication": pa.array(replication[order]),
        "date": pa.array([labels[int(value)] for value in date[order]], pa.string()),
        "kind": pa.array([KINDS[position] for position in kind[order]], pa.string()),
    }
    columns |= {name: pa.array([words[position] for position in order], pa.string()) for name, words in text.items()}
    return pa.table(columns)
