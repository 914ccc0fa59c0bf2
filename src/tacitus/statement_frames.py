"""What a cue says: the content that hangs on it, frame by frame, over parse and punctuation."""

from __future__ import annotations

from collections.abc import Callable

from tacitus.clauses import is_passive, passive_subjects
from tacitus.find_quotations import word_count
from tacitus.parsed import Parsed, Quote
from tacitus.statement_cues import Cue, Lexicon

Range = tuple[int, int]  # first and last token, both taken in
Frame = Callable[[Parsed, Cue, Lexicon], list[Range]]
FINITE = ("VBD", "VBZ", "VBP", "MD")
CLAUSES = ("ccomp", "advcl", "acl", "relcl", "dep", "parataxis", "xcomp")


def content_of(p: Parsed, cue: Cue, words: Lexicon) -> tuple[str, list[tuple[int, int]]] | None:
    """Return the id of the rule and the pieces of content (characters) of a cue; None if it spells out none."""
    for name, frame in FRAMES:
        rule = cue.framed(name)
        if rule is None:
            continue
        ranges = frame(p, cue, words)
        ranges = _antecedent(p, cue, ranges) + ranges if ranges and name == "clause" else ranges
        pieces = [piece for r in ranges if (piece := piece_of(p, *r, cue)) is not None]
        if pieces:
            return rule.id, pieces
    return None


def _antecedent(p: Parsed, cue: Cue, ranges: list[Range]) -> list[Range]:
    """Return the noun that a relative content clause is about: "major fires, which the agency said were out"."""
    v = cue.head
    for k in (v, *p.ancestors(v)):
        if p[k].dep == "relcl":
            first = p.edges(k)[0]
            wh = next((i for i in range(first, min(first + 3, v)) if p[i].tag in ("WDT", "WP")), None)
            subject = p.child(v, "nsubj")
            if wh is not None and subject is not None and wh < subject and ranges[0][0] > v and p.is_nominal(p[k].head):
                return [noun_phrase(p, p[k].head)]
            return []
        if p[k].dep in ("advcl", "conj", "acl") or k - v > 12:
            return []
    return []


def piece_of(p: Parsed, first: int, last: int, cue: Cue | None = None) -> tuple[int, int] | None:
    """Turn a token range into characters: punctuation at its edges off, quotations it cuts taken in whole."""
    while first <= last and p[first].text in (",", ":", ";", "-", "–", "—", ".", ")"):
        first += 1
    while first <= last and (p[last].text in (",", ":", ";", "-", "–", "—", ".", "(", "?", "!") or p[last].dep == "cc"):
        last -= 1
    if first > last:
        return None
    start, end = p[first].start, p[last].end
    for q in p.quotes:
        if q.depth or q.start >= end or q.end <= start:
            continue
        crossing_left = q.start < start < q.inner_end and not (cue and q.start <= p[cue.head].start < q.end)
        if crossing_left and (cue is None or q.start >= p[cue.last].end):
            start = q.start
        if q.inner_start < end and end < q.end and q.start >= start:
            end = q.end
    return without_marks(p, start, end)


def without_marks(p: Parsed, start: int, end: int) -> tuple[int, int] | None:
    """Take the quotation marks off where they enclose the whole stretch or stand at an edge without a partner."""
    for q in p.quotes:
        if q.start <= start < q.inner_start and end >= q.inner_end and end <= q.end + 1:
            return q.inner_start, q.inner_end
        if q.inner_end <= end - 1 < q.end and start > q.start and q.start < start:
            end = q.inner_end
    return (start, end) if start < end else None


def quoted_share(p: Parsed, start: int, end: int) -> float:
    """Return how much of a stretch stands within outer quotation marks."""
    inside = sum(max(0, min(end, q.inner_end) - max(start, q.inner_start)) for q in p.quotes if q.depth == 0)
    return inside / max(1, end - start)


