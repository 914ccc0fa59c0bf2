"""What is no event although a trigger stands there: what is only asked for, promised, feared, or a purpose."""

from __future__ import annotations

from tacitus.events.event_triggers import Trigger
from tacitus.parsing.parsed import Parsed

# What a verbal deed of these types asks for, promises or refuses is no event of its own.
PROSPECTIVE = frozenset(["REQUEST", "AGREE", "THREATEN", "CONCEDE", "REJECT", "SUPPORT", "MOBILIZE", "PROTEST"])
FORWARD = frozenset(["to", "for", "on", "with", "of", "against", "over", "from", "about", "toward", "towards", "into"])
HYPOTHETICAL = frozenset(["if", "unless", "whether", "lest", "until"])
WISHES = frozenset(
    """
    want hope wish fear deter prevent avoid stop avert prohibit discourage dissuade need help allow enable
    let permit authorize authorise empower encourage force believe think doubt expect imagine consider
    protect discuss debate ponder risk fail bar ask tell order urge call demand beg prefer like love
    """.split()
)
WISH_NOUNS = frozenset(
    """
    right fear hope risk possibility prospect need chance threat desire wish ability capability capacity power
    authority danger likelihood option call demand request proposal plea appeal purpose aim goal intention
    war talk idea concern case event means way pretext anniversary
    """.split()
)
# Nouns whose infinitive tells what is going to be done.
DECIDED = frozenset(["decision", "move", "announcement", "plan", "plot", "order", "vote", "agreement", "pledge"])
ASKING = frozenset(["REQUEST", "AGREE", "THREATEN"])
# Deeds of words or of the street that are done by the verb they are the purpose of: "marched to demand".
SPOKEN = frozenset(["REQUEST", "ACCUSE", "PROTEST", "REJECT", "SUPPORT"])
STEPS = frozenset(["step", "measure", "action", "move"])
DEONTIC = frozenset(["should", "must", "shall", "ought"])


def is_prospective(p: Parsed, t: Trigger, triggers: dict[int, Trigger]) -> bool:
    """Say whether a trigger only names what a demand, promise, threat, wish or condition is about."""
    if t.rule.inside:
        return False
    if t.rule.type == "REJECT" and any(p[k].lemma in ("comment", "elaborate") for k in p.children(t.head, "xcomp")):
        return True  # "declined to comment" refuses nothing to nobody
    at = t.carrier if t.carrier is not None else t.head
    below, aim = at, False
    for k in (at, *p.ancestors(at)):
        tok = p[k]
        if k != at and tok.pos in ("VERB", "NOUN", "ADJ", "AUX", "PROPN") and _governs(p, k, below, t, triggers):
            return True
        if tok.pos in ("VERB", "AUX") and _conditional(p, k):
            return True
        if k == at and t.rule.type not in SPOKEN and _is_purpose(p, k):
            return True
        aim = aim or (tok.pos == "VERB" and tok.tag == "VB" and any(p[a].low == "to" for a in p.children(k, "aux")))
        above = triggers.get(p[k].head)
        if (
            aim
            and k != at
            and above is not None
            and above.head not in (t.head, t.carrier)
            and above.rule.type in ASKING
        ):
            return True
        if tok.dep in ("relcl", "appos", "parataxis") or _presupposed(p, k):
            break
        if tok.dep == "advcl" and p.child(k, "mark") is not None:
            break
        below = k
    return False


def _governs(p: Parsed, k: int, below: int, t: Trigger, triggers: dict[int, Trigger]) -> bool:
    """Say whether token `k` asks for, promises, wishes or refuses what stands below it."""
    other = triggers.get(k)
    role = p[below].dep
    if p[k].lemma == "deny":
        return False  # "denied attacking": a deed that is told, and denied
    ahead = _looks_ahead(p, below, role)
    if other is not None and other.rule.type in PROSPECTIVE and other.rule.type != t.rule.type and ahead:
        asked = other.rule.type in ASKING and p[t.head].dep in ("dobj", "pobj")
        return asked or not (t.is_noun and _is_definite(p, t.head))
    if other is not None and other.rule.type in ("REQUEST", "AGREE", "THREATEN") and ahead and below == _verb_of(t):
        return True
    if p[k].pos == "VERB" and p[k].lemma in WISHES and role in ("xcomp", "ccomp", "dobj", "prep", "pcomp"):
        return not (t.is_noun and _is_definite(p, t.head))
    if p[k].pos == "NOUN" and role == "acl" and p[below].tag == "VB" and p[k].lemma not in DECIDED:
        return p.clause_head(k) != t.carrier and k != t.head
    return (
        p[k].pos == "NOUN" and p[k].lemma in WISH_NOUNS and (role == "prep" or (role == "acl" and p[below].tag == "VB"))
    )


def _verb_of(t: Trigger) -> int:
    return t.carrier if t.carrier is not None else t.head


def _looks_ahead(p: Parsed, below: int, role: str) -> bool:
    """Say whether what hangs on a verbal deed as `role` is what it asks for or promises."""
    if role in ("xcomp", "dobj", "nsubjpass", "pcomp", "acl"):
        return p[below].tag != "VBN" or role != "acl"
    if role == "ccomp":
        return p[below].tag in ("VB", "VBG") or any(
            p[a].low in ("should", "must", "would", "will", "to", "be") for a in p.children(below, "aux", "auxpass")
        )
    if role == "advcl":
        return any(p[a].low == "to" for a in p.children(below, "aux"))
    return role == "prep" and p[below].low in FORWARD


def _presupposed(p: Parsed, k: int) -> bool:
    """Say whether a participle tells what has been done: "protesters arrested on Monday"."""
    return p[k].dep == "acl" and p[k].tag in ("VBN", "VBD")


def _is_definite(p: Parsed, noun: int) -> bool:
    """Say whether a noun points at a deed known already: "the attack", "its withdrawal", "Monday's strike"."""
    if p.children(noun, "poss"):
        return True
    return any(p[d].low in ("the", "this", "that", "these", "those") for d in p.children(noun, "det"))


def _conditional(p: Parsed, verb: int) -> bool:
    if any(p[m].low in HYPOTHETICAL for m in p.children(verb, "mark", "advmod")):
        return True
    return any(p[a].low in DEONTIC for a in p.children(verb, "aux"))


def _is_purpose(p: Parsed, verb: int) -> bool:
    """Say whether a verb only tells what something is for: "troops arrived to fight the rebels"."""
    t = p[verb]
    if any(p[k].lemma in STEPS for k in p.children(t.head, "dobj")):
        return False  # "took a step to back the government" tells that it is backed
    return (
        t.pos == "VERB"
        and t.dep == "advcl"
        and t.tag == "VB"
        and any(p[a].low == "to" for a in p.children(verb, "aux"))
    )
