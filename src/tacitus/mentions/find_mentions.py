"""Names, roles, demonyms, metonyms and pronouns become mentions, chained within the article."""

from __future__ import annotations

from dataclasses import replace

from tacitus.codebook import Codebook
from tacitus.entities.entity_tables import EntityTables
from tacitus.mentions.cast import Cast
from tacitus.mentions.chain_mentions import chain_mentions
from tacitus.mentions.late_names import LateName, find_late_names
from tacitus.mentions.profiles import Profile, Profiler
from tacitus.mentions.read_phrases import heads_phrase, name_start, phrase_edges, prep_heads
from tacitus.mentions.read_roles import OWNING
from tacitus.parsing.parsed import Parsed


def find_mentions(parsed: Parsed, tables: EntityTables, codebook: Codebook) -> Cast:
    """Return the cast of an article: a mention for every noun phrase, chained, not yet resolved."""
    profiler = Profiler(codebook)
    late = {x.title: x for x in find_late_names(parsed, profiler)}
    bodies = {x.body for x in late.values()}
    hidden = {x.last: x for x in late.values()}
    profiles: list[Profile] = []
    taken: set[tuple[int, int]] = set()
    for t in parsed.tokens:
        if t.i in hidden or profiler.roles.is_inside(parsed, t.i):
            continue
        name = late.get(t.i)
        edges = _edges(parsed, t.i, tables, t.i in bodies) or _modifying_body(parsed, t.i, profiler)
        if name:
            edges = (phrase_edges(parsed, t.i)[0], name.last)
        elif edges is not None:
            edges = _with_body(parsed, t.i, edges, profiler)
            if edges[1] in hidden and edges[0] <= hidden[edges[1]].body:
                edges = (edges[0], hidden[edges[1]].body)
        if edges is None or edges in taken:
            continue
        taken.add(edges)
        profiles.append(_with_owner(profiler.profile(parsed, t.i, edges), hidden))
    return chain_mentions(parsed, tables, profiles)


def _with_owner(x: Profile, hidden: dict[int, LateName]) -> Profile:
    """Let a role belong to what stands before a late name, not to the person: "President of Chile Ana Diaz"."""
    if x.role is not None and any(o in hidden for o in x.role.owners):
        owners = tuple(hidden[o].body if o in hidden else o for o in x.role.owners)
        x.role = replace(x.role, owners=owners)
    return x


def _edges(p: Parsed, i: int, tables: EntityTables, ends_body: bool) -> tuple[int, int] | None:
    """Return how far the mention headed by token `i` reaches, None where it heads none."""
    if is_demonym(p, i, tables):
        return i, i
    if ends_body:
        return name_start(p, i), i
    return phrase_edges(p, i) if heads_phrase(p, i) else None


def _modifying_body(p: Parsed, i: int, profiler: Profiler) -> tuple[int, int] | None:
    """Return the body that stands before another noun as who does it: "police misconduct", "Chinese army drill"."""
    t = p[i]
    if t.dep not in ("compound", "nmod") or t.pos != "NOUN":
        return None
    role, above = profiler.roles.read(p, i), profiler.roles.read(p, t.head)
    if role is None or role.rule.sector == "UNS" or (role.rule.person and role.rule.sector not in ("REB", "CVL")):
        return None
    if above is not None and above.first <= i <= above.last:
        return None
    before = role.first - 1
    nation = before >= 0 and p[before].head == t.head and p[before].ent in ("NORP", "GPE") and p[before].sent == t.sent
    return (before if nation else role.first), i


def _with_body(p: Parsed, i: int, edges: tuple[int, int], profiler: Profiler) -> tuple[int, int]:
    """Take in whom a person's role is for: "a spokesman for the army", "a judge at the high court"."""
    after = edges[1] + 1
    if after >= len(p) or p[after].head != i or p[after].low not in (*OWNING, "to") or p[i].pos != "NOUN":
        return edges
    role = profiler.roles.read(p, i)
    heads = prep_heads(p, after) if role is not None and role.rule.person else []
    if not heads or profiler.roles.read(p, heads[0]) is None:
        return edges
    return edges[0], max(edges[1], phrase_edges(p, heads[0])[1])


def is_demonym(p: Parsed, i: int, tables: EntityTables) -> bool:
    """Say whether token `i` is an adjective made from a nation's name ("Russian troops")."""
    t = p[i]
    if t.dep not in ("amod", "compound", "nmod", "acomp"):
        return False
    if t.ent == "NORP":
        return True
    place = tables.place(t.text) if t.text[:1].isupper() else None
    return place is not None and place.kind == "demonym"
