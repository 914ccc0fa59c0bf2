"""Names, roles, demonyms, metonyms and pronouns become mentions, chained within the article."""

from __future__ import annotations

from tacitus.cast import Cast
from tacitus.codebook import Codebook
from tacitus.entity_tables import EntityTables
from tacitus.parsed import Parsed
from tacitus.read_phrases import heads_phrase, is_name_token, phrase_span


def find_mentions(parsed: Parsed, tables: EntityTables, codebook: Codebook) -> Cast:
    """Return the cast of an article: a mention for every noun phrase, chained, not yet resolved."""
    cast = Cast(parsed)
    taken: set[tuple[int, int]] = set()
    for t in parsed.tokens:
        if heads_phrase(parsed, t.i) or is_demonym(parsed, t.i):
            span = parsed.chars(t.start, t.end) if is_demonym(parsed, t.i) else phrase_span(parsed, t.i)
            if (span.start, span.end) not in taken:
                taken.add((span.start, span.end))
                cast.add(t.i, span, kind_of(parsed, t.i), "mention.phrase")
    return cast


def is_demonym(p: Parsed, i: int) -> bool:
    """Say whether token `i` is an adjective made from a nation's name ("Russian troops")."""
    t = p[i]
    return t.ent == "NORP" and t.dep in ("amod", "compound", "nmod", "acomp")


def kind_of(p: Parsed, i: int) -> str:
    """Return the kind of mention that token `i` heads."""
    t = p[i]
    if t.pos == "PRON":
        return "pronoun"
    if t.ent == "NORP" and t.pos == "ADJ":
        return "demonym"
    if is_name_token(t):
        return "place" if t.ent in ("GPE", "LOC", "FAC") else "name"
    return "nominal"
