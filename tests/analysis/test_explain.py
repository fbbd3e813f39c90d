"""Why a state moved: the account sums, the causes are paired, a changed folder is refused."""

import json
import re
import shutil
from pathlib import Path

import numpy as np
import pytest

from greatgame.analysis.causes import Effect, effects
from greatgame.analysis.explain import SHOWN, account_for, ask, rerun
from greatgame.analysis.failure import Failure
from greatgame.runs import Run, run, write
from greatgame.scenarios import load, month

from .conftest import BAY, Command

WINDOW = {"start": "2001-08", "end": "2002-08"}


@pytest.mark.parametrize("power", [None, "USA"])
@pytest.mark.parametrize("domain", [None, "security"])
def test_the_drivers_sum_to_the_change(world: Run, power: str | None, domain: str | None) -> None:
    account = account_for(world, ask(world.scenario, "UZB", power=power, domain=domain, **WINDOW))
    np.testing.assert_allclose(account.parts.sum(axis=0), account.after - account.before, atol=1e-9)


def test_the_columns_are_powers_or_domains(world: Run) -> None:
    ids = world.scenario.inputs.ids
    assert account_for(world, ask(world.scenario, "UZB")).columns == ids["power"]
    assert account_for(world, ask(world.scenario, "UZB", power="USA")).columns == ("overall", *ids["domain"])
    assert account_for(world, ask(world.scenario, "UZB", power="USA", domain="trade")).columns == ("USA",)


def test_the_mean_over_domains_uses_the_weights_of_the_scenario(world: Run) -> None:
    account = account_for(world, ask(world.scenario, "UZB", power="USA", **WINDOW))
    weight = world.scenario.inputs.constants["weight"][:, 0]
    np.testing.assert_allclose(account.before[1:] @ weight, account.before[0])


@pytest.fixture(scope="module")
def found(world: Run) -> list[Effect]:
    """What each shock did to Uzbekistan after September 2001."""
    return effects(world, ask(world.scenario, "UZB", **WINDOW))


def test_the_effect_of_a_shock_is_that_of_a_run_without_it(world: Run, found: list[Effect]) -> None:
    question = ask(world.scenario, "UZB", **WINDOW)
    (attacks,) = [effect for effect in found if effect.label.startswith("Attacks of September")]
    without = run(world.scenario.without_shock("september_11"), world.seed)
    account, other = account_for(world, question), account_for(without, question)
    np.testing.assert_array_equal(attacks.effect, (account.after - account.before) - (other.after - other.before))
    assert attacks.within


def test_only_shocks_that_act_in_the_window_are_switched_off(world: Run, found: list[Effect]) -> None:
    last = month(WINDOW["end"])
    assert all(month(effect.date) <= last for effect in found if effect.date)
    assert {effect.within for effect in found} == {True, False}
    assert effects(world, ask(world.scenario, "UZB", start="1992-01", end="1992-06")) == []


def test_all_shocks_together_are_told_when_several_have_an_effect_that_shows(world: Run, found: list[Effect]) -> None:
    several = effects(world, ask(world.scenario, "UZB", start="1999-01", end="1999-09"))
    assert several[-1].label == "all 4 of the window together"
    for told in (found, several):
        showing = [np.abs(effect.effect).max() >= SHOWN for effect in told if effect.within and effect.date]
        assert [effect.date for effect in told].count("") == int(sum(showing) > 1)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"state": "UZX"}, "did you mean 'UZB'"),
        ({"state": "UZB", "power": "US"}, "did you mean 'USA'"),
        ({"state": "UZB", "domain": "secrity"}, "did you mean 'security'"),
        ({"state": "UZB", "start": "2001"}, "YYYY-MM"),
        ({"state": "UZB", "end": "2031-01"}, "outside the run"),
        ({"state": "UZB", "start": "2002-01", "end": "2002-01"}, "does not come before"),
        ({"state": "MNG"}, "not in this run"),
    ],
)
def test_what_is_not_in_the_run_is_refused(world: Run, asked: dict[str, str], said: str) -> None:
    with pytest.raises(Failure, match=re.escape(said)):
        ask(world.scenario, **asked)


def test_all_that_is_wrong_with_a_question_is_told_at_once(world: Run) -> None:
    with pytest.raises(Failure) as told:
        ask(world.scenario, "UZX", power="US", start="2001", end="2031-01")
    assert [line.split()[0] for line in str(told.value).splitlines()] == ["--state", "--power", "--from", "--to"]


def test_a_folder_is_run_again(folder: Path, bay: Run) -> None:
    again = rerun(folder, None)
    np.testing.assert_array_equal(again.history["alignment"], bay.history["alignment"])


def test_a_replication_that_is_not_there_is_refused(folder: Path) -> None:
    with pytest.raises(Failure, match="no replication 3"):
        rerun(folder, 3)


@pytest.mark.parametrize(
    ("key", "value"), [("seed", 2), ("scenario_sha256", "0" * 64), ("data", {"shifts.csv": "0" * 64})]
)
def test_a_folder_that_is_not_the_same_is_refused(
    folder: Path, tmp_path: Path, key: str, value: object, greatgame: Command
) -> None:
    shutil.copytree(folder, tmp_path / "copy")
    file = tmp_path / "copy" / "run.json"
    record = json.loads(file.read_text())
    new = {**record[key], **value} if isinstance(value, dict) else value
    file.write_text(json.dumps({**record, key: new}))
    code, out, err = greatgame("explain", tmp_path / "copy", "--state", "TAR")
    assert (code, out) == (1, "")
    assert len(err.splitlines()) == 1


def test_the_command_tells_account_passages_and_causes(greatgame: Command, folder: Path) -> None:
    code, out, err = greatgame("explain", folder, "--state", "TAR", "--power", "WES", "--domain", "fleet")
    assert (code, err) == (0, "")
    assert max(len(line) for line in out.splitlines()) <= 80
    said = " ".join(out.split())
    assert 'protection: protection against a threat felt. Q2: "Tarn fears the reef"' in said
    assert "Q = A chronicle of the bay" in said
    assert "Shares compete" in said
    assert "not that it made this very change" in said
    assert "answer different questions" in said
    assert "The great storm" in out
    assert "The drivers sum to the change" in out
    table = re.findall(r"^  (\w[\w ]*?) +([+-]?\d\.\d{3})(?:  [+-]+)?$", out.split("What each driver")[0], re.MULTILINE)
    change = re.search(r"^change +([+-]\d\.\d{3})", out, re.MULTILINE)
    assert change
    assert sum(float(number) for _, number in table) == pytest.approx(float(change[1]), abs=0.003)


def test_earlier_shocks_are_marked(greatgame: Command, folder: Path) -> None:
    _, out, _ = greatgame("explain", folder, "--state", "TAR", "--from", "1991-07", "--to", "1992-07")
    assert "The great storm (earlier, still acting)" in out
    _, out, _ = greatgame("explain", folder, "--state", "TAR", "--to", "1990-07")
    assert "No shock acts in this window." in out


def test_a_changed_world_is_run_again_as_it_was_changed(greatgame: Command, tmp_path: Path) -> None:
    made = write(run(load(BAY, ["shocks.storm.strength=1"]), seed=1), tmp_path / "out", [])
    code, out, _ = greatgame("explain", made, "--state", "TAR")
    assert code == 0
    assert "Changed: shocks.storm.strength 0.5 -> 1." in out
