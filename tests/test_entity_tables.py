"""The entity tables: what they hold is well formed, names are found however spelt, overlays stand over ours."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tacitus.entities.entity_tables import EntityTables, Office, _check, _shipped
from tacitus.entities.name_keys import alike, loose_key, name_key
from tacitus.errors import InputError


@pytest.fixture(scope="module")
def tables() -> EntityTables:
    return EntityTables()


def test_shipped_rows_are_well_formed() -> None:
    for row in _shipped():
        _check(row, "ours")
        assert row.source, row
        assert row.known_until, row


def test_no_office_is_open_without_saying_until_when_it_is_known() -> None:
    for row in _shipped():
        if isinstance(row, Office) and not row.end:
            assert row.known_until


def test_every_office_and_body_is_of_a_known_country(tables: EntityTables) -> None:
    codes = {row.country for row in _shipped() if not hasattr(row, "iso3")}
    assert codes - {""} <= set(tables.countries)


@pytest.mark.parametrize(
    ("words", "iso3"),
    [
        ("Côte d’Ivoire", "CIV"), ("Cote d'Ivoire", "CIV"), ("U.S.", "USA"), ("the Netherlands", "NLD"),
        ("Türkiye", "TUR"), ("Nairobi", "KEN"), ("Bogota", "COL"), ("Kremlin", "RUS"), ("Sana'a", "YEM"),
        ("Swiss", "CHE"), ("South Korean", "KOR"), ("us", None), ("turkey", None), ("Atlantis", None), ("", None),
    ],
)  # fmt: skip
def test_country_of(tables: EntityTables, words: str, iso3: str | None) -> None:
    assert tables.country_of(words) == iso3


@pytest.mark.parametrize(
    ("name", "iso3"),
    [
        ("Hasan Ruhani", "IRN"), ("Hassan Rouhani", "IRN"), ("Nicolas Maduro", "VEN"), ("Volodymyr Zelenskiy", "UKR"),
        ("Recep Tayyip Erdogan", "TUR"), ("Sergei Lavrov", "RUS"), ("Aleksandar Vucic", "SRB"),
    ],
)  # fmt: skip
def test_people_are_found_in_other_spellings(tables: EntityTables, name: str, iso3: str) -> None:
    assert {o.country for o in tables.people(name)} == {iso3}


def test_offices_hold_between_their_dates(tables: EntityTables) -> None:
    adviser = next(o for o in tables.people("John Bolton") if o.office == "National Security Advisor")
    assert adviser.holds_on("2019-02-23")
    assert adviser.holds_on("2019")
    assert not adviser.holds_on("2021-05-01")
    assert not adviser.holds_on("2017-05-01")


def test_overlay_stands_over_ours(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("name,country,sector,aliases\nGlobe Watch,KEN,NGO,Xinhua | GW\n", encoding="utf-8")
    ours = EntityTables(path)
    assert ours.bodies("GW")[0].name == "Globe Watch"
    assert ours.bodies("Xinhua")[0].sector == "NGO"


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("name,country,sector\nA,Kenya,NGO\n", "line 2: 'Kenya' is no ISO"),
        ("name,country,sector\nA,KEN,XXX\n", "line 2: 'XXX' is no sector"),
        ("name,country,sector,colour\nA,KEN,NGO,red\n", "unknown column colour"),
        ("name,sector\nA,NGO\n", "column country is missing"),
        ("name,country,sector\nA,KEN\n", "line 2: 3 columns expected"),
        ("person,office,country,sector,start\nA B,Minister,KEN,GOV,May 2019\n", "'May 2019' is no date"),
        ("person,office,country,sector,start,end\nA B,X,KEN,GOV,2020,2019\n", "swap the dates"),
    ],
)
def test_wrong_overlays_are_told_with_file_line_and_remedy(tmp_path: Path, text: str, part: str) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"mine\.csv") as caught:
        EntityTables(path)
    assert part in str(caught.value)


def test_missing_overlay_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere\.csv"):
        EntityTables(tmp_path / "nowhere.csv")


def test_loading_is_fast() -> None:
    taken = []
    for _ in range(5):  # the best of five: neither the first look at the files nor a busy machine decides
        start = time.process_time()
        EntityTables()
        taken.append(time.process_time() - start)
    assert min(taken) < 0.5


@given(st.text(max_size=60))
def test_asking_never_raises_and_keys_are_stable(words: str) -> None:
    tables = EntityTables.__new__(EntityTables)  # without rows: only the keys are tried
    tables._places, tables._bodies, tables._people, tables._loose, tables._surnames = {}, {}, {}, {}, {}
    assert tables.country_of(words) is None
    assert tables.bodies(words) == tables.people(words) == tables.bearers(words) == []
    assert name_key(words) == name_key(words).strip()


def test_keys_tell_names_apart() -> None:
    assert loose_key(["hassan", "rouhani"]) == loose_key(["hasan", "ruhani"])
    assert not alike("xi jinping", "kim jong un")


def test_a_region_is_no_country_though_it_contains_the_name_of_one() -> None:
    tables = EntityTables()
    assert tables.is_region("Latin America") and tables.is_region("South American")
    assert not tables.is_region("America") and tables.country_of("America") == "USA"
