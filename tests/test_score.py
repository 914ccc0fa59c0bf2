"""The scorer: its rules on small cases, its intervals, and agreement with the reference scorer where it is present."""

import copy
import importlib.util
import json
import os
import random
from pathlib import Path
from typing import Any

import pytest

from tacitus.score import Count, fold, interval, level_names, match, same_actor, same_actors, score_ledgers, table

ROOT = Path(__file__).parent.parent
SHARED = Path(os.environ.get("TACITUS_GOLD", ROOT.parent / "shared" / "gold"))
reference = pytest.mark.skipif(not (SHARED / "score.py").is_file(), reason="the reference scorer is not here")


def actor(name: str | None, country: str | None = None, sector: str = "GOV", text: str = "they") -> dict[str, Any]:
    return {"text": text, "name": name, "country": country, "sector": sector}


def span(start: int, end: int) -> dict[str, Any]:
    return {"start": start, "end": end, "text": "x" * (end - start)}


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        (actor("Juan Guaidó", "VEN", "OPP"), actor("Guaido", "VEN", "LEG"), True),
        (actor("Government of China", "CHN"), actor("China", "CHN"), True),
        (actor("Venezuelan officials", "VEN"), actor("Nicolás Maduro", "VEN"), True),
        (actor("Nicolás Maduro", "VEN"), actor("Jorge Arreaza", "VEN"), False),
        (actor("Peruvian army", "PER", "MIL"), actor("Peru", "PER", "GOV"), False),
        (actor(None, text="two diplomats"), actor(None, text="diplomats"), True),
        (actor("Kenya", "KEN"), None, False),
        (None, None, True),
    ],
)
def test_two_actors_are_one_by_name_or_as_organs_of_one_state(a: Any, b: Any, same: bool) -> None:
    assert same_actor(a, b) is same
    assert same_actor(b, a) is same


def test_one_actor_may_be_without_a_counterpart() -> None:
    two, three = [actor("A b"), actor("C d")], [actor("A b"), actor("C d"), actor("E f")]
    assert same_actors(two, three)
    assert not same_actors(two[:1], three)
    assert same_actors([], [])
    assert not same_actors([], two)


def test_fold_takes_accents_titles_and_articles_off() -> None:
    assert fold("The Government of Côte d'Ivoire") == "cote d ivoire"
    assert fold("President Nicolás Maduro") == "nicolas maduro"
    assert fold(None) == ""


def test_the_best_pair_is_matched_first_and_none_twice() -> None:
    def event(start: int) -> dict[str, Any]:
        return {"kind": "event", "type": "ACCUSE", "trigger": span(start, start + 5), "actors": [], "recipients": []}

    pairs = match("event", [event(0), event(50)], [event(50), event(12), event(300)])
    assert [(i, j) for i, j, _ in pairs] == [(1, 0), (0, 1)]


def test_the_interval_holds_the_figure_and_is_the_same_every_time() -> None:
    counts = [Count(i % 4, 4, 3) for i in range(20)]
    low, high = interval(counts)
    assert low < sum(counts, Count()).f1 < high
    assert (low, high) == interval(counts)
    assert interval([]) == (0.0, 0.0)


def test_a_perfect_prediction_scores_one_and_an_empty_one_nothing() -> None:
    gold = {"a": json.loads((ROOT / "eval" / "gold" / "two_presidents.json").read_text("utf-8"))["records"]}
    assert all(s.count.f1 == s.low == s.high == 1 for s in score_ledgers(gold, gold).values())
    assert all(s.count.f1 == 0 for s in score_ledgers(gold, {"a": []}).values())
    assert len(list(table(score_ledgers(gold, gold)))) == len(level_names()) + 1
    with pytest.raises(KeyError):
        score_ledgers(gold, {})


def perturbed(records: list[dict[str, Any]], chance: random.Random) -> list[dict[str, Any]]:
    """Move, rename, retype, drop, double and shuffle records, so that every level is missed somewhere."""
    actors = [r[k] for r in records for k in ("speaker", "holder") if k in r]
    out = []
    for record in copy.deepcopy(records):
        if chance.random() < 0.15:
            continue
        for key in ("cue", "trigger", "evidence", "content"):
            spans = record.get(key) or []
            for s in spans if isinstance(spans, list) else [spans]:
                if chance.random() < 0.5:
                    s["start"] = max(0, s["start"] + chance.randint(-40, 40))
                    s["end"] = max(s["start"] + 1, s["end"] + chance.randint(-40, 40))
        for key, other in (("speaker", actors), ("holder", actors), ("stance", ["for", "against"])):
            if key in record and chance.random() < 0.3:
                record[key] = chance.choice(other)
        for key in ("actors", "recipients", "via"):
            if key in record and chance.random() < 0.4:
                record[key] = [*record[key][chance.randint(0, 1) :], *chance.sample(actors, chance.randint(0, 2))]
        if "type" in record and chance.random() < 0.2:
            record["type"] = chance.choice(["ACCUSE", "REQUEST", "REJECT"])
        if "target" in record and chance.random() < 0.4:
            record["target"] = chance.choice(["the aid", "elections in Venezuela", "", record["target"][:12]])
        if "cue" in record and chance.random() < 0.1:
            record["cue"] = None
        out.extend([record] * chance.choice([1, 1, 1, 2]))
    chance.shuffle(out)
    return out


@reference
def test_scores_are_those_of_the_reference_scorer() -> None:
    spec = importlib.util.spec_from_file_location("reference_scorer", SHARED / "score.py")
    assert spec and spec.loader
    theirs = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(theirs)
    gold = {p.name: json.loads(p.read_text("utf-8"))["records"] for p in (SHARED / "ledgers").glob("*.ledger.json")}
    gold |= {p.name: json.loads(p.read_text("utf-8"))["records"] for p in (ROOT / "eval" / "gold").glob("*.json")}
    for seed in range(25):
        chance = random.Random(seed)
        predicted = {key: perturbed(records, chance) for key, records in gold.items()}
        scores = score_ledgers(gold, predicted, samples=1)
        for kind, (_, levels) in theirs.LEVELS.items():
            hits = dict.fromkeys(levels, 0)
            for key, records in gold.items():
                g = [r for r in records if r["kind"] == kind]
                p = [r for r in predicted[key] if r["kind"] == kind]
                for _, _, reached in theirs.match(kind, g, p):
                    for level in reached:
                        hits[level] += 1
            assert hits == {level: scores[f"{kind} {level}"].count.hit for level in levels}, (seed, kind)


@reference
def test_country_names_are_those_of_the_reference_scorer() -> None:
    from tacitus.score import _country_names  # noqa: PLC0415

    names = json.loads((SHARED / "countries.json").read_text("utf-8"))
    assert {code: {fold(n) for n in ns} for code, ns in names.items()} == {
        k: set(v) for k, v in _country_names().items()
    }
