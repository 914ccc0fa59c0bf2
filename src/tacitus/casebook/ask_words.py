"""Tells whether the target of a position is about an issue, by their words.

Words are compared by what is left of them without accents, case, plural and the commonest endings;
names, aliases and demonyms of countries as the country. The issue's own noun ("intervention") must be
the noun of the target. Then the target may

- say the same;
- say more ("US military intervention in Venezuela"): narrower;
- say less, if it names the issue's countries and adds nothing else ("intervention in Venezuela"): broader;
- leave the country to its sentence or headline ("any military intervention"): by context.

A target whose noun turns the issue round ("the lifting of sanctions") counts for the other side: turned.
Synonyms ("invasion") are not known here.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from tacitus.entities.entity_tables import HOME, listed
from tacitus.entities.name_keys import name_key

PREPOSITIONS = frozenset(
    """
    in on of to against for with by from at over between into about under within inside before after during since
    until via toward towards
    """.split()
)
JOINING = frozenset("and or nor but".split())
SMALL = (
    PREPOSITIONS | JOINING | frozenset("the a an this that these those its their his her our be being is as".split())
)
LONGEST = 5  # words in the name of a country
INFLECTED = (("ies", "y"), ("sses", "ss"), ("ing", ""), ("ed", ""), ("es", "e"), ("s", ""))
DERIVED = tuple(
    """
    ization isation izing ising ized ised ations ation itions ition ately tions tion sion ment ize ise ate ive
    arily ally ary al ly er or e
    """.split()
)
SHORT, SHORTEST_STEM = 4, 5
KINDS = ("turns", "carries", "empty", "mild")
PREFIX = 4  # letters of the issue's noun by which the database is searched


@dataclass(frozen=True, slots=True)
class Sense:
    """What a phrase is about: stems and countries (their codes in capitals), and which of them are its nouns."""

    heads: frozenset[str]
    words: frozenset[str]
    countries: frozenset[str]
    turned: bool

    @property
    def all(self) -> frozenset[str]:
        """Words and countries."""
        return self.words | self.countries


@dataclass(frozen=True, slots=True)
class Fit:
    """How a target fits an issue: same, narrower, broader or by context; `turned` if it is the issue's opposite."""

    how: str
    turned: bool = False


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return what is left of a word without its endings: intervention, intervene, intervening -> interven."""
    for ending, instead in INFLECTED:
        if word.endswith(ending) and len(word) - len(ending) >= SHORT and not word.endswith(("ss", "us", "is")):
            word = word[: -len(ending)] + instead
            break
    for ending in DERIVED:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            word = word[: -len(ending)]
            break
    word = word[:-1] if len(word) > SHORT and word[-1] == word[-2] else word
    return word[:-1] + "i" if word.endswith("y") and len(word) > SHORT else word


@cache
def issue_words() -> dict[str, frozenset[str]]:
    """Return the stems that turn an issue round, carry it or are empty, by kind."""
    with (Path(__file__).parent / "issue_words.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {kind: frozenset(stem(r["word"]) for r in rows if r["kind"] == kind) for kind in KINDS}


@cache
def country_keys() -> dict[str, str]:
    """Return the code of each country by the keys of its names, aliases and demonyms."""
    out: dict[str, str] = {}
    with (HOME / "countries.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for column in ("name", "aliases", "demonyms"):
        for row in rows:
            for words in listed(row[column]):
                out.setdefault(name_key(words), row["iso3"])
    return out


def country_code(words: str) -> str | None:
    """Return the code of a country given by its code, name, alias or demonym."""
    codes = set(country_keys().values())
    return words.upper() if words.upper() in codes else country_keys().get(name_key(words))


def country_names(code: str) -> list[str]:
    """Return the keys under which a country is known."""
    return [key for key, iso3 in country_keys().items() if iso3 == code]


def sense(phrase: str) -> Sense:
    """Take a phrase apart."""
    keys = [(k, raw) for raw in re.split(r"[\s/–—-]+", phrase) for k in name_key(raw).split()]
    words: list[str] = []
    countries: list[str] = []
    heads: list[str] = []
    last: str | None = None
    open_head, turned, n = True, False, 0
    while n < len(keys):
        key, _ = keys[n]
        code, taken = _country_at(keys, n)
        part = code or stem(key)
        if code:
            countries.append(code)
        elif key in ("no", "not", "never", "without", "non"):
            turned = not turned
        elif key in SMALL:
            if open_head and last is not None and key in PREPOSITIONS | JOINING:
                heads.append(last)
                open_head = key in JOINING
                last = None
        elif part not in issue_words()["empty"]:
            words.append(part)
        if code or (key not in SMALL and part in words):
            if open_head:
                last = part
            if open_head and not code and n == 0 and key.endswith("ing") and len(key) > 5 and len(keys) > 1:
                heads.append(part)  # a deed with its object: "lifting sanctions"
        n += taken
    if open_head and last is not None:
        heads.append(last)
    return Sense(frozenset(heads), frozenset(words), frozenset(countries), turned)


def _country_at(keys: list[tuple[str, str]], n: int) -> tuple[str | None, int]:
    """Return the country named from word `n` on, and how many words that takes."""
    for size in range(min(LONGEST, len(keys) - n), 0, -1):
        name = " ".join(k for k, _ in keys[n : n + size])
        code = country_keys().get(name)
        # "us" is no country, nor is "turkey" in a kitchen; long names may come in small letters
        if code and (keys[n][1][:1].isupper() or len(name) > 5):
            return code, size
    return None, 1


def fits(issue: Sense, target: Sense, context: str = "") -> Fit | None:
    """Say how a target fits an issue, None where it does not. `context` is its sentence and headline."""
    heads = issue.heads or issue.all
    if not heads or not heads & target.all:
        return None
    turns, carries = issue_words()["turns"], issue_words()["carries"]
    lead = target.heads - heads
    turned = target.turned != issue.turned
    carrying = frozenset[str]()
    if not target.heads & heads:
        if not lead or not lead <= turns | carries:
            return None
        carrying = lead
    elif lead and lead <= turns | carries:  # "ending the intervention": both are nouns of it
        carrying = lead
    turned ^= bool(carrying & turns - issue.all)
    missing, extra = issue.all - target.all, target.all - issue.all - carrying
    if not missing:
        return Fit("narrower" if extra else "same", turned)
    abroad = missing & issue.countries
    if abroad and not target.countries and not (missing - abroad) and abroad <= sense(context).countries:
        return Fit("by context", turned)
    if not abroad and issue.countries and extra <= issue_words()["mild"]:
        return Fit("broader", turned)
    return None


def search_parts(issue: Sense) -> list[list[str]]:
    """Return what a target must contain one of to fit, for each way: parts of words, in small letters."""
    heads = sorted(issue.heads or issue.all)
    return [country_names(h) if h.isupper() else [h[: max(PREFIX, len(h) - 2)]] for h in heads]
