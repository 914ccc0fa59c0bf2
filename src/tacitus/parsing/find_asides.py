"""Bracketed and dashed asides, cut out so that the parser sees the sentence whole and the aside by itself.

"The envoy - who had come by night (the road was mined) - left" parses badly in one piece: long asides
draw the words around them into their own tree. Each aside of three words or more is parsed alone, and
its root then hangs on the word before it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

MIN_WORDS = 3
BRACKETED = re.compile(r"\(([^()\n]{5,600})\)")
DASHED = re.compile(
    r"(?<=[\w,;.\"”’'])(?: -{1,2} | ?[–—] ?)([^–—\n]{8,300}?)(?: -{1,2} (?=\w)| ?[–—] ?(?=\w)| ?[–—](?=[,;]))"
)
SENTENCE_END = re.compile(r"[.!?][\"”’')]*\s+[A-Z\"“]")
RELATIVE = frozenset({"which", "who", "whom", "whose", "where"})


@dataclass(frozen=True, slots=True)
class Aside:
    """An aside in a text: characters `start` to `end`, its brackets or dashes taken in."""

    start: int
    end: int


def find_asides(text: str) -> list[Aside]:
    """Return the asides of a text that are worth parsing alone, in order, none inside another."""
    found: list[Aside] = []
    for m in BRACKETED.finditer(text):
        if _is_aside(text, m):
            found.append(Aside(m.start(), m.end()))
    for m in DASHED.finditer(text):
        clear = all(m.end() <= a.start or a.end <= m.start() for a in found)
        if clear and _is_aside(text, m) and not SENTENCE_END.search(m[1]) and _quotes_balance(m[1]):
            found.append(Aside(m.start(), m.end()))
    return sorted(found, key=lambda a: a.start)


def _is_aside(text: str, m: re.Match[str]) -> bool:
    """Say whether a match is long enough and stands within a sentence, with words of it before."""
    before = text[: m.start()].rstrip(" ")
    inside_sentence = bool(before) and before[-1] not in '.!?:\n"”'
    return inside_sentence and len(m[1].split()) >= MIN_WORDS


def _quotes_balance(text: str) -> bool:
    return text.count('"') % 2 == 0 and text.count("“") == text.count("”")


@dataclass(frozen=True, slots=True)
class Outer:
    """A text without its asides, with the way back to places in the whole text."""

    text: str
    _starts: tuple[int, ...]
    _offsets: tuple[int, ...]

    def place(self, char: int) -> int:
        """Return where character `char` of the shortened text stands in the whole text."""
        k = bisect_right(self._starts, char) - 1
        return self._offsets[k] + char - self._starts[k]


def cut_out(text: str, asides: list[Aside]) -> Outer:
    """Take the asides out of a text; a space stays where the words around one would run together."""
    out, starts, offsets, at, length = [], [], [], 0, 0
    for a in [*asides, Aside(len(text), len(text))]:
        part = text[at : a.start]
        follows = text[a.end : a.end + 1]
        glue = " " if a.end < len(text) and (follows.isalnum() or follows in '"“') and not part.endswith(" ") else ""
        starts.append(length)
        offsets.append(at)
        out.append(part + glue)
        length += len(part) + len(glue)
        at = a.end
    return Outer("".join(out), tuple(starts), tuple(offsets))
