"""A record of a table -> an article: columns recognised by name, values made into text."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from tacitus.reading.decode_text import decode
from tacitus.reading.read_dates import is_ambiguous, read_date
from tacitus.reading.read_options import ReadOptions, problem, remark, too_long
from tacitus.records import Article, Issue

LIST = Path(__file__).parent / "columns.toml"
WITHOUT_TEXT = Path(__file__).parent / "tables_without_text.toml"
PARTS = ("text", "date", "title", "source", "id", "url")
SHOWN = 30  # columns named in an issue
NUL = "\0"
CUT = re.compile(r"\[\+\d+ chars\]\s*$")  # how NewsAPI ends the texts that it cuts off


@cache
def usual_names() -> dict[str, list[str]]:
    """Return the usual names of each part of an article, best first (columns.toml)."""
    return tomllib.loads(LIST.read_text("utf-8"))


@cache
def _without_text() -> list[dict[str, Any]]:
    """Return the tables that are known to hold no text: their names and columns (tables_without_text.toml)."""
    listed: list[dict[str, Any]] = tomllib.loads(WITHOUT_TEXT.read_text("utf-8"))["table"]
    return listed


@cache
def plain(name: str) -> str:
    """Fold a column's name: case, spaces and punctuation gone."""
    return re.sub(r"[\W_]+", "", name.casefold())


def recognise(names: Sequence[str], options: ReadOptions) -> dict[str, tuple[str, ...]]:
    """Return for each part of an article the columns that may hold it, best first; () where there is none."""
    known: dict[str, str] = {}
    for name in names:
        known.setdefault(plain(name), name)
    found: dict[str, tuple[str, ...]] = {}
    for part in PARTS:
        wanted = options.named(part)
        if wanted is None:
            found[part] = tuple(known[n] for n in usual_names()[part] if n in known)
        else:
            match = wanted if wanted in names else known.get(plain(wanted))
            found[part] = () if match is None else (match,)
    return found


