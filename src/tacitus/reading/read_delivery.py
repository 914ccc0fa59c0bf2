"""A file of many articles from a press database -> its articles; what is missing, cut off or there twice is said."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from itertools import chain

from tacitus.reading.decode_text import REMEDY, decode
from tacitus.reading.delivery import Delivery, Document, pattern, words_of
from tacitus.reading.page_paragraphs import page_paragraphs
from tacitus.reading.paragraphs import Sheet, lay_paragraphs, lay_text
from tacitus.reading.read_columns import check_text
from tacitus.reading.read_dates import read_date
from tacitus.reading.read_html import declared_encoding
from tacitus.reading.read_options import ReadOptions, problem, remark
from tacitus.reading.split_factiva import is_factiva, split_factiva
from tacitus.reading.split_nexis import is_nexis, split_nexis
from tacitus.reading.split_proquest import is_proquest, split_proquest
from tacitus.records import Article, Issue

DELIVERY_FACTOR = 50  # a delivery may be this many times as long as the longest article
# What a file that is a delivery holds somewhere, so that others need not be laid out.
HINT = re.compile(
    rb"proquest|end of document|ende des dokuments|fin du document|DO[CK]UMENT|[a-z]{2}Article|factiva|\bBody\b",
    re.IGNORECASE,
)
DATABASES: dict[str, tuple[Callable[..., bool], Callable[[Sheet], Delivery]]] = {
    "factiva": (is_factiva, split_factiva),
    "proquest": (is_proquest, split_proquest),
    "nexis": (is_nexis, split_nexis),
}
SHORT = 0.6  # of the words that are declared; a body below it is cut off
SIGNS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")  # writing whose words are not parted: databases count its letters
SHOWN = 12  # numbers or words shown in an issue
FETCH = "fetch it again from the database, or leave it out"


def may_be_delivery(data: bytes) -> bool:
    """Say whether bytes may be those of a delivery, so that it is worth laying them out."""
    return HINT.search(data.replace(b"\0", b"") if b"\0" in data[:64] else data) is not None


def furniture() -> re.Pattern[str]:
    """Return the pattern of whole lines that belong to printed pages, not to articles."""
    return pattern("", "furniture")


def find_delivery(path: str, data: bytes, kind: str, options: ReadOptions) -> Iterator[Article | Issue] | None:
    """Return the articles and issues of a delivery in plain text or, if `kind` is html, a page; None if it is none."""
    if not may_be_delivery(data):
        return None
    text, encoding = decode(data, options.encoding or (declared_encoding(data) if kind == "html" else None))
    if text is None and kind == "html":  # it declares an encoding that it does not have
        text, encoding = decode(data, options.encoding)
    if text is None:
        return None
    page = page_paragraphs(text, words_of("")["anchor"]) if kind == "html" else None
    found = read_delivery(
        path, lay_text(text, furniture()) if page is None else lay_paragraphs(page, furniture()), options
    )
    if found is None or not encoding.guessed:
        return found
    reason = f"the encoding is not UTF-8; it was guessed to be {encoding.name} and the file read so"
    return chain([remark(path, reason, f"if letters look wrong, {REMEDY}")], found)


def read_delivery(path: str, sheet: Sheet, options: ReadOptions) -> Iterator[Article | Issue] | None:
    """Return the articles and issues of a delivery, None if the file is none."""
    for name, (matches, split) in DATABASES.items():
        if matches(sheet.lines):
            found = split(sheet)
            if found.documents:
                return _articles(path, words_of(name)["name"], found, options)
    return None


def _articles(path: str, name: str, found: Delivery, options: ReadOptions) -> Iterator[Article | Issue]:
    numbers = {d.number for d in found.documents}
    yield from _missing(path, name, found, numbers)
    seen: dict[bytes, int] = {}
    undated: list[Document] = []
    for document in found.documents:
        record = document.number
        if document.lack:
            yield problem(path, f"document {record} is left out: {document.lack}{_called(document)}", FETCH, record)
            continue
        if issue := check_text(document.text, path, record, options):
            yield issue
            continue
        article = Article.make(
            document.text,
            document.key,
            url=document.url,
            title=document.title,
            source=document.source,
            published=read_date(document.date, options.day_first),
            path=path,
            record=record,
        )
        yield article
        if article.published is None:
            undated.append(document)
        yield from _warnings(path, document, article, seen)
    for piece in found.loose:
        start = " ".join(piece.split()[:SHOWN])
        yield problem(path, f"a part of the file belongs to no document: '{start} ...'", "look it up in the file")
    if undated:
        first = undated[0]
        reason = f"{len(undated)} documents have no date that can be read, the first is {first.number}{_called(first)}"
        yield remark(path, reason, "nothing to do if they have none; their articles are kept without", first.number)


def _missing(path: str, name: str, found: Delivery, numbers: set[int]) -> Iterator[Issue]:
    """Say how many documents the file announces that are not in it."""
    gaps = [n for n in range(min(numbers), max(numbers)) if n not in numbers]
    if gaps:
        shown = ", ".join(map(str, gaps[:SHOWN])) + (" ..." if len(gaps) > SHOWN else "")
        yield problem(path, f"documents are missing from this {name} delivery: {shown}", "fetch it again")
    if found.announced is not None and found.announced > len(numbers) + len(gaps):
        reason = (
            f"this {name} delivery announces {found.announced:,} documents and holds {len(numbers):,}"
            f" ({min(numbers)} to {max(numbers)})"
        )
        yield problem(path, reason, "nothing to do if the others are in other files; else fetch it again")
    elif found.searched is not None and found.searched > len(numbers):
        reason = f"the search found {found.searched:,} documents in {name}, and {len(numbers):,} are in this file"
        yield remark(path, reason, "nothing to do if the others are in other files; else fetch them too")


def _warnings(path: str, document: Document, article: Article, seen: dict[bytes, int]) -> Iterator[Issue]:
    """Say of an article that is kept that it is cut off, or that it was there before."""
    counted = len(document.text.split())
    if (
        document.words
        and not SIGNS.search(document.text)
        and counted < document.words * SHORT
        and document.words - counted > 30
    ):
        reason = (
            f"document {document.number} has {counted:,} words, and {document.words:,} are declared: it may be cut off"
        )
        yield problem(path, reason, "look at its end; fetch it again if it is cut off", document.number, article.id)
    if document.cut:
        reason = f"document {document.number} may be cut off: {document.cut}"
        yield problem(path, reason, "look at its end; fetch it again if it is cut off", document.number, article.id)
    text = re.sub(r"\s+", "", document.text.casefold())
    digest = hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=16).digest()
    before = seen.setdefault(digest, document.number)
    if before != document.number:
        reason = f"document {document.number} has the same text as document {before}{_called(document)}"
        remedy = "nothing to do; or leave one of them out, so that it is not counted twice"
        yield problem(path, reason, remedy, document.number, article.id)


def _called(document: Document) -> str:
    return f" ('{document.title[:100]}')" if document.title else ""
