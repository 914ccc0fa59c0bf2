"""Who holds a position: the subject of the stance word, or the innermost speaker where that is "we" or nobody."""

from __future__ import annotations

from dataclasses import dataclass

from tacitus.mentions.cast import Cast
from tacitus.mentions.read_phrases import phrase_span
from tacitus.parsing.clause_places import heads_at, naming_verb, under
from tacitus.parsing.clauses import is_passive, modals, noun_doers, subjects, subjects_above
from tacitus.parsing.parsed import Parsed
from tacitus.positions.stance_words import StanceWords, governing_verb
from tacitus.records import Found, Mention, Statement
from tacitus.rules import StanceRule

SPEAKER_WORDS = frozenset(["i", "we", "us", "me", "our", "my", "ourselves"])
PEOPLE = frozenset(
    """
    he she they i we those some many most majority much others people all several both powers countries
    nations states allies sides
    """.split()
)
QUANTITIES = frozenset(
    "thousand hundred dozen million number group crowd handful half rest bulk part coalition".split()
)
SOMEBODY = frozenset(["everyone", "everybody", "anyone", "anybody", "someone", "somebody"])
FLOATING = ("both", "all", "each")
ANAPHORS = ("it", "this", "that")
NOBODY = frozenset(["it", "this", "that", "which", "what", "there", "who", "you", "one", "nobody"])


@dataclass(frozen=True, slots=True)
class Holder:
    """A mention that holds a position, with the reason; `head` is the token in the clause that pointed to it."""

    mention: Mention
    reason: str
    head: int


class Voices:
    """Who speaks at a place of the text: the speakers of the innermost statement around it."""

    def __init__(self, cast: Cast, statements: list[Found]) -> None:
        """Index the contents and cues of the statements of an article."""
        self._pieces: list[tuple[int, int, int, int]] = []
        self._cues: dict[int, list[Mention]] = {}
        self._speakers: list[list[Mention]] = []
        self.contents: dict[int, list[tuple[int, int]]] = {}
        for n, found in enumerate(statements):
            self._speakers.append([cast.get(k) for k in found.chosen("speaker")])
            size = sum(c.end - c.start for c in found.contents)
            self._pieces.extend((size, c.start, c.end, n) for c in found.contents)
            record = found.record
            if isinstance(record, Statement) and record.cue_start is not None:
                self._cues.setdefault(record.cue_start, self._speakers[-1])
                self.contents.setdefault(record.cue_start, [(c.start, c.end) for c in found.contents])

    def inside(self, char: int) -> bool:
        """Say whether the character stands in what somebody says."""
        return any(a <= char < b for _, a, b, _ in self._pieces)

    def at(self, char: int) -> list[Mention]:
        """Return the speakers of the innermost statement whose content holds the character."""
        around = [(size, n) for size, a, b, n in self._pieces if a <= char < b]
        return self._speakers[min(around)[1]] if around else []

    def of_cue(self, char: int) -> list[Mention]:
        """Return the speakers of the statement whose cue begins at the character."""
        return self._cues.get(char, [])


def find_holders(p: Parsed, cast: Cast, words: StanceWords, voices: Voices, rule: StanceRule, i: int) -> list[Holder]:
    """Return who holds the position that `rule` finds at token `i`."""
    if rule.kind != "stance":
        verb = named_by(p, words, i)
        if verb is not None:
            return [h for k in subjects(p, verb) for h in _as_holders(p, cast, words, voices, k, i)]
        return says(p, cast, words, voices, i)
    for place in rule.holder:
        heads = [h for k in heads_at(p, i, place) for h in _holding(p, words, k)]
        found = [h for k in heads for h in _as_holders(p, cast, words, voices, k, i)]
        if found:
            named = [h for h in found if p[h.head].low not in FLOATING]  # "Fiji and Tonga both agreed"
            return list({h.mention.id: h for h in named or found}.values())
        if heads and all(p[k].low in ANAPHORS for k in heads) and p[i].pos == "NOUN":
            return _speakers(voices, p[i].start, i)  # "It is a vote against the government"
        if heads and not words.works_as(p, i, "crowd"):
            return []
    return _unsaid(p, cast, words, voices, i)


def named_by(p: Parsed, words: StanceWords, i: int) -> int | None:
    """Return the verb by which somebody says the word of something: "called it illegal", "found it to be illegal"."""
    verb = naming_verb(p, i)
    if verb is not None and p[verb].lemma == "be" and p[verb].dep in ("xcomp", "ccomp"):
        verb = p[verb].head
    return verb if verb is not None and words.works_as(p, verb, "name") else None


def says(p: Parsed, cast: Cast, words: StanceWords, voices: Voices, i: int) -> list[Holder]:
    """Return who says the clause of token `i`: the subject of the verb it completes, else the speaker."""
    top = governing_verb(p, i)
    while top is not None and p[top].dep in ("conj", "xcomp") and p[top].head != top:
        top = p[top].head
    if top is not None and p[top].dep == "ccomp":
        above = p[top].head
        if words.works_as(p, above, "say"):
            heads = [h for k in subjects(p, above) for h in _holding(p, words, k)]
            found = [h for k in heads for h in _as_holders(p, cast, words, voices, k, i)]
            if found:
                return found
    return _speakers(voices, p[i].start, i)


