"""JSON lines, JSON, CSV, TSV and Parquet -> rows, one at a time, in bounded memory; damage becomes an issue."""

from __future__ import annotations

import csv
import json
import re
import sys
from collections import deque
from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tacitus.reading.open_inputs import Opened
from tacitus.reading.read_columns import PARTS, RecordReader
from tacitus.reading.read_lines import STRAY, Lines
from tacitus.reading.read_options import GIVE_UP, ReadOptions, problem
from tacitus.records import Issue

Row = tuple[int, Mapping[str, Any]]
DELIMITERS = "\t;|,"
ESCAPED = re.compile(r'\\"(?!\s*[,;|\t\r\n])')
PARQUET_BATCH = 128
EMPTY_LINES = 1_000_000  # in a row, before a file is put aside
csv.field_size_limit(min(sys.maxsize, 2**31 - 1))  # records are bounded by `Lines` and `_Feed`


def read_jsonl(path: str, opened: Opened, options: ReadOptions) -> Iterator[Row | Issue]:
    """Yield (line number, object) of JSON lines; a line that is none is an issue and the rest goes on."""
    lines = Lines(path, opened, options, "\n")
    good, bad, empty = 0, 0, 0
    for number, line in lines:
        if lines.issues:
            yield from _drain(lines.issues)
        if line is None:
            continue
        if line.isspace():
            empty += 1
            if empty > EMPTY_LINES:
                yield problem(path, f"there are over {EMPTY_LINES:,} empty lines in a row", "check the file", number)
                return
            continue
        empty = 0
        found = _object(path, line, number)
        yield found
        if isinstance(found, Issue):
            bad += 1
            if not good and bad >= GIVE_UP:
                yield problem(
                    path,
                    f"none of the first {bad} lines is a JSON object; the rest is left unread",
                    "check that the file has one JSON object a line",
                )
                return
        else:
            good += 1
    yield from _drain(lines.issues)


def _object(path: str, line: str, number: int) -> Row | Issue:
    try:
        value = json.loads(line)
    except json.JSONDecodeError as e:
        reason, remedy = f"the line is not JSON: {e.msg} at character {e.colno}", "mend or remove the line"
    except (ValueError, RecursionError) as e:
        reason, remedy = f"the line is not JSON that can be read: {str(e)[:100]}", "mend or remove the line"
    else:
        if isinstance(value, dict):
            return number, value
        reason, remedy = "the line is no JSON object", 'write it as {"text": ...}'
    return problem(path, reason, remedy, number)


def _drain(issues: list[Issue]) -> Iterator[Issue]:
    yield from issues
    issues.clear()


# --- CSV ----------------------------------------------------------------------------------------
class _Feed:
    """Feeds the csv reader line by line, keeps the lines of the record at hand, and can take them back."""

    def __init__(self, lines: Lines) -> None:
        self.lines, self.source = lines, iter(lines)
        self.back: deque[tuple[int, str]] = deque()
        self.held: list[tuple[int, str]] = []
        self.size, self.takes_back = 0, 0

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        if self.size > self.lines.limit:
            raise csv.Error(f"it is longer than {self.lines.limit:,} characters; a quotation mark may not be closed")
        while True:
            number, line = self.back.popleft() if self.back else next(self.source)
            if line is not None:
                break
        self.held.append((number, line))
        self.size += len(line)
        return line

    def start_record(self) -> None:
        """Forget the record before."""
        self.held.clear()
        self.size = 0

    def take_back(self) -> None:
        """Let the lines after the first of the record at hand be read again, as records of their own."""
        self.takes_back += 1
        if self.takes_back <= GIVE_UP:
            self.back.extendleft(reversed(self.held[1:]))


def read_csv(path: str, opened: Opened, options: ReadOptions, delimiter: str | None = None) -> Iterator[Row | Issue]:
    """Yield (record number, row) of a CSV or TSV file; the delimiter is found in its first line.

    A record with broken quoting is left out by its first line; reading goes on at the next.
    """
    lines = Lines(path, opened, options, "")
    feed = _Feed(lines)
    header: list[str] | None = None
    reader: Any = None
    number, good, bad = 0, 0, 0
    while True:
        feed.start_record()
        try:
            if reader is None:
                first = next(feed)
                feed.back.appendleft(feed.held[0])
                feed.start_record()
                reader = csv.reader(feed, **_dialect(first, opened.sample, delimiter))
            fields = next(reader)
        except StopIteration:
            break
        except csv.Error as e:
            number += header is not None
            line = feed.held[0][0] if feed.held else lines.number
            yield problem(
                path,
                f"the record at line {line} breaks the rules of CSV: {e}",
                'put fields with delimiters in "...", and double the quotation marks within',
                number or None,
            )
            feed.take_back()
            bad += 1
            if bad >= GIVE_UP and not good:
                reason = f"none of the first {bad} records can be read; the rest is left unread"
                yield problem(path, reason, "check that the file is CSV, and how it puts fields in quotation marks")
                return
            continue
        yield from _drain(lines.issues)
        if not any(fields):
            continue
        if header is None:
            header = _header(fields)
            continue
        number += 1
        if any(fields[len(header) :]):
            yield problem(
                path,
                f"the record at line {feed.held[0][0]} has {len(fields)} fields, the header {len(header)}",
                'put fields with delimiters in "..."',
                number,
            )
        else:
            good += 1
            yield number, dict(zip(header, fields, strict=False))
    yield from _drain(lines.issues)


def _header(fields: list[str]) -> list[str]:
    """Make the names of columns unique: a second "date" becomes "date (2)"."""
    seen: dict[str, int] = {}
    out = []
    for name in fields:
        seen[name] = seen.get(name, 0) + 1
        out.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return out


