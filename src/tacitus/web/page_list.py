"""The pages of the local web page, and what can be done on them. A page that is not named here is not there."""

from __future__ import annotations

from tacitus.web import (
    page_actor,
    page_actors,
    page_article,
    page_map,
    page_network,
    page_overview,
    page_record,
    page_review,
    page_search,
    page_sides,
    page_timeline,
)
from tacitus.web.pages import Page, Write

PAGES: tuple[Page, ...] = (
    *page_overview.PAGES,
    *page_search.PAGES,
    *page_article.PAGES,
    *page_record.PAGES,
    *page_actors.PAGES,
    *page_actor.PAGES,
    *page_sides.PAGES,
    *page_network.PAGES,
    *page_timeline.PAGES,
    *page_map.PAGES,
    *page_review.PAGES,
)
WRITES: tuple[Write, ...] = (*page_actors.WRITES, *page_review.WRITES)
GROUPS = ("Records", "Who", "When and where", "Work")  # of the navigation, in this order
