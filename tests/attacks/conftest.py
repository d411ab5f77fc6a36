"""One index in which forty attacking documents lie beside the ordinary sources."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from attacking import attacking_files

from assistant.bootstrap import Assistant, build_assistant
from assistant.settings import Settings
from corpus.documents import Passage
from corpus.encoding import open_encoder
from ingest.library import add_files
from ingest.pipeline import build_generation


@pytest.fixture(scope="session")
def poisoned_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("poisoned")
    report = add_files(data, attacking_files(data / "attack"))
    assert not report.unreadable
    build_generation(data, open_encoder(""))
    return data


@pytest.fixture(scope="session")
def poisoned(poisoned_data: Path) -> Iterator[Assistant]:
    with build_assistant(Settings(data_dir=poisoned_data, model="", encoder="")) as assistant:
        yield assistant


@pytest.fixture(scope="session")
def poisoned_passages(poisoned: Assistant) -> Mapping[str, Passage]:
    return {passage.passage_id: passage for passage in poisoned.generation.passages}
