"""An article as the statement model sees it: word pieces, their words, and what stands in quotation marks.

Whatever marks an article quotes with, the model sees one kind, and which pieces stand between them; so straight, curly,
British, German and French marks are the same to it. A paragraph break is a piece of its own.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from tacitus.parsing.find_quotations import find_quotations

WORD = re.compile(r"\w+|[^\w\s]")
BREAK = re.compile(r"\n\s*\n|\n")
BREAK_PIECE = 1  # [unused0]: nothing of the model's first training stands there
LONGEST_WORD = 6  # pieces; what is longer is no word
MARK, MARK_PIECE = '"', 1000  # as the model sees every quotation mark, and its number in the vocabulary
QUOTED, CAPITAL = 1, 2  # bits of `features`


@dataclass(frozen=True, slots=True)
class Pieces:
    """The pieces of an article, and its words; all arrays are of whole numbers.

    `ids` (n,) numbers in the vocabulary; `features` (n,) bits; `first` (w,) the first piece of each word; `starts`,
    `ends` (w,) where words stand in the text, in characters. A paragraph break is a word of no characters.
    """

    ids: np.ndarray
    features: np.ndarray
    first: np.ndarray
    starts: np.ndarray
    ends: np.ndarray


def load_tokenizer(path: Path) -> Tokenizer:
    """Read a tokenizer.json; texts are neither padded nor cut off."""
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def cut(text: str, tokenizer: Tokenizer) -> Pieces:
    """Cut a text into word pieces."""
    quotes = find_quotations(text)
    marks = {p for q in quotes for p in (*range(q.start, q.inner_start), *range(q.inner_end, q.end))}
    opened = [(q.inner_start, q.inner_end) for q in quotes if q.depth == 0]
    begins = [s for s, _ in opened]
    words: list[tuple[int, int, str]] = []
    breaks = [(m.start(), m.start(), "") for m in BREAK.finditer(text)]
    for m in WORD.finditer(text):
        words.append((m.start(), m.end(), MARK if m.start() in marks else m[0]))
    words = sorted(words + breaks)
    ids: list[int] = []
    features: list[int] = []
    first: list[int] = []
    coded = tokenizer.encode_batch([w for _, _, w in words], add_special_tokens=False)
    for (start, end, _), code in zip(words, coded, strict=True):
        k = bisect_right(begins, start) - 1
        bits = QUOTED * (k >= 0 and start < opened[k][1]) | CAPITAL * (end > start and text[start].isupper())
        own = code.ids[:LONGEST_WORD] or [BREAK_PIECE]
        first.append(len(ids))
        ids += own
        features += [bits] * len(own)
    spans = np.array([(s, e) for s, e, _ in words], dtype=np.int64).reshape(-1, 2)
    return Pieces(*(np.array(x, dtype=np.int64) for x in (ids, features, first)), spans[:, 0], spans[:, 1])
