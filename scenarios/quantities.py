"""Numbers with a source: quantities, series through time, and the shapes of shocks."""

import re
from typing import Annotated, Any, Literal, Self, cast

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, GetJsonSchemaHandler, StrictBool, model_validator
from pydantic_core import CoreSchema, PydanticCustomError

from .dates import label, month
from .errors import remedy
from .reader import kind_of

WORDS = {"none": 0.0, "some": 1 / 3, "important": 2 / 3, "first": 1.0}
"""Ordinal words for values in [0,1]."""

BLANK = "____"
"""What stands in a coding sheet where one of them is still to be coded."""

KINDS = ("text", "figure", "tuned", "assumption")
"""Where a number can come from."""

_DURATION = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*(months?|years?)?")

_SHORTEST, _LONGEST = 0.01, 12_000
"""Bounds of a length of time, in months."""

LARGEST = 1e9
"""No number of a scenario is larger; so no sum or product of a few becomes infinite."""

Months = NDArray[np.int64]
Values = NDArray[np.float64]
JsonSchema = dict[str, Any]


def said(message: str) -> PydanticCustomError:
    """Make a validation error whose message is shown as it is."""
    return PydanticCustomError("said", "{message}", {"message": message})


def number(value: object) -> float:
    """Read a number, a truth value or an ordinal word."""
    if isinstance(value, str):
        if value in WORDS:
            return WORDS[value]
        if value == BLANK:
            *steps, last = WORDS
            raise said(f"is still to be coded: {', '.join(steps)} or {last}")
        if value.lower() in {"yes", "no", "on", "off"}:
            raise said(f"{value!r} is not a number; write true or false")
        raise said(f"should be a number or one of {', '.join(WORDS)}, not {kind_of(value)}; {remedy(value, WORDS)}")
    if isinstance(value, bool | int | float):
        if not abs(value) <= LARGEST:
            raise said(f"should be a finite number, no larger than {LARGEST:g}; write one")
        return float(value)
    raise said(f"should be a number, not {kind_of(value)}; write one")


def month_text(value: object) -> str:
    """Check that a value is a month."""
    if not isinstance(value, str):
        raise said(f"should be a month, not {kind_of(value)}; write YYYY-MM, such as 2001-09")
    try:
        return label(month(value))
    except ValueError as error:
        raise said(str(error)) from None


def duration(value: object) -> float:
    """Read a length of time, in months."""
    found = _DURATION.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is not None:
        months = float(found[1]) * (12 if (found[2] or "").startswith("year") else 1)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        months = value
    else:
        raise said(f"should be a length of time, not {kind_of(value)}; write `30 months` or `2 years`")
    if not _SHORTEST <= months <= _LONGEST:
        raise said(f"must be from {_SHORTEST} to {_LONGEST} months; write such as `30 months` or `2 years`")
    return float(months)


Number = Annotated[
    float,
    BeforeValidator(number, json_schema_input_type=float | StrictBool | Literal["none", "some", "important", "first"]),
]
Month = Annotated[str, BeforeValidator(month_text), Field(json_schema_extra={"pattern": r"^\d{4}-(0[1-9]|1[0-2])$"})]
Duration = Annotated[float, BeforeValidator(duration, json_schema_input_type=float | str)]


class Strict(BaseModel):
    """Refuses what it does not know and never changes."""

    # Deferred, the types of a file are built once, as parts of the whole document.
    model_config = ConfigDict(
        strict=True, extra="forbid", frozen=True, populate_by_name=True, serialize_by_alias=True, defer_build=True
    )


class Sourced(Strict):
    """Something with a source: exactly one of `text` (with `passage`), `figure`, `tuned` and `assumption`."""

    text: str | None = Field(None, description="Place in a source listed under text_key, such as Z1-2")
    passage: str | None = Field(None, description="Verbatim words of the text")
    figure: str | None = Field(None, description="Citation of a published figure")
    tuned: Annotated[tuple[Number, Number], Field(strict=False)] | None = Field(
        None, description="The number was fitted; lowest and highest admissible value"
    )
    assumption: str | None = Field(None, description="Why this value, where nothing states it")
    note: str | None = Field(None, description="Remark for the reader")

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        given = [kind for kind in KINDS if getattr(self, kind) is not None]
        if not given:
            raise said("gives no source; add one of text (with passage), figure, tuned, assumption")
        if len(given) > 1:
            raise said(f"gives {len(given)} sources, {' and '.join(given)}; keep one and put the rest into note")
        if self.text is not None and self.passage is None:
            raise said("gives a text without a passage; add `passage:` with the words of the text")
        if self.passage is not None and self.text is None:
            raise said("gives a passage without a text; add `text:` with its place, or use note")
        if self.tuned is not None and self.tuned[0] > self.tuned[1]:
            raise said("tuned gives a range that ends below its start; write [low, high]")
        return self

    @property
    def kind(self) -> str:
        """One of KINDS."""
        return next(kind for kind in KINDS if getattr(self, kind) is not None)

    @property
    def source(self) -> str:
        """The source in words."""
        if self.tuned is not None:
            return f"tuned within {self.tuned[0]:g} to {self.tuned[1]:g}"
        return self.text or self.figure or self.assumption or ""


