"""Broken scenarios: every error at its place, in words, all at once, and nothing worse than a ScenarioError."""

from collections.abc import Callable
from pathlib import Path

import pytest

Expected = list[tuple[str, str]]

# The text of case.yaml; for each problem its place and words of its message. Most extend world.yaml, which is sound.
BROKEN: dict[str, tuple[str, Expected]] = {
    "misspelt key": (
        "extends: world.yaml\nstates:\n  TAR:\n    resorces: 0.3\n",
        [("case.yaml:4:5", "unknown key 'resorces' in states.TAR; did you mean 'resources'?")],
    ),
    "misspelt section": (
        "extends: world.yaml\nshock:\n  storm: {date: 1991-07}\n",
        [("case.yaml:2:1", "unknown key 'shock'; did you mean 'shocks'?")],
    ),
    "misspelt key in a quantity": (
        "extends: world.yaml\nstates:\n  TAR: {resources: {valu: 0.3, assumption: guess}}\n",
        [("case.yaml:3:21", "unknown key 'valu'"), ("case.yaml:3:9", "states.TAR.resources has no 'value'")],
    ),
    "text for a number": (
        "extends: world.yaml\nstates:\n  TAR:\n    resources: plenty\n",
        [("case.yaml:4:16", "states.TAR.resources should be a number or one of none, some, important, first")],
    ),
    "misspelt word": (
        "extends: world.yaml\nstates:\n  TAR: {resources: importnat}\n",
        [("case.yaml:3:20", "did you mean 'important'?")],
    ),
    "no is text": (
        "extends: world.yaml\npowers:\n  WES: {bases: {ELM: NO}}\n",
        [("case.yaml:3:22", "'NO' is not a number; write true or false")],
    ),
    "list for a number": (
        "extends: world.yaml\nstates:\n  TAR: {resources: [1, 2]}\n",
        [("case.yaml:3:20", "states.TAR.resources should be a number, or a mapping with its source, not a list")],
    ),
    "number for a mapping": (
        "extends: world.yaml\nstates:\n  TAR: 3\n",
        [("case.yaml:3:8", "states.TAR should be a mapping, not the number 3")],
    ),
    "number for text": (
        "extends: world.yaml\ntitle: 1992\n",
        [("case.yaml:2:8", "title should be text, not the number 1992; put it in quotes")],
    ),
    "out of range": (
        "extends: world.yaml\nstates:\n  TAR: {interests: {safety: 1.5}}\n",
        [("case.yaml:3:29", "states.TAR.interests.safety is 1.5, but must be in [0,1]")],
    ),
    "negative demand": (
        "extends: world.yaml\npowers:\n  WES:\n    demand:\n      barter: {points: {1990-01: -1}, assumption: x}\n",
        [("case.yaml:5:34", "powers.WES.demand.barter is -1, but must be in [0,1000]")],
    ),
    "half a base": (
        "extends: world.yaml\npowers:\n  WES: {bases: {ELM: 0.5}}\n",
        [("case.yaml:3:22", "is 0.5, but must be 0 or 1")],
    ),
    "parameter out of range": (
        "extends: world.yaml\nparameters: {strike_threshold: 1}\n",
        [("case.yaml:2:32", "parameters.strike_threshold is 1, but must be in [0,1)")],
    ),
    "not finite": (
        "extends: world.yaml\nparameters: {balance: .inf, protection: .nan, border: 1e999}\n",
        [
            ("case.yaml:2:23", "parameters.balance should be a finite number"),
            ("case.yaml:2:41", "finite"),
            ("case.yaml:2:55", "finite"),
        ],
    ),
    "grade where none fits": (
        "extends: world.yaml\npowers:\n  WES: {bases: {ELM: some}}\n",
        [("case.yaml:3:22", "'some' is a grade, but this value is 0 or 1")],
    ),
    "negative strength": (
        "extends: world.yaml\nshocks: {storm: {strength: -1}}\n",
        [("case.yaml:2:28", "shocks.storm.strength is -1, but must be in [0,1000]")],
    ),
    "unknown state": (
        "extends: world.yaml\npowers:\n  WES: {proximity: {TRA: 0.2}}\n",
        [("case.yaml:3:21", "powers.WES.proximity: there is no state 'TRA'; did you mean 'TAR'?")],
    ),
    "unknown domain, purpose, interest, source, power": (
        "extends: world.yaml\nstates:\n  TAR: {interests: {saftey: 1}, exposure: {ref: 1}}\npowers:\n"
        "  WES: {demand: {bartre: 1}}\ninstitutions:\n  LEA: {lead: {EST: {fleet: 1}, WES: {flet: 1}}}\n",
        [
            ("case.yaml:3:21", "there is no interest 'saftey'; did you mean 'safety'?"),
            ("case.yaml:3:44", "there is no source 'ref'; did you mean 'reef'?"),
            ("case.yaml:5:18", "there is no purpose 'bartre'; did you mean 'barter'?"),
            ("case.yaml:7:16", "there is no power 'EST'; did you mean"),
            ("case.yaml:7:39", "there is no domain 'flet'; did you mean 'fleet'?"),
        ],
    ),
    "misspelt state": (
        "extends: world.yaml\nstates:\n  TRA: {resources: 0.2}\n",
        [("case.yaml:3:3", "states.TRA is new and has no title; did you mean 'TAR'?")],
    ),
    "quarrel with itself": (
        "extends: world.yaml\nstates:\n  TAR: {quarrels: {TAR: 0.2}}\n",
        [("case.yaml:3:20", "relates TAR to itself")],
    ),
    "relation without two powers": (
        "extends: world.yaml\nrelations:\n  WES: {trust: 0.2}\n  WES-EST: {trust: 0.2}\n",
        [("case.yaml:3:3", "relations.WES does not name two powers"), ("case.yaml:4:3", "there is no power 'EST'")],
    ),
    "relation in both orders": (
        "extends: world.yaml\nrelations:\n  WES-EAS: {trust: 0.2}\n  EAS-WES: {trust: 0.3}\n",
        [("case.yaml:4:3", "relations.EAS-WES is given twice, in both orders")],
    ),
    "unknown term, term without interest, term with a needless one": (
        "extends: world.yaml\nterms:\n  attraction:\n    protecton: {interest: safety, assumption: x}\n"
        "    balance: {assumption: x}\n    legacy: {interest: pride, assumption: x}\n",
        [
            ("case.yaml:4:5", "terms.attraction.protecton: the model has no such term; did you mean 'protection'?"),
            ("case.yaml:5:5", "terms.attraction.balance needs the interest it speaks to"),
            ("case.yaml:6:24", "terms.attraction.legacy speaks to no interest"),
        ],
    ),
    "loads where there are no domains": (
        "extends: world.yaml\nterms: {access: {rent: {loads: {fleet: 1}}}}\n",
        [("case.yaml:2:25", "unknown key 'loads' in terms.access.rent")],
    ),
    "unknown rule": (
        "extends: world.yaml\nrule_interests: {instabilty: pride, demand_for: prid}\n",
        [
            ("case.yaml:2:18", "did you mean 'instability'?"),
            ("case.yaml:2:49", "no interest 'prid'; did you mean 'pride'?"),
        ],
    ),
    "unknown and missing parameter": (
        "extends: world.yaml\nparameters:\n  balanec: 2\n  budget:\n",
        [("case.yaml:3:3", "no parameter 'balanec'; did you mean 'balance'?"), ("case.yaml:2:1", "has no 'budget'")],
    ),
    "a term without its strength": (
        "extends: world.yaml\nparameters: {balance: null, legacy: null}\n"
        "terms: {attraction: {legacy: {assumption: x, loads: {fleet: 1}}}}\n",
        [("case.yaml:2:1", "parameters has no 'legacy' (log odds: strength of the term); add it")],
    ),
    "month that is none": (
        "extends: world.yaml\nshocks: {storm: {date: 1991-13}}\n",
        [("case.yaml:2:24", "shocks.storm.date '1991-13' is not a month; write YYYY-MM")],
    ),
    "year for a month": (
        "extends: world.yaml\nstart: 1991\n",
        [("case.yaml:2:8", "start should be a month, not the number")],
    ),
    "points that are no months": (
        "extends: world.yaml\npowers:\n  WES:\n    capability: {points: {1990: 1, 1991-1: 2}, assumption: x}\n",
        [("case.yaml:4:27", "'1990' is not a month"), ("case.yaml:4:36", "'1991-1' is not a month")],
    ),
    "shock and intervention outside the run": (
        "extends: world.yaml\nshocks: {storm: {date: 1989-12}}\ninterventions: {elm_joins: {date: 1995-01}}\n",
        [
            ("case.yaml:2:24", "shock 'storm' is dated 1989-12, outside the run 1990-01 to 1994-12"),
            ("case.yaml:3:35", "intervention 'elm_joins' is dated 1995-01, outside the run"),
        ],
    ),
    "end before start": (
        "extends: world.yaml\nend: 1989-01\n",
        [("case.yaml:2:6", "end 1989-01 is not after start 1990-01")],
    ),
    "duplicate key": (
        "extends: world.yaml\nstates:\n  TAR: {resources: 0.1}\n  TAR: {resources: 0.2}\n",
        [("case.yaml:4:3", "the key 'TAR' is already on line 3")],
    ),
    "alias bomb": (
        "extends: world.yaml\nnote: &a [x, x]\ntitle: &b [*a, *a]\nquestion: [*b, *b]\n",
        [
            ("case.yaml:2:7", "&a: anchors are not read"),
            ("case.yaml:3:8", "&b: anchors are not read"),
            ("case.yaml:3:12", "*a: aliases are not read"),
            ("case.yaml:3:16", "*a: aliases are not read"),
            ("case.yaml:4:11", "question should be text, not a list"),
            ("case.yaml:4:12", "*b: aliases are not read"),
            ("case.yaml:4:16", "*b: aliases are not read"),
        ],
    ),
    "merge key": (
        "extends: world.yaml\nstates:\n  TAR: &t {resources: 0.1}\n  ELM:\n    <<: *t\n",
        [("case.yaml:3:8", "&t: anchors"), ("case.yaml:5:5", "unknown key '<<'"), ("case.yaml:5:9", "*t: aliases")],
    ),
    "python object": (
        'extends: world.yaml\ntitle: !!python/object/apply:os.system ["touch pwned"]\n',
        [("case.yaml:2:8", "the tag 'tag:yaml.org,2002:python/object/apply:os.system' is not read")],
    ),
    "own tag": ("extends: world.yaml\ntitle: !mine text\n", [("case.yaml:2:8", "the tag '!mine' is not read")]),
    "two documents": ("extends: world.yaml\n---\ntitle: x\n", [("case.yaml:2:1", "a second document starts here")]),
    "list as key": ("extends: world.yaml\n[a, b]: 3\n", [("case.yaml:2:1", "a key must be one word or number")]),
    "too deep": ("note: " + "[" * 5000, [("case.yaml:1:30", "is nested deeper than 24 levels")]),
    "tab": ("extends: world.yaml\nstates:\n\tTAR: {}\n", [("case.yaml:3:1", "indent with spaces, not tabs")]),
    "colon in text": (
        "extends: world.yaml\ntitle: War: and peace\n",
        [("case.yaml:2:11", "put text that holds a colon in quotes")],
    ),
    "open bracket": ("extends: world.yaml\nstates: {TAR: {\n", [("case.yaml:3:1", "is not valid YAML")]),
    "empty": ("", [("case.yaml:1:1", "is empty; `greatgame new NAME`")]),
    "only a comment": ("# nothing yet\n", [("case.yaml:1:1", "is empty")]),
    "a word": ("hello\n", [("case.yaml:1:1", "not of the text 'hello'; write `key: value`")]),
    "a list": ("- a\n- b\n", [("case.yaml:1:1", "not of a list")]),
    "missing parent": (
        "extends: wrld.yaml\nend: 1991-13\n",
        [
            ("case.yaml:1:10", "neither a scenario that ships nor a file; did you mean 'world.yaml'?"),
            ("case.yaml:2:6", "month"),
        ],
    ),
    "parent is no name": (
        "extends: [a, b]\n",
        [("case.yaml:1:10", "extends should be the name or path of one scenario")],
    ),
    "extends itself": ("extends: case.yaml\n", [("case.yaml:1:10", "in a circle, case.yaml -> case.yaml")]),
    "no question": (
        "extends: world.yaml\nquestion:\n",
        [("case.yaml:1:1", "asks no question, so it is a world file")],
    ),
    "nothing but a question": (
        "question: Why?\n",
        [
            ("case.yaml:1:1", f"a scenario needs '{name}' to run")
            for name in ("domains", "end", "parameters", "powers", "start", "states", "title")
        ],
    ),
    "nobody there": (
        "extends: world.yaml\npowers:\n  WES: {present: false}\n  EAS: {present: false}\n",
        [("case.yaml:2:1", "powers has no entry that is present")],
    ),
    "present is not a number": (
        "extends: world.yaml\nstates: {OAK: {present: yes}}\n",
        [("case.yaml:2:25", "states.OAK.present should be true or false, not the text 'yes'")],
    ),
    "no source": (
        "extends: world.yaml\nstates:\n  TAR:\n    resources: {value: 0.3}\n",
        [
            (
                "case.yaml:4:5",
                "states.TAR.resources gives no source; add one of text (with passage), figure, tuned, assumption",
            )
        ],
    ),
    "two sources": (
        "extends: world.yaml\nstates:\n  TAR: {resources: {value: 0.3, figure: A, assumption: B}}\n",
        [("case.yaml:3:9", "gives 2 sources, figure and assumption; keep one")],
    ),
    "text without passage": (
        "extends: world.yaml\nstates:\n  TAR: {resources: {value: 0.3, text: Q1}}\n",
        [("case.yaml:3:9", "gives a text without a passage")],
    ),
    "unknown text": (
        "extends: world.yaml\nstates:\n  TAR: {resources: {value: 0.3, text: X1, passage: words}}\n",
        [("case.yaml:3:39", "'X1' does not begin with a source of text_key; known: Q, Z")],
    ),
    "outside its own range": (
        "extends: world.yaml\nparameters: {balance: {value: 3, tuned: [1, 2]}}\n",
        [("case.yaml:2:14", "parameters.balance 3 is outside its own tuned range")],
    ),
    "weights": (
        "extends: world.yaml\ndomains:\n  grain: {weight: {value: 0.5, assumption: half}}\n",
        [("case.yaml:2:1", "the weights of the domains sum to 1.1, not to 1")],
    ),
    "domain without pace": (
        "extends: world.yaml\ndomains:\n  fleet: {weight: 0.3}\n  fish: {weight: 0.3, adjustment: 0.1}\n",
        [("case.yaml:4:3", "domains.fish has no 'pace'; add it")],
    ),
    "institution that may not exist": (
        "extends: world.yaml\ninstitutions: {LEA: {exists: }}\n",
        [("case.yaml:2:16", "institutions.LEA has no 'exists'")],
    ),
    "admission": (
        "extends: world.yaml\ninstitutions: {LEA: {admission: aplication}}\n",
        [("case.yaml:2:33", "should be open or application, not the text 'aplication'; did you mean 'application'?")],
    ),
    "series of two forms": (
        "extends: world.yaml\npowers:\n  WES: {capability: {value: 1, points: {1990-01: 1}, assumption: x}}\n",
        [("case.yaml:3:9", "needs exactly one of value, points, dates, from; it has value and points")],
    ),
    "growth of points": (
        "extends: world.yaml\npowers:\n  WES: {capability: {points: {1990-01: 1}, growth: 0.1, assumption: x}}\n",
        [("case.yaml:3:9", "growth goes with value, not with points")],
    ),
    "growth in per cent": (
        "extends: world.yaml\npowers:\n  WES: {capability: {value: 1, growth: 9, assumption: x}}\n",
        [("case.yaml:3:9", "powers.WES.capability growth is 9, but must be in [-1,1] a year")],
    ),
    "far too large": (
        "extends: world.yaml\nstates:\n  TAR: {resources: 1e300}\n",
        [("case.yaml:3:20", "should be a finite number, no larger than 1e+09")],
    ),
    "until before from": (
        "extends: world.yaml\nsources: {reef: {active: {from: 1991-01, until: 1990-01, assumption: x}}}\n",
        [("case.yaml:2:18", "sources.reef.active until is before from")],
    ),
    "tuned within one number": (
        "extends: world.yaml\nstates:\n  TAR: {resources: {value: 0.5, tuned: [0.5]}}\n",
        [("case.yaml:3:40", "states.TAR.resources.tuned should be a list of two numbers, not of 1; write [low, high]")],
    ),
    "tuned within none and three": (
        "extends: world.yaml\nstates:\n  TAR: {resources: {value: 0, tuned: []}, core: {value: 0, tuned: [0, 1, 2]}}\n",
        [("case.yaml:3:38", "two numbers, not of 0"), ("case.yaml:3:67", "two numbers, not of 3")],
    ),
    "shapes": (
        "extends: world.yaml\nshocks:\n  storm:\n    causes:\n      powers.WES.legitimacy: {rise: 1}\n"
        "      powers.WES.capability: {ramp: 1, over: 0 months}\n      powers.WES.campaign: {stp: 1}\n"
        "      powers.EAS.campaign: {pulse: 1, half_life: 3 weeks}\n      powers.EAS.legitimacy: {pulse: 1, step: 1}\n",
        [
            ("case.yaml:5:7", "legitimacy has rise; a rise needs either `settle` and `over`, or `half_life`"),
            ("case.yaml:6:46", "over must be from 0.01 to 12000 months"),
            ("case.yaml:7:29", "unknown key 'stp' in shocks.storm.causes.powers.WES.campaign; did you mean 'step'?"),
            ("case.yaml:8:50", "should be a length of time, not the text '3 weeks'"),
            ("case.yaml:9:7", "exactly one of pulse, step, ramp, rise; it has pulse and step"),
        ],
    ),
    "shock on what is no cause": (
        "extends: world.yaml\nshocks:\n  storm:\n    causes:\n      states.TAR.alignment: 1\n"
        "      powers.WES.bases.ELM: 1\n      parameters.balance: 1\n      institutions.LEA.membership.TAR: 1\n"
        "      states.TAR.interests.safety: 1\n      powers.WES.stake: 1\n      engagement: 1\n",
        [(f"case.yaml:{line}:7", "shock 'storm': a shock names causes only, and ") for line in range(5, 12)],
    ),
    "shock on an unknown power": (
        "extends: world.yaml\nshocks: {storm: {causes: {powers.WSE.legitimacy: 1, relations.EAS-WSE.trust: 1}}}\n",
        [("case.yaml:2:27", "there is no power 'WSE'; did you mean 'WES'?"), ("case.yaml:2:53", "no power 'WSE'")],
    ),
    "shock without date and source": (
        "extends: world.yaml\nshocks:\n  calm: {title: A calm, causes: {powers.WES.legitimacy: 1}}\n",
        [("case.yaml:3:3", "shocks.calm has no 'date'"), ("case.yaml:3:3", "shocks.calm has no 'source'")],
    ),
    "shock with a passage of no text": (
        "extends: world.yaml\nshocks: {storm: {source: hearsay, passage: they say}}\n",
        [
            (
                "case.yaml:2:26",
                "shock 'storm' quotes a passage, but its source 'hearsay' does not begin with a source of text_key",
            )
        ],
    ),
    "intervention of the absent": (
        "extends: world.yaml\ninterventions: {elm_joins: {state: OAK}}\n",
        [("case.yaml:2:36", "state OAK is not in this world; add states: {OAK: {present: true}}")],
    ),
    "intervention of the unknown": (
        "extends: world.yaml\ninterventions: {elm_joins: {state: OKA, strength: 0.5}}\n",
        [("case.yaml:2:36", "there is no state 'OKA'; did you mean 'OAK'?"), ("case.yaml:2:51", "should be 0 or 1")],
    ),
    "names that cannot be": (
        "extends: world.yaml\nstates:\n  N-E: {resources: 0.1}\n  WES: {resources: 0.1}\n",
        [
            ("case.yaml:3:3", "'N-E' cannot be a name in states"),
            ("case.yaml:4:3", "'WES' is a power already (The West Wind); choose another id for the state"),
        ],
    ),
    "power on two sides": (
        "extends: world.yaml\nsides:\n  a: {powers: [WES, EAS]}\n  b: {powers: [WES, NOR]}\n",
        [("case.yaml:4:16", "power WES is on side a already"), ("case.yaml:4:21", "there is no power 'NOR'")],
    ),
    "all at once": (
        "extends: world.yaml\ntitel: x\nend: 1999-99\nstates:\n  TAR: {resources: 2, interests: {saftey: 1}}\n"
        "shocks:\n  storm: {date: 1980-01, causes: {states.TAR.alignment: 1}}\nparameters: {balanec: 1}\n",
        [
            ("case.yaml:2:1", "did you mean 'title'?"),
            ("case.yaml:3:6", "end '1999-99' is not a month"),
            ("case.yaml:5:20", "must be in [0,1]"),
            ("case.yaml:5:35", "did you mean 'safety'?"),
            ("case.yaml:7:35", "not a cause"),
            ("case.yaml:8:14", "did you mean 'balance'?"),
        ],
    ),
    "a misspelt state hides no bad date": (
        "extends: world.yaml\nstates:\n  TAR: {resorces: 1}\nshocks: {storm: {date: 1980-01}}\n",
        [("case.yaml:3:9", "did you mean 'resources'?"), ("case.yaml:4:24", "outside the run")],
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_every_problem_is_reported_in_its_place(
    case: str, write: Callable[..., str], complains: Callable[..., None]
) -> None:
    text, expected = BROKEN[case]
    complains(write(text), expected)
    assert not Path("pwned").exists()
