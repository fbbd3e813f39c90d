"""What one run of the default scenario did, for keeping: `python tests/pins/repin.py` makes the pins anew.

Pins catch changes that nobody meant. Make them anew after a change of the theory or its numbers that was meant, and
say so in the commit; the difference of the file shows what the change did to the run.
"""

import json
import sys
from itertools import product
from pathlib import Path
from typing import Any

from greatgame.model.variables import SAME_AXIS, VARIABLES
from greatgame.runs import Run, run
from greatgame.scenarios import label, load

SCENARIO, SEED = "us_entry_2001", 1
PINS = Path(__file__).with_name(f"{SCENARIO}.json")
VALUES = (
    *("alignment", "engagement", "credibility", "extremist_threat", "source_strength", "rivalry", "instability"),
    *("border_dispute", "cohesion", "depth", "demand_for", "friction"),
)
"""Recorded at the end of each year."""


def observe() -> dict[str, Any]:
    """Run the scenario: its events, its shifts, and values at the end of each year, rounded to 12 places."""
    past = run(load(SCENARIO), seed=SEED)
    return {
        "scenario": SCENARIO,
        "seed": SEED,
        "events": _events(past),
        "shifts": _shifts(past),
        "values": _values(past),
    }


def _events(past: Run) -> list[str]:
    columns = ("date", "kind", "actor", "target", "what")
    return [" ".join(str(row[column]) for column in columns if row[column]) for row in past.events().to_pylist()]


def _shifts(past: Run) -> list[str]:
    columns = ("start", "date", "end", "state", "domain", "power", "leading_driver")
    return [" ".join(str(row[column]) for column in columns) for row in past.shifts().to_pylist()]


def _values(past: Run) -> dict[str, list[float]]:
    inputs = past.scenario.inputs
    years = [month for month in range(inputs.months) if label(inputs.start + month).endswith("-12")]
    series: dict[str, list[float]] = {}
    for name in VALUES:
        axes = [inputs.ids[SAME_AXIS.get(dim, dim)] for dim in VARIABLES[name].dims]
        for cell in product(*(range(len(axis)) for axis in axes)):
            actors = [axis[position] for axis, position in zip(axes, cell, strict=True)]
            series["|".join((name, *actors))] = [round(float(past.history[name][year, *cell, 0]), 12) for year in years]
    return series


def written(pins: dict[str, Any]) -> str:
    """JSON with one event, shift or series a line, so that a difference can be read."""
    parts = [f'"scenario": {json.dumps(pins["scenario"])}', f'"seed": {pins["seed"]}']
    lists = {name: ",\n".join(map(json.dumps, pins[name])) for name in ("events", "shifts")}
    parts += [f'"{name}": [\n{rows}\n]' for name, rows in lists.items()]
    rows = (f"{json.dumps(key)}: {json.dumps(row)}" for key, row in pins["values"].items())
    parts.append('"values": {\n' + ",\n".join(rows) + "\n}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


if __name__ == "__main__":
    PINS.write_text(written(observe()), encoding="utf-8")
    sys.stdout.write(f"wrote {PINS.name}\n")
