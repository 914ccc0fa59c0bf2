"""Which issues a report lays out, and who stands where on each: the same rows as the page Sides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from tacitus.casebook.ask_filters import Filters
from tacitus.casebook.ask_stands import Stand, stands
from tacitus.casebook.ask_words import sense
from tacitus.casebook.store import Casebook
from tacitus.casebook.sum_sides import IssueRow, issues
from tacitus.casebook.sum_time import whole
from tacitus.web.kept import kept
from tacitus.web.page_sides import SIDES, holders_of

CHOSEN, LOOKED_AT, ALSO, FEWEST = 4, 60, 6, 3  # issues, wordings looked at, taken along; positions of an issue
WORDS = 8  # on whose word, at most
STRIP, EDGE = 180, 7  # width of the strip of time beside an actor, and what stays free at its ends


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue in the wording used most, and other wordings that are taken for it."""

    words: str
    also: tuple[str, ...] = ()


def choose_issues(book: Casebook, filters: Filters) -> list[Issue]:
    """Choose what most positions are about: those that name somebody or something, wordings of one thing together.

    A bare noun ("meeting") means another thing in each article, so it is chosen only where there is nothing else.
    """
    rows, _, _ = kept(book, ("issues", LOOKED_AT, filters), lambda: issues(book, LOOKED_AT, filters))
    groups: list[list[IssueRow]] = []
    for row in rows:
        own = next((g for g in groups if any(_one_thing(row.issue, other.issue) for other in g)), None)
        if own is None:
            groups.append([row])
        else:
            own.append(row)
    told = [g for g in groups if _names(g[0].issue)] or groups
    told = [g for g in told if _number(g) >= FEWEST] or told[:1]
    told.sort(key=lambda g: (-_number(g), g[0].issue))
    return [_issue(g) for g in told[:CHOSEN]]


def _number(group: Iterable[IssueRow]) -> int:
    return sum(row.positions for row in group)


def _names(words: str) -> bool:
    """Say whether some words name something: they have a capital letter, or more than one word that carries sense."""
    return any(c.isupper() for c in words) or len(sense(words).all) > 1


def _one_thing(one: str, other: str) -> bool:
    """Say whether two wordings are of one thing: one noun, and one says no more than "opposition leader" besides."""
    a, b = sense(one), sense(other)
    same = a.turned == b.turned and a.countries == b.countries and bool(a.heads & b.heads)
    return same and (a.words <= b.words or b.words <= a.words)


def _issue(group: list[IssueRow]) -> Issue:
    most = max(group, key=lambda row: (row.positions, len(row.issue)))
    others = tuple(row.issue for row in group if row is not most)
    return Issue(most.issue, others[:ALSO])


def lay_out(book: Casebook, issue: Issue, filters: Filters, limit: int) -> dict[str, Any]:
    """Return who is for an issue, who against and who changed, in `limit` rows at most, with their evidence.

    Those of whom nothing but one sentence tells share a row. Where there are more rows, those told of most often are
    kept, but some of every side.
    """

    def ask() -> list[Stand]:
        return stands(book, issue.words, filters, issue.also)

    found = kept(book, ("stands", issue.words, filters, issue.also), ask)
    everybody = holders_of(found, "year", set())
    rows = _rows(everybody)
    shown = _some_of_each(rows, limit)
    days = sorted(s.day for s in found if s.day)
    first, last = (days[0], days[-1]) if days else (None, None)
    own: dict[str, list[Stand]] = {}
    for stand in found:
        own.setdefault(stand.holder, []).append(stand)
    for row in shown:
        row["strip"] = _strip(own[row["holders"][0]["holder"]], first, last)
    left = len(everybody) - sum(len(row["holders"]) for row in shown)
    return {
        "issue": issue.words,
        "also": issue.also,
        "rows": shown,
        "counts": {side: n for side in SIDES if (n := sum(h["side"] == side for h in everybody))},
        "left_out": left,
        "evidence": len(found),
        "first": first,
        "last": last,
        "words": Counter(s.word for s in found).most_common(WORDS),
        "turned": any(s.turned for s in found),
    }


def _rows(everybody: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Make the rows out of actors: who has a name goes first within a side, then who is told of most often."""
    rows: dict[Any, dict[str, Any]] = {}
    for h in everybody:
        first, last = h["first"], h["last"]
        key = (h["side"], first.article_id, first.sentence, first.target) if h["times"] == 1 else h["holder"]
        row = rows.setdefault(
            key, {"holders": [], "side": h["side"], "times": h["times"], "first": first, "last": last}
        )
        row["holders"].append(h)
        row["change"] = h["changes"][-1] if h["changes"] and h["changes"][-1] is not last else None
    order = tuple(SIDES)
    return sorted(rows.values(), key=lambda r: (order.index(r["side"]), *_weight(r)))


def _weight(row: dict[str, Any]) -> tuple[Any, ...]:
    named = any(h["named"] for h in row["holders"])
    return (not named, -row["times"], -len(row["holders"]), row["first"].day or "", row["first"].id)


def _some_of_each(rows: Sequence[dict[str, Any]], limit: int) -> list[dict[str, Any]]:
    """Keep `limit` rows, a quarter of them for each side that has so many; their order stays."""
    best = sorted(range(len(rows)), key=lambda n: _weight(rows[n]))
    chosen: list[int] = []
    for side in SIDES:
        chosen += [n for n in best if rows[n]["side"] == side][: max(1, limit // 4)]
    chosen += [n for n in best if n not in chosen]
    return [rows[n] for n in sorted(chosen[:limit])]


def _strip(own: list[Stand], first: str | None, last: str | None) -> dict[str, Any]:
    """Return where the marks of an actor stand in time, and the same in words."""
    if not first or not last:
        return {"marks": [], "words": "without dates"}
    begin, length = whole(first).toordinal(), max(1, whole(last).toordinal() - whole(first).toordinal())
    marks = []
    for day, stance in sorted({(s.day, s.stance) for s in own if s.day}):
        x = EDGE + (STRIP - 2 * EDGE) * (whole(day).toordinal() - begin) / length
        marks.append({"x": round(min(x, STRIP - EDGE), 1), "stance": stance, "day": day})
    told = Counter(s.stance for s in own)
    words = ", ".join(f"{n} {stance}" for stance, n in sorted(told.items(), reverse=True))
    return {"marks": marks, "words": f"{words}; " + ", ".join(f"{m['stance']} {m['day']}" for m in marks[:12])}
