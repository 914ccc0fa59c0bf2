"""Names, roles, demonyms, metonyms and pronouns become mentions, chained within the article."""

from __future__ import annotations

from tacitus.cast import Cast
from tacitus.chain_mentions import chain_mentions
from tacitus.codebook import Codebook
from tacitus.entity_tables import EntityTables
from tacitus.late_names import find_late_names
from tacitus.parsed import Parsed
from tacitus.profiles import Profile, Profiler
from tacitus.read_phrases import heads_phrase, name_start, phrase_edges


def find_mentions(parsed: Parsed, tables: EntityTables, codebook: Codebook) -> Cast:
    """Return the cast of an article: a mention for every noun phrase, chained, not yet resolved."""
    profiler = Profiler(codebook)
    late = {x.title: x for x in find_late_names(parsed, profiler)}
    bodies = {x.body for x in late.values()}
    hidden = {x.last for x in late.values()}
    profiles: list[Profile] = []
    taken: set[tuple[int, int]] = set()
    for t in parsed.tokens:
        if t.i in hidden or profiler.roles.is_inside(parsed, t.i):
            continue
        name = late.get(t.i)
        edges = _edges(parsed, t.i, tables, t.i in bodies)
        if name:
            edges = (phrase_edges(parsed, t.i)[0], name.last)
        if edges is None or edges in taken:
            continue
        taken.add(edges)
        profiles.append(profiler.profile(parsed, t.i, edges, (name.first, name.last) if name else None))
    return chain_mentions(parsed, tables, profiles)


def _edges(p: Parsed, i: int, tables: EntityTables, ends_body: bool) -> tuple[int, int] | None:
    """Return how far the mention headed by token `i` reaches, None where it heads none."""
    if is_demonym(p, i, tables):
        return i, i
    if ends_body:
        return name_start(p, i), i
    return phrase_edges(p, i) if heads_phrase(p, i) else None


def is_demonym(p: Parsed, i: int, tables: EntityTables) -> bool:
    """Say whether token `i` is an adjective made from a nation's name ("Russian troops")."""
    t = p[i]
    if t.dep not in ("amod", "compound", "nmod", "acomp"):
        return False
    if t.ent == "NORP":
        return True
    place = tables.place(t.text) if t.text[:1].isupper() else None
    return place is not None and place.kind == "demonym"
