"""Role nouns are tied to those who hold the role: "the envoy", "the ambassador", "a representative of Beijing"."""

from __future__ import annotations

from tacitus.mentions.chains import Chains
from tacitus.mentions.profiles import Profile, fold

BACK = 12  # sentences that a role noun may look back
# Classes too wide for one of their nouns to stand for another: the farmers are not the veterans of before.
WIDE = (("civilians",), ("private",), ("unnamed",), ("place",))
AHEAD = 8  # sentences that "a representative of Beijing" may stand before the name it announces


def link_roles(chains: Chains) -> None:
    """Tie role nouns to the chain that holds the role, looking back first, then ahead."""
    for k, x in enumerate(chains.profiles):
        if k in chains.why or x.kind not in ("role", "nominal") or x.name:
            continue
        body = x.role is None or not x.role.rule.person
        if body and is_anaphoric(chains, x) and (_link_head_word(chains, k, x) or _link_country(chains, k, x)):
            continue
        if x.kind != "role" or x.role is None:
            continue
        if x.role.rule.person and x.number != "p":
            if is_anaphoric(chains, x) and _link_back(chains, k, x):
                continue
            _link_ahead(chains, k, x)
        elif is_anaphoric(chains, x):
            _link_same_body(chains, k, x)


def _link_head_word(chains: Chains, k: int, x: Profile) -> bool:
    """Tie "the commission" to the last body before it whose name has that word for its head."""
    p = chains.parsed
    if x.last != x.head or x.head - x.first > 1 or p.child(x.head, "relcl", "acl", "poss") is not None:
        return False
    word = fold(p[x.head].lemma)
    for j in range(k - 1, -1, -1):
        y = chains.profiles[j]
        if _sentence(chains, k) - _sentence(chains, j) > BACK:
            return False
        if len(y.name) < 2 or y.person or y.kind not in ("name", "place") or y.number == "p":
            continue
        if word == y.name[-1] or (word == y.name[0] and y.name[1] in ("of", "for", "on")):
            return chains.may_join(j, k) and chains.join(j, k, "chain.head_word")
    return False


def _link_country(chains: Chains, k: int, x: Profile) -> bool:
    """Tie "the country" to the one country spoken of in its sentence, else in the one before."""
    if x.role is None or x.role.rule.families[:1] != ("country",) or x.number == "p" or x.head - x.first > 1:
        return False
    if x.role.owners or x.last != x.head or chains.parsed.child(x.head, "relcl", "acl") is not None:
        return False
    found: dict[int, list[int]] = {0: [], 1: []}
    named: dict[int, list[int]] = {0: [], 1: []}  # by their adjectives
    for j in range(k - 1, -1, -1):
        y, back = chains.profiles[j], _sentence(chains, k) - _sentence(chains, j)
        if back > 1:
            break
        place = chains.tables.place(y.surface) if y.kind in ("place", "demonym") else None
        into = found if place is not None and place.kind == "name" else named
        is_state = place is not None and place.kind in ("name", "demonym")
        if is_state and chains.of(j) not in map(chains.of, into[back]):
            into[back].append(j)
    near = found[0] or found[1] or named[0] or named[1]
    return len(near) == 1 and chains.may_join(near[0], k) and chains.join(near[0], k, "chain.country")


def is_anaphoric(chains: Chains, x: Profile) -> bool:
    """Say whether a role noun points back: definite, or a bare capitalised title ("President said")."""
    return x.definite or (chains.parsed[x.head].pos == "PROPN" and x.first == x.last)


def lands(chains: Chains, x: Profile) -> set[str]:
    """Return the countries that a role is said to belong to, as codes or folded words."""
    if x.role is None:
        return set()
    return {land for o in x.role.owners for land in _land(chains, o)}


def _land(chains: Chains, token: int) -> list[str]:
    p = chains.parsed
    found = country_of(chains, p[token].text)
    if found:
        return [found]
    k = chains.by_head.get(token)
    if k is not None:
        x = chains.profiles[k]
        if x.kind == "role" and x.role is not None:  # the government in Beijing
            return sorted(lands(chains, x))
        if x.name:
            named = country_of(chains, p.span(x.first, x.last).text)
            return [named or " ".join(x.name)]
    return [fold(p[token].text)] if p[token].text[:1].isupper() else []


