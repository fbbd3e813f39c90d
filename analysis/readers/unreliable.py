"""Values known to be wrong in their tables; the list is `unreliable.yaml`."""

from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter


class Doubt(BaseModel):
    """Values that are left out, and why.

    Attributes
    ----------
    variable : str
        Canonical name.
    kind, state, other : str
        Only of this kind, state or power; empty for all.
    years : tuple of int
        First and last.
    why, source : str
        What is wrong with them, and where this is said.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    variable: str
    kind: str = ""
    state: str = ""
    other: str = ""
    years: tuple[int, int] | None = None
    why: str
    source: str

    def hits(self, variable: str, kind: str, state: str, other: str, year: int) -> bool:
        """Whether a value is among them."""
        return (
            self.variable == variable
            and self.kind in {"", kind}
            and self.state in {"", state}
            and self.other in {"", other}
            and (self.years is None or self.years[0] <= year <= self.years[1])
        )

    def __str__(self) -> str:
        """Name what it is about: variable, countries and years."""
        about = "-".join(country for country in (self.state, self.other) if country)
        when = f"{self.years[0]}-{self.years[1]}" if self.years else ""
        return " ".join(part for part in (self.variable, about, when) if part)


@cache
def doubts() -> tuple[Doubt, ...]:
    """Give every entry of the list."""
    text = Path(__file__).with_name("unreliable.yaml").read_text(encoding="utf-8")
    return TypeAdapter(tuple[Doubt, ...]).validate_python(yaml.safe_load(text))
