"""Content as a clause: after its cue ("said that P"), around it ("P, he said"), beside "according to X"."""

from __future__ import annotations

from tacitus.parsing.parsed import Parsed
from tacitus.statements.statement_cues import Cue, Lexicon
from tacitus.statements.statement_pieces import Range, noun_phrase, outer_quotes

CLAUSES = ("ccomp", "advcl", "acl", "relcl", "dep", "parataxis", "xcomp")


def clause(p: Parsed, cue: Cue, words: Lexicon) -> list[Range]:
    """Content as a clause after the cue: "said that P", "said P"."""
    found = that_clause(p, cue, words)
    if found:
        return found
    v = cue.head
    right = [k for k in p.children(v, "ccomp") if k > v and not is_infinitive(p, k) and not _gives_reason(p, k)]
    right = right or [k for k in p.children(v, "advcl", "dep", "parataxis") if k > v and _is_bare_clause(p, k)]
    lost = _lost_subject(p, v, right)
    right = right or ([lost[1]] if lost else [])
    if not right:
        return []
    first = _past_date(p, max(min(p.edges(k)[0] for k in right), cue.last + 1))
    return [(lost[0] if lost else first, _clause_end(p, v, right, words))]


def _gives_reason(p: Parsed, k: int) -> bool:
    """Say whether a clause gives a reason for the saying and is not said: "declared an emergency so he could build"."""
    return any(p[m].low in ("so", "because", "since", "until", "after") for m in p.children(k, "mark", "advmod"))


def _lost_subject(p: Parsed, v: int, right: list[int]) -> Range | None:
    """Mend a subject read as the cue's object ("claiming the vote was stolen"): its first token and its verb."""
    thing = next((k for k in p.children(v, "dobj") if k > v), None)
    if thing is None or (right and p.child(right[0], "nsubj", "nsubjpass", "expl", "mark") is not None):
        return None
    at = p.edges(thing)[1] + 1
    while at < p.sentence_tokens(v).stop and p[at].ent == "DATE" and at < p.edges(thing)[1] + 3:
        at += 1
    if at >= p.sentence_tokens(v).stop or p[at].tag not in ("VBD", "VBZ", "VBP", "MD"):
        return None
    verb = p[at].head if p[at].dep in ("aux", "auxpass") else at
    if verb < v or p.child(verb, "nsubj", "nsubjpass", "expl") is not None or p.is_below(v, verb):
        return None
    return p.edges(thing)[0], verb


def _past_date(p: Parsed, first: int) -> int:
    """Pass over "on Tuesday" and "according to X," between cue and content, which do not belong to it."""
    stop = p.sentence_tokens(first).stop
    if p[first].low == "according":
        comma = next((i for i in range(first, min(first + 12, stop - 1)) if p[i].text == ","), None)
        return comma + 1 if comma is not None else first
    at = first + 1 if p[first].dep == "prep" else first
    if at < len(p) and p[at].ent in ("DATE", "TIME") and p.edges(first)[1] < first + 6:
        after = max(p.edges(first)[1], at) + 1
        if after < stop and p[after].pos not in ("PUNCT", "VERB", "AUX"):
            return after
    return first


def that_clause(p: Parsed, cue: Cue, words: Lexicon) -> list[Range]:
    """Content as a clause opened by "that" (or whether, how, why ...), with those coordinated with it."""
    v = cue.head
    heads = [k for k in p.subtree(v) if k > v and p[k].dep in CLAUSES and _marker(p, k, v) is not None]
    heads = [k for k in heads if not any(h != k and p.is_below(k, h) for h in heads)]
    heads = [k for k in heads if _belongs(p, k, v, words)]
    if not heads and cue.is_noun and p[v].dep == "nsubj" and p[p[v].head].lemma == "be":
        heads = [k for k in p.children(p[v].head, "ccomp", "attr", "advcl") if _marker(p, k, p[v].head) is not None]
    if not heads:
        return _loose_that(p, cue, words)
    mark = _marker(p, heads[0], v)
    if mark is None:
        mark = p.edges(heads[0])[0]
    return [(mark, _clause_end(p, v, heads, words))]


