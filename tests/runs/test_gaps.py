"""How far two tables are apart: by hand."""

import math

import numpy as np
import pyarrow as pa
import pytest

from greatgame.runs.gaps import Gap, gap_of_tables, largest


def table(**columns: list[object]) -> pa.Table:
    return pa.table({name.replace("__", "|"): values for name, values in columns.items()})


def test_the_largest_difference_is_found_with_its_place() -> None:
    assert largest(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[1.0, 2.5], [2.0, 4.0]])) == (2, 1.0, 2)


def test_undefined_in_both_is_no_difference_and_in_one_an_infinite_one() -> None:
    undefined = np.array([math.nan, 1.0])
    assert largest(undefined, undefined)[:2] == (0, 0.0)
    assert largest(undefined, np.array([0.0, 1.0])) == (1, math.inf, 0)


def test_equal_infinities_are_no_difference() -> None:
    assert largest(np.array([math.inf]), np.array([math.inf]))[0] == 0


def test_a_wide_table_names_replication_month_and_cell() -> None:
    one = table(
        scenario=["a"] * 2,
        replication=[0, 0],
        month=["1999-01", "1999-02"],
        lean__X__Y=[0.1, 0.2],
        base__X=[False, True],
    )
    two = table(
        scenario=["b"] * 2,
        replication=[0, 0],
        month=["1999-01", "1999-02"],
        lean__X__Y=[0.1, 0.5],
        base__X=[False, True],
    )
    found = gap_of_tables(one, two)
    assert (found.values, found.differing, found.variable) == (4, 1, "lean")
    assert found.where == ("0", "1999-02", "X", "Y")
    assert (found.before, found.after) == (0.2, 0.5)
    assert not found.rounding
    assert gap_of_tables(one, one).none


def test_stances_are_values_and_no_keys() -> None:
    one, two = (table(replication=[0], month=["1999-01"], stance__X__Y=[stance]) for stance in (0, 2))
    assert gap_of_tables(one, two).size == 2


def test_rows_of_one_alone_are_counted_and_the_others_compared() -> None:
    one = table(replication=[0, 0, 1], state=["A", "B", "A"], change=[0.1, 0.2, 0.3])
    two = table(replication=[0, 1, 1], state=["B", "A", "C"], change=[0.2, 0.4, 0.5])
    found = gap_of_tables(one, two)
    assert (found.lost, found.gained, found.values, found.differing) == (1, 1, 2, 1)
    assert (found.where, found.size) == (("1", "A"), pytest.approx(0.1))


def test_tables_without_a_common_row_have_no_values_to_compare() -> None:
    one, two = (table(replication=[0], state=[state], change=[0.1]) for state in ("A", "B"))
    assert gap_of_tables(one, two) == Gap(lost=1, gained=1)


def test_words_of_a_row_are_no_key() -> None:
    one = table(replication=[0], state=["A"], leading_driver=["threat"], change=[0.1])
    two = table(replication=[0], state=["A"], leading_driver=["offer"], change=[0.1])
    assert gap_of_tables(one, two) == Gap(values=1, reworded=1)


@pytest.mark.parametrize(("size", "rounding"), [(1e-16, True), (1e-8, False)])
def test_rounding_is_what_stays_below_a_billionth(size: float, rounding: bool) -> None:
    assert gap_of_tables(table(year=[1], x=[1.0]), table(year=[1], x=[1.0 - size])).rounding is rounding
    assert not Gap(lost=1).rounding
