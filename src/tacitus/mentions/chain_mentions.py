"""Mentions of one actor in an article form a chain (coreference within the article).

The passes run from the surest to the least sure, each seeing the chains that those before it made
(after Lee et al. 2013): names, abbreviations and appositions, predicate nouns and relative pronouns,
role nouns, and personal pronouns last. No link is preferred to a wrong link.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from tacitus.entities.entity_tables import EntityTables
from tacitus.mentions.cast import Cast
from tacitus.mentions.chains import Chains
from tacitus.mentions.link_names import link_names, link_structure
from tacitus.mentions.link_pronouns import link_pronouns
from tacitus.mentions.link_roles import link_roles
from tacitus.mentions.profiles import Profile
from tacitus.mentions.settle_names import settle_names
from tacitus.parsing.parsed import Parsed
from tacitus.records import Found, Mention

FIRST_PERSON_SINGULAR = frozenset(["i", "me", "my", "mine", "myself"])


def chain_mentions(parsed: Parsed, tables: EntityTables, profiles: list[Profile]) -> Cast:
    """Return the cast of an article, each mention with its kind and its chain, and the rule that tied it."""
    settle_names(parsed, tables, profiles)
    chains = Chains.start(parsed, tables, profiles)
    link_names(chains)
    link_structure(chains)
    link_roles(chains)
    link_pronouns(chains)
    cast = Cast(parsed)
    leaders: dict[int, Profile] = {}
    for k, x in enumerate(profiles):
        if chains.of(k) not in leaders:
            leaders[chains.of(k)] = profiles[chains.best(chains.members(k))]
        leader = leaders[chains.of(k)]
        why = chains.why.get(k, f"mention.{x.kind}")
        cast.profiles[x.mention_id] = x
        cast.add(x.head, parsed.span(x.first, x.last), x.kind, why, leader.mention_id)
    return cast


def link_first_person(cast: Cast, mention: Mention, speaker: Mention) -> bool:
    """Chain "I" or "me" inside a quotation to its speaker. Left to the stage that knows who speaks.

    "We" stays apart: whom it takes in beside the speaker, the text does not say.
    """
    if mention.kind != "pronoun" or mention.text.lower() not in FIRST_PERSON_SINGULAR:
        return False
    made = replace(mention, chain_id=speaker.chain_id, found_by="chain.first_person")
    cast.replace(cast.head_of(mention), made)
    readings = cast.resolutions.get(speaker.id, ())
    cast.resolutions[mention.id] = tuple(replace(r, mention_id=mention.id) for r in readings)
    return True


def link_speakers(cast: Cast, statements: list[Found]) -> None:
    """Chain each "I" and "my" within quotation marks to whoever the statement around it is by, the innermost first."""
    spoken = [
        (c.end - c.start, c.start, c.end, f.chosen("speaker")[0])
        for f in statements
        if f.chosen("speaker")
        for c in f.contents
    ]
    spoken.sort()
    mine = [m for m in cast.mentions if m.kind == "pronoun" and m.text.lower() in FIRST_PERSON_SINGULAR]
    inside = sorted((m.start, m.end, m.id) for m in mine)
    starts = [start for start, _, _ in inside]
    around: dict[str, str] = {}
    for _, start, end, speaker in spoken:
        for _, to, mid in inside[bisect_left(starts, start) : bisect_left(starts, end)]:
            if to <= end:
                around.setdefault(mid, speaker)
    for m in mine:
        if around.get(m.id, m.id) != m.id and cast.parsed.quote_at(m.start) is not None:
            link_first_person(cast, m, cast.get(around[m.id]))
