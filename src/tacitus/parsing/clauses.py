"""Who does what in a clause: subjects, agents and objects of verbs and of nouns that stand for deeds.

Passives, relative clauses, participles, control ("urged X to leave"), coordination and light words are
undone here once, so that statements, events and positions read arguments the same way.
"""

from __future__ import annotations

from tacitus.parsing.parsed import Parsed

SUBJECTS = ("nsubj", "csubj", "expl")
PASSIVE_SUBJECTS = ("nsubjpass", "csubjpass")
OBJECTS = ("dobj", "attr", "oprd")
WRITINGS = frozenset(["decree", "law", "bill", "order", "proclamation", "resolution", "statement", "letter", "motion"])
# Verbs whose infinitive is done by their object: "urged Moscow to withdraw" (Rosenbaum 1967, object control).
OBJECT_CONTROL = frozenset(
    """
    accuse advise allow appeal ask authorize authorise beg call cause challenge command compel convince dare
    direct enable encourage expect force help implore instruct invite lead leave let make oblige order
    permit persuade press pressure prompt push remind request require send stop summon tell train urge want
    warn
    """.split()
)


def expand(p: Parsed, heads: list[int]) -> list[int]:
    """Add to each head what is coordinated with it, once each."""
    out: list[int] = []
    for h in heads:
        out.extend(k for k in p.conjuncts(h) if k not in out and (k == h or p.is_nominal(k)))
    return out


def is_passive(p: Parsed, verb: int) -> bool:
    """Say whether `verb` is passive: with a passive auxiliary or subject, or a bare past participle with an agent."""
    while True:
        if p.child(verb, "auxpass", "nsubjpass", "csubjpass") is not None:
            return True
        t = p[verb]
        if t.tag == "VBD" and t.dep == "acl" and p.child(verb, "agent") is not None:
            return True  # taken for a past tense: "a meeting called by Kuwait"
        if t.tag == "VBN" and t.dep in ("acl", "amod", "advcl") and p.child(verb, "aux", "dobj") is None:
            return True
        if t.dep != "conj" or t.tag != "VBN" or p.child(verb, "nsubj", "aux", "dobj") is not None:
            return False
        verb = t.head  # as the verb it is coordinated with


def agents(p: Parsed, verb: int) -> list[int]:
    """Return the heads of the "by ..." phrase of a passive verb, also where coordinated passives share one."""
    out = _by_phrase(p, verb)
    if not out and p[verb].dep == "conj" and _leans_on_first(p, verb) and is_passive(p, p[verb].head):
        out = _by_phrase(p, p[verb].head)  # "arrested by the army and expelled"
    for k in p.children(verb, "conj"):
        if not out and p[k].tag == "VBN" and _leans_on_first(p, k):
            out = _by_phrase(p, k)  # "arrested and expelled by the army"
    return expand(p, out)


def _by_phrase(p: Parsed, verb: int) -> list[int]:
    return [k for by in p.children(verb, "agent") for k in p.children(by, "pobj")]


def _leans_on_first(p: Parsed, verb: int) -> bool:
    """Say whether a coordinated participle has neither subject nor auxiliary of its own."""
    return p.child(verb, "nsubj", "nsubjpass", "aux", "auxpass", "dobj") is None


def prep_objects(p: Parsed, i: int, *preps: str) -> list[int]:
    """Return the heads of nouns under the prepositions `preps` (lower case) of token `i`; any preposition if none."""
    out = []
    for k in p.children(i, "prep", "dative", "agent"):
        words = {p[k].low, *(p[j].low for j in p.children(k, "prep", "pcomp"))}
        if not preps or words & set(preps):
            out.extend(p.children(k, "pobj"))
            for j in p.children(k, "prep"):
                out.extend(p.children(j, "pobj"))
    return expand(p, out)


def subjects(p: Parsed, verb: int, depth: int = 0) -> list[int]:
    """Return the heads of the doers of `verb`: its subject, the agent of a passive, or whoever controls it."""
    if depth > 8:
        return []
    if is_passive(p, verb):
        return agents(p, verb)
    own = p.children(verb, *SUBJECTS)
    own = [k for k in own if p[k].dep != "expl"]
    if own:
        return expand(p, _antecedents(p, own, verb))
    t = p[verb]
    misread = _subject_under_as(p, verb)
    if misread is not None:
        return expand(p, [misread])
    if t.dep == "conj":
        return _shared_subjects(p, verb, depth)
    return _controller(p, verb, depth)


