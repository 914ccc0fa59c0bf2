"""Deliveries of press databases made up for the tests: the same documents as each database prints them."""

import html
import io
import zipfile
from dataclasses import dataclass

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
LINK = "https://advance.lexis.com/api/document?collection=news&id=urn:contentItem:{}&context="


@dataclass(frozen=True)
class Story:
    title: str
    source: str
    date: str  # ISO
    body: tuple[str, ...]
    number: int

    @property
    def day(self) -> str:
        months = "January February March April May June July August September October November December".split()
        year, month, day = self.date.split("-")
        return f"{months[int(month) - 1]} {int(day)}, {year}"

    @property
    def day_first(self) -> str:
        month, rest = self.day.split(" ", 1)
        return f"{rest.split(',')[0]} {month} {self.date[:4]}"

    @property
    def words(self) -> int:
        return len(" ".join(self.body).split())

    @property
    def accession(self) -> str:
        return f"ESTW0000{self.date.replace('-', '')}fa2c000{self.number:02}"


STORIES = (
    Story(
        "Envoy leaves Quito after talks fail",
        "The Estuary Post",
        "2019-02-27",
        (
            "QUITO — Peru recalled its envoy on Wednesday, the ministry said.",
            "“We have nothing to add,” said the spokesman. Subject: to approval, the talks go on.",
            "The envoy left within hours.",
        ),
        1,
    ),
    Story(
        "Lima: border stays closed",
        "Andean Ledger (Lima)",
        "2020-11-03",
        ("Peru's border with Ecuador stays closed, its government decided.", "Ecuador called the decision unwise."),
        2,
    ),
    Story(
        "Minister resigns",
        "Estuary Wire",
        "2021-05-09",
        ("The minister resigned on Sunday.", "No successor was named, and none is expected before the vote in June."),
        3,
    ),
)


def nexis_old(stories=STORIES, of=None) -> list[str]:
    lines = ["Time Of Request: Friday, March 20, 2020", "Send To:", "A LIBRARY"]
    for s in stories:
        lines += [
            f"{s.number} of {of or len(stories)} DOCUMENTS",
            f"Copyright {s.date[:4]} The Publishers\nAll Rights Reserved",
            s.source,
            f"{s.day} Wednesday\nFinal Edition",
            "SECTION: WORLD; Pg. 7",
            f"LENGTH: {s.words} words",
            f"HEADLINE: {s.title}",
            "BYLINE: Ana Ruiz",
            "BODY:",
            *s.body,
            f"LOAD-DATE: {s.day}",
            "LANGUAGE: ENGLISH",
            "GRAPHIC: Photo, The envoy at the airport.",
            "PUBLICATION-TYPE: Newspaper",
        ]
    return lines


def nexis_new(stories=STORIES, announced=None) -> list[str]:
    lines = ["User Name: A Reader", "Job Number: 12345", f"Documents ({announced or len(stories)})"]
    for s in stories:
        lines += [f"{s.number}. {s.title}", "Client/Matter: -None-", "Search Terms: envoy", "Narrowed by:", "News"]
    for s in stories:
        lines += [
            s.title,
            s.source,
            f"{s.day} Wednesday, Final Edition",
            f"Copyright {s.date[:4]} The Publishers All Rights Reserved",
            "Section:\u00a0WORLD; Pg. 7",
            f"Length:\u00a0{s.words} words",
            "Byline:\u00a0Ana Ruiz",
            "Body",
            *s.body,
            "Graphic",
            "Photo, The envoy at the airport.",
            "Classification",
            "Language:\u00a0ENGLISH",
            "Subject:\u00a0DIPLOMACY (90%)",
            f"Load-Date:\u00a0{s.day}",
            "End of Document",
        ]
    return lines


def factiva_display(stories=STORIES, found=None) -> list[str]:
    lines = []
    for s in stories:
        lines += [s.title, "By Ana Ruiz", f"{s.words} words", s.day_first, "08:15", s.source, "ESTW", "7", "English"]
        lines += [f"(c) {s.date[:4]} The Publishers", *s.body, "The Publishers Limited", f"Document {s.accession}"]
    return [*lines, "Search Summary", "Text", "envoy", "Results Found", str(found or len(stories))]


def factiva_codes(stories=STORIES) -> list[tuple[str, ...]]:
    rows = []
    for s in stories:
        rows += [("SE", "World"), ("HD", s.title), ("BY", "Ana Ruiz"), ("WC", f"{s.words} words"), ("PD", s.day_first)]
        rows += [("SN", s.source), ("SC", "ESTW"), ("LA", "English"), ("CY", "(c) The Publishers"), ("LP", s.body[0])]
        rows += [("TD", *s.body[1:]), ("NS", "gdip : Diplomacy"), ("RE", "peru : Peru"), ("PUB", "The Publishers")]
        rows += [("AN", f"Document {s.accession}")]
    return rows


