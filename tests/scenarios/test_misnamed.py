"""Names that mean something else, or nothing: the message says what was meant, or what there is."""

from collections.abc import Callable

import pytest

# The text of case.yaml, which extends world.yaml or sides.yaml; for each problem its place and words of its message.
MISNAMED: dict[str, tuple[str, list[tuple[str, str]]]] = {
    "power on two sides of a parent": (
        "extends: sides.yaml\nsides:\n  a: {powers: [WES, EAS, EAS]}\n",
        [
            ("case.yaml:3:16", "power WES is on side b already; keep it on one side, once"),
            ("case.yaml:3:26", "power EAS is listed twice"),
        ],
    ),
    "title for an id": (
        "extends: world.yaml\nstates:\n  tarn: {title: Another, resources: 0.1}\n  TAR: {quarrels: {Elm: 0.1}}\n",
        [
            ("case.yaml:3:3", "states.tarn: 'tarn' is the title of TAR; did you mean 'TAR'?"),
            ("case.yaml:4:20", "states.TAR.quarrels: there is no state 'Elm'; did you mean 'ELM'?"),
        ],
    ),
    "no title among titles": (
        "extends: world.yaml\npowers:\n  NORTH: {capability: 0.1}\n",
        [("case.yaml:3:3", "powers.NORTH is new and has no title; add `title:` with its name for people")],
    ),
    "power with the id of a state": (
        "extends: world.yaml\npowers: {OAK: {title: Oak}}\n",
        [("case.yaml:2:10", "'OAK' is a state already (Oak); choose another id for the power, such as OAK_P")],
    ),
    "term by an unknown power": (
        "extends: world.yaml\nterms:\n  attraction:\n    offer:\n      by_power:\n"
        "        WSE: {text: Q1, passage: gold}\n        EAS: {text: X1, passage: gold}\n        WES: {value: 1}\n",
        [
            ("case.yaml:6:9", "terms.attraction.offer.by_power: there is no power 'WSE'; did you mean 'WES'?"),
            ("case.yaml:7:21", "terms.attraction.offer.by_power.EAS: 'X1' does not begin with a source of text_key"),
            ("case.yaml:8:15", "unknown key 'value'"),
        ],
    ),
    "section that a text does not have": (
        "extends: world.yaml\ntext_key: {Q: {title: A chronicle, sections: [Q1, Q2, Q3, Q4, Q intro]}}\n"
        "states:\n  TAR: {resources: {value: 0.3, text: Q9, passage: words}}\n"
        "  ELM: {resources: {value: 0.3, text: 'Q intr', passage: words}}\n"
        "  OAK: {resources: {value: 0.3, text: 'Q2, line 4', passage: words}}\n"
        "shocks: {storm: {source: Q7; a log, passage: rain}}\n",
        [
            ("case.yaml:4:39", "states.TAR.resources: 'Q9' is no section of Q; known: Q intro, Q1, Q2, Q3, Q4"),
            ("case.yaml:5:39", "'Q intr' is no section of Q; did you mean 'Q intro'?"),
            ("case.yaml:7:26", "shock 'storm' quotes a passage, but its source 'Q7' is no section of Q"),
        ],
    ),
    "text without a title": (
        "extends: world.yaml\ntext_key: {Q: {sections: [Q1, Q2]}, Z: 3}\n",
        [("case.yaml:2:12", "text_key.Q has no 'title'"), ("case.yaml:2:40", "text_key.Z should be a mapping")],
    ),
    "shock on a result": (
        "extends: world.yaml\nshocks:\n  storm:\n    causes:\n      states.TAR.alignment.WES: 1\n"
        "      powers.WES.bases.ELM: 1\n      institutions.LEA.membership: 1\n      powers.WES.legitimcy: 1\n"
        "      engagement: 1\n      states.tarn.unrest: 1\n",
        [
            ("case.yaml:5:7", "is not a cause; states.TAR has the causes unrest, incident"),
            ("case.yaml:6:7", "powers.WES has the causes capability, conditionality, regime_support, legitimacy, "),
            ("case.yaml:7:7", "institutions.LEA has the causes exists, admits.STATE, summits, renewal"),
            ("case.yaml:8:7", "did you mean 'powers.WES.legitimacy'?"),
            ("case.yaml:9:7", "is not a cause; write one such as powers.POWER.demand.PURPOSE"),
            ("case.yaml:10:7", "there is no state 'tarn'; did you mean 'TAR'?"),
        ],
    ),
}


@pytest.mark.parametrize("case", MISNAMED)
def test_what_was_meant(case: str, write: Callable[..., str], complains: Callable[..., None]) -> None:
    text, expected = MISNAMED[case]
    write("extends: world.yaml\nsides:\n  a: {powers: [EAS]}\n  b: {powers: [WES]}\n", "sides.yaml")
    complains(write(text), expected)
