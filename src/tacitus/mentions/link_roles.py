"""Role nouns are tied to those who hold the role: "the envoy", "the ambassador", "a representative of Beijing"."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from tacitus.mentions.chains import Chains
from tacitus.mentions.profiles import Profile, fold
from tacitus.mentions.read_roles import RolePhrase

BACK = 12  # sentences that a role noun may look back
# Classes too wide for one of their nouns to stand for another: the farmers are not the veterans of before.
WIDE = (("civilians",), ("private",), ("unnamed",), ("place",))
AHEAD = 8  # sentences that "a representative of Beijing" may stand before the name it announces
NEAR = 500  # mentions looked at within those sentences: articles have up to 250, texts without full stops thousands


def link_roles(chains: Chains) -> None:
    """Tie role nouns to the chain that holds the role, looking back first, then ahead."""
    known = _Known.read(chains)
    for k, x in enumerate(chains.profiles):
        if k in chains.why or x.kind not in ("role", "nominal") or x.name:
            continue
        body = x.role is None or not x.role.rule.person
        if body and is_anaphoric(chains, x) and (_link_head_word(known, k, x) or _link_country(known, k, x)):
            continue
        if x.kind != "role" or x.role is None:
            continue
        if x.role.rule.person and x.number != "p":
            if is_anaphoric(chains, x) and _link_back(known, k, x):
                continue
            _link_ahead(known, k, x)
        elif is_anaphoric(chains, x):
            _link_same_body(known, k, x)


@dataclass(frozen=True, slots=True)
class _Known:
    """The chains, and which mentions can be what role nouns are tied to, in the order of the text.

    `bodies` are named bodies by the word that heads their name, `states` the names and adjectives of
    countries, `persons` the named persons, `roles` the role nouns by mention, `lands` the countries that
    each role is said to belong to.
    """

    chains: Chains
    bodies: dict[str, list[int]] = field(default_factory=dict)
    states: list[int] = field(default_factory=list)
    persons: list[int] = field(default_factory=list)
    roles: dict[int, RolePhrase] = field(default_factory=dict)
    lands: dict[int, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def read(cls, chains: Chains) -> _Known:
        """Look through the mentions once."""
        out = cls(chains)
        for k, x in enumerate(chains.profiles):
            if len(x.name) > 1 and not x.person and x.kind in ("name", "place") and x.number != "p":
                words = {x.name[-1], x.name[0]} if x.name[1] in ("of", "for", "on") else {x.name[-1]}
                for word in words:
                    out.bodies.setdefault(word, []).append(k)
            if x.kind in ("place", "demonym"):
                out.states.append(k)
            if x.name and x.person:
                out.persons.append(k)
            if x.role is not None:
                out.roles[k] = x.role
        _read_lands(out)
        return out

    def sentences_before(self, k: int, j: int) -> int:
        """Return how many sentences mention `j` stands before `k`."""
        return self.chains.standing.sents[k] - self.chains.standing.sents[j]


def _link_head_word(known: _Known, k: int, x: Profile) -> bool:
    """Tie "the commission" to the last body before it whose name has that word for its head."""
    p, chains = known.chains.parsed, known.chains
    if x.last != x.head or x.head - x.first > 1 or p.child(x.head, "relcl", "acl", "poss") is not None:
        return False
    bodies = known.bodies.get(fold(p[x.head].lemma), [])
    n = bisect_left(bodies, k)
    if n == 0 or known.sentences_before(k, bodies[n - 1]) > BACK:
        return False
    return chains.may_join(bodies[n - 1], k) and chains.join(bodies[n - 1], k, "chain.head_word")


def _link_country(known: _Known, k: int, x: Profile) -> bool:
    """Tie "the country" to the one country spoken of in its sentence, else in the one before."""
    chains = known.chains
    if x.role is None or x.role.rule.families[:1] != ("country",) or x.number == "p" or x.head - x.first > 1:
        return False
    if x.role.owners or x.last != x.head or chains.parsed.child(x.head, "relcl", "acl") is not None:
        return False
    found: tuple[dict[int, int], ...] = ({}, {})  # by sentence, here and before: the nearest mention of each chain
    named: tuple[dict[int, int], ...] = ({}, {})  # by their adjectives
    n = bisect_left(known.states, k)
    for j in reversed(known.states[max(0, n - NEAR) : n]):
        y, back = chains.profiles[j], known.sentences_before(k, j)
        if back > 1 or len(found[0]) > 1:
            break
        place = chains.tables.place(y.surface)
        if place is not None and place.kind in ("name", "demonym"):
            into = found if place.kind == "name" else named
            into[back].setdefault(chains.of(j), j)
    near = list((found[0] or found[1] or named[0] or named[1]).values())
    return len(near) == 1 and chains.may_join(near[0], k) and chains.join(near[0], k, "chain.country")


def is_anaphoric(chains: Chains, x: Profile) -> bool:
    """Say whether a role noun points back: definite, or a bare capitalised title ("President said")."""
    return x.definite or (chains.parsed[x.head].pos == "PROPN" and x.first == x.last)


def _read_lands(known: _Known) -> None:
    """Read the countries that each role is said to belong to, as codes or folded words, and tell its chain.

    What a role belongs to may be a role: "the government in Beijing" is read before its representative.
    """
    chains = known.chains
    begun: set[int] = set()
    for first in known.roles:
        todo = [first]
        while todo:
            k = todo[-1]
            begun.add(k)
            owners = known.roles[k].owners
            inner = [j for o in owners if (j := chains.by_head.get(o)) in known.roles and j not in begun]
            todo.extend(inner)
            if not inner:
                known.lands[todo.pop()] = frozenset(land for o in owners for land in _land(known, o))
                chains.facts(k).lands.update(known.lands[k])


def _land(known: _Known, token: int) -> list[str]:
    chains = known.chains
    p = chains.parsed
    found = country_of(chains, p[token].text)
    if found:
        return [found]
    k = chains.by_head.get(token)
    if k is not None:
        x = chains.profiles[k]
        if x.kind == "role" and x.role is not None:  # the government in Beijing
            return sorted(known.lands.get(k, ()))
        if x.name:
            named = country_of(chains, p.span(x.first, x.last).text)
            return [named or " ".join(x.name)]
    return [fold(p[token].text)] if p[token].text[:1].isupper() else []


def country_of(chains: Chains, words: str) -> str | None:
    """Return the country that a name, a demonym or a capital stands for, as the entity tables know it."""
    return chains.tables.country_of(words)


def _fits(known: _Known, k: int, x: Profile, other: int) -> bool:
    """Say whether the chain of `other` can be what the role noun `x` calls by its role."""
    facts = known.chains.facts(other)
    if x.role is None or facts.number == "p":
        return False
    if not x.role.may_call(facts.phrases, facts.families):
        return False
    mine = known.lands.get(k, frozenset())
    if mine and mine.isdisjoint(facts.lands):
        return False
    return known.chains.may_join(other, k)


def _link_back(known: _Known, k: int, x: Profile) -> bool:
    """Tie a definite role noun to the nearest chain before it that holds the role; two equally near are none."""
    p, chains = known.chains.parsed, known.chains
    his = p.child(x.head, "poss")
    kin = x.role is not None and his is not None and p[his].tag == "PRP$"
    asked = {chains.of(k)}
    named: list[int] = []
    others: list[int] = []
    for j in range(k - 1, max(k - 1 - NEAR, -1), -1):
        if known.sentences_before(k, j) > BACK or len(named) > 1:
            break
        chain, facts = chains.of(j), chains.facts(j)
        if chain in asked or (len(others) > 1 and not facts.names):
            continue  # those without a name count only where nobody has one
        asked.add(chain)
        if kin and x.role is not None and x.role.phrase not in facts.phrases:
            continue  # "his nephew", "her spokesman" is not just anybody of before
        if _fits(known, k, x, j):
            (named if facts.names else others).append(j)
    near = named or others
    if not near or (len(near) > 1 and known.sentences_before(near[0], near[1]) == 0):
        return False
    return chains.join(near[0], k, "chain.role")


def _link_ahead(known: _Known, k: int, x: Profile) -> bool:
    """Tie "a representative of the government in Beijing" to the one of that role and country named after it."""
    chains = known.chains
    mine = chains.facts(k).lands
    if not mine or chains.names(k):
        return False
    asked = {chains.of(k)}
    found: list[int] = []
    n = bisect_right(known.persons, k)
    for j in known.persons[n : n + NEAR]:
        if known.sentences_before(j, k) > AHEAD or len(found) > 1:
            break
        if chains.of(j) in asked:
            continue
        asked.add(chains.of(j))
        if not mine.isdisjoint(chains.facts(j).lands) and _fits(known, k, x, j):
            found.append(j)
    return len(found) == 1 and chains.join(k, found[0], "chain.role_ahead")


def _link_same_body(known: _Known, k: int, x: Profile) -> bool:
    """Tie "the ministry" to "the Danish foreign ministry" where no other body of the kind stands between."""
    chains = known.chains
    if x.role is None:
        return False
    mine = known.lands.get(k, frozenset())
    for j in range(k - 1, max(k - 1 - NEAR, -1), -1):
        y = chains.profiles[j]
        if known.sentences_before(k, j) > BACK:
            return False
        if y.role is None or not _is_same_kind(chains, x, y) or y.role.rule.person != x.role.rule.person:
            continue
        theirs = chains.facts(j).lands
        if mine and theirs and mine.isdisjoint(theirs):
            continue
        alike = _modifiers(chains, x) <= _modifiers(chains, y) | {w for n in chains.names(j) for w in n}
        if alike and y.number == x.number and chains.may_join(j, k) and (not mine or mine == theirs):
            return chains.join(j, k, "chain.body")
        return False
    return False


def _is_same_kind(chains: Chains, x: Profile, y: Profile) -> bool:
    """Say whether a body can be called by the noun of another; a capitalised noun is a name ("the Senate")."""
    if x.role is None or y.role is None:
        return False
    if chains.parsed[x.head].pos == "PROPN":
        return y.role.phrase == x.role.phrase or y.role.phrase.endswith(" " + x.role.phrase)
    wide = x.role.rule.families[:1] in WIDE and x.role.phrase != y.role.phrase
    return not wide and x.role.may_be(y.role)


def _modifiers(chains: Chains, x: Profile) -> set[str]:
    """Return the words before a noun that tell one body from another: "royal", "foreign"."""
    p = chains.parsed
    kids = p.children(x.head, "amod", "compound", "nmod")
    return {fold(p[m].lemma) for m in kids if x.first <= m < x.head and not p[m].text[:1].isupper()}
