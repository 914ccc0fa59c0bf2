"""The gate: floors only rise, changed gold is noticed, and our own annotated passages are sound."""

import json
from pathlib import Path
from typing import Any

import pytest

import gate
import gold_sets
from tacitus.records import EVENT_TYPES, SECTORS, STATUSES, Article
from tacitus.score import Count, Score, level_names

ROOT = Path(__file__).parent.parent
OWN = sorted((ROOT / "eval" / "gold").glob("*.json"))


def scores(f1_of_ten: int) -> dict[str, Score]:
    return {"event type": Score(Count(f1_of_ten, 10, 10), 0.0, 1.0)}


def floors(value: float, fingerprint: str = "f") -> dict[str, Any]:
    return {"own": {"fingerprint": fingerprint, "floors": {"event type": value}}}


def test_a_figure_below_its_floor_fails_and_one_at_its_floor_holds() -> None:
    assert gate.judge(floors(0.8), {"own": ("f", scores(7))}).failures == [
        "own: event type: F1 0.700 is below the floor 0.800"
    ]
    assert gate.judge(floors(0.7), {"own": ("f", scores(7))}).failures == []


def test_raising_lifts_a_floor_and_never_lowers_one() -> None:
    up = gate.judge(floors(0.5), {"own": ("f", scores(7))}, lift=True)
    down = gate.judge(floors(0.9), {"own": ("f", scores(7))}, lift=True)
    assert up.baseline == floors(0.7)
    assert down.baseline == floors(0.9)
    assert down.failures


def test_changed_gold_fails_until_it_is_accepted() -> None:
    changed = {"own": ("g", scores(2))}
    assert gate.judge(floors(0.8), changed, lift=True).baseline == floors(0.8)
    assert "--new-gold own" in gate.judge(floors(0.8), changed).failures[0]
    accepted = gate.judge(floors(0.8), changed, new_gold=["own"])
    assert accepted.baseline == floors(0.2, "g")
    assert not accepted.failures


def test_a_set_without_floors_fails_until_they_are_raised() -> None:
    assert gate.judge({}, {"own": ("f", scores(7))}).failures == ["set 'own' has no floors yet: gate.py --raise"]
    assert gate.judge({}, {"own": ("f", scores(7))}, lift=True).baseline == floors(0.7)


def test_a_level_that_is_no_longer_measured_fails() -> None:
    assert gate.judge(floors(0.1), {"own": ("f", {})}).failures


def test_the_floors_kept_are_for_the_gold_shipped() -> None:
    baseline = json.loads((ROOT / "eval" / "baseline.json").read_text("utf-8"))
    own = next(s for s in gold_sets.read_sets(Path("nowhere")) if s.name == "passages")
    assert baseline["passages"]["fingerprint"] == own.fingerprint
    for row in baseline.values():
        assert list(row["floors"]) == level_names()


def test_articles_without_annotation_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.article.json").write_text('{"id": "a", "text": "x"}', "utf-8")
    with pytest.raises(SystemExit, match="missing for a"):
        gold_sets.read_sets(tmp_path)


def spans(value: Any) -> list[dict[str, Any]]:
    """Find every span in a record, however deep."""
    if isinstance(value, list):
        return [s for item in value for s in spans(item)]
    if isinstance(value, dict):
        own = [value] if "start" in value else []
        return own + [s for item in value.values() for s in spans(item)]
    return []


def actors(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, list):
        return [a for item in value for a in actors(item)]
    if isinstance(value, dict):
        return ([value] if "sector" in value else []) + [a for item in value.values() for a in actors(item)]
    return []


@pytest.mark.parametrize("path", OWN, ids=[p.stem for p in OWN])
def test_every_annotated_passage_is_sound(path: Path) -> None:
    row = json.loads(path.read_text("utf-8"))
    text = row["text"]
    assert row["id"] == path.stem
    assert text in (ROOT / "examples" / "dispatches" / row["dispatch"]).read_text("utf-8")
    assert Article.make(text, row["id"]).key == row["id"]
    for record in row["records"]:
        assert all(text[s["start"] : s["end"]] == s["text"] for s in spans(record))
        for a in actors(record):
            assert a["sector"] in SECTORS
            assert a["country"] is None or (len(a["country"]) == 3 and a["country"].isupper())
            assert a["text"] in text or a["text"] is None
        assert record["kind"] != "event" or (record["type"] in EVENT_TYPES and record["status"] in STATUSES)
        assert record["kind"] != "position" or record["stance"] in ("for", "against")
