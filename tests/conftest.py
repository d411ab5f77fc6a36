"""Fixtures that every test may use."""

import os
from pathlib import Path

import pytest

SHARED_SETTING = "LOTSEN_SHARED"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with real documents and reference data, named by LOTSEN_SHARED."""
    named = os.environ.get(SHARED_SETTING, "")
    if not named or not Path(named).is_dir():
        pytest.skip(f"{SHARED_SETTING} does not name a folder with the real documents")
    return Path(named)
