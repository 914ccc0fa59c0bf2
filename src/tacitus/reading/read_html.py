"""A web page -> its article: the text that trafilatura takes out of it, with title, date, site and URL.

The page itself is not copied: `Article.path` leads to it, and `Article.extractor` names the extractor,
its version and the hash of the page's bytes, so that spans can be made again and a changed page shows.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from tacitus.reading.decode_text import REMEDY, decode
from tacitus.reading.read_columns import check_text
from tacitus.reading.read_dates import date_in_name, read_date
from tacitus.reading.read_options import ReadOptions, problem, too_long
from tacitus.records import Article, Issue

PAGE_FACTOR = 10  # a page may be this many times as long as the longest article
CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
# Only dates the page declares; and no "today" in the search, so that every day gives the same answer.
DATES = {"original_date": True, "extensive_search": False, "max_date": "2999-12-31", "min_date": "1900-01-01"}


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an archive knows of a page: its address, the charset that the server named, when, and its record there."""

    url: str | None = None
    charset: str | None = None
    at: str | None = None
    record: int | None = None


def read_html(path: str, data: bytes, options: ReadOptions, fetched: Fetched | None = None) -> Article | Issue:
    """Make a page into an article, or say why it is none. With `fetched`, `path` is the archive that holds it."""
    known = fetched or Fetched()
    if len(data) > options.max_chars * PAGE_FACTOR:
        return too_long(path, known.record, f"a page of {len(data):,} bytes", options)
    page, _ = decode(data, options.encoding or known_encoding(known.charset) or declared_encoding(data))
    if page is None:
        page, _ = decode(data, options.encoding)
    if page is None:
        return problem(path, "this is no web page: binary data, or an unknown encoding", REMEDY, known.record)
    if not page.strip():
        again = "nothing to do if it should be; else fetch the page again"
        return problem(path, "the page is empty" if fetched else "the file is empty", again, known.record)
    import trafilatura  # noqa: PLC0415 - it loads slowly, and most inputs are no pages

    found: Any = trafilatura.bare_extraction(
        page,
        url=known.url,
        with_metadata=True,
        include_comments=False,
        include_tables=False,
        date_extraction_params=dict(DATES),
    )
    if found is None or not (found.text or "").strip():
        reason = "no article was found in the page" + (f": {known.url[:200]}" if known.url else "")
        return problem(path, reason, "save the article's text as .txt, or leave the page out", known.record)
    text: str = found.text
    if issue := check_text(text, path, known.record, options):
        return issue
    made_by = f"trafilatura {version('trafilatura')}; page blake2b {hashlib.blake2b(data, digest_size=16).hexdigest()}"
    return Article.make(
        text,
        url=known.url or found.url or None,
        title=found.title or None,
        source=found.sitename or found.hostname or None,
        published=read_date(found.date, options.day_first) or (None if fetched else date_in_name(path)),
        path=path,
        record=known.record,
        extractor=made_by + (f"; fetched {known.at}" if known.at else ""),
    )


def declared_encoding(data: bytes) -> str | None:
    """Return the encoding that the page declares, if it is one."""
    m = CHARSET.search(data[:4096])
    return None if m is None else known_encoding(m[1].decode("ascii"))


def known_encoding(name: str | None) -> str | None:
    """Return the encoding that a page or its server names, as browsers take it; None if there is no such."""
    name = (name or "").strip().lower()
    # what browsers do: pages that say latin-1 are cp1252
    name = "cp1252" if name in ("iso-8859-1", "latin1", "latin-1", "ascii", "us-ascii") else name
    try:
        "".encode(name)
    except (LookupError, UnicodeError, ValueError):
        return None
    return name
