"""Months, written `2001-09` and counted as whole numbers."""

import re

_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
_FIRST_YEAR, _LAST_YEAR = 1700, 2261
"""The years that the results' dates (nanoseconds in 64 bits) can hold."""


def month(text: str) -> int:
    """Give the number of a month.

    Parameters
    ----------
    text : str
        A month as `YYYY-MM`.

    Returns
    -------
    int
        12 * year + month - 1.

    Raises
    ------
    ValueError
        If the text is no month, or its year is out of reach.

    Examples
    --------
    >>> month("2001-09") - month("2000-09")
    12
    """
    found = _MONTH.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is not a month; write YYYY-MM, such as 2001-09")
    year = int(found[1])
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise ValueError(f"{text} is out of reach; years go from {_FIRST_YEAR} to {_LAST_YEAR}")
    return 12 * year + int(found[2]) - 1


def label(number: int) -> str:
    """Write a month's number as `YYYY-MM`.

    Parameters
    ----------
    number : int
        Of the month, as `month` gives it.

    Returns
    -------
    str
        Such as 2001-09.

    Examples
    --------
    >>> label(month("2001-09") + 4)
    '2002-01'
    """
    return f"{number // 12:04d}-{number % 12 + 1:02d}"
