"""The casebook on the command line."""

import csv
import io
import json

import pytest
import typer
from typer.testing import CliRunner

from casebooks import RUN, a_run, article, ledgers, new_place, where
from fake_coder import FakeCoder
from tacitus.casebook.store import Casebook
from tacitus.cli_casebook import open_into, runs_command
from tacitus.errors import InputError, StoreError
from tacitus.records import Issue
from tacitus.running.engine import run
from tacitus.settings import Settings

__all__ = ["new_place", "where"]


@pytest.fixture
def ask():
    app = typer.Typer()
    app.command("runs")(runs_command)
    app.command("other")(lambda: None)

    def asked(*words):
        return CliRunner().invoke(app, ["runs", *map(str, words)])

    return asked


@pytest.fixture
def place(where):
    items = [Issue("bad.txt", None, None, "no text: it is empty", "give text"), *(article(n) for n in range(3))]
    assert run(items, Settings(), open_into(where, RUN), make=FakeCoder).coded == 3
    with Casebook(where) as book:
        book.add(ledgers(5), a_run("r2"))
    return where


def test_runs_are_listed_with_counts_and_reasons(ask, place):
    lines = [line.split() for line in ask(place).stdout.splitlines()]
    assert lines[0] == "run started version in coded already failed left out".split()
    assert lines[1] == "r1 2019-02-24 00:00 1 4 3 0 0 1".split()
    assert lines[2] == "r2 2019-02-24 00:00 (not ended) 1 2 2 0 0 0".split()
    assert lines[3] == "r1 1 no text".split()


def test_runs_as_csv_and_json(ask, place):
    (one, two) = csv.DictReader(io.StringIO(ask(place, "-f", "csv").stdout))
    assert (one["in"], one["coded"], one["left_out"], two["coded"]) == ("4", "3", "1", "2")
    made = json.loads(ask(place, "-f", "json").stdout)
    assert [r["reasons"] for r in made] == [{"no text": 1}, {}]


def test_an_empty_casebook_has_no_runs(ask, where):
    Casebook(where).close()
    assert ask(where).stdout == "no runs yet\n"
    assert ask(where, "-f", "json").stdout == "[]\n"
    assert ask(where, "-f", "csv").stdout == "run\n"


def test_what_cannot_be_is_told(ask, tmp_path, place):
    assert isinstance(ask(tmp_path / "none.db").exception, StoreError)
    assert isinstance(ask(place, "-f", "xml").exception, InputError)
    with pytest.raises(InputError, match="leave out -o"):
        open_into(place, RUN, tmp_path / "x.jsonl")
