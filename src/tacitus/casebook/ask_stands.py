"""Each piece of evidence for where somebody stands on an issue: one row for each holder of each position.

Whether a position is about the issue is decided by words, see `ask_words`; positions that only might be taken
(planned, possible) or are denied are left out unless a status is asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from tacitus.casebook.ask_filters import (
    Filters,
    counted,
    happened,
    named,
    target_like,
    verdicts_on,
)
from tacitus.casebook.ask_words import Fit, Sense, fits, sense
from tacitus.casebook.store import Casebook
from tacitus.casebook.store_reports import participants, sentence_of
from tacitus.casebook.store_rows import select_in
from tacitus.show_text import one_line

OPPOSITE = {"for": "against", "against": "for"}
LEAD = 500  # characters of an article in which the issue's country may be named


@dataclass(frozen=True, slots=True)
class Stand:
    """One holder's position on an issue. `stance` is that on the issue, `written` that on the target of the text.

    `fit` is same, narrower, broader or by context; `turned` if the target is the issue's opposite. `word` is who is
    named as the source, else the outlet.
    """

    day: str | None
    holder: str
    named: bool
    country: str | None
    sector: str | None
    stance: str
    written: str
    target: str
    fit: str
    turned: bool
    status: str
    word: str
    outlet: str | None
    evidence: str
    sentence: str
    verdict: str | None
    id: str
    article_id: str


def stands(
    book: Casebook,
    issue: str,
    filters: Filters = Filters(),  # noqa: B008 - it cannot change
    also: Sequence[str] = (),
) -> list[Stand]:
    """List the evidence on an issue by day; what occurred or is ongoing unless a status is asked for.

    `also` are other words for the same issue. Raises InputError for an issue of empty words.
    """
    abouts = [sense(words) for words in (issue, *also)]
    r, a = book.tables["positions"], book.tables["articles"]
    what = counted(book, "positions")
    with book.reading() as connection:
        f = replace(filters, issue=None)
        where = happened(book, connection, "positions", f, ("holder",), ("target_actor",))
        # few targets are alike, and most of these do not fit, whatever stands around them: of the others more is read
        like = sa.or_(*(target_like(r, words) for words in (issue, *also)))
        alike = connection.execute(sa.select(r.c.id, r.c.target).where(like)).all()
        some = [row.id for row in alike if _fit(abouts, row.target, f"{issue} {' '.join(also)}")]
        asked = sa.select(r, what.day.label("day"), a.c.title, a.c.source).select_from(what.rows).where(*where)
        asked = asked.add_columns(sa.func.substr(a.c.text, 1, LEAD).label("lead"), sentence_of(a, r).label("sentence"))
        rows = sorted(
            select_in(connection, asked, r.c.id, some),
            key=lambda row: (row.day is not None, row.day or "", row.article_id, row.sentence_start, row.id),
        )
        taken: list[tuple[Any, Fit]] = []
        for row in rows:
            fit = _fit(abouts, row.target, f"{row.title or ''} {row.lead} {row.sentence}")
            if fit is not None:
                taken.append((row, fit))
        ids = [row.id for row, _ in taken]
        who = participants(connection, book.tables, ids)
        verdicts = verdicts_on(book, connection, ids)
    out = []
    for row, fit in taken:
        stance = OPPOSITE.get(row.stance, row.stance) if fit.turned else row.stance
        word = named(who, row.id, "source") or row.source or "the writer"
        held: dict[str, Any] = {}
        for p in who.get((row.id, "holder"), ()):
            held.setdefault(p.name or one_line(p.text), p)
        out += [
            Stand(
                row.day, name, holder.name is not None, holder.country, holder.sector, stance, row.stance,
                row.target, fit.how, fit.turned, row.status, word, row.source, one_line(row.evidence_text),
                one_line(row.sentence), verdicts.get(row.id), row.id, row.article_id,
            )
            for name, holder in held.items()
        ]  # fmt: skip
    return out


def _fit(abouts: Sequence[Sense], target: str, context: str) -> Fit | None:
    about = sense(target)
    return next((found for issue in abouts if (found := fits(issue, about, context))), None)
