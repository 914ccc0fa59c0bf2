"""A document as lines with their places in one text, whatever file it came from: where deliveries are cut."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

BREAK = re.compile(r"\r\n|[\n\r\f\v]")
SPACES = re.compile(r"\s+")
GLUE = "\n\n"


class Paragraph(NamedTuple):
    """A paragraph of a Word file or web page: its text, its first link, and whether it is set as a heading."""

    text: str
    link: str | None = None
    head: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not empty. `text` has single spaces; `start` and `end` are its place in the whole text.

    `first`: it begins a paragraph, `head` and `link` as in Paragraph.
    """

    text: str
    start: int
    end: int
    first: bool = True
    head: bool = False
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole text and the lines in it that are not empty."""

    text: str
    lines: list[Line]

    def between(self, first: int, after: int) -> str:
        """Return the text from line `first` up to, not including, line `after`, as it stands."""
        return self.text[self.lines[first].start : self.lines[after - 1].end] if first < after else ""


def lay_text(text: str, furniture: re.Pattern[str] | None = None) -> Sheet:
    """Lay out plain text; whole lines that match `furniture` (page headers) are taken out of it."""
    if furniture is not None:
        kept = [p for p in _pieces(text) if not furniture.fullmatch(p.strip())]
        text = "".join(kept)
    lines: list[Line] = []
    at, first = 0, True
    for piece in _pieces(text):
        bare = piece.strip()
        if bare:
            start = at + piece.index(bare)
            lines.append(Line(SPACES.sub(" ", bare), start, start + len(bare), first))
        first = not bare or piece.endswith(("\f", "\v"))
        at += len(piece)
    return Sheet(text, lines)


def lay_paragraphs(paragraphs: Iterable[Paragraph], furniture: re.Pattern[str] | None = None) -> Sheet:
    """Lay out paragraphs, an empty line between two; those that match `furniture` are left out."""
    texts: list[str] = []
    lines: list[Line] = []
    at = 0
    for text, link, head in paragraphs:
        if furniture is not None and furniture.fullmatch(text.strip()):
            continue
        first, inner = True, at
        for piece in _pieces(text):
            if bare := piece.strip():
                start = inner + piece.index(bare)
                lines.append(Line(SPACES.sub(" ", bare), start, start + len(bare), first, head, link))
                first = False
            inner += len(piece)
        texts.append(text)
        at += len(text) + len(GLUE)
    return Sheet(GLUE.join(texts), lines)


def _pieces(text: str) -> Iterable[str]:
    """Part a text into lines that keep their ends."""
    at = 0
    for m in BREAK.finditer(text):
        yield text[at : m.end()]
        at = m.end()
    if at < len(text):
        yield text[at:]
