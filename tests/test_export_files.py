"""Exports that other programs open: flat tables, DNA databases, FollowTheMoney, graphs, casebooks."""

import base64
import csv
import hashlib
import json
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

import networkx as nx
import pyarrow.parquet as pq
import pytest
import typer
from typer.testing import CliRunner

from casebooks import new_place, where
from export_study import crisis
from fake_coder import FakeCoder
from tacitus.casebook.store import Casebook
from tacitus.cli_export import export_command
from tacitus.errors import InputError, StoreError
from tacitus.exports.export import FORMATS, NETWORKS, NetworkChoice, export, make_networks
from tacitus.exports.export_dna import PASSWORD, hashed, java_offset
from tacitus.exports.export_flat import FLAT, flat_tables
from tacitus.exports.export_graphs import FILES, to_networkx
from tacitus.exports.export_tables import Book, Tables, date_prefix, load_tables
from tacitus.exports.network import Network, dyads
from tacitus.ledger import Ledger
from tacitus.records import Article, columns, rows
from tacitus.run_record import make_run
from tacitus.settings import Settings
from tacitus.writing.write_tables import as_jsonl

__all__ = ["new_place", "where"]


def test_flat_tables_join_names_countries_and_sectors_in_step() -> None:
    tables = flat_tables(crisis().book)
    sanction, attack, support = tables["events_flat"]
    assert (sanction.actor, sanction.actor_country, sanction.actor_sector) == (
        "Chile | Ghana",
        "CHL | GHA",
        "GOV | GOV",
    )
    assert (attack.actor, attack.actor_country, attack.killed, attack.claimed_by) == (
        "armed men",
        None,
        2,
        "Lima Group",
    )
    assert (support.actor, support.status) == (None, "denied")
    assert (sanction.date, attack.date) == ("2019-02", "2019-02-27")
    position = tables["positions_flat"][0]
    assert (position.holder, position.stance, position.target_actor) == ("Ana Ruiz", "against", "Reuters")
    statement = tables["statements_flat"][0]
    assert (statement.speaker, statement.content, statement.addressee_country) == (
        "Ana Ruiz",
        "We oppose the mine.",
        "GBR",
    )
    assert "\t" not in sanction.sentence


def test_flat_csv_and_parquet_hold_the_same_rows(tmp_path: Path) -> None:
    tables = crisis().tables
    as_csv, as_parquet = (export(tables, form, tmp_path / form) for form in ("csv", "parquet"))
    for kind, one, other in zip(FLAT, as_csv, as_parquet, strict=True):
        assert one.stem == other.stem == kind.table  # type: ignore[attr-defined]
        with one.open(encoding="utf-8", newline="") as file:
            read = list(csv.DictReader(file))
        kept = pq.read_table(other).to_pylist()
        assert kept == rows(flat_tables(Book(tables))[one.stem])
        assert read == [{k: "" if v is None else str(v) for k, v in row.items()} for row in kept]
        assert list(read[0]) == [name for name, _, _ in columns(kind)]


def dna(tmp_path: Path) -> sqlite3.Connection:
    (path,) = export(crisis().tables, "dna", tmp_path / "crisis.dna")
    return sqlite3.connect(path)


def test_a_dna_database_holds_documents_and_statements(tmp_path: Path) -> None:
    query = """
        SELECT DOCUMENTS.Text, Start, Stop, person.Value, organization.Value, concept.Value, agreement.Value
        FROM STATEMENTS
        JOIN DOCUMENTS ON DOCUMENTS.ID = DocumentId
        JOIN DATASHORTTEXT p ON p.StatementId = STATEMENTS.ID AND p.VariableId = 1
        JOIN ENTITIES person ON person.ID = p.Entity
        JOIN DATASHORTTEXT o ON o.StatementId = STATEMENTS.ID AND o.VariableId = 2
        JOIN ENTITIES organization ON organization.ID = o.Entity
        JOIN DATASHORTTEXT c ON c.StatementId = STATEMENTS.ID AND c.VariableId = 3
        JOIN ENTITIES concept ON concept.ID = c.Entity
        JOIN DATABOOLEAN agreement ON agreement.StatementId = STATEMENTS.ID
        ORDER BY STATEMENTS.ID
    """
    with closing(dna(tmp_path)) as database:
        found = database.execute(query).fetchall()
        text, start, stop = found[0][:3]
        assert text[start:stop] == crisis().tables.positions[0].evidence_text
        assert [row[3:] for row in found] == [
            ("Ana Ruiz", "Argentina (GOV)", "Mine in Chile", 0),
            ("", "Ghana", "Mine in Chile", 1),
            ("", "Lima Group", "Mine in Chile", 1),
        ]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        dates = [day for (day,) in database.execute("SELECT Date FROM DOCUMENTS")]
        assert dates == [1551225600, 1551657600, 1551744000]
        records = {r for (r,) in database.execute("SELECT Value FROM DATALONGTEXT")}
        assert records == {p.id for p in crisis().tables.positions}
        types = dict(
            database.execute(
                "SELECT ENTITIES.Value, AttributeValue FROM ATTRIBUTEVALUES JOIN ENTITIES ON ENTITIES.ID = EntityId"
                " JOIN ATTRIBUTEVARIABLES v ON v.ID = AttributeVariableId WHERE v.AttributeVariable = 'Type'"
            )
        )
        assert types["Ana Ruiz"] == "GOV"