def _subject_under_as(p: Parsed, verb: int) -> int | None:
    """Return the subject that the parser took for the noun of a preposition: "as militias joined the fighting"."""
    if p[verb].tag not in ("VBD", "VBP", "VBZ"):
        return None
    k = verb - 1
    while k > 0 and p[k].head == verb and p[k].dep in ("advmod", "aux", "neg"):
        k -= 1
    if k < 1 or p[k].dep != "pobj" or not p.is_nominal(k) or p[k].sent != p[verb].sent:
        return None
    return k if p[p[k].head].low in ("as", "after", "before", "since", "until") else None


def _shared_subjects(p: Parsed, verb: int, depth: int) -> list[int]:
    """Return the subject that a coordinated verb shares; after a passive that is the passive's subject."""
    first = p[verb].head
    if is_passive(p, first) and not is_passive(p, verb):
        found = passive_subjects(p, first, depth + 1)
        if found:
            return found
    return subjects(p, first, depth + 1)


def is_imperative(p: Parsed, verb: int) -> bool:
    """Say whether a verb in a quotation is an order: "Stop the war", "do not send weapons"."""
    t = p[verb]
    quote = p.quote_at(t.start)
    if t.tag not in ("VB", "VBP") or quote is None or t.dep not in ("ROOT", "ccomp", "parataxis", "advcl"):
        return False
    if p.child(verb, "nsubj", "nsubjpass", "expl", "mark", "csubj") is not None:
        return False
    if t.head != verb and quote.inner_start <= p[t.head].start < quote.inner_end:
        return False
    return all(p[a].low in ("do", "n't", "not", "n’t") for a in p.children(verb, "aux", "auxpass"))


def _controller(p: Parsed, verb: int, depth: int) -> list[int]:
    t = p[verb]
    head = t.head
    if is_imperative(p, verb):
        return []
    if t.dep == "amod" and t.tag == "VBG" and p.is_nominal(head):
        return [head]  # "protesting lawmakers"
    if t.dep in ("relcl", "acl") and p.is_nominal(head):
        return _noun_clause_subject(p, verb, head)
    if t.dep == "pcomp":
        above = p[head].head
        if p.is_nominal(above):
            return noun_doers(p, above)
        if p[above].pos == "ADV" and p[above].head != above:
            above = p[above].head  # "went as far as ordering"
        blamed = p[above].lemma in OBJECT_CONTROL or p[above].lemma in (
            "blame",
            "criticize",
            "criticise",
            "condemn",
            "praise",
            "thank",
        )
        return (objects(p, above) if blamed else []) or subjects(p, above, depth + 1)
    if t.dep in ("xcomp", "ccomp", "advcl") and p[head].pos in ("VERB", "AUX", "ADJ"):
        if t.dep != "advcl" and p[head].lemma in OBJECT_CONTROL:
            return objects(p, head) or prep_objects(p, head, "on", "to", "for", "upon")
        if is_passive(p, head):
            return passive_subjects(p, head, depth + 1)
        return subjects(p, head, depth + 1)
    return []


def _noun_clause_subject(p: Parsed, verb: int, noun: int) -> list[int]:
    """Return who does the verb of a clause on a noun: "powers backing X" the noun, "offer to help" the offerer."""
    t = p[verb]
    if t.tag == "VB" and p.child(verb, "aux") is not None:
        return noun_doers(p, noun) or subjects_above(p, noun)
    if p[noun].lemma in WRITINGS and t.dep == "acl" and t.tag == "VBG":
        return subjects_above(p, noun) or [noun]  # "signed a decree banning veils"
    return expand(p, [noun]) if t.dep == "acl" and t.tag == "VBG" else [noun]


def _antecedents(p: Parsed, heads: list[int], verb: int) -> list[int]:
    """Replace a relative pronoun by the noun that its clause hangs on."""
    out = []
    for k in heads:
        relative = p[k].tag in ("WDT", "WP") or (p[k].low == "that" and p[k].pos in ("PRON", "DET", "SCONJ"))
        top = p.first_conjunct(verb)
        out.append(p[top].head if relative and p[top].dep == "relcl" else k)
    return out


