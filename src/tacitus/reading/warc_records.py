"""The records of a WARC file, one at a time, in bounded memory; after a damaged one reading goes on at the next.

Neither FastWARC nor warcio goes on after damage, which is what long crawls have; the format itself is small:
a line WARC/1.x, header lines, an empty line, Content-Length bytes, two line breaks. Compressed files hold a
gzip member for each record.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from tacitus.reading.open_inputs import BROKEN, why

CHUNK = 64 * 1024
MOST_HEADERS = 256 * 1024  # bytes of the header lines of one record
MAGIC = b"\x1f\x8b\x08"
BEGIN = re.compile(rb"WARC/\d\.\d{1,2}\r?\n")
ANYWHERE = re.compile(rb"WARC/\d\.\d{1,2}\r?\n[A-Za-z]")
OVERLAP = 16  # bytes kept when the beginning of a record is looked for, as it may lie across two chunks


@dataclass(frozen=True, slots=True)
class WarcRecord:
    """A record: its number from 1, its headers (names in lower case), its bytes; None where these are too many."""

    number: int
    headers: dict[str, str]
    body: bytes | None
    size: int


@dataclass(frozen=True, slots=True)
class Damage:
    """A record that cannot be read. `last` says that the file cannot be read on from there."""

    number: int
    reason: str
    last: bool


class Source(Protocol):
    """Where the bytes of an archive come from."""

    def read(self) -> tuple[bytes, bool]:
        """Return the next bytes, and whether a gzip member begins with them; no bytes at the end."""

    def recover(self) -> bool:
        """After damage, go on at what begins a record; False where there is none."""


class Stream:
    """A stream of plain bytes."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream

    def read(self) -> tuple[bytes, bool]:
        """Return the next bytes."""
        return self.stream.read(CHUNK), False

    def recover(self) -> bool:
        """Say that a stream that broke is at its end."""
        return False


class Members:
    """The gzip members of a file, unpacked one after another."""

    def __init__(self, file: BinaryIO) -> None:
        self.file, self.ahead, self.begun_at = file, b"", 0
        self.unpacker: zlib._Decompress | None = None
        self.begins = False

    def read(self) -> tuple[bytes, bool]:
        """Return the next bytes, and whether a member begins with them. Raises zlib.error, EOFError or OSError."""
        while True:
            if self.unpacker is None:
                # zeros may fill up the end of a file
                self.ahead = self.ahead.lstrip(b"\0") or self.file.read(CHUNK).lstrip(b"\0")
                if not self.ahead:
                    return b"", False
                self.begun_at = self.file.tell() - len(self.ahead)
                self.unpacker, self.begins = zlib.decompressobj(31), True
            data = self.unpacker.decompress(self.ahead, CHUNK)
            if self.unpacker.eof:
                self.ahead, self.unpacker = self.unpacker.unused_data, None
            else:
                self.ahead = self.unpacker.unconsumed_tail or self.file.read(CHUNK)
                if not data and not self.ahead:
                    raise EOFError("it ends within a record")
            if data:
                begins, self.begins = self.begins, False
                return data, begins

    def recover(self) -> bool:
        """Go on at the next member that begins with a record, looked for from the damaged one on."""
        self.unpacker, self.ahead = None, b""
        at = self.begun_at + 1
        while True:
            self.file.seek(at)
            block = self.file.read(CHUNK)
            found = block.find(MAGIC)
            while found >= 0:
                if self._begins_record(at + found):
                    self.file.seek(at + found)
                    return True
                found = block.find(MAGIC, found + 1)
            if len(block) < CHUNK:
                return False
            at += len(block) - len(MAGIC) + 1

    def _begins_record(self, at: int) -> bool:
        self.file.seek(at)
        try:
            return zlib.decompressobj(31).decompress(self.file.read(512), 5) == b"WARC/"
        except zlib.error:
            return False


class _Bad(Exception):
    """A record that breaks the rules of the format."""


