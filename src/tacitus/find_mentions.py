"""Names, roles, demonyms, metonyms and pronouns become mentions, chained within the article."""

from __future__ import annotations

from tacitus.cast import Cast
from tacitus.chain_mentions import chain_mentions
from tacitus.codebook import Codebook
from tacitus.entity_tables import EntityTables
from tacitus.parsed import Parsed
from tacitus.profiles import Profile, Profiler
from tacitus.read_phrases import heads_phrase, phrase_edges


def find_mentions(parsed: Parsed, tables: EntityTables, codebook: Codebook) -> Cast:
    """Return the cast of an article: a mention for every noun phrase, chained, not yet resolved."""
    profiler = Profiler(codebook)
    profiles: list[Profile] = []
    taken: set[tuple[int, int]] = set()
    for t in parsed.tokens:
        if profiler.roles.is_inside(parsed, t.i):
            continue
        alone = is_demonym(parsed, t.i)
        if not alone and not heads_phrase(parsed, t.i):
            continue
        edges = (t.i, t.i) if alone else phrase_edges(parsed, t.i)
        if edges not in taken:
            taken.add(edges)
            profiles.append(profiler.profile(parsed, t.i, edges))
    return chain_mentions(parsed, tables, profiles)


def is_demonym(p: Parsed, i: int) -> bool:
    """Say whether token `i` is an adjective made from a nation's name ("Russian troops")."""
    t = p[i]
    return t.ent == "NORP" and t.dep in ("amod", "compound", "nmod", "acomp")
