"""A .docx or .rtf -> a delivery of a press database, else one article, as of a text file."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator

from tacitus.reading.paragraphs import Paragraph, lay_paragraphs
from tacitus.reading.read_delivery import DELIVERY_FACTOR, furniture, read_delivery
from tacitus.reading.read_docx import BrokenWord, docx_paragraphs
from tacitus.reading.read_options import ReadOptions, problem
from tacitus.reading.read_plain import read_text
from tacitus.reading.read_rtf import rtf_paragraphs
from tacitus.records import Article, Issue

ZIP, OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
RTF = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{\\rtf")
XML_FACTOR = 5  # the XML of a .docx may be this many times as long as the longest delivery


def is_word(sample: bytes) -> bool:
    """Say whether a file is one of Word or RTF by its first bytes."""
    return sample.startswith((ZIP, OLD)) or RTF.match(sample) is not None


def read_word(path: str, data: bytes, options: ReadOptions) -> Iterator[Article | Issue]:
    """Yield the articles of a .docx or .rtf with their issues; whether it is a delivery is told by what is in it."""
    try:
        paragraphs = yield from _paragraphs(path, data, options)
    except BrokenWord as e:
        reason, remedy = e.args
        yield problem(path, reason, remedy)
        return
    if not paragraphs:
        yield problem(path, "there is no text in the document", "nothing to do if it should hold none; else check it")
        return
    found = read_delivery(path, lay_paragraphs(paragraphs, furniture()), options)
    if found is None:
        yield read_text(path, lay_paragraphs(paragraphs).text, options)
    else:
        yield from found


def _paragraphs(path: str, data: bytes, options: ReadOptions) -> Generator[Issue, None, list[Paragraph]]:
    """Return the paragraphs; an RTF file that is cut off gives an issue beside them. Raises BrokenWord."""
    if data.startswith(OLD):
        raise BrokenWord(
            "this is a Word file of before 2007 (.doc), or one with a password", "save it as .docx without a password"
        )
    if data.startswith(ZIP):
        return docx_paragraphs(data, options.max_chars * DELIVERY_FACTOR * XML_FACTOR)
    paragraphs, whole = rtf_paragraphs(data)
    if not whole:
        yield problem(path, "the RTF file is cut off; what came before is kept", "fetch or save it again")
    return paragraphs
