"""Quotation zones: what stands between quotation marks, by paragraph.

Marks are paired within a paragraph, so that one forgotten mark spoils one paragraph and no more. Taken
are straight and curly marks, low-high („ “), guillemets in both directions, corner brackets and, in the
British manner, single marks that are no apostrophes. A quotation without a closing mark ends with its
paragraph; where the next paragraph opens with a mark anew, it `continues` there. The time is linear.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace

from tacitus.parsing.parsed import Quote

LINE = re.compile(r"\n\s*")
OPENERS = "\"“”„‟«»‹›‘‚'「『＂"
DOUBLE = re.compile("''|``|’’|‘‘|[\"“”„‟«»‹›「」『』＂]")
TWIN = {"''": '"', "``": "“", "‘‘": "“", "’’": "”"}
SINGLE = re.compile("(?<!')'(?!')|(?<!’)’(?!’)|(?<!‘)‘(?!‘)|‚")
CLOSES = {"“": '”“"', "„": "“”‟", "‟": "”", "”": "”", '"': '"”', "＂": "＂", "「": "」", "『": "』"}
CLOSES |= {"«": "»", "»": "«»", "‹": "›", "›": "‹›"}
ALWAYS_OPENS, ALWAYS_CLOSES = "„「『", "」』"
# Words that begin with an apostrophe for a sound left out: no opening single mark stands before them.
ELISION = re.compile(r"(?:em|tis|twas|til|till|cause|bout|round|n|s|t|d|m|re|ve|ll|\d\d?0?s?)\b", re.IGNORECASE)


@dataclass(slots=True)
class _Open:
    """A mark that waits for its partner."""

    at: int
    mark: str
    after: int


def find_quotations(text: str) -> list[Quote]:
    """Return the quotations of a text in the order of their beginnings, inner ones after the outer."""
    out: list[Quote] = []
    last = -1  # index in `out` of the quotation that the paragraph before left open
    for start, end in paragraphs(text):
        found = _doubles(text, start, end)
        found = _nest(found + _singles(text, start, end, found))
        first = len(out)
        opens_anew = bool(found) and found[0].start == start
        if last >= 0 and opens_anew and _kin(text[found[0].start], text[out[last].start]):
            found[0] = replace(found[0], continues=last)
        out.extend(found)
        left = [n for n, q in enumerate(found) if not q.closed and q.end == end and q.depth == 0]
        last = first + left[-1] if left else -1
    return out


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Return the paragraphs as (start, end): cut at blank lines; at every line end if there is none.

    A line that begins with a quotation mark begins a paragraph too, as the press sets quotations.
    """
    lines = [(m.start(), m.end()) for m in LINE.finditer(text)]
    blank = [(a, b) for a, b in lines if text.count("\n", a, b) > 1]
    breaks = list(blank or lines)
    taken = {e for _, e in breaks}
    breaks += [(a, b) for a, b in lines if b not in taken and b < len(text) and text[b] in OPENERS]
    out, at = [], 0
    for a, b in [*sorted(breaks), (len(text), len(text))]:
        start, end = at, a
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if end > start:
            out.append((start, end))
        at = max(at, b)
    return out


def _kin(a: str, b: str) -> bool:
    """Say whether two opening marks are of one family, so that one may go on with the other's quotation."""
    families = ('"“”„‟＂', "‘'‚", "«»‹›", "「『")
    return any(a in f and b in f for f in families)


def _around(text: str, i: int, past: int, start: int, end: int) -> tuple[bool, bool]:
    """Say whether a mark looks like an opening one, and whether like a closing one, by its neighbours."""
    before = text[i - 1] if i > start else " "
    after = text[past] if past < end else " "
    loose_before = before.isspace() or before in "([{<—–-/…" or before in OPENERS.replace("”", "")
    loose_after = after.isspace() or after in ")]}>—–-/.,;:!?…" or after in "\"”’'»›“"
    return loose_before and not after.isspace(), loose_after and not before.isspace()


