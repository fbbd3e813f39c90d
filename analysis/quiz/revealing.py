"""The run reveals: what happened in one world and how often in many, the score, and why."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from ...runs.shifts import NOT_TERMS
from ...scenarios import label, month
from ..acts import NEVER
from ..explain import Question as Change
from ..explain import account_for
from ..names import gloss, signed, title
from ..outcomes import parse_outcome
from ..passages import MECHANISM, key, spoken
from ..screen import Screen
from .exercises import Quiz
from .forecasts import Forecast
from .keeping import SCALE, hints, percent, share
from .questions import HowMuch, InHowMany, Leads, Question, When
from .scoring import Chances, Number, Truth
from .worlds import NUMBER, Worlds

YEAR = 12
"""Months over which the change behind an answer is accounted for."""

MATTERS = 0.05
"""A shock is named if, without it, the answer is another one in this share of the worlds."""

SHORT = 10
"""Options with longer names, such as periods, are printed below one another."""

SHOCKS = 4
"""So many shocks are switched off in turn to find the one that matters."""

Answers = Sequence[tuple[Question, Truth, Forecast]]


def reveal(screen: Screen, quiz: Quiz, answers: Answers) -> None:
    """Tell the answers one by one, then the total.

    Parameters
    ----------
    screen : Screen
        Where to.
    quiz : Quiz
        What was asked.
    answers : sequence of (Question, Truth, Forecast)
        What was answered.
    """
    worlds = quiz.worlds
    screen.line()
    screen.heading("What the model says")
    screen.line(
        f"{NUMBER} worlds that differ only in luck, seed {worlds.own.seed}. One world is one possible history; world 0 "
        f"is the one that `greatgame run` with this seed shows. You are scored against all {NUMBER}, each as frequent "
        "as it is: so luck does not count, and nothing pays better than to say what you believe."
    )
    passages: list[str] = []
    for number, (question, truth, forecast) in enumerate(answers, start=1):
        screen.line()
        screen.line(question.wording(worlds), "bold", lead=f"{number}.", indent=3)
        _show(screen, truth, forecast)
        score = truth.score(forecast.values)
        screen.line(
            f"World 0: {truth.first}. Score {score.score:.2f}{_scale(truth)} (lower is better; don't know "
            f"{score.unknown:.2f}, best {score.best:.2f}): skill {percent(score.skill)} of at most "
            f"{percent(score.attainable)}.",
            indent=3,
        )
        line, said = because(question, worlds)
        passages.append(said)
        screen.line(line, lead="   Why:", indent=8)
        if question.note:
            screen.line(question.note, lead="   Note:", indent=9)
    screen.line()
    if legend := key(worlds.scenario, passages):
        screen.line(f"{legend} {MECHANISM}")
    _total(screen, answers)


def follow_up(screen: Screen, quiz: Quiz) -> None:
    """Print what an exercise asks the class, and the commands to go on with.

    Parameters
    ----------
    screen : Screen
        Where to.
    quiz : Quiz
        What was asked.
    """
    if quiz.exercise is None:
        return
    screen.line()
    screen.heading("To discuss")
    for number, text in enumerate(quiz.exercise.discuss, start=1):
        screen.line(text, lead=f"{number}.", indent=3)
    screen.line()
    screen.heading("To go on")
    for each in quiz.exercise.go_on:
        screen.line(each.command, indent=2)
        screen.line(each.look, indent=4)


def _show(screen: Screen, truth: Truth, forecast: Forecast) -> None:
    """Print a forecast beside what was so."""
    you = "you" if forecast.known else "you (don't know)"
    if isinstance(truth, Number):
        low, high = forecast.values
        form = f"{{:z.{truth.digits}f}}"
        shown = [form.format(value) for value in (low, high, *truth.quantiles)]
        if len(truth.values) == 1:
            screen.line(f"{you}: {shown[0]} to {shown[1]}; the worlds: {shown[3]} of 100", indent=3)
            return
        inside = f"{share(truth.inside(forecast.values))} of the worlds lie in your interval"
        worlds = f"the worlds: 90 % from {shown[2]} to {shown[4]}, median {shown[3]}"
        screen.line(f"{you}: {shown[0]} to {shown[1]}; {worlds}; {inside}", indent=3)
        return
    rows = [["", *truth.options], [you, *map(share, forecast.values)], ["worlds", *map(share, truth.frequency)]]
    if max(map(len, truth.options)) > SHORT:
        rows = [list(column) for column in zip(*rows, strict=True)]
    screen.table([[f"   {name}", *cells] for name, *cells in rows], frozenset(range(1, len(rows[0]))))


def _scale(truth: Truth) -> str:
    """Say on which scale a score is, if it is not that of probabilities."""
    return f" on the scale of the answer, {truth.low:g} to {truth.high:g}" if isinstance(truth, Number) else ""


def _total(screen: Screen, answers: Answers) -> None:
    scores = [truth.score(forecast.values) for _, truth, forecast in answers]
    skill, best = (
        percent(float(np.mean([getattr(each, name) for each in scores]))) for name in ("skill", "attainable")
    )
    number = f"{len(scores)} question{'s' * (len(scores) != 1)}"
    screen.line(f"Mean skill over {number}: {skill} of at most {best}. {SCALE}", "bold")
    given = [(truth, forecast) for _, truth, forecast in answers if forecast.known]
    chances = [(truth, forecast) for truth, forecast in given if isinstance(truth, Chances)]
    said = np.array([value for _, forecast in chances for value in forecast.values])
    was = np.array([value for truth, _ in chances for value in truth.frequency])
    inside = [truth.inside(forecast.values) for truth, forecast in given if isinstance(truth, Number)]
    for text in hints(said, was, inside):
        screen.line(text)


def because(question: Question, worlds: Worlds) -> tuple[str, str]:
    """Give a line on why the answer is as it is: the leading driver, or the shock that matters most.

    Parameters
    ----------
    question : Question
        That was asked.
    worlds : Worlds
        The ensembles.

    Returns
    -------
    str
        The line.
    str
        The passage in it, or nothing.
    """
    if isinstance(question, Leads):
        leaders = question.truth(worlds)
        power = max(leaders.options[:-1], key=lambda option: leaders.frequency[leaders.options.index(option)])
        return _lead(worlds, Change(question.state, power, question.domain, 0, month(question.month) - _start(worlds)))
    if isinstance(question, HowMuch) and question.less is not None and question.outcome.startswith("alignment."):
        to, since = (parse_outcome(name, worlds.scenario) for name in (question.outcome, question.less))
        if len(to.window) == len(since.window) == len("2001-08"):
            state, power, *domain = to.where
            ends = [month(each.window) - _start(worlds) for each in (since, to)]
            return _driver(worlds, Change(state, power, domain[0] if domain else None, *ends))
    if isinstance(question, HowMuch | InHowMany) and question.against is not None:
        return _paired(question, worlds, question.against), ""
    return _shock(question, worlds), ""


def _lead(worlds: Worlds, since_start: Change) -> tuple[str, str]:
    """Account for the last year, or for the whole time where the last year moved little."""
    recent = replace(since_start, first=max(since_start.last - YEAR, 0))
    account = account_for(worlds.own.world, recent)
    moved = abs(float(account.after[0] - account.before[0])) >= MATTERS
    return _driver(worlds, recent if moved else since_start)


def _driver(worlds: Worlds, asked: Change) -> tuple[str, str]:
    """Account for a change of alignment in world 0, and name what drove it most."""
    scenario, state, power = worlds.scenario, asked.state, str(asked.power)
    account = account_for(worlds.own.world, asked)
    change = float(account.after[0] - account.before[0])
    parts = {name: float(part) for name, part in zip(account.drivers, account.parts[:, 0], strict=True)}
    terms = [name for name in parts if name not in NOT_TERMS]
    leading = max(terms, key=lambda name: parts[name] * (1.0 if change >= 0 else -1.0))
    words, _ = spoken(scenario, leading, state, power)
    dates = " to ".join(label(_start(worlds) + place) for place in (asked.first, asked.last))
    line = (
        f"in world 0 {title(scenario, 'states', state)}'s alignment with {title(scenario, 'powers', power)} changed by "
        f"{signed(change, 2)}, {dates}; the largest driver is {leading.replace('_', ' ')}, "
        f"{signed(parts[leading], 2)} ({gloss(leading)})"
    )
    return (f"{line}. {words}" if words else f"{line}."), words


def _start(worlds: Worlds) -> int:
    return worlds.scenario.inputs.start


def _paired(question: HowMuch | InHowMany, worlds: Worlds, against: str) -> str:
    """Compare world by world, under the same noise, with the other ensemble."""
    if isinstance(question, HowMuch):
        values = question.truth(worlds).values
        more, less = (values > 0).mean(), (values < 0).mean()
        return f"paired world by world, under the same luck, it is higher in {share(more)}, lower in {share(less)}."
    here, there = question.so(worlds), question.so(worlds, against)
    only, gone = ((here > there).mean(), (there > here).mean())
    said = worlds.said[against]
    return (
        f"paired world by world, under the same luck, it is so here and not {said} in {share(only)}, the other way "
        f"round in {share(gone)}, the same in both in {share(1 - only - gone)}."
    )


def _shock(question: Question, worlds: Worlds) -> str:
    """Switch off each of the last shocks that came before, and tell the one that matters most."""
    shocks, latest = worlds.scenario.shocks, _last(question, worlds)
    active = [(shock.date, name) for name, shock in shocks.items() if shock.strength > 0]
    before = [(date, name) for date, name in active if month(date) <= latest]
    effects: list[tuple[float, str, str]] = []
    for date, name in sorted(before)[-SHOCKS:]:
        apart, told = _apart(question, worlds, name)
        effects.append((apart, f'without "{shocks[name].title}" ({date})', told))
    if not effects or max(effects)[0] < MATTERS:
        return "no late shock decides it: with any of them switched off, the answer is nearly the same."
    _, shock, told = max(effects)
    return f"{shock}, under the same luck, {told}."


def _apart(question: Question, worlds: Worlds, shock: str) -> tuple[float, str]:
    """Say how far the answer is another one without a shock, as a share of the worlds, and in words."""
    with_it, without = question.truth(worlds), question.truth(worlds.without(shock))
    if isinstance(with_it, Chances) and isinstance(without, Chances):
        change = without.frequency - with_it.frequency
        most = int(np.argmax(np.abs(change)))
        was, is_ = with_it.frequency[most], without.frequency[most]
        told = f'"{with_it.options[most]}" is so in {share(is_)} of the worlds instead of {share(was)}'
        return float(np.abs(change).sum() / 2), told
    assert isinstance(with_it, Number)
    assert isinstance(without, Number)
    was, is_ = float(with_it.quantiles[1]), float(without.quantiles[1])
    scale = with_it.high - with_it.low
    return abs(is_ - was) / scale, f"it is {is_:z.{with_it.digits}f} instead of {was:z.{with_it.digits}f}"


def _last(question: Question, worlds: Worlds) -> int:
    """Give the last month that bears on a question."""
    end = month(worlds.scenario.end)
    if isinstance(question, When):
        first: Iterable[int] = worlds.own.first.get((question.kind, question.actor, question.target), [NEVER])
        return min(end, max((when for when in first if when != NEVER), default=end))
    if isinstance(question, HowMuch | InHowMany):
        window = parse_outcome(question.outcome, worlds.scenario).window.split("..")[-1]
        return min(end, month(window if "-" in window else f"{window}-12"))
    return month(question.month)
