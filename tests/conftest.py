"""Fixtures shared by the tests: one coder for the whole session, since loading the parser takes a second."""

import pytest

from tacitus.pipeline import Coder


@pytest.fixture(scope="session")
def coder() -> Coder:
    return Coder()
