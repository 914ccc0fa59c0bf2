"""What the tests of the casebook share: where to keep one, articles, ledgers, and a look at all rows."""

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from fake_coder import fake_ledger
from tacitus.casebook.store import Casebook
from tacitus.casebook.store_connect import Database
from tacitus.records import Article, Run

POSTGRES = os.environ.get("TACITUS_TEST_POSTGRES")
BACKENDS = ["sqlite", pytest.param("postgres", marks=pytest.mark.skipif(not POSTGRES, reason="no PostgreSQL given"))]
# columns that differ between two runs that do the same
OF_A_RUN = {"number", "run_id", "finished", "started"}


def a_run(name="r1", codebook="book", version="1"):
    return Run(name, f"2019-02-24T00:00:00.{name[1:]:0>6}", version, codebook, "{}", '{"only": []}')


RUN = a_run()
RECODE = a_run("r2", codebook="other book")


def article(n, text=None, **rest):
    text = text or f"Peru warned Chile. Chad{n} thanked Mali. Then France visited Germany. " + "Words follow. " * n
    given = {"published": "2019-02-23", "path": "in.jsonl", "record": n, "source": "Reuters"} | rest
    return Article.make(text, given.pop("key", f"a{n}"), **given)


def ledgers(n, **rest):
    return [fake_ledger(article(i, **rest)) for i in range(n)]


@pytest.fixture(params=BACKENDS)
def where(request, tmp_path) -> Iterator[str]:
    if request.param == "sqlite":
        yield str(tmp_path / "casebook.db")
        return
    schema = f"test_{uuid.uuid4().hex[:12]}"
    with new_schema(schema) as url:
        yield url


class new_schema:
    """A schema of its own in the database that the tests were given; gone afterwards."""

    def __init__(self, name: str) -> None:
        self.name, self.engine = name, sa.create_engine(POSTGRES.replace("postgresql://", "postgresql+psycopg://"))

    def __enter__(self) -> str:
        with self.engine.begin() as connection:
            connection.exec_driver_sql(f"CREATE SCHEMA {self.name}")
        joint = "&" if "?" in POSTGRES else "?"
        return f"{POSTGRES}{joint}options=-csearch_path%3D{self.name}"

    def __exit__(self, *_: object) -> None:
        with self.engine.begin() as connection:
            connection.exec_driver_sql(f"DROP SCHEMA {self.name} CASCADE")
        self.engine.dispose()


@pytest.fixture
def book(where) -> Iterator[Casebook]:
    with Casebook(where) as made:
        yield made


def all_rows(book, but=("runs", "run_articles", "casebook")):
    """Return every row of every table, without what names the run."""
    out = {}
    with book.reading() as connection:
        for name, table in book.tables.items():
            if name in but:
                continue
            kept = [c for c in table.c if c.name not in OF_A_RUN and not (name == "issues" and c.name == "id")]
            out[name] = sorted((tuple(r) for r in connection.execute(sa.select(*kept))), key=repr)
    return out


def count(book, table):
    with book.reading() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(book.tables[table])).scalar_one()


def sorted_row(ledger):
    """Return a ledger as plain rows in an order that does not depend on where it comes from."""
    row = ledger.row()
    return {k: sorted(v, key=repr) if isinstance(v, list) else v for k, v in row.items()}


def schema_of(where) -> dict[str, list[str]]:
    database = Database(where)
    inspector = sa.inspect(database.engine)
    found = {name: sorted(c["name"] for c in inspector.get_columns(name)) for name in inspector.get_table_names()}
    database.close()
    return found


def paths(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())