def _loose_that(p: Parsed, cue: Cue, words: Lexicon) -> list[Range]:
    """Content after a "that" which the parser hung elsewhere: right after a noun cue, near after a verb."""
    v = cue.head
    after = after_noun(p, cue)
    reach = [after] if cue.is_noun and after is not None else range(cue.last + 1, cue.last + 12)
    for i in reach:
        if i not in p.sentence_tokens(v) or (p[i].pos in ("VERB", "AUX", "PUNCT") and not cue.is_noun):
            return []
        if p[i].pos == "NOUN" and p[i].lemma in words.nouns:
            return []
        if p[i].low != "that":
            continue
        if p[i].dep == "mark" and p[i].head > i and cue.is_noun:
            return [(i, _clause_end(p, v, [p[i].head], words))]
        k = next((k for k in p.ancestors(i) if p[k].pos in ("VERB", "AUX")), None)
        if k is None or k < i or (p[i].dep != "mark" and p.child(k, "nsubj", "nsubjpass", "expl") in (None, i)):
            return []
        direct = i == cue.last + 1 or cue.is_noun or p[i].dep != "det"
        return [(i, _clause_end(p, v, [k], words))] if direct else []
    return []


def after_noun(p: Parsed, cue: Cue) -> int | None:
    """Return the token right after a noun cue, or after the "by X" or "of X" that follows it."""
    stop = p.sentence_tokens(cue.head).stop
    ends = [p.edges(k)[1] for k in p.children(cue.last, "pobj")]
    beside = cue.last + 1
    if beside < stop and p[beside].low in ("by", "from") and p[beside].dep in ("prep", "agent"):
        ends += [_noun_edge(p, k) for k in p.children(beside, "pobj")]
    at = max([cue.last, *(e for e in ends if e < cue.last + 8)]) + 1
    return at if at < stop else None


def _noun_edge(p: Parsed, k: int) -> int:
    """Return the last token of a noun phrase without a clause or an object that the parser hung on it."""
    return p.subtree(k, without=("relcl", "acl", "prep"))[-1]


def _belongs(p: Parsed, k: int, v: int, words: Lexicon) -> bool:
    """Say whether a marked clause is the cue's own: it hangs on it, or on a noun between the two."""
    h = p[k].head
    if h == v:
        return True
    if not p.is_nominal(h) or p[h].lemma in words.nouns:
        return False
    if p[k].dep == "relcl" and p.child(k, "nsubj", "nsubjpass", "expl") is None:
        return False
    return p[h].dep in ("pobj", "npadvmod", "dobj", "dative") and p.clause_head(h) == v and p[v].pos != "NOUN"


def _marker(p: Parsed, k: int, v: int) -> int | None:
    """Return the word that opens clause `k`: "that", a question word or "whether"."""
    first = p.edges(k)[0]
    for m in p.children(k, "mark", "advmod", "dobj", "nsubj", "attr", "nsubjpass", "det", "pobj"):
        t = p[m]
        if v < m < k and (
            (t.low == "that" and t.dep == "mark")
            or (t.low == "whether")
            or (t.low in ("what", "why", "how", "who", "where") and p[k].dep == "ccomp")
        ):
            return m if t.low in ("that", "whether") else max(first, v + 1)
    return None


def is_infinitive(p: Parsed, k: int) -> bool:
    """Say whether token `k` is a verb with "to" before it."""
    return any(p[a].low == "to" for a in p.children(k, "aux"))


def _is_bare_clause(p: Parsed, k: int) -> bool:
    """Say whether `k` heads a full clause without a word that subordinates it."""
    has_subject = p.child(k, "nsubj", "nsubjpass", "expl") is not None
    return has_subject and p.child(k, "mark") is None and p[k].dep != "advcl"


