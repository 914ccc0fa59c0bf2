"""Offices with their dates: the Factbook's leaders, the CIA's 2019 cabinets, US presidents, and those kept by hand."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import yaml

from tacitus.entities.name_keys import loose_key, name_key

LATEST = "2026-01"
TERRITORIES = frozenset("PRI GUM ASM VIR MNP GRL FRO ABW CUW SXM BMU CYM GIB FLK AIA VGB MSR TCA SHN PCN".split()) | {
    *"IMN JEY GGY NCL PYF WLF SPM BLM MAF COK NIU TKL NFK CXR CCK".split()
}
REALMS = frozenset("AUS CAN NZL ATG BHS BLZ GRD JAM KNA LCA PNG SLB TUV VCT BRB HKG MAC".split())
MARK = re.compile(r"[(;\[/].*| - .*|, .*|\bsince\b.*|\bnote\b.*", re.S)
CAPS = re.compile(r"^(Mc|Mac|O'|D'|[A-Z]\.)?[^\W\d_a-z]{2,}", re.U)
LEADING = re.compile(r"president|prime minister|minister|king|emir|head of|chancellor|premier", re.I)
DEPUTY = re.compile(r"\b(vice|deputy|second|third|first)\b", re.I)
LEFT_OUT = re.compile(r"\b(represented|notification|vacant|note|elect|recognized|Presidency|Council)\b", re.I)
TITLES = {"chief_of_state": "Head of state", "head_of_government": "Head of government"}


def read(path: Path) -> list[dict[str, str]]:
    """Read a CSV file with a header."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def offices(folder: Path, facts: Path, lands: list[dict[str, str]]) -> Iterator[dict[str, str]]:
    """Yield all office rows: those kept by hand first, so that their spelling stands."""
    hand = read(facts / "offices.csv")
    yield from hand
    by_gec = {r["gec"]: r["iso3"] for r in lands if r["gec"]}
    # whoever is kept by hand needs no second row, and whoever has dates none without them
    known = {key for r in hand for key in _keys(r)}
    for source in (
        us_executive(folder / "us_executive.yaml"),
        factbook(folder / "factbook_leaders_2014-2026_tidy.csv", by_gec),
        un_speakers(folder / "UNGDC_Speakers_by_session.xlsx", {r["iso3"] for r in lands}),
        world_leaders(folder / "cia_world_leaders_2019-06.csv", lands),
    ):
        new = [row for row in source if not known & _keys(row) and not _is_of_overlord(row, known)]
        yield from new
        known.update(key for row in new for key in _keys(row))


def _is_of_overlord(row: dict[str, str], known: set[tuple[str, str]]) -> bool:
    """Say whether a territory's row only names the head of the state that it belongs to."""
    return (
        row["country"] in TERRITORIES
        or not row["person"][:1].isupper()
        or row["office"].endswith((" of", "Co"))
        or any(row["country"] in REALMS and (key, "GBR") in known for key, _ in _keys(row))
    )


def _keys(row: dict[str, str]) -> set[tuple[str, str]]:
    """Return the sounds of a person's names, each with the country."""
    names = [row["person"], *row["aliases"].split(" | ")]
    return {(loose_key(name_key(name).split()), row["country"]) for name in names if name}


def split_name(text: str) -> dict[str, str] | None:
    """Read "Nicolas MADURO Moros": the family name is in capitals; what follows it in mixed case is an alias."""
    text = MARK.sub("", re.sub(r"^\(([^)]*)\) ", r"\1 ", text)).strip(" .*")
    text = re.sub(r"^(Dr|Gen|Gov|Lt|Col|Sir|Dame|Sheikh|Capt|Brig|Maj|Adm)\.?( Gen\.?)? ", "", text)
    text = re.sub(r"[\"“”'‘][^\"“”'‘]+[\"“”’'] ", "", text)
    words = text.split()
    big = [k for k, w in enumerate(words) if (CAPS.match(w) and w.upper() == w) or re.match(r"(Mc|Mac)[A-Z]{2}", w)]
    if not 1 < len(words) < 8 or not big or re.search(r"\d|:", text):
        return None
    first, last = big[0], big[0]
    while last + 1 in big:
        last += 1
    shown = [_mixed(w) if k in big else w for k, w in enumerate(words)]
    while first > 0 and words[first - 1].islower():
        first -= 1
    full = " ".join(shown)
    person = " ".join(shown[: last + 1]) if first > 0 else full
    if first > 2 and words[0].isalpha():  # "Hasan Fereidun RUHANI" is called by his first and last name
        person = " ".join([shown[0], *shown[first : last + 1]])
    aliases = full if full != person else ""
    return {"person": person, "surname": " ".join(shown[first : last + 1]), "aliases": aliases}


def _mixed(word: str) -> str:
    out = re.sub(r"[^\W\d_]+", lambda m: m.group(0)[0] + m.group(0)[1:].lower(), word)
    return re.sub(r"^(Mc|Mac)([A-Z])(.*)", lambda m: m.group(1) + m.group(2) + m.group(3), out)


