"""Exports of events: the columns that readers of POLECAT, ICEWS, GDELT and PLOVER expect."""

import csv
import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from export_study import crisis
from tacitus.codebook import load_codebook
from tacitus.entities.country_codes import codes_of, country_codes
from tacitus.entities.entity_tables import HOME
from tacitus.exports.cameo import cameo_codes, cameo_of
from tacitus.exports.export import export
from tacitus.exports.export_gdelt import EVENTS, MENTIONS, fraction_of_year
from tacitus.exports.export_polecat import ICEWS, POLECAT, SECTOR_NAMES
from tacitus.records import SECTORS


def read_tab(path: Path, names: list[str] | None = None) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, names, delimiter="\t", quoting=csv.QUOTE_NONE))


def written(form: str, out: Path, **rest: Any) -> list[Path]:
    return export(crisis().tables, form, out, **rest)


def test_polecat_has_40_columns_and_a_row_an_event(tmp_path: Path) -> None:
    (path,) = written("polecat", tmp_path / "p.txt")
    assert path.read_text("utf-8").split("\n")[0].split("\t") == POLECAT
    assert len(POLECAT) == 40
    sanction, attack = read_tab(path)  # what is denied is left out
    assert None not in sanction
    assert sanction["Event Type"] == "SANCTION"
    assert sanction["Actor Name"] == "Chile; Ghana"
    assert sanction["Actor Country"] == "CHL; GHA"
    assert sanction["Actor COW"] == "155; 452"
    assert (sanction["Primary Actor Sector"], sanction["Actor Sectors"]) == ("GOV", "GOV; GOV")
    assert sanction["Quad Code"] == "MATERIAL CONFLICT"
    assert sanction["Event Date"] == "2019-02-01"  # known to the month
    assert (attack["Event Date"], attack["Publication Date"]) == ("2019-02-27", "2019-02-27")
    assert (attack["Actor Name"], attack["Actor Name Raw"], attack["Raw Placename"]) == ("", "armed men", "Ghana")
    assert attack["Intensity"] == str(load_codebook().types["ASSAULT"].score)
    assert attack["Story People"] == "Ana Ruiz"
    assert set(attack["Story Organizations"].split("; ")) == {"Lima Group", "Acme", "Mining"}


def test_icews_has_20_columns_and_a_row_a_dyad(tmp_path: Path) -> None:
    (path,) = written("icews", tmp_path / "i.tab")
    assert path.read_text("utf-8").split("\n")[0].split("\t") == ICEWS
    assert len(ICEWS) == 20
    rows = read_tab(path)
    assert [(r["Source Name"], r["Target Name"], r["CAMEO Code"], r["Intensity"]) for r in rows] == [
        ("Chile", "Acme; Mining", "163", "-8.0"),
        ("Ghana", "Acme; Mining", "163", "-8.0"),
        ("armed men", "Ana Ruiz", "190", "-10.0"),
    ]
    assert (rows[0]["Source Country"], rows[0]["Source Sectors"]) == ("Chile", "Government")
    assert len({int(r["Event ID"]) for r in rows}) == 3


def test_gdelt_has_61_and_16_columns(tmp_path: Path) -> None:
    assert (len(EVENTS), len(MENTIONS)) == (61, 16)
    events_path, mentions_path = written("gdelt", tmp_path / "g")
    assert {line.count("\t") for line in events_path.read_text("utf-8").splitlines()} == {60}
    assert {line.count("\t") for line in mentions_path.read_text("utf-8").splitlines()} == {15}
    chile, ghana, attack = read_tab(events_path, list(EVENTS))
    assert (chile["Actor1Code"], chile["Actor1Name"], chile["Actor1CountryCode"]) == ("CHLGOV", "CHILE", "CHL")
    assert (chile["Actor2Code"], chile["Actor2Type1Code"]) == ("CANBUS", "BUS")
    assert (chile["EventCode"], chile["EventBaseCode"], chile["EventRootCode"]) == ("163", "163", "16")
    assert (chile["QuadClass"], chile["GoldsteinScale"], chile["IsRootEvent"]) == ("4", "-8.0", "1")
    assert (chile["SQLDATE"], chile["MonthYear"], chile["Year"]) == ("20190201", "201902", "2019")
    assert (chile["Actor1Geo_CountryCode"], ghana["Actor1Geo_CountryCode"]) == ("CI", "GH")  # FIPS, not ISO
    assert (attack["ActionGeo_Type"], attack["ActionGeo_CountryCode"]) == ("1", "GH")
    assert (attack["DATEADDED"], attack["SOURCEURL"]) == ("20190227000000", "https://news.example.org/one")
    text = crisis().tables.articles[0].text
    mentions = read_tab(mentions_path, MENTIONS)
    assert [m["GLOBALEVENTID"] for m in mentions] == [e["GLOBALEVENTID"] for e in (chile, ghana, attack)]
    assert text[int(mentions[1]["Actor1CharOffset"]) :].startswith("Ghana")
    assert text[int(mentions[2]["ActionCharOffset"]) :].startswith("attacked")
    assert (mentions[0]["MentionType"], mentions[0]["MentionSourceName"]) == ("1", "news.example.org")


