"""Publication dates in any usual writing -> ISO prefixes ("2019", "2019-02", "2019-02-27")."""

from __future__ import annotations

import math
import re
import warnings
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from dateutil import parser

ISO = re.compile(r"([12]\d{3})(?:-(\d\d)(?:-(\d\d))?)?(?:[T ]\d\d?:?\d\d.*)?$", re.DOTALL)
DIGITS = re.compile(r"([12]\d{3})(\d\d)(\d\d)(?:T?\d{4,6}Z?)?$")
SLASHED = re.compile(r"(\d\d?)([/.-])(\d\d?)\2([12]\d{3})\b")
YEAR = re.compile(r"(?<!\d)[12]\d{3}(?!\d)")
IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d\d)([-_.]?)(\d\d)\2(\d\d)(?!\d)")
MONTH_IN_NAME = re.compile(r"^((?:19|20)\d\d)[-_.](\d\d)(?!\d)")
LONGEST = 100  # characters; a longer text is no date
# Two calendars that share no month and no day: what differs between the readings was not in the text.
DEFAULTS = (datetime(2000, 1, 1), datetime(2000, 2, 2))


def read_date(value: Any, day_first: bool | None = None) -> str | None:
    """Return the ISO prefix of a date, as precise as it was written; None if it cannot be read as one.

    A clock time and its zone are left out: the day is the one that was written. Numbers are years,
    YYYYMMDD, or seconds or milliseconds since 1970. Where day and month cannot be told apart and
    `day_first` is None, the year alone is returned.
    """
    if isinstance(value, date):
        return value.isoformat()[:10]
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return _from_number(value)
    if not isinstance(value, str):
        return None
    return _from_text(value.strip(), day_first)


def date_in_name(path: str) -> str | None:
    """Return the date in a file's name: 2019-02-27-talks.txt, talks_20190227.html, 2019-02 digest.md."""
    name = Path(path).name
    if m := IN_NAME.search(name):
        return _valid(m[1], m[3], m[4])
    if m := MONTH_IN_NAME.match(name):
        return _valid(m[1], m[2], None)
    return None


def is_ambiguous(value: Any) -> bool:
    """Say whether day and month of a written date could be exchanged (03/04/2019)."""
    m = SLASHED.match(value.strip()) if isinstance(value, str) else None
    return bool(m and int(m[1]) <= 12 and int(m[3]) <= 12 and int(m[1]) != int(m[3]))


def _valid(year: str, month: str | None, day: str | None) -> str | None:
    try:
        made = date(int(year), int(month or 1), int(day or 1)).isoformat()
    except ValueError:
        return None
    return made[:10] if day else made[:7] if month else made[:4]


def _from_number(value: float) -> str | None:
    if not math.isfinite(value):
        return None
    whole = int(value)
    if 1000 <= whole <= 2999:
        return str(whole)
    if (m := DIGITS.match(str(whole))) and (found := _valid(m[1], m[2], m[3])):
        return found
    for unit in (1, 1_000, 1_000_000, 1_000_000_000):
        if 10**8 <= abs(whole) // unit < 10**10:
            return datetime.fromtimestamp(whole // unit, UTC).date().isoformat()
    return None


@lru_cache(maxsize=4096)
def _from_text(text: str, day_first: bool | None) -> str | None:
    if not text or len(text) > LONGEST:
        return None
    if m := ISO.match(text):
        return _valid(m[1], m[2], m[3])
    if text.isascii() and text.isdigit():
        return _from_number(int(text)) if len(text) < 20 else None
    if m := DIGITS.match(text):
        return _valid(m[1], m[2], m[3])
    if m := SLASHED.match(text):
        first, second = m[1].zfill(2), m[3].zfill(2)
        if day_first is None and is_ambiguous(text):
            return m[4]
        by_day = _valid(m[4], second, first)
        by_month = _valid(m[4], first, second)
        return (by_day or by_month) if day_first else (by_month or by_day)
    return _from_words(text)


def _from_words(text: str) -> str | None:
    """Read a date in words: "27 February 2019", "Sat, 22 May 2021 12:00:47 +0000", "Feb. 2019"."""
    if not YEAR.search(text) or not re.search(r"[A-Za-z]{3}|[/.-]", text):
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            one, two = (parser.parse(text, default=d, ignoretz=True) for d in DEFAULTS)
    except (ValueError, OverflowError, TypeError, AttributeError, IndexError, ArithmeticError):
        return None
    if str(one.year) not in text:
        return None
    written = one.date().isoformat()
    if one.month != two.month:
        return written[:4]
    return written if one.day == two.day else written[:7]
