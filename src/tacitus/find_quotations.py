"""Quotation zones: what stands between quotation marks, by paragraph."""

from __future__ import annotations

import re

from tacitus.parsed import Quote

PAIR = re.compile(r"[\"“]([^\"“”\n]+)[\"”]")


def find_quotations(text: str) -> list[Quote]:
    """Return the quotations of a text in the order of their beginnings."""
    return [Quote(m.start(), m.end(), m.start(1), m.end(1)) for m in PAIR.finditer(text)]
