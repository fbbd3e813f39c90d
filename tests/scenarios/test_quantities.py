"""Series and shapes against values worked out by hand."""

from math import exp, sqrt

import numpy as np
import pytest
from pydantic import ValidationError

from greatgame.scenarios.dates import label, month
from greatgame.scenarios.quantities import Quantity, Series, Shape, number
from greatgame.scenarios.reader import parse_value

START = month("1990-11")


def series(months: int = 6, **content: object) -> list[float]:
    made = Series.model_validate({**content, "assumption": "made up"})
    return made.over(np.arange(START, START + months)).tolist()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({"value": 0.25}, [0.25] * 6),
        ({"value": True}, [1.0] * 6),
        ({"value": "some"}, [1 / 3] * 6),
        ({"value": 2, "growth": 0.12}, [2 * exp(0.01 * k) for k in range(6)]),
        # Holds before the first and after the last point; linear between.
        ({"points": {"1990-12": 1.0, "1991-02": 0.5}}, [1.0, 1.0, 0.75, 0.5, 0.5, 0.5]),
        ({"points": {"1990-09": 0.0, "1991-01": 1.0}}, [0.5, 0.75, 1.0, 1.0, 1.0, 1.0]),
        ({"points": {"1991-02": 0.5, "1990-12": 1.0}}, [1.0, 1.0, 0.75, 0.5, 0.5, 0.5]),
        ({"points": {"1990-12": 1.0, "1991-02": 0.5}, "step": True}, [1.0, 1.0, 1.0, 0.5, 0.5, 0.5]),
        ({"points": {"1990-12": 1.0}}, [1.0] * 6),
        ({"dates": ["1990-12", "1991-03", "1995-01"]}, [0, 1, 0, 0, 1, 0]),
        ({"from": "1991-01"}, [0, 0, 1, 1, 1, 1]),
        ({"from": "1991-01", "until": "1991-02"}, [0, 0, 1, 1, 0, 0]),
        ({"from": "1980-01", "until": "1990-11"}, [1, 0, 0, 0, 0, 0]),
        ({"from": "2000-01"}, [0, 0, 0, 0, 0, 0]),
    ],
)
def test_series(content: dict[str, object], expected: list[float]) -> None:
    assert series(**content) == pytest.approx(expected, abs=1e-15)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        # Two months before the shock, then five from it on.
        ({"pulse": 0.5}, [0, 0, 0.5, 0, 0, 0, 0]),
        ({"pulse": 0.5, "over": 3}, [0, 0, 0.5, 0.5, 0.5, 0, 0]),
        ({"step": -0.2}, [0, 0, -0.2, -0.2, -0.2, -0.2, -0.2]),
        ({"ramp": 0.8, "over": "4 months"}, [0, 0, 0, 0.2, 0.4, 0.6, 0.8]),
        ({"ramp": 0.8, "over": 2}, [0, 0, 0, 0.4, 0.8, 0.8, 0.8]),
        ({"rise": 1, "half_life": "2 months"}, [0, 0, 1, sqrt(0.5), 0.5, sqrt(0.125), 0.25]),
        ({"rise": 1, "settle": 0.6, "over": 2}, [0, 0, 1, *(0.6 + 0.4 * exp(-k / 2) for k in (1, 2, 3, 4))]),
        ({"rise": 1, "half_life": "1 year"}, [0, 0, *(0.5 ** (k / 12) for k in range(5))]),
    ],
)
def test_shapes(content: dict[str, object], expected: list[float]) -> None:
    shape = Shape.model_validate(content)
    assert shape.over_months(np.arange(-2, 5)).tolist() == pytest.approx(expected, abs=1e-15)
    written, _ = parse_value(shape.short, "x")
    assert written is not None
    assert Shape.model_validate(written.plain()) == shape


def test_words_are_thirds() -> None:
    assert [number(word) for word in ("none", "some", "important", "first")] == [0, 1 / 3, 2 / 3, 1]


def test_lengths_of_time() -> None:
    written = ("30", 30, "30 months", "1 month", "2 years", "2.5 years", "0.5 year")
    assert [Shape.model_validate({"ramp": 1, "over": text}).over for text in written] == [30, 30, 30, 1, 24, 30, 6]


def test_months() -> None:
    assert month("2001-09") == 12 * 2001 + 8
    assert label(month("2001-09")) == "2001-09"
    assert label(month("1999-12") + 1) == "2000-01"
    for wrong in (
        "2001",
        "2001-9",
        "2001-00",
        "2001-13",
        "1600-01",
        "2300-01",
        "2001-09-11",
        "\u0662001-09",
        "2001-09\n",
    ):
        with pytest.raises(ValueError, match=r"month|reach"):
            month(wrong)


def test_a_quantity_tells_its_source() -> None:
    cited = Quantity.model_validate({"value": 1, "text": "Q1", "passage": "words"})
    assert (cited.kind, cited.source) == ("text", "Q1")
    tuned = Quantity.model_validate({"value": 1, "tuned": [0.5, 2]})
    assert (tuned.kind, tuned.source) == ("tuned", "tuned within 0.5 to 2")
    with pytest.raises(ValidationError):
        cited.value = 2  # pyright: ignore[reportAttributeAccessIssue]


def test_a_series_on_one_line() -> None:
    def short(**content: object) -> float | str:
        return Series.model_validate({**content, "assumption": "x"}).short

    assert short(value=1) == 1.0
    assert short(value=1, growth=0.1) == "1 growing by 0.1 a year"
    assert short(points={"1990-01": 1, "1991-01": 0.5}, step=True) == "step 1990-01: 1, 1991-01: 0.5"
    assert short(dates=["1990-01", "1991-01"]) == "1990-01, 1991-01"
    assert short(**{"from": "1990-01", "until": "1991-01"}) == "from 1990-01 until 1991-01"
