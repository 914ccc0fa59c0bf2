"""Sums up what a casebook holds: how much of what, when, from whom, about which issues, who changed, what was left out.

Each function reads a whole table at most once, with the indexes there; for 100,000 articles they take tenths of a
second, so that a caller who shows them often keeps them until the casebook changes.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from tacitus.casebook.ask_filters import HAPPENED, counted
from tacitus.casebook.ask_stands import OPPOSITE
from tacitus.casebook.ask_words import sense
from tacitus.casebook.store import Casebook
from tacitus.casebook.store_rows import select_in

TARGETS = 600  # most frequent targets that are grouped into issues
PAIRS = 20_000  # positions up to which every holder's are compared, in whatever words
NEWEST = 4_000  # positions otherwise looked at
DAYS, WEEKS, MONTHS = 45, 500, 400 * 31  # days up to which the unit of time is a day, a week, a month


@dataclass(frozen=True, slots=True)
class Totals:
    """How much there is, of newest versions."""

    articles: int
    statements: int
    events: int
    positions: int
    deeds: int
    sources: int
    first: str | None
    last: str | None
    undated: int
    reviews: int


@dataclass(frozen=True, slots=True)
class Period:
    """Articles published within a day, week (by its Monday), month or year; `until` is the last day it covers."""

    since: str
    until: str
    articles: int


@dataclass(frozen=True, slots=True)
class IssueRow:
    """What positions are about: the commonest wording, how many are for and against, and other wordings."""

    issue: str
    positions: int
    in_favour: int
    against: int
    wordings: list[str]


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A holder who stood on both sides of an issue: the stance before, the last one, and its day."""

    holder: str
    country: str | None
    sector: str | None
    issue: str
    before: str
    after: str
    before_day: str | None
    day: str | None
    before_id: str
    id: str
    article_id: str


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """Why things were left out, failed or were warned of: the reason up to its colon, how often, and what to do."""

    kind: str
    reason: str
    count: int
    remedy: str


def totals(book: Casebook) -> Totals:
    """Count everything."""
    a, p, t = book.tables["articles"], book.tables["positions"], book.tables
    count = sa.func.count
    with book.reading() as c:
        known = sa.func.coalesce(a.c.published, "") != ""
        asked = sa.select(count(), count(a.c.source.distinct()), sa.func.min(a.c.published), sa.func.max(a.c.published))
        asked = asked.add_columns(sa.func.sum(sa.case((known, 0), else_=1)))
        articles, sources, first, last, undated = c.execute(asked.where(a.c.newest)).one()
        old = sa.select(a.c.id).where(~a.c.newest)
        numbers = {n: c.execute(sa.select(count()).select_from(t[n])).scalar_one()
                   for n in ("saying_reports", "deed_reports", "deeds", "reviews", "positions")}  # fmt: skip
        if c.execute(old.limit(1)).first() is not None:
            of_old = sa.select(count()).select_from(p).where(p.c.article_id.in_(old))
            numbers["positions"] -= c.execute(of_old).scalar_one()
    return Totals(
        articles, numbers["saying_reports"], numbers["deed_reports"], numbers["positions"], numbers["deeds"], sources,
        first, last, int(undated or 0), numbers["reviews"],
    )  # fmt: skip


def articles_by_time(book: Casebook) -> tuple[str, list[Period], int]:
    """Count articles by a unit of time that suits the dates covered; empty periods too.

    Returns the unit, the periods, and how many articles have a date less exact than that.
    """
    a = book.tables["articles"]
    with book.reading() as c:
        asked = sa.select(a.c.published, sa.func.count()).where(a.c.newest, a.c.published.is_not(None))
        days = Counter(dict[str, int](tuple(row) for row in c.execute(asked.group_by(a.c.published))))
    whole = Counter({parsed: n for day, n in days.items() if (parsed := _day(day)) is not None})
    if not whole:
        return "day", [], sum(days.values())
    first, last = min(whole), max(whole)
    span = (last - first).days
    unit = "day" if span <= DAYS else "week" if span <= WEEKS else "month" if span <= MONTHS else "year"
    found: Counter[date] = Counter()
    for day, n in whole.items():
        found[_begin(day, unit)] += n
    out, at = [], _begin(first, unit)
    while at <= last:
        after = _next(at, unit)
        end = date.max if after is None else after - timedelta(days=1)
        out.append(Period(at.isoformat(), end.isoformat(), found[at]))
        if after is None:
            break
        at = after
    return unit, out, sum(days.values()) - sum(whole.values())