def _doubles(text: str, start: int, end: int) -> list[Quote]:
    """Pair the double marks of one paragraph; two single marks side by side are one double mark."""
    marks = [(m.start(), TWIN.get(m[0], m[0]), m.end()) for m in DOUBLE.finditer(text, start, end)]
    closers_left = sum(mark == "”" for _, mark, _ in marks)
    stack: list[_Open] = []
    out: list[Quote] = []
    for i, mark, after in marks:
        closers_left -= mark == "”"
        opening, closing = _around(text, i, after, start, end)
        partner = bool(stack) and mark in CLOSES.get(stack[-1].mark, "")
        reopens = mark in '"“”»›' and opening and not closing and partner and mark == stack[-1].mark
        is_new = partner and mark == stack[-1].mark == "“" and not closing
        if partner and not reopens and not is_new:
            out.append(Quote(stack[-1].at, after, stack[-1].after, i))
            stack.pop()
            continue
        if not _may_open(mark, opening, closing, bool(stack)):
            continue
        if stack and mark == stack[-1].mark and closers_left <= len(stack):
            _give_up(text, stack, i, out)
        if len(stack) < 4:
            stack.append(_Open(i, mark, after))
    out.extend(Quote(o.at, end, o.after, end, closed=False) for o in stack[:1] if o.after < end)
    return out


def _may_open(mark: str, opening: bool, closing: bool, within: bool) -> bool:
    if mark in ALWAYS_OPENS:
        return True
    if mark in ALWAYS_CLOSES:
        return False
    if mark in "“«‹":
        return opening or not closing
    if mark in '"＂':
        return opening or not closing
    return opening and not within if mark in "”»›‟" else False


def _give_up(text: str, stack: list[_Open], at: int, out: list[Quote]) -> None:
    """End a quotation whose closing mark was forgotten where the next one of its kind opens."""
    left, end = stack.pop(), at
    while end > left.after and text[end - 1].isspace():
        end -= 1
    if end > left.after:
        out.append(Quote(left.at, end, left.after, end, closed=False))


def _singles(text: str, start: int, end: int, doubles: list[Quote]) -> list[Quote]:
    """Pair the single marks of one paragraph that are no apostrophes."""
    marks = [m.start() for m in SINGLE.finditer(text, start, end)]
    if not marks:
        return []
    out: list[Quote] = []
    opens = [i for i in marks if _opens_single(text, i, start, end)]
    k = 0
    for n, i in enumerate(opens):
        if out and i < out[-1].end:
            continue
        limit = opens[n + 1] if n + 1 < len(opens) and text[opens[n + 1]] == text[i] else end
        while k < len(marks) and marks[k] <= i:
            k += 1
        close = _closing_single(text, marks, k, i, limit, end)
        if close is not None:
            out.append(Quote(i, close + 1, i + 1, close))
        elif i == start and text[i] == "‘" and len(opens) == 1 and end - i > 60:
            out.append(Quote(i, end, i + 1, end, closed=False))
    return out


def _opens_single(text: str, i: int, start: int, end: int) -> bool:
    if text[i] == "’" or i + 1 >= end:
        return False
    if text[i] == "‚":
        return not text[i + 1].isspace() and (i == start or text[i - 1].isspace())
    before, after = text[i - 1] if i > start else " ", text[i + 1]
    if not (before.isspace() or before in '([{—–-/"“„«:') or after.isspace():
        return False
    if not (after.isalnum() or after in '"“…[(£$€'):
        return False
    return text[i] == "‘" or not ELISION.match(text, i + 1)


def _closing_single(text: str, marks: list[int], k: int, opened: int, limit: int, end: int) -> int | None:
    """Find the partner of the single mark at `opened`; a plural's apostrophe only if nothing better follows."""
    doubtful = None
    partners = {"‘": "’'", "'": "'’", "‚": "‘’'"}[text[opened]]
    while k < len(marks) and marks[k] < max(limit, opened + 1):
        i = marks[k]
        k += 1
        before, after = text[i - 1], text[i + 1] if i + 1 < end else " "
        if text[i] not in partners or before.isspace() or after.isalnum() or i == opened + 1:
            continue
        lower_follows = after == " " and i + 2 < end and text[i + 2].islower()
        if before in "sSzZxX" and lower_follows:
            doubtful = i if doubtful is None else doubtful
        else:
            return i
    return doubtful


def _nest(quotes: list[Quote]) -> list[Quote]:
    """Order quotations, drop empty ones and ones that cross another, and set their depth."""
    out: list[Quote] = []
    stack: list[Quote] = []
    for q in sorted(quotes, key=lambda q: (q.start, -q.end)):
        while stack and stack[-1].end <= q.start:
            stack.pop()
        if q.inner_end <= q.inner_start or (stack and q.end > stack[-1].end):
            continue
        out.append(replace(q, depth=len(stack)))
        stack.append(q)
    return out


def word_count(text: str) -> int:
    """Count the words of a stretch, in any script that puts spaces between them."""
    return sum(any(unicodedata.category(c)[0] in "LN" for c in w) for w in text.split())