def _clause_end(p: Parsed, v: int, heads: list[int], words: Lexicon) -> int:
    """Return the last token of content clauses, those of coordinated "and that ..." taken in."""
    end = _before_next_cue(p, heads[0], max(p.edges(k)[1] for k in heads), words)
    for c in p.children(v, "conj"):
        with_that = any(p[m].low == "that" for m in p.children(c, "mark"))
        if c > end and with_that:
            end = max(end, p.edges(c)[1])
    return end


def _before_next_cue(p: Parsed, first: int, last: int, words: Lexicon) -> int:
    """End content where the writer goes on: ", adding that ...", ", while police blamed ...", an aside in brackets."""
    for i in range(first + 1, last):
        t = p[i]
        if (
            not outer_quotes(p, t.start, t.end)
            and t.lemma in words.verbs
            and (cut := _writer_goes_on(p, i, first, words))
        ):
            return cut
    if p[last].text == ")":
        opened = next((i for i in range(last, first, -1) if p[i].text == "("), first)
        last = opened - 1 if opened > first else last
    return last


def _writer_goes_on(p: Parsed, i: int, first: int, words: Lexicon) -> int | None:
    """Return the last token of content before cue `i` if that cue is the writer's and not part of the content."""
    t = p[i]
    if t.tag == "VBG" and t.dep in ("advcl", "conj", "xcomp", "dep", "ccomp", "pcomp"):
        return _before_participle(p, i, first)
    if t.tag not in ("VBD", "VBZ", "VBP") or t.dep not in ("advcl", "conj", "relcl"):
        return None
    begin = p.edges(i)[0]
    if t.dep == "relcl":  # "..., which Tehran denied" at the very end
        aside = p[begin].low == "which" and p[begin - 1].text == "," and p[begin].head == i and p[begin].dep == "dobj"
        return begin - 2 if aside else None
    own = p.child(i, "nsubj") is not None
    if own and t.dep == "advcl" and p[begin].low in ("while", "whereas") and p[begin - 1].text == ",":
        return begin - 2 if begin - 2 > first else None
    joined = next((k for k in range(begin - 1, max(first, begin - 3), -1) if p[k].dep == "cc"), None)
    if t.dep == "conj" and joined is not None and own and p[joined - 1].text == ",":
        return joined - 2
    if t.dep == "conj" and joined is not None and not own:
        head = p.first_conjunct(i)
        if p[head].tag == "VB" and p.child(head, "aux") is not None:  # "would strike, and threatened"
            return joined - 1
        subject = p.child(head, "nsubj", "nsubjpass")
        if subject is not None and not may_speak(p, subject, words):
            return joined - 1
    return None


def _before_participle(p: Parsed, i: int, first: int) -> int | None:
    """Return the last token before a participle of the writer's: ", adding", ", further saying", "while noting"."""
    if p.child(i, "nsubj") is not None:
        return None
    at = i
    while at > first and (p[at - 1].pos == "ADV" or p[at - 1].low in ("while", "before", "after")):
        at -= 1
    if at <= first + 1:
        return None
    if p[at - 1].text == ",":
        above = p[p[i].head]
        return at - 2 if above.pos in ("VERB", "AUX", "ADP", "SCONJ") else None
    return at - 1 if p[at].low in ("while", "before") else None


def may_speak(p: Parsed, k: int, words: Lexicon) -> bool:
    """Say whether a noun may be somebody: a name, a personal pronoun, or a word for people and bodies."""
    t = p[k]
    if t.pos == "PRON":
        return t.low in ("he", "she", "they", "we", "i", "you", "who")
    named = t.ent in ("PERSON", "ORG", "GPE", "NORP") or (t.pos == "PROPN" and t.ent in ("", "FAC", "PRODUCT", "LOC"))
    return named or t.lemma in words.persons


