"""Persons' names by the words that two names of one person must share, so that few need comparing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from tacitus.mentions.chains import plain_name

Name = tuple[str, ...]


class NameIndex:
    """Mentions by the keys of their names.

    What `names_agree` takes for one person's is found under a common key: the letters written together,
    the first and the last word, the first two, the last two, or the one word that one of the names has.
    """

    def __init__(self) -> None:
        self._found: dict[Name, list[int]] = {}

    def add(self, k: int, name: Name) -> None:
        """Add mention `k`, which stands after those that are there."""
        plain = plain_name(name)
        alone = [("alone", plain[0])] if len(plain) == 1 else []
        for key in {("word", plain[0]), ("word", plain[-1]), *alone, *_keys(name, plain)}:
            self._found.setdefault(key, []).append(k)

    def like(self, name: Name, most: int | None = None) -> list[int]:
        """Return the mentions that may agree with a name, in the order of the text; of each key the first `most`."""
        plain = plain_name(name)
        words = [("word", plain[0])] if len(plain) == 1 else [("alone", plain[0]), ("alone", plain[-1])]
        lists = [self._found.get(key, []) for key in {*words, *_keys(name, plain)}]
        return sorted({k for found in lists for k in islice(found, most)})


def _keys(name: Name, plain: Name) -> Iterator[Name]:
    yield "together", "".join(name)
    if len(plain) > 1:
        yield "ends", plain[0], plain[-1]
        yield "begin", *plain[:2]
        yield "end", *plain[-2:]
