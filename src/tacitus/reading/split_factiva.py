"""A delivery of Factiva -> its documents, with field codes (HD, WC, PD, SN ...) or as it is displayed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tacitus.reading.delivery import FEW, NO_END, Delivery, Document, find_date, join, pattern, whole_number, words_of
from tacitus.reading.paragraphs import GLUE, Line, Sheet

HEAD_LINES = 12  # at most so many lines stand between the count of words and the body
CLOCK = re.compile(r"\d{1,2}[:.]\d\d(?: ?(?:am|pm|gmt|est|edt))?", re.IGNORECASE)
CODE = re.compile(r"[A-Z0-9]{2,10}")
SECTION = 25  # characters; a line above the headline that is no longer is the section of the paper


def is_factiva(lines: list[Line]) -> bool:
    """Say whether lines are a delivery of Factiva: an accession number ends a document, and a heading is there."""
    end, words = pattern("factiva", "end"), pattern("factiva", "words")
    return any(end.fullmatch(line.text) for line in lines) and any(
        words.fullmatch(line.text) or line.text in ("HD", "WC") or line.text.startswith("HD ") for line in lines
    )


def split_factiva(sheet: Sheet) -> Delivery:
    """Cut a delivery of Factiva into its documents."""
    end, lines = pattern("factiva", "end"), sheet.lines
    stop = _summary(lines)
    made = Delivery(searched=_found(lines, stop))
    first = 0
    for i in range(stop):
        if m := end.fullmatch(lines[i].text):
            document = _document(sheet, first, i, len(made.documents) + 1)
            document.key = m[1]
            made.documents.append(document)
            first = i + 1
    rest = _document(sheet, first, stop, len(made.documents) + 1)
    if not rest.lack:
        rest.cut = NO_END
        made.documents.append(rest)
    elif len(words := sheet.between(first, stop).split()) > FEW:
        made.loose.append(" ".join(words))
    return made


def _summary(lines: list[Line]) -> int:
    """Return where the summary of the search at the end begins."""
    summary, end = pattern("factiva", "summary"), pattern("factiva", "end")
    for i in range(len(lines) - 1, -1, -1):
        if summary.fullmatch(lines[i].text):
            return i
        if end.fullmatch(lines[i].text):
            break
    return len(lines)


def _found(lines: list[Line], stop: int) -> int | None:
    names = words_of("factiva")["found"]
    for i in range(stop, len(lines) - 1):
        if lines[i].text in names:
            return whole_number(lines[i + 1].text)
    return None


def _document(sheet: Sheet, first: int, after: int, number: int) -> Document:
    coded = _coded(sheet, first, after)
    made = _from_codes(sheet, coded, number) if coded else _from_display(sheet, first, after, number)
    if not made.text and not made.lack:
        made.lack = "it has no body"
    return made


def _coded(sheet: Sheet, first: int, after: int) -> list[tuple[str, int, int, int]]:
    """Return the fields: (code, character its value begins at, its first line, the line after it); [] without codes."""
    marks: list[tuple[str, int, int]] = []
    for i in range(first, after):
        line = sheet.lines[i]
        raw = sheet.text[line.start : line.end].replace("\u00a0", " ")
        code = raw[:3].strip()
        rest = raw[len(code) :]
        if code in words_of("factiva")["codes"] and (not rest or rest.startswith(("\t", "  "))):
            marks.append((code, line.start + len(raw) - len(rest.lstrip()), i))
    if not {"HD", *words_of("factiva")["text"]} & {code for code, _, _ in marks}:
        return []
    stops = [i for _, _, i in marks[1:]] + [after]
    return [(code, at, i, stop) for (code, at, i), stop in zip(marks, stops, strict=True)]


def _from_codes(sheet: Sheet, fields: list[tuple[str, int, int, int]], number: int) -> Document:
    values: dict[str, str] = {}
    body: list[str] = []
    for code, at, first, stop in fields:
        text = sheet.text[at : max(at, sheet.lines[stop - 1].end)].strip() if first < stop else ""
        if code in words_of("factiva")["text"]:
            body.append(text)
        values.setdefault(code, text)
    return Document(
        number,
        GLUE.join(b for b in body if b),
        title=join(values.get("HD", "").split()),
        source=join(values.get("SN", "").split()),
        date=find_date(" ".join(values.get("PD", "").split())),
        words=whole_number(values.get("WC")),
    )


def _from_display(sheet: Sheet, first: int, after: int, number: int) -> Document:
    lines = sheet.lines
    count = next(_word_counts(lines, first, after), None)
    if count is None:
        shown = join(line.text for line in lines[first : first + 3])
        lack = "its heading could not be read" if after - first > 3 else "it has no body"
        return Document(number, title=shown[:100] if shown and after > first else None, lack=lack)
    title = (_headline(lines[first:count]) or "").removeprefix(f"{number}) ")
    made = Document(number, title=title or None, words=whole_number(lines[count].text))
    date = next(i for i in range(count + 1, after) if find_date(lines[i].text))
    made.date = find_date(lines[date].text)
    source = date + 1
    while source < after and CLOCK.fullmatch(lines[source].text):
        source += 1
    made.source = lines[source].text if source < after else None
    body = _after_heading(lines, source, min(after, count + HEAD_LINES), after)
    while after > body and lines[after - 1].first and pattern("factiva", "publisher").fullmatch(lines[after - 1].text):
        after -= 1
    made.text = sheet.between(body, after)
    return made


def _word_counts(lines: list[Line], first: int, after: int) -> Iterator[int]:
    """Yield the lines that count the words of a document: a date stands one or two lines below."""
    words = pattern("factiva", "words")
    for i in range(first, after):
        below = lines[i + 1 : min(after, i + 3)]
        if words.fullmatch(lines[i].text) and any(find_date(line.text) for line in below):
            yield i


def _headline(lines: list[Line]) -> str | None:
    if any(line.head for line in lines):
        return join(line.text for line in lines if line.head)
    byline = pattern("factiva", "byline")
    rows = [line for line in lines if not byline.fullmatch(line.text)]
    if len(rows) > 1 and len(rows[0].text) <= SECTION:
        rows = rows[1:]
    return join(line.text for i, line in enumerate(rows) if i == 0 or not line.first)


def _after_heading(lines: list[Line], source: int, limit: int, after: int) -> int:
    """Return where the body begins: after the copyright, else the language, else the code of the source."""
    notice = pattern("", "copyright")
    languages = words_of("factiva")["languages"]
    for i in range(source + 1, limit):
        if notice.fullmatch(lines[i].text):
            at = i + 1
            while at < after and (not lines[at].first or notice.fullmatch(lines[at].text)):
                at += 1
            return at
    for i in range(source + 1, limit):
        if lines[i].text in languages:
            return i + 1
    at = source + 1
    return at + 1 if at < after and CODE.fullmatch(lines[at].text) else at
