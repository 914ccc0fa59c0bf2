"""A casebook as one file to send on: who stands where, what happened when, on whose word, and what is not known.

    html = make_report(book, Asked(issues=("military intervention in Venezuela",), since="2019-01"))

It needs nothing but itself: no script, no font, no address that is loaded. The same casebook gives the same bytes,
since no time stands in it but those of its runs.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
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

LIMIT, MOST = 10, 40  # rows of a list: usually, at most
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
    answers = _answers(book, asked, cited)
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


def _answers(book: Casebook, asked: Asked, cited: Cited) -> dict[str, Any]:
    filters = Query(given=asked.given).filters()
    some = Query(given=asked.given).filters(limit=asked.limit)
    issues = [Issue(" ".join(i.split())) for i in asked.issues if i.strip()] or choose_issues(book, filters)
    contested, conflicts = ask.contested(book, filters), _by_deed(ask.conflicts(book, filters))
    shown = contested[: asked.limit]
    outlets = ask.sources(book, filters, "outlets")
    statements = sum(row.statements for row in outlets)
    unnamed = sum(row.unnamed for row in outlets)
    tolls = conflicts[: asked.limit]
    return {
        "read": _read(book, filters),
        "runs": list(reversed(book.runs())),
        "reasons": left_out(book),
        "sides": [lay_out(book, issue, filters, asked.limit) for issue in issues],
        "named_issues": bool(asked.issues),
        "timeline": timeline(book, asked.given),
        "deeds": told_most(book, "events", filters, min(asked.limit, 8), fewest=2),
        "network": network(book, asked.given, asked.limit),
        "statements": told_most(book, "statements", filters, asked.limit),
        "contested": shown,
        "contested_all": len(contested),
        "conflicts": tolls,
        "conflicts_all": len(conflicts),
        "article_of": articles_of(
            book,
            "events",
            [i for row in shown for i in (row.asserted_id, row.denied_id)] + [r.id for deed in tolls for r in deed],
        ),
        "quoted": ask.sources(book, some),
        "relays": ask.sources(book, some, "relays"),
        "outlets": outlets[: asked.limit],
        "outlets_all": len(outlets),
        "unnamed": unnamed,
        "unnamed_share": unnamed / statements if statements else None,
        "progress": progress(book),
        "precision": precision(book),
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


def _by_deed(rows: list[Any]) -> list[list[Any]]:
    """Put the reports of one deed and one kind of toll together, in the order given."""
    deeds: dict[tuple[str, str], list[Any]] = {}
    for row in rows:
        deeds.setdefault((row.deed_id, row.toll), []).append(row)
    return list(deeds.values())
