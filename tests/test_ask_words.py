"""Whether a target is about an issue."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tacitus.casebook.ask_words import Fit, country_code, fits, sense, stem

ISSUE = "military intervention in Venezuela"


@pytest.mark.parametrize(
    ("target", "fit"),
    [
        (ISSUE, Fit("same")),
        ("any MILITARY interventions in Venezuela", Fit("same")),
        ("U.S. military intervention in Venezuela", Fit("narrower")),
        ("intervening militarily in the Bolivarian Republic of Venezuela", Fit("same")),
        ("use of military intervention in Venezuela", Fit("same")),
        ("intervention in Venezuela", Fit("broader")),
        ("foreign intervention in Venezuela", Fit("broader")),
        ("any military intervention", Fit("by context")),
        ("ending the military intervention in Venezuela", Fit("same", turned=True)),
        ("an end to military intervention in Venezuela", Fit("same", turned=True)),
        ("no military intervention in Venezuela", Fit("same", turned=True)),
        ("military intervention in Iran", None),
        ("humanitarian intervention in Venezuela", None),
        ("talks on military intervention in Venezuela", None),
        ("intervention", None),
        ("Venezuela", None),
        ("", None),
    ],
)
def test_fits(target, fit):
    assert fits(sense(ISSUE), sense(target), "Venezuela: a crisis") == fit


def test_the_country_must_be_named_somewhere():
    assert fits(sense(ISSUE), sense("any military intervention"), "Peru's parliament") is None


@pytest.mark.parametrize(
    ("a", "b"),
    [("intervention", "intervene"), ("sanctions", "sanctioning"), ("policies", "policy"), ("recognition", "recognise"),
     ("deployment", "deploying"), ("withdrawal", "withdraw"), ("negotiations", "negotiate")],
)  # fmt: skip
def test_stems_meet(a, b):
    assert stem(a) == stem(b)


def test_accents_and_case_do_not_matter():
    assert sense("PROTEST in Côte d'Ivoire").all == sense("protests in cote d'ivoire").all


def test_countries_by_name_demonym_and_code():
    assert country_code("per") == country_code("Peruvian") == country_code("Peru") == "PER"
    assert country_code("Atlantis") is None
    assert sense("tell us").countries == frozenset()


@given(st.text(), st.text())
def test_nothing_raises_and_what_carries_sense_fits_itself(a, b):
    fits(sense(a), sense(b), a + b)
    if sense(a).all and not sense(a).turned:
        assert fits(sense(a), sense(a)) is not None
