"""Text as files can hold it: UTF-8 has no lone surrogates, so they are written as U+FFFD, one for one."""

from __future__ import annotations

import re
from typing import Any

SURROGATE = re.compile("[\ud800-\udfff]")


def storable(value: Any) -> Any:
    """Replace lone surrogates in every text of a row; lengths stay, so every offset stays true."""
    if isinstance(value, str):
        # isascii is a flag of the string, so that most values cost nothing
        return value if value.isascii() else SURROGATE.sub("\ufffd", value)
    if isinstance(value, dict):
        return {k: storable(v) for k, v in value.items()}
    if isinstance(value, list):
        return [storable(v) for v in value]
    return value
