"""A parsed article: tokens, sentences, quotation zones, and the ways to walk the dependency trees.

Nothing here knows the parser. Labels are those of spaCy's English pipelines (ClearNLP: nsubj, dobj,
pobj, relcl ...). Tests build a `Parsed` by hand with `Parsed.from_rows`.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from tacitus.records import Article, Span

CLAUSAL = frozenset(
    {
        "ROOT",
        "ccomp",
        "xcomp",
        "advcl",
        "relcl",
        "acl",
        "pcomp",
        "csubj",
        "csubjpass",
        "parataxis",
        "conj",
        "dep",
    }
)
NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})


@dataclass(frozen=True, slots=True)
class Token:
    """One token. `i` and `head` are places in `Parsed.tokens`; a root is its own head. `ent` is "" outside names."""

    i: int
    start: int
    end: int
    text: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    sent: int
    ent: str = ""
    ent_begins: bool = False

    @property
    def low(self) -> str:
        """The token in lower case."""
        return self.text.lower()


@dataclass(frozen=True, slots=True)
class Quote:
    """A stretch between quotation marks; `start`/`end` take the marks in, `inner_start`/`inner_end` leave them out.

    `depth` is 0 for an outer quotation, 1 inside another. `closed` is False where the closing mark is
    missing. `continues` is the index (in `Parsed.quotes`) of the quotation of the paragraph before that
    this one goes on with, after the newspaper's habit of opening each paragraph anew; -1 for none.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    depth: int = 0
    closed: bool = True
    continues: int = -1


