"""Measure who the actors are taken to be in running text: every annotated mention of the development set.

    python eval/actors_dev.py [FILE.json ...] [--misses]

A file holds `articles`, each with `text_hash`, `published` and `actors`: spans with name, country and the sectors
that a reader would accept. The mention that covers the span best, with its head inside, is asked.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from dev_texts import with_text
from tacitus.actors.resolve_actors import resolve_actors
from tacitus.entities.name_keys import name_key
from tacitus.mentions.cast import Cast
from tacitus.mentions.chain_mentions import link_speakers
from tacitus.mentions.find_mentions import find_mentions
from tacitus.parsing.parse_sentences import parse
from tacitus.pipeline import Coder
from tacitus.records import Article, Mention, Resolution
from tacitus.resolve_dates import resolve_dates
from tacitus.statements.extract_statements import extract_statements

HOME = Path(__file__).parent / "dev" / "actors"
FILLERS = frozenset(["the", "of", "and", "government", "a"])


def cast_of(coder: Coder, row: dict[str, Any]) -> Cast:
    """Return the cast of an article, its first persons tied as far as the statements tell who speaks."""
    article = Article.make(row["text"], row["id"], title=row["title"], published=row["published"])
    parsed = parse(coder.nlp, article, coder.mask)
    cast = find_mentions(parsed, coder.tables, coder.codebook)
    resolve_actors(cast, coder.tables, coder.codebook)
    link_speakers(cast, extract_statements(parsed, cast, coder.codebook, resolve_dates(parsed)))
    return cast


def mention_for(cast: Cast, start: int, end: int) -> Mention | None:
    """Return the mention that has its head in a span and covers most of it."""
    inside = [m for m in cast.mentions if start <= m.head_start < end]
    return min(inside, key=lambda m: abs(m.start - start) + abs(m.end - end), default=None)


def is_same_name(gold: str | None, got: str | None) -> bool:
    """Say whether one name has all the words of the other, small words left out."""
    if gold is None or got is None:
        return gold is None
    x, y = ({w for w in name_key(n).split() if w not in FILLERS} for n in (gold, got))
    return bool(x and y) and (x <= y or y <= x)


def main(paths: list[Path], misses: bool) -> None:
    """Print accuracy of name, country and sector, file by file and together."""
    coder = Coder()
    total: Counter[str] = Counter()
    for path in paths:
        counts: Counter[str] = Counter()
        for bare in json.loads(path.read_text(encoding="utf-8"))["articles"]:
            row = with_text(bare)
            if row is None:
                print(f"{path.name} {bare['id']}: its text is not in the corpora beside the project")
                continue
            cast = cast_of(coder, row)
            for gold in row["actors"]:
                best = cast.best(mention_for(cast, gold["start"], gold["end"]))
                wrong = compare(gold, best, counts)
                if misses and wrong:
                    told = f"{best.name} {best.country} {best.sector} ({best.reason})" if best else "nobody"
                    print(f"  {path.stem} {gold['start']} {gold['text']!r}: {' '.join(wrong)} wrong: {told}")
        show(path.stem, counts)
        total.update(counts)
    show("all", total)


def compare(gold: dict[str, Any], best: Resolution | None, counts: Counter[str]) -> list[str]:
    """Count what is right of one mention and return what is wrong."""
    right = {
        "name": best is not None and is_same_name(gold["name"], best.name),
        "country": best is not None and best.country == gold["country"],
        "sector": best is not None and best.sector in gold["sector"],
    }
    counts["asked"] += 1
    counts.update(k for k, ok in right.items() if ok)
    counts["whole"] += all(right.values())
    return [k for k, ok in right.items() if not ok]


def show(title: str, counts: Counter[str]) -> None:
    """Print one line of accuracies."""
    n = counts["asked"] or 1
    rates = "  ".join(f"{k} {counts[k] / n:.2f}" for k in ("name", "country", "sector", "whole"))
    print(f"{title:12} {counts['asked']:4} mentions  {rates}")


if __name__ == "__main__":
    given = [Path(a) for a in sys.argv[1:] if not a.startswith("--")]
    main(given or sorted(HOME.glob("*.json")), "--misses" in sys.argv)