class WarcRecords:
    """Iterates over the records of an archive. A record of more than `limit` bytes comes without them."""

    def __init__(self, source: Source, limit: int) -> None:
        self.source, self.limit = source, limit
        self.buffer = bytearray()
        self.ended = self.within = False
        self.broken: BaseException | None = None

    def __iter__(self) -> Iterator[WarcRecord | Damage]:
        number = 0
        while True:
            number += 1
            self.within = False
            try:
                record = self._record(number)
                if record is None:
                    return
                yield record
            except _Bad as e:
                yield Damage(number, str(e), last=False)
                if not self._find_next():
                    return
            except BROKEN as e:
                on = self._recover()
                yield Damage(number, why(e)[0] if isinstance(e, OSError) else f"it does not unpack: {e}", not on)
                if not on:
                    return

    def _record(self, number: int) -> WarcRecord | None:
        while (line := self._line()) is not None and not line.strip():
            pass
        if line is None:
            return None
        self.within = True
        if not BEGIN.match(line):
            raise _Bad("it does not begin with WARC/1.0 or 1.1")
        headers = self._headers()
        length = headers.get("content-length", "")
        if not (length.isascii() and length.isdigit()) or len(length) > 15:
            raise _Bad(f"its length is no number: '{length[:30]}'" if length else "it gives no length")
        size = int(length)
        body = self._take(size) if size <= self.limit else None
        if body is None:
            self._pass(size)
        self.within = False
        if not self._at_end():
            self.buffer[:0] = body or b""
            raise _Bad(f"its length is not the {size:,} bytes that it says")
        return WarcRecord(number, headers, body, size)

    def _headers(self) -> dict[str, str]:
        headers: dict[str, str] = {}
        size, name = 0, ""
        while (line := self._line()) is not None and line.strip():
            size += len(line)
            if size > MOST_HEADERS:
                raise _Bad(f"its header is longer than {MOST_HEADERS:,} bytes")
            text = line.decode("utf-8", "replace").rstrip("\r\n")
            if text[0] in " \t" and name:
                headers[name] += " " + text.strip()
                continue
            name, colon, value = text.partition(":")
            name = name.strip().lower()
            if not colon:
                raise _Bad("a line of its header has no colon")
            headers.setdefault(name, value.strip())
        if line is None:
            raise _Bad("the file ends within its header")
        return headers

    def _at_end(self) -> bool:
        """Say whether what follows shows that a record was as long as it said: two line breaks, a record or the end."""
        try:
            while len(self.buffer) < 5 and self._more():
                pass
        except BROKEN as e:  # the record itself is whole
            self.broken = e
        return not self.buffer or self.buffer.startswith((b"\r\n\r\n", b"\n\n", b"WARC/"))

    def _line(self) -> bytes | None:
        """Return the next line with its line break, None at the end."""
        looked = 0
        while (end := self.buffer.find(b"\n", looked)) < 0:
            looked = len(self.buffer)
            if looked > MOST_HEADERS:
                raise _Bad(f"a line of its header is longer than {MOST_HEADERS:,} bytes")
            if not self._more():
                if not self.buffer:
                    return None
                end = len(self.buffer) - 1
                break
        line = bytes(self.buffer[: end + 1])
        del self.buffer[: end + 1]
        return line

    def _take(self, size: int) -> bytes:
        while len(self.buffer) < size:
            if not self._more():
                raise _Bad("the file ends within it")
        data = bytes(self.buffer[:size])
        del self.buffer[:size]
        return data

    def _pass(self, size: int) -> None:
        while size > len(self.buffer):
            size -= len(self.buffer)
            del self.buffer[:]
            if not self._more():
                raise _Bad("the file ends within it")
        del self.buffer[:size]

    def _more(self) -> bool:
        if self.broken is not None:
            error, self.broken = self.broken, None
            raise error
        if self.ended:
            return False
        data, begins = self.source.read()
        if begins and self.within and data.startswith(b"WARC/"):
            self.buffer[:] = data
            raise _Bad("it is cut off, and another begins")
        self.buffer += data
        self.ended = not data
        return bool(data)

    def _find_next(self) -> bool:
        """Drop what comes before the next record; False where there is none."""
        self.within = False
        while True:
            if found := ANYWHERE.search(self.buffer):
                del self.buffer[: found.start()]
                return True
            del self.buffer[:-OVERLAP]
            try:
                if not self._more():
                    return False
            except BROKEN:
                if not self._recover():
                    return False

    def _recover(self) -> bool:
        del self.buffer[:]
        return self.source.recover()
