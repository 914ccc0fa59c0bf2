"""Mentions become ranked resolutions: who this is, on the article's date.

Names are read first (tables, titles, spelling), then role nouns by their owners and the countries that the
text is about; then the mentions of a chain share their readings, and what nobody could read stays without.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from tacitus.actors.readings import Reading, ranked, weaker
from tacitus.actors.resolve_names import read_bodies, read_name
from tacitus.actors.resolve_roles import read_role
from tacitus.actors.scene import Scene
from tacitus.codebook import Codebook
from tacitus.entities.entity_tables import EntityTables
from tacitus.entities.name_keys import name_key
from tacitus.mentions.cast import Cast
from tacitus.mentions.profiles import Profiler
from tacitus.records import Mention

SHARED = 0.97  # what a reading keeps when it is handed on along a chain
VAGUE = ("IND", "UNS")
PERSONAL = frozenset(["he", "she", "him", "her", "his", "hers", "they", "them", "their", "who", "whom", "themselves"])


def resolve_actors(cast: Cast, tables: EntityTables, codebook: Codebook) -> None:
    """Fill `cast.resolutions` for every mention, on the article's publication date."""
    scene = _scene(cast, tables, codebook)
    own: dict[str, list[Reading]] = {m.id: [] for m in cast.mentions}
    for m in cast.mentions:
        x = scene.profiles[cast.head_of(m)]
        if x.kind in ("name", "place", "demonym"):
            own[m.id] = read_name(scene, x)
        elif x.kind in ("role", "nominal"):
            own[m.id] = read_bodies(scene, x, m.text)
    chains = _chains(cast)
    for members in chains.values():
        _keep_introduced(members, own, cast)
    shared = {chain: _share(members, own) for chain, members in chains.items()}
    owners = {cast.head_of(m): best for m in cast.mentions if (best := _best([*own[m.id], *shared[m.chain_id]]))}
    _read_roles(scene, cast, own, owners)
    for members in chains.values():
        together = _informed(_share(members, own))
        for m in members:
            cast.resolutions[m.id] = ranked(m.id, _final(m, own[m.id], together))


def _read_roles(scene: Scene, cast: Cast, own: dict[str, list[Reading]], owners: dict[int, Reading]) -> None:
    """Read the role nouns, last of all those of a pronoun, whose chain they wait for: "his country"."""
    roles = [m for m in cast.mentions if (x := scene.profiles[cast.head_of(m)]).kind != "pronoun" and not x.name]
    pronouns = {cast.head_of(m): m for m in cast.mentions if m.kind == "pronoun"}
    waiting = {m.id for m in roles if _owning_pronoun(scene, cast.head_of(m), pronouns, owners) is not None}
    for m in roles:
        if m.id not in waiting:
            own[m.id] = own[m.id] + _of_role(scene, cast.head_of(m), owners)
    chains = _chains(cast)
    for m in roles:
        head = cast.head_of(m)
        if m.id in waiting:
            whose = _owning_pronoun(scene, head, pronouns, owners)
            best = _best(_share(chains[whose.chain_id], own)) if whose is not None else None
            known = owners if best is None or whose is None else {**owners, cast.head_of(whose): best}
            own[m.id] = own[m.id] + _of_role(scene, head, known)


def _of_role(scene: Scene, head: int, owners: dict[int, Reading]) -> list[Reading]:
    return [replace(r, of_role=True) for r in read_role(scene, scene.profiles[head], owners)]


def _owning_pronoun(
    scene: Scene, head: int, pronouns: dict[int, Mention], owners: dict[int, Reading]
) -> Mention | None:
    """Return the pronoun that a role belongs to, where nothing else tells whose it is."""
    role = scene.profiles[head].role
    owned = role.owners if role is not None else ()
    if any(o in owners for o in owned):
        return None
    return next((pronouns[o] for o in owned if o in pronouns), None)


@lru_cache(maxsize=4)
def _profiler(codebook_hash: str, holder: _Holder) -> Profiler:
    return Profiler(holder.codebook)


class _Holder:
    """Lets a codebook be passed through a cache that goes by its hash."""

    def __init__(self, codebook: Codebook) -> None:
        self.codebook = codebook

    def __hash__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Holder)


def _scene(cast: Cast, tables: EntityTables, codebook: Codebook) -> Scene:
    p = cast.parsed
    profiler = _profiler(codebook.hash, _Holder(codebook))
    scene = Scene(p, cast, tables, p.article.published, profiler)
    for m in cast.mentions:
        head = cast.head_of(m)
        scene.profiles[head] = cast.profiles[m.id]
    scene.look()
    return scene