class RecordReader:
    """Makes the records of one file into articles, and keeps count of dates that could not be read."""

    def __init__(self, path: str, options: ReadOptions) -> None:
        self.path, self.options = path, options
        self._columns: dict[tuple[str, ...], dict[str, tuple[str, ...]]] = {}
        self._bad_dates: list[tuple[int, str]] = []
        self._vague_dates: list[tuple[int, str]] = []
        self._counts = [0, 0]
        self._lacking: str | None = None
        self._cut = 0

    def columns(self, names: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
        """Recognise the columns of a record by its names."""
        if names not in self._columns:
            if len(self._columns) > 1000:
                self._columns.clear()
            self._columns[names] = recognise(names, self.options)
            for part in PARTS[1:5]:
                if self.options.named(part) and not self._columns[names][part]:
                    self._lacking = self._lacking or part
        return self._columns[names]

    def no_text_column(self, names: Sequence[str], record: int | None) -> Issue:
        """Build the issue of a record or file without a text column."""
        shown = ", ".join(names[:SHOWN]) + (f" and {len(names) - SHOWN} more" if len(names) > SHOWN else "")
        wanted = self.options.text_column
        known = {plain(n): n for n in reversed(names)}
        for table in _without_text() if wanted is None else ():
            if all(c in known for c in table["columns"]):
                address = known.get("url") or known.get("link") or known.get("sourceurl")
                title = next((known[n] for n in usual_names()["title"] if n in known), None)
                reason = f"the table is {table['name']}, which has no text of the articles: there are {shown}"
                remedy = (
                    f"fetch the pages in its column '{address}' and give the folder" if address else "get the texts"
                )
                remedy += f"; or code the titles alone with --text-column {title}" if title else ""
                return problem(self.path, reason, remedy, record)
        what = f"no column '{wanted}'" if wanted else "no column that is known to hold text"
        return problem(
            self.path, f"{what}: there are {shown or 'no columns'}", "name the right one with --text-column", record
        )

    def article(self, row: Mapping[str, Any], record: int) -> Article | Issue:
        """Make one record into an article, or say why it is none."""
        columns = self.columns(tuple(row))
        if not columns["text"]:
            return self.no_text_column(tuple(row), record)
        column, value = _first(row, columns["text"], readable=True)
        text = _text(value)
        if text is None:
            what = "is empty" if value is None else f"holds {_kind(value)}"
            return problem(
                self.path, f"column '{column}' {what}", "fill it, or name another with --text-column", record
            )
        if issue := check_text(text, self.path, record, self.options):
            return issue
        self._cut += CUT.search(text[-40:]) is not None
        return Article.make(
            text,
            _short(_first(row, columns["id"])[1]),
            url=_short(_first(row, columns["url"])[1]),
            title=_short(_first(row, columns["title"])[1]),
            source=_short(_first(row, columns["source"])[1]),
            published=self._date(_first(row, columns["date"])[1], record),
            path=self.path,
            record=record,
        )

    def _date(self, value: Any, record: int) -> str | None:
        if value is None:
            return None
        found = read_date(value, self.options.day_first)
        vague = found is not None and self.options.day_first is None and is_ambiguous(value)
        if found is None or vague:
            seen = self._vague_dates if vague else self._bad_dates
            self._counts[vague] += 1
            if not seen:
                seen.append((record, str(value)[:60]))
        return found

    def warnings(self) -> Iterator[Issue]:
        """Yield one warning each for unreadable dates, texts cut off by a service, a named column never found."""
        if self._cut:
            reason = f"some texts were cut off by their service and are kept so: {self._cut} end in '[+... chars]'"
            yield remark(self.path, reason, "for the whole articles fetch the pages and give the folder")
        for record, value in self._bad_dates:
            yield remark(
                self.path,
                f"{self._counts[0]} dates cannot be read, the first is '{value}'; the articles are kept without",
                "write dates as 2019-02-27, or name another column with --date-column",
                record,
            )
        for record, value in self._vague_dates:
            yield remark(
                self.path,
                f"day and month cannot be told apart in {self._counts[1]} dates, the first is '{value}';"
                " their year alone is kept",
                "write dates as 2019-02-27, or say which comes first with --day-first or --month-first",
                record,
            )
        if self._lacking:
            wanted = self.options.named(self._lacking)
            yield remark(
                self.path,
                f"some records have no column '{wanted}'; they are kept without its value",
                f"name the right one with --{self._lacking}-column",
            )


def check_text(text: str, path: str, record: int | None, options: ReadOptions) -> Issue | None:
    """Say why a text cannot be an article: empty, too long, or holding what no table can store."""
    if len(text) > options.max_chars:
        return too_long(path, record, f"{len(text):,} characters", options)
    if not text or text.isspace():
        return problem(path, "the text is empty", "nothing to do if there should be none; else check the file", record)
    if NUL in text:
        return problem(
            path,
            f"the text holds a NUL character (at {text.index(NUL)}), which no text has",
            "remove the NUL characters; if there are many, this is not a text file or its encoding is another",
            record,
        )
    return None


def _first(row: Mapping[str, Any], names: tuple[str, ...], readable: bool = False) -> tuple[str | None, Any]:
    """Return the first of the columns that is not empty, with its value; else the first column and None.

    With `readable` one that holds a text comes before those that hold something else.
    """
    found: tuple[str, Any] | None = None
    for name in names:
        value = row.get(name)
        if value is None or value in ("", [], {}) or (isinstance(value, str) and value.isspace()):
            continue
        found = found or (name, value)
        if not readable or _text(value) is not None:
            return name, value
    return found or ((names[0] if names else None), None)


def _text(value: Any) -> str | None:
    """Return the text of a field as it stands; paragraphs in a list are joined by an empty line."""
    if isinstance(value, str):
        return value
    if isinstance(value, bytes):
        return decode(value)[0]
    if isinstance(value, list) and value and all(isinstance(v, str) for v in value):
        return "\n\n".join(value)
    return None


def _short(value: Any) -> str | None:
    """Return a title, source, id or URL as a string: the name of an object, the items of a list."""
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    if isinstance(value, bytes):
        return decode(value)[0]
    if isinstance(value, dict):
        return next((_short(value[k]) for k in ("name", "title", "id", "url") if value.get(k)), None)
    if isinstance(value, list):
        return ", ".join(s for s in map(_short, value[:20]) if s) or None
    return str(value)


def _kind(value: Any) -> str:
    kinds = {dict: "an object", list: "a list of other things than text", bool: "true or false", int: "a number"}
    return {**kinds, float: "a number", bytes: "bytes that are no text"}.get(type(value), "something else than text")
