"""The first page: what is in the casebook."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from tacitus.casebook.store import Casebook
from tacitus.web.pages import Page, Query


def answer(book: Casebook, query: Query) -> dict[str, Any]:
    """Count what is there."""
    with book.reading() as connection:
        n = connection.execute(sa.select(sa.func.count()).select_from(book.tables["articles"])).scalar_one()
    return {"articles": n}


PAGES = (Page("/", "Overview", "overview.html", answer, group="Records", order=10),)
