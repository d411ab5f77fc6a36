"""Embeddings that come with the program, so that the first build encodes nothing.

``make seed`` writes ``corpus/embeddings.npz`` for the bundled digests; a build reads it before its
own cache. It holds float16 vectors by content key: a digest that was changed since simply misses.
"""

from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.embedding_cache import content_key
from corpus.encoding import Encoder, Vectors

SEED_FILE = "embeddings.npz"


def write_seed(path: Path, encoder: Encoder, texts: Sequence[str]) -> None:
    """Write the vectors of ``texts`` to ``path``, in the order of their keys.

    Those that the file at ``path`` already has are kept as they are, the others encoded. About 800
    bytes a text at 384 dimensions.
    """
    known = _stored(path, encoder.name)
    by_key = {content_key(encoder.name, text): text for text in texts}
    new = [key for key in by_key if key not in known]
    encoded = encoder.encode_passages([by_key[key] for key in new]) if new else ()
    known |= {key: vector.astype(np.float16) for key, vector in zip(new, encoded, strict=True)}
    keys = sorted(by_key)
    np.savez(
        path,
        encoder=np.array(encoder.name),
        keys=np.frombuffer(b"".join(keys), dtype=np.uint8).reshape(len(keys), -1),
        vectors=np.array([known[key] for key in keys]),
    )


def read_seed(path: Path, encoder_name: str) -> Mapping[bytes, Vectors]:
    """The vectors in ``path`` by content key; none when they are another encoder's."""
    stored = _stored(path, encoder_name)
    # Rounding to 16 bits left them slightly off unit length.
    return {key: _unit(vector.astype(np.float32)) for key, vector in stored.items()}


def _unit(vector: Vectors) -> Vectors:
    return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)


def _stored(path: Path, encoder_name: str) -> dict[bytes, NDArray[np.float16]]:
    """What the file at ``path`` holds, as it holds it; nothing without a file of this encoder."""
    if not path.is_file():
        return {}
    with np.load(path, allow_pickle=False) as stored:
        if str(stored["encoder"]) != encoder_name:
            return {}
        keys = (key.tobytes() for key in stored["keys"])
        return dict(zip(keys, stored["vectors"], strict=True))


def bundled_seed(encoder_name: str) -> Mapping[bytes, Vectors]:
    """The vectors shipped with the program; none when no seed file was made."""
    found = resources.files("corpus") / SEED_FILE
    if not found.is_file():
        return {}
    with resources.as_file(found) as path:
        return read_seed(path, encoder_name)
