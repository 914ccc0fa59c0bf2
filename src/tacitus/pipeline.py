"""The ordered list of stages. One worker holds the models and maps articles to ledgers; a call is pure."""

from __future__ import annotations

import time
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from tacitus.actors.resolve_actors import resolve_actors
from tacitus.codebook import load_codebook
from tacitus.entities.entity_tables import EntityTables
from tacitus.events.extract_events import extract_events
from tacitus.judge_status import judge_status
from tacitus.ledger import Ledger, assemble
from tacitus.mentions.chain_mentions import link_speakers
from tacitus.mentions.find_mentions import find_mentions
from tacitus.models import load_parser
from tacitus.parsing.mask_countries import CountryMask
from tacitus.parsing.parse_sentences import parse
from tacitus.positions.extract_positions import extract_positions
from tacitus.records import Article, Issue
from tacitus.resolve_dates import resolve_dates
from tacitus.settings import Settings
from tacitus.statements.extract_statements import extract_statements


class Coder:
    """Loads the parser, the codebook and the entity tables once; then `code` turns an article into a ledger."""

    def __init__(self, settings: Settings | None = None) -> None:
        """Load what the stages need. Raises ModelError, RuleError or InputError with the remedy."""
        self.settings = settings or Settings()
        self.codebook = load_codebook(*self.settings.codebook)
        self.tables = EntityTables(*self.settings.overlay)
        self.mask = CountryMask(self.tables.country_words())
        self.nlp = load_parser(self.settings.parser)
        self.seconds: Counter[str] = Counter()

    def code(self, article: Article) -> Ledger:
        """Code one article. The same article gives the same ledger, whatever was coded before it."""
        clock = _Clock(self.seconds)
        parsed = parse(self.nlp, article, self.mask)
        clock.lap("parse_sentences")
        cast = find_mentions(parsed, self.tables, self.codebook)
        clock.lap("find_mentions")
        resolve_actors(cast, self.tables, self.codebook)
        clock.lap("resolve_actors")
        dates = resolve_dates(parsed)
        clock.lap("resolve_dates")
        statements = extract_statements(parsed, cast, self.codebook, dates)
        link_speakers(cast, statements)
        clock.lap("extract_statements")
        events = extract_events(parsed, cast, self.codebook, dates, statements)
        clock.lap("extract_events")
        positions = extract_positions(parsed, cast, self.codebook, statements, events)
        clock.lap("extract_positions")
        deeds = judge_status(parsed, cast, self.codebook, statements, [*events, *positions])
        clock.lap("judge_status")
        ledger = assemble(cast, [*statements, *deeds], self.settings.only)
        clock.lap("assemble")
        return ledger

    def __call__(self, articles: Iterable[Article]) -> Iterator[Ledger]:
        """Code articles one by one; one that raises gives a ledger with an issue and no records."""
        for article in articles:
            try:
                yield self.code(article)
            except Exception as e:
                yield Ledger(article, issues=[_issue(article, e)])


def _issue(article: Article, error: Exception) -> Issue:
    frames = traceback.extract_tb(error.__traceback__)
    where = f" ({Path(frames[-1].filename).name}, line {frames[-1].lineno})" if frames else ""
    reason = f"coding failed: {type(error).__name__}: {error}{where}"
    return Issue(
        article.path or "",
        article.record,
        article.id,
        reason,
        "please report this article; the others are coded",
    )


class _Clock:
    """Adds the seconds since the last lap to a stage's sum."""

    def __init__(self, seconds: Counter[str]) -> None:
        self.seconds, self.last = seconds, time.perf_counter()

    def lap(self, stage: str) -> None:
        now = time.perf_counter()
        self.seconds[stage] += now - self.last  # type: ignore[assignment]
        self.last = now