def _shorthand(schema: JsonSchema, *short: JsonSchema) -> JsonSchema:
    """Let an editor accept a bare value besides the mapping."""
    about = {key: schema.pop(key) for key in ("title", "description") if key in schema}
    return {**about, "anyOf": [*short, schema]}


_BARE: tuple[JsonSchema, ...] = ({"type": "number"}, {"type": "boolean"}, {"enum": list(WORDS)})


class Quantity(Sourced):
    """A number with its source; a bare number is short for one without."""

    value: Number = Field(description="A number, true or false, or none, some, important, first")
    unit: str | None = Field(None, description="Unit, for the reader")

    @model_validator(mode="after")
    def _in_range(self) -> Self:
        if self.tuned is not None and not self.tuned[0] <= self.value <= self.tuned[1]:
            raise said(f"{self.value:g} is outside its own tuned range; widen the range or change the value")
        return self

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchema:
        """Describe both the mapping and the bare number."""
        return _shorthand(handler.resolve_ref_schema(handler(core)), *_BARE)


class Series(Sourced):
    """A cause through time, in one of four forms: value, points, dates, or from and until."""

    value: Number | None = Field(None, description="The same in all months, unless growth says otherwise")
    growth: Number | None = Field(None, description="Rate a year of exponential growth from `initial`, else the start")
    points: dict[Month, Number] | None = Field(None, description="Values by month, linear between them")
    step: StrictBool | None = Field(None, description="Keep each point's value until the next point")
    dates: Annotated[list[Month], Field(min_length=1)] | None = Field(None, description="1 in these months, else 0")
    from_: Month | None = Field(None, alias="from", description="1 from this month, before it 0")
    until: Month | None = Field(None, description="1 until this month, after it 0")
    unit: str | None = Field(None, description="Unit, for the reader")

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        forms = {"value": self.value, "points": self.points, "dates": self.dates, "from": self.from_}
        given = [name for name, content in forms.items() if content is not None]
        if len(given) != 1:
            found = " and ".join(given) or "none"
            raise said(f"needs exactly one of value, points, dates, from; it has {found}")
        if self.points is not None and not self.points:
            raise said("has no points; write `points: {1992-01: 1.0}`")
        for extra, form in (("growth", "value"), ("step", "points"), ("until", "from")):
            if getattr(self, extra) is not None and forms[form] is None:
                raise said(f"{extra} goes with {form}, not with {given[0]}; remove it")
        if self.growth is not None and abs(self.growth) > 1:
            raise said(f"growth is {self.growth:g}, but must be in [-1,1] a year; 0.09 is 9 per cent")
        if self.from_ is not None and self.until is not None and month(self.until) < month(self.from_):
            raise said("until is before from; exchange them")
        return self

    def over(self, months: Months, origin: int | None = None) -> Values:
        """Give the value in each month of a run.

        Parameters
        ----------
        months : array of int
            The run's months, counted as in dates.py.
        origin : int, optional
            The month that growth counts from; the first if left out.

        Returns
        -------
        array of float
            One value a month.
        """
        if self.points is not None:
            return self._between_points(months)
        if self.dates is not None:
            return np.isin(months, [month(date) for date in self.dates]).astype(np.float64)
        if self.from_ is not None:
            last = month(self.until) if self.until is not None else months[-1]
            return ((months >= month(self.from_)) & (months <= last)).astype(np.float64)
        since = months - (months[0] if origin is None else origin)
        return cast(float, self.value) * np.exp((self.growth or 0.0) / 12 * since)

    def _between_points(self, months: Months) -> Values:
        dated = sorted((month(date), value) for date, value in (self.points or {}).items())
        when = np.array([date for date, _ in dated])
        values = np.array([value for _, value in dated])
        if not self.step:
            return np.interp(months, when, values)
        return values[np.maximum(np.searchsorted(when, months, side="right") - 1, 0)]

    @property
    def is_dated(self) -> bool:
        """Whether it speaks of months, which can come later; growth goes on from wherever a run starts."""
        return self.value is None

    @property
    def held_after(self) -> str | None:
        """Last month that the source speaks of, where the series would go on if it did."""
        if self.points is None or len(self.points) < 2 or self.step:
            return None
        return label(max(month(date) for date in self.points))

    @property
    def short(self) -> float | str:
        """The series on one line."""
        if self.points is not None:
            listed = ", ".join(f"{date}: {value:g}" for date, value in self.points.items())
            return f"step {listed}" if self.step else listed
        if self.dates is not None:
            return ", ".join(self.dates)
        if self.from_ is not None:
            return f"from {self.from_}" + (f" until {self.until}" if self.until else "")
        value = cast(float, self.value)
        return value if self.growth is None else f"{value:g} growing by {self.growth:g} a year"

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchema:
        """Describe both the mapping and the bare number."""
        return _shorthand(handler.resolve_ref_schema(handler(core)), *_BARE)


