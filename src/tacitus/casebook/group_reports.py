"""Groups reports: the same deed told by ten articles is one deed with ten reports, a quoted saying likewise.

Reports are taken day by day in one fixed order. Each joins the group that it matches best among those
begun in the last `WINDOW` days, or begins one. So what happens to a day depends on the days before it
alone: the same reports give the same groups in whatever order they came, and a new report needs only
its own day and those after it to be looked at again, until nothing changes any more. A report that
contradicts what the group says (another date, another toll, a denial) joins it as conflicting: the
disagreement stays visible and is never averaged away.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date as Date
from datetime import timedelta
from typing import Generic, Protocol, TypeVar

from tacitus.records import make_id

WINDOW = 7  # days after its first report in which a deed or saying takes in further ones
COMPARED = 12  # members of a group that a report is compared with: the first ones
SHARED = 2  # words that two reports must share to be compared at all


class Report(Protocol):
    """What grouping needs of a report."""

    @property
    def id(self) -> str:
        """The id of the event or statement."""

    @property
    def day(self) -> str:
        """The day at which it stands, see `anchor_day`."""

    @property
    def order(self) -> tuple[object, ...]:
        """Where it stands among those of its day."""

    @property
    def words(self) -> frozenset[str]:
        """The words by which it is compared."""


R = TypeVar("R", bound=Report)


@dataclass(frozen=True, slots=True)
class Match:
    """Two reports are of the same. `conflicts` says wherein they contradict each other."""

    score: float
    reason: str
    conflicts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """Where a report belongs and why: `link` is first, same or conflicting."""

    report_id: str
    group_id: str
    link: str
    matched_id: str | None
    reason: str
    conflict: str | None


@dataclass(slots=True)
class Group(Generic[R]):
    """A deed or a saying with its reports; the first one gives it its id and its day."""

    id: str
    day: str
    members: list[R] = field(default_factory=list)


Compare = Callable[[R, R], Match | None]


class Grouping(Generic[R]):
    """The groups that are open to further reports. Feed it whole days in order, or one month or year alone."""

    def __init__(self, kind: str, compare: Compare[R]) -> None:
        self.kind, self.compare = kind, compare
        self.open: dict[str, Group[R]] = {}
        self._having: dict[str, dict[str, None]] = {}  # word -> ids of open groups, in order

    def restore(self, members: Iterable[tuple[str, R]]) -> None:
        """Take in reports of earlier days with the groups they were found to belong to, in order."""
        for group_id, report in members:
            self._put(group_id, report)

    def day(self, day: str, reports: Iterable[R]) -> list[Link]:
        """Group the reports of the next day."""
        self._close(day)
        return [self._place(report) for report in sorted(reports, key=lambda r: r.order)]

    def _place(self, report: R) -> Link:
        best: tuple[float, str, R, Match] | None = None
        for group in self._candidates(report):
            found = self._match(group, report)
            if found is not None and (best is None or found[1].score > best[0]):
                best = (found[1].score, group.id, *found)
        if best is None:
            group_id = make_id(self.kind, report.id)
            self._put(group_id, report)
            return Link(report.id, group_id, "first", None, "the first report", None)
        _, group_id, member, match = best
        conflict = "; ".join(match.conflicts) or None
        self._put(group_id, report)
        return Link(report.id, group_id, "conflicting" if conflict else "same", member.id, match.reason, conflict)

    def _match(self, group: Group[R], report: R) -> tuple[R, Match] | None:
        """Match a report with the member it is most like; the conflicts with all others are kept too."""
        matches = [(m, found) for m in group.members[:COMPARED] if (found := self.compare(m, report)) is not None]
        if not matches:
            return None
        member, best = max(matches, key=lambda x: x[1].score)  # the first of equals
        against = list(dict.fromkeys(c for _, found in matches for c in found.conflicts))
        return member, Match(best.score, best.reason, tuple(against))

    def _candidates(self, report: R) -> list[Group[R]]:
        shared = Counter(g for word in report.words for g in self._having.get(word, ()))
        needed = min(SHARED, len(report.words))
        return [self.open[g] for g in sorted(g for g, n in shared.items() if n >= needed)]

    def _put(self, group_id: str, report: R) -> None:
        group = self.open.setdefault(group_id, Group(group_id, report.day))
        group.members.append(report)
        if len(group.members) <= COMPARED:
            for word in report.words:
                self._having.setdefault(word, {})[group_id] = None

    def _close(self, day: str) -> None:
        """Forget the groups that began too long before `day` to take in anything."""
        earliest = window_start(day)
        for group in [g for g in self.open.values() if not earliest <= g.day <= day]:
            del self.open[group.id]
            for word in {w for m in group.members[:COMPARED] for w in m.words}:
                having = self._having[word]
                having.pop(group.id, None)
                if not having:
                    del self._having[word]


def anchor_day(date: str | None, published: str | None) -> str:
    """Say at which day a report stands: its own date, else the day it was published, else the coarser of both."""
    if date and len(date) >= 10:
        return date[:10]
    if published and len(published) >= 10 and published.startswith(date or ""):
        return published[:10]
    return date or (published or "")[:10]


def to_date(text: str | None) -> Date | None:
    """Read a day; None where the text is no whole day."""
    try:
        return Date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def days_apart(a: str | None, b: str | None) -> int | None:
    """Count the days between two days; None where one of them is no whole day."""
    x, y = to_date(a), to_date(b)
    return None if x is None or y is None else abs((x - y).days)


def window_start(day: str) -> str:
    """Return the earliest day whose groups still take in reports of `day`. A month or year stands alone."""
    whole = to_date(day) if len(day) == 10 else None
    try:
        return day if whole is None else (whole - timedelta(days=WINDOW)).isoformat()
    except OverflowError:
        return day