def test_a_dna_database_opens_with_its_password(tmp_path: Path) -> None:
    with closing(dna(tmp_path)) as database:
        (kept,) = database.execute("SELECT Password FROM CODERS").fetchone()
    raw = base64.b64decode(kept)
    digest = raw[:16] + PASSWORD.encode()
    for _ in range(100_000):
        digest = hashlib.sha256(digest).digest()
    assert digest == raw[16:]
    assert hashed(PASSWORD) == kept


def test_dna_counts_as_java_does() -> None:
    text = "a🕊b"
    assert [java_offset(text, n) for n in range(4)] == [0, 1, 3, 4]
    assert java_offset(text, 3) == len(text.encode("utf-16-le")) // 2


def test_a_dna_database_is_never_written_over(tmp_path: Path) -> None:
    dna(tmp_path).close()
    with pytest.raises(StoreError, match="never written over"):
        dna(tmp_path)


def test_dna_takes_long_and_odd_values(tmp_path: Path) -> None:
    study = crisis()
    article = study.article("Ghana \ud800 wants\0 it.", key="k" * 300, title="t" * 300)
    study.position(article, "Ghana", "for", "x" * 300)
    (path,) = export(study.tables, "dna", tmp_path / "odd.dna")
    with closing(sqlite3.connect(path)) as database:
        text, title = database.execute("SELECT Text, Title FROM DOCUMENTS WHERE ID = 4").fetchone()
    assert (len(text), len(title)) == (len(article.text), 190)


def test_the_table_of_statements_for_dna(tmp_path: Path) -> None:
    (path,) = export(crisis().tables, "dna-csv", tmp_path / "s.csv")
    with path.open(encoding="utf-8", newline="") as file:
        read = list(csv.DictReader(file, delimiter=";"))
    assert [(r["person"], r["organization"], r["agreement"]) for r in read] == [
        ("Ana Ruiz", "Argentina (GOV)", "0"),
        ("", "Ghana", "1"),
        ("", "Lima Group", "1"),
    ]
    assert read[0]["time"] == "2019-03-04 00:00:00"


def test_followthemoney_entities_point_at_each_other(tmp_path: Path) -> None:
    (path,) = export(crisis().tables, "ftm", tmp_path / "e.jsonl")
    entities = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    ids = {e["id"] for e in entities}
    assert len(ids) == len(entities)
    pointing = ("organizer", "involved", "subject", "object", "entity", "proof")
    assert {v for e in entities for p in pointing for v in e["properties"].get(p, ())} <= ids
    schemas = Counter(e["schema"] for e in entities)
    assert schemas == {
        "Article": 3,
        "Person": 1,
        "PublicBody": 3,
        "Company": 1,
        "Organization": 1,
        "LegalEntity": 1,
        "Event": 3,
        "UnknownLink": 1,
        "Note": 3,
    }


@pytest.mark.parametrize("kind", NETWORKS)
@pytest.mark.parametrize("form", FILES)
def test_networkx_reads_back_what_was_written(kind: str, form: str, tmp_path: Path) -> None:
    choice = NetworkChoice(kind)
    (network,) = make_networks(crisis().tables, choice)
    assert network.edges
    paths = export(crisis().tables, form, tmp_path / "n.out", network=choice)
    if form == "edges":
        with paths[0].open(encoding="utf-8", newline="") as file:
            read = list(csv.DictReader(file))
        found = Counter((r["source"], r["target"], float(r["weight"])) for r in read)
        assert [r["records"].split() for r in read] == [list(e.records) for e in network.edges]
    else:
        reader = {"graphml": nx.read_graphml, "gexf": nx.read_gexf, "pajek": nx.read_pajek}[form]
        graphs = [reader(path) for path in paths]
        found = Counter((u, v, float(d["weight"])) for g in graphs for u, v, d in g.edges(data=True))
        assert {n for g in graphs for n in g.nodes} == {n.id for n in network.nodes}
        assert all(g.is_directed() == network.directed for g in graphs)
    if not network.directed:
        found = Counter({(*sorted((u, v)), w): n for (u, v, w), n in found.items()})
    assert found == Counter(
        (*((e.source, e.target) if network.directed else sorted((e.source, e.target))), e.weight) for e in network.edges
    )


