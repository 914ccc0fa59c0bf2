"""The tables that reviews lead to: which verdict decides, and what the machine had found.

Both follow from `reviews` and from what the machine found, see `store_verdicts`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from tacitus.casebook.store_rows import Tables, parts, select_in


def review_tables(metadata: sa.MetaData) -> list[sa.Table]:
    """Make the tables. A column that comes later is a later step of the schema: these stay as they are."""
    verdicts = sa.Table(
        "verdicts",
        metadata,
        sa.Column("record_id", sa.Text(), primary_key=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("article_id", sa.Text(), sa.ForeignKey("articles.id"), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("review_id", sa.Text(), nullable=False),
        sa.Column("correction", sa.Text()),
        sa.Index("verdicts_verdict_kind", "verdict", "kind"),
        sa.Index("verdicts_article_id", "article_id"),
    )
    as_coded = sa.Table(
        "as_coded",
        metadata,
        sa.Column("record_id", sa.Text(), primary_key=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("article_id", sa.Text(), sa.ForeignKey("articles.id"), nullable=False),
        sa.Column("row", sa.Text(), nullable=False),
        sa.Index("as_coded_article_id", "article_id"),
    )
    return [verdicts, as_coded]


def add_review_tables(connection: sa.Connection) -> None:
    """Add the tables to a casebook that was made before there were any. Verdicts are filled in as they stand.

    Corrections of that time were notes in a form that nobody checked: they are kept as such, and change nothing.
    `certainties` belonged to this step, too; they are made by the next one, as they are now.
    """
    metadata = sa.MetaData()
    sa.Table("articles", metadata, sa.Column("id", sa.Text(), primary_key=True))
    for table in review_tables(metadata):
        table.create(connection)
    rows = connection.exec_driver_sql(
        'SELECT record_id, verdict, "by", at, id, article_id FROM reviews WHERE article_id IS NOT NULL'
        " ORDER BY at, number"
    ).all()
    decided: dict[str, Any] = {}
    for row in rows:
        if row[1] != "unsure" or decided.get(row[0], row)[1] == "unsure":
            decided[row[0]] = row
    kinds = {"s": "statements", "e": "events", "p": "positions"}
    made = [
        {"r": i, "k": kinds[i[0]], "a": row[5], "v": row[1], "b": row[2], "t": row[3], "n": row[4]}
        for i, row in decided.items()
        if i[:1] in kinds
    ]
    put = sa.text(
        'INSERT INTO verdicts (record_id, kind, article_id, verdict, "by", at, review_id)'
        " VALUES (:r, :k, :a, :v, :b, :t, :n)"
    )
    if made:
        connection.execute(put, made)


def part_wrong_reports(connection: sa.Connection) -> None:
    """Note the days of records found wrong, to be grouped again: they were still grouped with what others report."""
    for kind, reports, record in (
        ("events", "deed_reports", "event_id"),
        ("statements", "saying_reports", "statement_id"),
    ):
        connection.exec_driver_sql(
            f"""
            INSERT INTO regroup (kind, type, day)
            SELECT DISTINCT '{kind}', r.type, r.day FROM verdicts v JOIN {reports} r ON r.{record} = v.record_id
            WHERE v.verdict = 'wrong' AND NOT EXISTS (
                SELECT 1 FROM regroup g WHERE g.kind = '{kind}' AND g.type = r.type AND g.day = r.day
            )
            """
        )


def forget_machine(connection: sa.Connection, tables: Tables, article_ids: Sequence[str]) -> None:
    """Remove what was kept of the machine's records of some articles, which are about to be replaced."""
    for name in ("as_coded", "certainties"):
        for part in parts(article_ids):
            connection.execute(tables[name].delete().where(tables[name].c.article_id.in_(part)))


def corrected_roles(connection: sa.Connection, tables: Tables, record_ids: Sequence[str]) -> set[tuple[str, str]]:
    """Return (record, role) of participants that a reviewer put right, on which no decision on actors bears."""
    v = tables["verdicts"]
    asked = sa.select(v.c.record_id, v.c.kind, v.c.correction).where(v.c.verdict == "corrected")
    out = set()
    for row in select_in(connection, asked, v.c.record_id, record_ids):
        told = json.loads(row.correction or "{}")
        out |= {(row.record_id, role) for role in told if isinstance(told.get(role), list)}
    return out
