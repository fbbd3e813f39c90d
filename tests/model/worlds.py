"""Made-up worlds as compiled inputs, without a file."""

import numpy as np
from greatgame.model.inputs import Inputs, TermUse
from greatgame.model.rules import PARAMETERS, TERMS
from greatgame.model.variables import CAUSES, CONSTANTS, FACTORS, FUNCTIONS, SAME_AXIS

IDS = {
    "state": ("ARA", "BEL", "COR", "DUN"),
    "power": ("EAS", "NOR", "SOU"),
    "institution": ("FORUM", "LEAGUE"),
    "domain": ("culture", "defence", "money"),
    "purpose": ("order", "profit", "reach"),
    "interest": ("pride", "safety", "wealth"),
    "source": ("waste",),
    "side": (),
}
FRACTIONS = {"adjustment", "pace"}


def sizes(ids):
    return {
        **{name: len(values) for name, values in ids.items()},
        "factor": len(FACTORS),
        "function": len(FUNCTIONS),
        "choice": 3,
    }


def made_up(seed=0, months=36, ids=None, **changes):
    """Inputs drawn at random, everything in its range; `changes` replaces constants, causes or parameters by name."""
    ids = dict(ids or IDS)
    uses = {
        choice: tuple(TermUse(name, position % len(ids["interest"])) for position, name in enumerate(terms))
        for choice, terms in TERMS.items()
    }
    ids["term"] = tuple(use.name for use in uses["attraction"])
    length = sizes(ids)
    rng = np.random.default_rng(seed)

    def shape(variable):
        return [length[SAME_AXIS.get(dim, dim)] for dim in variable.dims]

    def value(name, variable, *front):
        drawn = rng.random((*front, *shape(variable), 1))
        if variable.unit == "0 or 1":
            drawn = np.round(drawn)
        if variable.dims[:2] in {("power", "rival"), ("state", "other")}:
            drawn = 0.5 * (drawn + np.swapaxes(drawn, len(front), len(front) + 1))
        return 0.05 + 0.3 * drawn if name in FRACTIONS else drawn

    constants = {name: value(name, variable) for name, variable in CONSTANTS.items()}
    constants["weight"] = constants["weight"] / constants["weight"].sum()
    causes = {name: value(name, variable, months) for name, variable in CAUSES.items()}
    parameters = {name: float(rng.uniform(0.1, 0.9)) for name in PARAMETERS}
    for table in (constants, causes, parameters):
        table.update({name: new for name, new in changes.items() if name in table})
    interests = {"instability": 0, "demand_for": 1, "opened": 1, "border_need": 2, "outside_option": 0}
    return Inputs(24000, months, ids, constants, causes, parameters, uses, interests)
