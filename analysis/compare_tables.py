"""The tables of a comparison."""

from collections.abc import Iterator, Sequence
from itertools import product
from math import isnan
from typing import TYPE_CHECKING, Any

import numpy as np

from ..scenarios import label
from .acts import BASES, NEVER, Acts, most_telling, wilson
from .distribution import BAND, ends
from .names import counted, signed
from .sheets import Sheet
from .typology import MARGIN, THRESHOLDS, lead_probabilities, probabilities, typology

if TYPE_CHECKING:
    import xarray as xr

    from .acts import Act
    from .effects import Apart, Course, Effect
    from .sides import Shared, Side

MOST = 12
"""Acts, and differences, in the short form of their table."""

SHARE = ("probability", "n", "low", "high")
"""Columns of a share of replications: it, how many they are, and its 95 % interval (Wilson)."""

IN_ONE_DOMAIN = 6
"""Differences in one domain in the short form of their table."""

YEARS = 4
"""Years of leading powers in the short form of their table."""

ZERO = 0.0005
"""What is no larger is printed as 0."""


def sheets(sides: Sequence["Side"], shared: "Shared", acts: Sequence[Acts], effects: Sequence["Effect"]) -> list[Sheet]:
    """Make the tables of a comparison.

    Parameters
    ----------
    sides : sequence of Side
        What is compared, the baseline first.
    shared : Shared
        States, powers and years that all have.
    acts : sequence of Acts
        Of each side.
    effects : sequence of Effect
        Of each side but the first.

    Returns
    -------
    list of Sheet
        In the order in which they are shown.
    """
    names, last = [side.name for side in sides], shared.years[-1]
    numbers = [side.number for side in sides]
    data = [_part(side.yearly("overall", "hedging", "commitment"), shared) for side in sides]
    alignment = [ends(own["overall"]) for own in data]
    hedging = [ends(own["hedging"]) for own in data]
    leads = [lead_probabilities(own["overall"]) for own in data]
    types = [probabilities(typology(own["overall"], own["commitment"])) for own in data]
    between = "median (5 % to 95 %)"
    over = "Alignment, mean over domains with the scenario's weights"
    return [
        _spreads(
            "alignment", f"{over}, in {last}: {between}", names, alignment, ("state", "power"), (_weights(sides),)
        ),
        *(sheet for effect in effects for sheet in (_differences(effect, shared), _in_domains(effect, shared))),
        _acts(sides, shared, acts),
        _leading(names, numbers, leads, *_telling_years(shared.years, effects)),
        _spreads("hedging", f"Hedging in {last}: {between}", names, hedging, ("state",)),
        _types(names, numbers, types, last),
    ]


def course_sheet(effect: "Effect", found: "Course", shared: "Shared") -> Sheet:
    """Make the table of an effect by month.

    Parameters
    ----------
    effect : Effect
        The two sides.
    found : Course
        What differs between them.
    shared : Shared
        States and powers.

    Returns
    -------
    Sheet
        Its short form is empty: it is drawn.
    """
    months = [label(found.first + place) for place in range(found.difference.shape[1])]
    cells = product(enumerate(months), enumerate(shared.states), enumerate(shared.powers))
    rows = [
        (effect.name, effect.baseline, state, power, month, *found.difference[:, m, s, p].tolist())
        for (m, month), (s, state), (p, power) in cells
    ]
    columns = ("scenario", "baseline", "state", "power", "month", *BAND)
    return Sheet(f"effects_by_month_{effect.name}", "Differences by month", columns, rows)


def _part(data: "xr.Dataset", shared: "Shared") -> "xr.Dataset":
    return data.sel(year=list(shared.years), state=list(shared.states), power=list(shared.powers))


def _weights(sides: Sequence["Side"]) -> str:
    """Say with which weights means over domains are taken."""
    same: dict[str, list[str]] = {}
    for side in sides:
        dims, values = side.record.layout.coordinates["weight"]
        pairs = [] if "replication" in dims else zip(side.record.layout.axes["domain"], values, strict=True)
        same.setdefault(", ".join(f"{domain} {weight:g}" for domain, weight in pairs) or "varied", []).append(side.name)
    said = [f"{', '.join(names)}: {text}" if len(same) > 1 else text for text, names in same.items()]
    return f"Weights of the domains: {'; '.join(said)}."


