"""Names of one actor are tied: full name and surname, abbreviation, apposition, predicate noun, relative pronoun."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import islice

from tacitus.mentions.chains import Chains, names_agree
from tacitus.mentions.link_persons import link_full_names, link_surnames, titles_agree
from tacitus.mentions.name_index import Name
from tacitus.mentions.profiles import RELATIVE, Profile
from tacitus.parsing.clauses import negated

MINOR = frozenset(["of", "the", "and", "for", "in", "de", "la", "el", "al", "du", "des", "&"])
COPULAS = frozenset(["be", "become", "remain"])
NAMING = frozenset(["name", "call", "know", "dub"])
COMPASS = frozenset(["north", "south", "east", "west"])
HIGH = 100  # steps from a relative pronoun up to the verb of its clause
NAMESAKES = 50  # chains of one name that a mention of it is tried with: more are in no article


def link_names(chains: Chains) -> None:
    """Tie the mentions whose names are one actor's."""
    named = [k for k, x in enumerate(chains.profiles) if x.name]
    _link_equal(chains, named)
    link_full_names(chains)
    _link_countries(chains, named)
    _link_abbreviations(chains, named)
    link_surnames(chains)
    _link_tails(chains, named)


def _link_equal(chains: Chains, named: list[int]) -> None:
    first: dict[str, list[int]] = {}
    for k in named:
        x = chains.profiles[k]
        if x.kind == "demonym":
            continue
        others = first.setdefault("".join(w for w in x.name if w not in MINOR), [])
        for other in others:
            if titles_agree(chains, other, k) and chains.may_join(other, k):
                chains.join(other, k, "chain.name")
                break
        else:
            if len(others) < NAMESAKES:
                others.append(k)


def _link_countries(chains: Chains, named: list[int]) -> None:
    """Tie the names of one country: "the United States", "US", "America"."""
    first: dict[str, int] = {}
    for k in named:
        x = chains.profiles[k]
        place = chains.tables.place(x.surface) if x.kind == "place" else None
        if place is not None and place.kind == "name":
            j = first.setdefault(place.country.iso3, k)
            chains.join(j, k, "chain.country")


def _link_abbreviations(chains: Chains, named: list[int]) -> None:
    """Tie "PDVSA" to the name before it in brackets or apposition, and initials to the words they stand for."""
    p = chains.parsed
    ending = {chains.profiles[j].last: j for j in named if len(chains.profiles[j].name) > 1}
    standing_for: dict[str, int] = {}
    for j in named:
        y = chains.profiles[j]
        if len(y.name) > 1 and not y.person:
            for letters in _initials(y.name):
                standing_for.setdefault(letters, j)
    for k in named:
        x = chains.profiles[k]
        if len(x.name) != 1 or not p[x.head].text.isupper() or len(x.name[0]) < 2:
            continue
        bracketed = x.first > 0 and p[x.first - 1].text == "(" and x.last + 1 < len(p) and p[x.last + 1].text == ")"
        before = ending.get(x.first - 2) if bracketed else None
        if before is not None and chains.join(before, k, "chain.abbreviation"):
            continue
        named_out = standing_for.get(x.name[0])
        if named_out is not None:
            chains.join(min(named_out, k), max(named_out, k), "chain.initials")


def _initials(name: tuple[str, ...]) -> set[str]:
    words = [w for part in name for w in part.split("-") if w]
    return {"".join(w[0] for w in words), "".join(w[0] for w in words if w not in MINOR)}


def _link_tails(chains: Chains, named: list[int]) -> None:
    """Tie a body's shorter name to its longer one: "the Security Council" to "the UN Security Council"."""
    short = [k for k in named if not chains.profiles[k].person and chains.profiles[k].kind != "demonym"]
    longer = _Longer.read(chains, named, {chains.profiles[k].name for k in short})
    for k in short:
        x = chains.profiles[k]
        lists = [longer.with_role.get(x.name, [])]
        if x.kind != "place":
            lists.append(longer.by_tail.get(x.name, []))
        if x.name in longer.by_compass and chains.parsed.child(x.head, "det") is not None:
            lists.append(longer.by_compass[x.name])
        found = [j for js in lists if (j := _first_apart(chains, js, k)) is not None]
        if found:
            j = min(found)
            chains.join(min(j, k), max(j, k), "chain.tail")


@dataclass(frozen=True, slots=True)
class _Longer:
    """The mentions that are no persons and whose name is a shorter one with words before or a word after it.

    `by_tail` is by the words that it ends with, `with_role` by all but the last, which is then a role noun
    ("Chile Government"), `by_compass` by the first of two ("North Korea").
    """

    by_tail: dict[Name, list[int]] = field(default_factory=dict)
    with_role: dict[Name, list[int]] = field(default_factory=dict)
    by_compass: dict[Name, list[int]] = field(default_factory=dict)

    @classmethod
    def read(cls, chains: Chains, named: list[int], short: set[Name]) -> _Longer:
        out = cls()
        sizes = sorted({len(name) for name in short if len(name) > 1})
        for j in named:
            y = chains.profiles[j]
            if y.person or len(y.name) < 2:
                continue
            for n in sizes[: bisect_left(sizes, len(y.name))]:
                if y.name[-n:] in short and y.name[-n - 1] not in MINOR:
                    out.by_tail.setdefault(y.name[-n:], []).append(j)
            if y.role is not None and not y.role.rule.person:
                out.with_role.setdefault(y.name[:-1], []).append(j)
            if len(y.name) == 2 and y.kind == "place" and y.name[0] in COMPASS:
                out.by_compass.setdefault(y.name[:1], []).append(j)
        return out


