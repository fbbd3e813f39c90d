"""Claims of consistency, on made-up histories: so, not so, and on the edge."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from greatgame.analysis.claims import CLAIMS
from greatgame.analysis.claims.windows import SLIGHT
from greatgame.analysis.claims.worlds import WORLDS
from greatgame.model.rules.stance import ACQUIESCE, RESIST

from .made_up import MadeUp, failing

RUNS = 10
Fact = tuple[object, ...]
"""A variable, a window, a value or one a run, and where."""
Told = tuple[str, str, list[MadeUp]]
"""A claim, the part of it that is at stake, and its worlds."""


def told(world: str, *facts: Fact) -> MadeUp:
    made = MadeUp(RUNS, WORLDS[world].scenario)
    for fact in facts:
        made(*fact)
    return made


def worlds_of(id_: str, facts: Mapping[str, Sequence[Fact]]) -> list[MadeUp]:
    return [told(world, *facts.get(world, ())) for world in CLAIMS[id_].worlds]


# ---- of every run: by how much, run by run

OIL = ("KAZ", "CHN", "energy")


def rising(by: NDArray[np.float64]) -> Told:
    steps = [
        ("engagement", f"{1995 + k // 12}-{k % 12 + 1:02}", 0.5 + k * by, "KAZ", "USA", "trade") for k in range(42)
    ]
    return "C10", "US engagement rises, 1995-01..1998-06", [told("history", *steps)]


def quarrelling(by: NDArray[np.float64]) -> Told:
    facts = ("rivalry", "2000-01..2001-08", 0.3, None), ("rivalry", "2002-07..2003-12", 0.3 + by, None)
    return "C21", "rivalry 2002-07..2003-12 above before", [told("history", *facts)]


def alone(by: NDArray[np.float64]) -> Told:
    leans = ("alignment", "1996..2003", 0.3, None), ("alignment", "1996..2003", 0.3 - by, "TKM")
    return "C23", "TKM has the largest autonomy of the five", [told("history", *leans)]


def outside(body: str) -> Callable[[NDArray[np.float64]], Told]:
    def neutral(by: NDArray[np.float64]) -> Told:
        leans = ("alignment", "1996..2003", 0.1, None), ("alignment", "1996..2003", 0.0, "TKM")
        joins = ("membership", "2003-12", by <= 0, "TKM", body)
        return "C23", "TKM in neither the SCO nor the CST", [told("history", *leans, joins)]

    return neutral


def staying(by: NDArray[np.float64]) -> Told:
    facts = [
        ("engagement", "2000-01..2001-08", 0.5, None, "USA"),
        ("engagement", "2003-10..2003-12", 0.5 + by, None, "USA"),
    ]
    return "C24", "US engagement at the end of 2003 above before", [told("history", *facts)]


def oil_early(by: NDArray[np.float64]) -> Told:
    facts = [("engagement", year, much, *OIL) for year, much in (("1993", 0.2), ("1998", 0.2 + by), ("2003", 0.9))]
    return "C25", "China in Kazakhstan's energy: 1998 above 1993", [told("history", *facts)]


def oil_late(by: NDArray[np.float64]) -> Told:
    facts = [("engagement", year, much, *OIL) for year, much in (("1993", 0.0), ("1998", 0.5), ("2003", 0.5 + by))]
    return "C25", "China in Kazakhstan's energy: 2003 above 1998", [told("history", *facts)]


def relying(by: NDArray[np.float64]) -> Told:
    leans = [
        ("alignment", "1993..2000", much, state, "RUS", "security") for state, much in (("KAZ", 0.5), ("TJK", 0.5 + by))
    ]
    return "C27", "TJK leans most on RUS in security", [told("history", *leans)]


EACH = (rising, quarrelling, alone, outside("SCO"), outside("CST"), staying, oil_early, oil_late, relying)


@pytest.mark.parametrize("so", [10, 8, 7, 0])
@pytest.mark.parametrize("tell", EACH)
def test_what_is_claimed_of_every_run_holds_in_four_of_five(tell: Callable[..., Told], so: int) -> None:
    id_, part, worlds = tell(np.where(np.arange(RUNS) < so, 0.01, -0.01))
    assert failing(id_, *worlds) == ([] if so >= 8 else [part])


@pytest.mark.parametrize("tell", EACH)
def test_what_is_the_same_is_not_more(tell: Callable[..., Told]) -> None:
    id_, part, worlds = tell(np.zeros(RUNS))
    assert failing(id_, *worlds) == [part]


# ---- of the ensemble: by how much two worlds differ

REASONS = {
    "no_legitimacy": "moral support",
    "no_shared_benefit": "shared benefit",
    "no_incapacity": "incapacity",
    "no_cost_to_relations": "cost to relations",
}


def friction(by: float) -> Told:
    facts = {
        world: [("friction", "2001..2003", much, "CHN", "RUS")]
        for world, much in (("history", 0.3), ("no_sco", 0.3 + by))
    }
    return "C29", "friction of China and Russia higher without the SCO", worlds_of("C29", facts)


def wheels(by: float) -> Told:
    facts = {
        world: [("cohesion", "2008..2010", much, "SCO")]
        for world, much in (("one_wheel", 0.3), ("two_wheels", 0.3 + by))
    }
    return "C30", "SCO cohesion in 2008-2010 higher with twice the economy", worlds_of("C30", facts)


def newcomers(part: str) -> Callable[[float], Told]:
    """Mongolia thins the work and disturbs less than the others, but for one part, which is so by a number."""

    def acceding(by: float) -> Told:
        thinned, pakistan, india = (by if name == part else 0.1 for name in ("work", "Pakistan", "India"))
        facts = {
            "nobody_accedes": [("function", "2004..2006", 0.5, "SCO", "counter_terror")],
            "mongolia_accedes": [
                ("function", "2004..2006", 0.5 - thinned, "SCO", "counter_terror"),
                ("cohesion", "2004..2006", 0.5, "SCO"),
            ],
            "pakistan_accedes": [("cohesion", "2004..2006", 0.5 - pakistan, "SCO")],
            "india_accedes": [("cohesion", "2004..2006", 0.5 - india, "SCO")],
        }
        with_other = f"SCO cohesion: with Mongolia above with {part}"
        what = "the SCO does less against terrorism with Mongolia" if part == "work" else with_other
        return "C31", what, worlds_of("C31", facts)

    return acceding


def sides(part: str, mover: str) -> Callable[[float], Told]:
    """Both sides' openness is 1 if both move, a half if one does, a quarter if none does; but for one part."""

    def moving(by: float) -> Told:
        joint = {"both_move": 1.0, "west_moves": 0.5, "sco_moves": 0.5, "neither_moves": 0.25}
        joint[mover] = joint["both_move"] - by if part == "above one" else joint["neither_moves"] + by
        facts = {
            world: [("openness", "2010", 1.0, "west"), ("openness", "2010", product, "sco")]
            for world, product in joint.items()
        }
        name = {"west_moves": "the West alone", "sco_moves": "the SCO alone"}[mover]
        what = f"both move against {name}" if part == "above one" else f"{name} against neither"
        return "C32", what, worlds_of("C32", facts)

    return moving