def _speakers(voices: Voices, char: int, head: int) -> list[Holder]:
    who = [m for m in voices.at(char) if m.kind != "nominal" and m.text.lower() not in SOMEBODY]
    return [Holder(m, "speaks the words", head) for m in who]


def _holding(p: Parsed, words: StanceWords, k: int) -> list[int]:
    """Return who stands behind token `k`: the subject of "are the powers ...", the maker of a document."""
    if p[k].dep == "attr" and p[p[k].head].lemma == "be":
        return subjects(p, p[k].head) or [k]
    if words.works_as(p, k, "document") and not p[k].ent:
        return noun_doers(p, k) or [h for h in subjects_above(p, k) if h != k]
    return [k]


def _as_holders(p: Parsed, cast: Cast, words: StanceWords, voices: Voices, k: int, trigger: int) -> list[Holder]:
    low = p[k].low
    if low in SPEAKER_WORDS:
        found = _speakers(voices, p[trigger].start, k)
        if found:
            return found
    mention = mention_at(p, cast, k)
    if mention is None or not may_hold(p, cast, mention, k):
        # "rallies demanding reform": those who rally demand it
        return _crowd(p, cast, words, k) if words.works_as(p, k, "crowd") else []
    return [Holder(mention, "subject of the stance word", k)]


def mention_at(p: Parsed, cast: Cast, k: int) -> Mention | None:
    """Return the mention that token `k` heads or stands in as part of a name; a noun phrase becomes one."""
    found = cast.at(k)
    if found is None and p[k].dep in ("compound", "flat", "nmod"):
        found = cast.at(p[k].head)
    if found is None and (p.is_nominal(k) or p[k].pos in ("ADJ", "NUM", "DET")) and any(c.isalnum() for c in p[k].text):
        found = cast.add(k, phrase_span(p, k), "nominal", "position-holder")
    return found


def may_hold(p: Parsed, cast: Cast, mention: Mention, k: int) -> bool:
    """Say whether a mention can be for or against something: an actor, or a pronoun or noun that may be one."""
    if p[k].ent in ("LAW", "WORK_OF_ART") or p[k].low in SOMEBODY or any(p[c].low == "not" for c in p.children(k)):
        return False
    if p[k].low in ("pro", "anti") and p[min(k + 1, len(p) - 1)].text == "-":
        return False
    if cast.is_actor(mention) or mention.kind in ("role", "unnamed"):
        return True
    if mention.kind == "pronoun":
        chain = [m for m in cast.mentions if m.chain_id == mention.chain_id and m.kind != "pronoun"]
        return p[k].low in PEOPLE or any(may_hold(p, cast, m, cast.head_of(m)) for m in chain)
    if p[k].lemma.lower() in QUANTITIES:
        whose = [m for n in under(p, k, "of") if (m := mention_at(p, cast, n)) is not None]
        return not whose or any(may_hold(p, cast, m, cast.head_of(m)) for m in whose)
    if p[k].low in NOBODY or p[k].ent in ("DATE", "TIME", "MONEY", "PERCENT", "LAW", "EVENT", "WORK_OF_ART"):
        return False
    return mention.kind in ("name", "place") or p[k].ent in ("PERSON", "ORG", "NORP", "GPE") or p[k].low in PEOPLE


def _unsaid(p: Parsed, cast: Cast, words: StanceWords, voices: Voices, i: int) -> list[Holder]:
    """Return the holder where the clause names none: the verb that carries the noun, the cue's or the speaker."""
    t = p[i]
    if found := voices.of_cue(t.start):
        return [Holder(m, "speaks with this word", i) for m in found]
    verb = governing_verb(p, i)
    if t.pos not in ("VERB", "AUX"):
        beside = t.dep == "pobj" and p[t.head].low == "in"  # "resigned in protest over X"
        if verb is not None and (beside or words.works_as(p, verb, "voice")) and t.dep not in ("nsubj", "nsubjpass"):
            return [h for k in subjects(p, verb) for h in _as_holders(p, cast, words, voices, k, i)]
        if words.works_as(p, i, "crowd"):
            return _crowd(p, cast, words, i)
        return _speakers(voices, t.start, i) if verb is None else []
    if is_passive(p, i):
        # "this will not be tolerated": what is refused or demanded without a doer is so by whoever says it
        return _speakers(voices, t.start, i) if modals(p, i) else []
    if subjects(p, i) or t.dep in ("pcomp", "csubj", "amod", "acl"):
        return []
    return _speakers(voices, t.start, i)


def _crowd(p: Parsed, cast: Cast, words: StanceWords, i: int) -> list[Holder]:
    """Return the people of a protest whose sentence names none: those that the article calls protesters nearest by."""
    people = [m for m in cast.mentions if m.kind == "role" and words.works_as(p, cast.head_of(m), "crowd")]
    nearest = min(people, key=lambda m: (m.start > p[i].start, abs(m.start - p[i].start)), default=None)
    if nearest is None:
        own = mention_at(p, cast, i)
        return [Holder(own, "the protest stands for those who hold it", i)] if cast.is_actor(own) and own else []
    return [Holder(nearest, "the protesters that the article names", i)]
