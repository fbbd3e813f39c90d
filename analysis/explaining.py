"""The command `explain`: one world, or all worlds of a batch."""

from pathlib import Path

from ..runs import Record, members, read_design, read_record
from .causes import effects
from .explain import account_for, ask, rerun
from .explain_batch import explain_all, runs_needed, scenario_of
from .failure import Failure
from .report_explain import explanation, explanation_of_all
from .screen import Screen, progress


def carry_out(
    folder: Path,
    replication: int | None,
    state: str,
    *,
    power: str | None = None,
    domain: str | None = None,
    start: str | None = None,
    end: str | None = None,
) -> None:
    """Explain a change and print it.

    Parameters
    ----------
    folder : Path
        Of a run or batch.
    replication : int or None
        Which world of a batch; None for all.
    state, power, domain, start, end : str or None
        What is asked; see `explain.ask`.
    """
    record = of_all(folder, replication)
    if record is None:
        again = rerun(folder, replication)
        question = ask(again.scenario, state, power=power, domain=domain, start=start, end=end)
        explanation(Screen(), again, question, account_for(again, question), effects(again, question))
        return
    question = ask(scenario_of(record), state, power=power, domain=domain, start=start, end=end)
    with progress(runs_needed(record, question)) as tick:
        found = explain_all(folder, record, question, tick)
    explanation_of_all(Screen(), found, question)


def of_all(folder: Path, replication: int | None) -> Record | None:
    """Look at a folder before it is explained.

    Parameters
    ----------
    folder : Path
        Of a run or batch.
    replication : int or None
        The one asked for.

    Returns
    -------
    Record or None
        Of a batch that is to be explained as a whole; None if it is one replication that is.

    Raises
    ------
    Failure
        If it is not clear what is to be explained.
    """
    places = members(folder)
    if len(places) > 1:
        named = ", ".join(place.name for place in places)
        raise Failure(f"{folder} holds several scenarios ({named}); give the folder of one, such as {places[0]}")
    record = read_record(folder)
    if replication is not None or len(record.replications) == 1:
        return None
    if read_design(folder) is not None:
        raise Failure(f"{folder} varies values (--vary), so its worlds differ; choose one with --replication N")
    return record
