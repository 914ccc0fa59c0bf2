"""What a page is: an address, a template, and a function that answers from the casebook.

    PAGE = Page("/search", "Search", "search.html", answer, group="Records", order=30)

Each page is also had as data, at the same address with `.json` behind it, from the same dictionary.
What changes the casebook is a `Write`. `page_list` names all of them.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields, is_dataclass
from datetime import date
from typing import Any
from urllib.parse import quote, urlencode

from tacitus.casebook.ask_filters import Filters
from tacitus.casebook.store import Casebook
from tacitus.errors import InputError, TacitusError
from tacitus.storable import storable

LONGEST = 1000  # characters of one value asked for
DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
FILTERS = tuple(f.name for f in fields(Filters) if f.name not in ("limit", "offset"))


class NotFound(TacitusError):
    """What was asked for is not in this casebook; the message says what to do."""


class Elsewhere(Exception):
    """The answer stands at another address of this page."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


@dataclass(frozen=True, slots=True)
class Query:
    """What a request asks for: the parts of its address (`path`), and its values (`given`), each perhaps repeated.

    `form` is html, json or csv: with csv, a page answers with all rows instead of one page of them.
    """

    path: Mapping[str, str] = field(default_factory=dict)
    given: Mapping[str, list[str]] = field(default_factory=dict)
    form: str = "html"
    address: str = "/"
    reviewer: str | None = None

    def one(self, name: str) -> str | None:
        """Return a value, several with commas between; None where it is empty. Raises InputError if it is too long."""
        value = ",".join(v.strip() for v in self.given.get(name, ()) if v.strip())
        if len(value) > LONGEST:
            raise InputError(f"'{name}' has {len(value):,} characters; give at most {LONGEST:,}")
        return value or None

    def whole(self, name: str, default: int, low: int = 1, high: int = 1_000_000) -> int:
        """Return a whole number between `low` and `high`. Raises InputError if it is none."""
        value = self.one(name)
        if value is None:
            return default
        if not re.fullmatch(r"[0-9]{1,9}", value) or not low <= int(value) <= high:
            raise InputError(f"'{value}' is no {name}; give a whole number from {low:,} to {high:,}")
        return int(value)

    def choice(self, name: str, choices: Iterable[str]) -> str:
        """Return one of `choices`, the first where none is given. Raises InputError for another."""
        known = tuple(choices)
        value = self.one(name) or known[0]
        if value not in known:
            raise InputError(f"'{value}' is no {name}; there are {', '.join(known)}")
        return value

    def date(self, name: str) -> str | None:
        """Return a day, month or year. Raises InputError for what is none."""
        value = self.one(name)
        if value is None:
            return None
        try:
            if DATE.fullmatch(value):
                date.fromisoformat(value + "-01-01"[len(value) - 4 :] if len(value) < 10 else value)
                return value
        except ValueError:
            pass
        raise InputError(f"'{value}' is no date; write 2019-01-23, 2019-01 or 2019")

    def filters(self, limit: int | None = None, offset: int = 0) -> Filters:
        """Return the filters that the bar at the head of a page sets."""
        words = {name: self.one(name) for name in FILTERS if name not in ("since", "until", "rejected")}
        return Filters(
            **words,
            since=self.date("since"),
            until=self.date("until"),
            rejected=self.one("rejected") == "1",
            limit=limit,
            offset=offset,
        )

    @property
    def filtered(self) -> dict[str, str]:
        """The filters that are set, by name."""
        return {name: value for name in FILTERS if (value := self.one(name))}

    def url(self, address: str | None = None, **changed: Any) -> str:
        """Return this address with some values changed; None takes one away."""
        values = [(n, v) for n, vs in self.given.items() for v in vs if n not in changed and v.strip()]
        values += [(n, str(v)) for n, v in changed.items() if v is not None]
        return (address or self.address) + ("?" + urlencode(values) if values else "")


Answer = Callable[[Casebook, Query], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `answer` returns what JSON can hold, dataclass rows included; the template sees the same by name.

    `group` and `order` say where it stands in the navigation, no group: nowhere. `styles` are more style sheets in
    static, `vendor` files in static/vendor, `scripts` modules in static/js, loaded in this order. `table` names the
    list of rows that `?format=csv` writes.
    An answer may raise TacitusError (shown with its message), NotFound (404) or Elsewhere (leads to another address).
    """

    path: str
    title: str
    template: str
    answer: Answer
    group: str | None = None
    order: int = 0
    scripts: tuple[str, ...] = ()
    vendor: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    table: str | None = None


@dataclass(frozen=True, slots=True)
class Write:
    """Something a form does. `act` returns what JSON can hold; its `next` is the address that a browser goes to.

    The values of the form are those of the query. Where it comes from has been checked before.
    """

    path: str
    act: Answer


def record_url(article_id: str, record_id: str | None = None) -> str:
    """Return where a record stands lit up in its article."""
    return f"/articles/{quote(article_id, safe='')}" + (f"#r={quote(record_id, safe='')}" if record_id else "")


def actor_url(name: str) -> str:
    """Return the page of an actor."""
    return f"/actors/{quote(name, safe='')}"


def plain(value: Any) -> Any:
    """Turn dataclass rows within an answer into dictionaries."""
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")


def as_json(answer: Mapping[str, Any]) -> str:
    """Write an answer as JSON; what is for the template alone begins with _ and is left out."""
    kept = {k: v for k, v in answer.items() if not k.startswith("_")}
    return json.dumps(storable(kept), ensure_ascii=False, indent=1, default=plain) + "\n"


def as_csv(rows: Iterable[Any]) -> str:
    """Write rows, dataclasses or dictionaries of the same keys, as CSV."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for n, row in enumerate(rows):
        values = storable(row if isinstance(row, dict) else plain(row))
        if n == 0:
            writer.writerow(values)
        writer.writerow(["" if v is None else v for v in values.values()])
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class Pager:
    """Which rows of how many are shown, and the pages around."""

    page: int
    size: int
    total: int

    @classmethod
    def of(cls, query: Query, total: int, size: int = 50) -> Pager:
        """Return the pager of a query; a page beyond the last is the last."""
        last = max(1, -(-total // size))
        return cls(min(query.whole("page", 1), last), size, total)

    @property
    def offset(self) -> int:
        """How many rows come before."""
        return (self.page - 1) * self.size

    @property
    def first(self) -> int:
        """The number of the first row shown, from 1; 0 where there is none."""
        return min(self.offset + 1, self.total)

    @property
    def last(self) -> int:
        """The number of the last row shown."""
        return min(self.offset + self.size, self.total)

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // self.size))
