"""What is written, read back by programs of others: followthemoney, gdelt-py, DuckDB, Datasette.

They have an environment of their own (make readers-test), where none of these tests may be skipped.
"""

import asyncio
import importlib
import json
import os
from pathlib import Path
from typing import Any

import pytest

from casebooks import RUN, article, ledgers
from export_study import crisis
from fake_coder import fake_ledger
from tacitus.casebook.store import Casebook
from tacitus.exports.export import export
from tacitus.exports.export_flat import FLAT, flat_tables
from tacitus.exports.export_tables import Book
from tacitus.records import rows

pytestmark = pytest.mark.readers


def reader(name: str) -> Any:
    """Import a program that reads; where it is missing the test is skipped, or fails where none may be."""
    try:
        return importlib.import_module(name)
    except ImportError:
        if os.environ.get("TACITUS_REQUIRE_READERS") == "1":
            pytest.fail(f"{name} is missing and TACITUS_REQUIRE_READERS=1")
        pytest.skip(f"{name} is not installed: make readers-test")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Make a casebook of eight articles, one of them in two versions and one with a title."""
    path = tmp_path / "study.db"
    titled = fake_ledger(article(7, title="Peru warns Chile"))
    with Casebook(path) as made:
        made.add([*ledgers(7), titled, fake_ledger(article(1, "Peru warned Chile. Sanctions followed."))], RUN)
        made.group()
    return path


def test_followthemoney_accepts_every_entity(tmp_path: Path) -> None:
    ftm = reader("followthemoney")
    (path,) = export(crisis().tables, "ftm", tmp_path / "e.jsonl")
    lines = path.read_text("utf-8").splitlines()
    assert len(lines) == 17
    for line in lines:
        row = json.loads(line)
        ftm.model.get(row["schema"]).validate(row)
        proxy = ftm.model.get_proxy(row, cleaned=False)
        # version 3 of FollowTheMoney has no proof of a link; 4, which comes without wheels, has it
        known = {"proof"} if row["schema"] == "UnknownLink" and ftm.__version__ < "4" else set()
        lost = {k for k, v in row["properties"].items() if k not in known and len(proxy.get(k)) < len(v)}
        assert (row["schema"], lost) == (row["schema"], set())
        assert proxy.schema.is_a("Interval") or proxy.caption


def test_gdelt_py_reads_both_files(tmp_path: Path) -> None:
    parsers, models = reader("py_gdelt.parsers"), reader("py_gdelt.models.events")
    events_path, mentions_path = export(crisis().tables, "gdelt", tmp_path / "g")
    events = [models.Event.from_raw(r) for r in parsers.EventsParser().parse(events_path.read_bytes())]
    assert [(e.actor1.name, e.event_code, e.quad_class) for e in events] == [
        ("CHILE", "163", 4),
        ("GHANA", "163", 4),
        ("ARMED MEN", "190", 4),
    ]
    mentions = [models.Mention.from_raw(r) for r in parsers.MentionsParser().parse(mentions_path.read_bytes())]
    assert [m.global_event_id for m in mentions] == [e.global_event_id for e in events]


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_duckdb_reads_flat_tables(form: str, tmp_path: Path) -> None:
    duckdb = reader("duckdb")
    tables = crisis().tables
    wanted = flat_tables(Book(tables))
    for kind, path in zip(FLAT, export(tables, form, tmp_path / form), strict=True):
        as_text = ", all_varchar = true" if form == "csv" else ""
        found = duckdb.execute(f"SELECT * FROM read_{form}('{path}'{as_text})")
        names = [d[0] for d in found.description]
        read = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
        made = rows(wanted[kind.table])  # type: ignore[attr-defined]
        if form == "csv":
            made = [{k: None if v is None else str(v) for k, v in row.items()} for row in made]
        assert read == made


def test_duckdb_opens_a_casebook(book: Path) -> None:
    # the extension comes as a wheel; `INSTALL sqlite` would ask the network for it
    duckdb, package = reader("duckdb"), reader("duckdb_extension_sqlite_scanner")
    (extension,) = Path(package.__file__).parent.rglob("*.duckdb_extension")
    with duckdb.connect() as connection:
        connection.execute(f"LOAD '{extension}'")
        connection.execute(f"ATTACH '{book}' AS study (TYPE sqlite, READ_ONLY)")
        asked = "SELECT count(*) FROM study.events e JOIN study.articles a ON a.id = e.article_id WHERE a.newest"
        with Casebook(book) as made:
            assert connection.execute(asked).fetchone() == (sum(len(x.events) for x in made.ledgers()),)
            own = {t for (t,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
            assert made.tables.keys() <= own
        asked = "SELECT name, country FROM study.participants WHERE role = 'actor' ORDER BY ALL LIMIT 1"
        assert connection.execute(asked).fetchone() is not None


def in_datasette(path: Path, *addresses: str) -> list[Any]:
    """Ask Datasette, within this process, for some addresses below the database's; return the JSON of each."""
    app = reader("datasette.app")

    async def asked() -> list[Any]:
        client = app.Datasette([str(path)]).client
        answers = [await client.get(f"/{path.stem}{address}") for address in addresses]
        assert [a.status_code for a in answers] == [200] * len(addresses)
        return [a.json() for a in answers]

    return asyncio.run(asked())


def test_datasette_lists_the_tables_and_searches_them(book: Path) -> None:
    (listed, articles, contents) = in_datasette(
        book, ".json", "/articles.json?_search=sanction&_shape=array", "/contents.json?_search=chile&_shape=array"
    )
    with Casebook(book) as made:
        assert {t["name"] for t in listed["tables"] if not t["hidden"]} == made.tables.keys()
        assert [a["id"] for a in articles] == [r["id"] for r in made.search("sanctions")]
        assert len(articles) == 1
        assert {c["text"] for c in contents} == {"Chile"}
    found = {t["name"]: t["fts_table"] for t in listed["tables"] if not t["hidden"] and t["fts_table"]}
    assert found == {"articles": "articles_search", "contents": "contents_search"}


def test_datasette_labels_what_a_key_leads_to(book: Path) -> None:
    with Casebook(book) as made:
        titled = next(x for x in made.ledgers() if x.article.title)
    (events, contents, found) = in_datasette(
        book,
        f"/events.json?article_id={titled.article.id}&_labels=on&_shape=array",
        "/contents.json?_labels=on&_shape=array",
        f"/articles.json?id={titled.article.id}&_shape=array",
    )
    assert len(events) == len(titled.events)
    assert {e["article_id"]["label"] for e in events} == {"Peru warns Chile"}
    (statement,) = in_datasette(book, f"/statements/{contents[0]['statement_id']['value']}.json?_shape=array")
    assert [s["id"] for s in statement] == [contents[0]["statement_id"]["value"]]
    # the row of an article is under its number: its id is asked for as a filter
    assert [a["title"] for a in found] == ["Peru warns Chile"]