def around(p: Parsed, cue: Cue, words: Lexicon) -> list[Range]:
    """Content around a cue clause set off by commas: "P, the ministry said", "P, officials say, Q"."""
    v = cue.head
    told = any("object" in r.addressee for r in cue.rules)
    if p.child(v, "nsubj", "agent") is None or cue.rules[0].pos != "verb" or (p.child(v, "dobj") and not told):
        return []
    left = [
        k for k in p.children(v, "ccomp", "parataxis", "dep") if (k < v and p.edges(k)[1] < v) or k < v < p.edges(k)[1]
    ]
    own_first, own_last = _cue_clause(p, v, set(left))
    first, end = p.sentences[p[v].sent]
    if p[own_first].low == "as" and p[v].dep == "advcl" and not left:  # "P, as the court found"
        if not (first < own_first and _set_off(p, own_first, own_last, end) and own_last + 1 >= end - 1):
            return []
        first = max(first, p.edges(_finite_above(p, v))[0])
        after = own_first - 1
    elif left:
        content_first = min(p.edges(k)[0] for k in left)
        first = first if content_first - first <= 2 else content_first
        after = max(p.edges(k)[1] for k in left)
    elif (
        p[v].dep in ("parataxis", "ccomp", "conj", "dep")
        and own_first > first
        and _set_off(p, own_first, own_last, end)
    ):
        after = end - 1
    elif own_first > first + 2 and p[own_first - 1].text == "," and own_last + 1 >= end - 1 and _no_object(p, v):
        after = own_first - 1
    else:
        return []
    out = [(first, own_first - 1)] if own_first > first else []
    if after > own_last + 1 and not _adds(p, own_last, after, words):
        out.append((own_last + 1, after))
    return [r for r in out if r[1] - r[0] >= 1]


def _finite_above(p: Parsed, v: int) -> int:
    """Return the verb with a subject that the clause of `v` hangs on."""
    return next((k for k in p.ancestors(v) if p.child(k, "nsubj", "nsubjpass", "expl") is not None), p[v].head)


def inverted_speaker(p: Parsed, v: int, words: Lexicon) -> int | None:
    """Return the speaker that the parser took for an object: "P, argued the lawyer"."""
    if v == 0 or p[v - 1].text != "," or p[v].tag not in ("VBD", "VBZ", "VBP"):
        return None
    if p.child(v, "nsubj", "nsubjpass", "xcomp", "mark", "aux", "cc") is not None:
        return None
    if any(k > v for k in p.children(v, "ccomp")):
        return None
    who = next((k for k in p.children(v, "dobj") if v < p.edges(k)[0] and may_speak(p, k, words)), None)
    closes = who is not None and p.edges(who)[1] + 1 >= p.sentence_tokens(v).stop - 1
    return who if closes else None


def inverted(p: Parsed, cue: Cue, words: Lexicon) -> list[Range]:
    """Content before a cue whose speaker follows it at the end of the sentence: "P, argued the lawyer"."""
    begin = p.sentences[p[cue.head].sent][0]
    if inverted_speaker(p, cue.head, words) is None or outer_quotes(p, p[begin].start, p[cue.head].start):
        return []
    verbs = [i for i in range(begin, cue.head) if p[i].tag in ("VBD", "VBZ", "VBP", "MD")]
    return [(begin, cue.head - 2)] if verbs and cue.head - begin > 3 else []


def _adds(p: Parsed, last: int, stop: int, words: Lexicon) -> bool:
    """Say whether the writer goes on after a cue clause: "..., the envoy said, also noting that ..."."""
    i = next((i for i in range(last + 1, stop) if p[i].pos not in ("ADV", "PUNCT", "SCONJ")), stop)
    return p[i].tag == "VBG" and p[i].lemma in words.verbs


def _no_object(p: Parsed, v: int) -> bool:
    return p.child(v, "dobj", "ccomp", "xcomp", "oprd", "attr") is None and p.child(v, "nsubj") is not None


