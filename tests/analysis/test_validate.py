"""The command `validate`: what it prints, writes and answers, on margins made by hand."""

import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
import pytest

from greatgame import runs as execution
from greatgame.analysis import validate
from greatgame.analysis.claims import ablation, claims, known, rivals, robust
from greatgame.analysis.claims import evaluate as evaluation
from greatgame.analysis.claims.claim import at_least, in_each
from greatgame.analysis.claims.evaluate import Case, Judged

from .conftest import Command

SOME = ("--only", "C03", "--only", "C12", "--only", "C35", "--only", "C13", "--only", "X01", "--runs", 8)
"""Of each set; C12 is of the ensemble."""

SURE, SHORT = 0.5, -0.2


class Nobody:
    """A pool that is never asked."""

    def __init__(self, number: int) -> None:
        pass

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def outcome() -> dict[str, float]:
    """What the margins of claims are; surely so by default."""
    return {}


@pytest.fixture(autouse=True)
def made_up(outcome: dict[str, float], monkeypatch: pytest.MonkeyPatch) -> None:
    """Run no world: margins are what the test says, in the model; half as large under rivals or with other numbers."""

    def evaluate(
        cases: Sequence[Case],
        chosen: Sequence[str],
        replications: int,
        seed: int,
        pool: Any,
        tick: Callable[[int], None],
    ) -> list[Judged]:
        tick(replications)
        return [made_up_case(case, chosen, replications, outcome) for case in cases]

    for module in (evaluation, rivals, robust, ablation):
        monkeypatch.setattr(module, "evaluate", evaluate)
    monkeypatch.setattr(execution, "Workers", Nobody)
    monkeypatch.setattr(known, "KNOWN", {})


def made_up_case(case: Case, chosen: Sequence[str], replications: int, outcome: Mapping[str, float]) -> Judged:
    points = np.linspace(1.0, -1.0, case.points)[:, np.newaxis] if case.points > 1 else np.ones((1, 1))
    noise = np.linspace(-0.1, 0.1, replications)
    judged: Judged = {weighting: {} for weighting in case.weightings}
    for claim in claims(chosen):
        size = outcome.get(claim.id, SURE) * (-1.0 if case.settings else 1.0)
        for weighting in case.weightings:
            margin = size * points + noise
            if weighting == "equal" and f"{claim.id} equal" in outcome:
                margin = outcome[f"{claim.id} equal"] + 0.0 * margin
            parts = [at_least("mean", margin, 0.0)] if claim.id == "C12" else [in_each("so", margin)]
            judged[weighting][claim.id] = parts
    return judged


def words(text: str) -> str:
    return " ".join(text.split())


def test_claims_are_grouped_by_set_and_counted(greatgame: Command) -> None:
    code, out, err = greatgame("validate", *SOME)
    assert code == 0, err
    places = [out.index(heading) for heading in ("F, fitted", "T, held out", "K, consistency", "X, logic")]
    assert places == sorted(places)
    assert "Held: F 2 of 2, T 1 of 1, K 1 of 1, X 1 of 1." in out
    assert "C03 run 1.00 (0.68-1.00) +0.429 holds holds holds mixed" in words(out)
    assert "C12 ensemble 1.00 +0.500 holds" in words(out)
    assert max(map(len, out.splitlines())) <= 80


def test_a_failing_claim_is_printed_with_what_fails(greatgame: Command, outcome: dict[str, float]) -> None:
    outcome |= {"C03": SHORT, "C12": SHORT}
    code, out, _ = greatgame("validate", *SOME)
    assert code == 0
    assert "C03 run 0.00 (0.00-0.32) -0.271 FAILS" in words(out)
    assert "! so: in 0.00 of the runs (0.00-0.32), not in 0.80" in words(out)
    assert "! mean: short by 0.200" in words(out)
    assert "Failing: C03, C12." in out


def test_other_weights_that_change_the_verdict_are_marked(greatgame: Command, outcome: dict[str, float]) -> None:
    outcome |= {"C03 equal": SHORT}
    assert "holds FAILS* holds mixed" in words(greatgame("validate", *SOME)[1])


@pytest.mark.parametrize(
    ("failing", "code"), [((), 0), (("C03",), 1), (("X01",), 1), (("C35",), 0), (("C13",), 0), (("C12", "C35"), 1)]
)
def test_strict_is_about_fitted_claims_and_logic(
    greatgame: Command, outcome: dict[str, float], failing: Sequence[str], code: int
) -> None:
    outcome |= dict.fromkeys(failing, SHORT)
    assert greatgame("validate", *SOME, "--strict")[0] == code
    assert greatgame("validate", *SOME)[0] == 0


def test_strict_says_what_fails(greatgame: Command, outcome: dict[str, float]) -> None:
    outcome |= {"C03": SHORT}
    assert "--strict: C03 should hold and fails" in greatgame("validate", *SOME, "--strict")[2]


def test_known_failures_pass_and_are_printed_as_failing(
    greatgame: Command, outcome: dict[str, float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(known, "KNOWN", {"C03": "the US offers too little", "C12": "cured"})
    outcome |= {"C03": SHORT}
    code, out, _ = greatgame("validate", *SOME, "--strict")
    assert code == 0
    assert "FAILS" in out
    assert "Known: the US offers too little" in out
    assert "Failing: C03 (known)." in out
    assert "Listed as a known failure, but it holds." in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--only", "C99"), "--only C99: no such claim or set; take one of F, T, K, X, or of C01, C02"),
        (("--only", "X", "--rivals"), "are of F, T and K claims"),
        (("--json", "nowhere/found.json"), "there is no folder nowhere"),
        (("--json", "here.json"), "is there already"),
        (("--out", "found", "--json", "found"), "same as the folder found"),
        (("--out", "found", "--json", "found/all.json"), "same as the folder found"),
        (("--only", "X03"), "ask for it with --ablate"),
        (("--out", "here"), "here"),
    ],
)
def test_what_cannot_be_done_is_told_before_anything_is_run(
    greatgame: Command, arguments: Sequence[str], said: str
) -> None:
    Path("here.json").write_text("{}")
    Path("here").mkdir()
    Path("here/kept.txt").touch()
    code, out, err = greatgame("validate", *arguments)
    assert (code, out) == (2, "")
    assert said in err


