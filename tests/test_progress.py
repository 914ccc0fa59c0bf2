import gzip
import io

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from rich.console import Console

from tacitus.reading.read_articles import read_articles
from tacitus.reading.read_options import remark
from tacitus.records import Article
from tacitus.running.engine import Summary
from tacitus.running.progress import count_articles, show_summary


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.jsonl", b'{"text": "one"}\n\n{"text": "two"}'),
        ("a.jsonl.gz", gzip.compress(b'{"text": "one"}\n{"text": "two"}\n', mtime=0)),
        ("a.csv", b'text,id\n"one\n\nand ""half""",1\n\n"two",2\n'),
        ("a.csv", b"text,id\r\none,1\r\n\r\ntwo,2"),
        ("a.tsv", b"text\tid\none\t1\n"),
        ("a.txt", b"one"),
    ],
)
def test_the_total_is_that_of_the_reader(tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    read = list(read_articles([tmp_path]))
    assert count_articles([tmp_path]) == len(read)


def test_parquet_patterns_and_what_cannot_be_counted(tmp_path):
    pq.write_table(pa.table({"text": ["one", "two", "three"]}), tmp_path / "a.parquet")
    (tmp_path / "b.parquet").write_bytes(b"PAR1 cut off")
    assert count_articles([tmp_path / "*.parquet"]) == 4
    (tmp_path / "c.json").write_text("[]")
    assert count_articles([tmp_path]) is None
    assert count_articles(["-"]) is None


def test_an_output_in_the_folder_is_not_read_again(tmp_path):
    (tmp_path / "a.txt").write_text("One.")
    for name in ("out.jsonl", "out.jsonl.run/runs.jsonl", "out.jsonl.run/issues.jsonl", "study/_run/runs.jsonl"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("{}\n")
    (tmp_path / "study" / "articles.csv").write_text("id,text\n1,one\n")
    article, told = read_articles([tmp_path])
    assert isinstance(article, Article)
    assert told.reason.startswith("3 files or folders in it were written by tacitus")


def test_remarks_are_not_counted_as_left_out():
    summary = Summary(read=1, coded=1)
    summary.count_issue(remark("a.csv", "odd dates: 3", "mend them"), kept=True)
    out = io.StringIO()
    show_summary(Console(file=out, width=100), summary, None)
    assert "1 remark: odd dates" in out.getvalue()
    assert "left out" not in out.getvalue()
