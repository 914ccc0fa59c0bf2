"""The issues that most positions of a casebook are about: targets whose wordings mean the same, counted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from tacitus.casebook.ask_filters import Filters, counted, happened
from tacitus.casebook.ask_words import sense
from tacitus.casebook.store import Casebook

FEW = 10
WORDINGS = 1500  # wordings of targets that are grouped into issues
POINTERS = frozenset("this that it these those which what so doing".split())


@dataclass(frozen=True, slots=True)
class IssueRow:
    """An issue as the targets have it: the wording used most, how many others mean the same, and the positions."""

    issue: str
    positions: int
    for_it: int
    against: int
    wordings: int
    others: str


def issues(
    book: Casebook,
    limit: int = 100,
    filters: Filters = Filters(),  # noqa: B008 - it cannot change
) -> tuple[list[IssueRow], int, int]:
    """List what most positions are about, wordings of one sense together.

    Returns the issues, how many wordings of targets there are, and how many of these, the commonest, were grouped.
    """
    r = book.tables["positions"]
    what = counted(book, "positions")
    fors = sa.func.sum(sa.case((r.c.stance == "for", 1), else_=0))
    asked = sa.select(r.c.target, sa.func.count().label("n"), fors.label("fors")).select_from(what.rows)
    with book.reading() as connection:
        where = happened(book, connection, "positions", replace(filters, issue=None), ("holder",), ("target_actor",))
        asked = asked.where(*where).group_by(r.c.target)
        rows = connection.execute(asked.order_by(sa.desc("n"), r.c.target)).all()
    groups: dict[tuple[Any, ...], list[Any]] = {}
    for row in rows[:WORDINGS]:
        about = sense(row.target)
        if about.all and row.target.lower() not in POINTERS:  # "this" is no issue
            groups.setdefault((about.heads, about.words, about.countries, about.turned), []).append(row)
    made = []
    for own in groups.values():
        n, fors = sum(x.n for x in own), sum(x.fors for x in own)
        others = "; ".join(x.target for x in own[1:4]) + (" …" if len(own) > 4 else "")
        made.append(IssueRow(own[0].target, n, fors, n - fors, len(own), others))
    made.sort(key=lambda i: (-i.positions, i.issue))
    several = [i for i in made if i.positions > 1]  # what is told once is hardly an issue, unless there is nothing else
    made = several if len(several) >= FEW else made
    return made[:limit], len(rows), min(len(rows), WORDINGS)
