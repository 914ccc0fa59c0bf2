"""Groups the reports of a casebook: not yet."""

from __future__ import annotations

from collections import Counter

import sqlalchemy as sa

Tables = dict[str, sa.Table]


def group_pending(connection: sa.Connection, tables: Tables) -> Counter[str]:
    """Group."""
    return Counter()


def regroup_all(connection: sa.Connection, tables: Tables) -> Counter[str]:
    """Group anew."""
    return Counter()
