"""Inputs opened as byte streams: files, gzip told by its first bytes, stdin; the first bytes can be looked at."""

from __future__ import annotations

import gzip
import io
import sys
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

import pyarrow as pa

from tacitus.reading.read_options import SAMPLE

GZIP = b"\x1f\x8b"
# What reading a damaged or forbidden input raises.
BROKEN = (OSError, EOFError, zlib.error)


class _Ahead(io.RawIOBase):
    """A stream whose first bytes were already taken: they come again, then the rest."""

    def __init__(self, ahead: bytes, rest: BinaryIO) -> None:
        self.ahead, self.rest = ahead, rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        size = len(buffer)
        data, self.ahead = self.ahead[:size], self.ahead[size:]
        data = data or self.rest.read1(size)  # type: ignore[attr-defined]
        buffer[: len(data)] = data
        return len(data)


@dataclass(slots=True)
class Opened:
    """A byte stream, the first bytes of which are in `sample`; `whole` says that these are all there are."""

    stream: BinaryIO
    sample: bytes
    whole: bool
    gzipped: bool


def open_input(path: str) -> Opened:
    """Open a file, or stdin for "-", gzip undone whatever its name. Raises OSError, EOFError or zlib.error."""
    raw = cast(BinaryIO, sys.stdin.buffer) if path == "-" else Path(path).open("rb")  # noqa: SIM115
    try:
        head = _take(raw, SAMPLE)
        stream = cast(BinaryIO, io.BufferedReader(_Ahead(head, raw), SAMPLE))
        if not head.startswith(GZIP):
            return Opened(stream, head, len(head) < SAMPLE, gzipped=False)
        unzipped = cast(BinaryIO, gzip.GzipFile(fileobj=stream))
        sample = _take(unzipped, SAMPLE, broken_ends=True)
        # read once more from the start of what was unzipped
        ahead = cast(BinaryIO, io.BufferedReader(_Ahead(sample, unzipped), SAMPLE))
        return Opened(ahead, sample, len(sample) < SAMPLE, gzipped=True)
    except BaseException:
        if path != "-":
            raw.close()
        raise


def read_whole(opened: Opened, limit: int) -> bytes | None:
    """Read all of a stream, None if it is longer than `limit` bytes; no more than that is ever held."""
    data = opened.stream.read(limit + 1)
    return None if len(data) > limit else data


def why(error: BaseException) -> tuple[str, str]:
    """Put in words why an input cannot be read: (reason, remedy)."""
    if isinstance(error, PermissionError):
        return (
            "it may not be read: permission denied",
            "give yourself the right to read it (chmod u+r), or leave it out",
        )
    if isinstance(error, FileNotFoundError):
        return "there is no such file", "check the path"
    if isinstance(error, pa.ArrowInvalid):
        said = str(error).split(". ")[0][:200]
        return f"the Parquet file is damaged, cut off or none ({said})", "fetch or write it again"
    if isinstance(error, EOFError | zlib.error | gzip.BadGzipFile):
        return f"the gzip file is damaged or cut off ({error})", "fetch or compress it again"
    if isinstance(error, OSError):
        return f"it cannot be read: {error.strerror or error}", "check the path and the disk"
    return f"it cannot be read: {type(error).__name__}: {str(error)[:200]}", "check that the file is what its name says"


def _take(stream: BinaryIO, size: int, broken_ends: bool = False) -> bytes:
    """Read `size` bytes, fewer only at the end; with `broken_ends` damage further on counts as the end."""
    out = bytearray()
    while len(out) < size:
        try:
            data = stream.read1(size - len(out))  # type: ignore[attr-defined]
        except BROKEN:
            if broken_ends and out:
                break
            raise
        if not data:
            break
        out += data
    return bytes(out)
