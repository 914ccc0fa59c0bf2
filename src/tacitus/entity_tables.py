"""The entity tables: countries, offices with dates, organisations, armed groups, companies, outlets."""

from __future__ import annotations

from pathlib import Path


class EntityTables:
    """Facts on actors, loaded once per worker."""

    def __init__(self, *overlays: Path) -> None:
        """Load our tables and the user's overlay files over them."""
