"""`tacitus add`: studies go in as they are, articles are coded as the last run coded."""

import json
import shutil

import pytest
from typer.testing import CliRunner

from casebooks import all_rows
from fake_coder import FakeCoder
from tacitus.casebook.add_study import add_study
from tacitus.casebook.store import Casebook
from tacitus.cli import app
from tacitus.errors import InputError
from tacitus.running import engine
from tacitus.writing.read_study import is_study, read_study

runner = CliRunner(env={"COLUMNS": "200", "TERM": "dumb", "NO_COLOR": "1"})


@pytest.fixture(autouse=True)
def fake(monkeypatch):
    monkeypatch.setattr(engine.run, "__defaults__", (*engine.run.__defaults__[:-1], FakeCoder))


@pytest.fixture
def news(tmp_path):
    rows = [{"id": n, "text": f"Peru warned Chile. Text {n}.", "published": "2019-02-27"} for n in range(7)]
    rows += [{"id": "empty", "text": ""}, {"id": "bad", "text": "RAISE"}, {"id": "odd", "text": "x", "date": "soon"}]
    path = tmp_path / "news.jsonl"
    path.write_text("".join(json.dumps(r) + "\n" for r in rows))
    return path


def call(*args, status=0):
    result = runner.invoke(app, [str(a) for a in args])
    assert result.exit_code == status, (result.output, result.exception)
    return " ".join(result.stderr.split())


def coded(news, out, **more):
    call("code", news, "-o", out, *(x for k, v in more.items() for x in (f"--{k}", v)))
    return out


@pytest.mark.parametrize("name", ["study.jsonl", "study.csv", "study"])
def test_a_study_goes_in_as_if_it_had_been_coded_into_the_casebook(tmp_path, news, name):
    study = coded(news, tmp_path / name)
    (run,) = read_study(study).runs.values()
    said = call("add", tmp_path / "a.db", study)
    assert f"coded before, added as it is. Coded by run {run.id}" in said
    assert "8 added" in said and "1 failed" in said and "1 left out" in said
    call("code", news, "--into", tmp_path / "b.db")
    with Casebook(tmp_path / "a.db") as a, Casebook(tmp_path / "b.db") as b:
        one, two = all_rows(a), all_rows(b)
        assert {k for k in one if one[k] != two[k]} == set()
        (first,), (second,) = a.runs(), b.runs()
        assert first.run == run
        counts = [(r.read, r.coded, r.failed, r.left_out, r.already, r.warnings) for r in (first, second)]
        assert counts[0] == counts[1]
        assert first.finished


def test_a_study_twice_adds_nothing_and_another_of_the_same_articles_neither(tmp_path, news):
    study, other = coded(news, tmp_path / "study"), coded(news, tmp_path / "other.jsonl")
    call("add", tmp_path / "a.db", study)
    with Casebook(tmp_path / "a.db") as book:
        rows, runs = all_rows(book), book.runs()
    said = call("add", tmp_path / "a.db", study)
    assert "8 there before" in said
    with Casebook(tmp_path / "a.db") as book:
        assert all_rows(book) == rows
        assert [(r.read, r.already) for r in book.runs()] == [(r.read, r.already) for r in runs]
    call("add", tmp_path / "a.db", other)
    with Casebook(tmp_path / "a.db") as book:
        assert [(r.coded, r.already) for r in book.runs()] == [(8, 0), (0, 8)]


def test_a_study_of_several_runs_keeps_each(tmp_path, news):
    study = coded(news, tmp_path / "study.jsonl")
    with news.open("a") as more:
        more.write('{"id": "later", "text": "Chad thanked Mali."}\n')
    coded(news, study)
    said = call("add", tmp_path / "a.db", study)
    assert "and 1 before it" in said
    with Casebook(tmp_path / "a.db") as book:
        assert [r.coded for r in book.runs()] == [8, 1]


def test_a_stop_between_batches_is_made_up_for_by_the_same_command(tmp_path, news):
    study = read_study(coded(news, tmp_path / "study.jsonl"))
    with Casebook(tmp_path / "a.db") as book:
        add_study(book, study, stop=lambda: True)
        assert [r.finished for r in book.runs()] == [None]
    call("add", tmp_path / "a.db", tmp_path / "study.jsonl")
    with Casebook(tmp_path / "a.db") as book:
        assert book.runs()[0].finished


