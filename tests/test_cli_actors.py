"""`tacitus actors`, the words without a name, and decisions as tables for the next coding."""

import csv
import io
import json

import pytest
from typer.testing import CliRunner

from ask_ledgers import says, stands
from casebooks import RUN, book, ledgers, new_place, where
from tacitus.casebook.actor_overlay import left_out, overlay_rows
from tacitus.casebook.decide_actors import Identity, decide_actor
from tacitus.casebook.store import Casebook
from tacitus.casebook.sum_unresolved import unresolved
from tacitus.cli import app
from tacitus.entities.entity_tables import EntityTables

__all__ = ["book", "new_place", "where"]


@pytest.fixture
def path(tmp_path):
    made = str(tmp_path / "a.db")
    with Casebook(made) as book:
        book.add([*ledgers(2), stands(10, "Peru", "for", "talks"), says(11, "an official", "it is over")], RUN)
    return made


def run(*words: str):
    return CliRunner().invoke(app, ["actors", *words])


def test_words_without_a_name_are_listed_names_first(book):
    made = [says(n, "an official", "x", key=f"k{n}") for n in range(3)]
    made += [stands(20, "Acme", "for", "talks"), stands(21, "ACME", "for", "talks"), stands(22, "they", "for", "talks")]
    for ledger in made:
        kind = "pronoun" if ledger.article.text.startswith("they") else None
        if kind:
            ledger.mentions = [
                type(m)(**{f: getattr(m, f) for f in m.__slots__} | {"kind": kind}) for m in ledger.mentions
            ]
    book.add([*made, *ledgers(1)], RUN)
    rows = unresolved(book)
    assert [(r.words, r.kind, r.records, r.spellings) for r in rows] == [
        ("ACME", "name", 2, 2),
        ("an official", "unnamed", 3, 1),
    ]
    assert rows[1].sentence == "an official said x."
    assert rows[1].record_ids.split("; ")[0] == rows[1].id
    assert unresolved(book, 1, 1) == rows[1:]
    decide_actor(book, Identity("Acme", "USA", "BUS"), "Ana", words="acme")
    assert [r.words for r in unresolved(book)] == ["an official"]


def test_decisions_are_tables_that_the_next_coding_takes(book, tmp_path):
    book.add([stands(1, "Peru", "for", "talks")], RUN)
    decide_actor(book, Identity("Acme | Co, Inc.", "USA", "BUS"), "Ana", words="Acme")
    decide_actor(book, Identity("The Lads"), "Ana", words="Lads of the Hills")
    decide_actor(
        book, Identity("Nicolás Maduro", "VEN", "GOV", "person:nicolas maduro:VEN"), "Ben", merge=Identity("El Nico")
    )
    decide_actor(book, Identity("Peru", "PER", "GOV", "country:PER"), "Ben", merge=Identity("Lima Palace"))
    decide_actor(book, Identity("Zed Group", "PER", "REB"), "Ana", merge=Identity("The Lads"))
    decide_actor(book, Identity("Acme | Co, Inc."), "Ana", words="the company")
    paths = []
    for kind in ("bodies", "people", "countries"):
        rows = overlay_rows(book, kind)
        text = io.StringIO()
        writer = csv.DictWriter(text, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
        paths.append(tmp_path / f"{kind}.csv")
        paths[-1].write_text(text.getvalue(), "utf-8")
    tables = EntityTables(*paths)
    assert [b.country for b in tables.bodies("Acme")] == ["USA"]
    assert tables.bodies("the lads")[0].name == tables.bodies("lads of the hills")[0].name == "Zed Group"
    assert {o.person for o in tables.people("El Nico")} == {"Nicolás Maduro"}
    assert any(o.start == "2013-04-19" for o in tables.people("El Nico"))
    assert tables.country_of("Lima Palace") == "PER"
    assert [d.words for d in left_out(book)] == ["the company"]


def test_the_commands_decide_list_and_undo(path, tmp_path):
    done = run("merge", "Peru", "Chile", "--in", path, "--by", "Ana", "--note", "why not")
    assert done.exit_code == 0, done.output
    assert "Peru is Chile (CHN GOV): " in done.stdout
    done = run("set", "An Official", "Ben Bow", "--country", "Peru", "--sector", "gov", "--in", path)
    assert "An Official is Ben Bow (PER GOV): 1 records changed" in done.stdout
    listed = json.loads(run("list", "--in", path, "-f", "json").stdout)
    assert [d["kind"] for d in listed] == ["set", "merge"]
    assert "why not" in run("list", "--in", path).stdout
    assert "Nothing found" in run("unresolved", "--in", path).stdout
    done = run("withdraw", listed[0]["id"][:9], "--in", path)
    assert "withdrew" in done.stdout
    assert "an official" in run("unresolved", "--in", path).stdout
    out = tmp_path / "bodies.csv"
    assert run("overlay", "--in", path, "-o", str(out)).exit_code == 0
    assert out.read_text("utf-8").splitlines()[1].startswith("Chile,CHN,GOV,decision,Peru,decided by Ana,")


def test_errors_are_told_plainly(path):
    for words, told in (
        (("merge", "Peru", "Peru"), "that name already"),
        (("withdraw", "d_0"), "no decision d_0"),
        (("overlay", "--kind", "cities"), "No table is called 'cities'"),
        (("set", "x", "Peru", "--article", "a_0"), "no article a_0"),
    ):
        done = run(*words, "--in", path)
        assert done.exit_code == 2
        assert told in done.stderr
