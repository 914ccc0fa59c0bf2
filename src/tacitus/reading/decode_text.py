"""Bytes -> characters: byte order marks, the encoding named, UTF-8, then a guess that is owned up to."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

from tacitus.reading.read_options import SAMPLE

MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CONTROL = bytes(c for c in range(32) if c not in b"\t\n\v\f\r\x1b") + b"\x7f"
HIGH = re.compile(rb"[\x80-\xff]")
REMEDY = "name the right one with --encoding (for instance cp1252), or save the file as UTF-8"


@dataclass(frozen=True, slots=True)
class Encoding:
    """An encoding found out, and whether it was guessed. `name` is None for bytes that are no text."""

    name: str | None
    guessed: bool = False


def find_encoding(sample: bytes, whole: bool, named: str | None = None) -> Encoding:
    """Find the encoding of a file from its first bytes; `whole` says that the sample is all of it.

    A byte order mark decides, then `named`, then UTF-8 if the bytes are that, then a guess.
    """
    for mark, name in MARKS:
        if sample.startswith(mark):
            return Encoding(name)
    if named is not None:
        return Encoding(named)
    if b"\0" in sample:
        return Encoding(_wide(sample), guessed=True)
    if _is_utf8(sample, whole):
        return Encoding(None if is_binary(sample) else "utf-8")
    return guess(sample)


def guess(data: bytes) -> Encoding:
    """Guess the encoding of bytes that are not UTF-8.

    English text has few characters beyond ASCII, too few to count; where these are cp1252 (the dashes,
    quotes and accents of Western offices), that is the answer. Else charset-normalizer judges.
    """
    if is_binary(data):
        return Encoding(None)
    first = HIGH.search(data)
    at = max(0, first.start() - 1024) if first else 0
    window = data[at : at + SAMPLE]
    if len(HIGH.findall(window)) * 5 < len(window):
        try:
            window.decode("cp1252")
            return Encoding("cp1252", guessed=True)
        except UnicodeDecodeError:
            pass
    best = from_bytes(window).best()
    return Encoding(best.encoding if best else None, guessed=True)


def is_binary(sample: bytes) -> bool:
    """Say whether bytes are no text: a tenth of them control characters that no text has, or a zero byte."""
    return b"\0" in sample or len(sample) - len(sample.translate(None, CONTROL)) > len(sample) // 10 + 1


def decode(data: bytes, named: str | None = None) -> tuple[str | None, Encoding]:
    """Decode a whole text, the byte order mark left out; None if it is no text or breaks its encoding."""
    found = find_encoding(data, whole=True, named=named)
    if found.name is None:
        return None, found
    try:
        return data.decode(found.name), found
    except (UnicodeDecodeError, UnicodeError):
        return None, found


def decode_line(data: bytes) -> str | None:
    """Decode a line that breaks the encoding of its file, by a guess; None where there is none."""
    found = guess(data)
    try:
        return data.decode(found.name) if found.name else None
    except (UnicodeDecodeError, UnicodeError):
        return None


def _is_utf8(sample: bytes, whole: bool) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample, final=whole)
    except UnicodeDecodeError:
        return False
    return True


def _wide(sample: bytes) -> str | None:
    """Tell UTF-16 without a mark by the side on which its zero bytes stand; None for binary."""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = max(1, len(sample) // 2)
    if odd > half * 0.6 and even < half * 0.1:
        return "utf-16-le"
    if even > half * 0.6 and odd < half * 0.1:
        return "utf-16-be"
    return None
