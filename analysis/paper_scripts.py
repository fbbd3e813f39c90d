"""Scripts for R and Stata that begin with the data of a paper and end with one of its numbers and a figure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from string import Template
from typing import TYPE_CHECKING

import numpy as np

from .distribution import ends

if TYPE_CHECKING:
    from .compare import Comparison


@dataclass(frozen=True)
class Number:
    """The number that the scripts compute.

    Attributes
    ----------
    baseline, scenario : str
        Of which the difference is taken; the same if there is none to take.
    state, power : str
        Whose alignment with whom.
    year : int
        When.
    band : tuple of float
        5 %, median and 95 %.
    point : int or None
        Of the design, if the scenario varies something.
    table : str
        The file that holds it.
    """

    baseline: str
    scenario: str
    state: str
    power: str
    year: int
    band: tuple[float, ...]
    point: int | None
    table: str

    @property
    def said(self) -> str:
        """What it is, in words."""
        what = f"alignment of {self.state} with {self.power} in {self.year}"
        if self.baseline != self.scenario:
            return f"{what}, {self.scenario} less {self.baseline} under the same noise"
        return f"{what}, {self.scenario}" + ("" if self.point is None else f" at point {self.point} of the design")


def number(found: "Comparison") -> Number:
    """Choose the number: the largest paired effect, or else the alignment with the power that a state leans on most.

    Parameters
    ----------
    found : Comparison
        What was found.
    """
    shared, year = found.shared, found.shared.years[-1]
    paired = [effect for effect in found.effects if not effect.unpaired]
    if paired:
        effect = paired[0]
        state, power = _largest(np.abs(effect.difference[1, -1]))
        band = tuple(effect.difference[:, -1, state, power].tolist())
        pair = (effect.baseline, effect.name)
        return Number(*pair, shared.states[state], shared.powers[power], year, band, None, f"effects_{effect.name}.csv")
    side = found.plain[0] if found.plain else found.sides[0]
    pick = {"year": year, "state": list(shared.states), "power": list(shared.powers)}
    values = side.yearly("overall")["overall"].sel(pick)
    if side.design is not None:
        values = values.isel(replication=slice(side.design.runs))
    bands = ends(values).transpose("end", "state", "power").values
    state, power = _largest(bands[1])
    band = tuple(bands[:, state, power].tolist())
    point, table = (None, "alignment.csv") if side.design is None else (0, "")
    return Number(side.name, side.name, shared.states[state], shared.powers[power], year, band, point, table)


def _largest(values: "np.typing.NDArray[np.float64]") -> tuple[int, int]:
    row, column = np.unravel_index(int(np.nanargmax(values)), values.shape)
    return int(row), int(column)


def script_r(wanted: Number) -> str:
    """Write analysis.R.

    Parameters
    ----------
    wanted : Number
        What it computes.
    """
    what = _PAIRED_R if wanted.baseline != wanted.scenario else _ALONE_R
    words = {name: json.dumps(value, ensure_ascii=False) for name, value in _words(wanted).items()}
    design = "" if wanted.point is None else Template(_DESIGN_R).substitute(words)
    return Template(_R).substitute(_about(wanted), **words, values=Template(what).substitute(words, design=design))


def script_stata(wanted: Number) -> str:
    """Write analysis.do.

    Parameters
    ----------
    wanted : Number
        What it computes.
    """
    what = _PAIRED_STATA if wanted.baseline != wanted.scenario else _ALONE_STATA
    words = {name: f'`"{value}"\'' if isinstance(value, str) else str(value) for name, value in _words(wanted).items()}
    design = "" if wanted.point is None else Template(_DESIGN_STATA).substitute(words)
    return Template(_STATA).substitute(_about(wanted), **words, values=Template(what).substitute(words, design=design))


def _words(wanted: Number) -> dict[str, str | int]:
    return {
        "baseline": wanted.baseline,
        "scenario": wanted.scenario,
        "state": wanted.state,
        "power": wanted.power,
        "year": wanted.year,
        "said": wanted.said,
        "unit": "alignment" if wanted.baseline == wanted.scenario else "difference of alignment",
        "point": wanted.point or 0,
    }


def _about(wanted: Number) -> Mapping[str, str]:
    low, middle, high = wanted.band
    table = f", as in tables/{wanted.table}" if wanted.table else ""
    return {
        "about": wanted.said,
        "printed": f"median {middle:.3f}, 5-95 % band {low:.3f} to {high:.3f}{table}",
    }


_R = """\
# Reads the data of this folder and computes one of its numbers:
# $about:
# $printed.
# Prints it, and draws the band of every year into figure_R.pdf.
# Run it in this folder: Rscript analysis.R (needs the package haven).
library(haven)

