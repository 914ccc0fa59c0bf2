"""Groups reports of one deed, or of one saying. So far it says only at which day a report stands."""

from __future__ import annotations


def anchor_day(date: str | None, published: str | None) -> str:
    """Say at which day a report stands: its own date, else the day it was published, else the coarser of both."""
    if date and len(date) >= 10:
        return date[:10]
    if published and len(published) >= 10 and published.startswith(date or ""):
        return published[:10]
    return date or published or ""