@pytest.mark.parametrize(
    ("day", "fraction"),
    [("2012-02-01", "2012.0849"), ("2012-08-12", "2012.6082"), ("2012-08-24", "2012.6411"), ("", "")],
)
def test_the_fraction_of_the_year_is_gdelts(day: str, fraction: str) -> None:
    # as published: 20120201 has 2012.0849, 20120812 has 2012.6082
    assert fraction_of_year(day) == fraction


def test_the_fraction_stays_within_its_year() -> None:
    assert fraction_of_year("2019-12-31") == "2019.9890"


def test_gdelt_ids_do_not_hang_on_how_actors_are_read(tmp_path: Path) -> None:
    study = crisis()
    before = [r["GLOBALEVENTID"] for r in read_tab(export(study.tables, "gdelt", tmp_path / "a")[0], list(EVENTS))]
    study.tables.resolutions.clear()
    after = [r["GLOBALEVENTID"] for r in read_tab(export(study.tables, "gdelt", tmp_path / "b")[0], list(EVENTS))]
    assert before == after
    assert all(int(n) < 2**53 for n in before)


def test_pandas_reads_gdelt_as_its_package_does(tmp_path: Path) -> None:
    path, _ = written("gdelt", tmp_path / "g")
    frame = pd.read_csv(path, sep="\t", header=None, names=EVENTS, dtype={c: str for c in EVENTS if "Code" in c})
    assert frame.GLOBALEVENTID.is_unique
    assert frame.GoldsteinScale.between(-10, 10).all()


@pytest.mark.parametrize(("form", "names"), [("polecat", POLECAT), ("icews", ICEWS)])
def test_pandas_reads_polecat_and_icews(form: str, names: list[str], tmp_path: Path) -> None:
    (path,) = written(form, tmp_path / "events.txt")
    frame = pd.read_csv(path, sep="\t", parse_dates=["Event Date"])  # with its quotation marks, as users call it
    assert list(frame.columns) == names
    read = read_tab(path)
    assert len(frame) == len(read)
    for name in ("Event Date", "Publication Date", "Event Text", "Actor Name", "Source Name", "Target Name"):
        if name in names:
            found = frame[name].astype(str).where(frame[name].notna(), "").tolist()
            assert found == [row[name] for row in read], name
    assert frame["Event Date"].dt.year.eq(2019).all()


def test_quotation_marks_do_not_join_cells(tmp_path: Path) -> None:
    study = crisis()
    article = study.article('"Free Ghana" praised Chile.', key="q", published="2019-03-06")
    for place in ('"The Wall', "b"):
        study.event(article, "SUPPORT", "praised", "Verbal cooperation", "051", actor='"Free Ghana', place_text=place)
    path, _ = export(study.tables, "gdelt", tmp_path / "g")
    with path.open(encoding="utf-8", newline="") as file:
        assert [len(row) for row in csv.reader(file, delimiter="\t")] == [61] * 5


def test_plover_json(tmp_path: Path) -> None:
    (path,) = written("plover", tmp_path / "p.jsonl")
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert [(r["event"], r["comment"]) for r in rows] == [
        ("SANCTION", "occurred"),
        ("ASSAULT", "occurred"),
        ("SUPPORT", "denied"),  # the comment says so, so that it is kept
    ]
    assert rows[0]["actor"][0] == {
        "code": "CHL",
        "sector": "GOV",
        "entity_text": "Chile",
        "identifier_id": "country:CHL",
        "identifier_text": "Chile",
    }
    assert (rows[0]["mode"], rows[0]["quad_code"], rows[0]["has_event"]) == ("discontinue", "Material conflict", True)
    assert not any(v in (None, "", []) for r in rows for v in r.values())


def test_statuses_choose_what_is_written(tmp_path: Path) -> None:
    (path,) = written("polecat", tmp_path / "p.txt", statuses=["denied"])
    assert [r["Event Type"] for r in read_tab(path)] == ["SUPPORT"]


def test_every_country_has_codes_and_every_code_is_one() -> None:
    with (HOME / "countries.csv").open(encoding="utf-8", newline="") as file:
        assert {row["iso3"] for row in csv.DictReader(file)} <= country_codes().keys()
    for c in country_codes().values():
        assert (len(c.iso3), len(c.iso2)) == (3, 2), c
        assert len(c.fips) in (0, 2), c
        assert c.cow == "" or c.cow.isdigit(), c
    for column in ("iso2", "cow"):
        values = [v for c in country_codes().values() if (v := getattr(c, column))]
        assert len(values) == len(set(values)), column
    assert codes_of(None).fips == codes_of("XXX").fips == ""


def test_cameo_codes_cover_the_codebook() -> None:
    rules = load_codebook().events.values()
    assert [r.id for r in rules if r.cameo and r.cameo not in cameo_codes()] == []
    assert (cameo_of("0841").base, cameo_of("0841").root, cameo_of("0841").goldstein) == ("084", "08", "7.0")
    assert cameo_of("1639").goldstein == "-8.0"  # by its parent
    assert (cameo_of(None).quad_class, cameo_of("99").goldstein) == ("", "")


def test_every_sector_has_a_name() -> None:
    assert list(SECTOR_NAMES) == list(SECTORS)
