"""A coder without models for tests of the machinery: every capitalised pair of words acts on the next one."""

import os
import re
import signal
import time
from collections import Counter
from collections.abc import Iterable, Iterator

from tacitus.ledger import Ledger
from tacitus.mentions.cast import fill
from tacitus.records import (
    Article,
    Content,
    Event,
    Issue,
    Mention,
    Position,
    Resolution,
    Statement,
    Status,
    make_id,
)
from tacitus.settings import Settings

DEED = re.compile(r"([A-Z]\w+) (\w+) ([A-Z]\w+)")


class FakeCoder:
    """Codes by a pattern. DIE kills the process, RAISE gives an issue, SLOW takes a moment."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.seconds: Counter[str] = Counter()

    def __call__(self, articles: Iterable[Article]) -> Iterator[Ledger]:
        for article in articles:
            self.seconds["fake"] += 1
            if "SLOW" in article.text:
                time.sleep(0.02)
            if "DIE" in article.text:
                os.kill(os.getpid(), signal.SIGKILL)
            if "RAISE" in article.text:
                yield Ledger(article, issues=[Issue(article.path or "", article.record, article.id, "failed: x", "y")])
            else:
                yield fake_ledger(article)


class UnloadableCoder(FakeCoder):
    def __init__(self, settings: Settings) -> None:
        raise ValueError("no weights")


class StillbornCoder(FakeCoder):
    def __init__(self, settings: Settings) -> None:
        os.kill(os.getpid(), signal.SIGKILL)


def fake_ledger(article: Article) -> Ledger:
    """Make a ledger with all kinds of rows: for each "A does B" an event, a statement and a position."""
    ledger = Ledger(article)
    for m in DEED.finditer(article.text):
        whole = (m.start(), m.end())
        mentions = [_mention(article, m, n) for n in (1, 3)]
        ledger.mentions += mentions
        for x in mentions:
            ledger.resolutions.append(Resolution(x.id, 0, x.text, "CHN", "GOV", None, 0.9, "its name"))
            ledger.resolutions.append(Resolution(x.id, 1, None, None, None, None, 0.1, "somebody, else"))
        event = Event(
            make_id("event", article.id, *m.span(2)), article.id, "ACCUSE", *m.span(2), m[2], *whole, "fake-e"
        )
        statement = Statement(
            make_id("statement", article.id, *m.span(2)), article.id, "direct", *m.span(2), m[2], *whole, "fake-s"
        )
        position = Position(
            make_id("position", article.id, *m.span(2)),
            article.id,
            "against",
            m[3],
            *m.span(3),
            m[3],
            *whole,
            m[0],
            *whole,
            "fake-p",
        )
        ledger.events.append(event)
        ledger.statements.append(statement)
        ledger.positions.append(position)
        ledger.contents.append(Content(statement.id, 0, *m.span(3), m[3]))
        ledger.statuses.append(Status(event.id, 0, None, "occurred", "the writer's own words"))
        a, b = mentions
        ledger.roles += fill(event.id, "actor", [(a, "subject")], [(b, "is the object")])
        ledger.roles += fill(event.id, "recipient", [(b, "object")])
        ledger.roles += fill(statement.id, "speaker", [(a, "subject of the cue")])
        ledger.roles += fill(position.id, "holder", [(a, "subject")])
    return ledger


def _mention(article: Article, m: re.Match[str], group: int) -> Mention:
    mid = make_id("mention", article.id, *m.span(group))
    return Mention(mid, article.id, *m.span(group), m[group], *m.span(group), "name", mid, "fake")