def country_of(chains: Chains, words: str) -> str | None:
    """Return the country that a name, a demonym or a capital stands for, as the entity tables know it."""
    return chains.tables.country_of(words)


def _chain_lands(chains: Chains, k: int) -> set[str]:
    return {land for m in chains.members(k) for land in lands(chains, chains.profiles[m])}


def _fits(chains: Chains, k: int, x: Profile, other: int) -> bool:
    """Say whether the chain of `other` can be what the role noun `x` calls by its role."""
    if x.role is None or chains.number(other) == "p":
        return False
    roles = [chains.profiles[m].role for m in chains.members(other)]
    if not any(r is not None and x.role.may_be(r) for r in roles):
        return False
    mine, theirs = lands(chains, x), _chain_lands(chains, other)
    if mine and not mine & theirs:
        return False
    return chains.may_join(other, k)


def _is_called(chains: Chains, j: int, x: Profile) -> bool:
    """Say whether the chain of `j` is called by the very noun of `x` somewhere."""
    roles = [chains.profiles[m].role for m in chains.members(j)]
    return any(r is not None and x.role is not None and r.phrase == x.role.phrase for r in roles)


def _link_back(chains: Chains, k: int, x: Profile) -> bool:
    """Tie a definite role noun to the nearest chain before it that holds the role; two equally near are none."""
    p = chains.parsed
    here = p[x.head].sent
    his = p.child(x.head, "poss")
    kin = x.role is not None and his is not None and p[his].tag == "PRP$"
    found: dict[int, int] = {}
    for j in range(k - 1, -1, -1):
        if here - p[chains.profiles[j].head].sent > BACK:
            break
        chain = chains.of(j)
        if kin and not _is_called(chains, j, x):
            continue  # "his nephew", "her spokesman" is not just anybody of before
        if chain not in found and chain != chains.of(k) and _fits(chains, k, x, j):
            found[chain] = j
    if not found:
        return False
    named = {c: j for c, j in found.items() if chains.names(j)} or found
    order = sorted(named, key=lambda c: -named[c])
    if len(order) > 1 and _sentence(chains, named[order[0]]) == _sentence(chains, named[order[1]]):
        return False
    return chains.join(named[order[0]], k, "chain.role")


def _sentence(chains: Chains, j: int) -> int:
    return chains.parsed[chains.profiles[j].head].sent


def _link_ahead(chains: Chains, k: int, x: Profile) -> bool:
    """Tie "a representative of the government in Beijing" to the one of that role and country named after it."""
    mine = _chain_lands(chains, k)
    if not mine or chains.names(k):
        return False
    here = _sentence(chains, k)
    found: dict[int, int] = {}
    for j in range(k + 1, len(chains.profiles)):
        if _sentence(chains, j) - here > AHEAD:
            break
        y = chains.profiles[j]
        if chains.of(j) in found or chains.of(j) == chains.of(k) or not (y.name and y.person):
            continue
        if mine & _chain_lands(chains, j) and _fits(chains, k, x, j):
            found[chains.of(j)] = j
    if len(found) != 1:
        return False
    return chains.join(k, next(iter(found.values())), "chain.role_ahead")


def _link_same_body(chains: Chains, k: int, x: Profile) -> bool:
    """Tie "the ministry" to "the Danish foreign ministry" where no other body of the kind stands between."""
    if x.role is None:
        return False
    for j in range(k - 1, -1, -1):
        y = chains.profiles[j]
        if _sentence(chains, k) - _sentence(chains, j) > BACK:
            return False
        if y.role is None or not _is_same_kind(chains, x, y) or y.role.rule.person != x.role.rule.person:
            continue
        mine, theirs = lands(chains, x), _chain_lands(chains, j)
        if mine and theirs and not mine & theirs:
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
