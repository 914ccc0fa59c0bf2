"""The casebook: adding, versions, recoding, reviews, runs, search. The same on SQLite and on PostgreSQL."""

import re
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from casebooks import (
    RECODE,
    RUN,
    a_run,
    all_rows,
    article,
    book,
    count,
    ledgers,
    new_place,
    schema_of,
    sorted_row,
    where,
)
from fake_coder import FakeCoder, fake_ledger
from tacitus.casebook import store_schema
from tacitus.casebook.store import Casebook, new_review
from tacitus.casebook.store_connect import Database, shown
from tacitus.casebook.store_sink import CasebookSink
from tacitus.errors import StoreError
from tacitus.ledger import Ledger
from tacitus.reading.read_options import remark
from tacitus.records import CODED, TABLES, Article, Issue, Status, columns
from tacitus.running.engine import run
from tacitus.settings import Settings

__all__ = ["book", "new_place", "where"]


def test_what_goes_in_comes_out(book):
    made = ledgers(7)
    assert book.add(made, RUN) == {"added": 7}
    assert [sorted_row(book.ledger(x.article.id)) for x in made] == [sorted_row(x) for x in made]


def test_the_same_twice_adds_nothing(book):
    book.add(ledgers(5), RUN)
    before = all_rows(book)
    assert book.add(ledgers(5), a_run("r9")) == {"already": 5}
    assert book.add([*ledgers(6), *ledgers(6)], RUN) == {"added": 1, "already": 11}
    assert all_rows(book)["articles"][:5] == before["articles"]
    assert count(book, "events") == 6 * 3


def test_other_rules_replace_the_machine_records_and_keep_the_reviews(book):
    ledger = fake_ledger(article(1))
    book.add(ledger, RUN)
    kept, lost = ledger.events[0].id, ledger.events[1].id
    for record_id in (kept, lost):
        book.add_review(new_review(record_id, "wrong", "Ana", "not an accusation"))
    again = fake_ledger(article(1))
    again.events = [replace(again.events[0], type="REQUEST"), again.events[2]]
    there = {r.id for r in (*again.events, *again.statements, *again.positions)}
    again.roles = [r for r in again.roles if r.record_id in there]
    assert book.add(again, RECODE) == {"coded anew": 1}
    assert sorted_row(book.ledger(ledger.article.id)) == sorted_row(again)
    assert count(book, "reviews") == 2
    assert [r["record_id"] for r in book.orphans()] == [lost]
    assert '"type": "ACCUSE"' in book.orphans()[0]["seen"]
    assert book.add(again, RECODE) == {"already": 1}


def test_a_changed_text_is_a_new_version_and_only_the_newest_counts(book):
    first, second, third = (
        fake_ledger(article(1, f"Peru warned Chile. {word}")) for word in ("once", "twice", "thrice")
    )
    assert book.add([first], RUN) == {"added": 1}
    assert book.add([second, third], RUN) == {"new version": 2}
    assert book.versions(first.article.id) == [x.article.id for x in (third, second, first)]
    assert [r["id"] for r in book.search("peru warned")] == [third.article.id]
    assert book.add([first], RUN) == {"already": 1}
    with book.reading() as connection:
        t = book.tables["articles"]
        asked = sa.select(t.c.version, t.c.version_of, t.c.newest).order_by(t.c.version)
        assert [tuple(r) for r in connection.execute(asked)] == [
            (1, None, False),
            (2, first.article.id, False),
            (3, second.article.id, True),
        ]
    assert sorted_row(book.ledger(first.article.id)) == sorted_row(first)


def test_articles_without_a_key_and_keys_of_two_outlets_are_no_versions(book):
    book.add([fake_ledger(Article.make(f"Peru warned Chile {n}.")) for n in range(3)], RUN)
    book.add([fake_ledger(article(n, key="1", source=s)) for n, s in ((4, "Reuters"), (5, "AFP"))], RUN)
    with book.reading() as connection:
        assert connection.execute(sa.select(sa.func.max(book.tables["articles"].c.version))).scalar_one() == 1


def test_runs_tell_what_they_did_and_why_not(book):
    failed = Ledger(article(9), issues=[Issue("in.jsonl", 9, article(9).id, "coding failed: X: y", "report")])
    book.add([*ledgers(3), failed], RUN)
    unread = [Issue("bad.txt", None, None, "no text: empty", "give text")] * 2
    book.add_issues([*unread, Issue("in.jsonl", 1, article(1).id, "no date: none", "give one")], RUN)
    book.add(ledgers(4), RECODE)
    book.finish(RUN, already=2)
    first, second = book.runs()
    assert (first.read, first.coded, first.failed, first.left_out, first.already) == (7, 3, 1, 1, 2)
    assert first.reasons == {"coding failed": 1, "no text": 1}
    assert first.warnings == {"no date": 1}
    assert first.finished
    assert not second.finished
    assert second.outcomes == {"coded anew": 3, "added": 1}


