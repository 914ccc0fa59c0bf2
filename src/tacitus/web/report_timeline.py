"""The timeline of a report as a picture that needs no script: columns of deeds, cooperation upwards, conflict down."""

from __future__ import annotations

from typing import Any

from tacitus.casebook.store import Casebook
from tacitus.casebook.sum_time import fitting_unit
from tacitus.web.page_timeline import KEYS, answer
from tacitus.web.pages import Query
from tacitus.web.periods import in_words

WIDTH, HEIGHT, LEFT, TOP, FOOT = 880, 280, 44, 10, 28
LABELS, ROWS = 8, 26  # most labels below the columns, most rows of the table


def timeline(book: Casebook, given: dict[str, list[str]]) -> dict[str, Any]:
    """Return the columns of the picture with its scales, a table of the same in few rows, and what lies outside."""
    fine = answer(book, Query(given=given))
    periods = fine["periods"]
    filled = [p["period"] for p in periods if p["deeds"]]
    unit = fitting_unit(filled[0], filled[-1], ROWS) if filled else "month"
    coarse = fine if unit == fine["unit"] else answer(book, Query(given={**given, "by": [unit]}))
    rows = [p for p in coarse["periods"] if p["deeds"]]
    return {
        **_picture(periods, fine["unit"]),
        "unit": fine["unit"],
        "rows": rows[-2 * ROWS :],
        "row_unit": coarse["unit"],
        "rows_left_out": max(0, len(rows) - 2 * ROWS),
        "types": fine["types"],
        "total": fine["deeds"],
        "reports": fine["reports"],
        "earlier": fine["earlier"],
        "outside": fine["before"] + fine["after"],
        "undated": fine["undated"],
        "most": max((p for p in periods if p["deeds"]), key=lambda p: (p["deeds"], p["period"]), default=None),
    }


def _picture(periods: list[dict[str, Any]], unit: str) -> dict[str, Any]:
    up = max((p[KEYS[0]] + p[KEYS[1]] for p in periods), default=0)
    down = max((p[KEYS[2]] + p[KEYS[3]] for p in periods), default=0)
    step = _step(max(up, down, 1))
    top, low = -(-up // step) * step, -(-down // step) * step
    scale = (HEIGHT - TOP - FOOT) / ((top + low) or 1)
    zero = TOP + top * scale
    wide = (WIDTH - LEFT) / max(1, len(periods))
    bars, ticks = [], []
    every = max(1, -(-len(periods) // LABELS))
    for n, p in enumerate(periods):
        x = LEFT + n * wide
        for keys, way in ((KEYS[:2], -1), (KEYS[2:], 1)):
            at = zero
            for key in reversed(keys):  # what is done next to the line, what is said outside
                height = p[key] * scale
                if p[key]:
                    y = at - height if way < 0 else at
                    bars.append(
                        {"x": _n(x + wide * 0.08), "y": _n(y), "w": _n(wide * 0.84), "h": _n(height), "key": key}
                    )
                    at += way * height
        if n % every == 0:
            anchor = "end" if x + wide / 2 > WIDTH - 40 else "middle"
            words = in_words(p["period"], unit).removeprefix("week of ")
            ticks.append({"x": _n(x + wide / 2), "anchor": anchor, "words": words})
    grid = [{"y": _n(zero - v * scale), "n": abs(v)} for v in range(-low, top + 1, step)]
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "left": LEFT,
        "zero": _n(zero),
        "bars": bars,
        "ticks": ticks,
        "grid": grid,
    }


def _step(most: int) -> int:
    """Return a round distance between the lines of a scale, of which two to five fit."""
    step = 1
    while True:
        for times in (1, 2, 5):
            if most <= 4 * step * times:
                return step * times
        step *= 10


def _n(value: float) -> float | int:
    short = round(value, 1)
    return int(short) if short == int(short) else short
