"""What a web server answered, as an archive keeps it -> its status, headers and page, unpacked within a limit."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from email.message import Message

import brotli

HEAD = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})[^\r\n]*\r?\n")
END = re.compile(rb"\r?\n\r?\n")
MOST_HEADERS = 256 * 1024
SIZE = re.compile(rb"\s{0,4}([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]{0,200})?\r?\n")
GZIP = b"\x1f\x8b"


class CannotUnpack(Exception):
    """A page that cannot be unpacked: why, and what to do."""


class TooLarge(Exception):
    """A page that unpacks to more than the limit."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A server's answer: its status (200, 404), its headers with names in lower case, and what followed, as sent."""

    status: int
    headers: dict[str, str]
    body: bytes


def http_answer(data: bytes) -> Answer | None:
    """Part the status line and the headers of an answer from what follows; None if it is no answer of a server."""
    head = HEAD.match(data)
    if head is None:
        return None
    end = END.search(data, head.end() - 2, head.end() + MOST_HEADERS)
    lines = data[head.end() : end.start() if end else head.end() + MOST_HEADERS].decode("latin-1")
    headers: dict[str, str] = {}
    for line in lines.splitlines():
        name, colon, value = line.partition(":")
        if colon:
            headers.setdefault(name.strip().lower(), value.strip())
    return Answer(int(head[1]), headers, data[end.end() :] if end else b"")


def content_type(value: str | None) -> tuple[str, str | None]:
    """Return the type of a Content-Type header, in lower case, and the charset it names."""
    header = Message()
    header["content-type"] = (value or "").replace("\r", " ").replace("\n", " ")[:500]
    given = (value or "").partition(";")[0].strip().lower()
    charset = header.get_param("charset")
    return given, charset.strip() if isinstance(charset, str) else None


def unpacked(answer: Answer, limit: int) -> bytes:
    """Return what an answer holds: chunks joined, gzip, deflate and brotli undone, at most `limit` bytes.

    Crawlers often keep the headers of what they have unpacked themselves: what is not packed as its headers say
    is taken as it is. Raises TooLarge or CannotUnpack.
    """
    data = answer.body
    if "chunked" in answer.headers.get("transfer-encoding", "").lower():
        data = _joined(data)
    for coding in reversed(answer.headers.get("content-encoding", "").lower().split(",")[:5]):
        name = coding.strip()
        if name in ("gzip", "x-gzip"):
            data = _inflated(data, 31, limit) if data.startswith(GZIP) else data
        elif name == "deflate":
            data = _inflated(data, 15 if data[:1] == b"\x78" else -15, limit)
        elif name == "br":
            data = _unbrotlied(data, limit)
        elif name not in ("", "identity", "none", "utf-8"):
            raise CannotUnpack(f"the page is packed in a way that is not known ('{name[:30]}')")
    if len(data) > limit:
        raise TooLarge
    return data


def _joined(data: bytes) -> bytes:
    """Join chunks, as far as they go; what does not begin with the size of one is taken as it is."""
    out, at = bytearray(), 0
    while head := SIZE.match(data, at):
        size = int(head[1], 16)
        if at == 0 and data[head.end() + size : head.end() + size + 2][:1] not in (b"\r", b"\n", b""):
            return data
        out += data[head.end() : head.end() + size]
        at = head.end() + size
        if size == 0 or at >= len(data):
            break
        at += 2 if data[at : at + 2] == b"\r\n" else 1
    return bytes(out) if at else data


def _inflated(data: bytes, kind: int, limit: int) -> bytes:
    unpacker = zlib.decompressobj(kind)
    try:
        out = unpacker.decompress(data, limit + 1)
    except zlib.error:
        if kind != 31:
            return data
        raise CannotUnpack("the page is packed with gzip and damaged") from None
    if len(out) > limit:
        raise TooLarge
    return out


def _unbrotlied(data: bytes, limit: int) -> bytes:
    unpacker = brotli.Decompressor()
    try:
        out: bytes = unpacker.process(data, output_buffer_limit=limit + 1)
    except brotli.error:
        return data
    if len(out) > limit:
        raise TooLarge
    return out
