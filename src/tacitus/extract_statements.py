"""Who said what: statements from quotations and from cues over dependency parses."""

from __future__ import annotations

from tacitus.cast import Cast
from tacitus.codebook import Codebook
from tacitus.parsed import Parsed
from tacitus.records import Found
from tacitus.resolve_dates import DateFound


def extract_statements(parsed: Parsed, cast: Cast, codebook: Codebook, dates: list[DateFound]) -> list[Found]:
    """Return the statements of an article, outer ones before those inside them."""
    return []
