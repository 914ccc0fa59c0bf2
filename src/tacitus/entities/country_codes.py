"""Codes of countries that other formats use: ISO alpha-2, FIPS 10-4 (GEC), Correlates of War."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HOME = Path(__file__).parent / "country_codes.csv"


@dataclass(frozen=True, slots=True)
class CountryCodes:
    """One country under each scheme; empty where the scheme does not have it."""

    iso3: str
    iso2: str
    fips: str
    cow: str
    cow_abbreviation: str
    name: str


@cache
def country_codes() -> dict[str, CountryCodes]:
    """Return the codes of every country by its ISO alpha-3 code."""
    with HOME.open(encoding="utf-8", newline="") as file:
        return {row["iso3"]: CountryCodes(**row) for row in csv.DictReader(file)}


def codes_of(iso3: str | None) -> CountryCodes:
    """Return the codes of a country, all empty where it is not known."""
    return country_codes().get(iso3 or "", CountryCodes("", "", "", "", "", ""))