def test_articles_are_coded_with_the_settings_of_the_last_run(tmp_path, news):
    rules, actors = tmp_path / "rules", tmp_path / "actors.csv"
    rules.mkdir()
    actors.write_text("name,country,sector\n")
    place = tmp_path / "a.db"
    call("code", news, "--into", place, "--codebook", rules, "--actors", actors, "--only", "events", "--max-chars", 999)
    today = tmp_path / "today.txt"
    today.write_text("Rome saw Kiev.")
    said = call("add", place, today)
    assert "settings that are those of its last run, r_" in said
    assert f"codebook {rules}; actors {actors}; only events" in said
    assert "changed" not in said
    assert "1 articles read, 1 coded" in said
    with Casebook(place) as book:
        first, second = (json.loads(r.run.settings) for r in book.runs())
        assert first == second
        assert first["max_chars"] == 999


def test_what_has_changed_since_or_is_gone_is_told(tmp_path, news):
    rules, actors = tmp_path / "rules", tmp_path / "actors.csv"
    rules.mkdir()
    actors.write_text("name,country,sector\n")
    place = tmp_path / "a.db"
    call("code", news, "--into", place, "--codebook", rules, "--actors", actors)
    (rules / "cues.csv").write_text("id,lemmas,kind\n")
    actors.write_text("name,country,sector\nX,PER,GOV\n")
    more = tmp_path / "more.txt"
    more.write_text("Rome saw Kiev.")
    said = call("add", place, more, "--quiet")
    assert "Since the last run this has changed: codebook (" in said or "table of actors" in said
    assert "has changed: table of actors" in said
    shutil.rmtree(rules)
    said = call("add", place, more, status=2)
    assert f"{rules}: the codebook that run r_" in said and "no longer there" in said and "--into" in said
    with Casebook(place) as book:
        assert len(book.runs()) == 2


def test_articles_and_studies_at_once(tmp_path, news):
    study = coded(news, tmp_path / "study")
    more = tmp_path / "more.csv"
    more.write_text("body text;when\nRome saw Kiev.;2019-03-01\n")
    said = call("add", tmp_path / "a.db", more, study, "--text-column", "body text", "--date-column", "when")
    assert said.index("coded before") < said.index("settings that are those of its last run")
    with Casebook(tmp_path / "a.db") as book:
        assert [r.coded for r in book.runs()] == [8, 1]


def test_a_casebook_is_made_for_studies_alone(tmp_path, news):
    assert "no such casebook" in call("add", tmp_path / "a.db", news, status=2)
    assert not (tmp_path / "a.db").exists()
    Casebook(tmp_path / "b.db").close()
    assert "the usual ones, as it has no run yet" in call("add", tmp_path / "b.db", news)


def test_a_study_without_its_runs_or_of_another_kind_is_told(tmp_path, news):
    study = coded(news, tmp_path / "study.jsonl")
    folder = coded(news, tmp_path / "study")
    shutil.rmtree(folder / "_run")
    shutil.rmtree(tmp_path / "study.jsonl.run")
    for path in (study, folder):
        assert "which says which run made it, is not there" in call("add", tmp_path / "a.db", path, status=2)
    brief, ledger = coded(news, tmp_path / "brief.txt"), coded(news, tmp_path / "x.ledger")
    assert "a brief to read" in call("add", tmp_path / "a.db", brief, status=2)
    assert "exchange format" in call("add", tmp_path / "a.db", ledger, status=2)
    assert "no such file" in call("add", tmp_path / "a.db", tmp_path / "none", status=2)
    assert not (tmp_path / "a.db").exists()
    assert not is_study(news)


@pytest.mark.parametrize("damage", ["{broken\n", '{"id": 1}\n', "[1]\n", "\xff\n"])
def test_a_damaged_run_folder_is_told(tmp_path, news, damage):
    study = coded(news, tmp_path / "study.jsonl")
    (tmp_path / "study.jsonl.run" / "runs.jsonl").write_text(damage, "latin-1")
    with pytest.raises(InputError, match=r"cannot be read|code again"):
        read_study(study)


def test_what_a_killed_run_left_half_written_is_passed_over(tmp_path, news):
    study = coded(news, tmp_path / "study.jsonl")
    log = tmp_path / "study.jsonl.run" / "done.tsv"
    log.write_text("".join(log.read_text().splitlines(keepends=True)[:-2]))
    assert "7 added" in call("add", tmp_path / "a.db", study)
