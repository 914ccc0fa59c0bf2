"""Cues: the verbs, nouns and phrases by which a text reports that somebody said something."""

from __future__ import annotations

from dataclasses import dataclass, field

from tacitus.codebook import Codebook, phrases
from tacitus.parsing.clauses import is_passive, modals, negated
from tacitus.parsing.parsed import Parsed
from tacitus.rules import CueRule

REACH = 4  # tokens within which the further words of a cue of several words follow
# Verbs under which an infinitive has been said: "went on to say", "used the visit to announce".
CARRIED_OUT = frozenset(
    ["go", "continue", "proceed", "rush", "hasten", "use", "take", "come", "force", "appear", "seem", "return"]
)
HYPOTHETICAL = frozenset(["if", "unless", "whether", "until", "lest"])


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue in the text: its head token, its first and last token, and the rules that know it."""

    head: int
    first: int
    last: int
    rules: tuple[CueRule, ...]

    @property
    def is_noun(self) -> bool:
        """Say whether the cue is a noun ("the claim that ...")."""
        return self.rules[0].pos == "noun"

    def framed(self, *frames: str) -> CueRule | None:
        """Return the first rule that allows one of `frames`."""
        return next((r for r in self.rules if any(f in r.frames for f in frames)), None)


@dataclass(slots=True)
class Draft:
    """A statement in the making: its cue, pieces of content as characters, and the tokens that name people."""

    cue: Cue | None
    pieces: list[tuple[int, int]]
    found_by: str
    speakers: list[int] = field(default_factory=list)
    relayed_by: list[int] = field(default_factory=list)
    addressees: list[int] = field(default_factory=list)
    reason: str = "subject of the cue"
    direct: bool = False


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The cue rules of a codebook, indexed by their lemmas."""

    verbs: dict[str, list[CueRule]]
    nouns: dict[str, list[CueRule]]
    phrases: dict[str, list[CueRule]]
    venues: dict[str, list[CueRule]]
    documents: dict[str, list[CueRule]]
    opinions: dict[str, list[CueRule]]
    norms: dict[str, list[CueRule]]
    persons: frozenset[str] = frozenset()


def lexicon(codebook: Codebook) -> Lexicon:
    """Index the cue rules of a codebook; those for unexpressed thoughts (kind believe) find no statement."""
    told = [r for r in codebook.cues.values() if r.kind != "believe"]

    def index(pos: str) -> dict[str, list[CueRule]]:
        return phrases([r for r in told if r.pos == pos], "lemmas")

    persons = frozenset(n.split()[-1] for r in codebook.roles.values() for n in r.nouns)
    return Lexicon(
        index("verb"),
        index("noun"),
        index("phrase"),
        index("venue"),
        index("document"),
        index("opinion"),
        index("norm"),
        persons,
    )


def find_cues(p: Parsed, words: Lexicon) -> list[Cue]:
    """Return the cues of an article in the order of the text, said or only wished (see `is_expressed`)."""
    long = _by_first_word(words.verbs)
    long_nouns = _by_first_word(words.nouns)
    opening = _by_first_word(words.phrases)
    out: list[Cue] = []
    for t in p.tokens:
        if t.low in opening and (cue := _phrase(p, t.i, opening[t.low], words)):
            out.append(cue)
        elif t.tag.startswith("VB") or t.pos == "VERB" or _is_verb_misread(p, t.i):
            if t.dep not in ("amod", "compound", "aux", "auxpass") and (cue := _word(p, t.i, long, words.verbs)):
                out.append(cue)
        elif t.pos == "NOUN" and t.dep != "compound" and (cue := _word(p, t.i, long_nouns, words.nouns)):
            out.append(cue)
    return out


def _is_verb_misread(p: Parsed, i: int) -> bool:
    """Say whether a word read as a noun stands as a verb, with a subject and a clause's place in the tree."""
    t = p[i]
    placed = t.dep in ("ccomp", "advcl", "relcl", "conj", "ROOT", "pcomp")
    return (
        t.pos in ("NOUN", "PROPN") and placed and p.child(i, "nsubj") is not None and p.child(i, "cop", "aux") is None
    )


def _by_first_word(index: dict[str, list[CueRule]]) -> dict[str, list[str]]:
    """Group the lemmas of several words by their first, longest first."""
    out: dict[str, list[str]] = {}
    for phrase in sorted(index, key=lambda w: (-len(w.split()), w)):
        if " " in phrase:
            out.setdefault(phrase.split()[0], []).append(phrase)
    return out


def _word(p: Parsed, i: int, long: dict[str, list[str]], single: dict[str, list[CueRule]]) -> Cue | None:
    lemma = p[i].lemma
    end = p.sentence_tokens(i).stop
    for phrase in long.get(lemma, ()):
        at: int | None = i
        for word in phrase.split()[1:]:
            at = next((k for k in range((at or i) + 1, min(i + REACH, end)) if p[k].low == word), None)
            if at is None:
                break
        if at is not None and (
            at == i + 1 or p[at].dep in ("prt", "prep", "advmod", "acomp", "oprd", "ccomp", "xcomp")
        ):
            return Cue(i, i, at if at == i + 1 else i, tuple(single[phrase]))
    rules = single.get(lemma)
    if not rules:
        return None
    first, last = _with_participle(p, i) if rules[0].pos == "noun" else (i, i)
    return Cue(i, first, last, tuple(rules))


def _with_participle(p: Parsed, noun: int) -> tuple[int, int]:
    """Take in the words by which a noun cue is somebody's: "a line used by"."""
    for k in p.children(noun, "acl"):
        by = p.child(k, "agent")
        if p[k].tag == "VBN" and by is not None and by - noun <= REACH:
            return p.edges(noun)[0], by
    return noun, noun


def _phrase(p: Parsed, i: int, known: list[str], words: Lexicon) -> Cue | None:
    """Match a fixed phrase at token `i`; "poss" in it stands for any possessor ("in his view")."""
    end = p.sentence_tokens(i).stop
    for phrase in known:
        parts, at = phrase.split(), i
        if "poss" in parts:
            noun = next(
                (k for k in range(i + 2, min(i + 8, end)) if p[k].lemma == parts[-1] or p[k].low == parts[-1]), None
            )
            if noun is not None and p.child(noun, "poss") is not None and p[noun].head == i:
                return Cue(i, i, noun, tuple(words.phrases[phrase]))
        elif i + len(parts) <= end and all(p[at + n].low == w for n, w in enumerate(parts)):
            return Cue(i, i, i + len(parts) - 1, tuple(words.phrases[phrase]))
    return None


def is_expressed(p: Parsed, cue: Cue) -> bool:
    """Say whether something was really said: not "did not say", "would say", "if he says", "plans to announce"."""
    v = cue.head
    t = p[v]
    if cue.is_noun or any(r.pos == "phrase" for r in cue.rules):
        return True
    if negated(p, v) or modals(p, v):
        return False
    if any(p[k].low in HYPOTHETICAL for k in p.children(v, "mark", "advmod")):
        return False
    if t.tag == "VB" and any(p[k].low == "to" for k in p.children(v, "aux")):
        head = p.head(v)
        return t.dep == "advcl" or (head is not None and p[head].lemma in CARRIED_OUT)
    if t.tag == "VB" and t.dep == "conj":
        head = p.first_conjunct(v)
        return not (p[head].tag == "VB" and (modals(p, head) or any(p[k].low == "to" for k in p.children(head, "aux"))))
    return not (
        is_passive(p, v)
        and p.child(v, "agent") is None
        and cue.framed("quote", "clause")
        and not cue.framed("as_saying")
        and t.dep == "amod"
    )
