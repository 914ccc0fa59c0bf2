"""What `tacitus ask` prints and writes."""

import csv
import io
import json

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from ask_ledgers import says, stands
from casebooks import BACKENDS, RUN, places
from report_ledgers import told
from tacitus.casebook.store import Casebook
from tacitus.cli_ask import ask_app

ISSUE = "military intervention in Venezuela"
QUESTIONS = [
    ["statements"], ["events"], ["positions"], ["timeline"], ["timeline", "--by", "week"], ["dyads"], ["sides", ISSUE],
    ["sources"], ["sources", "relays"], ["sources", "outlets"], ["contested"], ["conflicts"],
]  # fmt: skip


@pytest.fixture(scope="module", params=BACKENDS)
def where(request, tmp_path_factory):
    with places(request.param, tmp_path_factory.mktemp("book")) as new:
        yield filled(new())


def filled(place):
    sentence = "Russian planes bombed a market in Idlib and killed many traders. " + "So they say " * 30
    with Casebook(place) as book:
        book.add([told(n, sentence, "bombed", source=f"Outlet {n}", killed=n) for n in (1, 2)], RUN)
        book.add(told(3, sentence, "bombed", status="denied", source="RIA"), RUN)
        book.add([stands(4, "Peru", "against", ISSUE, more=" \x1b[31mred"), says(5, "Peru", "so", relay="Xinhua")], RUN)
        book.group()
    return place


def asked(*args):
    return CliRunner().invoke(ask_app, list(args))


@pytest.mark.parametrize("question", QUESTIONS, ids=" ".join)
def test_every_question_in_every_format(where, tmp_path, question):
    table = asked(*question, "--in", where)
    assert table.exit_code == 0, table.output
    assert "Nothing found" not in table.stdout
    assert all(len(line) <= 100 for line in table.stdout.split("\n")), table.stdout
    rows = json.loads(asked(*question, "--in", where, "-f", "json").stdout)
    read = list(csv.DictReader(io.StringIO(asked(*question, "--in", where, "-f", "csv").stdout)))
    assert [list(r) for r in rows] == [list(r) for r in read]
    assert asked(*question, "--in", where, "-o", str(tmp_path / "out.parquet")).exit_code == 0
    assert pq.read_table(tmp_path / "out.parquet").to_pylist() == rows


def test_sides_and_chain_show_evidence_and_ids(where):
    shown = asked("sides", ISSUE, "--in", where).stdout
    assert "Against (1)" in shown and "“Peru is against military" in shown and "p_" in shown
    record = json.loads(asked("statements", "--text", "so", "--actor", "Peru", "--in", where, "-f", "json").stdout)[0]
    assert "← Peru" in asked("chain", record["id"], "--in", where).stdout


def test_mistakes_are_told_in_one_line(where, tmp_path):
    for args in (["events", "--type", "HUG"], ["events", "-f", "parquet"], ["events", "-f", "xml"], ["chain", "e_zz"]):
        result = asked(*args, "--in", where)
        assert result.exit_code == 2 and "Traceback" not in result.output
    assert asked("events", "--in", str(tmp_path / "none.db")).exit_code == 2
    assert "first 1" in asked("events", "-n", "1", "--in", where).output