def proquest(stories=STORIES, of=None, numbered=True) -> list[str]:
    rule = "_" * 60
    lines = [rule, "Report Information from ProQuest", "December 08 2021 21:33", rule, "Table of contents"]
    lines += [f"{s.number}. {s.title}" for s in stories]
    for s in stories:
        url = f"https://www.proquest.com/docview/90000{s.number}?accountid=1"
        lines += [rule]
        lines += [f"Document {s.number} of {of or len(stories)}"] if numbered else []
        lines += [
            s.title,
            "Author: Ruiz, Ana",
            f"Publication info: {s.source} ; Lima [Lima] 1 Jan 2001: 7.",
            "ProQuest document link",
            "Abstract: In short.",
            "Links: http://example.org/a",
            f"Full text: {s.body[0]}",
            *s.body[1:],
            "Subject: Diplomacy; Borders",
            f"Publication title: {s.source}; Lima",
            f"Publication year: {s.date[:4]}",
            f"Publication date: {s.day[:3]} {s.day.split(' ', 1)[1]}",
            "Publisher: The Publishers",
            f"ProQuest document ID: 90000{s.number}",
            f"Document URL: {url}",
            "Copyright: (Copyright The Publishers)",
            "Last updated: 2021-01-01",
            "Database: Newsstream",
        ]
    return [
        *lines,
        rule,
        "Contact us at: http://www.proquest.com/go",
        "Copyright © 2021 ProQuest LLC. All rights reserved.",
    ]


def as_txt(lines, codes=False) -> bytes:
    if codes:
        return "\n".join(f"{code:<6}" + "\n\n".join(texts) + "\n" for code, *texts in lines).encode()
    return ("\r\n\r\n".join(lines) + "\r\n").encode()


def as_html(lines, codes=False) -> bytes:
    def inner(text):
        return html.escape(text).replace("\n", "<br>")

    if codes:
        cells = ("".join(f"<p>{inner(t)}</p>" for t in texts) for _, *texts in lines)
        rows = (
            f"<tr><td><b>{line[0]}</b>&nbsp;</td><td>{cell}</td></tr>" for line, cell in zip(lines, cells, strict=True)
        )
        body = f"<div class='article enArticle'><table>{''.join(rows)}</table></div>"
    else:
        body = "".join("<hr>" if set(t) == {"_"} else f"<div>{inner(t)}</div>" for t in lines)
    return f"<html><head><title>x</title><style>p {{}}</style></head><body>{body}</body></html>".encode()


def as_rtf(lines, codes=False) -> bytes:
    def inner(text):
        units = text.encode("utf-16-le")
        letters = [int.from_bytes(units[i : i + 2], "little", signed=True) for i in range(0, len(units), 2)]
        return "".join(
            "\\line " if c == 10 else f"\\u{c}?" if not 0 <= c < 128 else f"\\{chr(c)}" if chr(c) in "{}\\" else chr(c)
            for c in letters
        )

    if codes:
        rows = (
            f"\\trowd\\cellx900 {inner(code)}\\cell " + "\\par ".join(map(inner, texts)) + "\\cell\\row\n"
            for code, *texts in lines
        )
        body = "".join(rows)
    else:
        body = "".join(f"\\pard {inner(t)}\\par\n" for t in lines)
    top = r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fnil Arial;}}{\header\pard Page 1 of 9\par}{\info{\title x}}"
    return (top + body + "}").encode()


def as_docx(lines, codes=False, links=None) -> bytes:
    """Make a .docx of paragraphs; `links`: text of a paragraph -> address it leads to."""
    links = links or {}
    ids = {text: f"rId{i}" for i, text in enumerate(links)}

    def paragraph(text):
        runs = "<w:br/>".join(f'<w:t xml:space="preserve">{html.escape(t)}</w:t>' for t in text.split("\n"))
        run = f"<w:r>{runs}</w:r>"
        if text in links:
            run = f'<w:hyperlink r:id="{ids[text]}">{run}</w:hyperlink>'
        return f"<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr>{run}</w:p>"

    if codes:
        cells = (
            "<w:tc>" + paragraph(line[0]) + "</w:tc><w:tc>" + "".join(map(paragraph, line[1:])) + "</w:tc>"
            for line in lines
        )
        body = "<w:tbl>" + "".join(f"<w:tr>{c}</w:tr>" for c in cells) + "</w:tbl>"
    else:
        body = "".join(map(paragraph, lines))
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    text = f'<w:document xmlns:w="{WORD}" xmlns:r="{relations}"><w:body>{body}</w:body></w:document>'
    targets = "".join(
        f'<Relationship Id="{ids[t]}" Target="{html.escape(u)}" TargetMode="External"/>' for t, u in links.items()
    )
    return packed(
        {"word/document.xml": text, "word/_rels/document.xml.rels": f"<Relationships>{targets}</Relationships>"}
    )


def packed(members: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("[Content_Types].xml", "<Types/>")
        for name, data in members.items():
            z.writestr(name, data)
    return out.getvalue()


FORMATS = {"txt": as_txt, "html": as_html, "rtf": as_rtf, "docx": as_docx}
DATABASES = {
    "nexis_old": nexis_old,
    "nexis_new": nexis_new,
    "factiva_display": factiva_display,
    "factiva_codes": factiva_codes,
    "proquest": proquest,
}


def delivery(database: str, form: str) -> bytes:
    """Return the stories as the database delivers them in a format."""
    return FORMATS[form](DATABASES[database](), codes=database == "factiva_codes")
