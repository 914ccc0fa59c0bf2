"""Sums up deeds and sayings: how many reports, articles and sources each has, and between what its tolls lie."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa

from tacitus.casebook.store_reports import Sides, participants
from tacitus.casebook.store_rows import Tables, delete_in, parts


def sum_up(connection: sa.Connection, tables: Tables, group: str, group_ids: Collection[str]) -> None:
    """Write the rows of some groups anew from their reports; a group without any is removed."""
    for part in parts(sorted(group_ids)):
        found = _deeds(connection, tables, part) if group == "deeds" else _sayings(connection, tables, part)
        table = tables[group]
        delete_in(connection, table, table.c.id, [i for i in part if i not in found])
        if found:
            columns = [c.name for c in table.c if c.name not in ("id", "type")]
            put = table.update().where(table.c.id == sa.bindparam("this"))
            put = put.values({c: sa.bindparam(f"new_{c}") for c in columns})
            connection.execute(put, [{"this": i} | {f"new_{c}": r[c] for c in columns} for i, r in found.items()])


def _deeds(connection: sa.Connection, tables: Tables, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    r, e, a = tables["deed_reports"], tables["events"], tables["articles"]
    asked = sa.select(r.c.deed_id.label("group_id"), r.c.link, r.c.day, e, a.c.source, a.c.published)
    asked = asked.join(e, e.c.id == r.c.event_id).join(a, a.c.id == e.c.article_id).where(r.c.deed_id.in_(ids))
    out = {}
    for group_id, rows, sides in _by_group(connection, tables, asked):
        made = {**_counts(rows), "date": _first(rows, "date"), "place": _first(rows, "place_text")}
        for toll in ("killed", "injured"):
            numbers = [n for row in rows if (n := getattr(row, toll)) is not None]
            made |= {f"{toll}_low": min(numbers, default=None), f"{toll}_high": max(numbers, default=None)}
        made |= {"actors": _names(rows, sides, "actor"), "recipients": _names(rows, sides, "recipient")}
        out[group_id] = made
    return out


def _sayings(connection: sa.Connection, tables: Tables, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    r, s, a, c = tables["saying_reports"], tables["statements"], tables["articles"], tables["contents"]
    text = sa.select(c.c.text).where(c.c.statement_id == s.c.id).order_by(c.c.piece).limit(1).scalar_subquery()
    asked = sa.select(r.c.saying_id.label("group_id"), r.c.link, r.c.day, s, a.c.source, a.c.published)
    asked = asked.add_columns(text.label("text"))
    asked = asked.join(s, s.c.id == r.c.statement_id).join(a, a.c.id == s.c.article_id).where(r.c.saying_id.in_(ids))
    out = {}
    for group_id, rows, sides in _by_group(connection, tables, asked):
        made = {**_counts(rows), "date": _first(rows, "day"), "text": _first(rows, "text")}
        out[group_id] = made | {"speakers": _names(rows, sides, "speaker")}
    return out


def _by_group(connection: sa.Connection, tables: Tables, asked: sa.Select[Any]) -> list[tuple[str, list[Any], Sides]]:
    groups: dict[str, list[Any]] = {}
    for row in connection.execute(asked):
        groups.setdefault(row.group_id, []).append(row)
    for rows in groups.values():  # here, since databases differ in how they order texts and what is missing
        rows.sort(key=lambda r: (r.day, r.published or "", r.article_id, r.sentence_start, r.id))
    ids = [row.id for rows in groups.values() for row in rows]
    sides = participants(connection, tables, ids)
    return [(group_id, rows, sides) for group_id, rows in groups.items()]


def _counts(rows: list[Any]) -> dict[str, int]:
    return {
        "reports": len(rows),
        "articles": len({row.article_id for row in rows}),
        "sources": len({row.source for row in rows if row.source}),
        "conflicts": sum(row.link == "conflicting" for row in rows),
    }


def _first(rows: list[Any], column: str) -> Any:
    return next((value for row in rows if (value := getattr(row, column)) is not None), None)


def _names(rows: list[Any], sides: Sides, role: str) -> str | None:
    """Return the names of those who take part, as the first report that names any has them."""
    for row in rows:
        named = list(dict.fromkeys(p.name for p in sides.get((row.id, role), ()) if p.name))
        if named:
            return "; ".join(named)
    return None
