"""The pages of the local web page, and what can be done on them. A page that is not named here is not there."""

from __future__ import annotations

from tacitus.web import page_article, page_overview, page_search
from tacitus.web.pages import Page, Write

PAGES: tuple[Page, ...] = (
    *page_overview.PAGES,
    *page_search.PAGES,
    *page_article.PAGES,
)
WRITES: tuple[Write, ...] = ()
GROUPS = ("Records", "Who", "When and where", "Work")  # of the navigation, in this order
