"""What a cue says: the content that hangs on it, frame by frame, over parse and punctuation."""

from __future__ import annotations

from collections.abc import Callable

from tacitus.parsing.clauses import is_passive, passive_subjects
from tacitus.parsing.parsed import Parsed
from tacitus.statements.statement_clauses import (
    after_noun,
    antecedent,
    around,
    clause,
    inverted,
    is_infinitive,
    that_clause,
    whole,
)
from tacitus.statements.statement_cues import Cue, Lexicon
from tacitus.statements.statement_pieces import FINITE, Range, is_scare_quote, noun_phrase, outer_quotes, piece_of

ABOUT = ("at", "over", "about", "for", "with", "to", "in", "on", "regarding", "towards")
Frame = Callable[[Parsed, Cue, Lexicon], list[Range]]


def content_of(p: Parsed, cue: Cue, words: Lexicon) -> tuple[str, list[tuple[int, int]]] | None:
    """Return the id of the rule and the pieces of content (characters) of a cue; None if it spells out none."""
    for name, frame in FRAMES:
        rule = cue.framed(name)
        if rule is None:
            continue
        ranges = frame(p, cue, words)
        ranges = antecedent(p, cue, ranges) + ranges if ranges and name == "clause" else ranges
        pieces = [piece for r in ranges if (piece := piece_of(p, *r, cue)) is not None]
        if pieces:
            return rule.id, pieces
    return None


def infinitive(p: Parsed, cue: Cue, words: Lexicon) -> list[Range]:
    """Content as "to ..." after a verb or noun of demand or promise, its coordination taken in whole."""
    v = cue.head
    if cue.is_noun:
        to_word = after_noun(p, cue)
        if to_word is None or p[to_word].low != "to" or p[to_word].dep != "aux":
            return []
        return [(to_word, _coordinated(p, p.edges(p[to_word].head)[1]))]
    for k in p.subtree(v):
        if k <= v or not is_infinitive(p, k):
            if k > v and p[k].tag in FINITE and p[k].dep not in ("relcl",):
                return []
            continue
        to = next(a for a in p.children(k, "aux") if p[a].low == "to")
        if to < cue.last or (p[k].head in range(cue.last + 1, k) and p[p[k].head].pos in ("ADJ", "VERB")):
            return []
        first = to - 1 if p[to - 1].low in ("not", "never") and to - 1 > v else to
        last = _same_mood(p, k, p.edges(k)[1])
        return [(first, _coordinated(p, last))]
    return []


def _coordinated(p: Parsed, last: int) -> int:
    """Go on over infinitives coordinated with one that ends at `last`: "to freeze ..., refuse ..., and ensure ..."."""
    stop = p.sentence_tokens(last).stop
    while True:
        while p[last].pos == "PUNCT" and p[last].text in (",", ";"):
            last -= 1
        at = last + 1
        while at < stop and (
            p[at].text == "," or p[at].dep == "cc" or p[at].low in ("and", "or", "to", "not", "also", "instead")
        ):
            at += 1
        joined = at > last + 1 and at < stop and p[at].pos in ("VERB", "AUX")
        base = joined and p[at].tag in ("VB", "VBP") and p[at].low == p[at].lemma
        if not base or p.child(at, "nsubj", "nsubjpass") is not None or p.edges(at)[1] <= last:
            return last
        last = p.edges(at)[1]


def _same_mood(p: Parsed, top: int, last: int) -> int:
    """End an infinitive before a coordinated verb in another mood: "to cut aid, but later restored it"."""
    for k in p.conjuncts(top)[1:]:
        joined = next((j for j in range(p.edges(k)[0] - 1, top, -1) if p[j].dep == "cc"), None)
        if p[k].tag in ("VBD", "VBZ") and joined is not None and joined < last:
            return joined - 1
    return last


def infinitive_own(p: Parsed, cue: Cue, words: Lexicon) -> list[Range]:
    """Content as "to ..." right after the verb, done by the speaker himself: "vowed to resist"."""
    kids = [k for k in p.children(cue.head, "xcomp", "ccomp", "advcl") if k > cue.head and is_infinitive(p, k)]
    return infinitive(p, cue, words) if kids else []