def is_scare_quote(p: Parsed, q: Quote) -> bool:
    """Say whether a quotation is only a term in marks: one or two words, neither verb nor pronoun nor governed."""
    inner = p.article.text[q.inner_start : q.inner_end]
    if word_count(inner) > 2:
        return False
    toks = [p[i] for i in p.tokens_in(q.inner_start, q.inner_end)]
    if any(t.tag in FINITE or t.pos == "PRON" for t in toks):
        return False
    before = p.token_at(q.start)
    governed = before is not None and before > 0 and p[before - 1].low == "as"
    return not governed and not any(t.dep in ("oprd", "acomp", "attr", "ROOT") for t in toks)


# --- clauses -------------------------------------------------------------------------------------
def clause(p: Parsed, cue: Cue, words: Lexicon) -> list[Range]:
    """Content as a clause after the cue: "said that P", "said P"."""
    found = that_clause(p, cue, words)
    if found:
        return found
    v = cue.head
    right = [k for k in p.children(v, "ccomp") if k > v and not _is_infinitive(p, k)]
    right = right or [k for k in p.children(v, "advcl", "dep", "parataxis") if k > v and _is_bare_clause(p, k)]
    if not right:
        return []
    first = _past_date(p, max(min(p.edges(k)[0] for k in right), cue.last + 1))
    return [(first, _clause_end(p, v, right, words))]


def _past_date(p: Parsed, first: int) -> int:
    """Pass over "on Tuesday" between cue and content, which belongs to the cue."""
    at = first + 1 if p[first].dep == "prep" else first
    if at < len(p) and p[at].ent in ("DATE", "TIME") and p.edges(first)[1] < first + 6:
        after = max(p.edges(first)[1], at) + 1
        if after < p.sentence_tokens(first).stop and p[after].pos not in ("PUNCT", "VERB", "AUX"):
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
    if not heads and cue.is_noun:
        after = _after_noun(p, cue)
        if after is not None and p[after].low == "that" and p[after].dep == "mark" and p[after].head > after:
            return [(after, _clause_end(p, v, [p[after].head], words))]
    if not heads:
        return []
    mark = _marker(p, heads[0], v)
    if mark is None:
        mark = p.edges(heads[0])[0]
    return [(mark, _clause_end(p, v, heads, words))]


def _after_noun(p: Parsed, cue: Cue) -> int | None:
    """Return the token right after a noun cue, or after the "by X" or "of X" that follows it."""
    stop = p.sentence_tokens(cue.head).stop
    ends = [p.edges(k)[1] for k in p.children(cue.last, "pobj")]
    ends += [p.edges(k)[1] for k in p.children(cue.head, "prep") if p[k].low in ("by", "from") and k < cue.head + 2]
    at = max([cue.last, *(e for e in ends if e < cue.last + 8)]) + 1
    return at if at < stop else None


def _belongs(p: Parsed, k: int, v: int, words: Lexicon) -> bool:
    """Say whether a marked clause is the cue's own: it hangs on it, or on a noun between the two."""
    h = p[k].head
    if h == v:
        return True
    if p[k].dep == "relcl" or not p.is_nominal(h) or p[h].lemma in words.nouns:
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
            return max(first, v + 1)
    return None


def _is_infinitive(p: Parsed, k: int) -> bool:
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
        if p.quote_at(t.start) is None and t.lemma in words.verbs and (cut := _writer_goes_on(p, i, first, words)):
            return cut
    if p[last].text == ")":
        opened = next((i for i in range(last, first, -1) if p[i].text == "("), first)
        last = opened - 1 if opened > first else last
    return last


