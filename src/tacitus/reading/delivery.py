"""What the readers of press databases share: a document of a delivery, the words of the databases, labels and dates."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from tacitus.reading.paragraphs import Line, Sheet

WORDS = Path(__file__).parent / "press_databases.toml"
NO_END = "it has no end mark"
FEW = 20  # words; fewer that lie about between documents are page ornaments
GAP = 3  # paragraphs that the value of a label may take before the next label
MONTH = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?"
)
DATE = re.compile(
    rf"""
    (?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\ )?
    ( (?:{MONTH})\.?\ \d{{1,2}},?\ (?:1[6-9]|20)\d\d | \d{{1,2}}\.?\ (?:{MONTH})\.?,?\ (?:1[6-9]|20)\d\d
    | (?:{MONTH})\.?,?\ (?:1[6-9]|20)\d\d | (?:1[6-9]|20)\d\d-\d\d-\d\d ) \b
    """,
    re.IGNORECASE | re.VERBOSE,
)
SIGNS = re.compile(r"(\d{4}) ?年 ?(\d{1,2}) ?月 ?(\d{1,2}) ?日")


@dataclass(slots=True)
class Document:
    """One document of a delivery as it was found. `lack` says why it has no text, `cut` why it may be cut off."""

    number: int
    text: str = ""
    title: str | None = None
    source: str | None = None
    date: str | None = None
    key: str | None = None
    url: str | None = None
    words: int | None = None
    lack: str | None = None
    cut: str | None = None


@dataclass(slots=True)
class Delivery:
    """A file of documents: how many it announces itself, and pieces of it that belong to no document.

    `searched`: how many the search found, of which the file may hold a part.
    """

    documents: list[Document] = field(default_factory=list)
    announced: int | None = None
    searched: int | None = None
    loose: list[str] = field(default_factory=list)


@cache
def words_of(database: str) -> dict[str, Any]:
    """Return the words and patterns of one database (press_databases.toml); "" for those of all."""
    found = _words()
    return found[database] if database else found


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(WORDS.read_text("utf-8"))


@cache
def pattern(database: str, name: str) -> re.Pattern[str]:
    """Compile a pattern of press_databases.toml, or a list of them as alternatives; case is not looked at."""
    given = words_of(database)[name]
    parts = [given] if isinstance(given, str) else given
    return re.compile("|".join(f"(?:{p.replace(chr(10), '')})" for p in parts), re.IGNORECASE)


@cache
def labels(database: str, *names: str) -> re.Pattern[str]:
    """Compile lists of labels: group 1 is the label, group 2 what follows its colon; a bare label has no colon."""
    every = sorted({w for name in names for w in words_of(database)[name]}, key=lambda w: (-len(w), w))
    return re.compile(rf"({'|'.join(map(re.escape, every))})\s?(?::\s?(.*))?")


def value(
    lines: list[Line], at: range, label: re.Pattern[str], known: re.Pattern[str], through: bool = False
) -> str | None:
    """Return what follows a label: the rest of its line or paragraph, or the next paragraph if that is empty.

    With `through` it goes on over paragraphs up to the next label.
    """
    for i in at:
        m = label.fullmatch(lines[i].text)
        if m is None or (not m[2] and not lines[i].text.endswith(":") and not lines[i].first):
            continue
        parts = [m[2] or ""]
        for line in lines[i + 1 : min(at.stop, i + 40)]:
            if known.fullmatch(line.text) or (line.first and any(parts) and not through):
                break
            parts.append(line.text)
        if found := " ".join(p for p in parts if p):
            return found
    return None


def tail_start(lines: list[Line], first: int, after: int, known: re.Pattern[str]) -> int:
    """Return where the labelled lines at the end of a document begin, `after` if there are none.

    Walks back from the end over paragraphs; between two labels at most GAP others may stand, so that a word
    in the middle of an article that looks like a label does not end it.
    """
    found, gap = after, 0
    for i in range(after - 1, first - 1, -1):
        if not lines[i].first:
            continue
        if known.fullmatch(lines[i].text):
            found, gap = i, 0
        elif gap == GAP:
            break
        else:
            gap += 1
    return found


def find_date(text: str, anywhere: bool = False) -> str | None:
    """Return the date at the start of a line, or anywhere in it, as it is written but with English month names."""
    text = SIGNS.sub(lambda m: f"{m[1]}-{m[2]:0>2}-{m[3]:0>2} ", text)
    text = re.sub(r"[^\W\d_]+", lambda m: _months().get(m[0].casefold(), m[0]), text)
    m = DATE.search(text) if anywhere else DATE.match(text)
    return m[1] if m else None


@cache
def _months() -> dict[str, str]:
    return {name: month for month, names in words_of("")["months"].items() for name in names}


def whole_number(text: str | None) -> int | None:
    """Return the number at the start of "1,238 words", None if there is none or it is absurd."""
    m = re.match(r"\d[\d.,\u2009\u00a0 ]{0,9}", text or "")
    digits = re.sub(r"\D", "", m[0]) if m else ""
    return int(digits) if 0 < len(digits) <= 7 else None


def join(parts: Iterable[str]) -> str | None:
    """Join lines into one, None if there is nothing."""
    return " ".join(p for p in parts if p)[:1000] or None


def body_text(sheet: Sheet, start: int, first: int, after: int) -> str:
    """Return a body that begins at character `start` (a label's line) or at line `first`, and ends before `after`."""
    if first >= after and start < 0:
        return ""
    begin = start if start >= 0 else sheet.lines[first].start
    end = sheet.lines[after - 1].end
    return sheet.text[begin:end].strip() if begin < end else ""
