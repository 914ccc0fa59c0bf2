"""The chains of an article while they are being made: which mentions are one actor, and what may not join."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from tacitus.entities.entity_tables import EntityTables
from tacitus.mentions.facts import Facts
from tacitus.mentions.profiles import PARTICLES, Profile
from tacitus.mentions.standing import Standing
from tacitus.parsing.parsed import Parsed


@dataclass(slots=True)
class Chains:
    """The profiles of an article's mentions in the order of the text, and which of them are one actor.

    A chain goes by the number of one of its members. `why[k]` is the rule that tied profile `k` to its
    chain. Once chains are begun, a profile changes through the two methods for it: the chain keeps count.
    """

    parsed: Parsed
    tables: EntityTables
    profiles: list[Profile]
    standing: Standing
    why: dict[int, str]
    by_head: dict[int, int]
    _chain: list[int]
    _facts: dict[int, Facts]

    @classmethod
    def start(cls, parsed: Parsed, tables: EntityTables, profiles: list[Profile]) -> Chains:
        """Begin with every mention in a chain of its own."""
        standing = Standing.read(parsed, profiles)
        heads = {x.head: k for k, x in enumerate(profiles)}
        tokens = [parsed[x.head] for x in profiles]
        facts = {k: Facts.of(k, x, standing, tokens[k].dep, tokens[k].tag) for k, x in enumerate(profiles)}
        return cls(parsed, tables, profiles, standing, {}, heads, list(facts), facts)

    def of(self, k: int) -> int:
        """Return the chain of profile `k`."""
        return self._chain[k]

    def facts(self, k: int) -> Facts:
        """Return what the chain of profile `k` tells."""
        return self._facts[self._chain[k]]

    def members(self, k: int) -> list[int]:
        """Return the profiles of the chain of `k`, in the order of the text."""
        return self.facts(k).members

    def gender(self, k: int) -> str:
        """Return the gender that the chain of `k` shows: m, f, n or ?."""
        return self.facts(k).gender

    def number(self, k: int) -> str:
        """Return the number that the chain of `k` shows: s, p or ?."""
        return self.facts(k).number

    def person(self, k: int) -> bool | None:
        """Say whether the chain of `k` is a person; None where nothing tells."""
        return self.facts(k).person

    def names(self, k: int) -> tuple[tuple[str, ...], ...]:
        """Return the names in the chain of `k`."""
        return self.facts(k).names

    def is_body(self, k: int) -> bool:
        """Say whether the chain of `k` holds a body that is "they" as well as "it"."""
        return self.facts(k).plural

    def may_join(self, a: int, b: int) -> bool:
        """Say whether nothing speaks against two chains being one: gender, number, person, names."""
        if self.of(a) == self.of(b):
            return True
        one, two = self.facts(a), self.facts(b)
        g, h = one.gender, two.gender
        if g != h and "?" not in (g, h):
            return False
        n, m = one.number, two.number
        if n != m and "?" not in (n, m) and not one.plural and not two.plural:
            return False
        person = one.person or two.person
        if person and False in (one.person, two.person):
            return False
        if _reign_and_govern(one, two) or names_clash(one.names, two.names, bool(person)):
            return False
        return not self._are_parted(a, b)

    def _are_parted(self, a: int, b: int) -> bool:
        """Say whether a member of one chain is coordinated with, or stands inside, one of the other."""
        one, two = self.facts(a), self.facts(b)
        if not one.firsts.isdisjoint(two.firsts):
            return True
        few, others = (one.members, self.of(b)) if len(one.members) < len(two.members) else (two.members, self.of(a))
        nested = self.standing.nested
        return any(self._chain[j] == others for k in few if k in nested for j in nested[k])

    def join(self, earlier: int, later: int, why: str) -> bool:
        """Make the chains of two profiles one; `why` is the rule, kept for the one that it tied."""
        a, b = self.of(earlier), self.of(later)
        if a == b:
            return False
        self.why.setdefault(later, why)
        keep, drop = (a, b) if len(self._facts[a].members) >= len(self._facts[b].members) else (b, a)
        dropped = self._facts.pop(drop)
        for m in dropped.members:
            self._chain[m] = keep
        self._facts[keep].absorb(dropped)
        return True

    def make_person(self, k: int) -> None:
        """Take profile `k` for a person from now on."""
        x, facts = self.profiles[k], self.facts(k)
        facts.persons += x.person is not True
        facts.things -= x.person is False
        x.person = True

    def forget_neuter(self, k: int) -> None:
        """Take profile `k` no longer for a thing: its gender is unknown if it was n."""
        x = self.profiles[k]
        if x.gender == "n":
            x.gender = "?"
            self.facts(k).neuters -= 1

    def best(self, members: list[int]) -> int:
        """Return the member that names the chain best: the longest name, else a role, else the first."""

        def rank(k: int) -> tuple[int, int, int]:
            x = self.profiles[k]
            order = {"name": 0, "place": 1, "role": 3, "nominal": 4, "unnamed": 5, "demonym": 2}
            return (order.get(x.kind, 6), -len(x.name), k)

        return min(members, key=rank)


def _reign_and_govern(one: Facts, two: Facts) -> bool:
    """Say whether one chain is a monarch's and the other a head of government's: nobody is both."""
    pairs = ((one.rules, two.rules), (two.rules, one.rules))
    return any("monarch" in x and not y.isdisjoint(("prime_minister", "president")) for x, y in pairs)


def names_clash(a: Sequence[tuple[str, ...]], b: Sequence[tuple[str, ...]], person: bool) -> bool:
    """Say whether two sets of names cannot belong to one actor."""
    if not a or not b:
        return False
    return not any(names_agree(x, y, person) for x in a for y in b)


def names_agree(x: tuple[str, ...], y: tuple[str, ...], person: bool) -> bool:
    """Say whether two names can be one actor's: equal, surname of a full name, or its tail."""
    if x == y or "".join(x) == "".join(y):
        return True
    short, long = (x, y) if len(x) <= len(y) else (y, x)
    if not person:
        return len(short) >= 2 and long[-len(short) :] == short
    short, long = plain_name(short), plain_name(long)
    if len(short) == 1:
        return short[0] in (long[-1], long[0])
    return (short[0], short[-1]) == (long[0], long[-1]) or long[-len(short) :] == short or long[: len(short)] == short


@lru_cache(maxsize=4096)
def plain_name(name: tuple[str, ...]) -> tuple[str, ...]:
    """Leave particles and initials out of a person's name."""
    words = [w.removeprefix("al-").removeprefix("el-") for w in name]
    kept = tuple(w for w in words if w not in PARTICLES and len(w) > 1)
    return kept or name
