"""Reads back what a run wrote as jsonl, csv or parquet: the ledgers, one article at a time."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from tacitus.errors import InputError
from tacitus.ledger import Ledger
from tacitus.records import CODED, Article, columns

TABLES = (Article, *CODED)
NAMES: list[str] = [t.table for t in TABLES]
# The tables whose rows name no article: they hang on a row of another table by this column.
HANGS_ON = {"resolutions": "mention_id", "contents": "statement_id", "roles": "record_id", "statuses": "record_id"}
NOT_FULL = (
    "{path} is in the exchange format, which keeps neither the article's text nor the rules that fired;"
    " code again with --format jsonl (or csv, parquet)"
)


def read_ledgers(path: Path, holding: str | None = None) -> Iterator[Ledger]:
    """Yield the ledgers of a jsonl file or of a csv or parquet folder, in the order they were written.

    With `holding`, only those are built that may hold a record whose id begins so. Raises InputError
    when `path` is nothing that Tacitus wrote with all its columns.
    """
    if path.is_dir():
        if (path / "articles.csv").is_file():
            yield from _from_tables(_csv_tables(path), holding)
        elif (path / "articles").is_dir():
            for shard in sorted((path / "articles").glob("*.parquet")):
                yield from _from_tables({t.table: _parquet(path / t.table / shard.name) for t in TABLES}, holding)
        else:
            raise InputError(f"{path}: no articles.csv and no folder articles/; name a folder that tacitus code wrote")
    else:
        yield from _from_lines(path, holding)


def _from_lines(path: Path, holding: str | None) -> Iterator[Ledger]:
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                if holding is not None and f'"{holding}' not in line and number > 1:
                    continue
                row = json.loads(line)
                if "records" in row and "article" not in row:
                    raise InputError(NOT_FULL.format(path=path))
                yield Ledger.from_row(row)
    except FileNotFoundError as e:
        raise InputError(f"{path}: no such file") from e
    except (OSError, UnicodeDecodeError) as e:
        raise InputError(f"{path}: cannot be read: {e}") from e
    except (json.JSONDecodeError, KeyError, TypeError, AttributeError) as e:
        raise InputError(f"{path}: line {number} is no row of a ledger; name a file that tacitus code wrote") from e


def _from_tables(tables: dict[str, list[dict[str, Any]]], holding: str | None) -> Iterator[Ledger]:
    """Put the rows of each article together, in one pass over every table."""
    wanted = _articles_holding(tables, holding)
    per_article: dict[str, dict[str, Any]] = {}
    for row in tables["articles"]:
        if wanted is None or row["id"] in wanted:
            per_article[row["id"]] = {"article": row, **{name: [] for name in NAMES[1:]}}
    owner: dict[str, str] = {}
    for table in sorted(NAMES[1:], key=HANGS_ON.__contains__):
        for row in tables[table]:
            if table in HANGS_ON:
                article_id = owner.get(row[HANGS_ON[table]])
            else:
                article_id = owner[row["id"]] = row["article_id"]
            if article_id in per_article:
                per_article[article_id][table].append(row)
    for made in per_article.values():
        yield Ledger.from_row(made)


def _articles_holding(tables: dict[str, list[dict[str, Any]]], holding: str | None) -> set[str] | None:
    if holding is None:
        return None
    kinds = ("statements", "events", "positions")
    return {row["article_id"] for kind in kinds for row in tables[kind] if row["id"].startswith(holding)}


def _parquet(path: Path) -> list[dict[str, Any]]:
    try:
        rows: list[dict[str, Any]] = pq.read_table(path).to_pylist()
    except (OSError, ValueError) as e:
        raise InputError(f"{path}: cannot be read: {e}") from e
    return rows


def _csv_tables(folder: Path) -> dict[str, list[dict[str, Any]]]:
    csv.field_size_limit(2**31 - 1)
    tables = {}
    for t in TABLES:
        path = folder / f"{t.table}.csv"
        kinds = {name: (kind, empty) for name, kind, empty in columns(t)}
        try:
            with path.open(encoding="utf-8", newline="") as file:
                tables[t.table] = [{n: _typed(v, *kinds[n]) for n, v in r.items()} for r in csv.DictReader(file)]
        except (OSError, KeyError, ValueError) as e:
            raise InputError(f"{path}: cannot be read: {e}") from e
    return tables


def _typed(value: str, kind: type, may_be_empty: bool) -> Any:
    if value == "" and may_be_empty:
        return None
    return value == "true" if kind is bool else kind(value)
