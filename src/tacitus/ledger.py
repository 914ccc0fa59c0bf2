"""A ledger: all records of one article, and its two written forms (Arrow row, exchange format)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from typing import Any

import pyarrow as pa

from tacitus.mentions.cast import Cast
from tacitus.records import (
    CODED,
    Article,
    Content,
    Event,
    Found,
    Issue,
    Mention,
    Position,
    Resolution,
    Role,
    Statement,
    Status,
    arrow_schema,
    rows,
)

KINDS: dict[str, type] = {"statements": Statement, "events": Event, "positions": Position}


@dataclass(slots=True)
class Ledger:
    """One article and the rows of every table that came out of it."""

    article: Article
    mentions: list[Mention] = field(default_factory=list)
    resolutions: list[Resolution] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    contents: list[Content] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    positions: list[Position] = field(default_factory=list)
    roles: list[Role] = field(default_factory=list)
    statuses: list[Status] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)

    def row(self) -> dict[str, Any]:
        """Return the ledger as one row: the article's columns, and a list of rows for every other table."""
        tables = {t.table: rows(getattr(self, t.table)) for t in (*CODED, Issue)}
        return {"article": rows([self.article])[0], **tables}

    @classmethod
    def from_row(cls, row: dict[str, Any]) -> Ledger:
        """Build a ledger from what `row` returned (also after a trip through JSON or Arrow)."""
        made: dict[str, Any] = {}
        for t in (*CODED, Issue):
            names = [f.name for f in fields(t)]
            made[t.table] = [t(**{n: r.get(n) for n in names}) for r in row.get(t.table) or []]
        return cls(Article(**row["article"]), **made)


def row_schema() -> pa.Schema:
    """Return the Arrow schema of `Ledger.row`: one struct column, one list<struct> column a table."""
    cols = [pa.field("article", pa.struct(list(arrow_schema(Article))), nullable=False)]
    for t in (*CODED, Issue):
        cols.append(pa.field(t.table, pa.list_(pa.struct(list(arrow_schema(t))))))
    return pa.schema(cols)


def assemble(cast: Cast, found: list[Found], only: Iterable[str] = KINDS) -> Ledger:
    """Gather what was found into a ledger, with the mentions that take part and the rest of their chains."""
    kept = tuple(KINDS[k] for k in only)
    ledger = Ledger(cast.parsed.article)
    for f in found:
        if isinstance(f.record, kept):
            record_list: list[Any] = getattr(ledger, f.record.table)
            record_list.append(f.record)
            ledger.contents.extend(f.contents)
            ledger.roles.extend(f.roles)
            ledger.statuses.extend(f.statuses)
    used = {r.mention_id for r in ledger.roles} | {s.mention_id for s in ledger.statuses if s.mention_id}
    chains = {m.chain_id for m in cast.mentions if m.id in used}
    ledger.mentions = sorted((m for m in cast.mentions if m.chain_id in chains), key=lambda m: (m.start, -m.end, m.id))
    ledger.resolutions = [r for m in ledger.mentions for r in cast.resolutions.get(m.id, ())]
    return ledger
