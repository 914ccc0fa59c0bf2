"""Full-text search over articles and contents: FTS5 on SQLite, text vectors on PostgreSQL, behind one condition.

A query is words and "phrases in quotation marks"; all of them must occur, in any order, in any inflection.
"""

from __future__ import annotations

import re
import unicodedata

import sqlalchemy as sa

from tacitus.casebook.store_schema import vector

PIECES = re.compile(r'"([^"]*)"|(\S+)')


def pieces(query: str) -> list[str]:
    """Split a query into its words and phrases."""
    found = [a or b for a, b in PIECES.findall(query.replace("\x00", " "))]
    return [p.replace('"', " ").strip() for p in found if re.search(r"\w", p)]


def plain(query: str) -> str:
    """Take the accents off, as is done with what is searched."""
    return "".join(c for c in unicodedata.normalize("NFD", query) if not "\u0300" <= c <= "\u036f")


def matches(table: sa.Table, query: str, postgres: bool) -> sa.ColumnElement[bool]:
    """Return the condition that a row of `table` (articles or contents) has all words and phrases of `query`."""
    asked = " ".join(f'"{p}"' for p in pieces(query))
    if not asked:
        return sa.false()
    if postgres:
        found = sa.text(f"{vector(table.name)} @@ websearch_to_tsquery('tacitus', :asked)").bindparams(
            asked=plain(asked)
        )
        return table.c.number.in_(sa.select(table.c.number).where(found))
    hits = sa.text(f"SELECT rowid FROM {table.name}_search WHERE {table.name}_search MATCH :asked")
    return table.c.number.in_(hits.bindparams(asked=asked).columns(sa.column("rowid", sa.Integer)))
