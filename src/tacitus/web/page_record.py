"""Why one record is there: its sentence, the rule, who was chosen and who was not, other reports of the same."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from tacitus.casebook.store import Casebook
from tacitus.casebook.store_verdicts import find_record, reviews_of
from tacitus.codebook import load_codebook
from tacitus.ledger import Ledger
from tacitus.run_record import now
from tacitus.web.article_records import Placed, Shown, placed
from tacitus.web.pages import NotFound, Page, Query
from tacitus.web.segments import Layer, segments
from tacitus.writing.explain_record import Label, explain_record

REPORTS = 50  # other reports listed
REVIEW = ("verdict", "by", "at", "note", "correction")


def answer(book: Casebook, query: Query) -> dict[str, Any]:
    """Return how a record came about."""
    ledger, this = record_shown(book, query.path["id"])
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
        "reviews": [{n: getattr(r, n) for n in REVIEW} for r in reviews_on(book, record.id)],
        "_moment": now(),
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
        found = find_record(connection, book.tables, record_id)
    if found is None:
        raise NotFound(f"There is no record {record_id} in this casebook; a new run may not have found it again")
    return str(found[1]["article_id"])


def record_shown(book: Casebook, record_id: str) -> tuple[Ledger, Placed]:
    """Return a record in its article, as it stands today. Raises NotFound where there is no such record."""
    ledger = book.today(article_of(book, record_id))
    return ledger, next(p for p in placed(ledger) if p.record.id == record_id)


def reviews_on(book: Casebook, record_id: str) -> list[Any]:
    """Return every review of a record, in the order they count in."""
    with book.reading() as connection:
        return reviews_of(connection, book.tables, [record_id]).get(record_id, [])


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
