"""Small writers that several exports share: tables by tab, JSON lines, and what a cell may hold."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from tacitus.errors import StoreError
from tacitus.exports.export_tables import Book
from tacitus.records import Event, make_id
from tacitus.storable import storable

INTEGER_DIGITS = 13  # 52 bits: R and JavaScript hold such a number exactly


def cell(value: Any) -> str:
    """Write a value as one cell of a table by tab: one line, nothing for None.

    Some readers of such tables take a quotation mark for the beginning of a quoted cell, others do not: it
    becomes an apostrophe, so that all read the same.
    """
    return "" if value is None else " ".join(str(storable(value)).replace('"', "'").split())


def write_tab(path: Path, rows: Iterable[Sequence[Any]], header: Sequence[str] | None = None) -> Path:
    """Write rows by tab without quoting, as event data come; cells never hold a tab or a line break."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as file:
            if header is not None:
                file.write("\t".join(header) + "\n")
            for row in rows:
                file.write("\t".join(cell(v) for v in row) + "\n")
    except OSError as e:
        raise StoreError(f"{path}: cannot be written: {e.strerror}") from e
    return path


def write_csv(path: Path, rows: Iterable[Sequence[Any]], header: Sequence[str], delimiter: str = ",") -> Path:
    """Write rows as CSV with a header; nothing stands for None."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter=delimiter, lineterminator="\n")
            writer.writerow(header)
            writer.writerows(["" if v is None else storable(v) for v in row] for row in rows)
    except OSError as e:
        raise StoreError(f"{path}: cannot be written: {e.strerror}") from e
    return path


def write_json_lines(path: Path, rows: Iterable[dict[str, Any]]) -> Path:
    """Write one JSON object a line."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="\n") as file:
            for row in rows:
                file.write(json.dumps(storable(row), ensure_ascii=False) + "\n")
    except OSError as e:
        raise StoreError(f"{path}: cannot be written: {e.strerror}") from e
    return path


def whole_number(*parts: object) -> int:
    """Hash what an event row stands for into a whole number, for formats whose ids are numbers."""
    return int(make_id("number", *parts)[2 : 2 + INTEGER_DIGITS], 16)


def event_day(book: Book, e: Event) -> str:
    """Return the day of an event as YYYY-MM-DD; a date known to the month or year stands as its first day."""
    found = book.day(e) or ""
    return (found + "-01-01"[len(found) - 4 :])[:10] if found else ""


def published_day(book: Book, e: Event) -> str:
    """Return the day on which the article of an event was published, as YYYY-MM-DD."""
    found = (book.article(e).published or "")[:10]
    return (found + "-01-01"[len(found) - 4 :])[:10] if len(found) >= 4 else ""
