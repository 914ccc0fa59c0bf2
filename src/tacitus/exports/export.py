"""Every format a study can be exported to, by name.

Formats of events leave out what the text denies, since they have no column to say so; tables that have
one keep every record. `statuses` overrides either.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from tacitus.errors import InputError
from tacitus.exports.export_dna import write_dna, write_dna_csv
from tacitus.exports.export_flat import write_flat_csv, write_flat_parquet
from tacitus.exports.export_ftm import write_ftm
from tacitus.exports.export_gdelt import write_gdelt
from tacitus.exports.export_graphs import FILES, SUFFIXES, write_networks
from tacitus.exports.export_polecat import write_icews, write_plover, write_polecat
from tacitus.exports.export_tables import Book, Tables
from tacitus.exports.network import Network, dyads, over_time, sides
from tacitus.exports.network_discourse import AGGREGATIONS, discourse, discourse_windows, one_mode, two_mode
from tacitus.records import STATUSES

NETWORKS = ("sides", "dyads", *AGGREGATIONS, "affiliation")


@dataclass(frozen=True, slots=True)
class Format:
    """A way of writing: what it makes, whether `out` is a folder, and the statuses kept by default."""

    write: Callable[[Book, Path], list[Path]]
    about: str
    folder: bool = False
    statuses: tuple[str, ...] = STATUSES


NOT_DENIED = tuple(s for s in STATUSES if s != "denied")
FORMATS = {
    "polecat": Format(write_polecat, "events, POLECAT's 40 columns, by tab", statuses=NOT_DENIED),
    "icews": Format(write_icews, "events, ICEWS's 20 columns, by tab", statuses=NOT_DENIED),
    "gdelt": Format(write_gdelt, "events and mentions, GDELT 2.0's 61 and 16 columns", True, NOT_DENIED),
    "plover": Format(write_plover, "events, PLOVER's JSON, one a line"),
    "dna": Format(write_dna, "positions, a Discourse Network Analyzer 3 database", statuses=NOT_DENIED),
    "dna-csv": Format(write_dna_csv, "positions, DNA's table of statements", statuses=NOT_DENIED),
    "ftm": Format(write_ftm, "everything, FollowTheMoney entities, one a line"),
    "csv": Format(write_flat_csv, "flat tables of events, positions and statements", True),
    "parquet": Format(write_flat_parquet, "flat tables of events, positions and statements", True),
}


@dataclass(frozen=True, slots=True)
class NetworkChoice:
    """Which network, of whom, how weighted, and over which time windows."""

    kind: str = "sides"
    by: str = "name"
    normalisation: str = "no"
    duplicates: str = "include"
    window: str | None = None
    size: int = 1
    step: int = 1


def make_networks(tables: Tables, choice: NetworkChoice, statuses: Collection[str] = NOT_DENIED) -> list[Network]:
    """Make the network chosen, or one for each time window. Raises InputError for a choice there is not."""
    book = Book(tables.with_status(statuses))
    if choice.kind not in NETWORKS:
        raise InputError(f"No network is called '{choice.kind}'; there are {', '.join(NETWORKS)}")
    if choice.kind in ("sides", "dyads"):
        if (choice.normalisation, choice.duplicates) != ("no", "include"):
            raise InputError(f"Normalisation and duplicates are for discourse networks, not for {choice.kind}")
        ties = (sides if choice.kind == "sides" else dyads)(book, choice.by)
        if choice.window is None:
            return [ties.network()]
        return list(over_time(ties, choice.window, choice.size, choice.step))
    said = discourse(book, choice.by)
    spans: list[tuple[str, str] | None] = [None]
    if choice.window is not None:
        spans = list(discourse_windows(said, choice.window, choice.size, choice.step))
    if choice.kind == "affiliation":
        return [two_mode(said, "subtract", choice.normalisation, choice.duplicates, w) for w in spans]
    return [one_mode(said, choice.kind, choice.normalisation, choice.duplicates, w) for w in spans]


def export(
    tables: Tables,
    form: str,
    out: Path,
    statuses: Collection[str] | None = None,
    network: NetworkChoice | None = None,
) -> list[Path]:
    """Write a study in one format and return the files written. Raises InputError or StoreError."""
    unknown = sorted(set(statuses or ()) - set(STATUSES))
    if unknown:
        raise InputError(f"No status is called '{unknown[0]}'; there are {', '.join(STATUSES)}")
    if form in FILES:
        return write_networks(make_networks(tables, network or NetworkChoice(), statuses or NOT_DENIED), form, out)
    if form not in FORMATS:
        raise InputError(f"No export is called '{form}'; there are {', '.join((*FORMATS, *SUFFIXES))}")
    chosen = FORMATS[form]
    if chosen.folder and out.exists() and not out.is_dir():
        raise InputError(f"{out} is a file; {form} writes several files, name a folder with -o")
    if not chosen.folder and out.is_dir():
        raise InputError(f"{out} is a folder; {form} writes one file, name it with -o")
    return chosen.write(Book(tables.with_status(statuses or chosen.statuses)), out)
