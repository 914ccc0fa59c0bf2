"""The scene of an article: which countries it is about, sentence by sentence, and who "the government" must be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from tacitus.entities.entity_tables import Body, EntityTables, Place
from tacitus.mentions.cast import Cast
from tacitus.mentions.profiles import Profile, Profiler
from tacitus.mentions.read_roles import RolePhrase
from tacitus.parsing.parsed import Parsed

# The post that each kind of leader holds, as words of the offices table.
POSTS: dict[str, tuple[str, ...]] = {
    "president": ("president", "head of state"),
    "prime_minister": ("prime minister", "chancellor", "premier", "head of government"),
    "vice_president": ("vice president",),
    "monarch": ("king", "queen", "emir", "sultan", "crown prince"),
    "supreme_leader": ("supreme leader",),
    "foreign_minister": ("foreign minister", "foreign affairs", "secretary of state", "external affairs"),
    "defence_minister": ("defense", "defence"),
    "interior_minister": ("interior", "home secretary"),
    "finance_minister": ("finance", "treasury"),
    "security_adviser": ("national security advis",),
}
PLAIN = 0.6  # by how much of its own score a country must lead the next
TOLD = 2.0  # and how often it must have been named, the head of the text counting more
ORGAN = "state organ"  # the kind of bodies whose name, though a common noun, is one state's: "the State Department"
LEADERS = frozenset(POSTS)  # a state has one of each
ASIDE = 0.4  # what the adjective of a thing counts beside a country's own name: "the Brazilian border"
HERE, BEFORE, EARLIER = 3.0, 1.5, 0.7  # what a mention in this, the previous, the sentence before that adds


@dataclass(slots=True)
class Scene:
    """What a resolver looks at: the parse, the tables, the date, the profiles of the mentions."""

    parsed: Parsed
    cast: Cast
    tables: EntityTables
    date: str | None
    profiler: Profiler
    profiles: dict[int, Profile] = field(default_factory=dict)
    _by_sentence: dict[int, dict[str, float]] = field(default_factory=dict)
    _all: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    def look(self) -> None:
        """Count the countries that each sentence names; the head of an article weighs more than its end."""
        for head, profile in self.profiles.items():
            if profile.kind == "role":
                self._count_organ(head, profile)
            if profile.kind not in ("place", "demonym", "name"):
                continue
            found = self.place_at(head)
            if found:
                sent, weight = self.parsed[head].sent, self._weight(head, found)
                self._by_sentence.setdefault(sent, defaultdict(float))[found.country.iso3] += weight
                self._all[found.country.iso3] += weight * (3 if sent == 0 else 2 if sent < 3 else 1)

    def _count_organ(self, head: int, profile: Profile) -> None:
        """Count the country of an organ that only one state has: "the State Department"."""
        p = self.parsed
        if p[head].pos == "PROPN":
            found = self.tables.bodies(p.span(profile.first, profile.last).text)
            for iso3 in [b.country for b in found[:1] if b.kind == ORGAN]:
                self._by_sentence.setdefault(p[head].sent, defaultdict(float))[iso3] += ASIDE
                self._all[iso3] += ASIDE

    def _weight(self, head: int, found: Place) -> float:
        """Return how much a name says of where a text plays: a thing's adjective and a lone city say less."""
        p = self.parsed
        above = self.profiles.get(p[head].head)
        of_thing = found.kind == "demonym" and (above is None or above.role is None)
        return ASIDE if of_thing or found.kind in ("place", "seat") else 1.0

    def place_at(self, head: int) -> Place | None:
        """Return the country that the name at a token stands for: its run of names, its word, its phrase."""
        p = self.parsed
        t = p[head]
        if not (t.text[:1].isupper() or t.text.isupper()):
            return None
        for words in self._runs(head):
            found = self.tables.place(words)
            if found:
                return found
            if self.tables.is_region(words):
                return None
        profile = self.profiles.get(head)
        return self.tables.place(p.span(profile.first, profile.last).text) if profile is not None else None

    def in_region(self, head: int) -> bool:
        """Say whether a country's name at a token is only part of a region's: "American" in "South American"."""
        return any(self.tables.is_region(words) for words in self._runs(head))

    def _runs(self, head: int) -> Iterator[str]:
        """Yield the run of names that ends at a token, the longest first."""
        p, first = self.parsed, head
        while first > 0 and p[first - 1].sent == p[head].sent and _runs_on(p, first - 1):
            first -= 1
        return (p.span(start, head).text for start in range(first, head + 1))

    def others(self, head: int) -> list[str]:
        """Return the countries that a noun can stand for: not the one that its own relative clause sets against it.

        "The republic, which China views as an ally" is not China.
        """
        p = self.parsed
        doers = [k for clause in p.children(head, "relcl") for k in p.children(clause, "nsubj") if k != head]
        against = {found.country.iso3 for k in doers if (found := self.place_at(k)) is not None}
        return [iso3 for iso3 in self._all if iso3 not in against]

    def main_country(self, sent: int, among: Collection[str] | None = None) -> tuple[str | None, float]:
        """Return the country that words in a sentence most likely belong to, and how much it leads the next."""
        score: dict[str, float] = defaultdict(float)
        total = sum(self._all.values()) or 1
        for iso3, n in self._all.items():
            score[iso3] += 4.0 * n / total
        for back, weight in ((0, HERE), (1, BEFORE), (2, EARLIER)):
            here = self._by_sentence.get(sent - back, {})
            whole = sum(here.values()) or 1
            for iso3, n in here.items():
                score[iso3] += weight * n / whole
        told = [(iso3, n) for iso3, n in score.items() if among is None or iso3 in among]
        order = sorted(told, key=lambda x: (-x[1], x[0]))
        if not order:
            return None, 0.0
        lead = order[0][1] - (order[1][1] if len(order) > 1 else 0.0)
        return order[0][0], lead / (order[0][1] or 1.0)

    def home(self, sent: int) -> str | None:
        """Return the country that a text plainly plays in: it leads all others by far."""
        main, lead = self.main_country(sent)
        return main if main and lead >= PLAIN and self._all[main] >= TOLD else None


