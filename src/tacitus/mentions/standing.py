"""Where the mentions of an article stand: their sentence, coordination, clause and quotation.

Read once for the whole article, since the passes ask again and again, and a tree may be as deep as a
sentence is long.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from tacitus.mentions.profiles import Profile
from tacitus.parsing.parsed import CLAUSAL, Parsed, Quote, Token

SPEECH = frozenset(["say", "add", "tell", "write", "note", "announce", "state", "claim", "argue", "warn", "continue"])


@dataclass(frozen=True, slots=True)
class Standing:
    """What is fixed of each mention by its place, in lists by its number.

    `firsts` is the token that heads the coordination it belongs to, `shared` whether another mention
    belongs there; `verbs` heads the clause around the mention, `clauses` that around its coordination;
    `nested` holds the mentions of its sentence that stand inside it or that it stands inside.
    """

    sents: list[int]
    firsts: list[int]
    shared: list[bool]
    verbs: list[int]
    clauses: list[int]
    quotes: list[Quote | None]
    speaks: list[bool]
    nested: dict[int, list[int]]

    @classmethod
    def read(cls, p: Parsed, profiles: list[Profile]) -> Standing:
        """Read the places of the mentions, which are in the order of the text."""
        heads = [x.head for x in profiles]
        sents = [p[h].sent for h in heads]
        first = _Climber(p, lambda t: t.dep != "conj")
        verb = _Climber(p, lambda t: t.pos in ("VERB", "AUX") and t.dep in CLAUSAL)
        firsts = [first.top(h) for h in heads]
        size = Counter(firsts)
        return cls(
            sents,
            firsts,
            [size[f] > 1 for f in firsts],
            [verb.top(h) for h in heads],
            [verb.top(f) for f in firsts],
            [p.quote_at(p[h].start) for h in heads],
            [p[h].dep == "nsubj" and p[p[h].head].lemma in SPEECH for h in heads],
            _nested(profiles, heads, sents),
        )


class _Climber:
    """Finds the first token at or above another that ends the climb, else its root; remembers the way."""

    def __init__(self, p: Parsed, ends: Callable[[Token], bool]) -> None:
        self.p, self.ends = p, ends
        self.tops: dict[int, int] = {}

    def top(self, i: int) -> int:
        way = []
        while i not in self.tops:
            t = self.p[i]
            if t.head == i or self.ends(t):
                self.tops[i] = i
            else:
                way.append(i)
                i = t.head
        self.tops.update(dict.fromkeys(way, self.tops[i]))
        return self.tops[i]


def _nested(profiles: list[Profile], heads: list[int], sents: list[int]) -> dict[int, list[int]]:
    out: dict[int, list[int]] = {}
    for k, x in enumerate(profiles):
        for j in range(bisect_left(heads, x.first), bisect_right(heads, x.last)):
            if j != k and sents[j] == sents[k]:
                out.setdefault(k, []).append(j)
                out.setdefault(j, []).append(k)
    return out
