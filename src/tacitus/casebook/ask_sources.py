"""Who is quoted, who relays whom, how much of an outlet rests on unnamed sources, and who stands behind a record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from tacitus.casebook.ask_filters import Counted, Filters, counted, record_conditions
from tacitus.casebook.store import Casebook
from tacitus.casebook.store_reports import participants
from tacitus.errors import InputError, StoreError
from tacitus.ledger import KINDS
from tacitus.show_text import one_line

VIEWS = ("quoted", "relays", "outlets")
DEPTH = 50  # statements inside statements


@dataclass(frozen=True, slots=True)
class QuotedRow:
    """Somebody who is quoted."""

    speaker: str
    country: str | None
    sector: str | None
    statements: int
    articles: int
    outlets: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class RelayRow:
    """Somebody who tells what another said."""

    relay: str
    speaker: str
    statements: int
    outlets: int
    first: str | None
    last: str | None
    example: str


@dataclass(frozen=True, slots=True)
class OutletRow:
    """An outlet: its statements, and how many of them have a speaker without a name, or none."""

    outlet: str | None
    articles: int
    statements: int
    unnamed: int
    unnamed_share: float
    relayed: int


@dataclass(frozen=True, slots=True)
class ChainRow:
    """A link of a chain from the writer to the origin, with the words of the text that show it."""

    step: int
    who: str
    country: str | None
    sector: str | None
    part: str
    said: str | None
    evidence: str
    start: int | None
    end: int | None
    id: str | None


def sources(book: Casebook, filters: Filters = Filters(), view: str = "quoted") -> list[Any]:  # noqa: B008
    """Say who is quoted (`QuotedRow`), who relays whom (`RelayRow`), or what outlets rest on (`OutletRow`)."""
    if view not in VIEWS:
        raise InputError(f"'{view}' is no view of sources; there are {', '.join(VIEWS)}")
    with book.reading() as connection:
        where = record_conditions(book, connection, "statements", filters, ("speaker",), ("addressee",))
        views: dict[str, Callable[..., list[Any]]] = {"quoted": _quoted, "relays": _relays, "outlets": _outlets}
        return views[view](book, connection, where, filters)


def _hinted(what: Counted, articles: sa.Table, asked: Any) -> Any:
    index = "articles_id_newest_published_source"
    return what.hinted(asked).with_hint(articles, f"INDEXED BY {index}", "sqlite")


def _quoted(book: Casebook, connection: sa.Connection, where: list[Any], f: Filters) -> list[QuotedRow]:
    s, a, p = (book.tables[n] for n in ("statements", "articles", "participants"))
    what, count = counted(book, "statements"), sa.func.count
    day = what.day
    who = sa.func.coalesce(p.c.name, p.c.text)
    asked = sa.select(
        who, sa.func.max(p.c.country), sa.func.max(p.c.sector), count(s.c.id.distinct()).label("said"),
        count(s.c.article_id.distinct()), count(a.c.source.distinct()), sa.func.min(day), sa.func.max(day),
    )  # fmt: skip
    asked = asked.select_from(what.rows).join(a, a.c.id == s.c.article_id)
    asked = asked.join(p, sa.and_(p.c.record_id == s.c.id, p.c.role == "speaker"))
    asked = _hinted(what, a, asked).where(*where).group_by(who).order_by(sa.desc("said"), who).limit(f.limit)
    return [QuotedRow(*row) for row in connection.execute(asked)]


def _relays(book: Casebook, connection: sa.Connection, where: list[Any], f: Filters) -> list[RelayRow]:
    """Count who relays whom: named between writer and speaker, or speaker of the statement that this one is inside."""
    s, a, p = (book.tables[n] for n in ("statements", "articles", "participants"))
    outer, inner = p.alias("relay"), p.alias("speaker")
    what, count = counted(book, "statements"), sa.func.count
    day = what.day
    one, two = (sa.func.coalesce(x.c.name, x.c.text) for x in (outer, inner))
    relayed = sa.or_(
        sa.and_(outer.c.record_id == s.c.id, outer.c.role == "via"),
        sa.and_(outer.c.record_id == s.c.inside, outer.c.role == "speaker"),
    )
    asked = sa.select(
        one, two, count(s.c.id.distinct()).label("said"), count(a.c.source.distinct()), sa.func.min(day),
        sa.func.max(day), sa.func.min(s.c.id),
    )  # fmt: skip
    asked = asked.select_from(what.rows).join(a, a.c.id == s.c.article_id).join(outer, relayed)
    asked = asked.join(inner, sa.and_(inner.c.record_id == s.c.id, inner.c.role == "speaker"))
    asked = (
        _hinted(what, a, asked)
        .where(*where, one != two)
        .group_by(one, two)
        .order_by(sa.desc("said"), one, two)
        .limit(f.limit)
    )
    return [RelayRow(*row) for row in connection.execute(asked)]


def _outlets(book: Casebook, connection: sa.Connection, where: list[Any], f: Filters) -> list[OutletRow]:
    s, a, p = (book.tables[n] for n in ("statements", "articles", "participants"))
    what, count = counted(book, "statements"), sa.func.count
    via = sa.select(p.c.record_id).where(p.c.kind == "statements", p.c.role == "via")
    has_name = sa.select(p.c.record_id).where(p.c.kind == "statements", p.c.role == "speaker", p.c.name.is_not(None))
    unnamed = sa.func.sum(sa.case((s.c.id.in_(has_name), 0), else_=1))
    relayed = sa.func.sum(sa.case((sa.or_(s.c.inside.is_not(None), s.c.id.in_(via)), 1), else_=0))
    asked = sa.select(a.c.source, count(s.c.article_id.distinct()), count().label("said"), unnamed, relayed)
    asked = asked.select_from(what.rows).join(a, a.c.id == s.c.article_id).where(*where).group_by(a.c.source)
    asked = _hinted(what, a, asked).order_by(sa.desc("said"), a.c.source).limit(f.limit)
    rows = connection.execute(asked).all()
    return [OutletRow(o, n, said, int(un), round(int(un) / said, 3), int(rel)) for o, n, said, un, rel in rows]


def chain(book: Casebook, record_id: str) -> list[ChainRow]:
    """Follow a record from the writer to the origin. The first letters of its id are enough where they are its own."""
    with book.reading() as connection:
        kind, row = _find(book, connection, record_id)
        around, seen = [(kind, row)], {row.id}
        while around[0][1].inside and around[0][1].inside not in seen and len(around) < DEPTH:
            s = book.tables["statements"]
            outer = connection.execute(sa.select(s).where(s.c.id == around[0][1].inside)).first()
            if outer is None:
                break
            seen.add(outer.id)
            around.insert(0, ("statements", outer))
        a, c = book.tables["articles"], book.tables["contents"]
        article = connection.execute(sa.select(a).where(a.c.id == row.article_id)).one()
        who = participants(connection, book.tables, [r.id for _, r in around])
        ids = [p.mention_id for found in who.values() for p in found]
        m = book.tables["mentions"]
        spans = {x.id: x for x in connection.execute(sa.select(m).where(m.c.id.in_(ids)))}
        pieces = connection.execute(
            sa.select(c).where(c.c.statement_id.in_([r.id for _, r in around])).order_by(c.c.statement_id, c.c.piece)
        ).all()
    writer = article.source or "the writer"
    title = " ".join(((article.title or article.key or "") + f" ({article.published or 'no date'})").split())
    out = [ChainRow(0, writer, None, None, "writer", None, title, None, None, article.id)]
    for of_kind, r in around:
        parts = ("via", "speaker") if of_kind == "statements" else ("source", *_doers(of_kind))
        shown = {p.mention_id for part in ("via", "speaker") for _, o in around for p in who.get((o.id, part), ())}
        told = _told(of_kind, r, article.text, pieces)
        for part in parts:
            for p in who.get((r.id, part), ()):
                if part == "source" and p.mention_id in shown:
                    continue  # already a link as the speaker of a statement around it
                span = spans[p.mention_id]
                sentence = article.text[r.sentence_start : r.sentence_end]
                name = p.name or one_line(p.text)
                cue = getattr(r, "cue_text", None) if part == "speaker" else None
                evidence = told if part in ("speaker", *_doers(of_kind)) else f"{' '.join(sentence.split())}"
                out.append(
                    ChainRow(len(out), name, p.country, p.sector, part, cue, evidence, span.start, span.end, r.id)
                )
        if not any(x.id == r.id for x in out):
            out.append(ChainRow(len(out), "nobody named", None, None, of_kind[:-1], None, told, None, None, r.id))
    return out


def _doers(kind: str) -> tuple[str, ...]:
    return ("actor",) if kind == "events" else ("holder",)


def _told(kind: str, r: Any, text: str, pieces: Any) -> str:
    """Return the words of a record: what was said, or the sentence of the deed, or the evidence of a position."""
    if kind == "statements":
        told = " … ".join(x.text for x in pieces if x.statement_id == r.id)
    else:
        told = r.evidence_text if kind == "positions" else text[r.sentence_start : r.sentence_end]
    return one_line(told)


def _find(book: Casebook, connection: sa.Connection, record_id: str) -> tuple[str, Any]:
    found = []
    for kind in KINDS:
        r = book.tables[kind]
        asked = sa.select(r).where(r.c.id >= record_id, r.c.id < record_id + "g").order_by(r.c.id).limit(2)
        found += [(kind, row) for row in connection.execute(asked)]
    if not found:
        raise StoreError(f"{book.where}: no record {record_id}; ids stand beside what `tacitus ask` shows")
    if len(found) > 1 and found[0][1].id != record_id:
        raise InputError(f"{record_id} begins the ids of several records; give more of its letters")
    return found[0]
