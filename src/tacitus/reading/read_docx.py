"""A .docx -> its paragraphs: what Word shows in the body, no headers, footers, footnotes or deleted words."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Any, BinaryIO, cast

from lxml import etree

from tacitus.reading.paragraphs import Paragraph

MAIN = re.compile(r"word/document\d{0,2}\.xml")
LINKS = "word/_rels/{}.rels"
LONGEST_LINKS = 20_000_000  # bytes
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
# Parts whose words are not in the text: deletions, the second writing of a text box, instructions of fields.
PASSED = ("del", "moveFrom", "Fallback", "sectPr", "instrText")
SAFE: dict[str, Any] = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
MARKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}


class BrokenWord(Exception):
    """A Word or RTF file that cannot be read: (reason, remedy)."""


class _Bounded(io.RawIOBase):
    """A stream that ends with an error once more bytes than `limit` came out of it: a zip bomb."""

    def __init__(self, stream: BinaryIO, limit: int) -> None:
        self.stream, self.left, self.limit = stream, limit, limit

    def read(self, size: int = -1) -> bytes:
        data = self.stream.read(64 * 1024 if size < 0 else min(size, 64 * 1024))
        self.left -= len(data)
        if self.left < 0:
            raise BrokenWord(
                f"the document unpacks to more than {self.limit:,} bytes",
                "split it into several files, or raise --max-chars if it is sound",
            )
        return data


def docx_paragraphs(data: bytes, limit: int) -> list[Paragraph]:
    """Return the paragraphs of a .docx in their order, those in tables and text boxes too, empty ones left out.

    `limit`: the most bytes of XML that are unpacked. A line break within a paragraph is a line break in it.
    Raises BrokenWord.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            main = next((n for n in packed.namelist() if MAIN.fullmatch(n)), None)
            if main is None:
                raise BrokenWord("the file is a zip archive without a Word text in it", "unpack it, or save as .docx")
            links = _links(packed, LINKS.format(main.rpartition("/")[2]))
            with packed.open(main) as stream:
                return _paragraphs(cast(BinaryIO, _Bounded(cast(BinaryIO, stream), limit)), links)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, KeyError, ValueError) as e:
        raise BrokenWord(f"the .docx is damaged or cut off ({str(e)[:100]})", "fetch or save it again") from e
    except etree.XMLSyntaxError as e:
        raise BrokenWord(f"the .docx is damaged ({str(e)[:100]})", "open it in Word and save it again") from e
    except RuntimeError as e:  # an encrypted member
        raise BrokenWord(f"the .docx cannot be opened ({str(e)[:100]})", "save it without a password") from e


def _links(packed: zipfile.ZipFile, name: str) -> dict[str, str]:
    """Return the web addresses that the text refers to, by their ids; none if they cannot be read."""
    try:
        with packed.open(name) as stream:
            source = _Bounded(cast(BinaryIO, stream), LONGEST_LINKS)
            found: Any = etree.iterparse(source, events=("end",), **SAFE)
            given = [(e.get("Id"), e.get("Target")) for _, e in found]
    except (KeyError, etree.XMLSyntaxError, BrokenWord):
        return {}
    return {key: target for key, target in given if key and target and target.startswith(("http://", "https://"))}


class _Open:
    """A paragraph while it is read."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.link: str | None = None
        self.head = False


def _paragraphs(stream: BinaryIO, links: dict[str, str]) -> list[Paragraph]:
    found: list[Paragraph] = []
    stack: list[_Open] = []  # a text box holds paragraphs within a paragraph
    passed = set_up = 0
    events: Any = etree.iterparse(stream, events=("start", "end"), **SAFE)
    for event, element in events:
        tag = element.tag if isinstance(element.tag, str) else ""
        name = tag.rpartition("}")[2]
        step = 1 if event == "start" else -1
        if name in PASSED:
            passed += step
        elif passed or not tag.startswith((WORD, STRICT)):
            continue
        elif name == "p":
            if event == "start":
                stack.append(_Open())
                continue
            done = stack.pop()
            if text := "".join(done.pieces).strip():
                found.append(Paragraph(text, done.link, done.head))
            element.clear()
        elif name == "pPr":
            set_up += step
        elif not stack:
            continue
        elif set_up:
            stack[-1].head |= _is_heading(name, element)
        elif name == "hyperlink" and event == "start":
            key = next((v for k, v in element.attrib.items() if k.endswith("}id")), "")
            stack[-1].link = stack[-1].link or links.get(key)
        elif name == "t" and event == "end":
            stack[-1].pieces.append(element.text or "")
        elif name in MARKS and event == "end":
            stack[-1].pieces.append(MARKS[name])
    return found


def _is_heading(name: str, element: Any) -> bool:
    """Say whether a property of a paragraph sets it as a heading."""
    value = str(next((v for k, v in element.attrib.items() if k.endswith("}val")), ""))
    return (name == "outlineLvl" and value != "9") or (name == "pStyle" and value.startswith(("Heading", "Title")))
