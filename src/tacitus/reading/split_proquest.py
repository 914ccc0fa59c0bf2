"""A delivery of ProQuest -> its documents, parted by rules, by "Document 3 of 47", or by the label that comes last."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from tacitus.reading.delivery import (
    FEW,
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

RULE = re.compile(r"_{20,}")
NUMBERED = re.compile(r"(\d{1,6})\. .+")
ADDRESS = re.compile(r"https?://\S{0,100}proquest\S{0,200}/docview/(\d+)\S{0,200}")


def is_proquest(lines: list[Line]) -> bool:
    """Say whether lines are a delivery of ProQuest."""
    sure = labels("proquest", "sure")
    return any(sure.fullmatch(line.text) for line in lines if line.first)


def split_proquest(sheet: Sheet) -> Delivery:
    """Cut a delivery of ProQuest into its documents."""
    lines, made = sheet.lines, Delivery()
    count, around = pattern("proquest", "count"), pattern("proquest", "around")
    for first, after in _whole(lines, _parts(lines)):
        at = first
        number = 0
        if m := count.fullmatch(lines[at].text):
            number, at = int(m[1]), at + 1
            made.announced = max(made.announced or 0, int(m[2]))
        if number or _is_document(lines, at, after):
            made.documents.append(_document(sheet, at, after, number or len(made.documents) + 1))
            continue
        listed = [int(m[1]) for line in lines[first:after] if (m := NUMBERED.fullmatch(line.text))]
        if any(around.fullmatch(line.text) for line in lines[first : first + 6]):
            made.announced = max([made.announced or 0, *listed]) or None
        elif made.documents and len(words := sheet.between(first, after).split()) > FEW:
            made.loose.append(" ".join(words))
    return made


def _parts(lines: list[Line]) -> list[tuple[int, int]]:
    """Part the lines into stretches that may be documents: (first line, line after the last)."""
    cuts = [i for i, line in enumerate(lines) if RULE.fullmatch(line.text)]
    if cuts:
        edges = [-1, *cuts, len(lines)]
        return [(a + 1, b) for a, b in pairwise(edges) if a + 1 < b]
    count = pattern("proquest", "count")
    starts = [i for i, line in enumerate(lines) if count.fullmatch(line.text)]
    if not starts:
        starts = _after_last_labels(lines)
    edges = [*([0] if starts[:1] != [0] else []), *starts, len(lines)]
    return [(a, b) for a, b in pairwise(edges) if a < b]


def _after_last_labels(lines: list[Line]) -> list[int]:
    """Return the lines that follow the last labels of a document, where nothing else parts the documents."""
    last, known = re.compile(r"Database: .+"), labels("proquest", "labels")
    found = []
    for i in range(len(lines) - 1):
        if last.fullmatch(lines[i].text) and not known.fullmatch(lines[i + 1].text):
            found.append(i + 1)
    return found


def _whole(lines: list[Line], parts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Put together what a rule within an article has parted: a body here, the labels that belong to it there."""
    text, sure = labels("proquest", "text"), labels("proquest", "id")
    count = pattern("proquest", "count")
    made: list[tuple[int, int]] = []
    waits = False
    for first, after in parts:
        has_text = any(text.fullmatch(line.text) for line in lines[first:after])
        has_id = any(sure.fullmatch(line.text) for line in lines[first:after])
        if waits and has_id and not has_text and not count.fullmatch(lines[first].text):
            made[-1] = (made[-1][0], after)
            waits = False
        else:
            made.append((first, after))
            waits = has_text and not has_id
    return made


def _is_document(lines: list[Line], first: int, after: int) -> bool:
    known = labels("proquest", "text", "id", "url", "source")
    return any(known.fullmatch(line.text) for line in lines[first:after])


def _document(sheet: Sheet, first: int, after: int, number: int) -> Document:
    lines, known = sheet.lines, labels("proquest", "labels")
    text = labels("proquest", "text")
    at = next((i for i in range(first, after) if text.fullmatch(lines[i].text)), None)
    end = tail_start(lines, first if at is None else at + 1, after, known)

    def told(name: str) -> Iterator[str]:
        stops = [range(end, after), range(first, end if at is None else at)]
        every = (value(lines, stop, labels_of(word), known) for word in words_of("proquest")[name] for stop in stops)
        return (v for v in every if v)

    made = Document(number, title=_title(lines, first, after, known))
    made.key, made.url = next(told("id"), None), next(told("url"), None)
    made.source = re.split(r" ?;| \[", next(told("source"), ""))[0] or None
    made.date = next((d for v in told("date") if (d := find_date(v, anywhere=True))), None)
    made.date = made.date or (next(told("year"), "")[:4] or None)
    made.words = whole_number(next(told("length"), None))
    address = next((m for line in lines[first:after] if (m := ADDRESS.search(line.link or line.text))), None)
    if address:
        made.key, made.url = made.key or address[1], made.url or address[0]
    if at is not None:
        m = text.fullmatch(lines[at].text)
        start = lines[at].end - len(m[2]) if m and m[2] else -1
        made.text = body_text(sheet, start, at + 1, end)
    if not made.text or pattern("proquest", "empty").fullmatch(made.text):
        made.text, made.lack = "", "it has no full text, only an abstract or a reference"
    return made


def labels_of(word: str) -> re.Pattern[str]:
    """Compile one label."""
    return re.compile(rf"({re.escape(word)})\s?:\s?(.*)")


def _title(lines: list[Line], first: int, after: int, known: re.Pattern[str]) -> str | None:
    rows: list[str] = []
    for line in lines[first:after]:
        if known.fullmatch(line.text) or (rows and line.first) or line.text.startswith("http"):
            break
        rows.append(line.text)
    return join(rows)
