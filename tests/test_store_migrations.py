"""A casebook of the first schema, as it was made then, is today's once it is opened. On SQLite and on PostgreSQL."""

import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa

from casebooks import RECODE, article, count, ledgers, new_place, schema_of, sorted_row, where
from fake_coder import fake_ledger
from tacitus.casebook import ask, store_schema
from tacitus.casebook.store import Casebook
from tacitus.casebook.store_connect import Database

__all__ = ["new_place", "where"]

OLD = Path(__file__).parent / "schema_1"


def fill(where: str) -> None:
    """Lay the old casebook at `where` without any of today's code."""
    if "://" not in where:
        with sqlite3.connect(where) as connection:
            connection.executescript((OLD / "sqlite.sql").read_text("utf-8"))
        connection.close()
        return
    engine = sa.create_engine(where.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        for line in (OLD / "postgres.sql").read_text("utf-8").splitlines():
            connection.exec_driver_sql(line.replace("%", "%%"))
    engine.dispose()


def indexes(where: str) -> dict[str, set[tuple[str, ...]]]:
    database = Database(where)
    inspector = sa.inspect(database.engine)
    found = {
        table: {tuple(i["column_names"]) for i in inspector.get_indexes(table) if None not in i["column_names"]}
        for table in database.tables
    }
    database.close()
    return found


@pytest.fixture
def old(where):
    fill(where)
    return where


def test_an_old_casebook_has_the_schema_of_a_new_one(old, where, tmp_path):
    with Casebook(old) as book, book.reading() as connection:
        assert connection.execute(sa.select(book.tables["casebook"].c.schema)).scalar_one() == store_schema.SCHEMA
    new = str(tmp_path / "new.db")
    Casebook(new).close()
    found, wanted = schema_of(old), schema_of(new)
    for name in Database(new).tables:
        assert found[name] == wanted[name], name
    assert {t: columns - indexes(old)[t] for t, columns in indexes(new).items()} == {t: set() for t in indexes(new)}


def test_an_old_casebook_keeps_its_rows_and_is_searched_asked_and_filled(old):
    newer = fake_ledger(article(1, "Peru warned Chile. Sanctions followed."))
    with Casebook(old) as book:
        assert [sorted_row(x) for x in book.ledgers()] == [sorted_row(x) for x in (ledgers(1)[0], newer)]
        assert (count(book, "articles"), count(book, "reviews")) == (3, 1)
        assert [r["id"] for r in book.search("sanction")] == [newer.article.id]
        before = len(ask.events(book))
        assert before > 0
        assert book.add(ledgers(4), RECODE) == {"coded anew": 2, "added": 2}
        book.group()
        assert len(ask.events(book)) > before
        assert count(book, "reviews") == 1
