"""Who is for an issue and who against, since when, on whose word, and who changed sides.

Whether a position is about the issue is decided by words, see `ask_words`; positions that only might be
taken (planned, possible) or are denied are left out unless a status is asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from tacitus.casebook.ask_filters import HAPPENED, Filters, counted, named, record_conditions, target_like
from tacitus.casebook.ask_words import Fit, fits, sense
from tacitus.casebook.store import Casebook
from tacitus.casebook.store_reports import Sides, participants, sentence_of

OPPOSITE = {"for": "against", "against": "for"}
LEAD = 500  # characters of an article in which the issue's country may be named


@dataclass(frozen=True, slots=True)
class SideRow:
    """Where one holder stands. `side` is for, against or changed; `stances` tells the changes in order.

    `fit` says how the targets of first and last evidence fit the issue (see `ask_words`).
    """

    side: str
    holder: str
    country: str | None
    sector: str | None
    first: str | None
    last: str | None
    times: int
    articles: int
    stances: str
    according_to: str
    first_target: str
    first_evidence: str
    first_fit: str
    first_id: str
    last_target: str
    last_evidence: str
    last_fit: str
    last_id: str


@dataclass(frozen=True, slots=True)
class _Taken:
    """One position on the issue, by one holder."""

    row: Any
    stance: str
    fit: Fit
    word: str


def sides(
    book: Casebook,
    issue: str,
    filters: Filters = Filters(),  # noqa: B008 - it cannot change
    also: Sequence[str] = (),
) -> list[SideRow]:
    """Say who is for an issue, who against, and who changed; the most often told first.

    `also` are other words for the same issue ("invasion of Venezuela").
    """
    abouts = [sense(words) for words in (issue, *also)]
    f = replace(filters, issue=None)
    r, a = book.tables["positions"], book.tables["articles"]
    what = counted(book, "positions")
    day = what.day
    with book.reading() as connection:
        asked = sa.select(r, day.label("day"), a.c.title, a.c.source, sa.func.substr(a.c.text, 1, LEAD).label("lead"))
        asked = asked.add_columns(sentence_of(a, r).label("sentence"))
        where = record_conditions(book, connection, "positions", f, ("holder",), ("target_actor",))
        where.append(sa.or_(*(target_like(r, words) for words in (issue, *also))))
        if not f.status:
            where.append(r.c.status.in_(HAPPENED))
        asked = asked.select_from(what.rows).where(*where).order_by(day, r.c.article_id, r.c.sentence_start)
        taken = []
        for row in connection.execute(asked):
            target, context = sense(row.target), f"{row.title or ''} {row.lead} {row.sentence}"
            fit = next((found for about in abouts if (found := fits(about, target, context))), None)
            if fit is not None:
                taken.append((row, fit))
        who = participants(connection, book.tables, [row.id for row, _ in taken])
    holders: dict[str, list[_Taken]] = {}
    known: dict[str, Any] = {}
    for row, fit in taken:
        stance = OPPOSITE.get(row.stance, row.stance) if fit.turned else row.stance
        for p in who.get((row.id, "holder"), ()):
            name = p.name or " ".join(p.text.split())
            known.setdefault(name, p)
            holders.setdefault(name, []).append(_Taken(row, stance, fit, _word(who, row)))
    made = [_side(name, known[name], own) for name, own in holders.items()]
    order = ("for", "against", "changed")
    made.sort(key=lambda s: (order.index(s.side), -s.times, s.first or "", s.holder))
    return made[: filters.limit]


def _word(who: Sides, row: Any) -> str:
    """Say on whose word a position rests: who is named as the source, else the outlet, else the writer."""
    return named(who, row.id, "source") or row.source or "the writer"


def _side(name: str, p: Any, taken: list[_Taken]) -> SideRow:
    changes = [t for n, t in enumerate(taken) if not n or taken[n - 1].stance != t.stance]
    first, last = taken[0], taken[-1]
    words = "; ".join(dict.fromkeys(t.word for t in taken))
    return SideRow(
        first.stance if len(changes) == 1 else "changed", name, p.country, p.sector,
        first.row.day, last.row.day, len(taken), len({t.row.article_id for t in taken}),
        ", then ".join(f"{t.stance} ({t.row.day or 'no date'})" for t in changes), words,
        *_evidence(first), *_evidence(last),
    )  # fmt: skip


def _evidence(t: _Taken) -> tuple[str, str, str, str]:
    fit = t.fit.how + (", turned" if t.fit.turned else "")
    return t.row.target, " ".join(t.row.evidence_text.split()), fit, t.row.id
