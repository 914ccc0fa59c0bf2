"""Search: articles by their words, and statements, events and positions by words and filters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from tacitus.casebook import ask
from tacitus.casebook.ask import Filters
from tacitus.casebook.store import Casebook
from tacitus.web.find_words import excerpt, find_words
from tacitus.web.kept import kept
from tacitus.web.pages import Page, Pager, Query

Lists = Callable[[Casebook, Filters], list[Any]]
KINDS: dict[str, Lists] = {
    "articles": ask.articles, "statements": ask.statements, "events": ask.events, "positions": ask.positions,
}  # fmt: skip
# filters that say nothing of a kind
IDLE = {
    "articles": {"type", "stance", "status", "rejected"},
    "statements": {"type", "stance", "status"},
    "events": {"stance"},
    "positions": {"type"},
}
PAGE = 50
READ = 20_000  # characters of an article in which its hits are looked for


def answer(book: Casebook, query: Query) -> dict[str, Any]:
    """List what fits, a page at a time, and count what fits of every kind."""
    kind = query.choice("kind", KINDS)
    filters = query.filters()
    counts = {k: kept(book, ("count", k, filters), partial(ask.count, book, k, filters)) for k in KINDS}
    pager = Pager.of(query, counts[kind], PAGE)
    part = filters if query.form == "csv" else replace(filters, limit=PAGE, offset=pager.offset)
    rows = KINDS[kind](book, part)
    return {
        "kind": kind,
        "counts": counts,
        "pager": pager,
        "idle": sorted(IDLE[kind] & query.filtered.keys()),
        "rows": rows,
        "_excerpts": _excerpts(book, kind, rows, filters) if query.form == "html" else {},
    }


def _excerpts(book: Casebook, kind: str, rows: list[Any], filters: Filters) -> dict[str, list[tuple[str, bool]]]:
    """Return, for each article, what stands around the first words found, or else its beginning."""
    if kind != "articles":
        return {}
    words = " ".join(w for w in (filters.text, filters.issue) if w)
    if not words:
        return {row.id: [(row.lead, False)] for row in rows}
    texts = kept(book, ("texts", tuple(row.id for row in rows)), lambda: _texts(book, [row.id for row in rows]))
    return {i: excerpt(text, find_words(text, words)) for i, text in texts.items()}


def _texts(book: Casebook, ids: list[str]) -> dict[str, str]:
    a = book.tables["articles"]
    asked = a.select().with_only_columns(a.c.id, a.c.text).where(a.c.id.in_(ids))
    with book.reading() as connection:
        return {row.id: row.text[:READ] for row in connection.execute(asked)}


PAGES = (
    Page("/search", "Search", "search.html", answer, group="Records", order=20, table="rows", styles=("search.css",)),
)
