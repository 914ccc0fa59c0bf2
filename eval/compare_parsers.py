"""Print the scores of the parsers side by side, with their speed in words per second of CPU time.

compare_parsers.py [PARSER ...]      names of models.toml; all of them without
"""

from __future__ import annotations

import sys
import time

from gold_sets import GoldSet, predict, read_sets
from tacitus.models import known_models
from tacitus.pipeline import Coder
from tacitus.score import Score, level_names, score_ledgers
from tacitus.settings import Settings


def speed(coder: Coder, sets: list[GoldSet]) -> float:
    """Code every text once, after one that warms up, and return words per second of this process's CPU time."""
    articles = [article for s in sets for article in s.articles]
    coder.code(articles[0])
    began = time.process_time()
    for article in articles:
        coder.code(article)
    return sum(len(a.text.split()) for a in articles) / (time.process_time() - began)


def main(parsers: list[str]) -> None:
    """Score each parser and print one column a parser."""
    sets = read_sets()
    names = parsers or list(known_models())
    scores: dict[str, dict[str, dict[str, Score]]] = {}
    speeds = {}
    for name in names:
        coder = Coder(Settings(parser=name))
        scores[name] = {s.name: score_ledgers(s.gold, predict(coder, s.articles)) for s in sets}
        speeds[name] = speed(coder, sets)
    for s in sets:
        print(f"\n{s.name}: {len(s.articles)} texts, F1 and its 95% interval")
        print(f"{'':20}" + "".join(f"{name:>24}" for name in names))
        for level in level_names():
            row = (scores[name][s.name][level] for name in names)
            print(f"{level:20}" + "".join(f"{f'{x.count.f1:.3f}  {x.low:.3f}-{x.high:.3f}':>24}" for x in row))
    print(f"\n{'words per CPU second':20}" + "".join(f"{speeds[name]:>24,.0f}" for name in names))


if __name__ == "__main__":
    main(sys.argv[1:])