def _chains(cast: Cast) -> dict[str, list[Mention]]:
    chains: dict[str, list[Mention]] = {}
    for m in cast.mentions:
        chains.setdefault(m.chain_id, []).append(m)
    return chains


def _keep_introduced(members: list[Mention], own: dict[str, list[Reading]], cast: Cast) -> None:
    """Let the text say what an abbreviation stands for: "the National Telecommunications Commission (NTC)"."""
    full = [cast.profiles[m.id] for m in members if len(cast.profiles[m.id].name) > 1]
    if full and full[0].person:
        _keep_bearer(members, own, cast)
    if not full or full[0].person:
        return
    words = {w for x in full for w in x.name}
    for m in members:
        x = cast.profiles[m.id]
        if len(x.name) == 1 and x.surface.isupper():
            own[m.id] = [r for r in own[m.id] if not (r.entity_id or "").startswith("body:") or _shares(r.name, words)]


def _keep_bearer(members: list[Mention], own: dict[str, list[Reading]], cast: Cast) -> None:
    """Let a bare surname be nobody of the tables but the one whose full name stands in its chain."""
    told = {m.id: len(cast.profiles[m.id].name) for m in members}
    known = {r.entity_id for m in members if told[m.id] > 1 for r in own[m.id]}
    for m in members:
        if told[m.id] == 1:
            own[m.id] = [r for r in own[m.id] if r.entity_id in known or not (r.entity_id or "").startswith("person:")]


def _shares(name: str | None, words: set[str]) -> bool:
    """Say whether a body's name has most of its long words among those that the text spells out."""
    long = [w for w in name_key(name or "").split() if len(w) > 3]
    return 2 * sum(w in words or w.replace("z", "s") in words for w in long) >= len(long)


def _best(readings: list[Reading]) -> Reading | None:
    return max(readings, key=lambda r: r.score) if readings else None


def _share(members: list[Mention], own: dict[str, list[Reading]]) -> list[Reading]:
    """Return the readings of a chain, each once, as its members may take them."""
    out: dict[tuple[str | None, str | None, str | None], Reading] = {}
    for m in members:
        for r in own[m.id]:
            key = (r.name, r.country, r.sector)
            if key not in out or r.score > out[key].score:
                out[key] = r
    return list(out.values())


def _informed(together: list[Reading]) -> list[Reading]:
    """Let the names of a chain be one, and take country and sector from its roles; a name stands above a role."""
    named = [r for r in together if not r.of_role and r.name]
    roles = [r for r in together if r.of_role and r.sector]
    out = [replace(r, score=r.score * 0.5) if r.of_role and named else r for r in together]
    written = [r for r in named if (r.entity_id or "").startswith("name:")]
    if not written or max(named, key=lambda r: r.score) not in written:
        return out
    full = max(written, key=lambda r: (len((r.name or "").split()), r.score))
    known = max(written, key=lambda r: (r.sector not in VAGUE, r.country is not None, r.score))
    country, sector, told = known.country, known.sector, known.reason
    if roles and (country is None or sector in VAGUE):
        role = max(roles, key=lambda r: r.score)
        country = country or role.country
        sector = role.sector if sector in VAGUE and role.sector != "UNS" else sector
        told = f"role in its chain: {role.reason}"
    score = max(known.score, 0.78 if roles else 0.0) + 0.01
    return [*out, replace(full, country=country, sector=sector, score=score, reason=told)]


def _final(m: Mention, own: list[Reading], together: list[Reading]) -> list[Reading]:
    """Return all readings of a mention: its own, its chain's, or an unknown person for a stray pronoun."""
    if any(not r.of_role for r in together):
        kept = {(r.name, r.country, r.sector): r.score for r in together}
        own = [replace(r, score=kept.get((r.name, r.country, r.sector), r.score)) if r.of_role else r for r in own]
    mine = {(r.name, r.country, r.sector) for r in own}
    handed = [weaker(r, SHARED, "from its chain") for r in together if (r.name, r.country, r.sector) not in mine]
    if not own and not handed and m.kind == "pronoun" and m.text.lower() in PERSONAL:
        return [Reading(None, None, "UNS", None, 0.1, "a person whom nothing names")]
    return [*own, *handed]
