"""Fixtures shared by the tests: one coder for the whole session, since loading the parser takes a second.

Those of the local web page in a browser stand in page_browser.
"""

import pytest

from tacitus.pipeline import Coder

pytest_plugins = ["page_browser"]


@pytest.fixture(scope="session")
def coder() -> Coder:
    return Coder()