def test_an_article_that_failed_is_tried_again_and_good_records_survive_a_failure(book):
    failed = Ledger(article(1), issues=[Issue("in.jsonl", 1, article(1).id, "coding failed: X: y", "report")])
    assert book.add(failed, RUN) == {"failed": 1}
    assert not book.holds(failed.article.id, RUN)
    assert book.add(fake_ledger(article(1)), RUN) == {"coded anew": 1}
    assert book.add(failed, RECODE) == {"failed": 1}
    assert count(book, "events") == 3
    assert book.holds(failed.article.id, RUN)


def test_a_ledger_that_no_table_could_take_fails_alone(book):
    twice, loose = fake_ledger(article(1)), fake_ledger(article(2))
    twice.events.append(twice.events[0])
    loose.statuses.append(Status(loose.events[0].id, 1, "m_nobody", "denied", "x"))
    assert book.add([fake_ledger(article(0)), twice, loose], RUN) == {"added": 1, "failed": 2}
    assert book.runs()[0].reasons == {"the ledger is not sound": 2}


def test_odd_texts_are_kept_with_every_offset_true(book):
    text = "\ud800 Peru warned Chile.\x00 Chad thanked \U0001f600 Mali. 'quotes'' % :x ;--"
    ledger = fake_ledger(article(1, text, title="a\x00b"))
    book.add(ledger, RUN)
    back = book.ledger(ledger.article.id)
    assert len(back.article.text) == len(text)
    assert [back.article.text[e.trigger_start : e.trigger_end] for e in back.events] == ["warned"]


def test_reviews_append_and_are_checked(book):
    ledger = fake_ledger(article(1))
    book.add(ledger, RUN)
    review = new_review(ledger.statements[0].id, "corrected", "Ana", correction={"speaker": [{"name": "Chad"}]})
    for _ in range(2):
        book.add_review(review)
    book.add_review(new_review(ledger.statements[0].id, "unsure", "Ben"))
    assert count(book, "reviews") == 2
    for wrong, why in (
        (replace(review, id="x", verdict="good"), "no verdict"),
        (replace(review, id="x", correction="{"), "not JSON"),
        (replace(review, id="x", record_id="e_0"), "no record e_0"),
    ):
        with pytest.raises(StoreError, match=why):
            book.add_review(wrong)


def test_search_finds_words_phrases_and_inflections(book):
    texts = {
        "a": "The minister threatened new sanctions against Perú.",
        "b": "Sanctions were lifted; the minister of trade smiled. 'AND \"OR",
        "c": "Nothing of the kind.",
    }
    book.add([fake_ledger(article(n, t, key=k)) for n, (k, t) in enumerate(texts.items())], RUN)

    def found(query):
        return [r["key"] for r in book.search(query)]

    assert found("sanctions") == ["a", "b"]
    assert found("sanction minister") == ["a", "b"]
    assert found('"new sanctions"') == ["a"]
    assert found("sanctions lifted") == ["b"]
    assert found("peru") == found("Perú") == ["a"]
    assert found("of the") == ["b", "c"]  # words that carry no sense count too
    assert found("Sanctions AND nothing") == []
    for odd in ("", '"', "*", "a* (b", "-", "'", "\x00", "NEAR(", "x:y", "%", ":asked"):
        assert isinstance(found(odd), list)
    book.add(fake_ledger(article(8, "Peru warned Chile.")), RUN)
    assert [r["text"] for r in book.search("chile", "contents")] == ["Chile"]


def test_full_text_search_keeps_in_step(book):
    book.add(ledgers(3), RUN)
    again = [fake_ledger(article(i)) for i in range(3)]
    for x in again:
        x.contents = []
    assert len(book.search("chile", "contents")) == 3
    book.add(again, RECODE)
    assert book.search("chile", "contents") == []
    if not book.database.postgres:
        with book.reading() as connection:
            for table in store_schema.SEARCHED:
                connection.exec_driver_sql(f"INSERT INTO {table}_search({table}_search) VALUES ('integrity-check')")


def test_a_run_goes_into_a_casebook_and_is_resumed(where):
    items = [article(n) for n in range(120)]
    items[4] = replace(items[4], text="RAISE")
    bad = Issue("b.txt", None, None, "no text", "give text")
    first = run([bad, *items[:70]], Settings(), CasebookSink(Casebook(where), RUN), make=FakeCoder)
    assert (first.coded, first.already) == (69, 0)
    second = run([bad, *items], Settings(), CasebookSink(Casebook(where), a_run("r3")), make=FakeCoder)
    assert (second.coded, second.already) == (50, 69)
    with Casebook(where) as book:
        one, two = book.runs()
        assert (one.read, one.coded, one.failed, one.left_out) == (71, 69, 1, 1)
        assert (two.read, two.coded, two.failed, two.already) == (121, 50, 1, 69)
        assert len(CasebookSink(book, RUN).done) == 119


