import os
import signal
from collections import Counter
from dataclasses import replace

import pytest

import fake_coder
from fake_coder import FakeCoder, StillbornCoder, UnloadableCoder
from tacitus.errors import EngineError, ModelError
from tacitus.pipeline import Coder
from tacitus.records import Article, Issue
from tacitus.running.engine import TWICE, Stop, Summary, code_all, run
from tacitus.running.engine_processes import DIED
from tacitus.settings import Settings

ONE, TWO = Settings(), Settings(workers=2)


def articles(n, text="Peru warned Chile. Chad thanked Mali."):
    return [Article.make(f"{text} {i}", f"a{i}", path="in.jsonl", record=i) for i in range(n)]


class Memory:
    """A sink that keeps everything."""

    def __init__(self, done=()):
        self.done, self.ledgers, self.issues, self.closed = set(done), [], [], False

    def write(self, ledger):
        self.ledgers.append(ledger)

    def leave_out(self, issue):
        self.issues.append(issue)

    def close(self):
        self.closed = True


def coded(items, settings, make=FakeCoder):
    return [x if isinstance(x, Issue) else x.row() for x in code_all(items, settings, make=make)]


def test_two_processes_give_the_rows_of_one_in_the_same_order():
    items = articles(25)
    items.insert(3, Issue("b.txt", None, None, "no text", "give text"))
    items[7] = replace(items[7], text=items[7].text + " SLOW")
    items[11] = replace(items[11], text="RAISE")
    one, two = coded(items, ONE), coded(items, TWO)
    assert one == two
    assert [r["article"]["key"] if isinstance(r, dict) else r.path for r in one][:5] == [
        "a0",
        "a1",
        "a2",
        "b.txt",
        "a3",
    ]


def test_an_article_that_kills_its_worker_becomes_an_issue_and_the_others_are_coded():
    items = articles(12)
    items[4] = replace(items[4], text="DIE")
    items[5] = replace(items[5], text="DIE")
    rows = coded(items, TWO)
    assert [r["article"]["id"] for r in rows] == [a.id for a in items]
    for place, row in enumerate(rows):
        assert [i["reason"] for i in row["issues"]] == ([f"{DIED}: by signal SIGKILL"] if place in (4, 5) else [])
        assert bool(row["events"]) == (place not in (4, 5))


def test_workers_that_cannot_start_end_the_run():
    with pytest.raises(EngineError, match="no weights"):
        coded(articles(3), TWO, UnloadableCoder)
    with pytest.raises(EngineError, match="fewer --workers"):
        coded(articles(3), TWO, StillbornCoder)


def test_a_worker_passes_our_own_errors_on():
    with pytest.raises(ModelError, match="nonesuch"):
        list(code_all(articles(1), Settings(workers=2, parser="nonesuch")))


def test_unknown_engine():
    with pytest.raises(EngineError, match="local and ray"):
        coded(articles(1), Settings(engine="spark"))


@pytest.mark.parametrize("settings", [ONE, TWO])
def test_empty_input(settings):
    assert coded([], settings) == []
    only_issues = [Issue("x", None, None, "empty", "fill it")]
    assert coded(only_issues, settings) == only_issues


def test_the_window_bounds_what_is_read_ahead():
    read = 0

    def source():
        nonlocal read
        for a in articles(200):
            read += 1
            yield a

    results = code_all(source(), TWO, make=FakeCoder)
    next(results)
    assert read < 60
    results.close()


