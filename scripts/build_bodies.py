"""Organisations, armed groups, companies and outlets: hand-kept rows first, then what the public lists add."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from build_offices import LATEST, read
from tacitus.entities.name_keys import name_key

NOTE = re.compile(r"\(.*?\)|\[.*?\]|, .*| - .*|\bnote\b.*|:.*", re.S)
NOT_ONE = re.compile(
    r"\b(several|none|various|other|independent|unicameral|bicameral|no regular|not applicable)\b", re.I
)
OWNED = re.compile(r"Target Type (State-Owned Enterprise|Government Entity)")
FILES = ("organisations", "armed_groups", "companies", "outlets")
HELD = re.compile(r"\(([A-Z][A-Za-z ]+)\)")


def organisations(folder: Path, facts: Path, lands: list[dict[str, str]]) -> Iterator[dict[str, str]]:
    """Yield IGOs, NGOs, parties, forces, ministries, courts."""
    yield from _hand(facts / "organisations.csv")
    taken = _taken(facts, lands)
    yield from _new(taken, _factbook(folder, lands, "legislature", "LEG", "legislature"))
    yield from _new(taken, _factbook(folder, lands, "military", "MIL", "force"))
    yield from _new(taken, _factbook(folder, lands, "parties", "PTY", "party"))


def armed_groups(folder: Path, facts: Path, lands: list[dict[str, str]]) -> Iterator[dict[str, str]]:
    """Yield armed groups."""
    yield from _hand(facts / "armed_groups.csv")
    taken = _taken(facts, lands)
    for row in _new(taken, _sanctioned(folder, lands)):
        if row["kind"] == "armed group":
            yield row


def companies(folder: Path, facts: Path, lands: list[dict[str, str]]) -> Iterator[dict[str, str]]:
    """Yield companies."""
    yield from _hand(facts / "companies.csv")
    taken = _taken(facts, lands)
    for row in _new(taken, _sanctioned(folder, lands)):
        if row["kind"] == "company":
            yield row


def outlets(folder: Path, facts: Path, lands: list[dict[str, str]]) -> Iterator[dict[str, str]]:
    """Yield outlets and agencies."""
    yield from _hand(facts / "outlets.csv")


def _hand(path: Path) -> Iterator[dict[str, str]]:
    if path.exists():
        yield from ({"source": "own", "known_until": "2025-12", **r} for r in read(path))


def _taken(facts: Path, lands: list[dict[str, str]]) -> set[str]:
    """Return the keys of the names that hand-kept bodies and countries bear."""
    kept = [r for name in FILES for r in _hand(facts / f"{name}.csv")]
    words = [w for r in (*kept, *lands) for w in (r["name"], *r["aliases"].split(" | "))]
    words += [w for r in lands for c in ("demonyms", "capital", "seats", "places") for w in r[c].split(" | ")]
    return {name_key(w) for w in words if w}


def _new(taken: set[str], rows: Iterator[dict[str, str]]) -> Iterator[dict[str, str]]:
    """Yield the rows whose names nobody kept by hand bears."""
    known = set(taken)
    for row in rows:
        names = [
            w for w in dict.fromkeys((row["name"], *row["aliases"].split(" | "))) if w and name_key(w) not in known
        ]
        if row["name"] in names:
            yield {**row, "aliases": " | ".join(names[1:])}
            known.add(name_key(row["name"]) + row["country"])


def _factbook(
    folder: Path, lands: list[dict[str, str]], kind: str, sector: str, called: str
) -> Iterator[dict[str, str]]:
    """Yield a country's parties, legislature or forces: "Civic Union or UC (Union Civica)"."""
    by_gec = {r["gec"]: r["iso3"] for r in lands if r["gec"]}
    adjectives = {r["iso3"]: (r["demonyms"] or r["name"]).split(" | ")[0] for r in lands}
    for row in read(folder / "factbook_orgs_2026-01.csv"):
        if row["kind"] != kind or row["gec"] not in by_gec:
            continue
        parts = row["text"].split(" | ") if kind == "parties" else [row["text"].split(" | ")[0]]
        for part in parts:
            native = re.findall(r"\(([^()]{6,50})\)", part.split(":")[0]) if kind == "legislature" else []
            names = [w.strip(" .'\u200e") for w in re.split(r" or |/", NOTE.sub("", part))]
            if not names[0] or len(names[0].split()) > 8 or NOT_ONE.search(part.split(":")[0]):
                continue
            names = [w for w in (*names, *native) if len(w) > 3 or (w.isupper() and len(w) == 3)]
            if not names or len(names[0]) < (6 if kind == "parties" else 4):
                continue
            if kind == "parties" and len(names[0].removeprefix("The ").split()) < 2 and names[0].isascii():
                continue
            if kind == "legislature" and len(names[0].split()) < 3:
                names = [f"{adjectives[by_gec[row['gec']]]} {names[0]}", *names]
            yield {
                "name": names[0], "country": by_gec[row["gec"]], "sector": sector, "kind": called,
                "aliases": " | ".join(dict.fromkeys(names[1:])), "source": "CIA World Factbook 2026-01",
                "known_until": LATEST,
            }  # fmt: skip


def _sanctioned(folder: Path, lands: list[dict[str, str]]) -> Iterator[dict[str, str]]:
    """Yield what the OFAC list calls a foreign terrorist organisation, and what it calls owned by a state."""
    by_name = {w: r["iso3"] for r in lands for w in (r["name"], *r["aliases"].split(" | ")) if w}
    for row in read(folder / "ofac" / "sdn_2023-11.csv"):
        details = row["Details"]
        group, owned = "FTO" in row["Country"], OWNED.search(details)
        if row["Type"].strip() != "-0-" or not (group or owned):
            continue
        held = [by_name[w] for w in HELD.findall(details) if w in by_name]
        others = re.findall(r"\(([A-Z-]{3,8})\)", row["Name"])
        others += [_title(w) for w in re.findall(r"a\.k\.a\. '([^']+)'", details)]
        name = _title(
            re.sub(
                r"^(LIMITED LIABILITY COMPANY|JOINT STOCK COMPANY|PUBLIC .* COMPANY) ",
                "",
                re.sub(r" \(.*?\)", "", row["Name"]),
            )
        )
        if len(name) < 4 or (owned and not held):
            continue
        kind = "armed group" if group else "company"
        if group and ("IRGC" in row["Country"] or len(name.split()) > 7):
            continue
        yield {
            "name": name, "country": held[0] if held else "", "sector": "REB" if group else "BUS", "kind": kind,
            "aliases": " | ".join(w for w in others[:4] if len(w) > 3), "source": "OFAC SDN list 2023-11",
            "known_until": "2023-11",
        }  # fmt: skip


def _title(words: str) -> str:
    """Write words of capitals as a name; short ones of capitals are abbreviations."""
    small = {"OF", "THE", "AND", "FOR", "IN", "DE", "DEL"}
    out = []
    for k, w in enumerate(words.split()):
        short = len(w) < 5 and not re.search("[AEIOUY]", w)
        out.append(w.lower() if w in small and k else w if short or w in ("IRA", "II") else _capital(w))
    return " ".join(out)


def _capital(word: str) -> str:
    return "-".join("".join(c if k == 0 else c.lower() for k, c in enumerate(part)) for part in word.split("-"))
