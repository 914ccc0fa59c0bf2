"""Review: one record after another, each decided on with one key; how far it has come, and how much is right.

Every decision is a `Review` that is appended at once. The form carries the moment at which the record was shown, so
that a form that is sent twice is one review.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import sqlalchemy as sa

from tacitus.casebook.review_give import correction_of, give_verdict
from tacitus.casebook.review_queue import ORDERS, precision, progress, queue, reviews
from tacitus.casebook.store import VERDICTS, Casebook
from tacitus.casebook.store_verdicts import standing
from tacitus.errors import InputError
from tacitus.ledger import KINDS
from tacitus.run_record import now
from tacitus.web.article_records import Shown
from tacitus.web.mark_text import direction
from tacitus.web.page_record import article_of, marked_pieces, record_shown, reviews_on
from tacitus.web.pages import Page, Query, Write
from tacitus.web.review_claims import claim
from tacitus.web.review_forms import person_fields, read_form, span_fields, value_fields

LOOKED_AT = 60  # records of the queue among which one is looked for that nobody else holds
AROUND = 260  # characters of the article shown on either side of a record's sentence
LATEST = 10  # decisions that can be opened again
SKIPPED = 40  # records that are passed over in this round
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?\+00:00")
RECORD = re.compile(r"/records/[a-z]_[0-9a-f]{1,40}")
FILTERS = ("type", "stance", "actor", "country", "sector", "role", "to", "issue", "source", "status", "since", "until",
           "text")  # fmt: skip


def answer(book: Casebook, query: Query) -> dict[str, Any]:
    """Return the record to decide on, with the passage around it and the form, and how the review stands."""
    by = reviewer_of(query)
    kind = query.choice("kind", ("", *KINDS)) or None
    order = query.choice("order", ORDERS)
    again = query.one("again") == "1"
    skipped = (query.one("skip") or "").split(",")[-SKIPPED:] if query.one("skip") else []
    chosen = query.one("record")
    rows = []
    if by and chosen is None:
        rows = queue(book, order, kind, query.filters(), by, LOOKED_AT + len(skipped), again=again)
        chosen = claim(book, [r.record_id for r in rows if r.record_id not in skipped], by)
    shown = _shown(book, chosen, by) if by and chosen else None
    return {
        "title": "Review",
        "by": by,
        "kind": kind or "",
        "order": order,
        "again": again,
        "progress": progress(book, kind, by),
        "precision": precision(book),
        "latest": _latest(book, by) if by else [],
        "last": _last(book, query.one("last")),
        "moment": now(),
        **(shown or {"record": None}),
        "waiting": bool(rows) and not chosen,
        "_skip": ",".join([*skipped, chosen][-SKIPPED:]) if chosen else "",
        "_skipped": len(skipped),
        "_filters": FILTERS,
        "KINDS": tuple(KINDS),
        "ORDERS": ORDERS,
    }


def reviewer_of(query: Query) -> str | None:
    """Return who reviews: the name that the page was started with, else the one that was given."""
    return query.reviewer or (" ".join((query.one("by") or "").split())[:200] or None)


def decide(book: Casebook, query: Query) -> dict[str, Any]:
    """Append a verdict on a record as the form showed it, and lead to the next one."""
    by, record_id, verdict = reviewer_of(query), query.one("record"), query.one("verdict")
    if not by:
        raise InputError("Say who reviews: give your name, or start `tacitus serve` with --reviewer")
    if not record_id or verdict not in VERDICTS:
        raise InputError(f"A decision needs a record and a verdict: {', '.join(VERDICTS)}")
    article_of(book, record_id)  # it is told where it is not there
    at = _moment(query.one("moment"))
    changed = _changed(book, query, record_id) if verdict == "corrected" else None
    given, added = give_verdict(book, record_id, verdict, by, query.one("note"), changed, at)
    return {"next": _next(query, record_id, verdict), "record": record_id, "verdict": given, "added": added}


def _moment(told: str | None) -> str | None:
    """Return the moment that a form was made at; None where it says none, or one that is still to come."""
    return told if told and MOMENT.fullmatch(told) and told <= now() else None


def _changed(book: Casebook, query: Query, record_id: str) -> dict[str, Any]:
    ledger, this = record_shown(book, record_id)
    row = Shown(ledger).row(this.record, this.number)
    changed = read_form(query, this.record.table, this.record, this.spans, row["who"])
    if not changed:
        raise InputError("Nothing was changed: accept the record if it is right as it stands")
    return changed


def _next(query: Query, record_id: str, verdict: str) -> str:
    """Return where to go after a decision: the page of the record, if it was made there, else on in the queue."""
    back = urlsplit(query.one("back") or "/review")
    if RECORD.fullmatch(back.path):
        return f"{back.path}#reviews"
    where = Query(given=parse_qs(back.query[:5000], max_num_fields=60), address="/review")
    undone = verdict == "withdrawn"
    return where.url(record=record_id if undone else None, last=None if undone else record_id)


def _shown(book: Casebook, record_id: str, by: str) -> dict[str, Any]:
    ledger, this = record_shown(book, record_id)
    record, kind, text = this.record, this.record.table, ledger.article.text
    row = Shown(ledger).row(record, this.number)
    inside = [s for s in this.spans if s[1] < record.sentence_end + AROUND and s[2] > record.sentence_start - AROUND]
    start = _cut(text, min([record.sentence_start, *(s[1] for s in inside)]) - AROUND, -1)
    end = _cut(text, max([record.sentence_end, *(s[2] for s in inside)]) + AROUND, 1)
    c, a = book.tables["certainties"], ledger.article
    with book.reading() as connection:
        certainty = connection.execute(sa.select(c.c.certainty).where(c.c.record_id == record_id)).scalar()
    opinions = _opinions(book, record_id)
    return {
        "record": row | {"verdict": None},
        "certainty": certainty,
        "article": {"id": a.id, "title": a.title or a.key, "published": a.published, "source": a.source},
        "opinions": [o for o in opinions if o["by"] != by],
        "own": next((o for o in opinions if o["by"] == by), None),
        "passage": {"start": start, "text": text[start:end]},
        "spans": span_fields(kind, this.spans),
        "_values": value_fields(kind, record),
        "_people": person_fields(kind, row["who"]),
        "_pieces": marked_pieces(text, start, end, this.spans),
        "_direction": direction(text[start:end]),
        "_cut": (start > 0, end < len(text)),
        "_corrected": bool(correction_of(book, record_id)),
    }


def _cut(text: str, at: int, way: int) -> int:
    """Return the place nearest to `at` where no word is cut; a text without spaces is cut all the same."""
    at = max(0, min(len(text), at))
    for n in range(60):
        place = at - n * way
        if not 0 < place < len(text):
            return max(0, min(len(text), place))
        if text[place - 1].isspace():
            return place
    return at


def _opinions(book: Casebook, record_id: str) -> list[dict[str, Any]]:
    """Return the verdicts that stand on a record, one of each reviewer."""
    found = standing(reviews_on(book, record_id))
    return [{"by": r.by, "verdict": r.verdict, "at": r.at, "note": r.note} for r in found.values()]


def _last(book: Casebook, record_id: str | None) -> dict[str, Any] | None:
    """Return what was just decided on, with every opinion on it."""
    return {"record": record_id, "opinions": _opinions(book, record_id)} if record_id else None


def _latest(book: Casebook, by: str) -> list[dict[str, Any]]:
    seen: dict[str, Any] = {}
    for r in reviews(book, 200, by):
        seen.setdefault(r.record_id, r)
    rows = [r for r in seen.values() if r.verdict != "withdrawn"][:LATEST]
    return [{"record": r.record_id, "verdict": r.verdict, "at": r.at} for r in rows]


PAGES = (
    Page("/review", "Review", "review.html", answer, group="Work", order=10,
         scripts=("actors.js", "reviewer_name.js", "review.js"), styles=("article.css", "review.css")),
)  # fmt: skip
WRITES = (Write("/reviews", decide),)
