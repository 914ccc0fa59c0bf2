"""What the words of a mention tell by themselves: its name, its role and owners, number, gender, kind."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from tacitus.codebook import Codebook
from tacitus.mentions.read_phrases import LONG, is_name_token
from tacitus.mentions.read_roles import RolePhrase, RoleReader
from tacitus.parsing.parsed import Parsed
from tacitus.records import make_id

PRONOUNS: dict[str, tuple[str, str]] = {
    **dict.fromkeys(("he", "him", "his", "himself"), ("s", "m")),
    **dict.fromkeys(("she", "her", "hers", "herself"), ("s", "f")),
    **dict.fromkeys(("it", "its", "itself"), ("s", "n")),
    **dict.fromkeys(("they", "them", "their", "theirs", "themselves"), ("p", "?")),
    **dict.fromkeys(("i", "me", "my", "mine", "myself"), ("s", "1")),
    **dict.fromkeys(("we", "us", "our", "ours", "ourselves"), ("p", "1")),
    **dict.fromkeys(("you", "your", "yours", "yourself", "yourselves"), ("?", "2")),
    **dict.fromkeys(("who", "whom", "whose", "which", "that"), ("?", "?")),
}
PERSONAL = frozenset(w for w, (_, g) in PRONOUNS.items() if g not in ("1", "2") and w[:2] not in ("wh", "th"))
PERSONAL = PERSONAL | {"they", "them", "their", "theirs", "themselves"}
RELATIVE = frozenset(["who", "whom", "whose", "which", "that"])
# Particles that belong to the surname that follows them, and so do not tell two persons apart.
PARTICLES = frozenset("al el bin bint ibn van von de da dos del dela della der den di la le ul abu ter ten".split())


@dataclass(slots=True)
class Profile:
    """A mention seen by itself. `number` is s, p or ?, `gender` m, f, n, 1 (I, we), 2 (you) or ?.

    `name` holds the words of the proper name, folded, titles and nations left out; `role` the role noun
    that heads the phrase or stands as a title before the name; `surface` is the name as written;
    `person` is None where nothing tells.
    """

    mention_id: str
    head: int
    first: int
    last: int
    kind: str
    number: str = "?"
    gender: str = "?"
    person: bool | None = None
    name: tuple[str, ...] = ()
    surface: str = ""
    role: RolePhrase | None = None
    label: str = ""
    definite: bool = False


def fold(text: str) -> str:
    """Fold case and accents away, and possessive endings and full stops in initials."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode() or text
    plain = re.sub(r"['’]s?$", "", plain.lower())
    return plain.replace(".", "")


def name_words(p: Parsed, first: int, last: int) -> tuple[str, ...]:
    """Return the words of a name, folded; what is written together stays together ("al-Assad")."""
    text = p.span(first, last).text
    words = [fold(w) for w in re.split(r"[\s,]+", text)]
    return tuple(w for w in words if w and w not in ("'s", "’s", "s"))


def late_name_first(p: Parsed, is_given: Callable[[str], bool], low: int, last: int) -> int | None:
    """Return where a person's name begins in a run of names that ends with `last`, None if it is one name."""
    start = last
    while start > low and is_name_token(p[start - 1]):
        start -= 1
    for k in range(start + 1, last):
        begins = p[k].ent == "PERSON" and (p[k].ent_begins or p[k - 1].ent != "PERSON")
        if begins or is_given(p[k].text):
            return k
    return None


