"""Reads attributions from the scores of the statement model: spans by their labels, put together by the pointers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from attributions import LABELS
from word_pieces import Pieces, cut

WINDOW, STRIDE = 254, 160
Run = Callable[[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray, np.ndarray]]
_NEVER = -1e9


@dataclass(frozen=True, slots=True)
class Scores:
    """Log-probabilities (w, 7) of the labels of words, and for each word where its pointers lead.

    `cue`, `source` are lists by word: (first piece of the window, probabilities over its pieces, then nothing).
    """

    labels: np.ndarray
    cue: list[tuple[int, np.ndarray]]
    source: list[tuple[int, np.ndarray]]


def windows(n: int) -> list[tuple[int, int]]:
    """Return the windows over n pieces."""
    if n <= WINDOW:
        return [(0, n)]
    starts = [*range(0, n - WINDOW, STRIDE), n - WINDOW]
    return [(s, s + WINDOW) for s in starts]


def score(p: Pieces, run: Run) -> Scores:
    """Run the model over the windows of an article; each word is read where it stands nearest to the middle."""
    cuts = windows(len(p.ids))
    middles = np.array([(a + b) / 2 for a, b in cuts])
    own = np.abs(p.first[:, None] - middles[None, :]).argmin(1)
    labels = np.zeros((len(p.first), len(LABELS)))
    cue: list[Any] = [None] * len(p.first)
    source: list[Any] = [None] * len(p.first)
    for k, (a, b) in enumerate(cuts):
        tags, to_cue, to_source = run(p.ids[a:b], p.features[a:b])
        for w in np.flatnonzero(own == k):
            at = p.first[w] - a
            labels[w] = log_softmax(tags[at])
            cue[w], source[w] = (a, np.exp(log_softmax(to_cue[at]))), (a, np.exp(log_softmax(to_source[at])))
    return Scores(labels, cue, source)


def find(rows: Iterable[dict[str, Any]], tokenizer: Tokenizer, run: Run) -> list[dict[str, Any]]:
    """Find the attributions of articles: {"id", "attributions"} of each."""
    pieces = ((row["id"], cut(row["text"], tokenizer)) for row in rows)
    return [{"id": name, "attributions": decode(p, score(p, run))} for name, p in pieces]


def log_softmax(x: np.ndarray) -> np.ndarray:
    """Return log-probabilities for scores."""
    return x - x.max() - np.log(np.exp(x - x.max()).sum())


def best_labels(labels: np.ndarray) -> np.ndarray:
    """Return the most probable sequence (w,) of labels in which I follows B or I of its kind (Viterbi)."""
    n = len(LABELS)
    allowed = np.zeros((n, n))
    for i, before in enumerate(LABELS):
        for j, after in enumerate(LABELS):
            if after[0] == "I" and before[1:] != after[1:]:
                allowed[i, j] = _NEVER
    best, back = labels[0] + np.array([_NEVER if x[0] == "I" else 0 for x in LABELS]), []
    for row in labels[1:]:
        ways = best[:, None] + allowed
        back.append(ways.argmax(0))
        best = ways.max(0) + row
    out = [int(best.argmax())]
    for step in reversed(back):
        out.append(int(step[out[-1]]))
    return np.array(out[::-1])


def spans_of(tags: np.ndarray) -> dict[str, list[tuple[int, int]]]:
    """Return the spans of each role, in words, the end not included."""
    out: dict[str, list[tuple[int, int]]] = {"source": [], "cue": [], "content": []}
    for w, tag in enumerate(tags):
        kind, _, role = LABELS[tag].partition("-")
        if kind == "B":
            out[role].append((w, w + 1))
        elif kind == "I":
            out[role][-1] = (out[role][-1][0], w + 1)
    return out


def decode(p: Pieces, s: Scores, least: float = 0.2) -> list[dict[str, Any]]:
    """Return the attributions of an article, as spans in characters."""
    if not len(p.first):
        return []
    found = spans_of(best_labels(s.labels))
    cue_at, source_at = _places(p, found["cue"]), _places(p, found["source"])
    parts: dict[int, list[tuple[int, int]]] = {}
    for a, b in found["content"]:
        masses = np.array([_masses(s.cue[w], cue_at) for w in range(a, b)]).reshape(b - a, -1)
        for c, d, k in _shared(masses, least):
            parts.setdefault(k, []).append((a + c, a + d))
    out = []
    for k, contents in sorted(parts.items()):
        cue = found["cue"][k]
        masses = _masses(s.source[cue[0]], source_at)
        nothing = s.source[cue[0]][1][-1]
        j = int(masses.argmax()) if len(masses) else -1
        source = [found["source"][j]] if j >= 0 and masses[j] > nothing else []
        told = {"source": source, "cue": [cue], "content": contents}
        out.append({r: [[int(p.starts[a]), int(p.ends[b - 1])] for a, b in told[r]] for r in told})
    return out


def _places(p: Pieces, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return where spans stand, in pieces."""
    ends = [*p.first[1:], len(p.ids)]
    return [(int(p.first[a]), int(ends[b - 1])) for a, b in spans]


def _masses(pointer: tuple[int, np.ndarray], places: list[tuple[int, int]]) -> np.ndarray:
    """Return how probably a pointer leads into each of some places."""
    start, probabilities = pointer
    n = len(probabilities) - 1
    return np.array([probabilities[max(0, a - start) : max(0, min(n, b - start))].sum() for a, b in places])


def _shared(masses: np.ndarray, least: float) -> list[tuple[int, int, int]]:
    """Divide a run of content among cues, where its halves point at different ones: (from, to, cue)."""
    n = len(masses)
    if not masses.shape[1]:
        return []
    total = masses.sum(0)
    one = int(total.argmax())
    if total[one] < least * n:
        return []
    below = np.vstack([np.zeros(masses.shape[1]), masses.cumsum(0)])
    gain, at = total[one], 0
    for k in range(3, n - 2):  # fewer words than three are no content
        two = below[k].max() + (below[n] - below[k]).max()
        if two > gain * 1.25 and two > gain + 1:
            gain, at = two, k
    if not at:
        return [(0, n, one)]
    return [(0, at, int(below[at].argmax())), (at, n, int((below[n] - below[at]).argmax()))]
