"""Copies among articles: two texts are one wording where letters and digits agree, case and punctuation aside."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator

from tacitus.reading.read_options import problem
from tacitus.records import Article, Issue

SAME = "the same wording as an article before it"
REMEDY = "nothing to do; count one of them, if copies of a wire report should not count twice"


def wording(text: str) -> str | None:
    """Hash the letters and digits of a text (16 hex digits); None where it has none.

    Case, white space, punctuation and the way in which an accent is written do not count. Casebooks keep these
    hashes: whoever changes the recipe makes them anew in a migration.
    """
    letters = "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))
    if not letters:
        return None
    return hashlib.blake2b(letters.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def flag_copies(items: Iterable[Article | Issue]) -> Iterator[Article | Issue]:
    """Pass on what is read; after an article whose wording came before under another key, a remark that says so.

    Eight bytes and an id are kept of each article.
    """
    first: dict[int, str] = {}
    for item in items:
        yield item
        if isinstance(item, Issue) or (hashed := wording(item.text)) is None:
            continue
        before = first.setdefault(int(hashed, 16), item.id)
        if before != item.id:
            yield problem(item.path or "", f"{SAME}: {before}", REMEDY, item.record, item.id)
