"""The first page: what is in the casebook, over time, about what, who changed sides, what was left out."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from tacitus.casebook.store import Casebook
from tacitus.casebook.sum_contents import articles_by_time, changes, issues, left_out, totals
from tacitus.web.kept import kept
from tacitus.web.pages import Page, Query

RUNS, SOURCES = 6, 10  # listed


def answer(book: Casebook, query: Query) -> dict[str, Any]:
    """Sum up the casebook; the sums are made once and kept until it changes."""
    return dict(kept(book, "overview", lambda: _sums(book)))


def _sums(book: Casebook) -> dict[str, Any]:
    unit, periods, inexact = articles_by_time(book)
    changed, among = changes(book)
    reasons = left_out(book)
    return {
        "totals": totals(book),
        "time": {"unit": unit, "periods": periods, "inexact": inexact},
        "issues": issues(book),
        "changes": changed,
        "changes_among": among,
        "sources": _sources(book),
        "runs": _runs(book),
        "left_out": reasons,
    }


def _sources(book: Casebook) -> list[dict[str, Any]]:
    a = book.tables["articles"]
    count = sa.func.count().label("articles")
    asked = sa.select(a.c.source, count).with_hint(a, "INDEXED BY articles_id_newest_published_source", "sqlite")
    asked = asked.where(a.c.newest, a.c.source.is_not(None)).group_by(a.c.source)
    with book.reading() as c:
        rows = c.execute(asked.order_by(count.desc(), a.c.source).limit(SOURCES)).mappings()
        return [dict(r) for r in rows]


def _runs(book: Casebook) -> list[dict[str, Any]]:
    """List the newest runs with what became of their articles."""
    r, done = book.tables["runs"], book.tables["run_articles"]
    asked = sa.select(r.c.id, r.c.started, r.c.finished, r.c.already, r.c.code_version).order_by(r.c.started.desc())
    with book.reading() as c:
        listed = [dict(row) for row in c.execute(asked.limit(RUNS)).mappings()]
        counts = sa.select(done.c.run_id, done.c.outcome, sa.func.count().label("n"))
        counts = counts.where(done.c.run_id.in_([row["id"] for row in listed]))
        found = c.execute(counts.group_by(done.c.run_id, done.c.outcome)).all()
        total = c.execute(sa.select(sa.func.count()).select_from(r)).scalar_one()
    for row in listed:
        row["outcomes"] = {x.outcome: x.n for x in found if x.run_id == row["id"]}
        row["of"] = total
    return listed


PAGES = (
    Page("/", "Overview", "overview.html", answer, group="Records", order=10, styles=("overview.css",), table="issues"),
)