@dataclass(slots=True)
class Parsed:
    """An article with its tokens. Sentences are token ranges (first, end exclusive); `quotes` does not change."""

    article: Article
    tokens: list[Token]
    sentences: list[tuple[int, int]]
    quotes: list[Quote] = field(default_factory=list)
    skipped: list[tuple[int, int]] = field(default_factory=list)
    _children: list[list[int]] = field(init=False, repr=False)
    _starts: list[int] = field(init=False, repr=False)
    _edges: dict[int, tuple[int, int]] = field(init=False, repr=False)
    _outer: list[Quote] = field(init=False, repr=False)
    _insides: list[int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._children = [[] for _ in self.tokens]
        for t in self.tokens:
            if t.head != t.i:
                self._children[t.head].append(t.i)
        self._starts = [t.start for t in self.tokens]
        self._edges = {}
        self._outer = []  # without those that stand inside one before them
        for quote in self.quotes:
            if not self._outer or quote.inner_end > self._outer[-1].inner_end:
                self._outer.append(quote)
        self._insides = [quote.inner_end for quote in self._outer]

    @classmethod
    def from_rows(cls, article: Article, rows: Sequence[tuple[str, str, str, str, int]]) -> Parsed:
        """Build one sentence by hand from (text, lemma, pos, dep, head) rows; for tests without a model."""
        tokens, at = [], 0
        for i, (text, lemma, pos, dep, head) in enumerate(rows):
            at = article.text.index(text, at)
            tokens.append(Token(i, at, at + len(text), text, lemma, pos, pos, dep, head, 0))
            at += len(text)
        return cls(article, tokens, [(0, len(tokens))])

    def __len__(self) -> int:
        return len(self.tokens)

    def __getitem__(self, i: int) -> Token:
        return self.tokens[i]

    # --- spans ---------------------------------------------------------------------------------
    def chars(self, start: int, end: int) -> Span:
        """Return the span of characters `start` to `end`."""
        return Span(start, end, self.article.text[start:end])

    def span(self, first: int, last: int) -> Span:
        """Return the span from token `first` to token `last`, both taken in."""
        return self.chars(self.tokens[first].start, self.tokens[last].end)

    def sentence_span(self, i: int) -> Span:
        """Return the span of the sentence that token `i` stands in."""
        first, end = self.sentences[self.tokens[i].sent]
        return self.span(first, end - 1)

    def sentence_tokens(self, i: int) -> range:
        """Return the places of the tokens of the sentence that token `i` stands in."""
        return range(*self.sentences[self.tokens[i].sent])

    def token_at(self, char: int) -> int | None:
        """Return the token that holds character `char`, else the next one; None past the last."""
        i = bisect.bisect_right(self._starts, char) - 1
        if i >= 0 and char < self.tokens[i].end:
            return i
        return i + 1 if i + 1 < len(self.tokens) else None

    def tokens_in(self, start: int, end: int) -> range:
        """Return the places of the tokens that begin within characters `start` to `end`."""
        return range(bisect.bisect_left(self._starts, start), bisect.bisect_left(self._starts, end))

    def is_skipped(self, char: int) -> bool:
        """Say whether `char` lies in a stretch that carries no records (the headline repeated in the text)."""
        return any(a <= char < b for a, b in self.skipped)

    def quote_at(self, char: int) -> Quote | None:
        """Return the outermost quotation whose inside holds `char`, if any."""
        n = bisect.bisect_right(self._insides, char)
        found = self._outer[n] if n < len(self._outer) else None
        return found if found is not None and found.inner_start <= char else None

    # --- trees ---------------------------------------------------------------------------------
    def children(self, i: int, *deps: str) -> list[int]:
        """Return the children of `i` in the order of the text, only those with a label in `deps` if given."""
        kids = self._children[i]
        return [k for k in kids if self.tokens[k].dep in deps] if deps else list(kids)

    def child(self, i: int, *deps: str) -> int | None:
        """Return the first child of `i` with a label in `deps`."""
        return next((k for k in self._children[i] if self.tokens[k].dep in deps), None)

    def head(self, i: int) -> int | None:
        """Return the head of `i`, None for a root."""
        h = self.tokens[i].head
        return None if h == i else h

    def ancestors(self, i: int) -> Iterator[int]:
        """Yield the heads above `i`, nearest first."""
        h = self.head(i)
        while h is not None:
            yield h
            h = self.head(h)

    def subtree(self, i: int, without: Iterable[str] = ()) -> list[int]:
        """Return the tokens below `i`, itself taken in, in the order of the text.

        Direct children whose label is in `without` are left out with all that hangs on them.
        """
        drop = set(without)
        out, todo = [i], [k for k in self._children[i] if self.tokens[k].dep not in drop]
        while todo:
            k = todo.pop()
            out.append(k)
            todo.extend(self._children[k])
        return sorted(out)

    def edges(self, i: int) -> tuple[int, int]:
        """Return the first and the last token of the subtree of `i`."""
        if i not in self._edges:
            whole = self.subtree(i)
            self._edges[i] = (whole[0], whole[-1])
        return self._edges[i]

    def is_below(self, i: int, top: int) -> bool:
        """Say whether `top` is `i` or stands above it."""
        return i == top or top in self.ancestors(i)

    def conjuncts(self, i: int) -> list[int]:
        """Return `i` and what is coordinated with it to the right ("A, B and C" from A gives A, B, C)."""
        out = [i]
        for k in out:  # grows as it goes: parsers hang C on B, or B and C both on A
            out.extend(self.children(k, "conj"))
        return [i, *sorted(out[1:])]

    def first_conjunct(self, i: int) -> int:
        """Return the head of the coordination that `i` belongs to, `i` itself if none."""
        while self.tokens[i].dep == "conj":
            i = self.tokens[i].head
        return i

    def clause_head(self, i: int) -> int:
        """Return the verb (or root) of the innermost clause that `i` stands in, `i` itself if it heads one."""
        for k in (i, *self.ancestors(i)):
            t = self.tokens[k]
            if t.pos in ("VERB", "AUX") and t.dep in CLAUSAL:
                return k
            last = k
        return last

    def is_nominal(self, i: int) -> bool:
        """Say whether token `i` is a noun, a name or a pronoun."""
        return self.tokens[i].pos in NOMINAL
