"""Where reports contradict each other: deeds asserted by one and denied by another, and deeds with several tolls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from tacitus.casebook.ask_filters import Filters, named, record_conditions
from tacitus.casebook.store import Casebook
from tacitus.casebook.store_decisions import IDENTITY, Rules, load_decisions
from tacitus.casebook.store_reports import participants, sentence_of
from tacitus.casebook.store_rows import parts
from tacitus.show_text import one_line

SURE = ("occurred", "ongoing")


@dataclass(frozen=True, slots=True)
class ContestedRow:
    """A deed that somebody says was done and another says was not."""

    date: str | None
    type: str
    actor: str | None
    recipient: str | None
    asserted_by: str
    asserted: str
    asserted_trigger: str
    asserted_id: str
    denied_by: str
    denied: str
    denied_trigger: str
    denied_id: str


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """One report of a deed whose reports give several numbers of killed or injured."""

    deed_id: str
    date: str | None
    type: str
    actors: str | None
    recipients: str | None
    place: str | None
    reports: int
    toll: str
    number: int
    lowest: int
    highest: int
    according_to: str
    trigger: str
    evidence: str
    id: str


def contested(book: Casebook, filters: Filters = Filters()) -> list[ContestedRow]:  # noqa: B008
    """List deeds that one side asserts and another denies, with the first words of each side."""
    e, a, r, st = (book.tables[n] for n in ("events", "articles", "deed_reports", "statuses"))
    deed = sa.func.coalesce(r.c.deed_id, r.c.event_id)
    m, best = book.tables["mentions"], book.tables["resolutions"]
    sentence = sentence_of(a, e)
    with book.reading() as connection:
        no = (
            sa.select(r.c.event_id, r.c.deed_id).join(st, st.c.record_id == r.c.event_id).where(st.c.status == "denied")
        )
        denied = connection.execute(no).all()
        ids = list(dict.fromkeys([x.deed_id for x in denied if x.deed_id]))
        alone = list(dict.fromkeys([x.event_id for x in denied if not x.deed_id]))
        where = record_conditions(book, connection, "events", filters, ("actor", "recipient"), ("actor", "recipient"))
        asked = sa.select(
            deed.label("deed"), e.c.id, e.c.type, e.c.trigger_text, r.c.day, st.c.status,
            a.c.source, sentence.label("sentence"), e.c.article_id, m.c.text, *(best.c[c] for c in IDENTITY),
        )  # fmt: skip
        asked = asked.select_from(r).join(e, e.c.id == r.c.event_id).join(a, a.c.id == e.c.article_id)
        asked = asked.join(st, st.c.record_id == e.c.id).outerjoin(m, m.c.id == st.c.mention_id)
        asked = asked.outerjoin(best, sa.and_(best.c.mention_id == m.c.id, best.c.rank == 0)).where(*where)
        rows = [x for part in parts(ids) for x in connection.execute(asked.where(r.c.deed_id.in_(part)))]
        rows += [x for part in parts(alone) for x in connection.execute(asked.where(r.c.event_id.in_(part)))]
        rows.sort(key=lambda x: (x.day or "", x.deed, x.id))
        decided = Rules(load_decisions(connection, book.tables))
        voices = {id(x): decided.apply(dict(x._mapping))["name"] or x.text or x.source or "the writer" for x in rows}
        deeds: dict[str, list[Any]] = {}
        for x in rows:
            deeds.setdefault(x.deed, []).append(x)
        pairs = [pair for found in deeds.values() if (pair := _contested(found, voices)) is not None][: filters.limit]
        who = participants(connection, book.tables, list(dict.fromkeys(x.id for pair in pairs for x in pair)))
    return [
        ContestedRow(
            no.day or None, no.type,
            named(who, yes.id, "actor") or named(who, no.id, "actor"),
            named(who, yes.id, "recipient") or named(who, no.id, "recipient"),
            voices[id(yes)], one_line(yes.sentence), yes.trigger_text, yes.id,
            voices[id(no)], one_line(no.sentence), no.trigger_text, no.id,
        )
        for yes, no in pairs
    ]  # fmt: skip


def _contested(rows: list[Any], voices: dict[int, str]) -> tuple[Any, Any] | None:
    """Find who asserts a deed and who denies it; None where nobody asserts it or it is the same voice."""
    denied = [x for x in rows if x.status == "denied"]
    pairs = ((y, n) for n in denied for y in rows if y.status in SURE)
    return next(((y, n) for y, n in pairs if voices[id(y)] != voices[id(n)]), None)


def conflicts(book: Casebook, filters: Filters = Filters()) -> list[ConflictRow]:  # noqa: B008
    """List the reports of deeds whose reports give different numbers, deed by deed, the widest apart first."""
    e, a, r, d = (book.tables[n] for n in ("events", "articles", "deed_reports", "deeds"))
    sentence = sentence_of(a, e)
    apart = sa.or_(d.c.killed_low < d.c.killed_high, d.c.injured_low < d.c.injured_high)
    with book.reading() as connection:
        where = record_conditions(book, connection, "events", filters, ("actor", "recipient"), ("actor", "recipient"))
        asked = sa.select(
            d,
            e.c.id.label("event_id"),
            e.c.killed,
            e.c.injured,
            e.c.trigger_text,
            a.c.source,
            sentence.label("sentence"),
        )
        asked = asked.select_from(d).join(r, r.c.deed_id == d.c.id).join(e, e.c.id == r.c.event_id)
        asked = asked.join(a, a.c.id == e.c.article_id).where(apart, *where)
        rows = connection.execute(asked).all()
        who = participants(connection, book.tables, [x.event_id for x in rows])
    out = []
    for x in rows:
        for toll in ("killed", "injured"):
            low, high, number = (getattr(x, n) for n in (f"{toll}_low", f"{toll}_high", toll))
            if number is None or low == high:
                continue
            per = named(who, x.event_id, "source") or x.source or "the writer"
            out.append(
                ConflictRow(
                    x.id,
                    x.date,
                    x.type,
                    x.actors,
                    x.recipients,
                    x.place,
                    x.reports,
                    toll,
                    number,
                    low,
                    high,
                    per,
                    x.trigger_text,
                    one_line(x.sentence),
                    x.event_id,
                )
            )
    out.sort(key=lambda c: (c.lowest - c.highest, c.deed_id, c.toll, c.number, c.id))
    return out[: filters.limit]