def passive_subjects(p: Parsed, verb: int, depth: int = 0) -> list[int]:
    """Return the heads of what a passive verb is done to."""
    if depth > 8:
        return []
    own = p.children(verb, *PASSIVE_SUBJECTS)
    if own:
        return expand(p, _antecedents(p, own, verb))
    t = p[verb]
    if t.dep in ("acl", "relcl", "amod") and p.is_nominal(t.head):
        return [t.head]
    if t.dep == "conj" and is_passive(p, t.head):
        return passive_subjects(p, t.head, depth + 1)
    if t.dep == "conj":
        return subjects(p, t.head, depth + 1)
    if t.dep in ("xcomp", "advcl", "ccomp") and t.head != verb:
        return subjects(p, t.head, depth + 1) or passive_subjects(p, t.head, depth + 1)
    return []


def objects(p: Parsed, verb: int, depth: int = 0) -> list[int]:
    """Return the heads of what `verb` is done to: direct objects, the subject of a passive, a relative's noun."""
    if is_passive(p, verb):
        return passive_subjects(p, verb)
    own = p.children(verb, *OBJECTS)
    if own:
        return expand(p, _antecedents(p, own, verb))
    t = p[verb]
    if t.dep == "relcl" and p.is_nominal(t.head) and p.children(verb, "nsubj"):
        mine = p[p.children(verb, "nsubj")[0]]
        if mine.tag not in ("WDT", "WP"):
            return [t.head]
    # "attacked and destroyed the convoy": the object hangs on the last verb
    for k in p.children(verb, "conj"):
        alike = p[k].tag == t.tag or {p[k].tag, t.tag} == {"VBD", "VBN"}
        if p[k].pos == "VERB" and p.child(k, "nsubj") is None and alike and k - verb <= 3 and depth < 8:
            return objects(p, k, depth + 1)
    return []


def datives(p: Parsed, verb: int) -> list[int]:
    """Return the heads of indirect objects: "told reporters", "gave Kyiv tanks"."""
    out = []
    for k in p.children(verb, "dative"):
        out.extend(p.children(k, "pobj") if p[k].pos == "ADP" else [k])
    return expand(p, out)


def subjects_above(p: Parsed, i: int) -> list[int]:
    """Return the doers of the verb that the phrase of token `i` is an object of."""
    for k in p.ancestors(i):
        if p[k].pos in ("VERB", "AUX"):
            return subjects(p, k)
    return []


def noun_doers(p: Parsed, noun: int) -> list[int]:
    """Return who does the deed a noun names: "Russia's ban", "the Russian ban", "a ban by Russia"."""
    out = p.children(noun, "poss")
    if out and p[out[0]].low == "their" and p[noun].dep == "dobj":
        together = subjects(p, p[noun].head)
        if len(together) > 1:  # "Fiji and Tonga repeated their objection": they are no one chain
            return together
    if not out:
        out = [k for by in p.children(noun, "prep", "agent") if p[by].low == "by" for k in p.children(by, "pobj")]
    if not out:
        out = [k for k in p.children(noun, "amod", "compound", "nmod") if p[k].ent in ("NORP", "GPE", "ORG", "PERSON")]
        return out[:1] if p[noun].pos != "PROPN" else []
    return expand(p, out)


def noun_recipients(p: Parsed, noun: int, *preps: str) -> list[int]:
    """Return whom the deed a noun names is done to: "sanctions on Iran", "an attack against the embassy"."""
    preps = preps or ("against", "on", "upon", "at", "to", "toward", "towards", "with")
    return prep_objects(p, noun, *preps)


def negated(p: Parsed, verb: int) -> bool:
    """Say whether `verb` is negated: "did not", "never", "no longer", or "no X" as its subject."""
    if any(p[k].low in ("not", "n't", "never", "n’t") or p[k].dep == "neg" for k in p.children(verb)):
        return True
    if any(p[k].low in ("no", "neither", "nor") for k in p.children(verb, "cc", "preconj", "advmod", "det")):
        return True
    for k in p.children(verb, "advmod"):  # "no longer", "no more"
        if p[k].low in ("longer", "more") and any(p[d].low == "no" for d in p.children(k)):
            return True
    for s in p.children(verb, "nsubj", "nsubjpass"):
        if any(p[d].low in ("no", "neither") for d in p.children(s, "det")) or p[s].low in ("nobody", "none"):
            return True
    return False


def modals(p: Parsed, verb: int) -> list[str]:
    """Return the modal words on `verb` in lower case ("would", "may"), those of a shared auxiliary taken in."""
    while True:
        own = [p[k].low for k in p.children(verb, "aux") if p[k].tag in ("MD",) or p[k].low in ("will", "would")]
        if own or p[verb].dep != "conj" or p.child(verb, "nsubj", "nsubjpass", "aux") is not None:
            return own
        verb = p[verb].head
