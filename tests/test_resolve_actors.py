"""Who a mention is on the article's date: names, roles, metonyms, and what becomes of those who left office."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tacitus.actors.resolve_actors import resolve_actors
from tacitus.mentions.cast import Cast
from tacitus.mentions.find_mentions import find_mentions
from tacitus.parsing.parse_sentences import parse
from tacitus.pipeline import Coder
from tacitus.records import SECTORS, Article, Resolution

pytestmark = pytest.mark.model


def cast_of(coder: Coder, text: str, date: str | None = "2019-02-23") -> Cast:
    parsed = parse(coder.nlp, Article.make(text, published=date), coder.mask)
    cast = find_mentions(parsed, coder.tables, coder.codebook)
    resolve_actors(cast, coder.tables, coder.codebook)
    return cast


def who(coder: Coder, text: str, words: str, date: str | None = "2019-02-23") -> tuple[str | None, ...]:
    best = best_of(cast_of(coder, text, date), words)
    return (best.name, best.country, best.sector) if best else (None, None, None)


def best_of(cast: Cast, words: str) -> Resolution | None:
    found = [m for m in cast.mentions if m.text == words]
    assert found, [m.text for m in cast.mentions]
    return cast.best(found[-1])


@pytest.mark.parametrize(
    ("name", "date", "country", "sector"),
    [
        ("John Bolton", "2019-02-23", "USA", "GOV"),
        ("John Bolton", "2021-05-01", "USA", "IND"),
        ("Juan Guaidó", "2019-02-23", "VEN", "OPP"),
        ("Theresa May", "2018-03-01", "GBR", "GOV"),
        ("Theresa May", "2021-03-01", "GBR", "IND"),
        ("Dilma Rousseff", "2014", "BRA", "GOV"),
        ("Kofi Annan", "2003-05", None, "IGO"),
    ],
)
def test_offices_by_date(coder: Coder, name: str, date: str, country: str | None, sector: str) -> None:
    assert who(coder, f"{name} spoke to reporters on Monday.", name, date)[1:] == (country, sector)


@pytest.mark.parametrize(
    ("text", "words", "wanted"),
    [
        ("China protested.", "China", ("China", "CHN", "GOV")),
        ("Beijing rejected the report.", "Beijing", ("China", "CHN", "GOV")),
        ("The Kremlin denied it.", "The Kremlin", ("Government of Russia", "RUS", "GOV")),
        ("Kenyan officials resigned.", "Kenyan officials", ("Government of Kenya", "KEN", "GOV")),
        ("Troops left Sudan. The military denied it.", "The military", ("Sudanese military", "SDN", "MIL")),
        ("The Maduro regime refused.", "The Maduro regime", ("Nicolás Maduro", "VEN", "GOV")),
        ("Xinhua reported it.", "Xinhua", ("Xinhua", "CHN", "MED")),
        ("NATO condemned the attack.", "NATO", ("NATO", None, "IGO")),
        ("Critics disagreed.", "Critics", (None, None, "UNS")),
        ("Hezbollah fired rockets.", "Hezbollah", ("Hezbollah", "LBN", "REB")),
        ("Iran's foreign minister left.", "Iran's foreign minister", ("Mohammad Javad Zarif", "IRN", "GOV")),
    ],
)
def test_who(coder: Coder, text: str, words: str, wanted: tuple[str | None, ...]) -> None:
    assert who(coder, text, words) == wanted


@pytest.mark.parametrize(
    ("text", "words", "wanted"),
    [
        ("Turkey waited. Blue Haven spokesperson Ana Diaz left.", "Blue Haven spokesperson Ana Diaz", (None, "IND")),
        ("Peru waited. Vice President Mike Pence left.", "Vice President Mike Pence", ("USA", "GOV")),
        ("Ghana voted. Prime Minister Kwame Obeng left Ghana.", "Prime Minister Kwame Obeng", ("GHA", "GOV")),
        ("Soldiers fired near the Brazilian border in Peru. The army denied it.", "The army", ("PER", "MIL")),
        ("The State Department disagreed with Peru.", "The State Department", ("USA", "GOV")),
        ("Congress met in Lima, Peru.", "Congress", ("PER", "LEG")),
        ("Western countries protested in Kenya.", "Western countries", (None, "GOV")),
        ("The international community watched Kenya.", "The international community", (None, "GOV")),
        ("Senior officials met in Geneva.", "Senior officials", (None, "GOV")),
        ("The North Korean government refused.", "The North Korean government", ("PRK", "GOV")),
        ("Minister for Trade and Tourism Ana Diaz of Peru left.", "Ana Diaz of Peru", ("PER", "GOV")),
        ("President Trump spoke.", "President Trump", ("USA", "GOV")),
    ],
)
def test_own_evidence_stands_over_the_country_of_the_text(
    coder: Coder, text: str, words: str, wanted: tuple[str | None, ...]
) -> None:
    cast = cast_of(coder, text)
    found = next(m for m in cast.mentions if m.text.endswith(words))
    best = cast.best(found)
    assert best is not None
    assert (best.country, best.sector) == wanted


@pytest.mark.parametrize(
    ("text", "words", "wanted"),
    [
        (
            "The envoy of Ghana said in Lima that his country had no quarrel with Peru.",
            "his country",
            ("Ghana", "GHA", "GOV"),
        ),
        (
            "The Speaker of the National Assembly of Kenya Jane Otieno welcomed the delegates.",
            "The Speaker of the National Assembly of Kenya Jane Otieno",
            ("Jane Otieno", "KEN", "LEG"),
        ),
        # of two countries spoken of alike, neither has the ministry
        ("Peru and Chile met. The Ministry recalled the accord.", "The Ministry", (None, None)),
    ],
)
def test_roles_of_pronouns_and_names_after_their_body(
    coder: Coder, text: str, words: str, wanted: tuple[str | None, ...]
) -> None:
    found = who(coder, text, words)
    assert found[-len(wanted) :] == wanted if None not in wanted else found[1] is None


def test_a_surname_is_whose_full_name_the_text_has(coder: Coder) -> None:
    text = "Police chief Greg Allen of Dublin spoke. Later Allen left."
    assert who(coder, text, "Allen")[0] == "Greg Allen"
    assert who(coder, "Reporters say Trump met Macron.", "Trump")[:2] == ("Donald Trump", "USA")


def test_an_abbreviation_means_what_the_text_says(coder: Coder) -> None:
    text = "The National Telecommunications Commission (NTC) shut the station in Kenya. The NTC denied it."
    assert who(coder, text, "The NTC") == ("National Telecommunications Commission", "KEN", "GOV")


def test_unknown_person_takes_country_and_sector_from_the_title(coder: Coder) -> None:
    text = "Former Ghanaian minister Kwame Obeng opposed the plan."
    assert who(coder, text, "Former Ghanaian minister Kwame Obeng") == ("Kwame Obeng", "GHA", "IND")


def test_unknown_person_takes_them_from_the_apposition(coder: Coder) -> None:
    text = "Oleg Klimov, a spokesman for the Ghanaian opposition party, praised the ruling."
    assert who(coder, text, "Oleg Klimov")[1:] == ("GHA", "PTY")


def test_what_is_no_actor_gets_no_resolution(coder: Coder) -> None:
    cast = cast_of(coder, "The weather changed on Tuesday after the ceremony.")
    assert not any(cast.is_actor(m) for m in cast.mentions)


def test_losers_are_kept_with_the_reason(coder: Coder) -> None:
    cast = cast_of(coder, "John Bolton spoke.", "2021-05-01")
    ranked = cast.resolutions[cast.mentions[0].id]
    assert [r.rank for r in ranked] == list(range(len(ranked)))
    assert any("office ended 2019-09-10" in r.reason for r in ranked)


def test_swapping_two_countries_swaps_them_and_nothing_else(coder: Coder) -> None:
    text = "{} officials met the foreign minister of {}. The {} army denied the claim from {}."
    one = cast_of(coder, text.format("Kenyan", "Ghana", "Kenyan", "Ghana"), "1999-01-01")
    two = cast_of(coder, text.format("Ghanaian", "Kenya", "Ghanaian", "Kenya"), "1999-01-01")
    swap = {"KEN": "GHA", "GHA": "KEN", None: None}
    first = [(r.country, r.sector) if (r := one.best(m)) else None for m in one.mentions]
    second = [(swap[r.country], r.sector) if (r := two.best(m)) else None for m in two.mentions]
    assert first == second


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(max_size=80))
def test_no_text_makes_it_raise(coder: Coder, text: str) -> None:
    cast = cast_of(coder, text, None)
    for ranked in cast.resolutions.values():
        for r in ranked:
            assert r.sector in SECTORS
            assert 0 <= r.score <= 1