def issues(book: Casebook, limit: int = 12) -> list[IssueRow]:
    """List what most positions are about; the commonest targets are grouped by their words as `ask` compares them."""
    what = counted(book, "positions")
    p = what.table
    where = [*what.only, p.c.status.in_(HAPPENED)]
    with book.reading() as c:
        asked = sa.select(p.c.target, sa.func.count().label("n")).select_from(what.rows).where(*where)
        often = c.execute(what.hinted(asked).group_by(p.c.target).order_by(sa.desc("n"), p.c.target).limit(TARGETS))
        names = [row.target for row in often]
        stances = sa.select(p.c.target, p.c.stance, sa.func.count()).select_from(what.rows)
        stances = stances.where(*where, p.c.target.in_(names)).group_by(p.c.target, p.c.stance)
        found = c.execute(stances).all()
    of_target: dict[str, Counter[str]] = {}
    for target, stance, n in found:
        of_target.setdefault(target, Counter())[stance] = n
    groups: dict[Any, list[str]] = {}
    for target in names:
        if (key := _key(target)) is not None:
            groups.setdefault(key[0], []).append(target)
    made = []
    for targets in groups.values():
        turned, both = _turned(targets[0]), Counter[str]()
        for target in targets:
            for stance, n in of_target[target].items():
                both[stance if _turned(target) == turned else OPPOSITE.get(stance, stance)] += n
        made.append(IssueRow(targets[0], sum(both.values()), both["for"], both["against"], targets[1:6]))
    return sorted(made, key=lambda i: (-i.positions, i.issue))[:limit]


@dataclass(slots=True)
class _Stood:
    """The positions of one holder on one issue: (day, id, stance, article), and the issue's first wording."""

    issue: str
    who: Any
    taken: list[tuple[str, str, str, str]] = field(default_factory=list)


def changes(book: Casebook, limit: int = 8) -> tuple[list[ChangeRow], int | None]:
    """List who stands, by the last evidence, on another side of an issue than before, the newest first.

    In a large casebook only what the newest positions are about is looked at, and only the same words for it; then
    the number of these positions is returned too, else None.
    """
    what, who = counted(book, "positions"), book.tables["participants"]
    p = what.table
    where = [*what.only, p.c.status.in_(HAPPENED)]
    rows = what.rows.join(who, sa.and_(who.c.record_id == p.c.id, who.c.role == "holder"))
    asked = sa.select(who.c.name, who.c.country, who.c.sector, p.c.target, p.c.stance, what.day.label("day"), p.c.id)
    asked = asked.add_columns(p.c.article_id).select_from(rows).where(*where, who.c.name.is_not(None))
    with book.reading() as c:
        many = c.execute(sa.select(sa.func.count()).select_from(p)).scalar_one() > PAIRS
        if many:
            newest = sa.select(p.c.target).select_from(what.rows).where(*where).order_by(what.day.desc()).limit(NEWEST)
            targets = sorted(set(c.execute(what.hinted(newest)).scalars()))
            found = select_in(c, asked, p.c.target, targets)
        else:
            found = list(c.execute(asked))
    stood: dict[Any, _Stood] = {}
    for row in found:
        key = (row.target, False) if many else _key(row.target)
        if key is None:
            continue
        stance = OPPOSITE.get(row.stance, row.stance) if key[1] else row.stance
        own = stood.setdefault((row.name, key[0]), _Stood(row.target, row))
        own.taken.append((row.day or "", row.id, stance, row.article_id))
    made = [change for s in stood.values() if (change := _change(s)) is not None]
    return sorted(made, key=lambda r: (r.day or "", r.id), reverse=True)[:limit], NEWEST if many else None


def _change(stood: _Stood) -> ChangeRow | None:
    """Return the last change of side, if the days tell one: two sides on one day are no change."""
    taken = sorted(stood.taken)
    for before, after in zip(reversed(taken[:-1]), reversed(taken[1:]), strict=True):
        if before[2] != after[2]:
            if not before[0] or before[0] == after[0]:
                return None
            turned, w = _turned(stood.issue), stood.who
            first, last = (OPPOSITE[s] if turned else s for s in (before[2], after[2]))
            return ChangeRow(
                w.name,
                w.country,
                w.sector,
                stood.issue,
                first,
                last,
                before[0],
                after[0],
                before[1],
                after[1],
                after[3],
            )
    return None


def left_out(book: Casebook) -> list[ReasonRow]:
    """Count what was left out, failed or was warned of, by reason; the most frequent first."""
    i = book.tables["issues"]
    asked = sa.select(i.c.kind, i.c.reason, sa.func.min(i.c.remedy), sa.func.count()).group_by(i.c.kind, i.c.reason)
    counts: Counter[tuple[str, str]] = Counter()
    remedies: dict[tuple[str, str], str] = {}
    with book.reading() as c:
        for kind, reason, remedy, n in c.execute(asked):
            key = (kind, reason.split(":")[0])
            counts[key] += n
            remedies.setdefault(key, remedy)
    return [ReasonRow(kind, reason, n, remedies[kind, reason]) for (kind, reason), n in counts.most_common()]


def _key(target: str) -> tuple[frozenset[str], bool] | None:
    """Return what a target is about, by which targets are compared, and whether it is turned round; None if nothing."""
    about = sense(target)
    return (about.all, about.turned) if about.all else None


def _turned(target: str) -> bool:
    return sense(target).turned


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def _begin(day: date, unit: str) -> date:
    if unit == "week":
        return day - timedelta(days=min(day.weekday(), (day - date.min).days))
    return day.replace(day=1) if unit == "month" else day.replace(month=1, day=1) if unit == "year" else day


def _next(day: date, unit: str) -> date | None:
    try:
        if unit == "month":
            return (day + timedelta(days=32)).replace(day=1)
        if unit == "year":
            return day.replace(year=day.year + 1)
        return day + timedelta(days=7 if unit == "week" else 1)
    except (OverflowError, ValueError):
        return None