def conditions(by: float) -> Told:
    facts = {
        world: [("cohesion", "2002..2003", much, "SCO")]
        for world, much in (("history", 0.3), ("us_conditionality_doubled", 0.3 - by))
    }
    return "C33", "SCO cohesion lower with conditionality doubled", worlds_of("C33", facts)


def offsetting(body: str) -> Callable[[float], Told]:
    def duplicated(by: float) -> Told:
        facts = {
            "history": [("effectiveness", "2002..2003", 0.9, None)],
            "duplicated_security": [
                ("effectiveness", "2002..2003", 0.5, None),
                ("effectiveness", "2002..2003", 0.9 - by, body),
            ],
        }
        return "C34", f"{body} less effective where work is duplicated", worlds_of("C34", facts)

    return duplicated


PAIRED = (
    friction,
    wheels,
    *map(newcomers, ("work", "Pakistan", "India")),
    *(sides(part, mover) for part in ("above one", "above none") for mover in ("west_moves", "sco_moves")),
    conditions,
    *map(offsetting, ("SCO", "CST", "PFP")),
)


@pytest.mark.parametrize(("by", "holds"), [(0.05, True), (2 * SLIGHT, True), (0.0, False), (-0.05, False)])
@pytest.mark.parametrize("tell", PAIRED)
def test_what_is_claimed_of_two_worlds_holds_if_they_differ(tell: Callable[..., Told], by: float, holds: bool) -> None:
    id_, part, worlds = tell(by)
    assert failing(id_, *worlds) == ([] if holds else [part])


def first(number: int) -> NDArray[np.int_]:
    """Stances: the first so many runs resist."""
    return np.where(np.arange(RUNS) < number, RESIST, ACQUIESCE)


@pytest.mark.parametrize("power", ["RUS", "CHN"])
@pytest.mark.parametrize("reason", REASONS)
@pytest.mark.parametrize(("resisting", "holds"), [(10, True), (4, True), (3, False), (0, False)])
def test_each_reason_keeps_each_power_from_resisting(power: str, reason: str, resisting: int, holds: bool) -> None:
    """In history three runs of ten resist; without the reason, so many; without any other, all."""
    window = "2001-10..2002-12"
    facts = {world: [("stance", window, RESIST, None, "USA")] for world in REASONS}
    facts |= {"history": [("stance", window, first(3), None, "USA")]}
    facts[reason] = [*facts[reason], ("stance", window, first(resisting), power, "USA")]
    fails = [] if holds else [f"{power} resists more without {REASONS[reason]}"]
    assert failing("C13", *worlds_of("C13", facts)) == fails


def test_cooperating_is_not_resisting() -> None:
    """A power that changes from cooperating to acquiescing does not resist more."""
    facts = {world: [("stance", "2001-10..2002-12", ACQUIESCE, None, "USA")] for world in REASONS}
    assert len(failing("C13", *worlds_of("C13", facts))) == 8


def test_all_claims_of_consistency_are_here() -> None:
    ids = "C10 C13 C21 C23 C24 C25 C27 C29 C30 C31 C32 C33 C34"
    assert sorted(id_ for id_, claim in CLAIMS.items() if claim.kind == "K") == ids.split()
    assert all(claim.sentence and claim.source for claim in CLAIMS.values() if claim.kind in ("K", "X"))
