"""YAML as it is meant: scalars of YAML 1.2, places, nothing else."""

import math

import pytest

from greatgame.scenarios.reader import parse, parse_value, scalar


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NO", "NO"), ("no", "no"), ("yes", "yes"), ("on", "on"), ("Off", "Off"), ("y", "y"),
        ("true", True), ("True", True), ("FALSE", False),
        ("~", None), ("null", None), ("", None),
        ("1", 1), ("-3", -3), ("+4", 4), ("007", 7), ("0o17", 15), ("0xff", 255), ("017", 17),
        ("1e3", 1000.0), ("1E-2", 0.01), (".5", 0.5), ("5.", 5.0), ("-1.5e+2", -150.0),
        ("1992-01", "1992-01"), ("1992-01-01", "1992-01-01"), ("12:30", "12:30"), ("1_000", "1_000"), ("0b1", "0b1"),
        ("nan", "nan"), ("inf", "inf"), (".", "."), ("1e", "1e"), ("=", "="),
    ],
)  # fmt: skip
def test_scalars_are_those_of_yaml_1_2(text: str, value: object) -> None:
    read = scalar(text)
    assert read == value
    assert type(read) is type(value)


def test_not_finite_numbers_are_read_as_such() -> None:
    assert scalar("-.inf") == -math.inf
    assert math.isnan(float(str(scalar(".nan"))))
    assert scalar("9" * 5000) == math.inf


def test_quotes_make_text() -> None:
    node, problems = parse("a: '1'\nb: \"true\"\nc: |\n  1\nd: plain text # remark\n", "f")
    assert not problems
    assert node is not None
    assert node.plain() == {"a": "1", "b": "true", "c": "1\n", "d": "plain text"}


def test_keys_are_text_and_have_places() -> None:
    node, _ = parse("é: {1992-01: [1, {2: x}]}\n", "f")
    assert node is not None
    inner = node.table["é"].table["1992-01"]
    assert (inner.key, inner.place) != (None, None)
    assert inner.key is not None
    assert (inner.key.line, inner.key.column, inner.place.column) == (1, 5, 14)
    assert inner.plain() == [1, {"2": "x"}]


def test_one_reading_finds_all_that_it_can() -> None:
    _, problems = parse("a: &x 1\na: *x\nb: !!int 3\nc: [\n", "f")
    assert sorted((p.line, p.column) for p in problems) == [(1, 4), (2, 1), (2, 4), (3, 4), (5, 1)]


def test_a_value_alone() -> None:
    assert parse_value("", "f") == (None, [])
    node, problems = parse_value("{a: [1, NO]}", "f")
    assert node is not None
    assert node.plain() == {"a": [1, "NO"]}
    assert problems == []
