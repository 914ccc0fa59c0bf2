"""What the tests of the readers share: a text, a way to write a file, a way to read it."""

import gzip
import json
from pathlib import Path

from tacitus.reading.read_articles import ReadOptions, read_articles
from tacitus.records import Article, Issue

TEXT = "Peru's foreign minister arrived in Quito on Tuesday.\n\nShe met President Noboa — for “two hours”.\n"


def read(*paths, **options):
    found = list(read_articles(paths, ReadOptions(**options)))
    return [a for a in found if isinstance(a, Article)], [i for i in found if isinstance(i, Issue)]


def write(path: Path, data: str | bytes) -> Path:
    data = data.encode() if isinstance(data, str) else data
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


def jsonl(*rows) -> str:
    return "".join(json.dumps(r) + "\n" for r in rows)
