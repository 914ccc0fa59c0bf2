"""Measure coreference on the news part of the GUM corpus: are pronouns and nouns tied to the right name?

    python eval/chains.py FOLDER [--show DOC]

FOLDER holds GUM's `GUM_news_*.conll` (coreference) and `GUM_news_*.conllu` (sentences) side by side.
A gold mention is matched with ours by its head word. For every gold pronoun or noun whose chain holds a
name, our chain is right if it holds a name of that gold chain, wrong if it holds another name, else none.
"""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from tacitus.mentions.cast import Cast
from tacitus.mentions.find_mentions import find_mentions
from tacitus.parsing.parse_sentences import parse
from tacitus.pipeline import Coder
from tacitus.records import Article, Mention

PERSONAL = {"he", "him", "his", "she", "her", "it", "its", "they", "them", "their", "himself", "herself", "itself"}


@dataclass(frozen=True)
class GoldMention:
    """A gold mention: its characters, where its head word stands, that word and its class, and its chain."""

    start: int
    end: int
    head: int
    pos: str
    word: str
    chain: str


@dataclass
class Gold:
    """A gold document: its text, and its mentions."""

    text: str = ""
    mentions: list[GoldMention] = field(default_factory=list)


def read_gum(folder: Path, name: str) -> Gold:
    """Rebuild the text and place every gold mention's head in it."""
    gold, words = Gold(), []
    glue_until = 0
    base = 0
    for line in (folder / f"{name}.conllu").read_text().splitlines():
        if line == "# newpar" and gold.text:
            gold.text = gold.text.rstrip() + "\n\n"
        if line.startswith("# sent_id"):
            base = len(words)
        cells = line.split("\t")
        if len(cells) != 10 or "." in cells[0]:
            continue
        if "-" in cells[0]:
            b = cells[0].split("-")[1]
            glue_until = base + int(b)
            spaced = "SpaceAfter=No" not in cells[9]
            continue
        words.append((len(gold.text), cells[1], cells[3], base + int(cells[6]) - 1 if cells[6] != "0" else -1))
        inside = len(words) < glue_until
        last = len(words) == glue_until
        space = False if inside else spaced if last else "SpaceAfter=No" not in cells[9]
        gold.text += cells[1] + (" " if space else "")
    opened: dict[str, list[int]] = defaultdict(list)
    place = 0
    for line in (folder / f"{name}.conll").read_text().splitlines():
        cells = line.split("\t")
        if line.startswith("#") or len(cells) < 3:
            continue
        _brackets(cells[2], place, opened, words, gold)
        place += 1
    return gold


def _brackets(cell: str, place: int, opened: dict[str, list[int]], words: list, gold: Gold) -> None:
    for part in re.findall(r"\([a-z]+-\d+(?:-[^()]+)?\)?|[a-z]+-\d+(?:-[^()]+)?\)", cell):
        key = re.match(r"\(?([a-z]+-\d+)", part)[1]
        if part.startswith("("):
            opened[key].append(place)
        if part.endswith(")") and opened[key]:
            first = opened[key].pop()
            head = next(k for k in range(first, place + 1) if not first <= words[k][3] <= place)
            end = words[place][0] + len(words[place][1])
            gold.mentions.append(GoldMention(words[first][0], end, words[head][0], words[head][2], words[head][1], key))


def pair(gold: Gold, cast: Cast) -> dict[GoldMention, Mention]:
    """Match gold mentions with ours: each holds the head of the other; the best overlap wins."""
    found = {}
    for g in gold.mentions:
        able = [m for m in cast.mentions if g.start <= m.head_start < g.end and m.start <= g.head < m.end]
        if able:
            found[g] = min(able, key=lambda m: (abs(m.start - g.start) + abs(m.end - g.end), m.start))
    return found


def measure(gold: Gold, cast: Cast, counts: Counter[str], show: bool = False) -> None:
    """Count how often a pronoun or a noun is tied to the right name."""
    pairs = pair(gold, cast)
    chain_of = {m.id: g.chain for g, m in pairs.items()}
    with_name = {g.chain for g in gold.mentions if g.pos == "PROPN"}
    names = defaultdict(list)
    for m in cast.mentions:
        if m.kind in ("name", "place"):
            names[m.chain_id].append(m)
    for g in gold.mentions:
        group = "pronoun" if g.word.lower() in PERSONAL else "noun" if g.pos == "NOUN" else ""
        if not group or g.chain not in with_name:
            continue
        m = pairs.get(g)
        if group == "noun" and m and m.kind == "role":
            group = "role"
        got = [chain_of.get(o.id, "other") for o in names[m.chain_id]] if m else []
        verdict = "no mention" if not m else "none" if not got else "right" if g.chain in got else "wrong"
        counts[f"{group} {verdict}"] += 1
        if show and verdict != "right":
            gold_name = next(o for o in gold.mentions if o.chain == g.chain and o.pos == "PROPN")
            best = [o.text for o in names[m.chain_id]][:2] if m else []
            around = gold.text[max(0, g.start - 60) : g.start] + "[" + gold.text[g.start : g.end][:60] + "]"
            print(f"  {verdict:10} {around!r} gold {gold.text[gold_name.start : gold_name.end]!r} ours {best}")
    named = {g.head for g in gold.mentions if g.chain in with_name}
    for m in cast.mentions:
        if m.text.lower() in PERSONAL and m.head_start not in named:
            counts["pronoun false name" if names[m.chain_id] else "pronoun rightly nameless"] += 1
            if show and names[m.chain_id]:
                print(f"  false      {gold.text[max(0, m.start - 60) : m.start + 30]!r} {names[m.chain_id][0].text}")
    _b_cubed({g: m for g, m in pairs.items() if g.pos in ("PROPN", "NOUN", "PRON")}, counts)


def _b_cubed(pairs: dict[GoldMention, Mention], counts: Counter[str]) -> None:
    gold, ours = {g: g.chain for g in pairs}, {g: m.chain_id for g, m in pairs.items()}
    for side, mine, other in (("p", ours, gold), ("r", gold, ours)):
        groups = defaultdict(set)
        for g, c in mine.items():
            groups[c].add(g)
        for g, c in mine.items():
            if len(groups[c]) > 1:
                counts[f"b3{side} n"] += 1
                counts[f"b3{side} sum"] += sum(other[o] == other[g] for o in groups[c]) / len(groups[c])


def main() -> None:
    folder = Path(sys.argv[1])
    only = sys.argv[3].split(",") if len(sys.argv) > 3 else []
    coder, counts = Coder(), Counter()
    for path in sorted(folder.glob("GUM_news_*.conll")):
        if only and path.stem.removeprefix("GUM_news_") not in only:
            continue
        gold = read_gum(folder, path.stem)
        parsed = parse(coder.nlp, Article.make(gold.text, path.stem))
        measure(gold, find_mentions(parsed, coder.tables, coder.codebook), counts, bool(only))
    for group in ("pronoun", "role", "noun"):
        n = {v: counts[f"{group} {v}"] for v in ("right", "wrong", "none", "no mention")}
        print(f"{group:8}", n, f"right of linked {n['right'] / max(1, n['right'] + n['wrong']):.3f}")
    print(
        "pronouns without a name in the gold:",
        counts["pronoun false name"],
        "named, ",
        counts["pronoun rightly nameless"],
        "left",
    )
    for side in "pr":
        print(
            f"B-cubed {side} over chains of two or more: {counts[f'b3{side} sum'] / max(1, counts[f'b3{side} n']):.3f}"
        )


if __name__ == "__main__":
    main()
