"""How long each question takes: python bench/ask.py [--notes 113060] [--casebook FILE] [--plans] [--record WHAT]

FILE is a casebook of yours. Without it one of so many short notes is made by hand, with more records than news notes
have; its rows are written in bulk, without coding, grouping or checks: asking is measured, nothing else. Every question
is asked three times, of whom and what the casebook names most; printed are the first and the best time, and with
--plans what SQLite does for each. --record appends the figures to bench/ask.jsonl, with WHAT as their name.
"""

import argparse
import json
import platform
import random
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

from tacitus.casebook import ask
from tacitus.casebook.ask import Filters
from tacitus.casebook.ask_words import country_keys
from tacitus.casebook.store import Casebook
from tacitus.records import EVENT_TYPES, SECTORS, make_id

NOTES = 113_060
CHUNK = 5_000
QUADS = ("Verbal cooperation", "Material cooperation", "Verbal conflict", "Material conflict")
STATUSES = ("occurred",) * 16 + ("ongoing", "planned", "possible", "denied")
NOUNS = (
    "intervention sanctions talks elections ceasefire withdrawal resolution treaty aid protest tariffs border".split()
)
MANNERS = "military economic new foreign immediate joint nuclear peaceful further free".split()
OUTLETS = [f"Outlet {n}" for n in range(400)]
FIRST, DAYS = date(2002, 7, 1), 8_600


