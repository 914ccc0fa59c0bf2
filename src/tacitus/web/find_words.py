"""Finds where in a text the words and phrases of a search stand, in any inflection, as full-text search found them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from tacitus.casebook.store_search import pieces

PRIVATE = range(0xE000, 0xF8FF)  # characters that nobody has given a meaning
AROUND = 110  # characters of an excerpt on either side of what was found


def find_words(text: str, query: str) -> list[tuple[int, int]]:
    """Return the characters of each hit, in order; nothing where the query has no words."""
    asked = " OR ".join(f'"{p}"' for p in pieces(query))
    if not asked or not text:
        return []
    opening, closing = _unused(text)
    # the words are taken apart as the casebook does it, whatever database that is
    with sqlite3.connect(":memory:") as database:
        database.execute("CREATE VIRTUAL TABLE t USING fts5(text, tokenize='porter unicode61 remove_diacritics 2')")
        database.execute("INSERT INTO t VALUES (?)", (text.replace("\0", "\ufffd"),))
        asking = "SELECT highlight(t, 0, ?, ?) FROM t WHERE t MATCH ?"
        found = database.execute(asking, (opening, closing, asked)).fetchone()
    database.close()
    return list(_spans(found[0], opening, closing)) if found else []


def excerpt(text: str, hits: list[tuple[int, int]]) -> list[tuple[str, bool]]:
    """Return the surroundings of the first hit, or else the beginning: pieces of text, and whether each is a hit."""
    first, last = (hits[0][0] - AROUND, hits[0][1] + AROUND) if hits else (0, 2 * AROUND)
    first, last = max(0, first), min(len(text), last)
    while first > 0 and not text[first - 1].isspace() and first > hits[0][0] - AROUND - 30:
        first -= 1
    while last < len(text) and not text[last].isspace() and last % AROUND:
        last += 1
    out: list[tuple[str, bool]] = [("… ", False)] if first else []
    at = first
    for start, end in hits:
        if start >= at and end <= last:
            out += [(text[at:start], False), (text[start:end], True)]
            at = end
    out.append((text[at:last] + (" …" if last < len(text) else ""), False))
    return [(piece, hit) for piece, hit in out if piece]


def _unused(text: str) -> tuple[str, str]:
    there = set(text)
    free = (chr(c) for c in PRIVATE if chr(c) not in there)
    return next(free), next(free)


def _spans(marked: str, opening: str, closing: str) -> Iterator[tuple[int, int]]:
    at = marked.find(opening)
    taken = 0  # marks before this place, which the text does not have
    while at != -1:
        end = marked.index(closing, at)
        yield at - taken, end - taken - 1
        taken += 2
        at = marked.find(opening, end)