def _cue_clause(p: Parsed, v: int, content: set[int]) -> Range:
    """Return the tokens of a cue clause without the content that hangs on it."""
    toks = [v]
    for k in p.children(v):
        if k not in content and p[k].dep not in ("punct", "cc"):
            toks.extend(p.subtree(k))
    toks.sort()
    at = toks.index(v)
    first = last = at
    while first > 0 and toks[first] - toks[first - 1] <= 2:
        first -= 1
    while last + 1 < len(toks) and toks[last + 1] - toks[last] <= 2:
        last += 1
    return toks[first], toks[last]


def _set_off(p: Parsed, first: int, last: int, end: int) -> bool:
    """Say whether a stretch stands between commas, dashes or the end of the sentence."""
    marks = (",", "-", "–", "—", "(", ")", ";")
    return p[first - 1].text in marks and (last + 1 >= end - 1 or p[last + 1].text in (*marks, "."))


def whole(p: Parsed, cue: Cue, words: Lexicon) -> list[Range]:
    """Content of "according to X" and "in X's words": the clause that the phrase stands in, without the phrase."""
    first, last = _phrase_edges(p, cue)
    begin, end = p.sentences[p[cue.head].sent]
    for q in outer_quotes(p, p[first].start, p[first].end):  # within a quotation nothing outside it is meant
        inside = p.tokens_in(q.inner_start, q.inner_end)
        begin, end = max(begin, inside.start), min(end, inside.stop)
    top = p.clause_head(cue.head)
    aside = first > begin + 1 and p[first - 1].text == "," and p[first - 2].lemma in words.verbs
    for k in () if aside else (top, *p.ancestors(top)):
        t = p[k]
        shared = t.dep == "conj" and p.child(k, "nsubj", "nsubjpass", "expl") is None
        if t.dep in ("ccomp", "relcl", "advcl", "acl") or (t.dep == "conj" and not shared and first < k):
            left, right = p.edges(k)
            if left <= first <= right and right - left > last - first + 2:
                begin, end = max(begin, left), right + 1
                break
    out = [(begin, first - 1)] if first > begin else []
    if end - 1 > last:
        out.append((last + 1, end - 1))
    return [r for r in out if r[1] - r[0] >= 1]


def _phrase_edges(p: Parsed, cue: Cue) -> Range:
    """Return the tokens of a phrase with the name it governs, to the comma that closes it."""
    last = max(p.edges(cue.first)[1], p.edges(cue.last)[1])
    stop = p.sentence_tokens(cue.head).stop
    if cue.first == p.sentence_tokens(cue.head).start:  # at the beginning a comma closes it at the latest
        comma = next((i for i in range(cue.last + 1, stop) if p[i].text == ","), last)
        while comma < last and p[comma].dep == "punct" and p[p[comma].head].pos in ("NOUN", "PROPN"):
            comma = next((i for i in range(comma + 1, stop) if p[i].text == ","), last)
        last = min(last, comma)
    return cue.first, last


def antecedent(p: Parsed, cue: Cue, ranges: list[Range]) -> list[Range]:
    """Return the noun that a relative content clause is about: "major fires, which the agency said were out"."""
    v = cue.head
    for k in (v, *p.ancestors(v)):
        if p[k].dep == "relcl":
            first = p.edges(k)[0]
            wh = next((i for i in range(first, min(first + 3, v)) if p[i].tag in ("WDT", "WP")), None)
            subject = p.child(v, "nsubj")
            governed = wh is not None and p[wh].dep == "pobj"  # "a speech, in which she said that ..."
            known = wh is not None and subject is not None and wh < subject and not governed
            if known and ranges[0][0] > v and p.is_nominal(p[k].head):
                return [noun_phrase(p, p[k].head)]
            return []
        if p[k].dep in ("advcl", "conj", "acl") or k - v > 12:
            return []
    return []
