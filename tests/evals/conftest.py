import pytest

from evals.wordings import tokens


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """Forget what an earlier test read: with mutants, the code may be another in each test."""
    tokens.cache_clear()