def as_phrase(p: Parsed, cue: Cue, words: Lexicon) -> list[Range]:
    """Content as object and "as ...": "described the vote as a sham"."""
    v = cue.head
    found = [k for k in p.subtree(v) if k > v and p[k].low == "as" and p[k].dep in ("prep", "mark")]
    found = [k for k in found if p[k].head == v or p.clause_head(p[k].head) == v or _on_object(p, k, v)]
    found = [k for k in found if p[k - 1].low not in ("such", "well", "soon", "far")]
    if not found:
        return []
    top = found[0] if p[found[0]].dep == "prep" else p[found[0]].head
    last = max(p.edges(top)[1], found[0])
    if last <= found[0]:
        return []
    return _with_object(p, v, found[0], last)


def _on_object(p: Parsed, k: int, v: int) -> bool:
    """Say whether "as" hangs on the object of the verb."""
    h = p[k].head
    return p.is_nominal(h) and p[h].head == v and p[h].dep in ("dobj", "nsubjpass", "oprd", "pobj")


def _with_object(p: Parsed, v: int, first: int, last: int) -> list[Range]:
    """Put the object before a predicate: in one piece if it follows the verb, else in a piece of its own."""
    objects = [k for k in p.children(v, "dobj", "nsubj", "oprd") if v < k < first]
    if objects:
        return [(p.edges(objects[0])[0], last)]
    t = p[v]
    if is_passive(p, v):
        heads = passive_subjects(p, v)
    elif t.dep == "relcl" and p.is_nominal(t.head) and not any(k > v for k in p.children(v, "dobj")):
        heads = [t.head]
    else:
        return [(v + 1, last)] if first - v > 1 and p[v + 1].dep not in ("prt", "prep") else [(first, last)]
    return [noun_phrase(p, heads[0]), (first, last)] if heads else [(first, last)]


def predicate(p: Parsed, cue: Cue, words: Lexicon) -> list[Range]:
    """Content as object and predicate: "called it null and void"."""
    v = cue.head
    preds = [k for k in p.children(v, "oprd", "attr", "acomp", "ccomp", "xcomp") if k > v and not is_infinitive(p, k)]
    if not preds and any(v < d for d in p.children(v, "dative") if p[d].pos != "ADP"):
        preds = p.children(v, "dobj")  # "designated the group a terrorist organization"
    if not preds:
        return []
    last = max(p.edges(k)[1] for k in preds)
    objects = [k for k in p.children(v, "dobj", "dative") if k > v]
    objects += [s for k in preds for s in p.children(k, "nsubj") if v < s < k]
    if objects:
        return [(min(p.edges(k)[0] for k in objects), last)]
    if p[preds[0]].dep in ("ccomp", "xcomp"):
        return []
    return _with_object(p, v, p.edges(preds[0])[0], last)


def of_phrase(p: Parsed, cue: Cue, words: Lexicon) -> list[Range]:
    """Content as "of doing" or "of a deed": "accused X of staging an attack", "warned of famine"."""
    v = cue.head
    for of in p.subtree(v):
        if of <= v or p[of].low != "of" or p[of].dep not in ("prep", "agent"):
            continue
        by_agent = p[of].head != v and p[p[of].head].dep == "pobj" and p[p[p[of].head].head].dep == "agent"
        doing = p.child(of, "pcomp") is not None and p[p[of].head].head == v
        if p[of].head == v or doing or by_agent:
            return [(_first_of(p, v, of) + 1, p.edges(of)[1])]
    return []


def _first_of(p: Parsed, v: int, of: int) -> int:
    """Go back to the first of coordinated "of" phrases: "accused the press of bias and of spreading lies"."""
    if p[of - 1].dep != "cc":
        return of
    return next((k for k in range(v + 1, of) if p[k].low == "of" and p.edges(k)[1] == of - 2), of)


def of_doing(p: Parsed, cue: Cue, words: Lexicon) -> list[Range]:
    """Content of a noun as a gerund: "accusations of arming rebels"."""
    for of in p.children(cue.head, "prep"):
        if p[of].low == "of" and p.child(of, "pcomp") is not None:
            return [(of + 1, p.edges(of)[1])]
    return []


def for_phrase(p: Parsed, cue: Cue, words: Lexicon) -> list[Range]:
    """Content of "blamed X for Y" and "blamed Y on X": both together."""
    v = cue.head
    preps = [k for k in p.subtree(v) if k > v and p[k].low in ("for", "on") and p[k].dep == "prep"]
    preps = [k for k in preps if p[k].head == v or (p[p[k].head].head == v and p[p[k].head].dep == "dobj")]
    return _with_object(p, v, preps[0], p.edges(preps[0])[1]) if preps else []


