"""Countries by their ISO 3166 alpha-3 code, name, and Correlates of War number.

Names are those of ISO 3166 (package pycountry) and the common short ones below. The numbers in `cow.csv` are of the
states of today: Correlates of War Project, State System Membership List, v2016.
"""

import csv
from functools import cache
from pathlib import Path

import pycountry

_PAST = ("CSK", "DDR", "SCG", "SUN", "YUG", "XKX")
"""States of the past century, and Kosovo, that are in tables under a code of their own."""

_SHORT = {
    "brunei": "BRN",
    "burma": "MMR",
    "cape verde": "CPV",
    "china (p.r.c.)": "CHN",
    "cote d'ivoire": "CIV",
    "czech republic": "CZE",
    "democratic republic of the congo": "COD",
    "east timor": "TLS",
    "ivory coast": "CIV",
    "kyrgyz republic": "KGZ",
    "macedonia": "MKD",
    "russia": "RUS",
    "swaziland": "SWZ",
    "turkey": "TUR",
    "turkiye": "TUR",
    "uae": "ARE",
    "viet nam": "VNM",
}


@cache
def codes() -> frozenset[str]:
    """Give every alpha-3 code a table may hold."""
    return frozenset({country.alpha_3 for country in pycountry.countries} | set(_PAST))


@cache
def _names() -> dict[str, str]:
    names = dict(_SHORT)
    for country in pycountry.countries:
        for kind in ("name", "official_name", "common_name"):
            if name := getattr(country, kind, None):
                names[str(name).casefold()] = country.alpha_3
    return names


@cache
def _numbers() -> dict[str, str]:
    with Path(__file__).with_name("cow.csv").open(encoding="utf-8") as source:
        return {row["ccode"]: row["iso3"] for row in csv.DictReader(source)}


def of_name(name: str) -> str:
    """Give the code of a country named in English; empty if the name is of no country of today.

    Sources name past states, regions and organisations beside countries, so that an unknown name is no error.
    """
    return _names().get(name.casefold(), "")


def of_number(number: str) -> str:
    """Give the code of the state of a Correlates of War number; empty if it is of no state of today.

    Sources number past states too, so that an unknown number is no error.
    """
    return _numbers().get(number.removesuffix(".0"), "")
