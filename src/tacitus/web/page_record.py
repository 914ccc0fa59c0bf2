"""Why one record is there: its sentence, the rule, who was chosen and who was not, other reports of the same."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from tacitus.casebook.store import Casebook
from tacitus.codebook import load_codebook
from tacitus.ledger import KINDS
from tacitus.web.article_records import Shown, placed
from tacitus.web.pages import NotFound, Page, Query
from tacitus.web.segments import Layer, segments
from tacitus.writing.explain_record import Label, explain_record

REPORTS = 50  # other reports listed


def answer(book: Casebook, query: Query) -> dict[str, Any]:
    """Return how a record came about."""
    ledger = book.today(article_of(book, query.path["id"]))
    this = next(p for p in placed(ledger) if p.record.id == query.path["id"])
    record, spans = this.record, this.spans
    shown = Shown(ledger)
    how = explain_record(ledger, record, load_codebook())
    text = ledger.article.text
    inside = [s for s in spans if s[1] < record.sentence_end and s[2] > record.sentence_start]
    # who takes part may be named far away; the sentence alone is shown then
    start = min([record.sentence_start, *(s[1] for s in inside)])
    end = max([record.sentence_end, *(s[2] for s in inside)])
    return {
        "title": f"Why {record.table[:-1]} {record.id[:10]}",
        "article": {"id": ledger.article.id, "title": ledger.article.title or ledger.article.key,
                    "published": ledger.article.published, "source": ledger.article.source},
        "record": shown.row(record, this.number),
        "spans": [{"part": part, "start": s, "end": e} for part, s, e in spans],
        "why": how,
        "judged": [{"status": s.status, "reason": s.reason, "who": shown.party(s.mention_id) if s.mention_id else None}
                   for s in how.statuses],
        "reviews": _reviews(book, record.id),
        "_moment": datetime.now(UTC).isoformat(timespec="microseconds"),
        "reports": _reports(book, record.table, record.id),
        "_sentence": marked_pieces(text, start, end, inside),
        "_examples": {r.id: [(title, marked_pieces(plain, 0, len(plain), marks)) for title, plain, marks in r.examples]
                      for r in (how.origin.rule, how.origin.cue) if r},
    }  # fmt: skip


def marked_pieces(text: str, start: int, end: int, spans: list[Label]) -> list[tuple[str, str]]:
    """Cut a stretch of text into pieces, each with the names of what covers it."""
    layers = [Layer(s - start, e - start, part, "") for part, s, e in spans]
    return [
        (text[start + p.start : start + p.end], " ".join(dict.fromkeys(s.kind for s in p.over)))
        for p in segments(end - start, layers)
    ]


def article_of(book: Casebook, record_id: str) -> str:
    """Return the article of a record. Raises NotFound where there is no such record."""
    with book.reading() as connection:
        for kind in KINDS:
            table = book.tables[kind]
            found = connection.execute(sa.select(table.c.article_id).where(table.c.id == record_id)).scalar()
            if found is not None:
                return str(found)
    raise NotFound(f"There is no record {record_id} in this casebook; a new run may not have found it again")


def _reviews(book: Casebook, record_id: str) -> list[dict[str, Any]]:
    v = book.tables["reviews"]
    asked = sa.select(v.c.verdict, v.c.by, v.c.at, v.c.note, v.c.correction).where(v.c.record_id == record_id)
    with book.reading() as connection:
        return [dict(r) for r in connection.execute(asked.order_by(v.c.at, v.c.number)).mappings()]


def _reports(book: Casebook, kind: str, record_id: str) -> list[dict[str, Any]]:
    """List other reports of the same deed or saying, with why each was put there."""
    if kind == "positions":
        return []
    group, key = ("deed", "event_id") if kind == "events" else ("saying", "statement_id")
    r, a, mine = book.tables[f"{group}_reports"], book.tables["articles"], book.tables[f"{group}_reports"].alias()
    this = sa.select(mine.c[f"{group}_id"]).where(mine.c[key] == record_id).scalar_subquery()
    asked = sa.select(
        r.c[key].label("id"), r.c.article_id, r.c.day, r.c.link, r.c.reason, r.c.conflict, a.c.title, a.c.source
    )
    asked = asked.join(a, a.c.id == r.c.article_id).where(r.c[f"{group}_id"] == this, r.c[key] != record_id)
    with book.reading() as connection:
        found = connection.execute(asked.order_by(r.c.day, r.c[key]).limit(REPORTS)).mappings()
        return [dict(row) for row in found]


PAGES = (Page("/records/{id}", "Why", "record.html", answer, scripts=("reviewer_name.js",),
              styles=("article.css", "review.css")),)  # fmt: skip
