"""Noun phrases: which tokens head one, and how far it reaches.

A phrase is what a person would underline for one actor: titles, possessors and "of ..." taken in,
coordinated parts, clauses, appositions and bracketed asides left out.
"""

from __future__ import annotations

from tacitus.parsing.parsed import Parsed, Token
from tacitus.records import Span

ARGUMENTS = frozenset(
    ["nsubj", "nsubjpass", "dobj", "pobj", "attr", "dative", "appos", "poss", "oprd", "agent", "nmod", "npadvmod"]
)
OUTSIDE = frozenset(
    (
        "conj cc preconj appos relcl acl advcl parataxis dep ccomp xcomp punct nsubj aux cop mark advmod npadvmod "
        "intj meta prep neg expl csubj"
    ).split()
)
# Prepositions that tie a second noun into one name for somebody: "the government in Beijing".
TYING = frozenset(["for", "to", "in", "from", "at", "with", "on"])
TIMES = frozenset(["DATE", "TIME", "PERCENT"])
DEEP = 20  # nouns one inside another, "the head of the office of the ...", that are followed: more only repeat
LONG = 25  # words of one name that are read: real names have up to some fifteen
WIDE = 100  # words of a phrase that are read before its head: real phrases have up to some fifty
DEMONSTRATIVE_POS = frozenset(["DET", "ADJ", "NUM"])


def is_name_token(t: Token) -> bool:
    """Say whether a token is part of a proper name as far as its word class tells."""
    return t.pos == "PROPN" or (t.tag in ("NNP", "NNPS"))


def misread_verb(p: Parsed, i: int) -> bool:
    """Say whether a "noun" must be a verb: it has a subject and an object, or a name before and a determiner after."""
    t = p[i]
    if t.tag != "NN" or i == 0 or i + 1 >= len(p) or p[i + 1].sent != t.sent:
        return False
    if p.child(i, "nsubj") is not None and p.child(i, "dobj") is not None:
        return True
    after = p[i + 1]
    opens = after.tag == "PRP$" or (after.pos == "DET" and len(after.text) > 1)
    return t.dep == "pobj" and opens and after.head != i and is_name_token(p[i - 1]) and p[i - 1].head == i


def prep_heads(p: Parsed, prep: int) -> list[int]:
    """Return the nouns under a preposition, also the name that hangs on a verb misread as a noun."""
    out = [k - 1 if misread_verb(p, k) else k for k in p.children(prep, "pobj")]
    if out or p.children(prep, "pcomp", "prep"):
        return out
    last = prep
    while last + 1 < len(p) and is_name_token(p[last + 1]) and p[last + 1].dep == "compound":
        last += 1
    return [last] if last > prep and misread_verb(p, p[last].head) else []


def heads_phrase(p: Parsed, i: int) -> bool:
    """Say whether token `i` heads a noun phrase of its own."""
    t = p[i]
    if not t.text[:1].isalnum() or t.ent in TIMES:
        return False
    if misread_verb(p, i) or (t.low == "people" and t.dep == "poss" and is_name_token(p[t.head])):
        return False  # the People's Liberation Army is one name
    if t.pos == "PRON" or t.tag == "WP$":
        return t.dep != "expl" and t.low not in ("what", "there", "whatever")
    if t.pos in ("NOUN", "PROPN"):
        return t.dep not in ("compound", "nmod", "amod") or ends_modifier_name(p, i)
    if t.ent and t.text[:1].isupper() and t.dep in ARGUMENTS | {"conj", "ROOT"} and t.pos in ("ADJ", "X", "VERB"):
        return True
    return t.pos in DEMONSTRATIVE_POS and t.dep in ARGUMENTS and t.dep != "npadvmod"


