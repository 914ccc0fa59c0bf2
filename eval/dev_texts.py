"""The texts of the development sets: found by their hash in corpora that lie beside the project, never kept in it."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
from functools import cache
from pathlib import Path
from typing import Any

CORPORA = Path(os.environ.get("TACITUS_CORPORA", Path(__file__).parent.parent.parent / "shared" / "corpora"))


def text_hash(text: str) -> str:
    """Hash a text as the development files name it (blake2b, 24 hex digits)."""
    return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()


@cache
def _texts(corpora: Path) -> dict[str, str]:
    out = {}
    for path in sorted(corpora.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                text = json.loads(line)["text"]
                out[text_hash(text)] = text
    return out


def with_text(row: dict[str, Any]) -> dict[str, Any] | None:
    """Return a row with its `text` put in; None where the corpora beside the project lack it."""
    text = _texts(CORPORA).get(row["text_hash"])
    return None if text is None else {**row, "text": text}
