"""The command ``lotsen`` over the bundled index, and over a copy that may be changed."""

from pathlib import Path

import pytest
from command_line import Lotsen, copied


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
