"""Reviews, decisions on actors and coding anew, in any order, come to what they come to one kind after the other."""

from collections.abc import Sequence
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casebooks import RECODE, RUN, all_rows, article
from fake_coder import fake_ledger
from tacitus.casebook import ask
from tacitus.casebook.decide_actors import Identity, decide_actor
from tacitus.casebook.store import Casebook, new_review

CORRECTIONS = [
    {"type": "AID"},
    {"type": "AID", "status": "denied", "killed": 4},
    {"actor": [{"name": "Fiji"}, {"name": "Peru"}]},
    {"date": "2018-01-01", "recipient": []},
]
VERDICTS = ["right", "wrong", "unsure", "withdrawn", "corrected", "corrected"]
REVIEW = st.tuples(
    st.just("review"),
    st.integers(0, 5),
    st.sampled_from(["Ana", "Ben"]),
    st.sampled_from(VERDICTS),
    st.sampled_from(CORRECTIONS),
)
MERGE = st.tuples(st.just("merge"), st.sampled_from([("Peru", "Chile"), ("Chile", "Mali"), ("Fiji", "Mali")]))
SETTING = st.tuples(st.just("set"), st.sampled_from(["Peru", "Fiji", "Chad1"]), st.sampled_from(["Mali", "Tonga"]))
ANEW = st.tuples(st.just("code"), st.booleans())
# columns that name the moment or the number, not what is there
APART = ("runs", "run_articles", "casebook", "reviews", "actor_decisions", "regroup")


def study(place: Any) -> Casebook:
    book = Casebook(place)
    book.add([fake_ledger(article(n)) for n in range(3)], RUN)
    book.group()
    return book


def who(name: str) -> Identity:
    # told in full: what is not told is taken from the casebook as it is at the moment
    return Identity(name, "PER", "GOV", f"name:{name.lower()}")


def do(book: Casebook, n: int, step: Sequence[Any], events: list[str]) -> None:
    what = step[0]
    if what == "review":
        _, which, by, verdict, correction = step
        told = correction if verdict == "corrected" else None
        at = f"2026-01-01T00:00:{n:02}+00:00"
        book.add_review(new_review(events[which % len(events)], verdict, by, correction=told, at=at))
    elif what == "code":
        book.add([fake_ledger(article(k)) for k in range(3)], RECODE if step[1] else RUN)
    elif what == "merge":
        was, now = step[1]
        decide_actor(book, who(now), by="Ana", merge=Identity(was))
    else:
        decide_actor(book, who(step[2]), by="Ana", words=step[1])


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(REVIEW, REVIEW, MERGE, SETTING, ANEW), max_size=9))
def test_any_order_comes_to_the_same(tmp_path_factory: Any, steps: list[tuple[Any, ...]]) -> None:
    folder = tmp_path_factory.mktemp("sequences")
    rank = {"merge": 0, "set": 0, "review": 1, "code": 2}
    with study(folder / "a.db") as mixed, study(folder / "b.db") as ordered:
        events = sorted(e.id for e in ask.events(mixed))
        numbered = list(enumerate(steps))
        for n, step in numbered:
            do(mixed, n, step, events)
        for n, step in sorted(numbered, key=lambda s: rank[s[1][0]]):
            do(ordered, n, step, events)
        for book in (mixed, ordered):
            book.regroup()
        assert all_rows(mixed, APART) == all_rows(ordered, APART)
