"""Settings of the command line are checked like the file."""

from collections.abc import Callable

import pytest

Write = Callable[..., str]
Complains = Callable[..., None]

SETTINGS: dict[str, tuple[str, str]] = {
    "states.TAR.resources=2": ("states.TAR.resources=2", "is 2, but must be in [0,1]"),
    "unknown state": ("states.TRA.resources=0.5", "there is no state 'TRA'; did you mean 'TAR'?"),
    "title for an id": ("states.tarn.resources=0.5", "there is no state 'tarn'; did you mean 'TAR'?"),
    "unknown field": ("states.TAR.resorces=0.5", "there is no 'resorces' in states.TAR; did you mean 'resources'?"),
    "unknown section": ("parameter.balance=2", "there is no 'parameter' in a scenario; did you mean 'parameters'?"),
    "unknown parameter": ("parameters.balanec=2", "the model has no parameter 'balanec'; did you mean 'balance'?"),
    "unknown interest": ("states.TAR.interests.saftey=1", "there is no interest 'saftey'"),
    "unknown shock": ("shocks.strom.strength=0", "there is no 'strom' in shocks; did you mean 'storm'?"),
    "inside a quantity": ("states.TAR.resources.value=1", "states.TAR.resources is one value; set it whole"),
    "inside a word": ("title.x=1", "title is one value"),
    "no value": ("parameters.balance=", "has no value"),
    "no equals sign": ("parameters.balance", "write PATH=VALUE"),
    "no path": ("=4", "write PATH=VALUE"),
    "text": ("parameters.balance=much", "should be a number"),
    "broken YAML": ("parameters.balance={value: 1", "is not valid YAML"),
    "tag": ("title=!!python/name:os.system x", "the tag"),
    "date": ("shocks.storm.date=1980-01", "outside the run"),
    "start after end": ("start=1995-01", "end 1994-12 is not after start 1995-01"),
    "extends": ("extends=theory", "cannot change what a file extends"),
    "removing nothing": ("states.TRA=null", "there is no state 'TRA'"),
    "empty mapping": ("states={}", "an empty mapping changes nothing; states=null removes"),
    "empty mapping of one": ("states.TAR={}", "an empty mapping changes nothing; states.TAR=null removes"),
    "control character": (r'title="a\e[31m"', r"holds the character '\x1b', which is not text"),
    "removing what is used": (
        "states.TAR=null",
        "state 'TAR' is removed, but is used by states.ELM.spill, states.OAK.quarrels, powers.WES.proximity "
        "and 2 more; write states.TAR.present=false instead",
    ),
    "removing an interest": (
        "interests.pride=null",
        "interest 'pride' is removed, but is used by states.ELM.interests, rule_interests.instability; remove these",
    ),
    "removing the sources": ("text_key=null", "text_key is removed, but values cite its sources"),
    "removing a source": ("text_key.Q=null", "the source 'Q' of text_key is removed, but values cite it"),
    "cause": ("shocks.storm.causes.states.TAR.unrst=1", "did you mean 'states.TAR.unrest'?"),
}


@pytest.mark.parametrize("case", SETTINGS)
def test_settings_are_checked_like_the_file(case: str, write: Write, complains: Complains) -> None:
    setting, words = SETTINGS[case]
    complains(write("extends: world.yaml\n"), [(f"--set {setting}", words)], [setting])


def test_a_setting_can_break_what_the_file_says(write: Write, complains: Complains) -> None:
    complains(
        write("extends: world.yaml\n"),
        [
            ("--set end=1991-01", "shock 'storm' is dated 1991-06, outside the run 1990-01 to 1991-01"),
            ("--set end=1991-01", "intervention 'elm_joins' is dated 1992-01, outside the run"),
        ],
        ["end=1991-01"],
    )
