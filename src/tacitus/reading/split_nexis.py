"""A delivery of LexisNexis or Nexis Uni -> its documents: "1 of 200 DOCUMENTS" of old, "End of Document" of today."""

from __future__ import annotations

import re

from tacitus.reading.delivery import (
    FEW,
    NO_END,
    Delivery,
    Document,
    body_text,
    find_date,
    join,
    labels,
    pattern,
    tail_start,
    value,
    whole_number,
    words_of,
)
from tacitus.reading.paragraphs import Line, Sheet

KEY = re.compile(r"(urn:contentItem:[\w-]{8,60})")
EDITION = re.compile(r".{0,50}\b(edition|final|appended)\W*\d?", re.IGNORECASE)


def is_nexis(lines: list[Line]) -> bool:
    """Say whether lines are a delivery of LexisNexis."""
    known = labels("nexis", "head", "tail")
    ends, body = words_of("nexis")["end"], labels("nexis", "body")
    found = {m[1].casefold() for line in lines if line.first and (m := known.fullmatch(line.text))}
    if _counts(lines):
        return bool(found)
    length = any(word.casefold() in found for word in words_of("nexis")["length"])
    has_body = any(body.fullmatch(line.text) for line in lines)
    return (any(line.text in ends for line in lines) and (bool(found) or has_body)) or (length and has_body)


def split_nexis(sheet: Sheet) -> Delivery:
    """Cut a delivery of LexisNexis into its documents."""
    counts = _counts(sheet.lines)
    return _split_old(sheet, counts) if counts else _split_new(sheet)


def _counts(lines: list[Line]) -> list[tuple[int, int, int]]:
    """Return (line, number, of how many) for each line that counts the documents."""
    count = pattern("nexis", "count")
    found = [(i, int(m[1]), int(m[2])) for i, line in enumerate(lines) if (m := count.fullmatch(line.text))]
    return [f for f in found if 0 < f[1] <= f[2]]


def _split_old(sheet: Sheet, counts: list[tuple[int, int, int]]) -> Delivery:
    stops = [at for at, _, _ in counts[1:]] + [len(sheet.lines)]
    made = [_document(sheet, at + 1, stop, n, old=True) for (at, n, _), stop in zip(counts, stops, strict=True)]
    return Delivery(made, announced=max(of for _, _, of in counts))


def _split_new(sheet: Sheet) -> Delivery:
    lines, made = sheet.lines, Delivery()
    ends = [i for i, line in enumerate(lines) if line.text in words_of("nexis")["end"]]
    first = _after_contents(lines, ends[0] if ends else len(lines), made)
    for end in ends:
        if end > first:
            made.documents.append(_document(sheet, first, end, len(made.documents) + 1, old=False))
        first = end + 1
    if first < len(lines):
        last = _document(sheet, first, len(lines), len(made.documents) + 1, old=False)
        last.cut = NO_END
        if not last.lack or not ends:
            made.documents.append(last)
        elif len(rest := sheet.between(first, len(lines)).split()) > FEW:
            made.loose.append(" ".join(rest))
    return made


def _after_contents(lines: list[Line], stop: int, made: Delivery) -> int:
    """Return where the first document begins, behind the list at the top that says how many there are."""
    announced, contents = pattern("nexis", "announced"), pattern("nexis", "contents")
    for i, line in enumerate(lines[:stop]):
        if m := announced.fullmatch(line.text):
            made.announced, at = int(m[1]), i
            break
    else:
        return 0
    body = labels("nexis", "body")
    stop = next((i for i in range(at, stop) if body.fullmatch(lines[i].text)), stop)
    first = next((m[1] for i in range(at, stop) if (m := re.fullmatch(r"1\. (.+)", lines[i].text))), None)
    last = max((i for i in range(at, stop) if contents.fullmatch(lines[i].text)), default=at)
    same = (i for i in range(at + 1, stop) if first and first.startswith(lines[i].text) and len(lines[i].text) > 3)
    return next(same, last + 1)


