"""Lines of a stream, decoded, none longer than a limit; a line that breaks the encoding is guessed alone."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from tacitus.reading.decode_text import REMEDY, decode_line, find_encoding
from tacitus.reading.open_inputs import Opened
from tacitus.reading.read_options import ReadOptions, problem, remark
from tacitus.records import Issue

STRAY = re.compile("[\udc80-\udcff]")  # how bytes that break the encoding come out of the decoder
PATIENCE = 100  # a line longer than this many times the limit ends the file


class Lines:
    """Iterates over (line number, line). Problems gather in `issues`, for the reader to pass on.

    `newline` is as in `open`: "\\n" for JSON lines, "" for CSV, where all three line ends count.
    A line that is left out comes as None. Line ends are kept as they are.
    """

    def __init__(self, path: str, opened: Opened, options: ReadOptions, newline: str) -> None:
        self.path, self.options = path, options
        self.number = 0
        self.issues: list[Issue] = []
        self.limit = options.record_limit
        found = find_encoding(opened.sample, opened.whole, options.encoding)
        self.encoding = found.name
        if found.name is None:
            self.issues.append(
                problem(path, "this is no text: it holds binary data, or its encoding is unknown", REMEDY)
            )
        elif found.guessed:
            reason = f"the encoding is not UTF-8; it was guessed to be {found.name} and the file read so"
            self.issues.append(remark(path, reason, f"if letters look wrong, {REMEDY}"))
        wide = (found.name or "").lower().replace("_", "-").startswith(("utf-16", "utf-32"))
        errors = "replace" if wide else "surrogateescape"
        self.stream = io.TextIOWrapper(opened.stream, found.name or "ascii", errors, newline)
        self._guessed_lines = 0

    def __iter__(self) -> Iterator[tuple[int, str | None]]:
        if self.encoding is None:
            return
        readline, limit = self.stream.readline, self.limit
        while line := readline(limit):
            self.number += 1
            number = self.number
            if len(line) >= limit and not line.endswith(("\n", "\r")):
                if not self._skip(len(line)):
                    return
                yield number, None
            elif line.isascii() or not STRAY.search(line):
                yield number, line
            else:
                yield number, self.mend(line)

    def _skip(self, size: int) -> bool:
        """Pass over the rest of a line that is too long; False if it does not end within reason."""
        while line := self.stream.readline(self.limit):
            size += len(line)
            if line.endswith(("\n", "\r")) or size > PATIENCE * self.limit:
                break
        ends = size <= PATIENCE * self.limit
        reason = (
            f"the record is too long: {'' if ends else 'more than '}{size:,} characters, the limit is {self.limit:,}"
        )
        if not ends:
            reason += "; the rest of the file is left unread"
        remedy = "raise --max-chars, or split the text into several articles"
        self.issues.append(problem(self.path, reason, remedy, self.number))
        return ends

    def mend(self, line: str) -> str | None:
        """Decode a line again that breaks the encoding of the file."""
        encoding = self.encoding or "utf-8"
        try:
            mended = decode_line(line.encode(encoding.removesuffix("-sig"), "surrogateescape"))
        except UnicodeError:
            mended = None
        if mended is None:
            reason = f"the line is not in the encoding of the file ({encoding}) and none could be guessed"
            self.issues.append(problem(self.path, reason, REMEDY, self.number))
        elif not self._guessed_lines:
            reason = f"a line is not in the encoding of the file ({encoding}); it and others like it were guessed"
            self.issues.append(remark(self.path, reason, f"if letters look wrong, {REMEDY}", self.number))
            self._guessed_lines += 1
        return mended