def factbook(path: Path, by_gec: dict[str, str]) -> Iterator[dict[str, str]]:
    """Yield heads of state and government, deputies and ambassadors, the ends taken from the successors."""
    posts: dict[tuple[str, str, str], list[dict[str, str]]] = {}
    for r in read(path):
        named = split_name(r["name"])
        title = r["title"].strip(" -,")
        if not named or r["gec"] not in by_gec or LEFT_OUT.search(f"{title} {r['name']}") or not r["start"]:
            continue
        deputy = title if DEPUTY.search(title) else ""
        row = {**named, "title": title, "iso3": by_gec[r["gec"]], **{k: r[k] for k in ("role", "start", "last_seen")}}
        posts.setdefault((r["gec"], r["role"], deputy), []).append(row)
    for rows in posts.values():
        rows.sort(key=lambda r: (r["start"], r["last_seen"]))
        for k, r in enumerate(rows):
            later = [
                n for n in rows[k + 1 :] if n["surname"].lower() != r["surname"].lower() and n["start"] > r["start"]
            ]
            if any(n["surname"].lower() == r["surname"].lower() and n["start"] == r["start"] for n in rows[k + 1 :]):
                continue  # the same office under a later spelling
            if r["last_seen"] < r["start"][:10]:
                continue  # a slip of the source: it starts after it was last seen
            end = later[0]["start"] if later else "" if r["last_seen"] >= LATEST else r["last_seen"]
            yield _factbook_row(r, end)


def _factbook_row(r: dict[str, str], end: str) -> dict[str, str]:
    abroad = r["role"] == "US_ambassador"
    office = r["title"] or TITLES.get(r["role"], "Ambassador")
    if abroad:
        office = f"{office} to {r['iso3']}"
    elif r["role"] == "ambassador_to_US":
        office = f"{office} to USA"
    return {
        **{k: r[k] for k in ("person", "surname", "aliases", "start")},
        "office": office,
        "country": "USA" if abroad else r["iso3"],
        "sector": "GOV",
        "end": end,
        "source": "CIA World Factbook 2015-2026",
        "known_until": r["last_seen"],
    }


def world_leaders(path: Path, lands: list[dict[str, str]]) -> Iterator[dict[str, str]]:
    """Yield the cabinets of 4 June 2019. Neither start nor end is told: `known_until` is all that is known."""
    names = {w: r["iso3"] for r in lands for w in (r["name"], *r["aliases"].split(" | "))}
    names |= {"Korea, North": "PRK", "Korea, South": "KOR", "Bahamas, The": "BHS", "Gambia, The": "GMB"}
    names |= {"Congo, Democratic Republic of the": "COD", "Congo, Republic of the": "COG"}
    names |= {"Holy See (Vatican City)": "VAT", "Micronesia, Federated States of": "FSM"}
    done: set[str] = set()
    for r in read(path):
        named, iso3 = split_name(r["person"]), names.get(r["country"])
        if iso3 in done or not named or not iso3 or LEFT_OUT.search(r["position"].split("Council")[0]):
            continue
        if r["position"].startswith("Permanent Representative") and iso3 == "CHN":
            done.add(iso3)  # Hong Kong and Macau follow under the same heading
        low = r["position"].lower()
        sector = "JUD" if "justice" in low and "chief" in low else "LEG" if "speaker" in low else "GOV"
        yield {
            **named, "office": r["position"], "country": iso3, "sector": sector, "start": "", "end": "",
            "source": "CIA World Leaders 2019-06-04", "known_until": r["snapshot"],
        }  # fmt: skip


def un_speakers(path: Path, codes: set[str]) -> Iterator[dict[str, str]]:
    """Yield who spoke for a country in the UN General Debate and in what post: in office at least in those years."""
    years: dict[tuple[str, str, str], list[int]] = {}
    sheet = openpyxl.load_workbook(path, read_only=True).active
    for year, _, iso3, _, name, post, *_ in sheet.iter_rows(min_row=2, values_only=True):
        shown = re.sub(r"^(Mr|Mrs|Ms|Dr|Sir|H\.E\.|His|Her)\b\.? ?", "", " ".join(str(name or "").split()))
        plain = re.fullmatch(r"[^\W\d_]+([ '’-][^\W\d_]+\.?){1,4}", shown)
        if post and plain and iso3 in codes and LEADING.search(str(post)) and not shown.isupper():
            years.setdefault((shown, str(iso3), " ".join(str(post).split())), []).append(int(year))
    for (person, iso3, post), seen in years.items():
        yield {
            "person": person, "surname": "", "aliases": "", "office": post, "country": iso3, "sector": "GOV",
            "start": str(min(seen)), "end": "", "source": "UN General Debate Corpus (CC0)",
            "known_until": f"{max(seen)}-12",
        }  # fmt: skip


def us_executive(path: Path) -> Iterator[dict[str, str]]:
    """Yield the terms of US presidents and vice presidents since 1945."""
    for person in yaml.safe_load(path.read_text(encoding="utf-8")):
        name = person["name"]
        shown = f"{name['first']} {name['last']}"
        aliases = [f"{n} {name['last']}" for n in (name.get("nickname"),) if n]
        for term in person["terms"]:
            if term["end"] < "1945":
                continue
            office = "President" if term["type"] == "prez" else "Vice President"
            yield {
                "person": shown, "surname": name["last"], "aliases": " | ".join(aliases), "office": office,
                "country": "USA", "sector": "GOV", "start": term["start"], "end": term["end"],
                "source": "unitedstates/congress-legislators (CC0)", "known_until": "2026-01",
            }  # fmt: skip
