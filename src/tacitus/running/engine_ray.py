"""Ray Data as the engine: `map_batches` with an actor class that holds the coder. Ray is an optional extra."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

import pyarrow as pa

from tacitus.errors import EngineError
from tacitus.ledger import Ledger, row_schema
from tacitus.records import Article, Issue, arrow_schema, rows
from tacitus.running.worker import MakeCoder, load_coder
from tacitus.settings import Settings
from tacitus.storable import storable

CHUNK = 2_000  # articles handed to Ray at once: bounds memory, and what a failure costs


class RayCoder:
    """The coder as Ray Data wants it: made once per actor; a call maps a table of articles to a table of ledgers."""

    def __init__(self, settings: Settings, make: MakeCoder = load_coder) -> None:
        """Load the models."""
        self.coder = make(settings)

    def __call__(self, batch: pa.Table) -> pa.Table:
        """Code the articles of a batch (columns of `Article`) into rows as `Ledger.row` makes them."""
        ledgers = self.coder(Article(**row) for row in batch.to_pylist())
        return pa.Table.from_pylist([storable(ledger.row()) for ledger in ledgers], schema=row_schema())


def code_on_ray(
    items: Iterable[Article | Issue], settings: Settings, stop: Callable[[], bool], make: MakeCoder
) -> Iterator[Ledger | Issue]:
    """Yield a ledger for each article and each issue as it is, in order. Raises EngineError without Ray."""
    ray = _ray(settings)
    source = iter(items)
    while not stop() and (chunk := list(islice(source, CHUNK))):
        articles = [item for item in chunk if isinstance(item, Article)]
        ledgers = _code_chunk(ray, articles, settings, make) if articles else iter(())
        for item in chunk:
            yield item if isinstance(item, Issue) else _next(ledgers, item)
            if stop():
                return


def _ray(settings: Settings) -> Any:
    try:
        import ray  # noqa: PLC0415 - an extra, and slow to import
        import ray.data  # noqa: PLC0415
    except ImportError as e:
        raise EngineError(f"--engine ray needs Ray ({e}): pip install 'tacitus[ray]'") from e
    if not ray.is_initialized():
        # on this machine alone, room for one more than the actors, so that Ray's own tasks never wait for them
        here = {} if "RAY_ADDRESS" in os.environ else {"num_cpus": max(os.cpu_count() or 1, settings.workers + 1)}
        ray.init(log_to_driver=False, logging_level="error", include_dashboard=False, **here)
    for name in ("ray", "ray.data"):
        logging.getLogger(name).setLevel(logging.ERROR)
    context = ray.data.DataContext.get_current()
    context.execution_options.preserve_order = True
    context.enable_progress_bars = False
    return ray


def _code_chunk(ray: Any, articles: list[Article], settings: Settings, make: MakeCoder) -> Iterator[Ledger]:
    schema = arrow_schema(Article)
    table = pa.Table.from_pylist([storable(row) for row in rows(articles)], schema=schema)
    batch = min(settings.batch, -(-len(articles) // settings.workers))
    # cut here: a repartition would be tasks that wait for the processors that the actors hold
    blocks = [table.slice(at, batch) for at in range(0, len(articles), batch)]
    data = ray.data.from_arrow(blocks).map_batches(
        RayCoder,
        fn_constructor_args=(settings, make),
        compute=ray.data.ActorPoolStrategy(size=settings.workers),
        batch_size=batch,
        batch_format="pyarrow",
    )
    for row in data.iter_rows():
        yield Ledger.from_row(row)


def _next(ledgers: Iterator[Ledger], article: Article) -> Ledger:
    """Take the next ledger, which must be that of `article`."""
    try:
        ledger = next(ledgers, None)
    except Exception as e:
        raise EngineError(f"Ray failed at article {article.key or article.id}: {type(e).__name__}: {e}") from e
    if ledger is None or ledger.article.id != article.id:
        raise EngineError(f"Ray lost article {article.key or article.id}; try --engine local")
    return ledger