yearly <- as.data.frame(read_dta("data/yearly.dta"))
yearly <- yearly[yearly$$state == $state & yearly$$power == $power, ]
$values
band <- function(x) quantile(x, c(0.05, 0.5, 0.95), names = FALSE)

last <- chosen$$value[chosen$$year == $year]
found <- band(last)
cat($said, "\\n", sep = "")
cat(sprintf("median %.3f, 5-95 %% band %.3f to %.3f, %d replications\\n", found[2], found[1], found[3], length(last)))

bands <- sapply(split(chosen$$value, chosen$$year), band)
years <- as.numeric(colnames(bands))
pdf("figure_R.pdf", width = 6, height = 4)
plot(range(years), range(bands), type = "n", xlab = "year", ylab = $unit)
polygon(c(years, rev(years)), c(bands[1, ], rev(bands[3, ])), col = "grey85", border = NA)
lines(years, bands[2, ], lwd = 2)
invisible(dev.off())
"""

_PAIRED_R = """\
baseline <- yearly[yearly$$scenario == $baseline, c("replication", "year", "overall")]
scenario <- yearly[yearly$$scenario == $scenario, c("replication", "year", "overall")]
# The same replication ran under the same noise in both scenarios.
chosen <- merge(scenario, baseline, by = c("replication", "year"), suffixes = c("", "_baseline"))
chosen$$value <- chosen$$overall - chosen$$overall_baseline"""

_ALONE_R = """\
chosen <- yearly[yearly$$scenario == $scenario, ]$design
chosen$$value <- chosen$$overall"""

_DESIGN_R = """
design <- as.data.frame(read_dta("data/design.dta"))
chosen <- merge(chosen, design[design$$point == $point, c("scenario", "replication")])"""

_STATA = """\
* Reads the data of this folder and computes one of its numbers:
* $about:
* $printed.
* Prints it, and draws the band of every year into figure_Stata.pdf.
* Stata takes percentiles without interpolation: its 5 % and 95 % may differ in the last digits.
* Run it in this folder: do analysis.do
version 15
use "data/yearly.dta", clear
keep if state == $state & power == $power
$values
_pctile value if year == $year, percentiles(5 50 95)
display $said
display "median " %5.3f r(r2) ", 5-95 % band " %5.3f r(r1) " to " %5.3f r(r3)

collapse (p5) low=value (p50) middle=value (p95) high=value, by(year)
twoway (rarea low high year, color(gs13)) (line middle year, lcolor(black)), ytitle($unit) legend(off)
graph export "figure_Stata.pdf", replace
"""

_PAIRED_STATA = """\
keep if scenario == $scenario | scenario == $baseline
* The same replication ran under the same noise in both scenarios.
generate byte with = scenario == $scenario
keep replication year with overall
reshape wide overall, i(replication year) j(with)
generate double value = overall1 - overall0
drop if missing(value)"""

_ALONE_STATA = """\
keep if scenario == $scenario$design
generate double value = overall"""

_DESIGN_STATA = """
merge m:1 scenario replication using "data/design.dta", keep(match) nogenerate
keep if point == $point"""
