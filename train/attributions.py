"""Annotated attributions as what the statement model learns: a label for each word, a pointer for some.

The attributions of PolNeAR hardly ever overlap, so each word has one label. A word of the content points at the first
piece of its cue, the first word of a cue at the first piece of its source, or at nothing.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from word_pieces import Pieces, cut

LABELS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
ROLES = ("source", "cue", "content")
NONE, UNKNOWN = -1, -2  # pointers: at nothing; not learnt here


@dataclass(frozen=True, slots=True)
class Lesson:
    """An article to learn from; `labels`, `cue_of` and `source_of` (n,) go by its pieces, -100 where none is learnt."""

    id: str
    text: str
    pieces: Pieces
    labels: np.ndarray
    cue_of: np.ndarray
    source_of: np.ndarray


def read(path: Path) -> list[dict[str, Any]]:
    """Read the annotated articles of a file."""
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def read_once(path: Path) -> list[dict[str, Any]]:
    """Read the annotated articles of a file, of each the first annotation only."""
    return list({row["id"]: row for row in reversed(read(path))}.values())


def lesson(row: dict[str, Any], tokenizer: Tokenizer) -> Lesson:
    """Lay an annotated article out by pieces."""
    p = cut(row["text"], tokenizer)
    n = len(p.ids)
    labels, cue_of, source_of = np.full(n, -100), np.full(n, UNKNOWN), np.full(n, UNKNOWN)
    labels[p.first] = 0
    cue_of[p.first] = NONE
    for a in row["attributions"]:
        words = {role: [_words(p, s, e) for s, e in a[role]] for role in ROLES}
        first = {role: next((int(p.first[w[0]]) for w in words[role] if len(w)), None) for role in ROLES}
        for role in ROLES:
            for span in words[role]:
                at = p.first[span]
                labels[at] = LABELS.index(f"I-{role}")
                labels[at[:1]] = LABELS.index(f"B-{role}")
                cue_of[at] = UNKNOWN if role == "content" and first["cue"] is None else NONE
                if role == "content" and first["cue"] is not None:
                    cue_of[at] = first["cue"]
        if first["cue"] is not None:
            source_of[first["cue"]] = NONE if first["source"] is None else first["source"]
    return Lesson(row["id"], row["text"], p, labels, cue_of, source_of)


def _words(p: Pieces, start: int, end: int) -> np.ndarray:
    """Return the numbers of the words of a span, and of the paragraph breaks inside it."""
    return np.arange(np.searchsorted(p.ends, start, "right"), np.searchsorted(p.starts, end, "left"))
