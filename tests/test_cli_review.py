"""Reviewing on the command line."""

import json

import pytest
from typer.testing import CliRunner

from casebooks import RECODE, RUN, article, new_place, where
from fake_coder import fake_ledger
from tacitus.casebook import ask
from tacitus.casebook.ask import Filters
from tacitus.casebook.review_give import correction_of, give_verdict
from tacitus.casebook.store import Casebook
from tacitus.cli_review import read_settings, review_app
from tacitus.errors import InputError

__all__ = ["new_place", "where"]


@pytest.fixture
def place(where):
    with Casebook(where) as book:
        book.add([fake_ledger(article(n)) for n in range(3)], RUN)
        book.group()
    return where


@pytest.fixture
def said(place):
    """Run a command and return its table as JSON, or what it printed."""

    def run(command, *words, fails=False, form="json"):
        given = [command, *map(str, words), "--in", place, *(["-f", form] if form else [])]
        done = CliRunner().invoke(review_app, given)
        assert done.exit_code == (2 if fails else 0), done.output
        if fails:
            return done.stderr
        return json.loads(done.stdout) if form == "json" else done.stdout

    return run


def test_a_review_from_the_queue_to_precision_and_agreement(said, place):
    rows = said("next", "--kind", "events", "--order", "sample", "--by", "Ana", "-n", 4)
    ids = [r["record_id"] for r in rows]
    assert [r["certainty"] for r in said("next", "--by", "Ana")] == sorted(r["certainty"] for r in said("next"))
    told = said("add", ids[0], "wrong", "--by", "Ana", "--note", "a quotation", form=None)
    assert told == f"{ids[0]}: wrong\n"
    said("add", ids[1][:12], "right", "--by", "Ana", form=None)
    said("add", ids[2], "corrected", "--by", "Ana", "--set", "type=AID", "--set", "actor=Peru", form=None)
    said("add", ids[3], "unsure", "--by", "Ana", form=None)
    assert said("next", "--kind", "events", "--by", "Ana", "-n", 100)[-1]["record_id"] == ids[3]
    assert [r["record_id"] for r in said("next", "--again", "--by", "Ben", "-n", 9)] != []
    (share,) = said("precision", "--kind", "events")
    assert (share["right"], share["judged"]) == (1, 3)
    assert said("precision", "--since", "2020") == []
    said("add", ids[0], "right", "--by", "Ben", form=None)
    said("add", ids[1], "right", "--by", "Ben", form=None)
    assert [(r["kind"], r["records"], r["alpha"]) for r in said("agreement")] == [("events", 2, 0.0), ("all", 2, 0.0)]
    assert [r["by"] for r in said("list", "--by", "Ben")] == ["Ben", "Ben"]
    assert len(said("list")) == 6


def test_to_accept_what_was_put_right_is_to_agree(said, place):
    with Casebook(place) as book:
        event = ask.events(book)[0].id
        said("add", event, "corrected", "--by", "Ana", "--set", "type=AID", form=None)
        assert "put right before" in said("add", event, "right", "--by", "Ben", form=None)
        assert [e.type for e in ask.events(book) if e.id == event] == ["AID"]
        said("add", event, "corrected", "--by", "Cleo", "--set", "killed=3", form=None)
        assert correction_of(book, event) == {"type": "AID", "killed": 3}
        assert [(e.type, e.killed) for e in ask.events(book, Filters(type="AID"))] == [("AID", 3)]
        given = give_verdict(book, event, "wrong", "Cleo")
        assert given == ("wrong", True)
        for by in ("Ana", "Ben", "Cleo"):
            said("add", event, "withdrawn", "--by", by, form=None)
        assert correction_of(book, event) == {}
        assert "AID" not in {e.type for e in ask.events(book) if e.id == event}


def test_gold_and_orphans(said, place, tmp_path):
    with Casebook(place) as book:
        ledger = next(book.ledgers())
        ids = [r.id for k in ("statements", "events", "positions") for r in getattr(ledger, k)]
        for n, i in enumerate(ids):
            give_verdict(book, i, "right" if n else "wrong", "Ana")
        (row,) = said("export", "-o", tmp_path / "gold")
        made = json.loads((tmp_path / "gold" / row["file"]).read_text("utf-8"))
        assert len(made["records"]) == len(ids) - 1
        ledger.statements = [s for s in ledger.statements if s.id != ids[0]]
        ledger.contents = [c for c in ledger.contents if c.statement_id != ids[0]]
        ledger.roles = [r for r in ledger.roles if r.record_id != ids[0]]
        book.add(ledger, RECODE)
    assert [r["record_id"] for r in said("orphans")] == [ids[0]]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["right", "--set", "type=AID"], "goes with the verdict corrected"),
        (["corrected", "--set", "type"], "no FIELD=VALUE"),
        (["corrected", "--set", "type=FIGHT"], "no type"),
        (["corrected", "--set", "actor={bad"], "is not JSON"),
        (["corrected", "--set", "actor={" * 5000], "is not JSON"),
        (["corrected", "--set", "trigger=12"], "no span"),
        (["corrected", "--set", "trigger=1-999999"], "in characters of the article"),
        (["good"], "no verdict"),
    ],
)
def test_what_cannot_be_is_said_in_one_line(said, place, words, told):
    with Casebook(place) as book:
        event = ask.events(book)[0].id
    assert told in " ".join(said("add", event, *words, fails=True, form=None).split())
    with Casebook(place) as book:
        assert ask.events(book)[0].verdict is None


def test_settings_become_a_correction():
    given = ["stance=against", "date=", "killed=3", "holder=Peru", 'holder={"name": "A", "country": "Chile"}', "via="]
    assert read_settings([*given, "content=1-4", "content=6-9", "trigger=2 - 5"]) == {
        "stance": "against", "date": None, "killed": 3, "holder": [{"name": "Peru"}, {"name": "A", "country": "Chile"}],
        "via": [], "content": [[1, 4], [6, 9]], "trigger": [2, 5],
    }  # fmt: skip
    with pytest.raises(InputError, match="no span"):
        read_settings(["content=1"])
