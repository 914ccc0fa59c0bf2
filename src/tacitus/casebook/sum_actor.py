"""Sums up one actor of a casebook, by the exact name: words used, who deals with him, where he stands, who quotes him.

Each function asks for the records of one name alone, by the index of names. Newest versions count, and what reviewers
found wrong does not; of events and positions only what occurred or is ongoing.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from tacitus.casebook.ask_filters import HAPPENED, counted, rejected
from tacitus.casebook.store import Casebook
from tacitus.casebook.store_reports import sentence_of
from tacitus.casebook.store_rows import select_in
from tacitus.entities.name_keys import name_key

QUADS = ("Verbal cooperation", "Material cooperation", "Verbal conflict", "Material conflict")
BY_NAME = "INDEXED BY participants_name_country_sector"  # else SQLite begins with all records of a kind
OWN = {"events": ("actor", "recipient"), "statements": ("speaker",), "positions": ("holder",)}


@dataclass(frozen=True, slots=True)
class ActorRow:
    """An actor in a list: the country and sector found most often, and in how many records."""

    name: str
    country: str | None
    sector: str | None
    records: int


@dataclass(frozen=True, slots=True)
class PartRow:
    """How often somebody is taken for an actor of this country, sector and entity, in how many records."""

    country: str | None
    sector: str | None
    entity_id: str | None
    records: int


@dataclass(frozen=True, slots=True)
class WordsRow:
    """Words that stand for an actor, folded together, and in how many records."""

    words: str
    records: int


@dataclass(frozen=True, slots=True)
class DayRow:
    """Records of an actor on one day; `what` is statements, positions, or the quad class of events."""

    day: str | None
    what: str
    records: int


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """What an actor did to another (`given`), or the other to him: deeds by quad class, in the order of QUADS."""

    partner: str
    country: str | None
    sector: str | None
    given: bool
    deeds: int
    counts: tuple[int, ...]
    last: str | None


@dataclass(frozen=True, slots=True)
class StandRow:
    """A position that an actor holds."""

    day: str | None
    stance: str
    target: str
    outlet: str | None
    id: str
    article_id: str
    sentence: str


@dataclass(frozen=True, slots=True)
class SaidRow:
    """Something that an actor said."""

    day: str | None
    cue: str | None
    words: str
    outlet: str | None
    id: str
    article_id: str


@dataclass(frozen=True, slots=True)
class QuotedByRow:
    """An outlet that quotes an actor, or somebody (`relay`) who relays what he said."""

    who: str
    relay: bool
    statements: int
    last: str | None


def actors(book: Casebook) -> list[ActorRow]:
    """List everybody who takes part by name, in whichever article counts, who is in most records first."""
    p = book.tables["participants"]
    count = sa.func.count()
    asked = sa.select(p.c.name, p.c.country, p.c.sector, count.label("n"))
    with book.reading() as c:
        rows = c.execute(asked.where(p.c.name.is_not(None)).group_by(p.c.name, p.c.country, p.c.sector)).all()
    best: dict[str, Any] = {}
    total: Counter[str] = Counter()
    for row in rows:
        total[row.name] += row.n
        order = (-row.n, row.country or "", row.sector or "")
        if row.name not in best or order < best[row.name][0]:
            best[row.name] = (order, row)
    made = [ActorRow(name, row.country, row.sector, total[name]) for name, (_, row) in best.items()]
    return sorted(made, key=lambda r: (-r.records, r.name))


def parts(book: Casebook, name: str) -> tuple[list[PartRow], list[WordsRow]]:
    """Return as whom an actor was read, and the words that stand for him; both empty where nobody is called so."""
    p, a = book.tables["participants"], book.tables["articles"]
    columns = (p.c.country, p.c.sector, p.c.entity_id)
    asked = sa.select(p.c.record_id, p.c.text, *columns).join(a, a.c.id == p.c.article_id)
    readings: dict[Any, set[str]] = {}
    texts: dict[str, set[str]] = {}
    spelt: dict[str, Counter[str]] = {}
    with book.reading() as c:
        for i, text, *who in c.execute(asked.where(p.c.name == name, a.c.newest)):
            readings.setdefault(tuple(who), set()).add(i)
            key = name_key(text or "")
            texts.setdefault(key, set()).add(i)
            spelt.setdefault(key, Counter())[" ".join((text or "").split())] += 1
    found = [PartRow(who[0], who[1], who[2], len(ids)) for who, ids in readings.items()]
    words = [WordsRow(spelt[k].most_common(1)[0][0], len(ids)) for k, ids in texts.items()]
    found.sort(key=lambda r: (-r.records, repr(r)))
    return found, sorted(words, key=lambda r: (-r.records, r.words))


def days(book: Casebook, name: str) -> list[DayRow]:
    """Count the records of an actor by day."""
    made = []
    with book.reading() as c:
        for kind in OWN:
            what = counted(book, kind)
            says = sa.func.coalesce(what.table.c.quad_class, "Unclassed") if kind == "events" else sa.literal(kind)
            asked = _of(book, kind, name, what.day.label("day"), says.label("says"))
            asked = asked.add_columns(sa.func.count(what.table.c.id.distinct()))
            made += [DayRow(*row) for row in c.execute(asked.group_by(what.day, says))]
    return made


def partners(book: Casebook, name: str) -> list[PartnerRow]:
    """List with whom an actor deals, and how often each was told to have done what to the other."""
    what, p = counted(book, "events"), book.tables["participants"]
    e, other, reports = what.table, p.alias("other"), book.tables["deed_reports"]
    deed = sa.func.coalesce(reports.c.deed_id, e.c.id)
    found: dict[tuple[str, bool], dict[str, Any]] = {}
    with book.reading() as c:
        asked = _of(book, "events", name, p.c.role, other.c.name, other.c.country, other.c.sector)
        asked = asked.add_columns(e.c.quad_class, deed.label("deed"), what.day.label("day"))
        asked = asked.join(other, sa.and_(other.c.record_id == e.c.id, other.c.role != p.c.role))
        asked = asked.where(other.c.role.in_(OWN["events"]), other.c.name.is_not(None), other.c.name != name)
        for row in c.execute(asked):
            own = found.setdefault((row.name, row.role == "actor"), {"who": Counter(), "deeds": {}, "last": ""})
            own["who"][row.country, row.sector] += 1
            own["deeds"][row.deed] = row.quad_class
            own["last"] = max(own["last"], row.day or "")
    made = []
    for (partner, given), own in found.items():
        (country, sector), _ = own["who"].most_common(1)[0]
        quads = Counter(own["deeds"].values())
        counts = tuple(quads[q] for q in QUADS)
        made.append(PartnerRow(partner, country, sector, given, len(own["deeds"]), counts, own["last"] or None))
    return sorted(made, key=lambda r: (-r.deeds, r.partner, r.given))


def stands_of(book: Casebook, name: str) -> list[StandRow]:
    """List the positions that an actor holds, the newest first."""
    what, a = counted(book, "positions"), book.tables["articles"]
    r = what.table
    asked = _of(book, "positions", name, what.day.label("day"), r.c.stance, r.c.target, a.c.source, r.c.id)
    asked = asked.add_columns(r.c.article_id, sentence_of(a, r).label("sentence")).order_by(what.day.desc(), r.c.id)
    with book.reading() as c:
        found = {row.id: row for row in c.execute(asked)}
    return [
        StandRow(r.day or None, r.stance, r.target, r.source, r.id, r.article_id, " ".join(r.sentence.split()))
        for r in found.values()
    ]


def said_by(book: Casebook, name: str, limit: int) -> list[SaidRow]:
    """List the last things that an actor said, the newest first."""
    what, a, pieces = counted(book, "statements"), book.tables["articles"], book.tables["contents"]
    r = what.table
    with book.reading() as c:
        asked = _of(book, "statements", name, what.day.label("day"), r.c.cue_text, r.c.id, r.c.article_id)
        rows = c.execute(asked.distinct().order_by(what.day.desc(), r.c.id).limit(limit)).all()
        ids = [row.id for row in rows]
        parts_of: dict[str, list[str]] = {}
        for piece in select_in(c, sa.select(pieces).order_by(pieces.c.piece), pieces.c.statement_id, ids):
            parts_of.setdefault(piece.statement_id, []).append(" ".join(piece.text.split()))
        articles = [row.article_id for row in rows]
        sources = dict[str, str | None](map(tuple, select_in(c, sa.select(a.c.id, a.c.source), a.c.id, articles)))
    return [
        SaidRow(
            row.day or None, row.cue_text, " … ".join(parts_of.get(row.id, ())), sources.get(row.article_id), row.id,
            row.article_id,
        )
        for row in rows
    ]  # fmt: skip


def quoted_by(book: Casebook, name: str) -> list[QuotedByRow]:
    """List the outlets in which an actor speaks, and who relays what he said: between writer and him, or around it."""
    what, a, p = counted(book, "statements"), book.tables["articles"], book.tables["participants"]
    r, relay = what.table, p.alias("relay")
    many, last = sa.func.count(r.c.id.distinct()), sa.func.max(what.day)
    who = sa.func.coalesce(relay.c.name, relay.c.text)
    outlets = _of(book, "statements", name, a.c.source, many, last).join(a, a.c.id == r.c.article_id)
    relays = _of(book, "statements", name, who, many, last)
    via = sa.and_(relay.c.record_id == r.c.id, relay.c.role == "via")
    around = sa.and_(relay.c.record_id == r.c.inside, relay.c.role == "speaker")
    found: Counter[tuple[str, bool]] = Counter()
    when: dict[tuple[str, bool], str] = {}
    with book.reading() as c:
        asked = [(outlets.where(a.c.source.is_not(None)).group_by(a.c.source), False)]
        asked += [(relays.join(relay, on).where(who != name).group_by(who), True) for on in (via, around)]
        for query, is_relay in asked:
            for words, n, day in c.execute(query):
                found[words, is_relay] += n
                when[words, is_relay] = max(when.get((words, is_relay), ""), day or "")
    made = [QuotedByRow(words, rel, n, when[words, rel] or None) for (words, rel), n in found.items()]
    return sorted(made, key=lambda r: (r.relay, -r.statements, r.who))


def _of(book: Casebook, kind: str, name: str, *columns: Any) -> sa.Select[Any]:
    """Select from the records of a kind in which somebody called `name` has a part of his own."""
    what, p = counted(book, kind), book.tables["participants"]
    r = what.table
    rows = p.join(what.rows, p.c.record_id == r.c.id)
    asked = sa.select(*columns).select_from(rows).with_hint(p, BY_NAME, "sqlite")
    where = [p.c.name == name, p.c.kind == kind, p.c.role.in_(OWN[kind]), *what.only, r.c.id.not_in(rejected(book))]
    if kind != "statements":
        where.append(r.c.status.in_(HAPPENED))
    return asked.where(*where)
