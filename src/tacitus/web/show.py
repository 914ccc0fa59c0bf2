"""Makes pages out of answers: the templates, and the few functions that they use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jinja2

from tacitus.entities.country_codes import country_codes
from tacitus.records import EVENT_TYPES, SECTORS, STATUSES
from tacitus.show_text import flat, harmless
from tacitus.web.pages import actor_url, plain, record_url
from tacitus.web.static_files import static_url

HOME = Path(__file__).parent / "templates"
QUADS = ("Verbal cooperation", "Material cooperation", "Verbal conflict", "Material conflict")
SECTOR_NAMES = {
    "GOV": "government", "MIL": "military", "REB": "rebels", "OPP": "opposition", "PTY": "party", "JUD": "judiciary",
    "LEG": "legislature", "SPY": "intelligence", "COP": "police", "MED": "media", "EDU": "education",
    "BUS": "business", "CRM": "criminals", "CVL": "civilians", "NGO": "non-governmental", "IGO": "intergovernmental",
    "REL": "religious", "IND": "individuals", "UNS": "unspecified",
}  # fmt: skip
LABELS = {
    "text": "Words", "actor": "Actor", "role": "Role", "country": "Country", "sector": "Sector", "to": "Other end",
    "type": "Type of event", "stance": "Stance", "issue": "Issue", "source": "Outlet or source", "status": "Status",
    "rejected": "Also found wrong", "since": "From", "until": "To",
}  # fmt: skip


def country_name(code: str | None) -> str:
    """Return the name of a country by its code; a code that is not known stays."""
    found = country_codes().get(code or "")
    return found.name if found else code or ""


def number(value: float | None) -> str:
    """Write a number with commas between thousands."""
    return "" if value is None else f"{value:,}"


def many(count: int, one: str, several: str | None = None) -> str:
    """Write a count with its noun: 1 article, 2 articles."""
    return f"{count:,} {one if count == 1 else several or one + 's'}"


def cut(text: str | None, length: int = 200) -> str:
    """Cut a text at a word, with dots where something is left out."""
    one = flat(text or "")
    return one if len(one) <= length else one[:length].rsplit(" ", 1)[0] + " …"


def _flat(text: object) -> str:
    return "" if text is None else flat(str(text))


@cache
def environment() -> jinja2.Environment:
    """Return the templates: everything is escaped, and a name that is not there is an error."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HOME),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    for name, function in {"flat": _flat, "harmless": harmless, "cut": cut, "number": number}.items():
        made.filters[name] = function
    made.filters["country"] = country_name
    made.policies["json.dumps_kwargs"] = {"default": plain, "ensure_ascii": False}
    names = {code: c.name for code, c in country_codes().items()}
    made.globals |= {
        "static": static_url, "actor_url": actor_url, "record_url": record_url, "many": many, "LABELS": LABELS,
        "SECTORS": {s: SECTOR_NAMES[s] for s in SECTORS}, "STATUSES": STATUSES, "EVENT_TYPES": EVENT_TYPES,
        "QUADS": QUADS, "COUNTRIES": sorted(set(names.values())),
    }  # fmt: skip
    return made


def render(template: str, context: Mapping[str, Any]) -> str:
    """Fill in a template."""
    return environment().get_template(template).render(context)


def navigation(pages: Iterable[Any], groups: Iterable[str]) -> list[tuple[str, list[Any]]]:
    """Return the pages of each group, in order; groups without pages are left out."""
    listed = sorted(pages, key=lambda p: p.order)
    found = [(group, [p for p in listed if p.group == group]) for group in groups]
    return [(group, inside) for group, inside in found if inside]