def for_doing(p: Parsed, cue: Cue, words: Lexicon) -> list[Range]:
    """Content of "criticised X for doing Y": the gerund clause."""
    v = cue.head
    for k in p.subtree(v):
        doing_it = k > v and p[k].low == "for" and p[k].dep == "prep" and p.child(k, "pcomp") is not None
        if doing_it and v in (p[k].head, p[p[k].head].head):
            return [(k + 1, p.edges(k)[1])]
    return []


def opinion_object(p: Parsed, cue: Cue, words: Lexicon) -> list[Range]:
    """Content as a noun for what one thinks: "voiced opposition to the war"."""
    for k in p.children(cue.head, "dobj", "ccomp"):
        if k > cue.head and p[k].lemma in words.opinions:
            first, last = p.edges(k)[0], _noun_end(p, k, words)
            about = [a for a in p.children(cue.head, "prep") if a == last + 1 and p[a].low in ABOUT]
            if about and not any(
                p[o].lemma in words.venues or p[o].ent == "DATE" for o in p.children(about[0], "pobj")
            ):
                last = p.edges(about[0])[1]
            if last > first:
                return [(first, last)]
    return []


def any_object(p: Parsed, cue: Cue, words: Lexicon) -> list[Range]:
    """Content as any noun phrase of two words or more: "announced an arms embargo"."""
    for k in p.children(cue.head, "dobj"):
        first, last = p.edges(k)[0], _noun_end(p, k, words)
        if k > cue.head and p[k].pos in ("NOUN", "PROPN") and last - first >= 1:
            return [(first, last)]
    return opinion_object(p, cue, words)


def reason_object(p: Parsed, cue: Cue, words: Lexicon) -> list[Range]:
    """Content as the reason that is given: "citing concerns about safety", not the source ("citing officials")."""
    for k in p.children(cue.head, "dobj"):
        source = p[k].pos != "NOUN" or p[k].lemma in words.persons or p[k].lemma in words.documents or p[k].ent
        if k > cue.head and not source and p.edges(k)[1] - p.edges(k)[0] >= 1:
            return [(p.edges(k)[0], _noun_end(p, k, words))]
    return []


def _noun_end(p: Parsed, noun: int, words: Lexicon) -> int:
    """Return the last token of a noun phrase before a relative clause or participle set off by a mark."""
    end = p.edges(noun)[1]
    for k in p.subtree(noun):
        if p[k].dep in ("relcl", "acl", "parataxis", "appos") and k > noun:
            first = p.edges(k)[0]
            hyphen = p[first - 1].text == "-" and p[first - 1].end == p[first].start  # "A-50"
            marked = p[first - 1].text in (",", "-", "–", "—", "(") or p[first].text in ("–", "—", "(")
            if marked and not hyphen:
                end = min(end, first - 1)
        elif (
            k > noun and p[k].low in ("at", "during") and any(p[o].lemma in words.venues for o in p.children(k, "pobj"))
        ):
            end = min(end, k - 1)
    while end > noun and p[end].pos == "PUNCT":
        end -= 1
    return end


def claim_object(p: Parsed, cue: Cue, words: Lexicon) -> list[Range]:
    """Content as somebody's claim that is taken up: "denied reports that his men had looted"."""
    for k in p.children(cue.head, "dobj"):
        rules = words.nouns.get(p[k].lemma, [])
        if k > cue.head and any(r.kind in ("claim", "say") for r in rules):
            found = that_clause(p, Cue(k, k, k, tuple(rules)), words)
            if found:
                return [(p.edges(k)[0], found[-1][1])]
    return []


def with_phrase(p: Parsed, cue: Cue, words: Lexicon) -> list[Range]:
    """Content of "threatened X with Y"."""
    for k in p.children(cue.head, "prep"):
        if p[k].low == "with" and p.child(cue.head, "dobj") is not None and p.edges(k)[1] > k:
            return [(k + 1, p.edges(k)[1])]
    return []


