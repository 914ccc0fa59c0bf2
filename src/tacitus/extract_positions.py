"""Who stands where: positions for or against something, from stance words and their arguments."""

from __future__ import annotations

from tacitus.cast import Cast
from tacitus.codebook import Codebook
from tacitus.parsed import Parsed
from tacitus.records import Found


def extract_positions(
    parsed: Parsed, cast: Cast, codebook: Codebook, statements: list[Found], events: list[Found]
) -> list[Found]:
    """Return the positions of an article in the order of their evidence."""
    return []
