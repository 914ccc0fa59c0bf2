import csv
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fake_coder import FakeCoder, fake_ledger
from tacitus.errors import InputError, StoreError
from tacitus.ledger import Ledger
from tacitus.records import CODED, Article, Issue
from tacitus.run_record import make_run
from tacitus.running.engine import run
from tacitus.settings import Settings
from tacitus.storable import storable
from tacitus.writing import write_tables
from tacitus.writing.exchange import to_exchange
from tacitus.writing.read_ledgers import read_ledgers
from tacitus.writing.sinks import infer_format, open_sink

FORMS = {"jsonl": "out.jsonl", "ledger": "out.ledger", "table": "out.txt", "csv": "out", "parquet": "out"}
FULL = ("jsonl", "csv", "parquet")


def articles(n=7):
    texts = ['Peru warned Chile, "so".\n\nChad thanked Mali. ∑ \u2028 x', "Nothing.", "Ægypt 'hit' Oz. Rome saw Kiev"]
    made = [Article.make(f"{texts[i % 3]} {i}", f"a{i}", path="in.jsonl", record=i, title="=1+1") for i in range(n)]
    made.insert(2, Issue("in.jsonl", 99, None, "no text", "give it one"))
    return made


def code(out, form, items, settings=None):
    settings = settings or Settings()
    return run(items, settings, open_sink(out, form, make_run(settings)), make=FakeCoder)


def contents(out):
    """What an output holds, whatever its shards: bytes of files, rows of Parquet tables."""
    if out.is_file():
        return out.read_bytes()
    files = {p.relative_to(out).as_posix(): p.read_bytes() for p in out.glob("*.csv")}
    for t in (Article, *CODED):
        shards = sorted((out / t.table).glob("*.parquet"))
        files[t.table] = [row for s in shards for row in pq.read_table(s).to_pylist()]
    return files


@pytest.mark.parametrize("form", FULL)
def test_what_is_written_is_read_back(tmp_path, form):
    out = tmp_path / FORMS[form]
    items = articles()
    code(out, form, items)
    expected = [fake_ledger(a).row() for a in items if isinstance(a, Article)]
    assert [x.row() for x in read_ledgers(out)] == expected
    some = expected[0]["events"][0]["id"]
    assert [x.article.key for x in read_ledgers(out, some[:12])] == ["a0"]


def test_ledger_format_is_the_exchange_format(tmp_path):
    items = articles()
    code(tmp_path / "out.ledger", "ledger", items)
    lines = (tmp_path / "out.ledger").read_text("utf-8").split("\n")
    assert lines.pop() == ""
    assert [json.loads(x) for x in lines] == [to_exchange(fake_ledger(a)) for a in items if isinstance(a, Article)]
    with pytest.raises(InputError, match="--format jsonl"):
        list(read_ledgers(tmp_path / "out.ledger"))


@pytest.mark.parametrize("form", FORMS)
def test_a_rerun_adds_nothing_and_more_articles_are_added(tmp_path, form):
    out, items = tmp_path / FORMS[form], articles()
    code(out, form, items[:4])
    summary = code(out, form, items)
    assert (summary.already, summary.coded) == (3, 4)
    code(tmp_path / "whole", form, items)
    assert contents(out) == contents(tmp_path / "whole")
    folder = out / "_run" if out.is_dir() else out.with_name(out.name + ".run")
    assert len((folder / "runs.jsonl").read_text().splitlines()) == 2
    assert len((folder / "issues.jsonl").read_text().splitlines()) == 1


def test_a_folder_of_shards_opens_as_one_table_and_types_hold_when_empty(tmp_path):
    code(tmp_path / "out", "parquet", [Article.make("Nothing.", "a")])
    events = pq.read_table(tmp_path / "out" / "events")
    assert events.column_names[:3] == ["id", "article_id", "type"]
    assert str(pq.read_schema(tmp_path / "out/events/part-00000.parquet").field("killed").type) == "int64"
    code(tmp_path / "csv", "csv", articles())
    with (tmp_path / "csv" / "events.csv").open(newline="") as f:
        assert len(list(csv.DictReader(f))) == 3 * 2 + 2 * 1


def test_a_failed_article_is_an_issue_and_is_not_taken_for_one_without_records(tmp_path):
    items = [Article.make("RAISE", "bad", path="in.jsonl", record=3), Article.make("Peru warned Chile", "good")]
    code(tmp_path / "out.ledger", "ledger", items)
    assert [json.loads(x)["id"] for x in (tmp_path / "out.ledger").read_text().splitlines()] == ["good"]
    issue = json.loads((tmp_path / "out.ledger.run" / "issues.jsonl").read_text())
    assert (issue["path"], issue["record"], issue["reason"]) == ("in.jsonl", 3, "failed: x")


def test_lone_surrogates_are_written_one_for_one(tmp_path):
    a = Article.make("Peru warned \ud83d Chile. Chad thanked Mali", "a")
    for form in FULL:
        code(tmp_path / form, form, [a])
        (back,) = read_ledgers(tmp_path / form)
        assert back.article.text == "Peru warned \ufffd Chile. Chad thanked Mali"
        assert all(m.text == back.article.text[m.start : m.end] for m in back.mentions)


@given(st.text(st.characters(), max_size=30))
def test_storable_keeps_length_and_is_utf8(text):
    assert len(storable(text)) == len(text)
    storable({"a": [text]})["a"][0].encode("utf-8")


