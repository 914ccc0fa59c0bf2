"""The articles that a report cites: each has a number, by which evidence leads to outlet, title, date and address."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa

from tacitus.casebook.store import Casebook
from tacitus.casebook.store_rows import select_in


class Cited:
    """Numbers articles in the order in which they are first cited."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def number(self, article_id: str) -> int:
        """Return the number of an article, a new one where it has none."""
        return self._numbers.setdefault(article_id, len(self._numbers) + 1)

    def rows(self, book: Casebook) -> list[dict[str, Any]]:
        """List the articles cited, by number."""
        a = book.tables["articles"]
        asked = sa.select(a.c.id, a.c.title, a.c.key, a.c.source, a.c.published, a.c.url)
        with book.reading() as connection:
            found = {row.id: row for row in select_in(connection, asked, a.c.id, list(self._numbers))}
        return [
            {
                "number": number,
                "title": found[i].title,
                "key": None if found[i].key == found[i].url else found[i].key,
                "source": found[i].source,
                "day": found[i].published,
                "url": web_address(found[i].url),
                "id": i,
            }
            for i, number in self._numbers.items()
            if i in found
        ]


def web_address(url: str | None) -> str | None:
    """Return an address that may be linked: one of the web. What would run something, or names a file, is none."""
    if not url or any(c.isspace() or ord(c) < 32 for c in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme.lower() in ("http", "https") and parts.netloc else None


def articles_of(book: Casebook, kind: str, record_ids: Iterable[str]) -> dict[str, str]:
    """Return the article of each of some records of a kind."""
    r = book.tables[kind]
    with book.reading() as connection:
        rows = select_in(connection, sa.select(r.c.id, r.c.article_id), r.c.id, list(dict.fromkeys(record_ids)))
        return {row.id: row.article_id for row in rows}
