"""What the parser is shown leads back to the true text, character by character."""

from hypothesis import given
from hypothesis import strategies as st

from tacitus.parsing.mask_countries import CountryMask

MASK = CountryMask(
    [
        ("Kenya", "name"),
        ("Kenyan", "demonym"),
        ("Kenyans", "demonym"),
        ("Nairobi", "capital"),
        ("North Korea", "name"),
        ("South Koreans", "demonym"),
        ("United States", "name"),
        ("US", "name"),
        ("U.S.", "name"),
        ("Bosnia and Herzegovina", "name"),
    ]
)
SEEN = [
    ("Kenya's envoy met Kenyans in Nairobi.", "Germany's envoy met Germans in Berlin."),
    ("The US and North Korea talked.", "The UK and South Africa talked."),
    ("South Koreans. The U.S. left.", "South Africans. The U.K. left."),
    ("The United States objects to Bosnia and Herzegovina.", "The United Kingdom objects to Bosnia and Herzegovina."),
    ("He told us that kenya is no name.", "He told us that kenya is no name."),
]


def test_every_country_is_shown_as_one() -> None:
    for text, seen in SEEN:
        assert MASK.apply(text).text == seen


@given(
    st.lists(st.sampled_from(["Kenya", "Kenyans", "US", "U.S.", "North Korea", "Nairobi", " ", ".", "'s", "né", "\n"]))
)
def test_the_way_back_is_right_at_the_edges_of_words(parts: list[str]) -> None:
    text = "".join(parts)
    shown = MASK.apply(text)
    assert shown.place(len(shown.text)) == len(text)
    places = [shown.place(k) for k in range(len(shown.text) + 1)]
    assert all(0 <= p <= len(text) + len(shown.text) for p in places)
    for k, char in enumerate(shown.text):
        if char in " \n'é":
            assert text[places[k]] == char