def test_the_schema_is_derived_from_the_records(book):
    for table in (Article, *CODED):
        names = [c.name for c in book.tables[table.table].columns]
        wanted = [n for n, _, _ in columns(table)]
        assert [n for n in names if n in wanted] == wanted


def test_an_older_casebook_is_brought_up_to_date_and_a_newer_one_refused(where, monkeypatch):
    with Casebook(where) as book:
        book.add(ledgers(2), RUN)
    before = schema_of(where)

    def step(connection):
        connection.exec_driver_sql("CREATE TABLE notes_of_mine (id TEXT)")

    with monkeypatch.context() as patch:
        patch.setattr(store_schema, "MIGRATIONS", {**store_schema.MIGRATIONS, store_schema.SCHEMA: step})
        patch.setattr(store_schema, "SCHEMA", store_schema.SCHEMA + 1)
        for _ in range(2):
            assert schema_of(where) == {**before, "notes_of_mine": ["id"]}
    with pytest.raises(StoreError, match="use a newer Tacitus"):
        Casebook(where)


def test_a_migration_that_fails_leaves_the_casebook_as_it_was(where, monkeypatch):
    before = schema_of(where)

    def step(connection):
        connection.exec_driver_sql("CREATE TABLE notes_of_mine (id TEXT)")
        raise StoreError("no")

    with monkeypatch.context() as patch:
        patch.setattr(store_schema, "MIGRATIONS", {store_schema.SCHEMA: step})
        patch.setattr(store_schema, "SCHEMA", store_schema.SCHEMA + 1)
        with pytest.raises(StoreError, match="no"):
            Casebook(where)
    assert schema_of(where) == before


def test_places_that_hold_something_else_are_refused(tmp_path):
    text, other = tmp_path / "notes.txt", tmp_path / "other.db"
    text.write_text("These are notes, and there are enough of them to fill the head of a database file. " * 20)
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE mine (x)")
    connection.close()
    for place, why in (
        (text, "not a casebook"),
        (other, "not a casebook"),
        (tmp_path, "is a folder"),
        (tmp_path / "no" / "casebook.db", "unable to open"),
        ("mysql://a:secret@b/c", "postgresql://"),
    ):
        with pytest.raises(StoreError, match=why):
            Casebook(place)
    with pytest.raises(StoreError, match="no such casebook"):
        Casebook(tmp_path / "none.db", create=False)
    assert not (tmp_path / "none.db").exists()
    assert "secret" not in shown("postgresql://a:secret@b/c")


def test_a_database_that_cannot_be_reached_is_told_without_its_password():
    with pytest.raises(StoreError) as told:
        Database("postgresql://a:secret@localhost:1/none?connect_timeout=2")
    assert "secret" not in str(told.value)


def test_a_file_opens_without_tacitus(tmp_path):
    with Casebook(tmp_path / "c.db") as book:
        book.add(ledgers(2), RUN)
    connection = sqlite3.connect(tmp_path / "c.db")
    asked = "SELECT count(*) FROM events e JOIN articles a ON a.id = e.article_id JOIN runs r ON r.id = a.run_id"
    assert connection.execute(asked).fetchone() == (6,)
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


def test_all_ledgers_are_read_back_in_order_and_of_each_the_newest_version(book):
    made = ledgers(5)
    new = fake_ledger(article(1, "Peru warned Chile. Anew."))
    book.add([*made, new], RUN)
    newest = [made[0], *made[2:], new]
    assert [x.article.id for x in book.ledgers()] == [x.article.id for x in newest]
    assert [sorted_row(x) for x in book.ledgers(every_version=True)] == [sorted_row(x) for x in [*made, new]]


def test_a_remark_about_a_file_is_a_warning(book):
    book.add_issues([remark("in.csv", "three columns are not known: a, b, c", "name them")], RUN)
    (report,) = book.runs()
    assert (report.left_out, report.warnings) == (0, {"three columns are not known": 1})


def test_every_column_that_only_a_casebook_has_is_documented(book):
    page = (Path(__file__).parent.parent / "docs" / "casebook.md").read_text("utf-8").split("## The tables")[1]
    documented, tables = {}, []
    for line in page.splitlines():
        cells = [re.findall(r"`(\w+)`", cell) for cell in line.split("|")[1:3]]
        if len(cells) == 2 and cells[1]:
            tables = cells[0] or tables
            for table in tables:
                documented.setdefault(table, set()).update(cells[1])
    derived = {t.table: {n for n, _, _ in columns(t)} for t in TABLES}
    for name, table in book.tables.items():
        own = {c.name for c in table.c} - derived.get(name, set()) - {"number"}
        assert own == documented.get(name, set()) - {"number"}, name