def quoted_object(p: Parsed, cue: Cue, words: Lexicon) -> list[Range]:
    """Content as an object that holds quoted words: "denounced what he called ...", "decried a \"policy of ...\""."""
    v = cue.head
    for k in p.children(v, "dobj", "prep", "oprd", "attr", "dep"):
        if k < v:
            continue
        first, last = p.edges(k)
        first = first + 1 if p[k].dep == "prep" else first
        if first > last:
            continue
        span = p.span(first, last)
        held = [q for q in outer_quotes(p, span.start, span.end) if span.start <= q.start and q.inner_end <= span.end]
        if held and (cue.framed("predicate") or any(not is_scare_quote(p, q) for q in held)):
            return [(first, last)]
    return []


def for_object(p: Parsed, cue: Cue, words: Lexicon) -> list[Range]:
    """Content of "called for X (to do Y)", "argued against X": all that the cue's preposition governs."""
    v = cue.head
    word = p[cue.last].low if cue.last > v else "for"
    for k in p.children(v, "advcl", "ccomp", "xcomp"):
        mark = p.child(k, "mark")
        if mark is not None and p[mark].low == word and v < mark <= v + 2:
            return [(mark + 1, _same_mood(p, k, p.edges(k)[1]))]
    for k in p.children(v, "prep", "advcl", "dative"):
        if p[k].low == word and v < k <= v + 2 and p.edges(k)[1] > k:
            ends = [p.edges(c)[1] for c in p.children(v, "conj") if p[c].low == word]
            last = max(p.edges(k)[1], _for_clause_end(p, v, k), *ends)
            return [(k + 1, _with_quoted_phrase(p, v, last))]
    return []


def _with_quoted_phrase(p: Parsed, v: int, last: int) -> int:
    """Take in a phrase right after content whose words stand in quotation marks: 'a truce "in the name of God"'."""
    for k in p.children(v, "prep"):
        begins = p.edges(k)[0]
        if last < begins <= last + 2 and outer_quotes(p, p[begins].start, p[begins].end):
            return max(last, p.edges(k)[1])
    return last


def for_deed(p: Parsed, cue: Cue, words: Lexicon) -> list[Range]:
    """Content of a noun of demand as what it is for: "his call for an end to the war"."""
    for k in range(cue.last + 1, min(cue.last + 7, p.sentence_tokens(cue.head).stop)):
        if p[k].pos in ("VERB", "AUX", "PUNCT"):
            return []
        if p[k].low == "for" and p[k].dep == "prep" and p.edges(k)[1] > k + 1:
            return [(k + 1, p.edges(k)[1])]
    return []


def _for_clause_end(p: Parsed, v: int, prep: int) -> int:
    kids = [k for k in p.children(v, "advcl", "xcomp", "ccomp") if k > prep and is_infinitive(p, k)]
    return max((p.edges(k)[1] for k in kids), default=prep)


def named_by_be(p: Parsed, cue: Cue, words: Lexicon) -> list[Range]:
    """Content of "their demands are X", "its demands include X"."""
    head = p.head(cue.head)
    if head is None or p[cue.head].dep != "nsubj" or p[head].lemma not in ("be", "include"):
        return []
    found = [k for k in p.children(head, "attr", "dobj") if k > head and p[k].pos in ("NOUN", "PROPN", "VERB")]
    return [(p.edges(found[0])[0], p.edges(found[0])[1])] if found else []


def doing(p: Parsed, cue: Cue, words: Lexicon) -> list[Range]:
    """Content as a gerund: "denied attacking the convoy"."""
    for k in p.children(cue.head, "xcomp", "ccomp", "pcomp"):
        if k > cue.head and p[k].tag == "VBG" and p.child(k, "nsubj") is None:
            return [(p.edges(k)[0], p.edges(k)[1])]
    return []


# In this order a cue's frames are tried; the first that finds content has it.
FRAMES: tuple[tuple[str, Frame], ...] = (
    ("clause", clause),
    ("clause_that", that_clause),
    ("infinitive", infinitive),
    ("infinitive_own", infinitive_own),
    ("predicate", predicate),
    ("as", as_phrase),
    ("of", of_phrase),
    ("of_doing", of_doing),
    ("for", for_phrase),
    ("for_doing", for_doing),
    ("doing", doing),
    ("be", named_by_be),
    ("for_object", for_object),
    ("for_deed", for_deed),
    ("object_claim", claim_object),
    ("with", with_phrase),
    ("object_opinion", opinion_object),
    ("object_reason", reason_object),
    ("object", any_object),
    ("object_quoted", quoted_object),
    ("clause", inverted),
    ("clause", around),
    ("whole", whole),
)
