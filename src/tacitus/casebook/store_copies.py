"""Marks the articles of a casebook that have the wording of another: wire copy under many keys and outlets.

`same_as` is the id of the first of them: the one published first, then by id, among the newest versions. So it depends
on what is there and not on the order in which it came, and a version of an article is never a copy of that article.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from tacitus.casebook.store_rows import parts, select_in
from tacitus.reading.wording import wording

AT_ONCE = 200  # texts read in one statement when a casebook is brought up to date


def mark_copies(connection: sa.Connection, articles: Any, hashes: Iterable[str | None]) -> None:
    """Set `same_as` anew for all articles of some wordings. `articles` is the table of them."""
    c = articles.c
    asked = sa.select(c.id, c.wording, c.newest, c.published, c.same_as)
    groups: dict[str, list[Any]] = {}
    for row in select_in(connection, asked, c.wording, sorted({h for h in hashes if h})):
        groups.setdefault(row.wording, []).append(row)
    changes = []
    for group in groups.values():
        counted = [r for r in group if r.newest]
        first = min(counted, key=lambda r: (r.published is None, r.published or "", r.id), default=None)
        for r in group:
            wanted = first.id if first is not None and r.newest and r.id != first.id else None
            if r.same_as != wanted:
                changes.append({"this": r.id, "wanted": wanted})
    if changes:
        put = articles.update().where(c.id == sa.bindparam("this")).values(same_as=sa.bindparam("wanted"))
        connection.execute(put, changes)


def count_copies(connection: sa.Connection, articles: sa.Table) -> dict[str, int]:
    """Count the articles of each run that have the wording of another."""
    asked = sa.select(articles.c.run_id, sa.func.count()).where(articles.c.same_as.is_not(None))
    return {row[0]: row[1] for row in connection.execute(asked.group_by(articles.c.run_id))}


def add_wording(connection: sa.Connection) -> None:
    """Bring a casebook from schema 3 to 4: add `wording` and `same_as` to its articles, and fill them."""
    for ddl in (
        "ALTER TABLE articles ADD COLUMN wording TEXT",
        "ALTER TABLE articles ADD COLUMN same_as TEXT REFERENCES articles (id)",
        "CREATE INDEX articles_wording ON articles (wording)",
        "CREATE INDEX articles_same_as_run_id ON articles (same_as, run_id)",
    ):
        connection.exec_driver_sql(ddl)
    names = ("id", "text", "published", "newest", "wording", "same_as")
    articles = sa.table("articles", *(sa.column(n, sa.Boolean() if n == "newest" else sa.Text()) for n in names))
    put = articles.update().where(articles.c.id == sa.bindparam("this")).values(wording=sa.bindparam("hash"))
    ids = connection.execute(sa.select(articles.c.id).order_by(articles.c.id)).scalars().all()
    for n in range(0, len(ids), AT_ONCE):
        texts = sa.select(articles.c.id, articles.c.text).where(articles.c.id.in_(ids[n : n + AT_ONCE]))
        connection.execute(put, [{"this": r.id, "hash": wording(r.text)} for r in connection.execute(texts).all()])
    several = sa.select(articles.c.wording).group_by(articles.c.wording).having(sa.func.count() > 1)
    for part in parts(connection.execute(several).scalars().all()):
        mark_copies(connection, articles, part)
