"""Files, folders, patterns and stdin -> articles, one at a time; what cannot be read becomes an issue.

Nothing is held but the record at hand. An issue with an `article_id` is a warning about an article that
was kept; any other says what was left out, why, and what to do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from tacitus.reading.find_inputs import STDIN, check_paths, find_inputs, kind_of
from tacitus.reading.open_inputs import BROKEN, Opened, open_input, read_whole, why
from tacitus.reading.read_columns import RecordReader, plain, usual_names
from tacitus.reading.read_delivery import DELIVERY_FACTOR, find_delivery, may_be_delivery
from tacitus.reading.read_feed import is_feed, read_feed
from tacitus.reading.read_html import PAGE_FACTOR, read_html
from tacitus.reading.read_options import GIVE_UP, ReadOptions, problem, too_long
from tacitus.reading.read_plain import read_plain
from tacitus.reading.read_tables import Row, read_csv, read_json, read_jsonl, read_parquet
from tacitus.reading.read_warc import read_wacz, read_warc
from tacitus.reading.read_word import is_word, read_word
from tacitus.reading.warc_records import BEGIN
from tacitus.records import Article, Issue

__all__ = ["ReadOptions", "read_articles"]

PAGE = re.compile(
    rb"\s*(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html|head|\?xml[^>]*\?>\s*<(?:!doctype\s+)?html)",
    re.IGNORECASE | re.DOTALL,
)
TABLE = re.compile(r"[\w .\"'-]{1,60}([,;\t|])[\w .\"',;\t|-]*")


def read_articles(paths: Sequence[Path | str], options: ReadOptions | None = None) -> Iterator[Article | Issue]:
    """Read articles lazily from files, folders, patterns or stdin ("-"), in the order given.

    Raises InputError at once if none of the paths exists; after that nothing raises.
    """
    return _read(check_paths(paths), options or ReadOptions())


def _read(paths: list[str], options: ReadOptions) -> Iterator[Article | Issue]:
    for path in find_inputs(paths):
        if isinstance(path, Issue):
            yield path
            continue
        try:
            yield from _read_file(path, options)
        except BROKEN as e:
            yield problem(path, *why(e))
        except Exception as e:  # one odd file must not end a run over thousands
            yield problem(path, *why(e))


def _read_file(path: str, options: ReadOptions) -> Iterator[Article | Issue]:
    kind = None if path == STDIN else kind_of(path)
    if kind == "parquet":
        reader = RecordReader(path, options)
        yield from _articles(read_parquet(path, reader), reader)
        return
    if kind in ("warc", "wacz"):
        yield from (read_warc if kind == "warc" else read_wacz)(path, options)
        return
    opened = open_input(path)
    try:
        if not opened.sample:
            yield problem(path, "the file is empty", "nothing to do if it should be; else check where it came from")
            return
        yield from _read_opened(path, kind or sniff(opened.sample), opened, options)
    finally:
        if path != STDIN:
            opened.stream.close()


def _read_opened(path: str, kind: str, opened: Opened, options: ReadOptions) -> Iterator[Article | Issue]:
    if kind == "word" and not is_word(opened.sample):
        kind = sniff(opened.sample)
    reader = RecordReader(path, options)
    if kind == "jsonl":
        yield from _articles(read_jsonl(path, opened, options), reader)
    elif kind == "json":
        yield from _articles(read_json(path, opened, options), reader)
    elif kind in ("csv", "tsv"):
        yield from _articles(read_csv(path, opened, options, "\t" if kind == "tsv" else None), reader, table=True)
    elif kind == "feed" and sniff(opened.sample) != "html":
        reader = RecordReader(path, ReadOptions(max_chars=options.max_chars, day_first=options.day_first))
        yield from _articles(read_feed(path, opened, options), reader)
    elif kind == "warc":
        yield from read_warc(path, options, opened)
    elif kind == "parquet":
        yield problem(path, "Parquet cannot be read as a stream", "save it in a file whose name ends in .parquet")
    else:
        yield from _read_whole(path, "html" if kind == "feed" else kind, opened, options)


def _read_whole(path: str, kind: str, opened: Opened, options: ReadOptions) -> Iterator[Article | Issue]:
    """Read a text, a page or a Word file: one article, or a delivery of many, which may be longer."""
    limit = options.max_chars * (PAGE_FACTOR if kind == "html" else 4) + 4
    if kind == "word" or may_be_delivery(opened.sample):
        limit = max(limit, options.max_chars * DELIVERY_FACTOR)
    data = read_whole(opened, limit)
    if data is None:
        yield too_long(path, None, _size(path, limit), options)
    elif kind == "word":
        yield from read_word(path, data, options)
    elif (delivery := find_delivery(path, data, kind, options)) is not None:
        yield from delivery
    elif kind == "html":
        yield read_html(path, data, options)
    else:
        yield from read_plain(path, data, options, markdown=kind == "markdown")


def _articles(found: Iterator[Row | Issue], reader: RecordReader, table: bool = False) -> Iterator[Article | Issue]:
    """Make rows into articles; damage within the file ends it with an issue, what came before is kept.

    A file none of whose first records has a text column is put aside; a table, all of whose records
    have the same columns, at the first.
    """
    last, good, bare, seen = 0, 0, 0, False
    try:
        for item in found:
            seen = True
            if isinstance(item, Issue):
                yield item
            else:
                last, row = item
                if not reader.columns(tuple(row))["text"]:
                    yield reader.no_text_column(tuple(row), None if table else last)
                    bare += 1
                    if table or (not good and bare >= GIVE_UP):
                        return
                    continue
                good += 1
                yield reader.article(row, last)
    except Exception as e:
        seen = True
        reason, remedy = why(e)
        reason += f"; the records up to {last} are kept" if last else ""
        yield problem(reader.path, reason, remedy, last + 1)
    if not seen:
        yield problem(reader.path, "the file holds no records", "nothing to do if it should hold none; else check it")
    yield from reader.warnings()


def _size(path: str, limit: int) -> str:
    try:
        size = Path(path).stat().st_size if path != STDIN and not path.endswith(".gz") else 0
    except OSError:
        size = 0
    return f"{size:,} bytes" if size > limit else f"more than {limit:,} bytes"


def sniff(sample: bytes) -> str:
    """Tell the kind of an input by its first bytes: jsonl, json, csv, html, feed, warc, parquet, else text."""
    if sample.startswith(b"PAR1"):
        return "parquet"
    if is_word(sample):
        return "word"
    if PAGE.match(sample):
        return "html"
    if is_feed(sample):
        return "feed"
    if BEGIN.match(sample):
        return "warc"
    head = sample.decode("utf-8-sig", "replace").lstrip()
    if re.match(r"\{\s*[\"}]", head):
        return "jsonl" if re.match(r"\{[^\n]*\}[ \t\r]*(\n|$)", head) or "\n" not in head else "json"
    if head.startswith("["):
        return "json" if re.match(r"\[\s*\{\s*\"", head) else "text"
    lines = head.splitlines()
    if len(lines) > 1 and (m := TABLE.fullmatch(lines[0])):
        names = [n.strip(" \"'") for n in lines[0].split(m[1])]
        known = {n for part in usual_names().values() for n in part}
        if sum(plain(n) in known for n in names) > len(names) // 3:
            return "csv"
    return "text"
