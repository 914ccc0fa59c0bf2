"""The sentences that some records rest on, by their ids."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from tacitus.casebook.ask_filters import counted, named
from tacitus.casebook.store import Casebook
from tacitus.casebook.store_reports import participants, sentence_of
from tacitus.casebook.store_rows import select_in
from tacitus.show_text import one_line


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one event or position says, and the sentence that says it.

    `says` is for or against, or the type of the event; `about` the target of a position.
    """

    day: str | None
    who: str | None
    says: str
    quad_class: str | None
    about: str | None
    whom: str | None
    status: str
    word: str
    outlet: str | None
    sentence: str
    id: str
    article_id: str


def evidence(book: Casebook, kind: str, ids: Sequence[str]) -> list[Evidence]:
    """List some positions or events by day; ids that are not there are passed over."""
    what, a = counted(book, kind), book.tables["articles"]
    r = what.table
    of_positions = kind == "positions"
    start, end = ("holder", "target_actor") if of_positions else ("actor", "recipient")
    says, about = (r.c.stance, r.c.target) if of_positions else (r.c.type, sa.null())
    quad = sa.null() if of_positions else r.c.quad_class
    asked = sa.select(r.c.id, r.c.article_id, r.c.status, says.label("says"), about.label("about"), quad.label("quad"))
    asked = asked.add_columns(what.day.label("day"), a.c.source, sentence_of(a, r).label("sentence"))
    rows = what.rows if of_positions else what.rows.join(a, a.c.id == r.c.article_id)
    with book.reading() as connection:
        found = list(select_in(connection, asked.select_from(rows), r.c.id, ids))
        who = participants(connection, book.tables, [row.id for row in found])
    found.sort(key=lambda row: (row.day or "", row.id))
    return [
        Evidence(
            row.day or None, named(who, row.id, start), row.says, row.quad, row.about, named(who, row.id, end),
            row.status, named(who, row.id, "source") or row.source or "the writer", row.source,
            one_line(row.sentence), row.id, row.article_id,
        )
        for row in found
    ]  # fmt: skip
