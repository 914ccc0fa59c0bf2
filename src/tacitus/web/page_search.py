"""Search: articles and things said by their words; statements, events and positions by filters."""

from __future__ import annotations

from typing import Any

from tacitus.casebook import ask
from tacitus.casebook.store import Casebook
from tacitus.web.pages import Page, Query


def answer(book: Casebook, query: Query) -> dict[str, Any]:
    """List what fits."""
    return {"rows": ask.events(book, query.filters(limit=50))}


PAGES = (Page("/search", "Search", "search.html", answer, group="Records", order=20, table="rows"),)
