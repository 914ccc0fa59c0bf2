"""Where in a clause a rule's places stand: "subject", "object", "infinitive", "against", "object:for" ..."""

from __future__ import annotations

from collections.abc import Callable

from tacitus.parsing.clauses import (
    expand,
    is_passive,
    noun_doers,
    objects,
    passive_subjects,
    subjects,
)
from tacitus.parsing.parsed import Parsed

BASE = ("VB", "VBP")
NOUN_ENDS = ("ance", "ence", "ity", "ness", "tion", "sion", "ism", "ship")  # "turbulence" is no verb
VOTES = ("vote", "support", "oppose", "back", "favor", "favour", "approve", "pass", "reject")
BE = ("be", "remain", "become", "seem", "constitute", "represent")
WITHIN = ("prep", "dative", "agent")


def heads_at(p: Parsed, i: int, place: str) -> list[int]:
    """Return the tokens that head what stands at `place` of the word `i`, coordinated ones one by one."""
    if ":" in place:
        outer, inner = place.split(":", 1)
        return [h for o in heads_at(p, i, outer) for h in heads_at(p, o, inner)]
    known: dict[str, Callable[[Parsed, int], list[int]]] = {
        "subject": _doers,
        "patient": _patients,
        "object": _objects,
        "infinitive": infinitives,
        "gerund": _gerunds,
        "clause": _clauses,
        "doers": noun_doers,
        "self": _self,
        "site": site,
        "above": _above,
        "modified": _modified,
        "due": _due,
        "echo": _echo,
        "done": _done,
        "demanded": _demanded,
        "predicated": _predicated,
        "own": _own_object,
        "listed": _listed,
        "itself": _itself,
        "called": _called,
    }
    return known[place](p, i) if place in known else under(p, i, place)


def _doers(p: Parsed, i: int) -> list[int]:
    """Return the doers of a verb; of "went as far as ordering troops out to protect X" the subject of "went"."""
    found = subjects(p, i)
    at, climbs = i, ("advcl", "pcomp", "xcomp", "prep", "advmod", "conj")
    while not found and p[at].dep in climbs and not is_passive(p, i) and p.child(at, "nsubj") is None:
        at = p[at].head
        if p[at].pos in ("VERB", "AUX"):
            found = subjects(p, at)
    return found


def _objects(p: Parsed, i: int) -> list[int]:
    found = [k for k in objects(p, i) if p[k].dep not in ("attr", "oprd") or p[i].lemma != "be"]
    named = [k for k in p.children(i, "ccomp", "oprd") if p.is_nominal(k) and p.child(k, "nsubj") is None]
    if not found and not named and p[i].dep == "pcomp" and is_passive(p, i):
        above = p[p[i].head].head  # "failed after being opposed by X"
        return (subjects(p, above) or passive_subjects(p, above)) if p[above].pos == "VERB" else []
    return found or named


def under(p: Parsed, i: int, prep: str) -> list[int]:
    """Return what stands under the preposition `prep` of word `i`: noun heads, gerunds, clauses."""
    out: list[int] = []
    for k in p.children(i, *WITHIN) or _strayed_preps(p, i):
        if p[k].low == prep:
            inner = p.children(k, "pobj", "pcomp") or [
                x for j in p.children(k, "prep") for x in p.children(j, "pobj", "pcomp")
            ]
            out.extend(_for_to(p, i, k, inner) if prep == "for" else inner)
    if not out and prep == "for":
        # "for the bill to be dropped" may be parsed as a clause marked by "for"
        out = [k for k in p.children(i, "advcl", "ccomp", "xcomp", "acl") if _marked(p, k, "for")]
    wide = [c for k in out for c in (p.conjuncts(k) if p[k].pos not in ("VERB", "AUX") else with_conjuncts(p, k))]
    return list(dict.fromkeys(wide))


def _strayed_preps(p: Parsed, i: int) -> list[int]:
    """Return the preposition right behind an object that the parser hung on the verb: "voiced its objection to X"."""
    near = i + 1 < len(p) and p[i].dep == "dobj" and p[i + 1].dep == "prep" and p[i + 1].head == p[i].head
    return [i + 1] if near else []


def _marked(p: Parsed, k: int, word: str) -> bool:
    return any(p[m].low == word for m in p.children(k, "mark", "prep"))


def _for_to(p: Parsed, i: int, prep: int, inner: list[int]) -> list[int]:
    """Return the infinitive of "for X to do", where the parser hung it on the verb or on X; else `inner`."""
    for n in inner:
        for k in (*p.children(n, "acl", "relcl"), *p.children(i, "xcomp", "advcl")):
            if k > n and is_infinitive(p, k) and p.child(k, "nsubj", "nsubjpass") is None and k - p.edges(n)[1] <= 3:
                return [k]
    return inner


def is_infinitive(p: Parsed, k: int) -> bool:
    """Say whether token `k` heads an infinitive with "to"."""
    return any(p[a].low == "to" and p[a].pos == "PART" for a in p.children(k, "aux", "mark"))