class Maker:
    """Makes the rows of the notes, as the store would write them."""

    def __init__(self) -> None:
        self.chance = random.Random(1)
        codes = sorted(set(country_keys().values()))
        people = [
            (f"Person{n} Name{n % 700}", self.chance.choice(codes), self.chance.choice(SECTORS)) for n in range(9000)
        ]
        self.actors = [(code.title(), code, "GOV") for code in codes] + people
        # few are named often, most hardly ever
        self.often = [1 / (n + 1) for n in range(len(self.actors))]
        self.places = sorted({k.title() for k in country_keys() if " " not in k})

    def notes(self, count: int) -> Iterator[dict[str, list[dict[str, Any]]]]:
        for begun in range(0, count, CHUNK):
            rows: dict[str, list[dict[str, Any]]] = {}
            size = min(CHUNK, count - begun)
            self.drawn = iter(self.chance.choices(self.actors, self.often, k=size * 12))
            for n in range(begun, begun + size):
                self.note(rows, n, (FIRST + timedelta(days=n * DAYS // count)).isoformat())
            yield rows

    def note(self, rows: dict[str, list[dict[str, Any]]], n: int, day: str) -> None:
        pick = self.chance.choice
        target = f"{pick(MANNERS)} {pick(NOUNS)} in {pick(self.places)}"
        text = f"{pick(self.places)} officials said on Monday that talks on {target} would go on. " * 3
        a = make_id("article", n)
        told = {"id": a, "key": f"n{n}", "text": text, "title": target, "published": day, "source": pick(OUTLETS)}
        told |= {"run_id": "r", "coded": True, "version": 1, "newest": True}
        rows.setdefault("articles", []).append(told)
        span = {"article_id": a, "sentence_start": 0, "sentence_end": 80, "found_by": "bench"}
        date_of = {"date": day if self.chance.random() < 0.5 else None}
        if n % 5 < 2:
            s = {"id": make_id("statement", n), "quotation": "indirect", "cue_text": "said", "inside": None}
            rows.setdefault("statements", []).append(s | span | date_of)
            put = {"statement_id": s["id"], "piece": 0, "start": 20, "end": 80, "text": text[20:80], "article_id": a}
            rows.setdefault("contents", []).append(put)
            self.part(rows, a, s["id"], "statements", "speaker")
            if n % 50 == 0:
                self.part(rows, a, s["id"], "statements", "via")
            self.group(rows, "saying", {"statement_id": s["id"], "type": "SAY"}, a, n, day)
        for k in range(1 + n % 2):
            of_type, toll = pick(EVENT_TYPES), self.chance.randint(1, 40) if n % 20 == 0 else None
            e = {"id": make_id("event", n, k), "type": of_type, "trigger_start": 20, "trigger_end": 24, "killed": toll}
            e |= {
                "trigger_text": "said",
                "quad_class": QUADS[EVENT_TYPES.index(of_type) // 4],
                "status": pick(STATUSES),
            }
            rows.setdefault("events", []).append(e | span | date_of | {"inside": None})
            self.part(rows, a, e["id"], "events", "actor")
            self.part(rows, a, e["id"], "events", "recipient")
            self.status(rows, a, e)
            self.group(rows, "deed", {"event_id": e["id"], "type": of_type}, a, n, day, toll)
        if n % 3 == 0:
            p = {"id": make_id("position", n), "stance": pick(("for", "against")), "target": target}
            p |= {"target_start": 0, "target_end": 1, "target_text": target, "evidence_start": 0, "evidence_end": 80}
            p |= {"evidence_text": text[:80], "status": pick(STATUSES), "inside": None}
            rows.setdefault("positions", []).append(p | span | date_of)
            self.part(rows, a, p["id"], "positions", "holder")
            self.status(rows, a, p)

    def part(self, rows: dict[str, list[dict[str, Any]]], a: str, record: str, kind: str, role: str) -> None:
        name, country, sector = next(self.drawn) if self.chance.random() < 0.8 else (None, None, None)
        m = make_id("mention", record, role)
        put = {"id": m, "article_id": a, "start": 0, "end": 5, "text": name or "they", "head_start": 0, "head_end": 5}
        rows.setdefault("mentions", []).append(put | {"kind": "name", "chain_id": m, "found_by": "bench"})
        read = {"mention_id": m, "rank": 0, "name": name, "country": country, "sector": sector, "entity_id": None}
        rows.setdefault("resolutions", []).append(read | {"score": 0.9, "reason": "its name", "article_id": a})
        fills = {"record_id": record, "role": role, "rank": 0, "mention_id": m}
        rows.setdefault("roles", []).append(fills | {"chosen": True, "reason": "subject", "article_id": a})
        named = {"name": name, "country": country, "sector": sector, "entity_id": None, "text": name or "they"}
        rows.setdefault("participants", []).append(fills | named | {"kind": kind, "article_id": a})

    def status(self, rows: dict[str, list[dict[str, Any]]], a: str, record: dict[str, Any]) -> None:
        put = {"record_id": record["id"], "rank": 0, "mention_id": None, "status": record["status"], "article_id": a}
        rows.setdefault("statuses", []).append(put | {"reason": "the writer's own words"})

    def group(
        self, rows: dict[str, list[dict[str, Any]]], group: str, report: dict[str, Any], a: str, n: int, day: str,
        toll: int | None = None,
    ) -> None:  # fmt: skip
        """Put a report into a group of its own, or every third one into that of the report before it."""
        made = rows.setdefault(f"{group}s", [])
        if not made or n % 3:
            empty = {"date": day, "reports": 0, "articles": 0, "sources": 0, "conflicts": 0}
            told = {"killed_low": toll, "killed_high": toll} if group == "deed" else {"speakers": "", "text": ""}
            made.append({"id": make_id(group, *report.values()), "type": report["type"], **empty, **told})
        into = made[-1]
        into["reports"] += 1
        if toll is not None:
            into["killed_low"] = min(x for x in (into["killed_low"], toll) if x is not None)
            into["killed_high"] = max(x for x in (into["killed_high"], toll) if x is not None)
        put = report | {"article_id": a, "day": day, f"{group}_id": into["id"], "link": "same"}
        rows.setdefault(f"{group}_reports", []).append(put)


def make(path: Path, notes: int) -> None:
    """Write the casebook."""
    Casebook(path).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute(
        "INSERT INTO runs (id, started, code_version, codebook_hash, models, settings, rests_on)"
        " VALUES ('r', '', '', '', '{}', '{}', '')"
    )
    for rows in Maker().notes(notes):
        for table, made in rows.items():
            names = list(made[0])
            put = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join(':' + c for c in names)})"
            connection.executemany(put, made)
        connection.commit()
    connection.close()


@dataclass(frozen=True)
class Asked:
    """Whom and what the questions ask for: those that the casebook names most."""

    actor: str
    country: str
    other: str
    outlet: str
    event: str


def most_named(book: Casebook) -> Asked:
    """Pick the actor, the two countries and the outlet that have most records, and a deed between two of them."""
    p, a = book.tables["participants"], book.tables["articles"]
    with book.reading() as connection:

        def top(column: Any, *where: Any) -> list[str]:
            asked = sa.select(column).where(column.is_not(None), *where).group_by(column)
            return list(connection.execute(asked.order_by(sa.func.count().desc(), column).limit(2)).scalars())

        persons = top(p.c.name, p.c.entity_id.is_(None) | p.c.entity_id.startswith("person:"))
        countries = top(p.c.country)
        deed = connection.execute(sa.select(sa.func.max(book.tables["events"].c.id))).scalar_one()
        return Asked(persons[0], countries[0], countries[1], top(a.c.source)[0], deed)


def questions(who: Asked) -> dict[str, Callable[[Casebook], list[Any]]]:
    """Return every question, with the filters that users are likely to set."""
    page = Filters(limit=50)
    return {
        "statements": lambda b: ask.statements(b, page),
        "statements --actor --since": lambda b: ask.statements(b, Filters(actor=who.actor, since="2010", limit=50)),
        "statements --text": lambda b: ask.statements(b, Filters(text='"military intervention"', limit=50)),
        "events": lambda b: ask.events(b, page),
        "events --country --type": lambda b: ask.events(b, Filters(country=who.country, type="SANCTION", limit=50)),
        "events --actor --to": lambda b: ask.events(b, Filters(actor=who.actor, to=who.country, limit=50)),
        "events --text": lambda b: ask.events(b, Filters(text="Venezuela sanctions", limit=50)),
        "events --source --status": lambda b: ask.events(b, Filters(source=who.outlet, status="denied", limit=50)),
        "positions": lambda b: ask.positions(b, page),
        "positions --issue": lambda b: ask.positions(b, Filters(issue="sanctions", limit=50)),
        "timeline (everything, month)": ask.timeline,
        "timeline (everything, week)": lambda b: ask.timeline(b, unit="week"),
        "timeline --country --to": lambda b: ask.timeline(b, Filters(country=who.country, to=who.other)),
        "dyads": lambda b: ask.dyads(b, page),
        "dyads --by country": lambda b: ask.dyads(b, page, by="country"),
        "dyads --since --until": lambda b: ask.dyads(b, Filters(since="2019", until="2019", limit=50)),
        "sides": lambda b: ask.sides(b, "military intervention in Venezuela"),
        "sides (one word)": lambda b: ask.sides(b, "sanctions"),
        "sources quoted": lambda b: ask.sources(b, page),
        "sources relays": lambda b: ask.sources(b, page, "relays"),
        "sources outlets": lambda b: ask.sources(b, page, "outlets"),
        "chain": lambda b: ask.chain(b, who.event),
        "contested": lambda b: ask.contested(b, page),
        "conflicts": lambda b: ask.conflicts(b, page),
    }


def measure(path: Path, plans: bool) -> dict[str, dict[str, float]]:
    """Ask, print, and return rows, first and best seconds of each question."""
    print(f"{'question':32}{'rows':>7}{'first s':>9}{'best s':>8}")
    with Casebook(path, create=False) as book:
        who = most_named(book)
    out = {}
    for name, question in questions(who).items():
        times, rows = [], []
        for _ in range(3):
            with Casebook(path, create=False) as book:  # a new connection, so that nothing is left of the last time
                begun = time.perf_counter()
                rows = question(book)
                times.append(time.perf_counter() - begun)
        slow = "  SLOW" if min(times) > 1 else ""
        print(f"{name:32}{len(rows):7,}{times[0]:9.3f}{min(times):8.3f}{slow}", flush=True)
        out[name] = {"rows": len(rows), "first_s": round(times[0], 3), "best_s": round(min(times), 3)}
        if plans:
            show_plans(path, question)
    return out


def show_plans(path: Path, question: Callable[[Casebook], list[Any]]) -> None:
    """Print what SQLite does for each statement of a question."""
    with Casebook(path, create=False) as book:
        asked: list[tuple[str, Any]] = []
        engine = book.database.engine
        event.listen(engine, "before_cursor_execute", lambda c, k, sql, given, *_: asked.append((sql, given)))
        question(book)
        shown: set[str] = set()
        raw = sqlite3.connect(path)
        for sql, given in asked:
            if sql.startswith("SELECT") and sql not in shown:
                shown.add(sql)
                for row in raw.execute(f"EXPLAIN QUERY PLAN {sql}", given):
                    print("      ", row[3])
        raw.close()


def main() -> None:
    """Read options, make the casebook where it is not there, measure."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--notes", type=int, default=NOTES)
    options.add_argument("--casebook", type=Path)
    options.add_argument("--plans", action="store_true")
    options.add_argument("--record", metavar="WHAT")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = given.casebook or Path(folder) / "casebook.db"
        if not path.exists():
            begun = time.perf_counter()
            make(path, given.notes)
            took, size = time.perf_counter() - begun, path.stat().st_size / 1e6
            print(f"made {given.notes:,} notes in {took:.0f} s, {size:,.0f} MB")
        counts = {}
        with Casebook(path, create=False) as book, book.reading() as connection:
            for kind in ("articles", "statements", "events", "positions", "participants", "deeds", "sayings"):
                asked = sa.select(sa.func.count()).select_from(book.tables[kind])
                counts[kind] = connection.execute(asked).scalar_one()
                print(f"{kind:32}{counts[kind]:9,}")
        times = measure(path, given.plans)
        if given.record:
            record(given.record, counts, path.stat().st_size, times)


def record(what: str, counts: dict[str, int], size: int, times: dict[str, dict[str, float]]) -> None:
    """Append the figures, with the commit and the versions they hold for."""
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    about = {"what": what, "commit": commit.stdout.strip(), "at": datetime.now(UTC).isoformat(timespec="seconds")}
    about |= {"python": platform.python_version(), "sqlite": sqlite3.sqlite_version, "bytes": size, **counts}
    with (Path(__file__).parent / "ask.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps({**about, "seconds": times}) + "\n")


if __name__ == "__main__":
    main()