def is_post(office: str, words: str) -> bool:
    """Say whether an office of the tables is the post that words name, and no deputy's."""
    if words in ("president", "prime minister", "minister") and not office.startswith((words, "interim " + words)):
        return False
    return words in office and not (office.startswith(("vice", "deputy", "first deputy")) and "vice" not in words)


def owner_country(scene: Scene, role: RolePhrase | None, depth: int = 0) -> str | None:
    """Return the country that a role noun's possessor, demonym or "of ..." names."""
    for o in role.owners if role else ():
        found = scene.place_at(o)
        if found:
            return found.country.iso3
        inner = scene.profiles.get(o)
        if inner is not None and inner.role is not None and depth < 3:
            deeper = owner_country(scene, inner.role, depth + 1)
            if deeper:
                return deeper
    return None


def own_sector(scene: Scene, role: RolePhrase) -> str:
    """Return the sector of a role; an official or spokesman is of the sector of the noun before him.

    "A police spokesman" is COP, "church officials" are REL, "a spokesman" by himself is the state's.
    """
    rule = role.rule
    if rule.sector not in ("GOV", "UNS") or not rule.person:
        return rule.sector
    p, roles = scene.parsed, scene.profiler.roles
    words = tuple(role.phrase.split()[:-1])
    found = roles.index.get(words)
    if found and words and found[1].sector != "UNS" and not found[1].person:
        return found[1].sector
    for k in p.children(role.head, "compound", "amod", "nmod"):
        if k < role.first and p[k].pos in ("NOUN", "ADJ"):
            before = roles.index.get((p[k].low,))
            if before and before[1].sector != "UNS":
                return before[1].sector
    return rule.sector


def owner_body(scene: Scene, role: RolePhrase | None) -> Body | None:
    """Return the organisation of the tables that a role noun belongs to: "a NATO spokesman"."""
    p = scene.parsed
    for o in role.owners if role else ():
        x = scene.profiles.get(o)
        spans = [p.span(x.first, x.last).text] if x is not None else []
        first = o
        while first > 0 and p[first - 1].sent == p[o].sent and _runs_on(p, first - 1):
            first -= 1
        spans.extend(p.span(k, o).text for k in range(first, o + 1))
        for words in spans:
            found = scene.tables.bodies(words)
            if found:
                return _one_body(scene, found, owner_country(scene, role), p[o].sent)
    return None


def _one_body(scene: Scene, found: list[Body], country: str | None, sent: int) -> Body | None:
    """Return the body that a name shared by several states' bodies means: "the National Assembly of Venezuela"."""
    lands = {b.country for b in found if b.country}
    if len(lands) < 2:
        return found[0]
    if country is None:
        country, _ = scene.main_country(sent, among=lands)
    return next((b for b in found if b.country == country), None)


def _runs_on(p: Parsed, i: int) -> bool:
    return p[i].pos == "PROPN" or p[i].text[:1].isupper() or p[i].text in ("of", "-", "and", "the", "’s", "'s")