def _writer_goes_on(p: Parsed, i: int, first: int, words: Lexicon) -> int | None:
    """Return the last token of content before cue `i` if that cue is the writer's and not part of the content."""
    t = p[i]
    if t.tag == "VBG" and p[i - 1].text == "," and t.dep in ("advcl", "conj", "xcomp", "dep", "ccomp"):
        return i - 2 if p[t.head].pos in ("VERB", "AUX") else None
    if t.tag not in ("VBD", "VBZ", "VBP") or t.dep not in ("advcl", "conj"):
        return None
    begin = p.edges(i)[0]
    own = p.child(i, "nsubj") is not None
    if own and t.dep == "advcl" and p[begin].low in ("while", "whereas") and p[begin - 1].text == ",":
        return begin - 2 if begin - 2 > first else None
    joined = next((k for k in range(begin - 1, max(first, begin - 3), -1) if p[k].dep == "cc"), None)
    if t.dep == "conj" and joined is not None and own and p[joined - 1].text == ",":
        return joined - 2
    if t.dep == "conj" and joined is not None and not own:
        head = p.first_conjunct(i)
        subject = p.child(head, "nsubj", "nsubjpass")
        if subject is not None and not _can_speak(p, subject, words):
            return joined - 1
    return None


def _can_speak(p: Parsed, k: int, words: Lexicon) -> bool:
    """Say whether a noun may be somebody: a name, a personal pronoun, or a word for an office."""
    t = p[k]
    if t.pos == "PRON":
        return t.low in ("he", "she", "they", "we", "i", "you", "who")
    return t.pos == "PROPN" or bool(t.ent) or t.lemma in words.persons or t.tag == "NNS"


def around(p: Parsed, cue: Cue, words: Lexicon) -> list[Range]:
    """Content around a cue clause set off by commas: "P, the ministry said", "P, officials say, Q"."""
    v = cue.head
    if p.child(v, "nsubj", "agent") is None or cue.rules[0].pos != "verb":
        return []
    left = [
        k for k in p.children(v, "ccomp", "parataxis", "dep") if k < v and p.edges(k)[1] < v or k < v < p.edges(k)[1]
    ]
    own_first, own_last = _cue_clause(p, v, set(left))
    first, end = p.sentences[p[v].sent]
    if left:
        content_first = min(p.edges(k)[0] for k in left)
        first = first if content_first - first <= 2 else content_first
        after = max(p.edges(k)[1] for k in left)
    elif (
        p[v].dep in ("parataxis", "ccomp", "conj", "dep")
        and own_first > first
        and _set_off(p, own_first, own_last, end)
    ):
        first, after = first, end - 1
    elif own_first > first + 2 and p[own_first - 1].text == "," and own_last + 1 >= end - 1 and _no_object(p, v):
        after = own_first - 1
    else:
        return []
    out = [(first, own_first - 1)] if own_first > first else []
    if after > own_last + 1:
        out.append((own_last + 1, after))
    return [r for r in out if r[1] - r[0] >= 1]


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
    top = p.clause_head(cue.head)
    for k in (top, *p.ancestors(top)):
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


# --- other frames --------------------------------------------------------------------------------
def infinitive(p: Parsed, cue: Cue, words: Lexicon) -> list[Range]:
    """Content as "to ..." after a verb or noun of demand or promise, its coordination taken in whole."""
    v = cue.head
    if cue.is_noun:
        to_word = _after_noun(p, cue)
        if to_word is None or p[to_word].low != "to" or p[to_word].dep != "aux":
            return []
        return [(to_word, _coordinated(p, p.edges(p[to_word].head)[1]))]
    for k in p.subtree(v):
        if k <= v or not _is_infinitive(p, k):
            if k > v and p[k].tag in FINITE and p[k].dep not in ("relcl",):
                return []
            continue
        to = next(a for a in p.children(k, "aux") if p[a].low == "to")
        if to < cue.last or p[k].head in range(cue.last + 1, k) and p[p[k].head].pos in ("ADJ", "VERB"):
            return []
        first = to - 1 if p[to - 1].low in ("not", "never") and to - 1 > v else to
        last = p.edges(k)[1]
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


def infinitive_own(p: Parsed, cue: Cue, words: Lexicon) -> list[Range]:
    """Content as "to ..." right after the verb, done by the speaker himself: "vowed to resist"."""
    kids = [k for k in p.children(cue.head, "xcomp", "ccomp", "advcl") if k > cue.head and _is_infinitive(p, k)]
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