_TAKES: dict[str, tuple[tuple[set[str], ...], str]] = {
    "pulse": ((set(), {"over"}), "a pulse takes `over` or nothing else"),
    "step": ((set(),), "a step takes nothing else"),
    "ramp": (({"over"},), "a ramp needs `over` and nothing else"),
    "rise": (({"settle", "over"}, {"half_life"}), "a rise needs either `settle` and `over`, or `half_life`"),
}
"""What goes with each form of a shape, and how to say it."""

_LENGTHS = ("over", "half_life")
"""Of these, lengths of time."""


class Shape(Strict):
    """What a shock adds to a cause: pulse, step, ramp or rise; a bare number is a step."""

    pulse: Number | None = Field(None, description="Added for one month, or for the months of `over`")
    step: Number | None = Field(None, description="Added from the date on")
    ramp: Number | None = Field(None, description="Reached in equal steps over the months of `over`, then kept")
    rise: Number | None = Field(None, description="Added at once, then fading: see settle and half_life")
    settle: Number | None = Field(None, description="What a rise falls to, with `over` as time constant")
    over: Duration | None = Field(None, description="Months, or `30 months`, or `2 years`")
    half_life: Duration | None = Field(None, description="Time in which half of a rise is gone")

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        given = [name for name in ("pulse", "step", "ramp", "rise") if getattr(self, name) is not None]
        if len(given) != 1:
            raise said(f"a shape is exactly one of pulse, step, ramp, rise; it has {' and '.join(given) or 'none'}")
        extras = {name for name in ("settle", "over", "half_life") if getattr(self, name) is not None}
        takes, advice = _TAKES[given[0]]
        if extras not in takes:
            raise said(f"has {', '.join([given[0], *sorted(extras)])}; {advice}")
        return self

    @property
    def size(self) -> float:
        """What it is called by: the number given for pulse, step, ramp or rise."""
        return next(size for size in (self.pulse, self.step, self.ramp, self.rise) if size is not None)

    @property
    def short(self) -> str:
        """The shape on one line, as a file has it."""
        given = self.model_dump(exclude_none=True)
        said = (f"{name}: {value:g}{' months' if name in _LENGTHS else ''}" for name, value in given.items())
        return f"{{{', '.join(said)}}}"

    def over_months(self, since: Months) -> Values:
        """Give what the shape adds.

        Parameters
        ----------
        since : array of int
            Months since the shock; negative before it.

        Returns
        -------
        array of float
            One value a month, 0 before the shock.
        """
        k = np.maximum(since, 0).astype(np.float64)
        if self.pulse is not None:
            values = self.pulse * (k < (self.over or 1.0))
        elif self.ramp is not None:
            values = self.ramp * np.minimum(k / cast(float, self.over), 1.0)
        elif self.rise is not None and self.half_life is not None:
            values = self.rise * 0.5 ** (k / self.half_life)
        elif self.rise is not None:
            settle = cast(float, self.settle)
            values = settle + (self.rise - settle) * np.exp(-k / cast(float, self.over))
        else:
            values = np.full(len(k), cast(float, self.step))
        return np.where(since >= 0, values, 0.0)

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchema:
        """Describe both the mapping and the bare number."""
        return _shorthand(handler.resolve_ref_schema(handler(core)), *_BARE[:1])