def _first_apart(chains: Chains, js: list[int], k: int) -> int | None:
    """Return the first of some mentions that is not in the chain of `k`; drops from the list what repeats its first."""
    if js and chains.of(js[0]) != chains.of(k):
        return js[0]
    while len(js) > 1 and chains.of(js[1]) == chains.of(js[0]):
        del js[1]
    return js[1] if len(js) > 1 else None


def link_structure(chains: Chains) -> None:
    """Tie what the grammar makes one: apposition, predicate noun, relative pronoun."""
    ending: dict[int, list[int]] = {}
    for k, x in enumerate(chains.profiles):
        ending.setdefault(x.last, []).append(k)
    for k, x in enumerate(chains.profiles):
        t = chains.parsed[x.head]
        _link_title(chains, k, x)
        if t.dep == "appos":
            _link_apposition(chains, k, x)
        elif t.dep in ("attr", "oprd"):
            _link_predicate(chains, k, x)
        elif t.low in RELATIVE and t.pos in ("PRON", "DET", "SCONJ") and x.kind == "pronoun":
            _link_relative(chains, k, ending)


def _link_title(chains: Chains, k: int, x: Profile) -> None:
    """Tie a person's name to the title that runs right up to it: "Democratic nominee Ana Diaz"."""
    if not x.name or not x.person or k == 0 or chains.parsed.child(x.head, "det") is not None:
        return
    for j in range(k - 1, max(-1, k - 5), -1):
        y = chains.profiles[j]
        if y.last == x.first - 1 and y.role is not None and y.role.rule.person and not y.name:
            singular = y.number == "s" and chains.parsed[y.head].sent == chains.parsed[x.head].sent
            if singular and chains.may_join(j, k):
                chains.join(j, k, "chain.title")
            return


def _link_apposition(chains: Chains, k: int, x: Profile) -> None:
    p = chains.parsed
    top = p[x.head].head
    j = chains.by_head.get(top)
    if j is None or p.child(top, "conj") is not None or p.child(x.head, "conj") is not None:
        return
    y = chains.profiles[j]
    one, two = _is_somebody(x), _is_somebody(y)
    both_named = bool(x.name and y.name) and x.kind != "demonym"
    places = x.kind == "place" and y.kind == "place"
    if not one or not two or places or (both_named and not names_agree(x.name, y.name, bool(y.person))):
        return
    if chains.may_join(j, k):
        chains.join(j, k, "chain.apposition")


def _is_somebody(x: Profile) -> bool:
    return bool(x.name) or x.role is not None or x.kind in ("role", "name")


def _link_predicate(chains: Chains, k: int, x: Profile) -> None:
    p = chains.parsed
    verb = p[x.head].head
    if p[verb].dep == "acl" and p[verb].lemma in NAMING and x.name:  # a student named Wong
        subject = p.head(verb)
    elif p[x.head].dep == "oprd":  # was elected president
        subject = p.child(verb, "nsubjpass")
    else:
        subject = p.child(verb, "nsubj") if p[verb].lemma in COPULAS else None
    if subject is None or negated(p, verb) or not _is_somebody(x):
        return
    if p.child(subject, "conj") is not None or any(p[m].tag == "MD" for m in p.children(verb, "aux")):
        return
    j = chains.by_head.get(subject)
    if j is not None and chains.may_join(j, k):
        chains.join(j, k, "chain.predicate")


def _link_relative(chains: Chains, k: int, ending: dict[int, list[int]]) -> None:
    p, x = chains.parsed, chains.profiles[k]
    for verb in islice(p.ancestors(x.head), HIGH):
        if p[verb].dep == "relcl":
            j = _antecedent(chains, x, p[verb].head, ending)
            if j is not None:
                if p[x.head].low in ("who", "whom") and chains.profiles[j].person is None:
                    chains.make_person(j)
                chains.join(j, k, "chain.relative")
            return
        if p[verb].dep not in ("poss", "pobj", "prep", "nsubj", "nsubjpass", "dobj", "conj", "ccomp", "xcomp", "pcomp"):
            return


def _antecedent(chains: Chains, x: Profile, noun: int, ending: dict[int, list[int]]) -> int | None:
    """Return whom a relative pronoun stands for: the noun of its clause, or a person just before "who".

    `ending` holds the mentions by their last token.
    """
    p = chains.parsed
    j = chains.by_head.get(noun)
    if p[x.head].low in ("who", "whom") and (j is None or chains.profiles[j].person is None):
        near = [k for last in (x.first - 1, x.first - 2) for k in ending.get(last, []) if chains.profiles[k].person]
        j = max(near, default=j)
    return j if j is not None and chains.profiles[j].last < x.first else None
