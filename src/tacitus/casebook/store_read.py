"""Reads articles with their machine records back out of a casebook, as the ledgers that went in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from tacitus.casebook.store_rows import Tables, select_in
from tacitus.ledger import Ledger
from tacitus.records import CODED, Article, columns


def read_ledgers(connection: sa.Connection, tables: Tables, article_ids: Sequence[str]) -> list[Ledger]:
    """Read some articles back, in the order of `article_ids`; one that is not there is left out."""
    articles = tables["articles"]
    ledgers: dict[str, Ledger] = {}
    asked = sa.select(*(articles.c[n] for n, _, _ in columns(Article)))
    for found in select_in(connection, asked, articles.c.id, article_ids):
        ledgers[found.id] = Ledger(Article(*found))
    for kind in CODED:
        table = tables[kind.table]
        asked = sa.select(table.c.article_id, *(table.c[n] for n, _, _ in columns(kind)))
        for article_id, *values in select_in(
            connection, asked.order_by(*_text_order(table)), table.c.article_id, article_ids
        ):
            into: list[Any] = getattr(ledgers[article_id], kind.table)
            into.append(kind(*values))
    return [ledgers[i] for i in article_ids if i in ledgers]


def _text_order(table: sa.Table) -> list[sa.ColumnElement[Any]]:
    """Order the rows of an article as they stand in its text, as far as they have a place there."""
    by: tuple[str, ...] = ("statement_id", "piece", "start", "trigger_start", "evidence_start", "sentence_start")
    by += ("cue_start", "mention_id", "record_id", "role", "rank", "id")
    if table.name == "mentions":
        return [table.c.start, table.c.end.desc(), table.c.id]
    return [table.c[n] for n in by if n in table.c]
