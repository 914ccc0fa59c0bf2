"""One article with all its records: the text, marked, and the ledger beside it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from markupsafe import Markup

from tacitus.casebook.store import Casebook
from tacitus.errors import StoreError
from tacitus.ledger import Ledger
from tacitus.web.article_records import Placed, placed, shown_records
from tacitus.web.find_words import find_words
from tacitus.web.kept import kept
from tacitus.web.mark_text import marked_text
from tacitus.web.pages import NotFound, Page, Pager, Query

SHOWN, MORE = 150, 600  # records in the page at first; a script then asks for the others, so many at a time


def answer(book: Casebook, query: Query) -> dict[str, Any]:
    """Return the article and its records."""
    ledger = _ledger(book, query.path["id"])
    a = ledger.article
    found = placed(ledger)
    words = query.one("text")
    hits = find_words(a.text, words) if words else []
    pager = Pager.of(query, len(found), SHOWN)
    # of a long article a page shows some records at a time; the data has all
    some = found[pager.offset : pager.last] if query.form == "html" else found
    kinds = ("statement", "event", "position")
    return {
        "title": a.title or a.key or "Article without a title",
        "article": {"id": a.id, "key": a.key, "title": a.title, "published": a.published, "source": a.source,
                    "url": a.url, "path": a.path, "record": a.record, "extractor": a.extractor},
        "text": a.text,
        "records": shown_records(book, ledger, some),
        "counts": {kind: sum(p.record.table == f"{kind}s" for p in found) for kind in kinds},
        "hits": [{"start": start, "end": end} for start, end in hits],
        **_history(book, a.id),
        "_pager": pager,
        "_paragraphs": _marked(book, ledger, found, hits) if query.form == "html" else [],
    }  # fmt: skip


def records(book: Casebook, query: Query) -> dict[str, Any]:
    """Return some of an article's records, those `after` so many."""
    ledger = _ledger(book, query.path["id"])
    found = placed(ledger)
    after = query.whole("after", 0, low=0)
    a = ledger.article
    return {"article": {"id": a.id, "title": a.title or a.key}, "total": len(found), "after": after,
            "records": shown_records(book, ledger, found[after : after + MORE])}  # fmt: skip


def _marked(
    book: Casebook, ledger: Ledger, found: list[Placed], hits: list[tuple[int, int]]
) -> list[tuple[str, Markup]]:
    """Mark the text; without hits of a search it is kept until the casebook changes."""
    if hits:
        return marked_text(ledger, found, hits)
    return kept(book, ("marked", ledger.article.id), lambda: marked_text(ledger, found))


def _ledger(book: Casebook, article_id: str) -> Ledger:
    """Return an article as it stands today; it is kept until the casebook changes, and not to be altered."""
    try:
        return kept(book, ("ledger", article_id), lambda: book.today(article_id))
    except StoreError as e:
        raise NotFound(f"{e}; the search finds articles by their words") from e


def _history(book: Casebook, article_id: str) -> dict[str, Any]:
    """Return the versions of the article, the run that coded it, and what was told of it."""
    a, runs, issues = book.tables["articles"], book.tables["runs"], book.tables["issues"]
    ids = book.versions(article_id)
    with book.reading() as connection:
        asked = sa.select(a.c.id, a.c.version, a.c.published, a.c.newest, a.c.coded, a.c.run_id).where(a.c.id.in_(ids))
        versions = [dict(r) for r in connection.execute(asked.order_by(a.c.version)).mappings()]
        run_id = next(v["run_id"] for v in versions if v["id"] == article_id)
        run = connection.execute(
            sa.select(runs.c.id, runs.c.started, runs.c.code_version).where(runs.c.id == run_id)
        ).mappings()
        told = sa.select(issues.c.kind, issues.c.reason, issues.c.remedy).where(issues.c.article_id == article_id)
        found = [dict(r) for r in connection.execute(told.order_by(issues.c.number)).mappings()]
        return {"versions": versions, "run": dict(run.one()), "issues": found}


PAGES = (
    Page("/articles/{id}", "Article", "article.html", answer, scripts=("article.js",), styles=("article.css",)),
    Page("/articles/{id}/records", "Records", "article_records.html", records, styles=("article.css",)),
)
