"""The tables that reviews lead to: which verdict decides, what the machine had found, how certain each record is.

All three can be made anew from the rest of a casebook, see `store_verdicts`. Certainty lies between 0 and 1: that of
the least certain of those who take part, each the score of the reading chosen less 0.3 times that of the next one, or
0.15 for somebody without a name; a tenth of that where nobody acts, speaks or holds. `lot` is the hash within the
id of a record: its order is that of a fair draw.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from tacitus.casebook.store_rows import Tables, parts, select_in

NAMELESS, NOBODY = 0.15, 0.1
MAIN = {"statements": "speaker", "events": "actor", "positions": "holder"}
OTHERS = {"statements": "addressee", "events": "recipient", "positions": "target_actor"}
OF_TYPE = {"statements": "quotation", "events": "type", "positions": "stance"}


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
    certainties = sa.Table(
        "certainties",
        metadata,
        sa.Column("record_id", sa.Text(), primary_key=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("article_id", sa.Text(), sa.ForeignKey("articles.id"), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("certainty", sa.Float(), nullable=False),
        sa.Column("lot", sa.Text(), nullable=False),
        sa.Index("certainties_certainty", "certainty", "record_id"),
        sa.Index("certainties_kind_certainty", "kind", "certainty", "record_id"),
        sa.Index("certainties_lot", "lot"),
        sa.Index("certainties_kind_lot", "kind", "lot"),
        sa.Index("certainties_article_id", "article_id"),
    )
    return [verdicts, as_coded, certainties]


def certainty_sql(kind: str) -> str:
    """Return the statement that fills `certainties` from all records of a kind; a condition may follow."""
    main, other, of_type = MAIN[kind], OTHERS[kind], OF_TYPE[kind]
    return f"""
        INSERT INTO certainties (record_id, kind, article_id, type, certainty, lot)
        SELECT e.id, '{kind}', e.article_id, e.{of_type},
            COALESCE((
                SELECT MIN(CASE WHEN best.name IS NULL THEN {NAMELESS}
                    ELSE best.score - 0.3 * COALESCE(next.score, 0) END)
                FROM roles r
                LEFT JOIN resolutions best ON best.mention_id = r.mention_id AND best.rank = 0
                LEFT JOIN resolutions next ON next.mention_id = r.mention_id AND next.rank = 1
                WHERE r.record_id = e.id AND r.chosen AND r.role IN ('{main}', '{other}')
            ), 1.0) * CASE WHEN EXISTS (
                SELECT 1 FROM roles r WHERE r.record_id = e.id AND r.chosen AND r.role = '{main}'
            ) THEN 1.0 ELSE {NOBODY} END,
            substr(e.id, 3)
        FROM {kind} e
    """


def add_certainties(connection: sa.Connection, tables: Tables, article_ids: Sequence[str]) -> None:
    """Write how certain the records of some articles are; there is none of them yet."""
    del tables  # the statements name them
    for part in parts(article_ids):
        names = {f"a{n}": i for n, i in enumerate(part)}
        where = f"WHERE e.article_id IN ({', '.join(f':{n}' for n in names)})"
        for kind in MAIN:
            connection.execute(sa.text(certainty_sql(kind) + where), names)


def add_review_tables(connection: sa.Connection) -> None:
    """Add the tables to a casebook that was made before there were any. Verdicts are filled in as they stand.

    Corrections of that time were notes in a form that nobody checked: they are kept as such, and change nothing.
    """
    metadata = sa.MetaData()
    sa.Table("articles", metadata, sa.Column("id", sa.Text(), primary_key=True))
    for table in review_tables(metadata):
        table.create(connection)
    for kind in MAIN:
        connection.exec_driver_sql(certainty_sql(kind))
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
