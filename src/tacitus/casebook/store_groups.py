"""Groups the reports of a casebook into deeds and sayings, and keeps the groups true as reports come and go.

What waits to be grouped stands in `deed_reports` and `saying_reports` without a group; days from which
reports were taken stand in `regroup`. `group_pending` looks at those days, and at the days after them
until nothing changes any more, which leads to the very groups that grouping everything anew would give.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from tacitus.casebook.compare_reports import compare_deeds, compare_sayings
from tacitus.casebook.group_reports import WINDOW, Grouping, Link, anchor_day, days_apart, window_start
from tacitus.casebook.store_reports import load_deed_reports, load_saying_reports
from tacitus.casebook.store_rows import Tables, delete_in, insert_new, parts, select_in
from tacitus.casebook.store_sums import sum_up

DAYS = 60  # days read at once


@dataclass(frozen=True, slots=True)
class Grouped:
    """One kind of report: its tables, how reports are read and compared."""

    group: str
    reports: str
    record_id: str
    load: Callable[[sa.Connection, Tables, sa.ColumnElement[bool]], list[Any]]
    compare: Callable[[Any, Any], Any]

    @property
    def group_id(self) -> str:
        """The column that says to which group a report belongs."""
        return f"{self.group[:-1]}_id"


GROUPED = {
    "events": Grouped("deeds", "deed_reports", "event_id", load_deed_reports, compare_deeds),
    "statements": Grouped("sayings", "saying_reports", "statement_id", load_saying_reports, compare_sayings),
}


def report_row(kind: str, record: Any, published: str | None) -> dict[str, Any]:
    """Make the row of a report that waits to be grouped with others of the same deed or saying."""
    of_type = record.type if kind == "events" else "SAY"
    day = anchor_day(record.date, published)
    return {GROUPED[kind].record_id: record.id, "type": of_type, "article_id": record.article_id, "day": day}


def note_days(
    connection: sa.Connection, tables: Tables, kind: str, column: Any, values: Sequence[str]
) -> tuple[int, set[str]]:
    """Note the days of the reports where `column` is one of `values`, to be grouped anew.

    Returns how many days they are, and the groups that the reports are in.
    """
    grouped = GROUPED[kind]
    reports = tables[grouped.reports]
    asked = sa.select(reports.c.type, reports.c.day, reports.c[grouped.group_id].label("group_id")).distinct()
    rows = select_in(connection, asked, column, values)
    days = list(dict.fromkeys((r.type, r.day) for r in rows))
    noted = [{"kind": kind, "type": of_type, "day": day} for of_type, day in days]
    insert_new(connection, tables["regroup"], noted, ("kind", "type", "day"))
    return len(days), {r.group_id for r in rows if r.group_id}


def forget_reports(connection: sa.Connection, tables: Tables, article_ids: Sequence[str]) -> None:
    """Take the reports of articles out of their groups, and note which days have to be grouped anew."""
    for kind, grouped in GROUPED.items():
        reports = tables[grouped.reports]
        _, groups = note_days(connection, tables, kind, reports.c.article_id, article_ids)
        delete_in(connection, reports, reports.c.article_id, article_ids)
        sum_up(connection, tables, grouped.group, groups)


def regroup_all(connection: sa.Connection, tables: Tables) -> Counter[str]:
    """Undo all groups and make them anew."""
    for grouped in GROUPED.values():
        reports = tables[grouped.reports]
        nothing = dict.fromkeys((grouped.group_id, "link", "matched_id", "reason", "conflict"))
        connection.execute(reports.update().values(nothing))
        connection.execute(tables[grouped.group].delete())
    return group_pending(connection, tables)


def group_pending(connection: sa.Connection, tables: Tables, limit: int | None = None) -> Counter[str]:
    """Group what waits, up to `limit` days. Counts the days looked at, and the reports whose group changed."""
    regroup = tables["regroup"]
    counts: Counter[str] = Counter()
    for kind, grouped in GROUPED.items():
        reports = tables[grouped.reports]
        waiting = sa.select(reports.c.type, reports.c.day).where(reports.c[grouped.group_id].is_(None)).distinct()
        noted = sa.select(regroup.c.type, regroup.c.day).where(regroup.c.kind == kind)
        days: dict[str, set[str]] = {}
        for row in [*connection.execute(waiting), *connection.execute(noted)]:
            days.setdefault(row.type, set()).add(row.day)
        for of_type in sorted(days):
            if limit is not None and counts["days"] >= limit:
                return counts
            left = None if limit is None else limit - counts["days"]
            done, rest = _Regrouping(connection, tables, grouped, of_type).run(days[of_type], left)
            counts += done
            connection.execute(regroup.delete().where(regroup.c.kind == kind, regroup.c.type == of_type))
            noted_again = [{"kind": kind, "type": of_type, "day": day} for day in rest]
            insert_new(connection, regroup, noted_again, ("kind", "type", "day"))
    return counts


class _Regrouping:
    """Groups the days of one type that have to be looked at."""

    def __init__(self, connection: sa.Connection, tables: Tables, grouped: Grouped, of_type: str) -> None:
        self.connection, self.tables, self.grouped, self.type = connection, tables, grouped, of_type
        self.table = tables[grouped.reports]
        self.counts: Counter[str] = Counter()

    def run(self, days: set[str], limit: int | None) -> tuple[Counter[str], list[str]]:
        """Look at whole days in order; a month, a year or no date at all stands alone. Return the days that remain."""
        whole = sorted(d for d in days if len(d) == 10)
        for day in sorted(days - set(whole)):
            reports, stored = self._load([day])
            self._keep(self._new().day(day, reports), stored)
            self.counts["days"] += 1
        while whole and (limit is None or self.counts["days"] < limit):
            whole = self._from(whole, limit)
        return self.counts, whole

    def _new(self) -> Grouping[Any]:
        return Grouping(self.grouped.group[:-1], self.grouped.compare)

    def _from(self, todo: list[str], limit: int | None) -> list[str]:
        """Look at the days from the first of `todo` on until nothing changes; return the days that remain."""
        changed, todo = todo[0], todo[1:]
        grouping = self._before(changed)
        for page in self._pages(changed):
            if limit is not None and self.counts["days"] >= limit:
                return list(dict.fromkeys([page[0], *todo]))  # the first may have to change too
            reports, stored = self._load(page)
            links: list[Link] = []
            for day in page:
                while todo and todo[0] <= day:
                    changed, todo = todo[0], todo[1:]
                if (days_apart(changed, day) or 0) > WINDOW:
                    self._keep(links, stored)
                    return todo
                made = grouping.day(day, [r for r in reports if r.day == day])
                self.counts["days"] += 1
                links += made
                if any(_as_stored(link) != stored[link.report_id] for link in made):
                    changed = day
            self._keep(links, stored)
        return []

    def _before(self, day: str) -> Grouping[Any]:
        """Return the grouping as it was before a day: the groups that began in the days of the window."""
        t = self.table
        asked = sa.select(t.c.day).where(t.c.type == self.type, t.c.day >= window_start(day), t.c.day < day).distinct()
        days = [d for d in self.connection.execute(asked.order_by(t.c.day)).scalars() if len(d) == 10]
        reports, stored = self._load(days)
        begun = {stored[r.id][0] for r in reports if stored[r.id][1] == "first"}
        grouping = self._new()
        reports.sort(key=lambda r: (r.day, r.order))
        grouping.restore((stored[r.id][0], r) for r in reports if stored[r.id][0] in begun)
        return grouping

    def _pages(self, day: str) -> Iterable[list[str]]:
        """Yield the days from `day` on that have reports, some at a time."""
        t = self.table
        asked = sa.select(t.c.day).where(t.c.type == self.type).distinct().order_by(t.c.day).limit(DAYS)
        where = t.c.day >= day
        while page := list(self.connection.execute(asked.where(where)).scalars()):
            where = t.c.day > page[-1]
            if whole := [d for d in page if len(d) == 10]:
                yield whole

    def _load(self, days: Sequence[str]) -> tuple[list[Any], dict[str, tuple[Any, ...]]]:
        """Read the reports of some days, and where they were found to belong so far."""
        t, columns = self.table, (self.grouped.group_id, "link", "matched_id", "reason", "conflict")
        reports: list[Any] = []
        stored: dict[str, tuple[Any, ...]] = {}
        for part in parts(days):
            where = sa.and_(t.c.type == self.type, t.c.day.in_(part))
            reports += self.grouped.load(self.connection, self.tables, where)
            asked = sa.select(t.c[self.grouped.record_id], *(t.c[c] for c in columns)).where(where)
            stored |= {row[0]: tuple(row[1:]) for row in self.connection.execute(asked)}
        return reports, stored

    def _keep(self, links: Sequence[Link], stored: dict[str, tuple[Any, ...]]) -> None:
        """Write down what changed, and sum up the groups that it touches."""
        changed = [link for link in links if _as_stored(link) != stored[link.report_id]]
        if not changed:
            return
        self.counts["reports"] += len(changed)
        g, group = self.grouped, self.tables[self.grouped.group]
        counts = dict.fromkeys(("reports", "articles", "sources", "conflicts"), 0)
        ids = sorted({link.group_id for link in changed})
        there = {r.id for r in select_in(self.connection, sa.select(group.c.id), group.c.id, ids)}
        if fresh := [{"id": i, "type": self.type, **counts} for i in ids if i not in there]:
            self.connection.execute(group.insert(), fresh)
        columns = (g.group_id, "link", "matched_id", "reason", "conflict")
        put = self.table.update().where(self.table.c[g.record_id] == sa.bindparam("this"))
        put = put.values({c: sa.bindparam(f"new_{c}") for c in columns})
        values = [dict(zip((f"new_{c}" for c in columns), _as_stored(x), strict=True)) for x in changed]
        self.connection.execute(put, [{"this": x.report_id} | v for x, v in zip(changed, values, strict=True)])
        touched = set(ids) | {old for x in changed if (old := stored[x.report_id][0])}
        sum_up(self.connection, self.tables, g.group, touched)


def _as_stored(link: Link) -> tuple[Any, ...]:
    return (link.group_id, link.link, link.matched_id, link.reason, link.conflict)
