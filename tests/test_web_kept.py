"""What took long to count is kept until the casebook changes, and no longer."""

import pytest

from ask_ledgers import stands
from casebooks import RUN, new_place, where
from report_ledgers import told
from tacitus.casebook.store import Casebook, new_review
from tacitus.web.kept import MOST, kept
from web_study import client

__all__ = ["new_place", "where"]


def test_it_is_counted_anew_only_when_the_casebook_has_changed(tmp_path) -> None:
    counted = []

    def count():
        counted.append(1)
        return len(counted)

    path = tmp_path / "kept.db"
    with Casebook(path) as book:
        book.add(stands(1, "Peru", "against", "sanctions"), RUN)
        assert [kept(book, "n", count), kept(book, "n", count)] == [1, 1]
        with Casebook(path) as another:
            another.add(stands(2, "Brazil", "for", "sanctions"), RUN)
        assert [kept(book, "n", count), kept(book, "n", count)] == [2, 2]
        with book.reading() as connection:
            first = connection.execute(book.tables["positions"].select()).first().id
        book.add_review(new_review(first, "wrong", "a reviewer"))
        assert kept(book, "n", count) == 3


def test_answers_are_kept_by_casebook_and_key_and_not_for_ever(tmp_path) -> None:
    with Casebook(tmp_path / "one.db") as one, Casebook(tmp_path / "two.db") as two:
        assert [kept(one, "k", lambda: 1), kept(two, "k", lambda: 2), kept(one, "k", lambda: 3)] == [1, 2, 1]
        for n in range(MOST):
            kept(one, n, lambda: 0)
        assert kept(one, "k", lambda: 4) == 4


@pytest.mark.parametrize(
    "address",
    ["/sides.json", "/sides.json?issue=sanctions", "/network.json?what=deeds", "/network.json?what=congruence"],
)
def test_the_pages_say_the_same_on_both_databases(where, address, tmp_path) -> None:
    made = [stands(1, "Peru", "against", "sanctions"), stands(2, "Brazil", "against", "sanctions")]
    made += [told(n, f"Russia hit Idlib {n} times.", "hit", place="Caracas") for n in (3, 4)]
    answers = []
    for place in (where, str(tmp_path / "same.db")):
        with Casebook(place) as book:
            book.add(made, RUN)
            book.group()
        with client(place) as page:
            answers += [page.get(a).json() for a in (address, "/timeline.json?by=week", "/map.json")]
    assert answers[:3] == answers[3:]
    assert all("error" not in a for a in answers)
