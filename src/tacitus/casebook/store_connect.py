"""Opens the database of a casebook: SQLite in a file, or PostgreSQL by URL. Reading, writing, migrating.

One writer at a time. On SQLite a write begins at once (BEGIN IMMEDIATE), so that it waits for its turn
instead of failing halfway; on PostgreSQL an advisory lock does the same. Readers never wait: they see
the casebook as it was when they began.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy import event, exc
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler

from tacitus import __version__
from tacitus.casebook import store_schema
from tacitus.errors import StoreError

T = TypeVar("T")
BUSY_MS = 20_000
PATIENCE_S = 900.0  # how long a write waits for its turn before it gives up
WRITERS_LOCK = 7_414_317  # any number that no other program locks in the same database
RETRY_STATES = ("40001", "40P01", "55P03")  # serialization failure, deadlock, lock not available
WHERE_FROM = ("postgresql://", "postgres://", "postgresql+psycopg://")


class _HintingCompiler(SQLiteCompiler):
    """Writes "INDEXED BY ..." where a question gives that hint, which SQLAlchemy leaves out for SQLite."""

    def get_from_hint_text(self, table: Any, text: str | None) -> str | None:
        """Return the hint as it is."""
        return text


class Database:
    """The connections of one casebook. `where` is a path, or a URL that begins with postgresql://."""

    def __init__(self, where: str | Path, create: bool = True) -> None:
        """Open, create or migrate. Raises StoreError if the place cannot be opened or holds something else."""
        self.tables = store_schema.casebook_tables(sa.MetaData())
        text = str(where)
        self.postgres = text.startswith(WHERE_FROM)
        if "://" in text and not self.postgres:
            raise StoreError(f"{shown(text)}: a casebook is a file, or a database at postgresql://...")
        self.where = shown(text)
        if not self.postgres and not create and not Path(text).is_file():
            raise StoreError(f"{text}: no such casebook; `tacitus code ... --into {text}` makes one")
        self.engine = _postgres(text) if self.postgres else _sqlite(Path(text))
        try:
            if self._schema() != store_schema.SCHEMA:  # readers need not wait for a writer
                self.write(self._prepare)
        except BaseException:
            self.engine.dispose()
            raise

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """Give a connection that sees one state of the casebook and changes nothing."""
        level: Any = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True} if self.postgres else {}
        with self._told("read"), self.engine.connect() as c, c.execution_options(**level).begin():
            yield c

    def write(self, work: Callable[[sa.Connection], T]) -> T:
        """Run `work` in one transaction, and again if another writer was in the way; all of it is kept or nothing."""
        begun, tries = time.monotonic(), 0
        with self._told("written"):
            while True:
                try:
                    with self.engine.connect() as connection, _at_once(connection).begin():
                        if self.postgres:
                            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(WRITERS_LOCK)))
                        return work(connection)
                except exc.DBAPIError as e:
                    tries += 1
                    if not _is_passing(e) or time.monotonic() - begun > PATIENCE_S:
                        raise
                time.sleep(random.uniform(0.01, 0.05) * min(tries, 10))

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    @contextmanager
    def _told(self, what: str) -> Iterator[None]:
        """Turn the errors of the database into ours."""
        try:
            yield
        except exc.DBAPIError as e:
            reason = " ".join(str(e.orig).split())
            if "not a database" in reason:
                raise StoreError(f"{self.where} is not a casebook; choose another file") from e
            raise StoreError(f"{self.where}: cannot be {what}: {reason}") from e

    def _schema(self) -> int | None:
        about = self.tables["casebook"]
        with self.read() as connection:
            if not sa.inspect(connection).has_table("casebook"):
                return None
            found: int = connection.execute(sa.select(about.c.schema)).scalar_one()
            return found

    def _prepare(self, connection: sa.Connection) -> None:
        """Create the schema, or bring it up to today's."""
        about = self.tables["casebook"]
        there = sa.inspect(connection).get_table_names()
        if "casebook" not in there:
            if (there and not self.postgres) or {"articles", "runs"} & set(there):
                raise StoreError(f"{self.where} is a database but not a casebook; choose another place")
            store_schema.create_everything(connection)
            connection.execute(about.insert(), {"schema": store_schema.SCHEMA, "made_by": f"Tacitus {__version__}"})
            return
        schema = connection.execute(sa.select(about.c.schema)).scalar_one()
        if schema > store_schema.SCHEMA:
            raise StoreError(
                f"{self.where} has schema {schema}, this Tacitus knows {store_schema.SCHEMA}; use a newer Tacitus"
            )
        for step in range(schema, store_schema.SCHEMA):
            store_schema.MIGRATIONS[step](connection)
            connection.execute(about.update().values(schema=step + 1))


def shown(where: str) -> str:
    """Return a place as it may be printed: without the password."""
    if "://" not in where:
        return where
    try:
        return sa.make_url(where).render_as_string(hide_password=True)
    except exc.ArgumentError:
        return where.split("://", maxsplit=1)[0] + "://..."


def _at_once(connection: sa.Connection) -> sa.Connection:
    return connection.execution_options(tacitus_begin="BEGIN IMMEDIATE")


def _is_passing(error: exc.DBAPIError) -> bool:
    """Say whether the error only means that another writer was in the way."""
    state = getattr(error.orig, "sqlstate", None)
    if state is not None:
        return state in RETRY_STATES
    return getattr(error.orig, "sqlite_errorname", "").startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))


def _sqlite(path: Path) -> sa.Engine:
    if path.is_dir():
        raise StoreError(f"{path} is a folder; a casebook is a file, such as {path / 'casebook.db'}")
    engine = sa.create_engine(sa.URL.create("sqlite", database=str(path)))
    engine.dialect.statement_compiler = _HintingCompiler

    @event.listens_for(engine, "connect")
    def _(connection: Any, _: object) -> None:
        connection.isolation_level = None  # transactions begin below, as they are asked for
        connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
        _set_wal(connection)
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")  # what was told to be kept is on the disk

    @event.listens_for(engine, "begin")
    def _(connection: sa.Connection) -> None:
        connection.exec_driver_sql(connection.get_execution_options().get("tacitus_begin", "BEGIN"))

    return engine


def _set_wal(connection: Any) -> None:
    """Set the journal to WAL, which two processes cannot do at the same moment."""
    for _ in range(200):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except connection.OperationalError as e:
            if not str(e.sqlite_errorname).startswith("SQLITE_BUSY"):
                raise
        time.sleep(random.uniform(0.01, 0.05))


def _postgres(text: str) -> sa.Engine:
    try:
        url = sa.make_url("postgresql+psycopg://" + text.split("://", maxsplit=1)[1])
        return sa.create_engine(url, pool_pre_ping=True)
    except exc.ArgumentError as e:
        raise StoreError(f"{shown(text)}: not a URL of the form postgresql://user@host/database") from e
    except ModuleNotFoundError as e:
        raise StoreError("A casebook on PostgreSQL needs its driver: pip install 'tacitus[postgres]'") from e
