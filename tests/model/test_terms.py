"""What every term must be, so that agents and ensembles agree: it knows its arguments and looks at one state a time."""

import inspect

import numpy as np
import pytest

from greatgame.model.parameters import NUMBERS
from greatgame.model.rules import STRENGTHS, TERMS, attraction, terms_of
from greatgame.model.variables import SAME_AXIS
from greatgame.model.world import SIZES, TABLE

LENGTHS = {"state": 4, "power": 3, "institution": 5, "domain": 2, "source": 6, "purpose": 7, "side": 8, **SIZES}
"""All different, so that an axis in the wrong place is seen."""

FORMS = {
    "attraction": (("state", "power"), ("state", "power", "domain")),
    "access": (("state", "power"),),
    "membership": (("state", "institution"),),
}
REPLICATIONS = 9
every_term = pytest.mark.parametrize(
    ("choice", "term"),
    [(choice, term) for choice, terms in TERMS.items() for term in terms.values()],
    ids=lambda value: value if isinstance(value, str) else value.__name__,
)


def axes(name):
    return ("state",) if name == "interest" else TABLE[name].dims if name in TABLE else ()


def arguments(term, number):
    """A value for each argument; `number` gives an array of a shape."""
    return {
        name: 0.5
        if name == "strength" or name in NUMBERS
        else number((*(LENGTHS[SAME_AXIS.get(axis, axis)] for axis in axes(name)), REPLICATIONS))
        for name in inspect.signature(term).parameters
    }


def at_random(term):
    return arguments(term, np.random.default_rng(0).random)


def by_states(choice, result, states):
    """The result over its axes; one that is the same along an axis may have length 1 there, or leave out the first."""
    form = next((form for form in FORMS[choice] if len(form) >= np.ndim(result) - 1), FORMS[choice][-1])
    shape = (states, *(LENGTHS[axis] for axis in form[1:]), REPLICATIONS)
    try:
        return np.broadcast_to(result, shape)
    except ValueError:
        pytest.fail(f"its axes should be {', '.join(form)} and replication, {shape} here; they are {np.shape(result)}")


@every_term
def test_a_term_has_an_axis_for_states_and_one_for_what_they_choose_among(choice, term):
    by_states(choice, term(**at_random(term)), LENGTHS["state"])


@every_term
def test_a_state_weighs_what_stands_in_its_own_row(choice, term):
    given = at_random(term)
    whole = by_states(choice, term(**given), LENGTHS["state"])
    for row in range(LENGTHS["state"]):
        own = {name: value[row : row + 1] if "state" in axes(name)[:1] else value for name, value in given.items()}
        if not np.array_equal(by_states(choice, term(**own), 1), whole[row : row + 1]):
            pytest.fail("an agent sees its own row only: what sums over states belongs into a rule of outlook.py")


@every_term
@pytest.mark.parametrize("number", [np.zeros, np.ones])
def test_a_term_is_finite_where_there_is_nothing_and_where_there_is_all(choice, term, number):
    with np.errstate(all="ignore"):
        finite = np.isfinite(term(**arguments(term, number))).all()
    assert bool(finite), "use numpy.where to leave out what cannot be computed"


def test_strengths_and_other_numbers_have_names_of_their_own():
    assert not set(STRENGTHS) & set(NUMBERS)


def written(name, arguments):
    namespace = {"__name__": attraction.__name__}
    exec(f"def {name}({arguments}): return 0", namespace)
    module = type(attraction)(attraction.__name__)
    setattr(module, name, namespace[name])
    return module


@pytest.mark.parametrize(
    ("name", "arguments", "said"),
    [
        ("hope", "strength, legitimity", "there is no quantity 'legitimity'; did you mean 'legitimacy'"),
        ("hope", "strength, interest, xyz", "there is no quantity 'xyz'; variables.py and parameters.py list them"),
        ("saturation", "strength", "the name is taken"),
        ("noise", "strength", "the name is taken"),
        ("adjustment", "strength", "the name is taken"),
    ],
)
def test_a_term_that_cannot_be_is_refused_with_what_to_do(name, arguments, said):
    with pytest.raises(TypeError, match=f"rules/attraction.py: {name}: .*{said}"):
        terms_of("attraction", written(name, arguments))


def test_a_function_without_strength_is_no_term():
    assert not terms_of("attraction", written("helper", "anything"))