def _document(sheet: Sheet, first: int, after: int, number: int, old: bool) -> Document:
    lines = sheet.lines
    start, body, head = _body(lines, first, after)
    known = labels("nexis", "head", "body", "tail")
    made = Document(number, words=whole_number(value(lines, range(first, head), labels("nexis", "length"), known)))
    labelled = value(lines, range(first, head), labels("nexis", "title"), known, through=True)
    _heading(lines, first, head, made, old)
    made.title = labelled or made.title
    tail = re.compile(f"(?:{labels('nexis', 'tail').pattern})|(?i:{words_of('')['copyright']})")
    sections = words_of("nexis")["sections"]
    after = after if old else next((i for i in range(max(body, first), after) if lines[i].text in sections), after)
    end = tail_start(lines, max(body, first), after, tail)
    made.text = body_text(sheet, start, body, end)
    if not made.text:
        made.lack = "it has no body"
    elif pattern("nexis", "lost").search(made.text[-300:]):
        made.cut = "the database says that it could not deliver the rest"
    return made


def _body(lines: list[Line], first: int, after: int) -> tuple[int, int, int]:
    """Find the body: (character it begins at on a label's own line, or -1; its first line; where the heading ends)."""
    body, head = labels("nexis", "body"), labels("nexis", "head")
    for i in range(first, after):
        if (m := body.fullmatch(lines[i].text)) and lines[i].first:
            start = lines[i].end - len(m[2]) if m[2] else -1
            return start, i + 1, i
    seen = False
    for i in range(first, after):
        if not lines[i].first:
            continue
        if head.fullmatch(lines[i].text) and ":" in lines[i].text:
            seen = True
        elif seen:
            return -1, i, i
    return -1, after, after


def _heading(lines: list[Line], first: int, head: int, made: Document, old: bool) -> None:
    """Read title, outlet and date; today the title comes first, of old the outlet did."""
    known = labels("nexis", "head")
    stop = next((i for i in range(first, head) if known.fullmatch(lines[i].text) and ":" in lines[i].text), head)
    link = next((line.link for line in lines[first:stop] if line.link and KEY.search(line.link)), None)
    if link and (m := KEY.search(link)):
        made.key, made.url = m[1], link
    at = next((i for i in range(first, stop) if find_date(lines[i].text)), None)
    made.date = None if at is None else find_date(lines[at].text)
    if old and at is not None:
        made.source = join(line.text for line in _outlet(lines, first, at))
        under = [line for line in _without_notices(lines[at + 1 : stop]) if not EDITION.fullmatch(line.text)]
        made.title = join(line.text for line in under if line.first or under[0].first)
        return
    rows = _without_notices(lines[first : stop if at is None else at])
    heads = [line for line in rows if line.head] or (rows[1:] if old else rows[: max(1, len(rows) - (at is not None))])
    rest = [line.text for line in rows if line not in heads]
    made.title = join(line.text for line in heads)
    made.source = join(rest if rest[-1:] and rest[-1].startswith("(") else rest[-1:] if at is not None else rest[:1])


def _outlet(lines: list[Line], first: int, date: int) -> list[Line]:
    """Return the lines of the outlet, which stand between copyright and date; one copyright may take many lines."""
    notice = pattern("", "copyright")
    last = max((i for i in range(first, date) if notice.fullmatch(lines[i].text)), default=first - 1)
    rows = lines[last + 1 : date]
    if rows and not rows[0].first and len(rows) > 1:
        return rows[-1:] if not any(line.first for line in rows) else rows[_begin(rows) :]
    return rows[_begin(rows) :] if last >= first else rows


def _begin(rows: list[Line]) -> int:
    """Return where the last paragraph begins."""
    return max((i for i, line in enumerate(rows) if line.first), default=0)


def _without_notices(rows: list[Line]) -> list[Line]:
    """Leave out copyright and rights, with the lines into which they run over."""
    notice = pattern("", "copyright")
    kept: list[Line] = []
    skipping = False
    for line in rows:
        skipping = bool(notice.fullmatch(line.text)) or (skipping and not line.first)
        if not skipping:
            kept.append(line)
    return kept
