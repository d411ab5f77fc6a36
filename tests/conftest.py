"""Fixtures that every test may use."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from command_line import Lotsen, copied

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.bootstrap import Assistant

SHARED_SETTING = "LOTSEN_SHARED"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with real documents and reference data, named by LOTSEN_SHARED."""
    named = os.environ.get(SHARED_SETTING, "")
    if not named or not Path(named).is_dir():
        pytest.skip(f"{SHARED_SETTING} does not name a folder with the real documents")
    return Path(named)


@pytest.fixture(scope="session")
def bundled_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with an index of the bundled digests, built by the product itself."""
    from corpus.encoding import open_encoder
    from ingest.pipeline import build_generation

    data = tmp_path_factory.mktemp("bundled")
    build_generation(data, open_encoder(""))
    return data


@pytest.fixture(scope="session")
def bundled(bundled_data: Path) -> "Iterator[Assistant]":
    """The assistant that everybody gets: the bundled digests and the embedded encoder."""
    from assistant.bootstrap import build_assistant
    from assistant.settings import Settings

    with build_assistant(Settings(data_dir=bundled_data, model="", encoder="")) as assistant:
        yield assistant


@pytest.fixture
def lotsen(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, bundled_data: Path
) -> Lotsen:
    command = Lotsen(capsys, monkeypatch)
    command.set(data_dir=bundled_data)
    return command


@pytest.fixture
def own_data(lotsen: Lotsen, bundled_data: Path, tmp_path: Path) -> Path:
    """A copy of the bundled index, which ``lotsen`` uses from here on."""
    data = copied(bundled_data, tmp_path / "data")
    lotsen.set(data_dir=data)
    return data
