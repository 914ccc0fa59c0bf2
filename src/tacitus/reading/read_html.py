"""A web page -> its article: the text that trafilatura takes out of it, with title, date, site and URL.

The page itself is not copied: `Article.path` leads to it, and `Article.extractor` names the extractor,
its version and the hash of the page's bytes, so that spans can be made again and a changed page shows.
"""

from __future__ import annotations

import hashlib
import re
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


def read_html(path: str, data: bytes, options: ReadOptions) -> Article | Issue:
    """Make a page into an article, or say why it is none."""
    if len(data) > options.max_chars * PAGE_FACTOR:
        return too_long(path, None, f"a page of {len(data):,} bytes", options)
    page, _ = decode(data, options.encoding or declared_encoding(data))
    if page is None:
        page, _ = decode(data, options.encoding)
    if page is None:
        return problem(path, "this is no web page: binary data, or an unknown encoding", REMEDY)
    if not page.strip():
        return problem(path, "the file is empty", "nothing to do if it should be; else fetch the page again")
    import trafilatura  # noqa: PLC0415 - it loads slowly, and most inputs are no pages

    found: Any = trafilatura.bare_extraction(
        page, with_metadata=True, include_comments=False, include_tables=False, date_extraction_params=dict(DATES)
    )
    if found is None or not (found.text or "").strip():
        return problem(
            path, "no article was found in the page", "save the article's text as .txt, or leave the page out"
        )
    text: str = found.text
    if issue := check_text(text, path, None, options):
        return issue
    digest = hashlib.blake2b(data, digest_size=16).hexdigest()
    return Article.make(
        text,
        url=found.url or None,
        title=found.title or None,
        source=found.sitename or found.hostname or None,
        published=read_date(found.date, options.day_first) or date_in_name(path),
        path=path,
        extractor=f"trafilatura {version('trafilatura')}; page blake2b {digest}",
    )


def declared_encoding(data: bytes) -> str | None:
    """Return the encoding that the page declares, if it is one."""
    m = CHARSET.search(data[:4096])
    if m is None:
        return None
    name = m[1].decode("ascii").lower()
    # what browsers do: pages that say latin-1 are cp1252
    name = "cp1252" if name in ("iso-8859-1", "latin1", "latin-1", "ascii", "us-ascii") else name
    try:
        "".encode(name)
    except (LookupError, UnicodeError):
        return None
    return name
