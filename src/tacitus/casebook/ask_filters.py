"""What every question to a casebook shares: its filters, which versions and records count, and the day of a record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from tacitus.casebook.ask_words import country_code, search_parts, sense
from tacitus.casebook.store import Casebook
from tacitus.casebook.store_reports import Sides
from tacitus.casebook.store_rows import select_in
from tacitus.entities.name_keys import name_key
from tacitus.errors import InputError
from tacitus.records import EVENT_TYPES, SECTORS, STATUSES
from tacitus.show_text import one_line

HAPPENED = ("occurred", "ongoing")
TIED = {"positions": ("holder", "target_actor"), "events": ("actor", "recipient")}  # from whom, to whom
NAMES_AT_MOST = 5000  # names that one filter may stand for
UNITS = ("day", "week", "month", "year")


@dataclass(frozen=True, slots=True)
class Filters:
    """Which records are asked for; what is None does not matter.

    `actor` (a name, in part), `country` (name or code) and `sector` are those of one participant, in `role`
    if that is given; `to` is the name or the country of another (recipient, addressee, target). `source` is
    the outlet, or who is named as the source. `text` is words and "phrases": of what was said for statements,
    of the article for events and positions. `issue` is words that the target of a position must be about. `since`
    and `until` are ISO dates or their beginnings. `rejected` keeps records that a reviewer found wrong. `limit` rows
    are listed after the first `offset`; questions that count heed no offset.
    """

    actor: str | None = None
    role: str | None = None
    country: str | None = None
    sector: str | None = None
    to: str | None = None
    type: str | None = None
    stance: str | None = None
    issue: str | None = None
    source: str | None = None
    status: str | None = None
    since: str | None = None
    until: str | None = None
    text: str | None = None
    rejected: bool = False
    limit: int | None = None
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Counted:
    """The records of one kind that count, those of newest versions: what to select from, and the day of a record."""

    table: sa.Table
    rows: sa.FromClause
    day: sa.ColumnElement[str]
    only: list[sa.ColumnElement[bool]]
    around: sa.Table
    index: str

    def hinted(self, asked: Any) -> Any:
        """Tell SQLite to look up what stands around a record in an index that holds all that is asked of it."""
        return asked.with_hint(self.around, f"INDEXED BY {self.index}", "sqlite")


def counted(book: Casebook, kind: str) -> Counted:
    """Return the records of a kind that count. The day of a record is its own date, else that of its article."""
    r = book.tables[kind]
    if kind == "positions":
        a = book.tables["articles"]
        day = sa.func.coalesce(r.c.date, a.c.published)
        index = "articles_id_newest_published_source"
        return Counted(r, r.join(a, a.c.id == r.c.article_id), day, [a.c.newest], a, index)
    # only newest versions have reports
    group, record = ("deed", "event_id") if kind == "events" else ("saying", "statement_id")
    reports = book.tables[f"{group}_reports"]
    index = f"{group}_reports_{record}_day_{group}_id"
    return Counted(r, r.join(reports, reports.c[record] == r.c.id), reports.c.day, [], reports, index)


def rejected(book: Casebook) -> sa.Select[Any]:
    """Select the ids of the records that reviewers found wrong; the last verdict other than unsure decides."""
    v = book.tables["verdicts"]
    return sa.select(v.c.record_id).where(v.c.verdict == "wrong")


def verdicts_on(book: Casebook, connection: sa.Connection, ids: list[str]) -> dict[str, str]:
    """Return the verdict that decides on each record that was reviewed."""
    v = book.tables["verdicts"]
    asked = sa.select(v.c.record_id, v.c.verdict)
    return {row.record_id: row.verdict for row in select_in(connection, asked, v.c.record_id, ids)}


def one_of(column: Any, given: str | None, known: tuple[str, ...], what: str) -> list[sa.ColumnElement[bool]]:
    """Return the condition that a column has one of some values, given with commas between them."""
    if given is None:
        return []
    asked = [g.strip() for g in given.split(",") if g.strip()]
    spelt = {k.lower(): k for k in known}
    for g in asked:
        if g.lower() not in spelt:
            raise InputError(f"'{g}' is no {what}; there are {', '.join(known)}")
    return [column.in_([spelt[g.lower()] for g in asked])]


def names_like(book: Casebook, connection: sa.Connection, given: str) -> list[str]:
    """List the names of participants that have all the words of `given`, whatever the accents and the case."""
    p = book.tables["participants"]
    asked = frozenset(name_key(given).split())
    if not asked:
        raise InputError(f"'{given}' has no letters; give a name")
    found = connection.execute(sa.select(p.c.name).where(p.c.name.is_not(None)).distinct()).scalars()
    return sorted(n for n in found if asked <= frozenset(name_key(n).split()))[:NAMES_AT_MOST]


def takes_part(
    book: Casebook,
    connection: sa.Connection,
    p: sa.FromClause,
    who: str | None,
    country: str | None,
    sector: str | None,
) -> list[sa.ColumnElement[bool]]:
    """Return the conditions that a participant has a name, a country and a sector."""
    out: list[sa.ColumnElement[bool]] = []
    if who is not None:
        words = " ".join(who.lower().split())
        unnamed = sa.and_(p.c.name.is_(None), sa.func.lower(p.c.text).contains(words, autoescape=True))
        out.append(sa.or_(p.c.name.in_(names_like(book, connection, who)), unnamed))
    if country is not None:
        code = country_code(country)
        if code is None:
            raise InputError(f"'{country}' is no country; give a name such as Peru or a code such as PER")
        out.append(p.c.country == code)
    return out + one_of(p.c.sector, sector, SECTORS, "sector")


def end_of(book: Casebook, connection: sa.Connection, p: sa.FromClause, given: str) -> sa.ColumnElement[bool]:
    """Return the condition that a participant is `given`: any of a country's if that is one, else somebody by name."""
    code = country_code(given)
    if code is not None:
        return p.c.country == code
    return sa.and_(*takes_part(book, connection, p, given, None, None))


