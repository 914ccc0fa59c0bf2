"""What the readers can be told, the limits they keep to, and the problem they pass on."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import Path

from tacitus.errors import InputError
from tacitus.records import Issue

SAMPLE = 64 * 1024  # bytes looked at to tell encoding, delimiter and format
GIVE_UP = 100  # records in a row that fail, none having been good, before a file is put aside
OTHER_FIELDS = 1_000_000  # room, in characters, that a record has beside its text
BYTES_PER_CHAR = 6  # the most that one character takes in a file: \uXXXX in JSON


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How inputs are read. A column that is not named is recognised by the usual names (columns.toml).

    `encoding`: that of every text file, where it is not to be found out. `max_chars`: the longest article
    taken. `day_first`: whether 03/04/2019 is the third of April (True) or March the fourth (False); when
    None such a date is read as its year alone.
    """

    text_column: str | None = None
    date_column: str | None = None
    title_column: str | None = None
    source_column: str | None = None
    id_column: str | None = None
    encoding: str | None = None
    max_chars: int = 1_000_000
    day_first: bool | None = None

    def __post_init__(self) -> None:
        """Check what can be checked before a file is opened. Raises InputError."""
        if self.max_chars < 1:
            raise InputError(f"max_chars must be 1 or more, not {self.max_chars}")
        if self.encoding is not None:
            try:
                "".encode(self.encoding)
                codecs.lookup(self.encoding)
            except (LookupError, ValueError) as e:
                raise InputError(
                    f"encoding '{self.encoding}' is not known; try utf-8, cp1252, latin-1 or utf-16"
                ) from e

    @property
    def record_limit(self) -> int:
        """The longest record taken, in bytes or characters as they stand in the file."""
        return self.max_chars * BYTES_PER_CHAR + OTHER_FIELDS

    def named(self, role: str) -> str | None:
        """Return the column that the user named for `role`, if any."""
        value: str | None = getattr(self, f"{role}_column", None)
        return value


class Remark(Issue):
    """An issue by which no article was left out."""

    __slots__ = ()


def problem(path: Path | str, reason: str, remedy: str, record: int | None = None, article: str | None = None) -> Issue:
    """Build an issue. With `article` it is a remark: the article of that id was read and is kept."""
    return (Issue if article is None else Remark)(str(path), record, article, reason, remedy)


def remark(path: Path | str, reason: str, remedy: str, record: int | None = None) -> Issue:
    """Build a remark about a file whose articles are kept."""
    return Remark(str(path), record, None, reason, remedy)


def too_long(path: Path | str, record: int | None, size: str, options: ReadOptions) -> Issue:
    """Build the issue of an article longer than the limit."""
    return problem(
        path,
        f"the article is too long: {size}, and the limit is {options.max_chars:,} characters",
        "raise --max-chars, or split the text into several articles",
        record,
    )
