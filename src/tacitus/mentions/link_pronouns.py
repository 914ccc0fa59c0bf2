"""Personal pronouns are tied to the most salient chain before them that number, gender and syntax allow.

Salience follows Lappin and Leass (1994): subjects before objects before the rest, nearer sentences
before farther ones, what is spoken of often before what is named once; a bare "he said" after a
quotation goes on with the speaker before. Quotation marks part two voices: a pronoun of the writer
looks for its name among the writer's words first.
"""

from __future__ import annotations

from bisect import bisect_left

from tacitus.mentions.chains import Chains
from tacitus.mentions.profiles import RELATIVE, Profile

BACK = 3  # sentences that a pronoun may look back
NEAR = 400  # mentions looked at within those sentences: up to 170 in real articles, thousands where no full stop is
SUBJECT, OBJECT, OBLIQUE = ("nsubj", "nsubjpass", "agent"), ("dobj", "dative", "attr"), ("pobj",)
SELVES = frozenset(["himself", "herself", "itself", "themselves"])
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
    sents = chains.standing.sents
    speech = _sentences_around(chains, k)
    barred: dict[int, bool] = {}
    for j in range(k - 1, max(k - 1 - NEAR, -1), -1):
        back = sents[k] - sents[j]
        if back > BACK:
            break
        if not _agrees(chains, x, j):
            continue
        chain = chains.of(j)
        if chain not in barred:
            barred[chain] = _is_barred(chains, k, chain, speech)
        if barred[chain]:
            continue
        score = _salience(chains, k, j, back)
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
    return FAME * min(bisect_left(chains.members(j), k), 5)


def _agrees(chains: Chains, x: Profile, j: int) -> bool:
    """Say whether the chain of `j` has the number, gender and nature that the pronoun asks for."""
    y = chains.profiles[j]
    if y.kind == "demonym" and chains.parsed[y.head].pos == "ADJ" and x.gender != "n":
        return False
    if y.gender in ("1", "2") or (y.kind == "pronoun" and len(chains.members(j)) == 1):
        return False
    if chains.parsed[chains.standing.firsts[j]].dep in ("attr", "oprd") and len(chains.members(j)) == 1:
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
    facts = chains.facts(j)
    return facts.human_labels * 2 > facts.labels


def _sentences_around(chains: Chains, k: int) -> tuple[int, ...]:
    """Return the sentences where the quotation that a pronoun stands in begins and ends: there its speaker is named."""
    p, quote = chains.parsed, chains.standing.quotes[k]
    if quote is None:
        return ()
    within = p.tokens_in(quote.start, quote.end)
    before = p.token_at(quote.start)
    return p[within[-1]].sent, p[within[0] if before is None else before].sent


def _is_barred(chains: Chains, k: int, chain: int, speech: tuple[int, ...]) -> bool:
    """Say whether syntax keeps the pronoun and a chain apart: an object is not its own verb's subject."""
    x, own, facts = chains.profiles[k], chains.parsed[chains.profiles[k].head], chains.facts(chain)
    if any(s in facts.telling for s in speech):
        return True  # who speaks does not call himself "he"
    for m in chains.standing.nested.get(k, ()):
        y = chains.profiles[m]
        if chains.of(m) == chain and y.first <= x.head <= y.last and y.kind != "pronoun":
            return True
    free = own.dep == "poss" or own.low in SELVES
    return not free and chains.standing.verbs[k] in facts.clauses


def _salience(chains: Chains, k: int, j: int, back: int) -> float:
    p, at, x, y = chains.parsed, chains.standing, chains.profiles[k], chains.profiles[j]
    score = 100.0 / (1.0 + back)
    dep = p[at.firsts[j]].dep
    score += 80 if dep in SUBJECT else 50 if dep in OBJECT else 30 if dep in OBLIQUE else 10
    if dep in SUBJECT and p[x.head].dep in SUBJECT:
        score += 20
    quoted, mine = at.quotes[j], at.quotes[k]
    if (quoted is None) != (mine is None) or (quoted and mine and quoted.start != mine.start):
        score -= 100 if mine is None else 60
    if at.speaks[j]:
        score += 40 if mine is None else -40
    if y.kind == "demonym":
        score -= ADJECTIVE
    if x.gender == "n" and (y.name or y.role):
        score += ACTOR
    if x.number == "p" and chains.number(j) == "s" and not chains.is_body(j):
        score -= 40
    score -= 0.05 * (x.head - y.head)
    return score / (1.0 + 0.5 * back)
