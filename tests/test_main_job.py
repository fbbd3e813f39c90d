"""What the default scenario must say, and what may not matter to it."""

import hashlib

import numpy as np
import pytest
import yaml

from greatgame import model, runs, scenarios
from greatgame.analysis import measures

RUNS = 200
TURNING = ["KAZ", "KGZ", "TJK", "UZB"]


@pytest.fixture(scope="module")
def default():
    return scenarios.load("us_entry_2001")


def histories(scenario, count=RUNS, seed=11):
    return runs.ensemble(scenario, runs=count, seed=seed)


def influence_of_the_four(run):
    """Influence of each power in 2002, mean over the four, (replication, power)."""
    data = run.dataset(["alignment", "engagement"])
    weights = run.scenario.inputs.constants["weight"][:, 0]
    saturation = float(run.scenario.inputs.parameters["saturation"])
    influence = measures.influence(data["alignment"], data["engagement"], weights, saturation)
    return influence.sel(state=TURNING, time="2002").mean(["state", "time"])


@pytest.fixture(scope="module")
def with_the_attacks(default):
    return histories(default)


@pytest.fixture(scope="module")
def without_the_attacks():
    return histories(scenarios.load("no_september_11"))


def share_passing(run):
    mean = influence_of_the_four(run)
    return float((mean.sel(power="USA") > mean.sel(power="RUS")).mean())


def test_after_the_attacks_the_united_states_passes_russia(with_the_attacks):
    assert share_passing(with_the_attacks) >= 0.8


def test_without_the_attacks_it_does_not(without_the_attacks):
    assert share_passing(without_the_attacks) <= 0.05


def test_four_states_turn_and_turkmenistan_hardly(with_the_attacks, without_the_attacks):
    def lean(run):
        alignment = run.dataset(["alignment"])["alignment"].sel(power="USA", domain="security", time="2002")
        return alignment.mean("time").median("replication")

    effect = lean(with_the_attacks) - lean(without_the_attacks)
    assert (effect.sel(state=TURNING) > 0.1).all()
    assert float(effect.sel(state="TKM")) < 0.5 * float(effect.sel(state=TURNING).min())


def test_before_the_attacks_nothing_differs(with_the_attacks, without_the_attacks):
    months = scenarios.month("2001-09") - scenarios.month("1992-01")
    for name, past in with_the_attacks.history.items():
        assert np.array_equal(past[:months], without_the_attacks.history[name][:months]), name


def test_a_run_equals_its_mesa_model_stepped_by_hand(default):
    run = runs.run(default, seed=5)
    game = model.GreatGame(scenario=default, seed=5)
    while game.running:
        game.step()
    for name, past in run.history.items():
        assert np.array_equal(past, game.world.history[name]), name


def digests(scenario, folder):
    runs.write(runs.run(scenario, seed=2), folder, ["test"])
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("*-0000.parquet")}


def backwards(tree):
    return {key: backwards(tree[key]) for key in reversed(tree)} if isinstance(tree, dict) else tree


def test_the_order_of_a_file_does_not_matter(default, tmp_path):
    reversed_file = tmp_path / "us_entry_2001.yaml"
    reversed_file.write_text(yaml.safe_dump(backwards(default.tree), sort_keys=False), encoding="utf-8")
    other = scenarios.load(str(reversed_file))
    assert list(other.tree["states"]) != list(default.tree["states"])
    assert digests(other, tmp_path / "a") == digests(default, tmp_path / "b")


def extended(tmp_path, text):
    path = tmp_path / "extended.yaml"
    path.write_text(text, encoding="utf-8")
    return scenarios.load(str(path))


def test_a_power_without_capability_or_engagement_changes_no_history(default, tmp_path):
    scenario = extended(tmp_path, "extends: us_entry_2001\npowers: {EUR: {title: European Union}}\n")
    alone, joined = histories(default, 10), histories(scenario, 10)
    for name, past in alone.dataset().data_vars.items():
        other = joined.dataset()[name]
        chosen = {dim: past[dim].values for dim in past.dims if dim in {"power", "rival", "actor"}}
        assert np.array_equal(past.values, other.sel(chosen).values), name


def test_a_power_with_capability_and_demand_joins_in(default, tmp_path):
    text = """
extends: us_entry_2001
powers:
  EUR:
    title: European Union
    capability: 0.8
    demand: {trade: 0.8, energy: 0.4, influence: 0.2}
    relevance: {KAZ: 1, KGZ: 0.5, TJK: 0.5, TKM: 0.5, UZB: 0.5}
    credibility: {KAZ: 0.2, UZB: 0.2}
"""
    data = histories(extended(tmp_path, text), 10).dataset(["alignment"])["alignment"]
    assert (data.sel(power="EUR", state="KAZ", domain="trade", time="2003-12") > 0.02).all()


def renamed(tree, names):
    """The tree with ids exchanged, in keys, pairs and dotted paths."""

    def new(text):
        for joint in (".", "-"):
            if joint in text:
                return joint.join(new(part) for part in text.split(joint))
        return names.get(text, text)

    if isinstance(tree, dict):
        return {
            new(key): value if key in {"title", "passage"} else renamed(value, names) for key, value in tree.items()
        }
    if isinstance(tree, list):
        return [renamed(value, names) for value in tree]
    return tree


def test_two_powers_that_exchange_attributes_and_names_exchange_histories(default):
    exchange = {"RUS": "USA", "USA": "RUS"}
    other = scenarios.from_tree(renamed(default.tree, exchange), "exchanged")
    ours = histories(default, 400).dataset(["alignment"])["alignment"].sel(time="2003-12").mean("replication")
    theirs = histories(other, 400).dataset(["alignment"])["alignment"].sel(time="2003-12").mean("replication")
    back = theirs.sel(power=[exchange.get(str(name), str(name)) for name in ours["power"].values])
    assert np.abs(ours.values - back.values).max() < 0.03