def is_clausal(p: Parsed, k: int) -> bool:
    """Say whether token `k` heads a clause: a verb, or a word taken for a noun that has a subject."""
    if p[k].low.endswith(NOUN_ENDS) and p[k].tag in BASE and p.child(k, "aux", "dobj") is None:
        return False
    return p[k].pos in ("VERB", "AUX") or p.child(k, "nsubj", "nsubjpass") is not None


def with_conjuncts(p: Parsed, verb: int) -> list[int]:
    """Return a verb and the verbs coordinated with it that have no subject of their own."""
    out = [verb]
    for k in p.conjuncts(verb)[1:]:
        alike = p[k].tag == p[verb].tag or {p[k].tag, p[verb].tag} <= {"VB", "VBP"} or p.child(verb, "auxpass")
        if p[k].pos in ("VERB", "AUX") and alike and p.child(k, "nsubj", "nsubjpass", "expl") is None:
            out.append(k)
    return out


def infinitives(p: Parsed, i: int) -> list[int]:
    """Return the verbs of the infinitives that complete word `i` ("urged Moscow to withdraw and to pay")."""
    found = [k for k in p.children(i, "xcomp", "ccomp", "acl", "relcl", "advcl") if k > i and is_infinitive(p, k)]
    direct = [k for k in found if p[k].dep in ("xcomp", "ccomp", "acl")] or found[:1]
    direct = direct or [
        k
        for prep in p.children(i, "prep")
        for n in p.children(prep, "pobj")
        for k in p.children(n, "acl", "relcl")
        if is_infinitive(p, k) and p[prep].low in ("on", "upon", "to")
    ]
    # an object that took the infinitive: "urged [demonstrators to go home]"
    direct = direct or [
        k
        for n in p.children(i, "dobj", "nsubjpass")
        for k in p.children(n, "acl", "relcl")
        if is_infinitive(p, k) and p[n].pos in ("PROPN", "PRON", "NOUN")
    ]
    return list(dict.fromkeys(c for k in direct for c in with_conjuncts(p, k)))


def _gerunds(p: Parsed, i: int) -> list[int]:
    found = [k for k in p.children(i, "xcomp", "ccomp", "dobj", "pcomp") if p[k].tag == "VBG" and k > i]
    return list(dict.fromkeys(c for k in found for c in with_conjuncts(p, k)))


def _clauses(p: Parsed, i: int) -> list[int]:
    found = [k for k in p.children(i, "ccomp", "acl") if is_clausal(p, k) and not is_infinitive(p, k)]
    found = [k for k in found if p[k].dep == "ccomp" or _marked(p, k, "that")]
    return [k for k in found if p.child(k, "nsubj", "nsubjpass", "expl") is not None]


def _self(p: Parsed, i: int) -> list[int]:
    """Return whom a noun like "critic" names: the subject of "is a critic", what it stands beside, or itself."""
    t = p[i]
    if t.dep == "pobj" and p[t.head].low == "of" and p[p[t.head].head].dep == "attr":
        t = p[p[t.head].head]  # "is more of a critic"
    if t.dep == "attr":
        return subjects(p, t.head)
    if t.dep == "appos" and p.is_nominal(t.head):
        return [t.head]
    return [i]


def site(p: Parsed, i: int) -> list[int]:
    """Return whom a phrase is said of: the subject of "is against X" or "is in favour of X", or the noun before it."""
    t = p[i]
    own = p.children(i, "nsubj", "nsubjpass") if t.pos in ("VERB", "ADJ") else []
    if own:
        return expand(p, own)  # a participle that heads its clause: "is concerned by X"
    at = p.head(i)
    if t.pos == "NOUN" and (at is None or p[at].low != "in"):
        return []
    if at is not None and t.dep == "pobj":
        at = p.head(at)
    if at is not None and t.dep == "conj" and p[at].pos == "ADP":
        at = p.head(at)  # "voted for the first but against the second"
    if at is None:
        return []
    if p[at].pos in ("VERB", "AUX"):
        if t.pos in ("ADP", "SCONJ") and p[at].lemma not in ("be", "remain", "stand", "come", "vote"):
            return []
        return passive_subjects(p, at) if is_passive(p, at) else _doers(p, at)
    return _self(p, at) if p.is_nominal(at) and t.pos not in ("ADP", "SCONJ") else []


def _above(p: Parsed, i: int) -> list[int]:
    for k in p.ancestors(i):
        if p[k].pos in ("VERB", "AUX"):
            return subjects(p, k)
    return []


def _modified(p: Parsed, i: int) -> list[int]:
    """Return the noun that an adjective stands before."""
    return [p[i].head] if p[i].dep in ("amod", "compound", "nmod") and p.is_nominal(p[i].head) else []


def _due(p: Parsed, i: int) -> list[int]:
    """Return what "it is time to ..." calls for."""
    return infinitives(p, i) or (infinitives(p, p[i].head) if p[i].dep == "attr" else [])


