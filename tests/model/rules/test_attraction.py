"""The terms of attraction, by hand: two states, two powers; each table ends with cases in which the term is silent."""

from math import e

import numpy as np
import pytest

from greatgame.model.rules import attraction
from greatgame.model.rules.attraction import (
    balance,
    border,
    conditionality,
    diversification,
    domination,
    institution,
    legacy,
    linkage,
    offer,
    pressure,
    protection,
    regime_support,
)

from ..checking import check

TWO_BY_TWO = [[0.5, 1], [0.2, 0]]
NOTHING = [[0, 0], [0, 0]]
LEAN = {"mean_alignment": [[0.5, 0.1], [0.2, 0]], "regional_alignment": [0.4, 0.1], "balance_floor": 0.25}


@pytest.mark.parametrize(
    ("term", "arguments", "log_odds"),
    [
        (offer, {"engagement": [[[0.2 * e, 0.2], [0, 0.2 / e]]], "offer_unit": 0.2}, [[[2, 0], [0, -2]]]),
        (
            protection,
            {
                "interest": [0.5, 1],
                "extremist_threat": [0.8, 1.2],
                "credibility": TWO_BY_TWO,
                "guaranteed": [[0.5, 0.1], [1, 1]],
            },
            [[2 * 0.4 * 0.25, 2 * 0.4 * 0.1], [2 * 1.2 * 0.2, 0]],
        ),
        # own lean and the region's by three to one: .475 .1 / .25 .025; weights .25 + .75 x 0 and 1
        (
            balance,
            {**LEAN, "interest": [0, 1], "balance_regional": 0.25},
            [[-2 * 0.25 * 0.475, -2 * 0.25 * 0.1], [-2 * 0.25, -2 * 0.025]],
        ),
        (balance, {**LEAN, "interest": [1, 1], "balance_regional": 1}, [[-0.8, -0.2], [-0.8, -0.2]]),
        (
            domination,
            {"interest": [0.5, 0], "fear": TWO_BY_TWO, "dilution": [[0.8, 1], [1, 1]]},
            [[-2 * 0.5 * 0.5 * 0.8, -1], [0, 0]],
        ),
        (pressure, {"vulnerability": TWO_BY_TWO}, [[-1, -2], [-0.4, 0]]),
        (legacy, {"legacy": TWO_BY_TWO, "fading": 0.5}, [[0.5, 1], [0.2, 0]]),
        (border, {"interest": [0.5, 1], "border_dispute": TWO_BY_TWO}, [[-0.5, -1], [-0.4, 0]]),
        (
            conditionality,
            {"interest": [0.5, 0], "conditions": [1, 0.2], "instability": [0.3, 1], "conditions_floor": 0.5},
            [[-2 * 0.5 * 0.8, -2 * 0.5 * 0.8 * 0.2], [0, 0]],
        ),
        (
            regime_support,
            {"interest": [0.5, 1], "instability": [0.4, 0], "regime_support": [1, 0.5]},
            [[2 * 0.2, 2 * 0.1], [0, 0]],
        ),
        (
            linkage,
            {"alignment": [[[0.5, 0.2], [0, 0.1]]], "linkage": [[0, 0], [0.7, 0.1]]},
            [[[0, 2 * (0.35 + 0.02)], [0, 2 * 0.01]]],
        ),
        (attraction.base, {"base": [[1, 0], [0, 0]]}, [[2, 0], [0, 0]]),
        (
            institution,
            {"membership": [[1, 0], [1, 1]], "lead": [[[1, 0.5], [0, 0]], [[0.2, 0], [0, 1]]]},
            [[[2, 1], [0, 0]], [[2.4, 1], [0, 2]]],
        ),
        (institution, {"membership": np.zeros((1, 0)), "lead": np.zeros((0, 2, 2))}, [[[0, 0], [0, 0]]]),
        (
            diversification,
            {"interest": [0.5, 1], "alignment": [[[0.5, 0.2]], [[0, 1]]]},
            [[[-0.5, -0.2]], [[0, -2]]],
        ),
    ],
)
def test_a_term_of_attraction_is_what_its_equation_says(term, arguments, log_odds):
    check(term, log_odds, strength=2, **arguments)
    check(term, np.zeros_like(np.asarray(log_odds, float)), strength=0, **arguments)