def noun_phrase(p: Parsed, head: int) -> Range:
    """Return the tokens of a noun phrase without its relative clauses."""
    toks = p.subtree(head, without=("relcl", "punct", "parataxis", "conj", "cc", "appos"))
    return toks[0], toks[-1]


def predicate(p: Parsed, cue: Cue, words: Lexicon) -> list[Range]:
    """Content as object and predicate: "called it null and void"."""
    v = cue.head
    preds = [k for k in p.children(v, "oprd", "attr", "acomp", "ccomp", "xcomp") if k > v and not _is_infinitive(p, k)]
    if not preds:
        return []
    last = max(p.edges(k)[1] for k in preds)
    objects = [k for k in p.children(v, "dobj") if k > v]
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
            return [(of + 1, p.edges(of)[1])]
    return []


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
    preps = [k for k in preps if p[k].head == v or p[p[k].head].head == v and p[p[k].head].dep == "dobj"]
    return _with_object(p, v, preps[0], p.edges(preps[0])[1]) if preps else []


def for_doing(p: Parsed, cue: Cue, words: Lexicon) -> list[Range]:
    """Content of "criticised X for doing Y": the gerund clause."""
    v = cue.head
    for k in p.subtree(v):
        if k > v and p[k].low == "for" and p[k].dep == "prep" and p.child(k, "pcomp") is not None:
            if p[k].head == v or p[p[k].head].head == v:
                return [(k + 1, p.edges(k)[1])]
    return []


def opinion_object(p: Parsed, cue: Cue, words: Lexicon) -> list[Range]:
    """Content as a noun for what one thinks: "voiced opposition to the war"."""
    for k in p.children(cue.head, "dobj", "ccomp"):
        if k > cue.head and p[k].lemma in words.opinions and p.edges(k)[1] - p.edges(k)[0] >= 1:
            return [(p.edges(k)[0], _noun_end(p, k, words))]
    return []


def any_object(p: Parsed, cue: Cue, words: Lexicon) -> list[Range]:
    """Content as any noun phrase of three words or more: "announced an arms embargo"."""
    for k in p.children(cue.head, "dobj"):
        first, last = p.edges(k)[0], _noun_end(p, k, words)
        if k > cue.head and p[k].pos in ("NOUN", "PROPN") and last - first >= 2:
            return [(first, last)]
    return opinion_object(p, cue, words)


def _noun_end(p: Parsed, noun: int, words: Lexicon) -> int:
    """Return the last token of a noun phrase before a relative clause or participle set off by a mark."""
    end = p.edges(noun)[1]
    for k in p.subtree(noun):
        if p[k].dep in ("relcl", "acl", "parataxis", "appos") and k > noun:
            first = p.edges(k)[0]
            if p[first - 1].text in (",", "-", "–", "—", "(") or p[first].text in ("-", "–", "—", "("):
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
        if k > cue.head and any(r.kind == "claim" or r.kind == "say" for r in rules):
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
        held = [q for q in p.quotes if q.depth == 0 and span.start <= q.start and q.inner_end <= span.end]
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
            return [(mark + 1, p.edges(k)[1])]
    for k in p.children(v, "prep", "advcl", "dative"):
        if p[k].low == word and v < k <= v + 2 and p.edges(k)[1] > k:
            ends = [p.edges(c)[1] for c in p.children(v, "conj") if p[c].low == word]
            return [(k + 1, max(p.edges(k)[1], _for_clause_end(p, v, k), *ends))]
    return []


def _for_clause_end(p: Parsed, v: int, prep: int) -> int:
    kids = [k for k in p.children(v, "advcl", "xcomp", "ccomp") if k > prep and _is_infinitive(p, k)]
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
    ("object_claim", claim_object),
    ("with", with_phrase),
    ("object_opinion", opinion_object),
    ("object", any_object),
    ("object_quoted", quoted_object),
    ("clause", around),
    ("whole", whole),
)
