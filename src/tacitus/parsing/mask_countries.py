"""The parser is shown one country's name in the place of every country's.

A parser learnt from news reads "Russia" and "Kenya" differently: it would find a verb in one sentence
and a noun in the next, though only the country has changed. What it is shown is the same for both, so
that exchanging two countries cannot change a tree. Tokens get their own words back afterwards.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

WORD = re.compile(r"[A-Z][^\W\d_]*(?:\.[A-Z])*\.?")
# what is shown for a name, a demonym (one, several), a capital; by the number of words
SHOWN = {
    "name": ("Germany", ("South", "Africa")),
    "demonym": ("German", ("South", "African")),
    "demonyms": ("Germans", ("South", "Africans")),
    "capital": ("Berlin", ("Cape", "Town")),
}
ABBREVIATION, DOTTED = "UK", "U.K."


@dataclass(frozen=True, slots=True)
class Shown:
    """A text as the parser sees it, with the way back to places in the true text."""

    text: str
    _starts: tuple[int, ...]
    _offsets: tuple[int, ...]

    def place(self, char: int) -> int:
        """Return where character `char` of the text shown stands in the true text; right at the edges of words."""
        k = bisect_right(self._starts, char) - 1
        return self._offsets[k] + char - self._starts[k]


class CountryMask:
    """Replaces the names, demonyms and capitals of countries in a text by those of one country."""

    def __init__(self, words: Iterable[tuple[str, str]]) -> None:
        """Take (words, kind) pairs; kind is name, demonym or capital. Names of three words and more are left."""
        self._shown: dict[str, tuple[str, ...]] = {}
        for phrase, kind in words:
            shown = _shown(phrase, kind)
            if shown:
                self._shown[phrase] = shown

    def apply(self, text: str) -> Shown:
        """Return the text as the parser shall see it."""
        out, starts, offsets, at, length = [""], [0], [0], 0, 0
        for start, end, word in self._places(text):
            for part, shift in ((text[at:start], end), (word, end)):
                out.append(part)
                length += len(part)
                starts.append(length)
                offsets.append(start if part is not word else shift)
            at = end
        out.append(text[at:])
        return Shown("".join(out), tuple(starts), tuple(offsets))

    def _places(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield (start, end, what is shown) for each word that is replaced."""
        words = [(m.start(), *self._known(m[0])) for m in WORD.finditer(text)]
        done = -1
        for k, (start, word, single) in enumerate(words):
            if start <= done:
                continue
            end = start + len(word)
            if k + 1 < len(words) and text[end : words[k + 1][0]] == " ":
                after, second, _ = words[k + 1]
                pair = self._shown.get(f"{word} {second}") or self._shown.get(f"{word} {second.rstrip('.')}")
                if pair:
                    yield start, end, pair[0]
                    yield after, after + len(second.rstrip(".")), pair[1]
                    done = after
                    continue
            if len(single) == 1:
                yield start, end, single[0]

    def _known(self, word: str) -> tuple[str, tuple[str, ...]]:
        """Return a word without a full stop that is not its own, and what is shown for it."""
        for form in (word, word.rstrip(".")):
            if form in self._shown:
                return form, self._shown[form]
        return word, ()


def _shown(phrase: str, kind: str) -> tuple[str, ...]:
    words = phrase.split()
    if not all(WORD.fullmatch(w) for w in words) or kind not in SHOWN:
        return ()
    if len(words) == 1 and kind == "name" and (phrase.isupper() or "." in phrase):
        return (DOTTED if phrase.endswith(".") else ABBREVIATION,) if len(phrase.replace(".", "")) <= 4 else ()
    one, two = SHOWN["demonyms" if kind == "demonym" and phrase.endswith("s") else kind]
    if len(words) == 1:
        return (one,)
    if len(words) == 2:
        return ("United", "Kingdom") if words[0] == "United" and kind == "name" else two
    return ()