def test_half_written_tails_are_cut_off(tmp_path):
    out, items = tmp_path / "out.jsonl", articles()
    code(out, "jsonl", items[:3])
    with out.open("a") as f:
        f.write('{"half": ')
    with (tmp_path / "out.jsonl.run" / "done.tsv").open("a") as f:
        f.write("a_123\tr_1")
    code(out, "jsonl", items)
    code(tmp_path / "whole.jsonl", "jsonl", items)
    assert contents(out) == contents(tmp_path / "whole.jsonl")


def test_a_shard_without_its_marker_is_written_anew(tmp_path, monkeypatch):
    monkeypatch.setattr(write_tables, "SHARD", 2)
    out, items = tmp_path / "out", articles()
    code(out, "parquet", items[:5])
    (out / "_run/done/part-00001.json").unlink()
    (out / "events/.part-00007.parquet.tmp").write_text("half")
    code(out, "parquet", items)
    code(tmp_path / "whole", "parquet", items)
    assert contents(out) == contents(tmp_path / "whole")
    assert not list(out.rglob("*.tmp"))


def test_an_output_is_not_mixed_with_another(tmp_path):
    out = tmp_path / "out.jsonl"
    code(out, "jsonl", articles())
    with pytest.raises(StoreError, match="different settings"):
        code(out, "jsonl", articles(), Settings(only=("events",)))
    with pytest.raises(StoreError, match="different format"):
        code(out, "ledger", articles())
    code(out, "jsonl", articles(), Settings(workers=2))  # the way it is done may differ
    mine = tmp_path / "mine.jsonl"
    mine.write_text("my own\n")
    with pytest.raises(StoreError, match="not written by Tacitus"):
        code(mine, "jsonl", articles())
    assert mine.read_text() == "my own\n"
    with pytest.raises(StoreError, match="not written by Tacitus"):
        code(tmp_path, "csv", articles())
    with pytest.raises(StoreError, match="is a file"):
        code(mine, "parquet", articles())


def test_reading_back_what_is_no_ledger(tmp_path):
    (tmp_path / "x.jsonl").write_text('{"a": 1}\n')
    (tmp_path / "y.jsonl").write_text("hello\n")
    for path, words in (("x.jsonl", "line 1"), ("y.jsonl", "line 1"), ("none", "no such file"), (".", "no articles")):
        with pytest.raises(InputError, match=words):
            list(read_ledgers(tmp_path / path))


@pytest.mark.parametrize(
    ("out", "given", "form"),
    [
        (None, None, "table"),
        (None, "jsonl", "jsonl"),
        ("a.jsonl", None, "jsonl"),
        ("a.ledger", None, "ledger"),
        ("a.ledger.jsonl", None, "ledger"),
        ("a.csv", None, "csv"),
        ("study", None, "parquet"),
        ("a.parquet", None, "parquet"),
        ("a.txt", None, "table"),
        ("a.xyz", "jsonl", "jsonl"),
    ],
)
def test_format_is_inferred(out, given, form):
    assert infer_format(Path(out) if out else None, given) == form


@pytest.mark.parametrize(("out", "given"), [(None, "csv"), (None, "xml"), ("a.xyz", None)])
def test_format_that_cannot_be_told(out, given):
    with pytest.raises(InputError):
        infer_format(Path(out) if out else None, given)


SCRIPT = """
import sys
sys.path.insert(0, {tests!r})
from pathlib import Path
from fake_coder import FakeCoder
from tacitus.writing import write_tables
from tacitus.running.engine import run, Stop
from tacitus.records import Article
from tacitus.run_record import make_run
from tacitus.settings import Settings
from tacitus.writing.sinks import open_sink
write_tables.SHARD = 7
if __name__ == "__main__":
    out, form, workers = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    settings = Settings(workers=workers)
    items = (Article.make(f"Peru warned Chile. SLOW {{i}}", f"a{{i}}") for i in range(40))
    with Stop() as stop:
        sink = open_sink(out, form, make_run(settings))
        run(items, settings, sink, lambda s: print(s.coded, flush=True), stop, make=FakeCoder)
"""


def start(script, out, form, workers):
    return subprocess.Popen([sys.executable, script, out, form, str(workers)], stdout=subprocess.PIPE)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("form", "workers", "number"),
    [
        ("jsonl", 1, signal.SIGKILL),
        ("csv", 1, signal.SIGKILL),
        ("parquet", 2, signal.SIGKILL),
        ("jsonl", 2, signal.SIGINT),
    ],
)
def test_a_run_that_is_stopped_at_any_moment_is_resumed_to_the_same_rows(tmp_path, form, workers, number):
    script = tmp_path / "script.py"
    script.write_text(SCRIPT.format(tests=str(Path(__file__).parent)))
    chance = random.Random(f"{form}{number}{os.getpid()}")
    out = tmp_path / "out"
    for _ in range(1 if workers > 1 else 2):
        process = start(script, out, form, workers)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(chance.uniform(0, 0.3))
        process.send_signal(number)
        process.wait(timeout=20)
        process.stdout.close()
        if number != signal.SIGKILL:
            assert all(isinstance(x, Ledger) for x in read_ledgers(out))
    last = start(script, out, form, workers)
    assert last.communicate(timeout=60) and last.returncode == 0
    whole = tmp_path / "whole"
    code(whole, form, (Article.make(f"Peru warned Chile. SLOW {i}", f"a{i}") for i in range(40)))
    assert contents(out) == contents(whole)
    assert len(list(read_ledgers(out))) == 40
