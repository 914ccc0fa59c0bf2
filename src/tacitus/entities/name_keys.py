"""Keys under which names are found whatever their accents, case, apostrophes, hyphens or transliteration."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache

LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"})
SAME_SOUND = (
    ("kh", "h"), ("gh", "g"), ("dh", "d"), ("tch", "c"), ("ch", "c"), ("sch", "s"), ("sh", "s"), ("ph", "f"),
    ("th", "t"), ("ck", "k"), ("q", "k"), ("c", "k"), ("ts", "s"), ("z", "s"), ("v", "w"), ("x", "ks"), ("j", "g"),
    ("dg", "g"),
)  # fmt: skip
PARTICLES = frozenset("al el bin ibn ben von van de da del der den la le ul abu bint".split())


@lru_cache(maxsize=65536)
def name_key(text: str) -> str:
    """Fold a name: no accents, case, full stops, apostrophes, possessive ending; hyphens are spaces."""
    if text.isascii() and text.replace(" ", "").isalnum():
        return " ".join(text.lower().split())
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    low = unicodedata.normalize("NFKC", plain.casefold().translate(LETTERS))
    low = re.sub(r"['’ʼ`]s\b", "", "".join(c for c in low if not unicodedata.combining(c)))
    low = re.sub(r"(?<=\b\w)\.(?=\w\b)|['’ʼ`‘.]", "", low)
    return " ".join(re.sub(r"[^\w&]+", " ", low).split())


@lru_cache(maxsize=65536)
def sound(word: str) -> str:
    """Return the consonants of a word by sound, so that "Rouhani", "Rohani" and "Ruhani" are one."""
    for written, heard in SAME_SOUND:
        word = word.replace(written, heard)
    first, rest = word[:1], re.sub(r"[aeiouyhw']", "", word[1:])
    return re.sub(r"(.)\1+", r"\1", ("v" if first in "aeiouy" else first) + rest)


def loose_key(words: list[str]) -> str:
    """Return the key of a full name by the sound of its first and its last word, particles left out."""
    kept = [w for w in words if w not in PARTICLES and len(w) > 1] or words
    return f"{sound(kept[0])} {sound(kept[-1])}"


def alike(a: str, b: str) -> bool:
    """Say whether two keys of full names are spelt so much alike that they may be one name transliterated twice."""
    x, y = a.split(), b.split()
    ends = ((x[0], y[0]), (x[-1], y[-1]))
    return all(SequenceMatcher(None, v, w).ratio() >= 0.6 for v, w in ends)