def record_conditions(
    book: Casebook, connection: sa.Connection, kind: str, f: Filters, roles: tuple[str, ...], far: tuple[str, ...]
) -> list[sa.ColumnElement[bool]]:
    """Return what the filters ask of records of one kind, except for the words of an issue."""
    what = counted(book, kind)
    r, a = what.table, book.tables["articles"]
    out = [*what.only]
    if not f.rejected:
        out.append(r.c.id.not_in(rejected(book)))
    roles = (f.role,) if f.role else roles
    p = book.tables["participants"]
    if f.actor or f.country or f.sector:
        asked = takes_part(book, connection, p, f.actor, f.country, f.sector)
        out.append(_in(book, kind, r, sa.and_(p.c.role.in_(roles), *asked)))
    if f.to:
        out.append(_in(book, kind, r, sa.and_(p.c.role.in_(far), end_of(book, connection, p, f.to))))
    if f.source:
        like = sa.func.lower(a.c.source).contains(f.source.lower(), autoescape=True)
        asked = takes_part(book, connection, p, f.source, None, None)
        told = r.c.article_id.in_(sa.select(a.c.id).where(like))
        out.append(sa.or_(told, _in(book, kind, r, sa.and_(p.c.role.in_(("source", "via")), *asked))))
    if kind == "events":
        out += one_of(r.c.type, f.type, EVENT_TYPES, "type of event")
    if kind == "positions":
        out += one_of(r.c.stance, f.stance, ("for", "against"), "stance")
    if kind != "statements":
        out += one_of(r.c.status, f.status, STATUSES, "status")
    return out + day_between(what.day, f.since, f.until) + _words(book, kind, r, f)


def happened(
    book: Casebook, connection: sa.Connection, kind: str, f: Filters, roles: tuple[str, ...], far: tuple[str, ...]
) -> list[sa.ColumnElement[bool]]:
    """Return the conditions of `record_conditions`, and that it happened unless a status is asked for."""
    where = record_conditions(book, connection, kind, f, roles, far)
    return where if f.status else [*where, book.tables[kind].c.status.in_(HAPPENED)]


def tie_conditions(book: Casebook, connection: sa.Connection, kind: str, f: Filters) -> list[sa.ColumnElement[bool]]:
    """Return what the filters ask of what happened between two; with `to`, who is asked for is whom it comes from."""
    start, end = TIED[kind]
    return happened(book, connection, kind, f, (start,) if f.to else (start, end), (end,))


def article_conditions(book: Casebook, connection: sa.Connection, f: Filters) -> list[sa.ColumnElement[bool]]:
    """Return what the filters ask of articles: their words, outlet and day, and who takes part in their records."""
    a, p = book.tables["articles"], book.tables["participants"]
    out: list[sa.ColumnElement[bool]] = [a.c.newest]
    if f.actor or f.country or f.sector:
        asked = takes_part(book, connection, p, f.actor, f.country, f.sector)
        asked += [p.c.role == f.role] if f.role else []
        out.append(a.c.id.in_(sa.select(p.c.article_id).where(*asked)))
    if f.to:
        out.append(a.c.id.in_(sa.select(p.c.article_id).where(end_of(book, connection, p, f.to))))
    if f.source:
        out.append(sa.func.lower(a.c.source).contains(f.source.lower(), autoescape=True))
    if words := " ".join(w for w in (f.text, f.issue) if w):
        out.append(book.matches("articles", words))
    return out + day_between(a.c.published, f.since, f.until)


def day_between(day: Any, since: str | None, until: str | None) -> list[sa.ColumnElement[bool]]:
    """Return the conditions that a day lies between two dates, each of which may be a month or a year."""
    out: list[sa.ColumnElement[bool]] = []
    if since:
        out.append(day >= since)
    if until:
        out.append(sa.func.substr(day, 1, len(until)) <= until)
    return out


def _in(book: Casebook, kind: str, r: sa.Table, asked: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    p = book.tables["participants"]
    return r.c.id.in_(sa.select(p.c.record_id).where(p.c.kind == kind, asked))


def _words(book: Casebook, kind: str, r: sa.Table, f: Filters) -> list[sa.ColumnElement[bool]]:
    out: list[sa.ColumnElement[bool]] = []
    words = f.text if kind == "positions" else " ".join(w for w in (f.text, f.issue) if w)
    if words:
        name = "contents" if kind == "statements" else "articles"
        found = book.tables[name]
        column, own = (found.c.statement_id, r.c.id) if name == "contents" else (found.c.id, r.c.article_id)
        out.append(own.in_(sa.select(column).where(book.matches(name, words))))
    if kind == "positions" and f.issue:
        out.append(target_like(r, f.issue))
    return out


def target_like(positions: sa.FromClause, issue: str) -> sa.ColumnElement[bool]:
    """Return a condition that every target fitting an issue meets, and many others do; `fits` then decides."""
    ways = search_parts(sense(issue))
    if not ways:
        raise InputError(f"'{issue}' has no words that carry a sense; name what people are for or against")
    return sa.or_(*(positions.c.target.icontains(part, autoescape=True) for way in ways for part in way))


def named(sides: Sides, record_id: str, *roles: str) -> str | None:
    """Return who fills the roles of a record, by name, else in the article's words."""
    found = [p.name or one_line(p.text) for role in roles for p in sides.get((record_id, role), ())]
    return "; ".join(dict.fromkeys(found)) or None
