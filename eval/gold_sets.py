"""The annotated sets that the gate scores with: where they stand, what is in them, and their fingerprints."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tacitus.pipeline import Coder
from tacitus.records import Article
from tacitus.writing.exchange import to_exchange

ROOT = Path(__file__).parent.parent
OWN = ROOT / "eval" / "gold"
LEDGERS = Path(os.environ.get("TACITUS_GOLD", ROOT.parent / "shared" / "gold")) / "ledgers"
Records = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class GoldSet:
    """Articles with their annotated records, and a fingerprint of the files they came from."""

    name: str
    articles: list[Article]
    gold: dict[str, Records]
    fingerprint: str


def read_sets(ledgers: Path = LEDGERS, own: Path = OWN) -> list[GoldSet]:
    """Read our own set and, where that folder is present, the set of whole annotated articles."""
    sets = [_read("passages", sorted(own.glob("*.json")))]
    if ledgers.is_dir():
        sets.append(_read("ledgers", sorted(ledgers.glob("*.json"))))
    return sets


def _read(name: str, paths: Sequence[Path]) -> GoldSet:
    """Read files that hold an article ("text"), its annotation ("records"), or both; they are joined by id."""
    digest = hashlib.blake2b(digest_size=16)
    articles: dict[str, Article] = {}
    gold: dict[str, Records] = {}
    for path in paths:
        data = path.read_bytes()
        digest.update(path.name.encode() + b"\0" + hashlib.blake2b(data).digest())
        row = json.loads(data)
        if "text" in row:
            named = {k: row.get(k) for k in ("title", "published", "source")}
            articles[row["id"]] = Article.make(row["text"], row["id"], **named)
        if "records" in row:
            gold[row["id"]] = row["records"]
    if strangers := sorted(articles.keys() ^ gold.keys()):
        raise SystemExit(f"{name}: text or annotation is missing for {', '.join(strangers)}")
    return GoldSet(name, [articles[key] for key in sorted(articles)], gold, digest.hexdigest())


def predict(coder: Coder, articles: Iterable[Article]) -> dict[str, Records]:
    """Code the articles and return their records in the exchange format."""
    return {article.key: to_exchange(coder.code(article))["records"] for article in articles}
