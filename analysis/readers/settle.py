"""From all that the files tell to one series for each variable and pair."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import NamedTuple

from .cast import Cast
from .trade import KINDS
from .unreliable import doubts
from .votes import PAIRWISE

Pair = tuple[str, str]
Series = dict[Pair, dict[int, float]]


class Key(NamedTuple):
    """What identifies a value among all files; see `Reading`."""

    variable: str
    kind: str
    state: str
    other: str
    year: int


_WHOLES = {"arms_total": "arms", "exercises_total": "exercises"}
"""Totals, and the parts of which there are none where the source names none."""


def settle(found: Mapping[Key, float], cast: Cast) -> tuple[dict[str, Series], list[str]]:
    """Add the zeros sources leave out, take out what is unreliable, and choose among series of different kinds.

    Parameters
    ----------
    found : mapping of Key to float
        Every value read.
    cast : Cast
        Who plays.

    Returns
    -------
    values : dict
        By variable, by pair, by year.
    dropped : list of str
        A sentence for each group of values left out.
    """
    values = dict(found)
    for key in found:
        if part := _WHOLES.get(key.variable):
            for power in cast.powers:
                values.setdefault(key._replace(variable=part, other=power), 0.0)
    dropped = _without_doubtful(values)
    kinds: dict[str, dict[str, Series]] = {}
    for key, value in values.items():
        series = kinds.setdefault(key.variable, {}).setdefault(key.kind, {})
        series.setdefault((key.state, key.other), {})[key.year] = value
    settled: dict[str, Series] = {}
    for variable, choices in sorted(kinds.items()):
        if variable in _CHOICE:
            settled[variable], sentences = _CHOICE[variable](variable, choices)
            dropped += sentences
        else:
            (settled[variable],) = choices.values()
    return settled, dropped


def _without_doubtful(values: dict[Key, float]) -> list[str]:
    counts: Counter[str] = Counter()
    for doubt in doubts():
        for key in [key for key in values if doubt.hits(*key)]:
            del values[key]
            counts[f"of {doubt} left out: {doubt.why} ({doubt.source})"] += 1
    return [f"{_number(count)} {what}" for what, count in counts.items()]


def _one_vintage(variable: str, choices: Mapping[str, Series]) -> tuple[Series, list[str]]:
    """Take the vintage with most powers, then most values; vintages are on different scales."""

    def size(vintage: str) -> tuple[int, int, str]:
        return len({power for _, power in choices[vintage]}), _count(choices[vintage]), vintage

    best = max(choices, key=size)
    return choices[best], [
        f"{_number(_count(series))} of {variable} left out: the vintage {vintage} is not mixed with {best}"
        for vintage, series in sorted(choices.items())
        if vintage != best
    ]


def _longest(variable: str, choices: Mapping[str, Series]) -> tuple[Series, list[str]]:
    """Take for each pair the kind with most years, since a change of kind would look like a change of trade."""
    chosen: Series = {}
    left: Counter[str] = Counter()
    for pair in sorted({pair for series in choices.values() for pair in series}):
        kinds = sorted((kind for kind in choices if pair in choices[kind]), key=KINDS.index)
        best = max(kinds, key=lambda kind: len(choices[kind][pair]))
        chosen[pair] = choices[best][pair]
        for kind in kinds:
            if kind != best:
                left[f"of {variable} {'-'.join(pair)} left out: {kind} are not mixed with {best}"] += len(
                    choices[kind][pair]
                )
    return chosen, [f"{_number(count)} {what}" for what, count in left.items()]


def _filled(variable: str, choices: Mapping[str, Series]) -> tuple[Series, list[str]]:
    """Fill the gaps of the agreement told with the ideal points from that of pairs."""
    chosen = {pair: dict(years) for pair, years in choices.get("", {}).items()}
    spare = 0
    for pair, years in choices.get(PAIRWISE, {}).items():
        held = chosen.setdefault(pair, {})
        spare += len(held.keys() & years.keys())
        chosen[pair] = years | held
    sentence = f"{_number(spare)} of {variable} left out: of pairs, where it stands with the ideal points too"
    return chosen, [sentence] if spare else []


_CHOICE: Mapping[str, Callable[[str, Mapping[str, Series]], tuple[Series, list[str]]]] = {
    "agreement": _filled,
    "fbic": _one_vintage,
    "exports": _longest,
    "imports": _longest,
    "export_share": _longest,
    "import_share": _longest,
}


def _count(series: Series) -> int:
    return sum(len(years) for years in series.values())


def _number(count: int) -> str:
    return f"{count} value{'s' if count > 1 else ''}"
