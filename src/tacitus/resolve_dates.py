"""Dates as written become ISO prefixes, resolved against the publication date."""

from __future__ import annotations

from dataclasses import dataclass

from tacitus.parsed import Parsed
from tacitus.records import Span


@dataclass(frozen=True, slots=True)
class DateFound:
    """A date expression: its words and what it means as an ISO prefix (2019, 2019-02, 2019-02-26)."""

    span: Span
    iso: str


def resolve_dates(parsed: Parsed) -> list[DateFound]:
    """Return the dates of an article in the order of the text."""
    return []
