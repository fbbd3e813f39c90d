"""The description of the model by the ODD protocol, its tables made for a scenario."""

from collections.abc import Callable, Mapping
from importlib.metadata import metadata
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

from ... import model
from ...scenarios import load
from ...scenarios.files import locate, shipped
from . import claim_tables, theory_tables, world_tables
from .markdown import fill

if TYPE_CHECKING:
    from ...scenarios import Scenario

DEFAULT = "us_entry_2001"
"""The scenario of the documents in the repository."""

Block = Callable[["Scenario"], str]

BLOCKS: Mapping[str, Block] = MappingProxyType(
    {
        "software": lambda _: software(),
        "entities": world_tables.entities,
        "domains": world_tables.domains,
        "variables": lambda _: theory_tables.state_variables(),
        "intermediate": lambda _: theory_tables.intermediate(),
        "constants": lambda _: theory_tables.constants(),
        "causes": lambda _: theory_tables.causes(),
        "interests": world_tables.interests,
        "month": lambda _: theory_tables.month(),
        "lags": lambda _: theory_tables.lags(),
        "streams": lambda _: theory_tables.streams(),
        "rule interests": theory_tables.rule_interests,
        "parameters": theory_tables.parameters,
        "attraction": lambda scenario: theory_tables.terms(scenario, "attraction"),
        "access": lambda scenario: theory_tables.terms(scenario, "access"),
        "membership": lambda scenario: theory_tables.terms(scenario, "membership"),
        "theories": theory_tables.theories,
        "dated": world_tables.dated,
        "shocks": world_tables.shocks,
        "provenance": world_tables.provenance,
        "tuned": world_tables.tuned,
        "claims": lambda _: claim_tables.claims(),
        "worlds": lambda _: claim_tables.worlds(),
    }
)
"""What is generated in the ODD, by the name in its mark."""


def odd(name: str = DEFAULT) -> str:
    """Give the whole description, with the generated tables made for a scenario.

    Parameters
    ----------
    name : str
        A scenario that ships, or a file.

    Returns
    -------
    str
        Markdown.

    Raises
    ------
    ScenarioError
        If the scenario cannot be loaded.
    """
    scenario = load(name)
    document = files(model).joinpath("ODD.md").read_text(encoding="utf-8")
    return headed(fill(document, {key: block(scenario) for key, block in BLOCKS.items()}), name, scenario.title)


def software() -> str:
    """Name the software: version, language, licence."""
    told = metadata("greatgame")
    return (
        f"- **Software.** greatgame {told['Version']}, in Python ({told['Requires-Python']}) with NumPy and Mesa;"
        f" {told['License-Expression']} licence."
    )


def headed(document: str, name: str, title: str) -> str:
    """Say below the heading that the tables are of another scenario than the prose, if they are.

    Parameters
    ----------
    document : str
        Markdown that begins with a heading.
    name : str
        The scenario that was asked for.
    title : str
        Its title.

    Returns
    -------
    str
        The document.
    """
    if locate(name) == shipped()[DEFAULT]:
        return document
    heading, _, rest = document.partition("\n")
    note = f"> The tables describe the scenario {name} ({title}); the prose and the claims are of what ships."
    return f"{heading}\n\n{note}\n{rest}"
