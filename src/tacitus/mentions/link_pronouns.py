"""Personal pronouns are tied to the most salient chain before them that number, gender and syntax allow.

Salience follows Lappin and Leass (1994): subjects before objects before the rest, nearer sentences
before farther ones, what is spoken of often before what is named once; a bare "he said" after a
quotation goes on with the speaker before. Quotation marks part two voices: a pronoun of the writer
looks for its name among the writer's words first.
"""

from __future__ import annotations

from tacitus.mentions.chains import Chains
from tacitus.mentions.profiles import RELATIVE, Profile

BACK = 3  # sentences that a pronoun may look back
SUBJECT, OBJECT, OBLIQUE = ("nsubj", "nsubjpass", "agent"), ("dobj", "dative", "attr"), ("pobj",)
SELVES = frozenset(["himself", "herself", "itself", "themselves"])
SPEECH = frozenset(["say", "add", "tell", "write", "note", "announce", "state", "claim", "argue", "warn", "continue"])
FAME = 3.0  # for each mention before, up to five
ACTOR = 15.0  # "it" is rather an actor than a thing
ADJECTIVE = 60.0  # what a country loses that only an adjective names: "Peruvian assets ... its oil"
MARGIN = 2.0  # how much the best must lead the second


def link_pronouns(chains: Chains) -> None:
    """Tie each third-person pronoun to a chain, in the order of the text."""
    for k, x in enumerate(chains.profiles):
        if x.kind != "pronoun" or x.gender in ("1", "2") or chains.parsed[x.head].low in RELATIVE:
            continue
        if k in chains.why or _is_empty_it(chains, x):
            continue
        best = _choose(chains, k, x)
        if best is not None:
            chains.join(best, k, "chain.pronoun")


def _is_empty_it(chains: Chains, x: Profile) -> bool:
    """Say whether "it" stands for a clause: "it is clear that", "it is time to"."""
    p, t = chains.parsed, chains.parsed[x.head]
    if t.low != "it" or t.dep not in ("nsubj", "nsubjpass", "expl"):
        return False
    verb = t.head
    late = [c for c in p.children(verb, "ccomp", "xcomp", "advcl", "csubj", "acl") if c > verb]
    good = p.child(verb, "acomp", "attr", "oprd") is not None or p[verb].lemma in ("seem", "appear", "happen")
    inner = [c for a in p.children(verb, "acomp", "attr") for c in p.children(a, "ccomp", "xcomp", "acl", "relcl")]
    if t.dep == "nsubjpass" and p.child(verb, "ccomp") is not None:
        return True  # it was agreed that
    return p[verb].lemma in ("be", "seem", "appear", "remain", "become", "happen") and (good and bool(late or inner))


def _choose(chains: Chains, k: int, x: Profile) -> int | None:
    scores: dict[int, tuple[float, int]] = {}
    here = chains.parsed[x.head].sent
    for j in range(k - 1, -1, -1):
        back = here - chains.parsed[chains.profiles[j].head].sent
        if back > BACK:
            break
        if not _agrees(chains, x, j) or _is_barred(chains, x, j):
            continue
        score = _salience(chains, x, j, back)
        chain = chains.of(j)
        if chain not in scores or score > scores[chain][0]:
            scores[chain] = (score, j)
    if not scores:
        return None
    ranked = sorted(((s + _fame(chains, k, j), j) for s, j in scores.values()), reverse=True)
    if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < MARGIN:
        return None
    return ranked[0][1]


def _fame(chains: Chains, k: int, j: int) -> float:
    """Return what a chain gains by having been spoken of often before the pronoun."""
    return FAME * min(sum(m < k for m in chains.members(j)), 5)


def _agrees(chains: Chains, x: Profile, j: int) -> bool:
    """Say whether the chain of `j` has the number, gender and nature that the pronoun asks for."""
    y = chains.profiles[j]
    if y.kind == "demonym" and chains.parsed[y.head].pos == "ADJ" and x.gender != "n":
        return False
    if y.gender in ("1", "2") or (y.kind == "pronoun" and len(chains.members(j)) == 1):
        return False
    if chains.parsed[chains.parsed.first_conjunct(y.head)].dep in ("attr", "oprd") and len(chains.members(j)) == 1:
        return False  # what somebody is said to be is nobody by itself
    person, number, gender = chains.person(j), chains.number(j), chains.gender(j)
    if x.gender in ("m", "f"):
        maybe = person or (person is None and y.kind == "name" and _looks_human(chains, j))
        return bool(maybe) and gender in (x.gender, "?") and number != "p"
    if x.gender == "n":
        return not person and gender not in ("m", "f") and number != "p"
    return number == "p" or chains.is_body(j) or (y.kind == "name" and person is not True)


def _looks_human(chains: Chains, j: int) -> bool:
    """Say whether the parser takes a name of unknown nature for a person's more often than not."""
    labels = [chains.profiles[m].label for m in chains.members(j) if chains.profiles[m].name]
    return labels.count("PERSON") * 2 > sum(1 for label in labels if label)


def _is_barred(chains: Chains, x: Profile, j: int) -> bool:
    """Say whether syntax keeps the pronoun and a chain apart: an object is not its own verb's subject."""
    p = chains.parsed
    own = p[x.head]
    mine = p.quote_at(own.start)
    free = own.dep == "poss" or own.low in SELVES
    for m in chains.members(j):
        y = chains.profiles[m]
        if mine is not None and _speaks(chains, y.head) and p.quote_at(p[y.head].start) is None:
            around = p.sentence_span(y.head)
            if around.start < mine.end and mine.start < around.end:
                return True  # who speaks does not call himself "he"
        if p[y.head].sent != own.sent:
            continue
        if y.first <= x.head <= y.last and y.kind != "pronoun":
            return True
        same_clause = p.clause_head(x.head) == p.clause_head(p.first_conjunct(y.head))
        if not free and same_clause and p[y.head].dep != "poss" and p[y.head].tag not in ("WP", "WDT"):
            return True
    return False


def _salience(chains: Chains, x: Profile, j: int, back: int) -> float:
    p, y = chains.parsed, chains.profiles[j]
    t, own = p[y.head], p[x.head]
    score = 100.0 / (1.0 + back)
    dep = p[p.first_conjunct(y.head)].dep
    score += 80 if dep in SUBJECT else 50 if dep in OBJECT else 30 if dep in OBLIQUE else 10
    if dep in SUBJECT and own.dep in SUBJECT:
        score += 20
    quoted, mine = p.quote_at(t.start), p.quote_at(own.start)
    if (quoted is None) != (mine is None) or (quoted and mine and quoted.start != mine.start):
        score -= 100 if mine is None else 60
    if _speaks(chains, y.head):
        score += 40 if mine is None else -40
    if y.kind == "demonym":
        score -= ADJECTIVE
    if x.gender == "n" and (y.name or y.role):
        score += ACTOR
    if x.number == "p" and chains.number(j) == "s" and not chains.is_body(j):
        score -= 40
    score -= 0.05 * (x.head - y.head)
    return score / (1.0 + 0.5 * back)


def _speaks(chains: Chains, head: int) -> bool:
    p = chains.parsed
    return p[head].dep == "nsubj" and p[p[head].head].lemma in SPEECH
