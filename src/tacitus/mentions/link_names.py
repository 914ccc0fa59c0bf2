"""Names of one actor are tied: full name and surname, abbreviation, apposition, predicate noun, relative pronoun."""

from __future__ import annotations

from collections import Counter

from tacitus.mentions.chains import Chains, names_agree
from tacitus.mentions.profiles import RELATIVE, Profile, name_words
from tacitus.parsing.clauses import negated

MINOR = frozenset(["of", "the", "and", "for", "in", "de", "la", "el", "al", "du", "des", "&"])
COPULAS = frozenset(["be", "become", "remain"])
NAMING = frozenset(["name", "call", "know", "dub"])
PLACE_LABELS = frozenset(["GPE", "LOC", "FAC"])
COMPASS = frozenset(["north", "south", "east", "west"])


def link_names(chains: Chains) -> None:
    """Tie the mentions whose names are one actor's."""
    _recall_surnames(chains)
    named = [k for k, x in enumerate(chains.profiles) if x.name]
    _vote_on_persons(chains, named)
    _link_equal(chains, named)
    _link_full_names(chains, named)
    _link_countries(chains, named)
    _link_abbreviations(chains, named)
    _link_surnames(chains, named)
    _link_tails(chains, named)


def _recall_surnames(chains: Chains) -> None:
    """Take a capitalised word for a name where it is the surname of a person named in full, whatever its tag."""
    p = chains.parsed
    last = {x.name[-1] for x in chains.profiles if len(x.name) > 1 and x.person}
    for x in chains.profiles:
        if x.kind == "nominal" and x.first == x.last and x.role is None and p[x.head].text[:1].isupper():
            word = name_words(p, x.head, x.head)
            bare = p[x.head].tag == "NN" and p[x.head].dep in ("nsubj", "nsubjpass") and x.head != p.sentences[0][0]
            known = bare and any(o.source == "own" for o in chains.tables.bearers(p[x.head].text))
            if word and (word[-1] in last or known):
                x.kind, x.name, x.surface, x.person, x.number = "name", word, p[x.head].text, True, "s"
                x.gender = "?"


def _vote_on_persons(chains: Chains, named: list[int]) -> None:
    """Let what is known of one mention of a name hold for all: the parser labels a bare surname as it likes."""
    votes: dict[tuple[str, ...], Counter[str]] = {}
    persons: set[tuple[str, ...]] = set()
    for k in named:
        x = chains.profiles[k]
        votes.setdefault(x.name, Counter())[x.label] += 1
        if x.person or _is_glossed_as_person(chains, x):
            persons.add(x.name)
    surfaces = {chains.profiles[k].name: chains.profiles[k].surface for k in named}
    listed = {name: _listed_kind(chains, words, name, name in persons) for name, words in surfaces.items()}
    for k in named:
        x = chains.profiles[k]
        _settle(x, votes[x.name], x.name in persons, listed[x.name])


def _listed_kind(chains: Chains, words: str, name: tuple[str, ...], shown_person: bool) -> str:
    """Return what the entity tables know a name as: place, body, person or nothing."""
    place = chains.tables.place(words)
    if place is not None:
        return "demonym" if place.kind == "demonym" else "place"
    if chains.tables.bodies(words):
        return "body"
    if shown_person:
        return "person"
    known = chains.tables.people(words) if len(name) > 1 else chains.tables.bearers(words)
    return "person" if known else ""


def _settle(x: Profile, counts: Counter[str], shown_person: bool, listed: str) -> None:
    """Decide the kind of one named mention: the article's own evidence, then the tables, then the labels."""
    places = sum(counts[label] for label in PLACE_LABELS)
    rest = counts["PERSON"] + counts["ORG"]
    if listed in ("place", "body") and not x.person and not (shown_person and len(x.name) > 1):
        x.person, x.gender = False, "n"
        x.kind = "name" if listed == "body" else "place"
    elif shown_person or listed == "person" or (len(x.name) > 1 and counts["PERSON"] > places + counts["ORG"]):
        x.person = True
    if x.person:
        x.kind = "name"
        x.gender = "?" if x.gender == "n" else x.gender
    elif listed == "demonym":
        x.kind = "demonym"
    elif not listed and x.kind in ("place", "name"):
        x.kind = "place" if places > rest else "name"
        if x.person is None and places > rest:
            x.person, x.gender = False, "n"


def _is_glossed_as_person(chains: Chains, x: Profile) -> bool:
    """Say whether an apposition shows a name to be a person's: "X, an Australian woman", "X, 34,"."""
    p = chains.parsed
    for k in p.children(x.head, "appos"):
        y = chains.profiles[chains.by_head[k]] if k in chains.by_head else None
        if (y is not None and y.person and not y.name) or (p[k].pos == "NUM" and 1 <= len(p[k].text) <= 2):
            return True
    return False


def _link_equal(chains: Chains, named: list[int]) -> None:
    first: dict[str, list[int]] = {}
    for k in named:
        x = chains.profiles[k]
        if x.kind == "demonym":
            continue
        key = "".join(w for w in x.name if w not in MINOR)
        for other in first.setdefault(key, []):
            if _titles_agree(chains, other, k) and chains.may_join(other, k):
                chains.join(other, k, "chain.name")
                break
        else:
            first[key].append(k)


def _link_full_names(chains: Chains, named: list[int]) -> None:
    """Tie fuller and shorter full names of a person: "John R. Bolton", "John Bolton"."""
    full = [k for k in named if len(chains.profiles[k].name) > 1 and chains.profiles[k].person]
    for n, k in enumerate(full):
        for j in full[:n]:
            if chains.of(j) == chains.of(k):
                break
            x, y = chains.profiles[j].name, chains.profiles[k].name
            if names_agree(x, y, True) and _titles_agree(chains, j, k) and chains.join(j, k, "chain.name"):
                break


