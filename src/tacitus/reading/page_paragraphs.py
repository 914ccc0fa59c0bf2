"""A web page -> all its paragraphs in their order, nothing chosen: how deliveries in HTML are laid out."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree, html

from tacitus.reading.paragraphs import Paragraph

PASSED = frozenset("script style head noscript template title select option button svg".split())
BLOCKS = frozenset(
    """
    address article aside blockquote body center dd div dl dt fieldset footer form h1 h2 h3 h4 h5 h6 header li main
    nav ol p pre section table tbody td text tfoot th thead tr ul
    """.split()
)
HEADLINE = re.compile(r"headline", re.IGNORECASE)
SPACE = re.compile(r"[ \t\r\n\f]+")
RULE = "_" * 60
DECLARED = re.compile(r"^\s*<\?xml[^>]*\?>")


class _Page:
    """Gathers the paragraphs of a page."""

    def __init__(self) -> None:
        self.found: list[Paragraph] = []
        self.now: list[str] = []
        self.link: str | None = None
        self.head = False

    def add(self, text: str | None) -> None:
        if text:
            self.now.append(SPACE.sub(" ", text))

    def end(self) -> None:
        lines = (" ".join(line.split(" ")).strip() for line in "".join(self.now).split("\n"))
        if text := "\n".join(re.sub(" {2,}", " ", line) for line in lines if line):
            self.found.append(Paragraph(text, self.link, self.head))
        self.now, self.link, self.head = [], None, False


def page_paragraphs(page: str, anchor: str) -> list[Paragraph]:
    """Return the paragraphs of a page; a rule, or an anchor whose name begins with `anchor`, is a line of underscores.

    A page that holds no markup at all gives an empty list. Raises nothing but what memory does.
    """
    try:
        root: Any = html.document_fromstring(DECLARED.sub("", page))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return []
    out, passed = _Page(), 0
    for event, node in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event not in ("start", "end") or not isinstance(node.tag, str):
            if not passed:
                out.add(node.tail)
            continue
        tag = node.tag
        if tag in PASSED:
            passed += 1 if event == "start" else -1
            if event == "end" and not passed:
                out.add(node.tail)
        elif not passed and event == "start":
            _start(tag, node, anchor, out)
        elif not passed:
            if tag in BLOCKS:
                out.end()
            out.add(node.tail)
    out.end()
    return out.found


def _start(tag: str, node: Any, anchor: str, out: _Page) -> None:
    if tag in BLOCKS:
        out.end()
    if tag == "br":
        out.now.append("\n")
    elif tag == "hr" or (tag == "a" and (node.get("name") or "").startswith(anchor)):
        out.end()
        out.found.append(Paragraph(RULE))
    elif tag == "a" and out.link is None:
        out.link = node.get("href")
    if HEADLINE.search(node.get("class") or ""):
        out.head = True
    out.add(node.text)