class Profiler:
    """Builds the profile of one mention after another, with the codebook's role nouns and genders."""

    def __init__(self, codebook: Codebook) -> None:
        """Index the codebook's role nouns and gender words."""
        self.roles = RoleReader(codebook)
        self.genders: dict[tuple[str, str], str] = {}
        for rule in codebook.genders.values():
            for word in rule.words:
                self.genders[(rule.kind, fold(word))] = rule.gender

    def is_given_name(self, word: str) -> bool:
        """Say whether a word is a common first name."""
        return ("given", fold(word)) in self.genders

    def profile(self, p: Parsed, head: int, edges: tuple[int, int], name: tuple[int, int] | None = None) -> Profile:
        """Read the mention headed by `head` that reaches from token `edges[0]` to `edges[1]`.

        `name` is where a person's name stands that follows a title and what belongs to it.
        """
        t = p[head]
        first, last = edges
        span = p.span(first, last)
        mention_id = make_id("mention", p.article.id, span.start, span.end)
        out = Profile(mention_id, head, first, last, "nominal", label=t.ent)
        out.definite = self._is_definite(p, head, first)
        name = self._late_name(p, head, last)
        if name is not None:
            out.kind, out.role, out.person, out.number = "name", self.roles.read(p, head), True, "s"
            out.name, out.surface = name_words(p, *name), p.span(*name).text
            out.gender = self._given_gender(out.name)
        elif (t.pos == "PRON" or t.tag == "WP$") and t.low in PRONOUNS:
            out.kind = "pronoun"
            out.number, out.gender = PRONOUNS[t.low]
            out.person = True if out.gender in ("m", "f") or t.low in ("who", "whom") else None
        elif t.ent == "NORP" and (t.pos == "ADJ" or t.dep in ("amod", "compound", "nmod")):
            out.kind, out.name, out.surface = "demonym", (fold(t.text),), t.text
        elif is_name_token(t) or (t.ent and t.text[:1].isupper() and t.pos not in ("NOUN",)):
            self._read_name(p, out)
        else:
            self._read_noun(p, out)
        return out

    def _is_definite(self, p: Parsed, head: int, first: int) -> bool:
        dets = {p[k].low for k in p.children(head, "det", "predet")}
        return bool(dets & {"the", "this", "that", "these", "those"}) or p.child(head, "poss") is not None

    def _read_noun(self, p: Parsed, out: Profile) -> None:
        t = p[out.head]
        out.number = "p" if t.tag == "NNS" else "s"
        out.role = self.roles.read(p, out.head)
        if out.role:
            rule = out.role.rule
            out.kind = "role"
            if "unnamed" in rule.families and p.child(out.head, "prep") is None:
                out.kind = "unnamed"
            out.person = rule.person
            if rule.families[:1] in (("country",), ("place",)):
                out.kind = "nominal"
        if t.pos in ("NUM", "DET", "PRON"):
            out.number = "p" if t.low not in ("one", "this", "that", "another", "each") else "s"
        gender = self.genders.get(("noun", fold(t.lemma)))
        if gender:
            out.gender, out.person = gender, True
        elif out.person is False or (out.person is None and not out.role):
            out.gender = "n"

    def _read_name(self, p: Parsed, out: Profile) -> None:
        head = out.head
        own = self.roles.read(p, head)
        of_body = own is not None and not own.rule.person and p[head].ent != "PERSON"
        out.role = None if of_body else self.roles.title(p, out.first, head)  # "National Commission" is no title
        first = self._name_first(p, out)
        out.number = "s"
        end = max(head, out.last) if p[out.last].start - p[head].end <= 1 else head  # "Chan-ocha"
        words = name_words(p, first, end)
        titled = out.last > head and p[head + 1].low == "of" and is_name_token(p[out.last])
        if own and titled and not own.rule.person and p[out.last].ent != "GPE":
            out.name, out.surface = name_words(p, first, out.last), p.span(first, out.last).text
            out.kind, out.role, out.person, out.gender = "name", own, False, "n"
            return
        possessed = own is not None and any(p[k].text in ("'s", "’s", "'") for k in range(first, own.first))
        if own and (
            first >= own.first or (own.rule.person and possessed)
        ):  # the whole name is a role: "the Foreign Ministry", "the Ambassador"
            out.kind, out.role, out.person = "role", own, own.rule.person
            out.number = "p" if own.phrase != fold(p[head].text) and p[head].tag == "NNPS" else "s"
            gender = self.genders.get(("noun", fold(own.phrase.split()[-1])))
            out.gender = gender or ("?" if own.rule.person else "n")
            return
        out.name, out.surface = words, p.span(first, end).text
        out.kind = "place" if out.label in ("GPE", "LOC", "FAC") else "name"
        if out.label == "NORP":
            out.kind, out.number = "demonym", "p" if p[head].tag == "NNPS" else "?"
        self._read_person(p, out, first)

    def _read_person(self, p: Parsed, out: Profile, first: int) -> None:
        """Note what tells that a name is a person's: a title, a first name, and their gender."""
        before = fold(p[first - 1].text) if first > 0 else ""
        gender = self.genders.get(("title", fold(p[first].text)), "") if first < out.head else ""
        gender = gender or self.genders.get(("title", before), "")
        if gender:
            out.person = True
            out.name = tuple(w for w in out.name if ("title", w) not in self.genders) or out.name
        given = self.genders.get(("given", out.name[0]), "") if len(out.name) > 1 else ""
        if given and out.label not in ("GPE", "LOC", "FAC"):
            out.person = True
        if out.role:
            noun = self.genders.get(("noun", fold(p[out.role.head].text)), "")
            gender = gender or noun
            out.person = True
        gender = gender or ("" if given == "either" else given)
        if out.person:
            out.kind = "name"
        out.gender = gender or "?"

    def _late_name(self, p: Parsed, head: int, last: int) -> tuple[int, int] | None:
        """Return where a person's name stands after a title and its body: "Ambassador to Peru Ana Diaz"."""
        if last <= head or not is_name_token(p[head]) or not is_name_token(p[last]) or p[last].dep != "pobj":
            return None
        role = self.roles.read(p, head)
        first = late_name_first(p, self.is_given_name, head + 1, last) if role and role.rule.person else None
        return None if first is None else (first, last)

    def _given_gender(self, name: tuple[str, ...]) -> str:
        gender = self.genders.get(("given", name[0]), "?")
        return gender if gender in ("m", "f") else "?"

    def _name_first(self, p: Parsed, out: Profile) -> int:
        """Return where the proper name begins, after titles, nations and lower-case words."""
        first, head = out.first, out.head
        if out.role and out.role.last < head:
            first = out.role.last + 1
        start = head
        while start > max(first, head - LONG) and (
            is_name_token(p[start - 1])
            or p[start - 1].low in PARTICLES
            or p[start - 1].text in ("-", "'", "’", "of", "and", "'s", "’s", "&", "for", "the", "–")
        ):
            start -= 1
        while start < head and not is_name_token(p[start]) and p[start].low not in PARTICLES:
            start += 1
        while start < head and p[start].ent in ("GPE", "NORP") and p[start + 1].ent not in (p[start].ent, ""):
            start += 1
        return start
