"""What the users of a casebook decided about actors: who is one and the same, and whom some words stand for.

Decisions are appended and never altered; a decision is undone by another that names it. They bear on `participants`,
today's view of who takes part, and leave the machine's resolutions as they are. `decided` applies them to rows that
the machine read:

    rows = decided(rows, load_decisions(connection, tables))

First `set`: the words of a mention, folded, are somebody; in one article before in all, the latest first. Then `merge`:
who is A is B, as often as it leads on, each decision at most once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any

import sqlalchemy as sa

from tacitus.casebook.store_rows import Tables
from tacitus.entities.name_keys import name_key

Row = dict[str, Any]
IDENTITY = ("name", "country", "sector", "entity_id")


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision: of `kind` merge, set or withdraw. What a kind does not need is None.

    merge: who is called `from_name` (of `from_country`, with `from_entity`, where these are given) is `name`.
    set: who is meant by `words` (in `article_id`, where it is given) is `name`. withdraw: `withdraws` is undone.
    """

    number: int
    id: str
    kind: str
    by: str
    at: str
    note: str | None = None
    from_name: str | None = None
    from_country: str | None = None
    from_entity: str | None = None
    words: str | None = None
    article_id: str | None = None
    name: str | None = None
    country: str | None = None
    sector: str | None = None
    entity_id: str | None = None
    withdraws: str | None = None

    def takes(self, name: str | None, country: str | None, entity_id: str | None) -> bool:
        """Say whether a merge is about somebody of this name, country and entity."""
        if self.kind != "merge" or name is None or name != self.from_name:
            return False
        return self.from_country in (None, country) and self.from_entity in (None, entity_id)

    @property
    def identity(self) -> tuple[str | None, ...]:
        """Who it leads to: name, country, sector, entity_id."""
        return self.name, self.country, self.sector, self.entity_id


COLUMNS = tuple(f.name for f in fields(Decision))


def decisions_table(metadata: sa.MetaData, number: Any) -> sa.Table:
    """Make the table of decisions. A column that comes later is a later step of the schema: this stays as it is."""
    needed = ("id", "kind", "by", "at")
    columns = [sa.Column(c, sa.Text(), nullable=c not in needed) for c in COLUMNS if c not in ("number", "id")]
    return sa.Table(
        "actor_decisions",
        metadata,
        sa.Column("number", number, primary_key=True, autoincrement=True),
        sa.Column("id", sa.Text(), nullable=False, unique=True),
        *columns,
        sa.Index("actor_decisions_withdraws", "withdraws"),
    )


def add_actor_decisions(connection: sa.Connection) -> None:
    """Add the table of decisions to a casebook that was made before there was one, and an index that lists actors."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    decisions_table(sa.MetaData(), number).create(connection)
    connection.exec_driver_sql("DROP INDEX IF EXISTS participants_name")
    connection.exec_driver_sql("CREATE INDEX participants_name_country_sector ON participants (name, country, sector)")


def all_decisions(connection: sa.Connection, tables: Tables) -> list[Decision]:
    """Read every decision ever made, the first one first."""
    d = tables["actor_decisions"]
    return [Decision(*row) for row in connection.execute(sa.select(*(d.c[c] for c in COLUMNS)).order_by(d.c.number))]


def load_decisions(connection: sa.Connection, tables: Tables) -> list[Decision]:
    """Read the decisions that hold today: merges and settings that were not withdrawn, the first one first."""
    return holding(all_decisions(connection, tables))


def holding(decisions: Sequence[Decision]) -> list[Decision]:
    """Leave out what was withdrawn, and the withdrawals."""
    gone = {d.withdraws for d in decisions if d.kind == "withdraw"}
    return [d for d in decisions if d.kind != "withdraw" and d.id not in gone]


def decided(rows: Sequence[Row], decisions: Sequence[Decision]) -> list[Row]:
    """Return rows of `participants` as the decisions have them; rows that none is about are returned as they are.

    `rows` are as the machine read them, `decisions` those that hold, see `load_decisions`.
    """
    if not decisions:
        return list(rows)
    rules = Rules(decisions)
    return [rules.apply(row) for row in rows]


class Rules:
    """Decisions that hold, looked up by the words and the names they are about."""

    def __init__(self, decisions: Iterable[Decision]) -> None:
        self.sets: dict[tuple[str, str | None], Decision] = {}
        self.merges: dict[str, list[Decision]] = {}
        for d in decisions:
            if d.kind == "set":
                self.sets[name_key(d.words or ""), d.article_id] = d  # the latest stands
            elif d.kind == "merge" and d.from_name is not None:
                self.merges.setdefault(d.from_name, []).insert(0, d)

    def apply(self, row: Row) -> Row:
        """Return one row as the decisions have it."""
        used = self.used(row)
        return {**row, **dict(zip(IDENTITY, used[-1].identity, strict=True))} if used else row

    def used(self, row: Row) -> list[Decision]:
        """Return the decisions that lead from what the machine read to who it is, in this order."""
        used: list[Decision] = []
        if self.sets:
            key = name_key(row["text"] or "")
            found = self.sets.get((key, row["article_id"])) or self.sets.get((key, None))
            if found is not None:
                used.append(found)
        name, country, entity_id = row["name"], row["country"], row["entity_id"]
        while True:
            if used:
                name, country, _, entity_id = used[-1].identity
            later = (d for d in self.merges.get(name or "", ()) if d.takes(name, country, entity_id) and d not in used)
            if (merge := next(later, None)) is None:
                return used
            used.append(merge)


def way_back(decisions: Sequence[Decision], new: Decision) -> list[Decision]:
    """Return the merges that lead from where `new` leads back to where it begins; empty if there is no way back.

    Every merge that could apply counts, also one that a later merge overrides: either may be withdrawn one day.
    """
    merges = [d for d in decisions if d.kind == "merge"]
    trails: list[list[Decision]] = [[]]
    seen: set[str] = set()
    while trails:
        trail = trails.pop()
        at = trail[-1] if trail else new
        if trail and new.takes(at.name, at.country, at.entity_id):
            return trail
        for d in merges:
            if d.id not in seen and d.takes(at.name, at.country, at.entity_id):
                seen.add(d.id)
                trails.append([*trail, d])
    return []


def names_before(decisions: Sequence[Decision], name: str) -> set[str]:
    """Return the names that merges may lead to `name`, itself among them."""
    found, waiting = {name}, [name]
    while waiting:
        to = waiting.pop()
        for d in decisions:
            if d.kind == "merge" and d.name == to and d.from_name is not None and d.from_name not in found:
                found.add(d.from_name)
                waiting.append(d.from_name)
    return found
