"""Small steps that every writer of the casebook takes: rows as databases hold them, and statements over many values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from tacitus.storable import storable

Tables = dict[str, sa.Table]
CHUNK = 400  # SQLite takes a limited number of values in one statement


def clean(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row as both databases hold it: no lone surrogates, no NUL; lengths stay, so offsets stay true."""
    # most values are ASCII, which costs nothing to see
    odd = {k: clean_text(v) for k, v in row.items() if type(v) is str and not (v.isascii() and "\0" not in v)}
    return {**row, **odd} if odd else row


def clean_text(text: str) -> str:
    """Return a text as both databases hold it."""
    kept: str = storable(text)
    return kept.replace("\0", "\ufffd")


def select_in(connection: sa.Connection, select: sa.Select[Any], column: Any, values: Sequence[Any]) -> list[Any]:
    """Run a query for the rows where `column` is one of `values`, however many these are."""
    return [r for part in parts(values) for r in connection.execute(select.where(column.in_(part)))]


def delete_in(connection: sa.Connection, table: sa.Table, column: Any, values: Sequence[Any]) -> None:
    """Delete the rows where `column` is one of `values`."""
    for part in parts(values):
        connection.execute(table.delete().where(column.in_(part)))


def parts(values: Sequence[Any]) -> list[Sequence[Any]]:
    """Cut a list into pieces of which each fits into one statement."""
    return [values[n : n + CHUNK] for n in range(0, len(values), CHUNK)]


def insert_new(
    connection: sa.Connection, table: sa.Table, made: Sequence[dict[str, Any]], key: tuple[str, ...]
) -> None:
    """Insert rows whose key is not there yet. One writer at a time, so nobody can come between."""
    for row in made:
        same = sa.and_(*(table.c[k] == row[k] for k in key))
        if connection.execute(sa.select(sa.literal(1)).select_from(table).where(same)).first() is None:
            connection.execute(table.insert(), row)


def replace_rows(
    connection: sa.Connection, table: sa.Table, made: Sequence[dict[str, Any]], key: tuple[str, ...]
) -> None:
    """Insert rows in the place of those with the same key."""
    if not made:
        return
    same = sa.and_(*(table.c[k] == sa.bindparam(f"this_{k}") for k in key))
    connection.execute(table.delete().where(same), [{f"this_{k}": row[k] for k in key} for row in made])
    connection.execute(table.insert(), made)
