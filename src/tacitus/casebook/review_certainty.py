"""How certain the machine is of each record, and its place in a fair draw: the table `certainties`.

Certainty lies between 0 and 1, and rests on what is stored. It is that of the least certain of those who take part:

- the score of the reading chosen less 0.3 times that of the next one, or 0.15 for somebody without a name;
- 0.7 times that where the machine filled the role from elsewhere in the article (`ELSEWHERE`).

It is 0.8 times that where the status is neither occurred nor ongoing, and a tenth where nobody acts, speaks or holds.
The factors are set by hand: they put records in an order and are no probabilities. `lot` is the hash within the id of
a record: its order is that of a fair draw. `day` is that of the article. Nothing here changes with a review.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

import sqlalchemy as sa

from tacitus.casebook.store_rows import parts

NAMELESS, NEXT, FROM_ELSEWHERE, UNSETTLED, NOBODY = 0.15, 0.3, 0.7, 0.8, 0.1
ELSEWHERE = (
    "named with the same deed elsewhere",
    "subject of the cue before",
    "the government of the article, whose measure it is",
    "the government of those who protest",
    "the police of the article",
    "the protesters of the article",
)
MAIN = {"statements": "speaker", "events": "actor", "positions": "holder"}
OTHERS = {"statements": "addressee", "events": "recipient", "positions": "target_actor"}
OF_TYPE = {"statements": "quotation", "events": "type", "positions": "stance"}


def certainty_table(metadata: sa.MetaData) -> sa.Table:
    """Make the table."""
    return sa.Table(
        "certainties",
        metadata,
        sa.Column("record_id", sa.Text(), primary_key=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("article_id", sa.Text(), sa.ForeignKey("articles.id"), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("certainty", sa.Float(), nullable=False),
        sa.Column("lot", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Index("certainties_certainty", "certainty", "record_id"),
        sa.Index("certainties_kind_certainty", "kind", "certainty", "record_id"),
        sa.Index("certainties_lot", "lot"),
        sa.Index("certainties_kind_lot", "kind", "lot"),
        sa.Index("certainties_day", "day", "record_id"),
        sa.Index("certainties_kind_day", "kind", "day", "record_id"),
        sa.Index("certainties_article_id", "article_id"),
    )


def certainty_sql(kind: str, of_type: str | None = None, status: str = "e.status") -> str:
    """Return the statement that fills the table from the records of a kind; a condition may follow.

    `of_type` and `status` are what stands for the values of the record, where the machine had others.
    """
    main, other, of_type = MAIN[kind], OTHERS[kind], of_type or f"e.{OF_TYPE[kind]}"
    elsewhere = ", ".join(f"'{reason}'" for reason in ELSEWHERE)
    unsettled = f"CASE WHEN {status} IN ('occurred', 'ongoing') THEN 1.0 ELSE {UNSETTLED} END"
    return f"""
        INSERT INTO certainties (record_id, kind, article_id, type, certainty, lot, day)
        SELECT e.id, '{kind}', e.article_id, {of_type},
            COALESCE((
                SELECT MIN((CASE WHEN best.name IS NULL THEN {NAMELESS}
                    ELSE best.score - {NEXT} * COALESCE(next.score, 0) END)
                    * CASE WHEN r.reason IN ({elsewhere}) THEN {FROM_ELSEWHERE} ELSE 1.0 END)
                FROM roles r
                LEFT JOIN resolutions best ON best.mention_id = r.mention_id AND best.rank = 0
                LEFT JOIN resolutions next ON next.mention_id = r.mention_id AND next.rank = 1
                WHERE r.record_id = e.id AND r.chosen AND r.role IN ('{main}', '{other}')
            ), 1.0) * CASE WHEN EXISTS (
                SELECT 1 FROM roles r WHERE r.record_id = e.id AND r.chosen AND r.role = '{main}'
            ) THEN 1.0 ELSE {NOBODY} END * {"1.0" if kind == "statements" else unsettled},
            substr(e.id, 3), COALESCE(a.published, '')
        FROM {kind} e JOIN articles a ON a.id = e.article_id
    """


def add_certainties(connection: sa.Connection, article_ids: Sequence[str]) -> None:
    """Write how certain the records of some articles are; there is none of them yet, and no correction on them."""
    for part in parts(article_ids):
        names = {f"a{n}": i for n, i in enumerate(part)}
        where = f"WHERE e.article_id IN ({', '.join(f':{n}' for n in names)})"
        for kind in MAIN:
            connection.execute(sa.text(certainty_sql(kind) + where), names)


def fill_certainties(connection: sa.Connection) -> None:
    """Write how certain all records of a casebook are into the empty table, from what the machine had found."""
    for kind in MAIN:
        left = " WHERE NOT EXISTS (SELECT 1 FROM as_coded k WHERE k.record_id = e.id)"
        connection.exec_driver_sql(certainty_sql(kind) + left)
    kept = sa.text('SELECT record_id, kind, "row" FROM as_coded').columns(
        record_id=sa.Text(), kind=sa.Text(), row=sa.Text()
    )
    for record_id, kind, told in connection.execute(kept).all():
        row = json.loads(told)
        given = {"id": record_id, "of_type": row[OF_TYPE[kind]], "status": row.get("status")}
        as_coded = certainty_sql(kind, "CAST(:of_type AS TEXT)", "CAST(:status AS TEXT)")
        if kind == "statements":  # they have no status
            del given["status"]
        connection.execute(sa.text(f"{as_coded} WHERE e.id = :id"), given)


def certainties_anew(connection: sa.Connection) -> None:
    """Make the table anew in a casebook of schema 6: with a day, and certainty that heeds status and far roles."""
    connection.exec_driver_sql("DROP TABLE IF EXISTS certainties")
    metadata = sa.MetaData()
    sa.Table("articles", metadata, sa.Column("id", sa.Text(), primary_key=True))
    certainty_table(metadata).create(connection)
    fill_certainties(connection)