def _spreads(
    name: str,
    title: str,
    sides: Sequence[str],
    found: Sequence["xr.DataArray"],
    keys: Sequence[str],
    notes: tuple[str, ...] = (),
) -> Sheet:
    """Medians and bands: arrays with dimensions `keys`, year and end."""
    columns = ("scenario", *keys, "year", *BAND)
    last = [_by_key(values.isel(year=-1), keys, "end") for values in found]
    short = [[*keys, *sides]]
    short += [[*key, *(_between(own[key]) for own in last)] for key in last[0]]
    return Sheet(name, title, columns, list(_rows(sides, found, (*keys, "year"), "end")), short, len(keys), notes)


def _telling_years(years: Sequence[int], effects: Sequence["Effect"]) -> tuple[list[int], str]:
    """Choose the last year before the causes part and the last of those after, else the last year; say which."""
    date = min((effect.date for effect in effects if effect.date is not None), default=None)
    if date is None or date // 12 not in years:
        return [years[-1]], "The year is the last."
    before = [year for year in years if year < date // 12][-1:]
    after = [year for year in years if year >= date // 12][len(before) - YEARS :]
    first = "the last before the causes part and " if before else ""
    return before + after, f"The causes part in {label(date)}; the years are {first}the last {len(after)} from then on."


def _leading(
    sides: Sequence[str], numbers: Sequence[int], found: Sequence["xr.DataArray"], years: Sequence[int], why: str
) -> Sheet:
    """Who leads: arrays with dimensions state, power and year."""
    labels = found[0]["power"].values.tolist()
    chosen = [
        (number, _by_key(values.sel(year=year), ("state",), "power"))
        for number, values in zip(numbers, found, strict=True)
        for year in years
    ]
    heads = [f"{side}, {year}" for side in sides for year in years] if len(years) > 1 else list(sides)
    short = [["state", *heads]]
    short += [
        [*key, *(", ".join(ranked(labels, own[key], number)[:2]) for number, own in chosen)] for key in chosen[0][1]
    ]
    title = f"Leading power in {', '.join(map(str, years))}: share of replications"
    notes = (
        "A power leads a state if its yearly mean alignment is larger than that of every other by at least "
        f"{MARGIN:g}; otherwise none does.",
        why,
        "The two that are most frequent; all in leading.csv, with 95 % intervals (Wilson).",
    )
    rows = _shares(sides, numbers, found, "power")
    return Sheet("leading", title, ("scenario", "state", "power", "year", *SHARE), rows, short, 1, notes)


def _types(sides: Sequence[str], numbers: Sequence[int], found: Sequence["xr.DataArray"], year: int) -> Sheet:
    """Types of foreign policy: arrays with dimensions state, type and year."""
    labels = found[0]["type"].values.tolist()
    last = [_by_key(values.sel(year=year), ("state",), "type") for values in found]
    short = [["state", *sides]]
    pairs = list(zip(numbers, last, strict=True))
    short += [[*key, *(", ".join(ranked(labels, own[key], number)) for number, own in pairs)] for key in last[0]]
    title = f"Types of foreign policy in {year}: share of replications"
    rows = _shares(sides, numbers, found, "type")
    columns = ("scenario", "state", "type", "year", *SHARE)
    return Sheet("typology", title, columns, rows, short, 1, (f"Thresholds: {THRESHOLDS}.",))


def _shares(
    sides: Sequence[str], numbers: Sequence[int], found: Sequence["xr.DataArray"], what: str
) -> list[tuple[Any, ...]]:
    """Probabilities with their intervals: arrays with dimensions state, `what` and year."""
    rows: list[tuple[Any, ...]] = []
    for side, number, values in zip(sides, numbers, found, strict=True):
        for key, (share,) in _by_key(values.expand_dims("one"), ("state", what, "year"), "one").items():
            low, high = wilson(share, number)
            rows.append((side, *key, share, number, float(low), float(high)))
    return rows


def _differences(effect: "Effect", shared: "Shared") -> Sheet:
    """What a side differs in from the baseline, mean over domains."""
    rows = _apart(effect, effect, shared, ())
    last = sorted((row for row in rows if row[4] == shared.years[-1]), key=lambda row: -abs(row[7] or 0.0))
    short = [["state", "power", *_heads(effect)]]
    short += [[*row[2:4], *_said(effect, row[6:])] for row in last[:MOST]]
    title = f"{effect.name} less {effect.baseline}: alignment in {shared.years[-1]} (negative: lower in {effect.name})"
    left = len(last) - len(last[:MOST])
    more = (f"The {MOST} largest; {left} more in effects_{effect.name}.csv.",) if left > 0 else ()
    columns = ("scenario", "baseline", "state", "power", "year", "pairs", *BAND, "above_zero")
    return Sheet(f"effects_{effect.name}", title, columns, rows, short, 2, (*_compared(effect), *more))


def _in_domains(effect: "Effect", shared: "Shared") -> Sheet:
    """Where a side differs in one domain by more than in the mean over domains, which can hide it."""
    rows = [row for domain in shared.domains for row in _apart(effect, effect.domains[domain], shared, (domain,))]
    year, largest = shared.years[-1], dict[tuple[str, str], tuple[Any, ...]]()
    for row in _apart(effect, effect, shared, ("",)) + rows:
        key = row[2:4]
        if row[5] == year and (key not in largest or abs(row[8] or 0.0) > abs(largest[key][8] or 0.0)):
            largest[key] = row
    found = [row for row in largest.values() if row[4] and abs(row[8]) > ZERO]
    shown = sorted(found, key=lambda row: -abs(row[8]))[:IN_ONE_DOMAIN]
    short = [["state", "power", "domain", *_heads(effect)]] if shown else []
    short += [[*row[2:5], *_said(effect, row[7:])] for row in shown]
    name = f"effects_by_domain_{effect.name}"
    title = f"{effect.name} less {effect.baseline}: largest in one domain, in {year}"
    note = f"The domain that differs most, where it does by more than the mean over domains; all in {name}.csv."
    columns = ("scenario", "baseline", "state", "power", "domain", "year", "pairs", *BAND, "above_zero")
    return Sheet(name, title, columns, rows, short, 3, (note,))


def _apart(effect: "Effect", found: "Apart", shared: "Shared", domain: tuple[str, ...]) -> list[tuple[Any, ...]]:
    """Give a row for each year, state and power."""
    cells = product(enumerate(shared.years), enumerate(shared.states), enumerate(shared.powers))
    rows: list[tuple[Any, ...]] = []
    for (y, year), (s, state), (p, power) in cells:
        numbers = map(_defined, (*found.difference[:, y, s, p].tolist(), float(found.above[y, s, p])))
        rows.append((effect.name, effect.baseline, state, power, *domain, year, effect.number or None, *numbers))
    return rows


def _heads(effect: "Effect") -> list[str]:
    """Name the columns of `_said`."""
    return ["median", "5 % to 95 %", "above 0"] if effect.number > 1 else ["difference"]


def _said(effect: "Effect", numbers: Sequence[float]) -> list[str]:
    """Write a difference; its band and share where there are several pairs, and no share where it rounds to 0."""
    low, middle, high, above = numbers
    if effect.number <= 1:
        return [signed(middle, 3)]
    nothing = max(abs(low), abs(high)) <= ZERO
    return [signed(middle, 3), f"{signed(low, 3)} to {signed(high, 3)}", "" if nothing else percent(above)]


def _compared(effect: "Effect") -> list[str]:
    """Say how the replications are compared."""
    if effect.unpaired:
        return [f"Not paired, since {effect.unpaired}: these are differences of the medians."]
    said = f"Paired: {counted(effect.number)} under the same noise"
    if effect.number == 1:
        return [f"{said}: one world, so there is no band."]
    return [
        f"{said}, compared one by one; above 0 is the share of them in which the difference is positive, left out "
        "where all of the band rounds to 0."
    ]


def _acts(sides: Sequence["Side"], shared: "Shared", acts: Sequence[Acts]) -> Sheet:
    every = sorted({act for found in acts for act in found.first})
    rows = [
        (side.name, act.kind, act.actor, act.target, *_chance(found, act))
        for side, found in zip(sides, acts, strict=True)
        for act in every
    ]
    telling = most_telling(acts, range(shared.start, shared.start + shared.months), MOST)
    short = [["act", *(side.name for side in sides)]]
    short += [[act.said(sides[0].scenario), *(_when(_chance(found, act)) for found in acts)] for act in telling]
    columns = ("scenario", "kind", "actor", "target", "replications", "happened", "probability", "low", "high")
    left = len(every) - len(telling)
    notes = ["Share of replications with 95 % interval (Wilson) and median of its first date; of one, its date alone."]
    notes += [f"Those that differ most or are least certain; {left} more in acts.csv."] if left else []
    notes += [BASES] if any(act.kind.startswith("base") for act in telling) else []
    return Sheet("acts", "Acts", (*columns, *(f"date_{end}" for end in BAND)), rows, short, 1, tuple(notes))


def _chance(found: Acts, act: "Act") -> tuple[Any, ...]:
    """Replications, how often, probability with its interval, and 5 %, median and 95 % of the date."""
    dates = found.dates(act)
    when = dates[dates != NEVER]
    share = len(when) / len(dates)
    low, high = wilson(share, len(dates))
    quantiles = np.quantile(when, list(BAND.values()), method="inverted_cdf") if len(when) else []
    months = [label(int(month)) for month in quantiles] or [None] * len(BAND)
    return (len(dates), len(when), share, float(low), float(high), *months)


def _when(chance: tuple[Any, ...]) -> str:
    number, _, share, low, high, _, date, _ = chance
    if number == 1:
        return date or "never"
    return f"{percent(share)} ({100 * low:.0f}-{100 * high:.0f})" + (f" {date}" if date else " " * 8)


def _rows(
    sides: Sequence[str], found: Sequence["xr.DataArray"], keys: Sequence[str], along: str
) -> Iterator[tuple[Any, ...]]:
    for side, values in zip(sides, found, strict=True):
        for key, numbers in _by_key(values, keys, along).items():
            yield (side, *key, *map(_defined, numbers))


def _by_key(values: "xr.DataArray", keys: Sequence[str], along: str) -> dict[tuple[Any, ...], list[float]]:
    """Give the numbers along a dimension for each combination of labels of the others."""
    ordered = values.transpose(*keys, along)
    labels = product(*(ordered[key].values.tolist() for key in keys))
    return dict(zip(labels, ordered.values.reshape(-1, ordered.sizes[along]).tolist(), strict=True))


def _defined(number: float) -> float | None:
    return None if isnan(number) else number


def _between(band: Sequence[float]) -> str:
    low, middle, high = band
    return f"{middle:.2f}" if low == high else f"{middle:.2f} ({low:.2f} to {high:.2f})"


def ranked(labels: Sequence[str], shares: Sequence[float], number: int) -> list[str]:
    """Name those that occur, the most probable first, with their share where it is one of several replications.

    Parameters
    ----------
    labels : sequence of str
        What they are called.
    shares : sequence of float
        How often they occur.
    number : int
        Replications.
    """
    order = sorted(range(len(labels)), key=lambda place: -shares[place])
    occur = [place for place in order if shares[place] > 0]
    return [labels[place] + (f" {percent(shares[place])}" if number > 1 else "") for place in occur]


def percent(share: float) -> str:
    """Write a share; only what is certain is 0 % or 100 %.

    Parameters
    ----------
    share : float
        From 0 to 1.
    """
    text = f"{100 * share:.0f} %"
    if text == "100 %" and share < 1:
        return ">99 %"
    return "<1 %" if text == "0 %" and share > 0 else text