def test_summary_counts_and_doubles_are_left_out():
    items = [*articles(3), *articles(1), Issue("x.txt", None, None, "empty: 0 bytes", "fill it")]
    items.append(replace(articles(4)[3], text="RAISE"))
    items.append(Issue("in.jsonl", 0, items[0].id, "odd date: soon", "give an ISO date"))
    sink = Memory(done={items[1].id})
    ticks = []
    summary = run(items, ONE, sink, lambda s: ticks.append(s.read), make=FakeCoder)
    assert (summary.read, summary.coded, summary.already) == (6, 2, 1)
    assert summary.records == Counter(statements=4, events=4, positions=4)
    assert summary.left_out == Counter({TWICE: 1, "empty": 1, "failed": 1})
    assert summary.warnings == Counter({"odd date": 1})
    assert summary.words == 14
    assert summary.words_per_second > 0
    assert [i.reason for i in sink.issues] == [TWICE, "empty: 0 bytes", "odd date: soon"]
    assert len(sink.ledgers) == 3
    assert sink.closed
    assert ticks[-1] == 6


@pytest.mark.parametrize("settings", [ONE, TWO])
def test_stop_ends_between_two_articles(settings):
    sink, asked = Memory(), []
    summary = run(
        iter(articles(50)), settings, sink, lambda s: asked.append(1), lambda: len(asked) >= 3, make=FakeCoder
    )
    assert summary.stopped
    assert 3 <= len(sink.ledgers) < 10
    assert sink.closed
    assert [x.article.key for x in sink.ledgers] == [f"a{i}" for i in range(len(sink.ledgers))]


def test_the_first_signal_asks_and_the_second_interrupts():
    before = signal.getsignal(signal.SIGTERM)
    with Stop() as stop:
        assert not stop()
        os.kill(os.getpid(), signal.SIGTERM)
        assert stop()
        assert stop.signal == signal.SIGTERM
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
    assert signal.getsignal(signal.SIGTERM) is before


def test_an_article_that_raises_in_a_stage_becomes_an_issue(monkeypatch):
    class Breaking(Coder):
        def __init__(self):
            self.seconds = Counter()

        def code(self, article):
            raise RecursionError("too deep")

    (ledger,) = Breaking()([articles(1)[0]])
    assert ledger.issues[0].reason.startswith("coding failed: RecursionError: too deep (test_engine.py, line ")
    summary = Summary()
    summary.count_ledger(ledger)
    assert summary.left_out == Counter({"coding failed": 1})


@pytest.mark.model
def test_the_coder_gives_the_same_rows_in_one_process_and_in_two():
    text = "Peru's foreign minister said on Tuesday that Chile had attacked a convoy. “We condemn it,” he said."
    items = articles(4, text)
    one = coded(items, ONE, Coder)
    assert one == coded(items, TWO, Coder)
    assert all(not r["issues"] for r in one)


def ray_or_skip():
    try:
        import ray.data  # noqa: F401, PLC0415
    except ImportError:
        if os.environ.get("TACITUS_REQUIRE_RAY") == "1":
            pytest.fail("Ray is missing and TACITUS_REQUIRE_RAY=1")
        pytest.skip("Ray is not installed")


@pytest.mark.ray
@pytest.mark.slow
def test_ray_gives_the_rows_of_one_process():
    ray_or_skip()
    from ray import cloudpickle  # noqa: PLC0415

    cloudpickle.register_pickle_by_value(fake_coder)  # the workers cannot import from tests/
    items = articles(12)
    items.insert(3, Issue("b.txt", None, None, "no text", "give text"))
    items[6] = replace(items[6], text="RAISE")
    items[7] = replace(items[7], text="Peru warned Chile \ud800 Chad thanked Mali.")
    local = coded([*items[:7], *items[8:]], ONE)
    ray = coded(items, Settings(engine="ray", workers=2, batch=3))
    shown = ray.pop(7)
    assert local == ray
    assert shown["article"]["text"] == "Peru warned Chile \ufffd Chad thanked Mali."
    assert len(shown["events"]) == 2
    real = articles(3, "Peru's minister said on Tuesday that Chile had attacked a convoy.")
    assert coded(real, ONE, Coder) == coded(real, Settings(engine="ray"), Coder)


def test_without_ray_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "ray", None)
    with pytest.raises(EngineError, match=r"pip install 'tacitus\[ray\]'"):
        coded(articles(1), Settings(engine="ray"))
