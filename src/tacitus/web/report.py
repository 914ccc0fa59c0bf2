"""A casebook as one file to send on: who stands where, what happened when, on whose word, and what is not known.

    html = make_report(book, Asked(issues=("military intervention in Venezuela",), since="2019-01"))

It needs nothing but itself: no script, no font, no address that is loaded. The same casebook gives the same bytes,
since no time stands in it but those of its runs.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from markupsafe import Markup

from tacitus import __version__
from tacitus.casebook import ask
from tacitus.casebook.ask_filters import Filters, article_conditions
from tacitus.casebook.review_queue import precision, progress
from tacitus.casebook.store import Casebook
from tacitus.casebook.sum_contents import left_out
from tacitus.errors import InputError, StoreError
from tacitus.storable import storable
from tacitus.web.page_sides import FITS, TURNED
from tacitus.web.pages import Query
from tacitus.web.report_cited import Cited, articles_of
from tacitus.web.report_issues import Issue, choose_issues, lay_out
from tacitus.web.report_network import network
from tacitus.web.report_timeline import timeline
from tacitus.web.report_told import told_most
from tacitus.web.show import render
from tacitus.web.static_files import HOME

LIMIT, MOST, DEEDS = 10, 40, 8  # rows of a list: usually, at most; deeds
AT_ONCE = 4  # questions
STYLES = ("tacitus.css", "report.css")  # the colours are those of the local page
SUFFIXES = (".html", ".htm")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a report is to be of: issues (none: those with most positions), filters, title, most rows of a list."""

    issues: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    actor: str | None = None
    country: str | None = None
    title: str | None = None
    limit: int = LIMIT

    @property
    def given(self) -> dict[str, list[str]]:
        """The filters as the pages take them."""
        named = {"since": self.since, "until": self.until, "actor": self.actor, "country": self.country}
        return {name: [value] for name, value in named.items() if value and value.strip()}


def make_report(book: Casebook, asked: Asked = Asked()) -> str:
    """Return the report as HTML. Raises InputError for a date, a country or an issue that is none."""
    if not 1 <= asked.limit <= MOST:
        raise InputError(f"--limit {asked.limit}: give a number from 1 to {MOST}")
    style = _without_empty_lines("\n".join((HOME / name).read_text("utf-8") for name in STYLES))
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    cited = Cited()
    answers = _answers(book, asked)
    context = {
        **answers,
        "title": asked.title or "What the record says",
        "casebook": Path(str(book.where)).name.partition("?")[0],
        "given": asked.given,
        "limit": asked.limit,
        "version": __version__,
        "style": Markup(style),
        "digest": digest,
        "cite": cited.number,
        "cited": lambda: cited.rows(book),
        "FITS": FITS,
        "TURNED": TURNED,
    }
    made = render("report.html", context)
    return str(storable(_without_empty_lines(made))) + "\n"


def _without_empty_lines(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if line.strip())


def write_report(book: Casebook, out: Path, asked: Asked = Asked()) -> Path:
    """Write the report to a file, whole or not at all. Raises InputError for a name that is none of a web page."""
    if out.suffix.lower() not in SUFFIXES:
        raise InputError(f"{out}: a report is a web page; give a name that ends in .html")
    made = make_report(book, asked)
    part = out.with_name(f".{out.name}.part")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(made, encoding="utf-8", newline="\n")
        part.replace(out)
    except OSError as e:
        part.unlink(missing_ok=True)
        raise StoreError(f"{out}: cannot be written: {e.strerror}") from e
    return out


def _answers(book: Casebook, asked: Asked) -> dict[str, Any]:
    """Ask all that a report tells; several questions at a time, since most of that is waiting for the database."""
    filters = Query(given=asked.given).filters()
    limit = asked.limit
    questions: dict[str, Callable[[], Any]] = {
        "sides": lambda: _sides(book, asked, filters),
        "outlets": lambda: ask.sources(book, filters, "outlets"),
        "told": lambda: _told(book, filters, limit),
        "network": lambda: network(book, asked.given, limit),
        "conflicts": lambda: by_deed(ask.conflicts(book, filters)),
        "contested": lambda: ask.contested(book, filters),
        "relays": lambda: ask.sources(book, replace(filters, limit=limit), "relays"),
        "timeline": lambda: timeline(book, asked.given),
        "read": lambda: _read(book, filters),
        "runs": lambda: book.runs()[::-1],
        "reasons": lambda: left_out(book),
        "progress": lambda: progress(book),
        "precision": lambda: precision(book),
    }
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = {name: pool.submit(question) for name, question in questions.items()}
    found = {name: answer.result() for name, answer in answers.items()}
    statements = sum(row.statements for row in found["outlets"])
    unnamed = sum(row.unnamed for row in found["outlets"])
    cut = {name: found[name][:limit] for name in ("outlets", "contested", "conflicts")}
    events = [i for row in cut["contested"] for i in (row.asserted_id, row.denied_id)]
    events += [row.id for deed in cut["conflicts"] for row in deed]
    return {
        **{name: rows for name, rows in found.items() if name != "told"},
        **found["told"],
        **cut,
        **{f"{name}_all": len(found[name]) for name in cut},
        "named_issues": bool(asked.issues),
        "article_of": articles_of(book, "events", events),
        "unnamed": unnamed,
        "unnamed_share": unnamed / statements if statements else None,
    }


def _sides(book: Casebook, asked: Asked, filters: Filters) -> list[dict[str, Any]]:
    issues = [Issue(" ".join(i.split())) for i in asked.issues if i.strip()] or choose_issues(book, filters)
    return [lay_out(book, issue, filters, asked.limit) for issue in issues]


def _told(book: Casebook, filters: Filters, limit: int) -> dict[str, Any]:
    quoted = ask.sources(book, filters)
    often = {row.speaker: row.statements for row in quoted}
    return {
        "quoted": quoted[:limit],
        "statements": told_most(book, "statements", filters, limit, often=often),
        "deeds": told_most(book, "events", filters, min(limit, DEEDS), fewest=2),
    }


def _read(book: Casebook, filters: Filters) -> dict[str, Any]:
    """Count what the report covers."""
    a = book.tables["articles"]
    count = sa.func.count
    with book.reading() as connection:
        asked = sa.select(count(), count(a.c.source.distinct()), sa.func.min(a.c.published), sa.func.max(a.c.published))
        total = connection.execute(sa.select(count()).select_from(a).where(a.c.newest)).scalar_one()
        where = article_conditions(book, connection, filters)
        dated = sa.func.coalesce(a.c.published, "") != ""
        articles, outlets, first, last = connection.execute(asked.where(*where)).one()
        known = connection.execute(sa.select(count()).select_from(a).where(*where, dated)).scalar_one()
    kinds = {kind: ask.count(book, kind, filters) for kind in ("statements", "events", "positions")}
    return {"articles": articles, "outlets": outlets, "first": first, "last": last, "undated": articles - known,
            "total": total, **kinds}  # fmt: skip


def by_deed(rows: list[Any]) -> list[list[Any]]:
    """Put the reports of one deed and one kind of toll together, in their order; what is the same stands once."""
    deeds: dict[tuple[str, str], dict[tuple[int, str, str], Any]] = {}
    for row in rows:
        deeds.setdefault((row.deed_id, row.toll), {}).setdefault((row.number, row.according_to, row.evidence), row)
    return [list(reports.values()) for reports in deeds.values()]
