"""Mentions become ranked resolutions: who this is, on the article's date."""

from __future__ import annotations

from tacitus.cast import Cast
from tacitus.codebook import Codebook
from tacitus.entity_tables import EntityTables


def resolve_actors(cast: Cast, tables: EntityTables, codebook: Codebook) -> None:
    """Fill `cast.resolutions` for every mention, on the article's publication date."""
