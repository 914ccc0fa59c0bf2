"""An RSS, RDF or Atom feed -> its entries as rows, one at a time; their HTML becomes paragraphs of plain text.

Entities that a feed declares are never expanded and nothing is fetched, so that what is hostile stays harmless.
"""

from __future__ import annotations

import html
import html.entities
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from tacitus.reading.decode_text import REMEDY, find_encoding
from tacitus.reading.open_inputs import Opened
from tacitus.reading.page_paragraphs import RULE, page_paragraphs
from tacitus.reading.read_options import ReadOptions, problem, remark
from tacitus.reading.read_tables import Row
from tacitus.records import Issue

TEASER = 1000  # characters; a description that is longer counts as the article
# Namespaces whose elements are of an entry, with the prefix by which they are known here.
SPACES = {
    "": "",
    "http://www.w3.org/2005/Atom": "",
    "http://purl.org/atom/ns#": "",
    "http://purl.org/rss/1.0/": "",
    "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://backend.userland.com/rss2": "",
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/dc/terms/": "dc:",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf:",
}
ROOTS = ("rss", "feed", "rdf:RDF", "RDF")
ENTRIES = ("item", "entry")
WHOLE = ("content:encoded", "content")
SUMMARIES = ("description", "summary", "dc:description")
DATES = ("pubDate", "published", "issued", "dc:date", "dc:issued", "dc:created", "updated", "modified", "dc:modified")
ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
MARKUP = re.compile(r"<[A-Za-z/!][^<>]*>|&(?:#\d+|#x[0-9A-Fa-f]+|\w+);")
ENTITIES = {name.rstrip(";") for name in html.entities.html5}
DECLARED = re.compile(rb"""\s*<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([\w.:-]{1,40})["']""")
FEED = re.compile(rb"<(?:rss|feed|rdf:RDF|RDF)[\s>]")


