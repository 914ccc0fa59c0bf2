"""What the tests of the casebook share: where to keep one, articles, ledgers, and a look at all rows."""

import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from fake_coder import fake_ledger
from tacitus.casebook.store import Casebook
from tacitus.casebook.store_connect import Database
from tacitus.records import Article, Run

POSTGRES = os.environ.get("TACITUS_TEST_POSTGRES")
# scripts/with_postgres.sh says that no test may be skipped for the want of it
MAY_SKIP = not POSTGRES and os.environ.get("TACITUS_REQUIRE_POSTGRES") != "1"
NO_POSTGRES = pytest.mark.skipif(MAY_SKIP, reason="no PostgreSQL given: make test-postgres")
BACKENDS = ["sqlite", pytest.param("postgres", marks=NO_POSTGRES)]
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


@contextmanager
def places(backend: str, folder: Path) -> Iterator[Callable[[], str]]:
    """Give what returns a new place for a casebook at every call; all of them are gone afterwards.

    On PostgreSQL that is a schema of its own in the database that the tests were given.
    """
    if backend == "sqlite":
        yield lambda: str(folder / f"{uuid.uuid4().hex[:12]}.db")
        return
    if not POSTGRES:
        pytest.fail("TACITUS_REQUIRE_POSTGRES=1 but no TACITUS_TEST_POSTGRES")
    engine, made = sa.create_engine(POSTGRES.replace("postgresql://", "postgresql+psycopg://")), []

    def new() -> str:
        made.append(f"test_{uuid.uuid4().hex[:12]}")
        with engine.begin() as connection:
            connection.exec_driver_sql(f"CREATE SCHEMA {made[-1]}")
        return f"{POSTGRES}{'&' if '?' in POSTGRES else '?'}options=-csearch_path%3D{made[-1]}"

    try:
        yield new
    finally:
        for name in made:  # one by one: all at once would take more locks than there are
            with engine.begin() as connection:
                connection.exec_driver_sql(f"DROP SCHEMA {name} CASCADE")
        engine.dispose()


@pytest.fixture(params=BACKENDS)
def new_place(request, tmp_path) -> Iterator[Callable[[], str]]:
    with places(request.param, tmp_path) as new:
        yield new


@pytest.fixture
def where(new_place) -> str:
    return new_place()


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
