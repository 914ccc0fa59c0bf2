"""Role nouns in their phrases: which role it is, whose it is, whether it is over.

"the former Chinese ambassador to Canada" -> the role `ambassador`, owner "Chinese", former.
The codebook's roles.csv holds the nouns; `RoleReader` finds the longest that a phrase ends or begins with.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

from tacitus.codebook import Codebook
from tacitus.mentions.read_phrases import is_name_token, prep_heads
from tacitus.parsing.parsed import Parsed, Token
from tacitus.rules import RoleNoun

LONGEST = 5
FORMER = frozenset(["former", "ex", "late", "ousted", "deposed", "erstwhile", "onetime", "then", "retired"])
# "US ambassador to Canada": whose he is comes before the noun; where he is posted is no owner.
OWNING = ("of", "for", "from", "in", "at", "with")


@dataclass(frozen=True, slots=True)
class RolePhrase:
    """A role noun in the text: tokens `first` to `last`, of which `head` is the noun itself.

    `owners` are the tokens that head what the role belongs to (country, body, person), nearest claim first.
    """

    rule: RoleNoun
    phrase: str
    first: int
    head: int
    last: int
    owners: tuple[int, ...] = ()
    former: bool = False

    def may_be(self, other: RolePhrase) -> bool:
        """Say whether somebody in the role `other` can be called by this one ("the envoy" for an ambassador)."""
        return self.may_call((other.phrase,), other.rule.families)

    def may_call(self, phrases: Container[str], families: Container[str]) -> bool:
        """Say whether somebody whose roles have these phrases and are of these families can be called by this one."""
        own = self.rule.families[:1]
        return self.phrase in phrases or (bool(own) and own[0] in families)


class RoleReader:
    """Finds the role nouns of the codebook in parsed text."""

    def __init__(self, codebook: Codebook) -> None:
        """Index the phrases of roles.csv by their words."""
        self.index: dict[tuple[str, ...], tuple[str, RoleNoun]] = {}
        self.words: set[str] = set()
        for rule in codebook.roles.values():
            for phrase in rule.nouns:
                words = tuple(phrase.lower().replace("-", " - ").split())
                self.index[words] = (phrase, rule)
                self.words.add(words[-1])
                self.words.update(words[:1])

    def read(self, p: Parsed, head: int) -> RolePhrase | None:
        """Return the role that the noun at `head` names, the longest phrase of the codebook around it."""
        if not ({p[head].low, *_singular(p[head])} & self.words):
            return None
        low, high = p.sentences[p[head].sent]
        for size in range(LONGEST, 0, -1):
            for first in range(max(low, head - size + 1), head + 1):
                last = first + size - 1
                if last >= high or (last > head and p[head + 1].dep not in ("prep", "punct")):
                    continue
                found = self._match(p, first, head, last)
                if found and all(k == head or head in p.ancestors(k) for k in range(first, last + 1)):
                    phrase, rule = found
                    owners = tuple(_owners(p, head, first, last))
                    return RolePhrase(rule, phrase, first, head, last, owners, _is_former(p, head))
        return None

    def _match(self, p: Parsed, first: int, head: int, last: int) -> tuple[str, RoleNoun] | None:
        before = tuple(p[k].low for k in range(first, head))
        after = tuple(p[k].low for k in range(head + 1, last + 1))
        for word in (p[head].low, *_singular(p[head])):
            found = self.index.get((*before, word, *after))
            if found:
                return found
        return None

    def is_inside(self, p: Parsed, i: int) -> bool:
        """Say whether token `i` is a later word of a role ("state" in "secretary of state"), and nobody by itself."""
        of = p[i].head
        if p[i].dep != "pobj" or p[of].low not in ("of", "for") or p[p[of].head].low not in self.words:
            return False
        role = self.read(p, p[of].head)
        return role is not None and role.head < i <= role.last

    def title(self, p: Parsed, first: int, head: int) -> RolePhrase | None:
        """Return the last role of a person that stands as a title before the name that `head` ends."""
        for k in range(head - 1, first - 1, -1):
            if p[k].pos in ("NOUN", "PROPN", "ADJ") and p[k].head in range(first, head + 1):
                role = self.read(p, k)
                if role and role.first >= first and role.rule.person and role.last < head:
                    above = tuple(o for o in _owners(p, head, role.first, role.last) if o not in role.owners)
                    own = tuple(o for o in (*role.owners, *above) if o < role.first or o > role.last)
                    former = role.former or _is_former(p, head)
                    return RolePhrase(role.rule, role.phrase, role.first, k, role.last, own, former)
        return None


def _singular(t: Token) -> list[str]:
    """Return the singulars that a noun's form may have; the parser leaves capitalised plurals as they are."""
    out = [t.lemma] if t.lemma != t.low else []
    low = t.low
    if low.endswith("ies"):
        out.append(low[:-3] + "y")
    elif low.endswith("s") and not low.endswith("ss"):
        out.append(low[:-1])
    return out


def _is_former(p: Parsed, head: int) -> bool:
    for k in p.children(head, "amod", "advmod", "compound", "nmod"):
        if p[k].low in FORMER or p[k].low.startswith("ex-"):
            return True
    before = [p[k].low for k in range(max(0, head - 4), head)]
    return any(w in ("former", "then", "ex", "ousted", "deposed") for w in before if w)


def _owners(p: Parsed, head: int, first: int, last: int) -> list[int]:
    """Return what the role belongs to: possessor, demonym, name before the noun, then "of", "for", "in" ..."""
    out = list(p.children(head, "poss"))
    for k in p.children(head, "amod", "compound", "nmod"):
        if k < first and (p[k].pos == "PROPN" or p[k].ent in ("NORP", "GPE", "ORG") or p[k].text[:1].isupper()):
            out.append(k)
            out.extend(j for j in p.conjuncts(k)[1:] if j < head)
    for prep in p.children(head, "prep"):
        if p[prep].low in OWNING and prep > last:
            for k in prep_heads(p, prep):
                out.extend(p.conjuncts(k))
        elif p[prep].low in OWNING and prep > head:
            out.extend(
                k for j in p.children(prep, "pobj") for k in p.children(j, "prep") for k in p.children(k, "pobj")
            )
    before = first - 1
    if not out and before >= 0 and p[head].dep in ("compound", "nmod") and p[before].ent in ("NORP", "GPE"):
        out.append(before)  # "Chinese army drill": the parser hangs both on the drill
    if not out and last + 2 < len(p) and p[last + 1].low in ("in", "of") and p[last + 1].head in p.ancestors(head):
        # "a representative of the government in Beijing": "in" may hang on either noun
        out.extend(k for k in prep_heads(p, last + 1) if is_name_token(p[k]))
    return out
