"""One article with all its records: the text, marked, and the ledger beside it."""

from __future__ import annotations

from typing import Any

from tacitus.casebook.store import Casebook
from tacitus.errors import StoreError
from tacitus.web.pages import NotFound, Page, Query


def answer(book: Casebook, query: Query) -> dict[str, Any]:
    """Return the article and its records."""
    try:
        ledger = book.ledger(query.path["id"])
    except StoreError as e:
        raise NotFound(f"{e}; the search finds articles by their words") from e
    return {"title": ledger.article.title or ledger.article.key, "text": ledger.article.text}


PAGES = (Page("/articles/{id}", "Article", "article.html", answer, scripts=("article.js",)),)