def test_graphs_keep_evidence_and_windows(tmp_path: Path) -> None:
    choice = NetworkChoice("dyads", by="country", window="month", size=2)
    paths = export(crisis().tables, "graphml", tmp_path / "months", network=choice)
    assert [p.name for p in paths] == ["2019-02-01.graphml"]
    graph = nx.read_graphml(paths[0])
    edge = graph.edges["CHL", "CAN"]
    assert edge["records"] == crisis().tables.events[0].id
    assert (graph.graph["window_start"], graph.graph["window_stop"]) == ("2019-02-01", "2019-04-01")


def test_names_with_characters_that_xml_lacks(tmp_path: Path) -> None:
    made = dyads(crisis().book).network()
    odd = Network("odd", True, (*made.nodes, type(made.nodes[0])("a\x01\ud800b")), made.edges)
    assert "a\x01\ud800b" in to_networkx(odd)
    from tacitus.exports.export_graphs import write_networks  # noqa: PLC0415

    (path,) = write_networks([odd], "graphml", tmp_path / "odd.graphml")
    assert "ab" in nx.read_graphml(path)


@pytest.mark.parametrize("form", [*FORMATS, *FILES])
def test_an_empty_study_exports(form: str, tmp_path: Path) -> None:
    assert export(Tables(), form, tmp_path / "none")


def ledgers() -> list[Ledger]:
    texts = ["Alpha accuses Beta", "Gamma helps Delta", "RAISE"]
    return list(FakeCoder(Settings())([Article.make(t, key=t[:3], published="2019-02-03") for t in texts]))


@pytest.mark.parametrize("form", FORMATS)
def test_what_a_run_wrote_is_exported(form: str, tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    path.write_text("".join(as_jsonl(ledger) for ledger in ledgers()), "utf-8")
    tables = load_tables(path)
    assert len(tables.articles) == 2  # the one that could not be coded is left out
    assert all(p.stat().st_size for p in export(tables, form, tmp_path / "out"))


def test_a_casebook_is_exported_like_the_run_that_filled_it(where: str, tmp_path: Path) -> None:
    run = make_run(Settings())
    with Casebook(where) as casebook:
        casebook.add(ledgers(), run)
    path = tmp_path / "run.jsonl"
    path.write_text("".join(as_jsonl(ledger) for ledger in ledgers()), "utf-8")
    ours, theirs = load_tables(path), load_tables(where)
    assert ours.articles == theirs.articles
    for name in ("mentions", "resolutions", "statements", "contents", "events", "positions", "roles", "statuses"):
        assert sorted(map(repr, getattr(ours, name))) == sorted(map(repr, getattr(theirs, name))), name
    assert flat_tables(Book(ours)) == flat_tables(Book(theirs))


def test_the_command_exports(tmp_path: Path) -> None:
    app = typer.Typer()
    app.command()(export_command)
    path = tmp_path / "run.jsonl"
    path.write_text("".join(as_jsonl(ledger) for ledger in ledgers()), "utf-8")
    out = tmp_path / "dyads.csv"
    options = ["--to", "edges", "--network", "dyads", "--window", "month", "-o", str(out)]
    result = CliRunner().invoke(app, [str(path), *options])
    assert result.exit_code == 0, result.output
    with out.open(encoding="utf-8", newline="") as file:
        read = list(csv.DictReader(file))
    assert [(r["source"], r["target"], r["window_start"]) for r in read] == [
        ("Alpha", "Beta", "2019-02-01"),
        ("Gamma", "Delta", "2019-02-01"),
    ]
    shown = CliRunner().invoke(app, ["--help"]).output
    assert all(form in shown for form in FORMATS)


def test_mistakes_are_named(tmp_path: Path) -> None:
    tables, folder = crisis().tables, tmp_path
    with pytest.raises(InputError, match="No export is called 'stata'"):
        export(tables, "stata", folder / "x")
    with pytest.raises(InputError, match="is a folder"):
        export(tables, "polecat", folder)
    (folder / "file").write_text("x")
    with pytest.raises(InputError, match="is a file"):
        export(tables, "csv", folder / "file")
    with pytest.raises(InputError, match="No status is called 'maybe'"):
        export(tables, "csv", folder / "x", statuses=["maybe"])
    with pytest.raises(InputError, match="No network is called"):
        make_networks(tables, NetworkChoice("friends"))
    with pytest.raises(InputError, match="for discourse networks"):
        make_networks(tables, NetworkChoice("sides", normalisation="cosine"))


def test_dates_that_are_none() -> None:
    given = ["2019", "2019-02", "2019-02-28T12:00:00", "2019-02-30", "20190228", "soon", "", None]
    assert [date_prefix(d) for d in given] == ["2019", "2019-02", "2019-02-28", None, None, None, None, None]