def test_the_scoreboard_alone_writes_nothing(greatgame: Command) -> None:
    greatgame("validate", *SOME)
    assert list(Path().iterdir()) == []


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fewer draws, numbers and mechanisms."""
    monkeypatch.setattr(rivals, "DRAWS", 3)
    monkeypatch.setattr(robust, "DRAWS", 4)
    every = ablation.mechanisms()
    monkeypatch.setattr(ablation, "mechanisms", lambda: every[:3])


@pytest.fixture
def everything(few: None, greatgame: Command) -> tuple[str, dict[str, Any]]:
    code, out, err = greatgame("validate", *SOME, "--rivals", "--robust", "--ablate", "--json", "found.json")
    assert code == 0, err
    return out, json.loads(Path("found.json").read_text(), parse_constant=pytest.fail)


def test_all_options_print_and_write(everything: tuple[str, dict[str, Any]]) -> None:
    out, _ = everything
    assert "Evidence: 3 of 3 F and T claims." in out
    assert "Robust: 0 of 4: none." in out
    assert "Identified by no F or T claim" in words(out)
    assert max(map(len, out.splitlines())) <= 80
    assert {place.name for place in Path("results/validate-0").iterdir()} == {
        *("claims.csv", "claims.tex", "rivals.csv", "rivals.tex", "rivals.png"),
        *("robust.csv", "robust.tex", "moves.csv", "ablation.csv", "ablation.tex", "ablation.png"),
    }


def test_the_json_has_the_same_keys_whatever_comes_out(everything: tuple[str, dict[str, Any]]) -> None:
    _, found = everything
    assert list(found) == ["schema_version", "version", "seed", "runs", "claims", "rivals", "robust", "ablate"]
    assert found["schema_version"] == 1
    assert list(found["claims"]) == ["C03", "C12", "C13", "C35", "X01"]
    judged = ["set", "judged_by", "sentence", "source", "record", "worlds", "known_failure", "weightings"]
    assert list(found["claims"]["C03"]) == judged
    assert list(found["claims"]["C03"]["weightings"]) == ["scenario", "equal", "economy"]
    scored = ["frequency", "low", "high", "margin", "holds", "parts"]
    assert list(found["claims"]["C03"]["weightings"]["equal"]) == scored
    assert list(found["rivals"]) == ["runs", "draws", "runs_of_draw", "evidence", "claims"]
    assert list(found["rivals"]["claims"]["C35"]) == list(rivals.RIVALS)
    assert list(found["robust"]) == [
        *("joint_runs", "single_runs", "moved", "joint", "robust", "numbers", "grades", "dates"),
    ]
    assert list(found["robust"]["dates"]) == ["moves", "changing_sides", "claims"]
    assert list(found["ablate"]) == ["runs", "mechanisms", "carriers", "unidentified"]
    assert list(found["ablate"]["mechanisms"]["offer"]) == ["title", "fell", "margins"]


def test_no_number_of_the_json_is_none_by_accident(everything: tuple[str, dict[str, Any]]) -> None:
    assert all(math.isfinite(number) for number in numbers_in(everything[1]))


def numbers_in(content: Any) -> Iterator[float]:
    if isinstance(content, dict | list):
        for value in content.values() if isinstance(content, dict) else content:
            yield from numbers_in(value)
    elif isinstance(content, float):
        yield content


def test_options_not_asked_for_are_null(greatgame: Command) -> None:
    greatgame("validate", *SOME, "--json", "found.json")
    found = json.loads(Path("found.json").read_text())
    assert [found[key] for key in ("rivals", "robust", "ablate")] == [None, None, None]


def test_a_second_time_takes_the_next_folder(few: None, greatgame: Command) -> None:
    for _ in range(2):
        greatgame("validate", *SOME, "--rivals")
    assert sorted(place.name for place in Path("results").iterdir()) == ["validate-0", "validate-0-2"]


def test_a_claim_that_rivals_deliver_is_no_evidence(few: None, greatgame: Command, outcome: dict[str, float]) -> None:
    outcome |= {"C03": SHORT}
    out = greatgame("validate", *SOME, "--rivals")[1]
    assert "Evidence: 2 of 3 F and T claims." in out
    assert "sign_only by 0.2: C12, C35." in words(out)


class Gone:
    """A screen that nobody reads any more."""

    def line(self, *_: object, **__: object) -> None:
        raise BrokenPipeError

    heading = table = line


def test_a_reader_that_has_gone_costs_neither_the_files_nor_the_answer(
    greatgame: Command, outcome: dict[str, float], monkeypatch: pytest.MonkeyPatch
) -> None:
    outcome["C03"] = SHORT
    monkeypatch.setattr(validate, "Screen", Gone)
    code, _, err = greatgame("validate", *SOME, "--strict", "--json", "found.json", "--out", "tables")
    assert (code, "C03 should hold" in err) == (1, True)
    assert json.loads(Path("found.json").read_text())["claims"]["C03"]
    assert Path("tables", "claims.csv").exists()