def ends_modifier_name(p: Parsed, i: int) -> bool:
    """Say whether token `i` ends a name that stands before a noun: "Maduro" in "the Maduro regime"."""
    t = p[i]
    if not is_name_token(t):
        return False
    top = p[t.head]
    if i + 1 < len(p) and is_name_token(p[i + 1]) and p[i + 1].sent == t.sent:
        # inside a longer name only a nation or place set apart by the parser is a name of its own
        follows = p[i + 1]
        apart = t.ent in ("GPE", "NORP") and (follows.ent != t.ent or follows.ent_begins)
        return apart and (p[top.i].ent != t.ent or top.ent_begins)
    return True


def phrase_span(p: Parsed, head: int) -> Span:
    """Return the phrase that `head` heads, as characters of the text."""
    first, last = phrase_edges(p, head)
    return p.span(first, last)


def phrase_edges(p: Parsed, head: int, deep: int = DEEP) -> tuple[int, int]:
    """Return the first and the last token of the phrase that `head` heads, with what stands inside it `deep` down."""
    t = p[head]
    if t.dep in ("compound", "nmod", "amod") and t.pos in ("PROPN", "NOUN"):
        return name_start(p, head), head
    first, last = head, head
    for k in p.children(head):
        if k < head and p[k].dep not in OUTSIDE and not (is_name_token(p[k]) and p.child(k, "cc") is not None):
            first = max(min(first, _left_edge(p, k, head)), head - WIDE)
    for k in p.children(head, "prep", "nummod", "case"):
        if k < head or p[k].dep == "case" or k != last + 1:
            continue
        if p[k].dep == "nummod" or _ties(p, head, k):
            last = _right_edge(p, k, deep)
    if is_name_token(t):  # "a deal whereby, in May, the firm X": what stands before the comma is another phrase
        commas = [
            k for k in range(first, head) if p[k].text in (",", ";", ":") and p[k - 1].pos not in ("ADJ", "PROPN")
        ]
        first = commas[-1] + 1 if commas else first
    return _without_leading_marks(p, first, head), _with_hyphens(p, last)


def _left_edge(p: Parsed, k: int, head: int) -> int:
    below = [j for j in p.subtree(k) if j < head]
    edge = k
    for j in sorted(below, reverse=True):
        if j < edge and p[j].sent == p[head].sent:
            edge = j
    return edge


def name_start(p: Parsed, end: int) -> int:
    """Return the first token of the run of name tokens that ends with `end`."""
    first = end
    while first > max(0, end - LONG) and is_name_token(p[first - 1]) and p[first - 1].sent == p[end].sent:
        before, here = p[first - 1], p[first]
        if before.ent in ("GPE", "NORP") and here.ent != before.ent:
            break
        if before.end != here.start and not p.article.text[before.end : here.start].isspace():
            break
        first -= 1
    return first


def _ties(p: Parsed, head: int, prep: int) -> bool:
    """Say whether the preposition after a noun belongs to the phrase: "of" always, others before a name."""
    word = p[prep].low
    objects = prep_heads(p, prep)
    if not objects:
        return False
    if word == "of":
        return True
    if word not in TYING or p[head].pos == "PRON":
        return False
    return is_name_token(p[objects[0]]) and p[objects[0]].ent not in ("DATE", "TIME", "EVENT")


def _right_edge(p: Parsed, prep: int, deep: int) -> int:
    """Return the last token of "of ..." with what is coordinated inside it."""
    if p[prep].dep == "nummod" or deep == 0:
        return prep
    last = prep
    for k in [*prep_heads(p, prep), *p.children(prep, "pcomp")]:
        last = max(last, phrase_edges(p, k, deep - 1)[1])
        for j in p.conjuncts(k)[1:]:
            last = max(last, phrase_edges(p, j, deep - 1)[1])
    return last


def _with_hyphens(p: Parsed, last: int) -> int:
    """Take in what is written together with the last word: "Chan-ocha"."""
    while last + 2 < len(p) and p[last + 1].text in ("-", "–") and is_name_token(p[last]):
        if p[last].end != p[last + 1].start or p[last + 1].end != p[last + 2].start:
            break
        last += 2
    return last


def _without_leading_marks(p: Parsed, first: int, head: int) -> int:
    while first < head and not any(c.isalnum() for c in p[first].text):
        first += 1
    return first
