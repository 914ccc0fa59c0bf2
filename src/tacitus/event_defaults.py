"""Who did it where the sentence leaves him out but the article makes it clear: the protesters, the police."""

from __future__ import annotations

import re
from collections.abc import Callable

from tacitus.event_arguments import Parts, Stage
from tacitus.event_triggers import Trigger
from tacitus.records import Mention

# Deeds whose doer is plain from a word elsewhere in the article.
PROTESTERS = re.compile(r"\b(protest[eo]rs?|demonstrators?|marchers|rioters)\b", re.I)


def fill_in(stage: Stage, t: Trigger, parts: Parts) -> None:
    """Name the protesters of a protest and the police of an arrest that the sentence leaves without a doer."""
    if parts.actors:
        return
    if t.rule.type == "PROTEST":
        found = _first(stage, lambda m: bool(PROTESTERS.search(m.text)))
        if found is not None:
            parts.actors = [(found, "the protesters of the article")]
    elif t.rule.type == "COERCE" and t.rule.mode == "arrest" and parts.recipients:
        police = _police(stage, parts)
        if police is not None:
            parts.actors = [(police, "the police of the article")]


def _first(stage: Stage, wanted: Callable[[Mention], bool]) -> Mention | None:
    return next((m for m in stage.cast.mentions if stage.cast.is_actor(m) and wanted(m)), None)


def _police(stage: Stage, parts: Parts) -> Mention | None:
    """Return the one police that the article names; none where it names those of several countries."""
    cast = stage.cast
    found = [m for m in cast.mentions if (best := cast.best(m)) is not None and best.sector == "COP" and best.country]
    lands = {best.country for m in found if (best := cast.best(m)) is not None}
    theirs = {best.country for m, _ in parts.recipients if (best := cast.best(m)) is not None and best.country}
    if len(lands) != 1 or (theirs and not theirs & lands):
        return None
    return found[0]
