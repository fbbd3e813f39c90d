"""Krippendorff's alpha against the published example, and what must hold of any."""

import numpy as np
import pytest

from greatgame.analysis.documents.alpha import Metric, Numbers, alpha, coincidences, interval

LEVELS = np.arange(1.0, 6.0)
_ = np.nan
PUBLISHED = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, 3],
        [_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, _],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _],
    ]
)
"""Krippendorff (2011), section C: four observers, twelve units, missing values."""


def of(codings: Numbers, metric: Metric = "ordinal", levels: Numbers = LEVELS) -> float:
    return alpha(coincidences(codings, levels).sum(axis=0), levels, metric)


@pytest.mark.parametrize(("metric", "expected"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)])
def test_the_published_example(metric: Metric, expected: float) -> None:
    assert of(PUBLISHED, metric) == pytest.approx(expected, abs=5e-4)


def test_a_unit_that_one_coder_has_coded_does_not_count() -> None:
    assert of(PUBLISHED) == of(PUBLISHED[:, :-1])


def test_the_published_coincidences_are_forty_values() -> None:
    assert coincidences(PUBLISHED, LEVELS).sum() == pytest.approx(40)


def test_agreement_is_one() -> None:
    assert of(np.array([[1, 2, 5, 3], [1, 2, 5, 3]])) == 1.0


def test_exchanged_answers_are_worse_than_chance() -> None:
    assert of(np.array([[1, 1, 5, 5], [5, 5, 1, 1]])) < 0


def test_nothing_can_be_told_where_all_values_are_the_same() -> None:
    assert np.isnan(of(np.array([[2, 2, 2], [2, 2, 2]])))


def test_neighbouring_steps_are_nearer_in_order_but_not_by_name() -> None:
    near = np.array([[1, 2, 3, 4, 5, 1], [1, 2, 3, 4, 5, 2]])
    far = np.array([[1, 2, 3, 4, 5, 1], [1, 2, 3, 4, 5, 5]])
    assert of(near) > of(far)
    assert of(near, "nominal") == pytest.approx(of(far, "nominal"), abs=0.05)


def test_the_order_of_coders_does_not_matter() -> None:
    assert of(PUBLISHED[::-1]) == pytest.approx(of(PUBLISHED))


def test_order_is_all_that_the_ordinal_metric_takes_of_the_levels() -> None:
    wide = np.where(PUBLISHED == 5, 50.0, PUBLISHED)
    levels = np.array([1.0, 2.0, 3.0, 4.0, 50.0])
    assert of(wide, "ordinal", levels) == of(PUBLISHED)
    assert of(wide, "interval", levels) != of(PUBLISHED, "interval")


def test_the_interval_holds_alpha_and_shrinks_with_more_values() -> None:
    few, many = (coincidences(np.tile(PUBLISHED, times), LEVELS) for times in (1, 20))
    assert interval(few, LEVELS)[0] < of(PUBLISHED) < interval(few, LEVELS)[1]
    assert np.ptp(interval(many, LEVELS)) < np.ptp(interval(few, LEVELS)) / 2


def test_one_value_has_no_interval() -> None:
    assert np.isnan(interval(coincidences(PUBLISHED[:, :1], LEVELS), LEVELS)).all()
