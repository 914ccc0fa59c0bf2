"""What is told most: the statements and deeds with most reports, and the chain of those who vouch for a statement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from tacitus.casebook.ask import ENDS, chain
from tacitus.casebook.ask_filters import HAPPENED, Filters, counted, named, record_conditions
from tacitus.casebook.store import Casebook
from tacitus.casebook.store_reports import participants, sentence_of
from tacitus.casebook.store_rows import select_in
from tacitus.show_text import flat

OF_ONE = 2  # statements of one speaker among those with the same number of reports
LONGEST = 420  # characters of a sentence that are shown
GROUPS = {"statements": ("saying", "statement_id"), "events": ("deed", "event_id")}


@dataclass(frozen=True, slots=True)
class Told:
    """One saying or deed by its first report. `parts` is its sentence, cut where the words of the record begin and end.

    Each part is (text, whether it is what was said or the word for the deed).
    """

    id: str
    article_id: str
    day: str | None
    who: str | None
    whom: str | None
    what: str
    quad_class: str | None
    status: str | None
    reports: int
    outlets: int
    parts: list[tuple[str, bool]]
    chain: list[dict[str, Any]]


def told_most(
    book: Casebook, kind: str, filters: Filters, limit: int, fewest: int = 1, often: Mapping[str, int] | None = None
) -> list[Told]:
    """List sayings (`statements`) or deeds (`events`) by how many reports they have, at least `fewest`.

    Where the numbers are the same, who is named goes before who is not, who is told of more `often` goes first, and
    nobody has more than a few. Of deeds only what occurred or is ongoing counts.
    """
    often = often or {}
    with book.reading() as connection:
        chosen: list[Any] = []
        # what is told once is looked at only if it must be
        for least in sorted({fewest, max(2, fewest)}, reverse=True):
            rows = _candidates(book, connection, kind, filters, least)
            chosen = _chosen(rows, limit, often)
            if len(chosen) == limit:
                break
    return _full(book, kind, chosen)


def _candidates(book: Casebook, connection: sa.Connection, kind: str, filters: Filters, fewest: int) -> list[Any]:
    """Return (id, day, n, sources, of, name) of the records with so many reports; `name` is the first one named."""
    group, key = GROUPS[kind]
    what, p = counted(book, kind), book.tables["participants"]
    many, reports = book.tables[f"{group}s"], what.around
    number = sa.func.coalesce(many.c.reports, 1)
    name = sa.func.min(p.c.name).label("name")
    asked = sa.select(what.table.c.id, what.day.label("day"), number.label("n"), many.c.sources, many.c.id.label("of"))
    rows = what.rows.outerjoin(many, many.c.id == reports.c[f"{group}_id"])
    rows = rows.outerjoin(p, sa.and_(p.c.record_id == what.table.c.id, p.c.role == ENDS[kind][0][0]))
    where = record_conditions(book, connection, kind, filters, *ENDS[kind])
    if kind == "events":
        where.append(what.table.c.status.in_(HAPPENED))
    asked = asked.add_columns(name).select_from(rows).where(*where)
    columns = (what.table.c.id, what.day, many.c.reports, many.c.sources, many.c.id)
    asked = asked.group_by(*columns)
    if fewest == 1:
        return list(connection.execute(asked))
    several = connection.execute(sa.select(many.c.id).where(many.c.reports >= fewest)).scalars().all()
    of = reports.c[f"{group}_id"]
    ids = [row[0] for row in select_in(connection, sa.select(reports.c[key]), of, several)]
    return list(select_in(connection, asked, what.table.c.id, ids))


def _chosen(rows: Iterable[Any], limit: int, often: Mapping[str, int]) -> list[Any]:
    """Choose one report of each saying or deed, and few of one speaker among those told equally often."""

    def order(row: Any) -> tuple[Any, ...]:
        return (-row.n, -(row.sources or 1), not row.name, -often.get(row.name or "", 0), row.day or "9", row.id)

    chosen: list[Any] = []
    seen: Counter[tuple[str | None, int]] = Counter()
    groups: set[str] = set()
    for row in sorted(rows, key=order):
        if len(chosen) == limit:
            break
        if (row.of or row.id) in groups or seen[row.name, row.n] >= OF_ONE:
            continue
        groups.add(row.of or row.id)
        seen[row.name, row.n] += 1
        chosen.append(row)
    return chosen


def _full(book: Casebook, kind: str, chosen: list[Any]) -> list[Told]:
    r, a = book.tables[kind], book.tables["articles"]
    start, end = ENDS[kind][0][0], ENDS[kind][1][-1]
    ids = [row.id for row in chosen]
    asked = sa.select(r, sentence_of(a, r).label("sentence"), a.c.source).join(a, a.c.id == r.c.article_id)
    with book.reading() as connection:
        full = {row.id: row for row in select_in(connection, asked, r.c.id, ids)}
        who = participants(connection, book.tables, ids)
        spans = _spans(book, connection, kind, ids, full)
    made = []
    for row in chosen:
        record = full[row.id]
        of_events = kind == "events"
        what = record.type if of_events else record.cue_text or "said"
        links = [] if of_events else _links(book, row.id)
        made.append(
            Told(
                row.id, record.article_id, row.day or None, named(who, row.id, start), named(who, row.id, end),
                flat(what), record.quad_class if of_events else None, record.status if of_events else None,
                row.n, row.sources or 1, cut_at(record.sentence, record.sentence_start, spans.get(row.id, [])), links,
            )
        )  # fmt: skip
    return made


def _spans(
    book: Casebook, connection: sa.Connection, kind: str, ids: list[str], full: dict[str, Any]
) -> dict[str, list[tuple[int, int]]]:
    if kind == "events":
        return {i: [(row.trigger_start, row.trigger_end)] for i, row in full.items()}
    c = book.tables["contents"]
    out: dict[str, list[tuple[int, int]]] = {}
    asked = sa.select(c.c.statement_id, c.c.start, c.c.end).order_by(c.c.statement_id, c.c.piece)
    for piece in select_in(connection, asked, c.c.statement_id, ids):
        out.setdefault(piece.statement_id, []).append((piece.start, piece.end))
    return out


def cut_at(sentence: str, start: int, spans: list[tuple[int, int]]) -> list[tuple[str, bool]]:
    """Cut a sentence that begins at character `start` of its article at some spans; what lies outside is left out.

    A sentence that is too long is cut at its end, with dots.
    """
    parts: list[tuple[str, bool]] = []
    at = 0
    for first, last in sorted(spans):
        low, high = max(at, first - start), min(len(sentence), last - start)
        if low < high:
            parts += [(sentence[at:low], False), (sentence[low:high], True)]
            at = high
    parts.append((sentence[at:], False))
    out: list[tuple[str, bool]] = []
    room = LONGEST
    for text, inside in parts:
        one = flat(text, ends=True)
        if one and room > 0:
            out.append((one if len(one) <= room else one[:room].rsplit(" ", 1)[0] + " …", inside))
            room -= len(one)
    return out


def _links(book: Casebook, record_id: str) -> list[dict[str, Any]]:
    """Return the chain of a statement, from the writer to who said it.

    Who stands in it twice, one after the other (as the source, then as the speaker), is one link.
    """
    out: list[dict[str, Any]] = []
    for row in chain(book, record_id):
        who = flat(row.who)
        if out and out[-1]["who"] == who and out[-1]["part"] != "writer":
            out[-1]["said"] = out[-1]["said"] or row.said
        else:
            own = {"who": who, "country": row.country, "sector": row.sector, "part": row.part, "said": row.said}
            out.append(own)
    return out
