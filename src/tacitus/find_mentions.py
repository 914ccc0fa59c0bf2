"""Names, roles, demonyms, metonyms and pronouns become mentions, chained within the article."""

from __future__ import annotations

from tacitus.cast import Cast
from tacitus.codebook import Codebook
from tacitus.entity_tables import EntityTables
from tacitus.parsed import Parsed


def find_mentions(parsed: Parsed, tables: EntityTables, codebook: Codebook) -> Cast:
    """Return the cast of an article: a mention for every noun phrase, chained, not yet resolved."""
    return Cast(parsed)
