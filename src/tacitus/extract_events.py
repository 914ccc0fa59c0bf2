"""Who did what to whom: PLOVER events from triggers and their arguments in the same clause."""

from __future__ import annotations

from tacitus.cast import Cast
from tacitus.codebook import Codebook
from tacitus.parsed import Parsed
from tacitus.records import Found
from tacitus.resolve_dates import DateFound


def extract_events(
    parsed: Parsed, cast: Cast, codebook: Codebook, dates: list[DateFound], statements: list[Found]
) -> list[Found]:
    """Return the events of an article in the order of their triggers."""
    return []
