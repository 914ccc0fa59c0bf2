"""The tables of a casebook: those of `records`, with keys that lead from table to table, and what only a store needs.

Added to the record tables are `number` (a whole number beside the id, which full-text search needs),
`article_id` where a row hung on its article only through another row, the run that coded an article,
and the versions of an article. `participants` repeats the chosen roles with the names they resolve to,
so that a question need not join three tables. The schema carries a number; `MIGRATIONS` leads from each
number to the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import sqlalchemy as sa

from tacitus.casebook.review_certainty import certainties_anew, certainty_table
from tacitus.casebook.review_tables import add_review_tables, part_wrong_reports, review_tables
from tacitus.casebook.store_copies import add_wording
from tacitus.casebook.store_decisions import add_actor_decisions, decisions_table
from tacitus.records import sql_tables

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# Tables whose rows name their article only through the row they hang on.
OF_ARTICLE = ("resolutions", "contents", "roles", "statuses")
PARENTS = {
    ("resolutions", "mention_id"): "mentions.id",
    ("contents", "statement_id"): "statements.id",
    ("roles", "mention_id"): "mentions.id",
    ("statuses", "mention_id"): "mentions.id",
}
# The indexes that hold all that the largest questions ask of a table, see `ask_filters`.
ARTICLE_FACTS = ("id", "newest", "published", "source")
COPIES = ("same_as", "run_id")
WHO = ("record_id", "role", "name", "country", "sector")
INDEXES: dict[str, tuple[tuple[str, ...], ...]] = {
    "articles": (
        *((n,) for n in ("key", "published", "source", "run_id", "version_of", "wording")),
        COPIES,
        ARTICLE_FACTS,
    ),
    "mentions": (("article_id",), ("chain_id",)),
    "resolutions": (("article_id",), ("name",), ("country", "sector")),
    "statements": (("article_id",), ("date",), ("inside",)),
    "contents": (("article_id",),),
    "events": (("article_id",), ("type", "date"), ("date",), ("inside",), ("id", "type", "quad_class", "status")),
    "positions": (("article_id",), ("target",), ("date",), ("inside",)),
    "roles": (("article_id",), ("mention_id",)),
    "statuses": (("article_id",), ("mention_id",), ("status",)),
    "participants": (("article_id",), ("name", "country", "sector"), ("country", "sector"), ("kind", "role"), WHO),
    "run_articles": (("article_id",),),
    "issues": (("run_id",), ("article_id",)),
    "reviews": (("record_id",), ("article_id",)),
    "deeds": (("type", "date"), ("date",)),
    "deed_reports": (("deed_id",), ("article_id",), ("type", "day"), ("event_id", "day", "deed_id"), ("day",)),
    "saying_reports": (("saying_id",), ("article_id",), ("day",), ("statement_id", "day", "saying_id")),
}
# Table and its columns that full-text search covers.
SEARCHED = {"articles": ("title", "text"), "contents": ("text",)}


def casebook_tables(metadata: sa.MetaData) -> dict[str, sa.Table]:
    """Make the tables of a casebook in `metadata`, those of the records derived from their dataclasses."""
    made = {name: _record_table(metadata, table) for name, table in sql_tables(sa.MetaData()).items()}
    made |= {table.name: table for table in _own_tables(metadata)}
    made |= {table.name: table for table in _group_tables(metadata)}
    for name, indexes in INDEXES.items():
        for columns in indexes:
            sa.Index("_".join((name, *columns)), *(made[name].c[c] for c in columns))
    return made


def _text(name: str, *more: sa.ForeignKey, null: bool = True) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), *more, nullable=null)


def _to(target: str) -> sa.ForeignKey:
    return sa.ForeignKey(target)


def _numbered() -> sa.Column[Any]:
    return sa.Column("number", NUMBER, primary_key=True, autoincrement=True)


def _record_table(metadata: sa.MetaData, derived: sa.Table) -> sa.Table:
    """Copy a table that `records` derives, with its references and the columns that only a store needs."""
    name = derived.name
    numbered = name in ("articles", "contents", "issues", "reviews")
    columns: list[sa.Column[Any]] = [_numbered()] if numbered else []
    for c in derived.columns:
        parent = "articles.id" if c.name == "article_id" and name != "issues" else PARENTS.get((name, c.name))
        kind = NUMBER if isinstance(c.type, sa.Integer) else c.type
        key = c.primary_key and not numbered
        columns.append(
            sa.Column(c.name, kind, *([_to(parent)] if parent else []), primary_key=key, nullable=c.nullable)
        )
    if name in OF_ARTICLE:
        columns.append(_text("article_id", _to("articles.id"), null=False))
    rules: list[sa.UniqueConstraint] = []
    if numbered:
        keys = {"contents": ("statement_id", "piece"), "issues": ("id",)}.get(name, ("id",))
        rules.append(sa.UniqueConstraint(*keys))
    return sa.Table(name, metadata, *columns, *_more_columns(name), *rules)


def _more_columns(name: str) -> list[sa.Column[Any]]:
    more: dict[str, Iterable[sa.Column[Any]]] = {
        "articles": (
            _text("run_id", _to("runs.id"), null=False),
            sa.Column("coded", sa.Boolean(), nullable=False),
            sa.Column("version", NUMBER, nullable=False),
            _text("version_of", _to("articles.id")),
            sa.Column("newest", sa.Boolean(), nullable=False),
            _text("wording"),
            _text("same_as", _to("articles.id")),
        ),
        "runs": (
            _text("rests_on", null=False),
            _text("finished"),
            sa.Column("already", NUMBER, nullable=False, server_default="0"),
        ),
        "issues": (_text("id", null=False), _text("run_id", _to("runs.id"), null=False), _text("kind", null=False)),
        "reviews": (_text("article_id", _to("articles.id")), _text("run_id"), _text("seen")),
    }
    return list(more.get(name, ()))


def _own_tables(metadata: sa.MetaData) -> list[sa.Table]:
    """Make the tables that say of what schema this is, what each run did, and who takes part by name."""
    about = sa.Table("casebook", metadata, sa.Column("schema", NUMBER, nullable=False), _text("made_by", null=False))
    run_articles = sa.Table(
        "run_articles",
        metadata,
        sa.Column("run_id", sa.Text(), _to("runs.id"), primary_key=True),
        sa.Column("article_id", sa.Text(), _to("articles.id"), primary_key=True),
        _text("outcome", null=False),
    )
    participants = sa.Table(
        "participants",
        metadata,
        sa.Column("record_id", sa.Text(), primary_key=True),
        sa.Column("role", sa.Text(), primary_key=True),
        sa.Column("rank", NUMBER, primary_key=True),
        _text("kind", null=False),
        _text("article_id", _to("articles.id"), null=False),
        _text("mention_id", _to("mentions.id"), null=False),
        *(_text(c) for c in ("text", "name", "country", "sector", "entity_id")),
    )
    of_reviews = [*review_tables(metadata), certainty_table(metadata)]
    return [about, run_articles, participants, decisions_table(metadata, NUMBER), *of_reviews]


def _group_tables(metadata: sa.MetaData) -> list[sa.Table]:
    """Make the tables that group reports: of one deed (events), of one saying (statements)."""
    made = []
    for group, reports, record, parent in (
        ("deeds", "deed_reports", "event_id", "events.id"),
        ("sayings", "saying_reports", "statement_id", "statements.id"),
    ):
        of_deeds = group == "deeds"
        columns: list[sa.Column[Any]] = [sa.Column("id", sa.Text(), primary_key=True), _text("type", null=False)]
        told = ("date", "place", "actors", "recipients") if of_deeds else ("date", "speakers", "text")
        columns += [_text(c) for c in told]
        counts = ["reports", "articles", "sources", "conflicts"]
        columns += [sa.Column(c, NUMBER, nullable=False) for c in counts]
        tolls = ("killed_low", "killed_high", "injured_low", "injured_high") if of_deeds else ()
        columns += [sa.Column(c, NUMBER) for c in tolls]
        made.append(sa.Table(group, metadata, *columns))
        made.append(
            sa.Table(
                reports,
                metadata,
                sa.Column(record, sa.Text(), _to(parent), primary_key=True),
                _text("article_id", _to("articles.id"), null=False),
                _text("type", null=False),
                _text("day", null=False),
                _text(f"{group[:-1]}_id", _to(f"{group}.id")),
                _text("link"),
                _text("matched_id"),
                _text("reason"),
                _text("conflict"),
            )
        )
    made.append(
        sa.Table(
            "regroup",
            metadata,
            sa.Column("kind", sa.Text(), primary_key=True),
            sa.Column("type", sa.Text(), primary_key=True),
            sa.Column("day", sa.Text(), primary_key=True),
        )
    )
    return made


def search_ddl(dialect: str, searched: dict[str, tuple[str, ...]] = SEARCHED) -> list[str]:
    """Return the statements that set up full-text search: FTS5 with triggers, or expression indexes.

    Datasette knows what a search table covers by content="...", with these quotation marks.
    """
    # the English of PostgreSQL leaves out words such as "so", of which FTS5 knows nothing
    out = (
        []
        if dialect == "sqlite"
        else [
            "CREATE TEXT SEARCH DICTIONARY tacitus_stem (TEMPLATE = snowball, LANGUAGE = english)",
            "CREATE TEXT SEARCH CONFIGURATION tacitus (COPY = pg_catalog.english)",
            "ALTER TEXT SEARCH CONFIGURATION tacitus ALTER MAPPING REPLACE english_stem WITH tacitus_stem",
        ]
    )
    for table, columns in searched.items():
        if dialect != "sqlite":
            out.append(f"CREATE INDEX {table}_search ON {table} USING gin ({vector(table)})")
            continue
        names = ", ".join(columns)
        old, new = (", ".join(f"{row}.{c}" for c in columns) for row in ("old", "new"))
        out.append(
            f'CREATE VIRTUAL TABLE {table}_search USING fts5({names}, content="{table}",'
            " content_rowid='number', tokenize='porter unicode61 remove_diacritics 2')"
        )
        put = f"INSERT INTO {table}_search(rowid, {names}) VALUES (new.number, {new})"
        take = f"INSERT INTO {table}_search({table}_search, rowid, {names}) VALUES ('delete', old.number, {old})"
        changed = f"UPDATE OF {names} ON {table}"
        out += [
            f"CREATE TRIGGER {table}_search_in AFTER INSERT ON {table} BEGIN {put}; END",
            f"CREATE TRIGGER {table}_search_out AFTER DELETE ON {table} BEGIN {take}; END",
            f"CREATE TRIGGER {table}_search_change AFTER {changed} BEGIN {take}; {put}; END",
        ]
    return out


def vector(table: str) -> str:
    """Return what PostgreSQL indexes of a table: the first 200,000 characters, since a vector has a largest size.

    Accents are taken off, as FTS5 does.
    """
    joined = " || ' ' || ".join(f"coalesce({table}.{c}, '')" for c in SEARCHED[table])
    return (
        f"to_tsvector('tacitus', regexp_replace(normalize(left({joined}, 200000), NFD), '[\\u0300-\\u036f]', '', 'g'))"
    )


def create(connection: sa.Connection, tables: Iterable[sa.Table]) -> None:
    """Create tables with their indexes where they are not there yet."""
    for table in tables:
        table.create(connection, checkfirst=True)


def create_everything(connection: sa.Connection) -> None:
    """Create the schema of today in an empty database."""
    metadata = sa.MetaData()
    casebook_tables(metadata)
    metadata.create_all(connection)
    for statement in search_ddl(connection.dialect.name):
        connection.exec_driver_sql(statement.replace("%", "%%"))


def _index_for_asking(connection: sa.Connection) -> None:
    """Add the indexes by which questions over the whole casebook are answered."""
    for table, columns in (
        ("articles", "id, newest, published, source"),
        ("events", "id, type, quad_class, status"),
        ("statuses", "status"),
        ("participants", "record_id, role, name, country, sector"),
        ("deed_reports", "event_id, day, deed_id"),
        ("deed_reports", "day"),
        ("saying_reports", "statement_id, day, saying_id"),
    ):
        name = "_".join((table, *columns.split(", ")))
        connection.exec_driver_sql(f"CREATE INDEX IF NOT EXISTS {name} ON {table} ({columns})")


def _search_anew(connection: sa.Connection) -> None:
    """Set up full-text search anew: on SQLite so that Datasette knows it, on PostgreSQL so that every word counts."""
    searched = {"articles": ("title", "text"), "contents": ("text",)}
    sqlite = connection.dialect.name == "sqlite"
    for table in searched:
        for when in ("in", "out", "change") if sqlite else ():
            connection.exec_driver_sql(f"DROP TRIGGER {table}_search_{when}")
        connection.exec_driver_sql(f"DROP {'TABLE' if sqlite else 'INDEX'} {table}_search")
    for statement in search_ddl(connection.dialect.name, searched):
        connection.exec_driver_sql(statement.replace("%", "%%"))
    for table in searched if sqlite else ():
        connection.exec_driver_sql(f"INSERT INTO {table}_search({table}_search) VALUES ('rebuild')")


# From schema N to N + 1. Each step must stay as it was published: casebooks of every age pass through it.
MIGRATIONS: dict[int, Callable[[sa.Connection], None]] = {
    1: _index_for_asking,
    2: _search_anew,
    3: add_wording,
    4: add_actor_decisions,
    5: add_review_tables,
    6: certainties_anew,
    7: part_wrong_reports,
}
SCHEMA = 1 + len(MIGRATIONS)