def _dialect(first: str, sample: bytes, delimiter: str | None) -> dict[str, Any]:
    bare = re.sub(r'"[^"]*"', "", first)
    counts = {d: bare.count(d) for d in DELIMITERS}
    if delimiter is None or not counts.get(delimiter):
        best = max(counts, key=lambda d: counts[d])
        delimiter = best if counts[best] else (delimiter or ",")
    # the other way to write a quotation mark within quotation marks, as MySQL does
    text = sample.decode("latin-1").replace("\0", "")
    slashes = '""' not in text and ESCAPED.search(text) is not None
    return {"delimiter": delimiter, "strict": True, **({"escapechar": "\\", "doublequote": False} if slashes else {})}


# --- JSON ---------------------------------------------------------------------------------------
LISTS = ("articles", "items", "results", "documents", "docs", "records", "data", "rows", "hits", "entries", "stories")


def read_json(path: str, opened: Opened, options: ReadOptions) -> Iterator[Row | Issue]:
    """Yield (number, object) of a JSON file: one object, a list of them, a list within one, or one after another."""
    lines = Lines(path, opened, options, "")
    yield from _drain(lines.issues)
    if lines.encoding is None:
        return
    number, bad = 0, 0
    for value in _Values(lines, options.record_limit):
        yield from _drain(lines.issues)
        if isinstance(value, str):
            yield problem(path, value, "mend the file, or write one JSON object a line (.jsonl)", number + 1)
            return
        for item in _inner(value[0]):
            number += 1
            if isinstance(item, dict):
                yield number, item
                continue
            bad += 1
            yield problem(path, "this is no JSON object", 'write articles as {"text": ...}', number)
            if bad >= GIVE_UP and bad == number:
                yield problem(
                    path, f"none of the first {bad} items is a JSON object; the rest is left unread", "check the file"
                )
                return
    yield from _drain(lines.issues)


def _inner(value: Any) -> list[Any]:
    """Return the articles in a wrapper such as {"articles": [...]}, else the value alone."""
    if isinstance(value, dict):
        for name in LISTS:
            inner = value.get(name)
            if isinstance(inner, list) and inner and all(isinstance(v, dict) for v in inner):
                return inner
    return [value]


class _Values:
    """Iterates over the values of a stream of JSON, each in a tuple; a str says what is wrong and ends it."""

    def __init__(self, lines: Lines, limit: int) -> None:
        self.lines, self.limit = lines, limit
        self.buffer, self.at, self.ended = "", 0, False
        self.decoder = json.JSONDecoder()

    def __iter__(self) -> Iterator[tuple[Any] | str]:
        in_list = False
        while True:
            here = self._peek()
            if here == "":
                if in_list:
                    yield "the JSON list is cut off"
                return
            if here in "[," and not in_list:
                in_list = here == "["
                self.at += 1
            elif in_list and here in ",]":
                in_list = here == ","
                self.at += 1
            else:
                value = self._value()
                yield value
                if isinstance(value, str):
                    return

    def _more(self, size: int) -> None:
        data = self.lines.stream.read(size)
        if STRAY.search(data):
            data = self.lines.mend(data) or data
        self.ended = not data
        self.buffer, self.at = self.buffer[self.at :] + data, 0

    def _peek(self) -> str:
        """Return the next character that is no white space, "" at the end."""
        while True:
            while self.at < len(self.buffer) and self.buffer[self.at] in " \t\r\n":
                self.at += 1
            if self.at < len(self.buffer):
                return self.buffer[self.at]
            if self.ended:
                return ""
            self._more(1 << 16)

    def _value(self) -> tuple[Any] | str:
        while True:
            try:
                value, end = self.decoder.raw_decode(self.buffer, self.at)
                if end < len(self.buffer) or self.ended:
                    self.at = end
                    return (value,)
                message = ""
            except json.JSONDecodeError as e:
                message = f"this is not JSON: {e.msg} (line {e.lineno} of the record)"
            except (ValueError, RecursionError) as e:
                return f"this is not JSON that can be read: {str(e)[:100]}"
            if self.ended:
                return message
            size = len(self.buffer) - self.at
            if size > 8 * self.limit:
                return f"{message or 'the value is too long'}: nothing whole within {size:,} characters"
            self._more(max(size, 1 << 16))


# --- Parquet ------------------------------------------------------------------------------------
def read_parquet(path: str, reader: RecordReader) -> Iterator[Row | Issue]:
    """Yield (row number, row) of a Parquet file, only the columns that make an article, batch by batch."""
    file = pq.ParquetFile(path, pre_buffer=False)
    try:
        names = tuple(dict.fromkeys(file.schema_arrow.names))
        columns = reader.columns(names)
        if not columns["text"]:
            yield reader.no_text_column(names, None)
            return
        wanted = [n for n in names if any(n in columns[part] for part in PARTS)]
        number = 0
        for batch in file.iter_batches(PARQUET_BATCH, columns=wanted, use_threads=False):
            kept = [n for n in wanted if n in batch.schema.names]
            lists = [_values(batch.column(n)) for n in kept]
            for values in zip(*lists, strict=True):
                number += 1
                yield number, dict(zip(kept, values, strict=True))
    finally:
        file.close()


def _values(column: Any) -> list[Any]:
    """Turn a column into Python values; times to whole seconds, which every moment has."""
    if pa.types.is_timestamp(column.type):
        column = pc.cast(column, pa.timestamp("s", column.type.tz), safe=False)
        column = pc.cast(column, pa.timestamp("s"), safe=False)
    values: list[Any] = column.to_pylist()
    return values
