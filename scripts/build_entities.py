"""Build the tables of `src/tacitus/entities` from public fact files and the hand-kept ones in `scripts/facts`.

    python scripts/build_entities.py FOLDER

FOLDER holds the CIA World Factbook and World Leaders extracts, the US executive list and the OFAC lists
(all public domain or CC0). Every row that is written names its source and the day up to which it is known.
An end of office is derived from the successor's start; where none is known the office ends empty and
`known_until` says how far the source reaches.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from build_bodies import armed_groups, companies, organisations, outlets
from build_offices import offices

FACTS = Path(__file__).parent / "facts"
TARGET = Path(__file__).parent.parent / "src" / "tacitus" / "entities"
KNOWN = "2026-01"


def read(path: Path) -> list[dict[str, str]]:
    """Read a CSV file with a header; lines that begin with # are notes."""
    lines = [line for line in path.read_text(encoding="utf-8-sig").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines))


def write(name: str, columns: list[str], rows: Iterable[dict[str, Any]]) -> None:
    """Write a table, sorted as it comes, with Unix line ends."""
    kept = list(rows)
    with (TARGET / name).open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, columns, lineterminator="\n", extrasaction="ignore", restval="")
        out.writeheader()
        out.writerows(kept)
    print(f"{name}: {len(kept)} rows, {(TARGET / name).stat().st_size // 1024} KiB")


def countries() -> Iterator[dict[str, str]]:
    """Yield the country rows, hand-kept and checked against the Factbook."""
    for row in read(FACTS / "countries.csv"):
        yield {**row, "source": "ISO 3166-1; CIA World Factbook 2026-01; own", "known_until": KNOWN}


def main(folder: Path) -> None:
    """Write all tables."""
    TARGET.mkdir(exist_ok=True)
    lands = list(countries())
    write(
        "countries.csv",
        ["iso3", "name", "aliases", "demonyms", "capital", "seats", "places", "source", "known_until"],
        lands,
    )
    write(
        "offices.csv",
        ["person", "office", "country", "sector", "start", "end", "aliases", "surname", "source", "known_until"],
        offices(folder, FACTS, lands),
    )
    columns = ["name", "country", "sector", "kind", "aliases", "source", "known_until"]
    write("organisations.csv", columns, organisations(folder, FACTS, lands))
    write("armed_groups.csv", columns, armed_groups(folder, FACTS, lands))
    write("companies.csv", columns, companies(folder, FACTS, lands))
    write("outlets.csv", columns, outlets(folder, FACTS, lands))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
