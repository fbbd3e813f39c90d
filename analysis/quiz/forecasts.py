"""A learner's forecasts: read from words, made to sum to one, written down again."""

from dataclasses import dataclass
from math import isfinite

import numpy as np

from ...scenarios.reader import scalar
from .scoring import Chances, Number, Truth, Values

HELP = {
    Chances: "Give the probability of each option in per cent, in this order, with blanks between; 100 in all.",
    Number: "Give two numbers, between which you are 90 % sure that it lies, with a blank between.",
}
SKIP = (
    'Enter alone is "don\'t know": all options alike, or the middle 90 % of the range. Ctrl-C ends the quiz and keeps '
    "what you answered."
)


@dataclass(frozen=True)
class Forecast:
    """What a learner says.

    Attributes
    ----------
    values : array
        Probabilities by option, summing to 1; or the ends of an interval.
    known : bool
        Whether it was given, or stands for "don't know".
    notice : str
        What was changed to make it a forecast; nothing for most.
    """

    values: Values
    known: bool = True
    notice: str = ""


def unknown(truth: Truth) -> Forecast:
    """Give the forecast of who does not know."""
    return Forecast(truth.unknown, known=False)


def from_words(text: str, truth: Truth) -> Forecast:
    """Read what was typed.

    Parameters
    ----------
    text : str
        Numbers with blanks or commas between them; nothing for "don't know".
    truth : Truth
        For the options.

    Raises
    ------
    ValueError
        Saying what to type instead.
    """
    words = text.replace("%", " ").replace(",", " ").replace(";", " ").split()
    if not words:
        return unknown(truth)
    try:
        numbers = [number_of(word) for word in words]
    except ValueError:
        raise ValueError("numbers only, with a point for decimals; ? explains") from None
    return from_numbers(numbers, truth)


def number_of(text: str) -> float:
    """Read a number as a sheet would: digits from 0 to 9, no _ between them.

    Parameters
    ----------
    text : str
        What was typed, or kept.

    Raises
    ------
    ValueError
        If it is none, or not finite.
    """
    value = scalar(text)
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise ValueError(f"{text!r} is no number")
    return float(value)


def from_numbers(numbers: list[float], truth: Truth) -> Forecast:
    """Make a forecast of numbers: per cents by option, or the two ends of an interval.

    Raises
    ------
    ValueError
        Saying what is wrong and what to write.
    """
    values = np.array(numbers) + 0.0  # no -0
    if isinstance(truth, Number):
        if len(numbers) != 2:
            raise ValueError(f"two numbers are needed, not {len(numbers)}: the lower and the upper end")
        if numbers[0] > numbers[1]:
            raise ValueError("the lower end comes first; exchange them")
        low, high = truth.admitted
        if not ((values >= low) & (values <= high)).all():
            raise ValueError(f"the ends lie from {low:g} to {high:g}; change them")
        return Forecast(values)
    if len(numbers) != len(truth.options):
        raise ValueError(f"{len(truth.options)} numbers are needed, not {len(numbers)}: {', '.join(truth.options)}")
    if not ((values >= 0) & (values <= 100)).all() or not values.any():
        raise ValueError("probabilities are 0 or more, 100 at most, and not all 0; change them")
    total = float(values.sum())
    notice = "" if abs(total - 100) < 0.5 else f"These sum to {total:g}, not 100; they are taken in proportion."
    return Forecast(values / total, notice=notice)


def parts(truth: Truth) -> tuple[str, ...]:
    """Name the numbers of which a forecast is made."""
    return truth.options if isinstance(truth, Chances) else ("low", "high")


def written(forecast: Values, truth: Truth) -> str:
    """Write a forecast down, such as `CHN=10; RUS=70; USA=15; none=5`."""
    factor = 100.0 if isinstance(truth, Chances) else 1.0
    pairs = zip(parts(truth), forecast * factor, strict=True)
    return "; ".join(f"{name}={value:z.6g}" for name, value in pairs)