def _echo(p: Parsed, i: int) -> list[int]:
    """Return what the votes just told of were about: "40 backed the bill, and 30 opposed"."""
    if objects(p, i) or p.child(i, "prep", "ccomp", "xcomp") is not None:
        return []
    for k in range(i - 1, p.sentences[p[i].sent][0], -1):
        t, above = p[k], p[p[k].head]
        if t.dep == "dobj" and above.lemma in VOTES:
            return [k]
        favoured = above.low == "of" and p[above.head].lemma in ("favor", "favour", "support")
        if t.dep == "pobj" and (favoured or (above.low in ("for", "against") and p[above.head].lemma in VOTES)):
            return [k]
    return []


def _done(p: Parsed, i: int) -> list[int]:
    """Return the participle of "wants X removed"."""
    found = [k for k in p.children(i, "ccomp", "oprd", "xcomp", "acl") if p[k].tag == "VBN"]
    return [k for k in found if k > i and p.child(k, "nsubj", "nsubjpass") is not None and p.child(k, "aux") is None]


def _demanded(p: Parsed, i: int) -> list[int]:
    """Return the verbs of a clause that tells what is to be done: "demanded that he resign", "should resign"."""
    return [k for k in _clauses(p, i) if _is_to_be_done(p, k)]


def _is_to_be_done(p: Parsed, k: int) -> bool:
    aux = [p[a].low for a in p.children(k, "aux", "auxpass")]
    if any(a not in ("should", "must", "to", "be", "not") for a in aux):
        return False
    # a subjunctive looks like a plural: "insists that the budget include funding"
    singular = any(p[s].tag in ("NN", "NNP") for s in p.children(k, "nsubj", "nsubjpass"))
    return p[k].tag in ("VB", "NN") or (p[k].tag == "VBP" and singular) or bool(aux)


def _predicated(p: Parsed, i: int) -> list[int]:
    """Return what a word is said of: the subject of "is a ploy", the object of "called it illegal"."""
    verb = naming_verb(p, i)
    if verb is None:
        return []
    if p[verb].lemma in BE:
        if p[verb].dep == "xcomp" and p.child(verb, "nsubj") is None and objects(p, p[verb].head):
            return objects(p, p[verb].head)  # "which the court ruled to be unlawful"
        return subjects(p, verb)
    own = [k for k in p.children(i, "nsubj") if k < i]
    if p[i].dep == "dobj":
        return p.children(i, "compound", "nmod")  # "ruled the law unconstitutional"
    return own or [k for k in objects(p, verb) if k != i]


def naming_verb(p: Parsed, i: int) -> int | None:
    """Return the verb by which a word is said of something: "is", or "called" in "called it illegal"."""
    top = p.first_conjunct(i)
    above = p.head(top)
    if above is None:
        return None
    if p[top].dep == "amod" and top < above and p.is_nominal(above) and p[above].dep in ("attr", "oprd", "pobj"):
        top, above = above, p[above].head  # "is a dangerous step", "as a dangerous step"
    if p[top].dep in ("pobj", "amod") and p[above].low == "as":
        above = p.head(above)
    elif p[top].dep == "dobj" and p[top].pos == "ADJ" and p.child(top, "det") is not None:
        pass  # taken for the noun: "ruled the law unconstitutional"
    elif p[top].dep not in ("attr", "acomp", "oprd", "ccomp", "advcl", "xcomp"):
        return None
    return above if above is not None and p[above].pos in ("VERB", "AUX") else None


def _patients(p: Parsed, i: int) -> list[int]:
    own = p.children(i, "nsubj") or [s for a in p.children(i, "auxpass") for s in p.children(a, "nsubj")]
    return passive_subjects(p, i) or expand(p, own)


def _itself(p: Parsed, i: int) -> list[int]:
    return [i]


def _listed(p: Parsed, i: int) -> list[int]:
    """Return what a noun is said to hold: "their demands include X", "the demand is Y"."""
    if p[i].dep not in ("nsubj", "nsubjpass"):
        return []
    verb = p[i].head
    return [*objects(p, verb), *under(p, verb, "to")] if not is_passive(p, verb) else under(p, verb, "to")


def _called(p: Parsed, i: int) -> list[int]:
    """Return what a verb gives a name in quotation marks or after "as": "called the plan a 'smash and grab'"."""
    small = [k for k in p.children(i, "ccomp", "oprd", "xcomp", "advcl") if k > i]
    named = [k for k in small if p[k].pos not in ("VERB", "AUX")]
    named += [n for k in p.children(i, "prep") if p[k].low == "as" for n in p.children(k, "pobj", "amod", "pcomp")]
    for k in named:
        if any(p.quote_at(p[j].start) for j in p.subtree(k)) and not p.quote_at(p[i].start):
            own = p.children(k, "nsubj")
            return own or [o for o in objects(p, i) if o != k]
    return []


def _own_object(p: Parsed, i: int) -> list[int]:
    """Return what a preposition governs."""
    return p.children(i, "pobj", "pcomp")


def expanded(p: Parsed, heads: list[int]) -> list[int]:
    """Return noun heads with what is coordinated with them, verbs as they are."""
    return list(dict.fromkeys(c for h in heads for c in (expand(p, [h]) if p.is_nominal(h) else [h])))