def _titles_agree(chains: Chains, a: int, b: int) -> bool:
    """Say whether the titles of two mentions of one surname let them be one person ("Mr"/"Mrs Clinton")."""
    g, h = chains.gender(a), chains.gender(b)
    return g == h or "?" in (g, h) or "n" in (g, h)


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
    for k in named:
        x = chains.profiles[k]
        if len(x.name) != 1 or not p[x.head].text.isupper() or len(x.name[0]) < 2:
            continue
        bracketed = x.first > 0 and p[x.first - 1].text == "(" and x.last + 1 < len(p) and p[x.last + 1].text == ")"
        before = [j for j in named if chains.profiles[j].last == x.first - 2 and len(chains.profiles[j].name) > 1]
        if bracketed and before and chains.join(before[-1], k, "chain.abbreviation"):
            continue
        for j in named:
            y = chains.profiles[j]
            if len(y.name) > 1 and x.name[0] in _initials(y.name) and not y.person:
                chains.join(min(j, k), max(j, k), "chain.initials")
                break


def _initials(name: tuple[str, ...]) -> set[str]:
    words = [w for part in name for w in part.split("-") if w]
    return {"".join(w[0] for w in words), "".join(w[0] for w in words if w not in MINOR)}


def _link_surnames(chains: Chains, named: list[int]) -> None:
    """Tie a bare surname to the full name that it is the end (or, for some languages, the beginning) of."""
    full = [k for k in named if len(chains.profiles[k].name) > 1 and chains.profiles[k].person]
    for k in named:
        x = chains.profiles[k]
        if len(x.name) != 1 or (x.kind == "demonym" and not x.person):
            continue
        fits = [f for f in full if names_agree(x.name, chains.profiles[f].name, True)]
        if x.label in PLACE_LABELS and not x.person and not fits:
            continue
        ends = [f for f in fits if chains.profiles[f].name[-1].removeprefix("al-") == x.name[0].removeprefix("al-")]
        joined = _choose_full(chains, k, ends) or _choose_full(chains, k, fits)
        if joined is not None:
            x.person = True
            x.kind = "name" if x.kind in ("place", "demonym") else x.kind
            x.gender = "?" if x.gender == "n" else x.gender
            chains.join(joined, k, "chain.surname")


def _choose_full(chains: Chains, k: int, fits: list[int]) -> int | None:
    """Choose among bearers of a surname: gender must agree; then who was named before, and most often."""
    x = chains.profiles[k]
    able = [f for f in fits if _titles_agree(chains, f, k)]
    if not able:
        return None
    before = [f for f in able if f < k] or able
    size = Counter(chains.of(f) for f in before)
    best = max(before, key=lambda f: (len(chains.members(f)), size[chains.of(f)], -abs(f - k)))
    del x
    return best


def _link_tails(chains: Chains, named: list[int]) -> None:
    """Tie a body's shorter name to its longer one: "the Security Council" to "the UN Security Council"."""
    p = chains.parsed
    for k in named:
        x = chains.profiles[k]
        if x.person or x.kind == "demonym":
            continue
        for j in named:
            y = chains.profiles[j]
            if y.person or j == k or len(y.name) <= len(x.name) or chains.of(j) == chains.of(k):
                continue
            tail = len(x.name) > 1 and y.name[-len(x.name) :] == x.name and x.kind != "place"
            tail = tail and y.name[-len(x.name) - 1] not in MINOR
            kind = chains.profiles[j].role if y.name[: len(x.name)] == x.name else None
            tail = tail or (kind is not None and len(y.name) == len(x.name) + 1 and not kind.rule.person)
            compass = x.name[0] in COMPASS and len(x.name) == 1 and y.name[0] == x.name[0] and len(y.name) == 2
            has_the = p.child(x.head, "det") is not None
            if tail or (compass and has_the and y.kind == "place"):
                chains.join(min(j, k), max(j, k), "chain.tail")
                break


def link_structure(chains: Chains) -> None:
    """Tie what the grammar makes one: apposition, predicate noun, relative pronoun."""
    for k, x in enumerate(chains.profiles):
        t = chains.parsed[x.head]
        _link_title(chains, k, x)
        if t.dep == "appos":
            _link_apposition(chains, k, x)
        elif t.dep in ("attr", "oprd"):
            _link_predicate(chains, k, x)
        elif t.low in RELATIVE and t.pos in ("PRON", "DET", "SCONJ") and x.kind == "pronoun":
            _link_relative(chains, k, x)


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


def _link_relative(chains: Chains, k: int, x: Profile) -> None:
    p = chains.parsed
    for verb in p.ancestors(x.head):
        if p[verb].dep == "relcl":
            j = _antecedent(chains, x, p[verb].head)
            if j is not None:
                if p[x.head].low in ("who", "whom") and chains.profiles[j].person is None:
                    chains.profiles[j].person = True
                chains.join(j, k, "chain.relative")
            return
        if p[verb].dep not in ("poss", "pobj", "prep", "nsubj", "nsubjpass", "dobj", "conj", "ccomp", "xcomp", "pcomp"):
            return


def _antecedent(chains: Chains, x: Profile, noun: int) -> int | None:
    """Return whom a relative pronoun stands for: the noun of its clause, or a person just before "who"."""
    p = chains.parsed
    j = chains.by_head.get(noun)
    if p[x.head].low in ("who", "whom") and (j is None or chains.profiles[j].person is None):
        near = [k for k, y in enumerate(chains.profiles) if y.last in (x.first - 1, x.first - 2) and y.person]
        j = near[-1] if near else j
    return j if j is not None and chains.profiles[j].last < x.first else None