def is_feed(sample: bytes) -> bool:
    """Say whether the first bytes of a file are those of a feed."""
    head = sample[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    return head.startswith(b"<") and FEED.search(head) is not None


def read_feed(path: str, opened: Opened, options: ReadOptions) -> Iterator[Row | Issue]:
    """Yield (number of the entry, row) of a feed. What holds only a title, or a summary, is told once a file."""
    encoding, guessed = _encoding(opened, options)
    if guessed:
        reason = f"the encoding is not the one that it declares; it was guessed to be {encoding} and the feed read so"
        yield remark(path, reason, f"if letters look wrong, {REMEDY}")
    events: Any = etree.iterparse(
        opened.stream,
        events=("start", "end"),
        encoding=encoding,
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    feed = _Feed()
    try:
        for event, element in events:
            if feed.root is None:
                feed.root = _name(element)
                if feed.root not in ROOTS:
                    yield _no_feed(path, feed.root)
                    return
            if (row := feed.take(event, element)) is not None:
                yield feed.number, row
    except etree.XMLSyntaxError as e:
        yield _damaged(path, str(e), feed.number)
    else:
        # an entity of HTML, or a prefix that was not declared, is read all the same
        errors = [e for e in events.error_log if e.domain_name != "NAMESPACE" and "Entity '" not in e.message]
        if errors:
            yield _damaged(path, f"line {errors[0].line}: {errors[0].message}", feed.number)
        elif not feed.number:
            yield problem(path, "the feed has no entries", "nothing to do if it should have none; else fetch it again")
    yield from _told(path, feed)


def _encoding(opened: Opened, options: ReadOptions) -> tuple[str | None, bool]:
    """Return the encoding to read a feed in, None for the one that it declares; and whether it was guessed."""
    if options.encoding is not None:
        return options.encoding, False
    declared = DECLARED.match(opened.sample)
    if declared is not None and declared[1].lower() not in (b"utf-8", b"utf8"):
        return None, False
    found = find_encoding(opened.sample, opened.whole)
    return (found.name, True) if found.guessed and found.name else (None, False)


class _Feed:
    """Takes the elements of a feed as they end, and counts."""

    def __init__(self) -> None:
        self.root: str | None = None
        self.title: str | None = None
        self.number = self.bare = self.teasers = self.within = 0

    def take(self, event: str, element: Any) -> dict[str, Any] | None:
        """Take an element; return the row of an entry that ends with it, if it has a text."""
        name = _name(element)
        if event == "start":
            self.within += name in ENTRIES
            return None
        if name in ENTRIES:
            self.within -= 1
            return None if self.within else self._entry(element)
        if not self.within and name not in ("channel", *ROOTS):
            if name == "title" and self.title is None and _name(element.getparent()) in ("channel", "feed"):
                self.title = _line(element)
            if _name(element.getparent()) in ("channel", *ROOTS):
                _drop(element)
        return None

    def _entry(self, element: Any) -> dict[str, Any] | None:
        self.number += 1
        row, teaser = _entry(element, self.title)
        self.teasers += teaser
        self.bare += row is None
        _drop(element)
        return row


def _no_feed(path: str, name: str) -> Issue:
    reason = f"the XML is no feed: its first element is <{name[:60]}>, not <rss>, <feed> or <rdf:RDF>"
    return problem(path, reason, "convert it to text, HTML or a table; of XML Tacitus reads feeds")


def _damaged(path: str, what: str, number: int) -> Issue:
    reason = f"the feed is damaged or cut off ({what[:120]})"
    reason += f"; the {number:,} entries that could be read are kept" if number else ""
    return (remark if number else problem)(path, reason, "fetch it again if entries are missing")


def _told(path: str, feed: _Feed) -> Iterator[Issue]:
    if feed.bare:
        reason = f"some entries hold a title alone: {feed.bare:,} of {feed.number:,}"
        yield problem(path, reason, "fetch the pages that they link to and give the folder")
    if feed.teasers:
        reason = f"some entries hold a summary alone, which is read as the text: {feed.teasers:,} of {feed.number:,}"
        yield remark(path, reason, "for the whole articles fetch the pages that they link to and give the folder")


def _drop(element: Any) -> None:
    """Free an element that was read, and those before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _name(element: Any) -> str:
    """Return the name of an element with the prefix by which its namespace is known here; "" for others."""
    if element is None or not isinstance(element.tag, str):
        return ""
    space, bracket, local = element.tag.rpartition("}")
    prefix = SPACES.get(space[1:]) if bracket else ""
    return local if prefix is None and element.getparent() is None else "" if prefix is None else prefix + local


def _entry(entry: Any, feed: str | None) -> tuple[dict[str, Any] | None, bool]:
    """Make an entry into a row, and say whether it holds only a summary; None for one without any text."""
    parts: dict[str, Any] = {}
    url = None
    for child in entry:
        name = _name(child)
        if name == "link" and child.get("href") and child.get("rel", "alternate") == "alternate":
            url = url or child.get("href").strip()
        elif name and (len(child) or (child.text or "").strip()):
            parts.setdefault(name, child)
    guid = _line(parts.get("guid", parts.get("id"))) or entry.get(ABOUT)
    url = url or _line(parts.get("link"))
    if url is None and guid and guid.startswith(("http://", "https://")) and "guid" in parts:
        url = guid if parts["guid"].get("isPermaLink", "true") == "true" else None
    source = parts.get("source")
    title_of_source = next((c for c in source if _name(c) == "title"), source) if source is not None else None
    text, whole = "", True
    for name in (*WHOLE, *SUMMARIES):
        if name in parts and (text := _text(parts[name])):
            whole = name in WHOLE
            break
    if not text:
        return None, False
    row = {
        "text": text,
        "title": _line(parts.get("title")),
        "date": next((d for n in DATES if (d := _line(parts.get(n)))), None),
        "source": _line(title_of_source) or feed,
        "id": guid,
        "url": url,
    }
    return row, not whole and len(text) < TEASER


def _line(element: Any) -> str | None:
    return None if element is None else " ".join(_text(element).split())[:2000] or None


def _text(element: Any) -> str:
    """Return the words of an element, whose HTML stands in it as text or as elements, as paragraphs."""
    if element.get("type") == "xhtml" or any(isinstance(c.tag, str) for c in element):
        page = etree.tostring(element, encoding="unicode", with_tail=False)
        return _paragraphs(re.sub(r"<(/?)\w+:", r"<\1", page))
    text = "".join([element.text or "", *(_piece(c) + (c.tail or "") for c in element)])
    return text.strip() if element.get("type") in ("text", "text/plain") else _paragraphs(text)


def _piece(node: Any) -> str:
    """Return what an entity stands for that HTML knows, such as &nbsp;. What a feed declares itself stays unread."""
    return html.unescape(f"&{node.name};") if node.tag is etree.Entity and node.name in ENTITIES else ""


def _paragraphs(text: str) -> str:
    if not MARKUP.search(text):
        return text.strip()
    # an anchor that no page has: none is cut there
    return "\n\n".join(p.text for p in page_paragraphs(text, "\0") if p.text != RULE)
