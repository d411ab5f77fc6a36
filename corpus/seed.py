"""Embeddings that come with the program, so that the first build encodes nothing.

``make seed`` writes ``corpus/embeddings.npz`` for the bundled digests; a build reads it before its
own cache. It holds float16 vectors by content key: a digest that was changed since simply misses.
"""

from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path

import numpy as np

from corpus.embedding_cache import content_key
from corpus.encoding import Encoder, Vectors

SEED_FILE = "embeddings.npz"


def write_seed(path: Path, encoder: Encoder, texts: Sequence[str]) -> None:
    """Encode ``texts`` and write their vectors to ``path``, in the order of their keys.

    About 800 bytes a text at 384 dimensions.
    """
    vectors = encoder.encode_passages(texts)
    rows = {content_key(encoder.name, text): row for row, text in enumerate(texts)}
    keys = sorted(rows)
    np.savez(
        path,
        encoder=np.array(encoder.name),
        keys=np.frombuffer(b"".join(keys), dtype=np.uint8).reshape(len(keys), -1),
        vectors=vectors[[rows[key] for key in keys]].astype(np.float16),
    )


def read_seed(path: Path, encoder_name: str) -> Mapping[bytes, Vectors]:
    """The vectors in ``path`` by content key; none when they are another encoder's."""
    with np.load(path, allow_pickle=False) as stored:
        if str(stored["encoder"]) != encoder_name:
            return {}
        vectors = stored["vectors"].astype(np.float32)
        keys = [key.tobytes() for key in stored["keys"]]
    # Rounding to 16 bits left them slightly off unit length.
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return dict(zip(keys, vectors, strict=True))


def bundled_seed(encoder_name: str) -> Mapping[bytes, Vectors]:
    """The vectors shipped with the program; none when no seed file was made."""
    found = resources.files("corpus") / SEED_FILE
    if not found.is_file():
        return {}
    with resources.as_file(found) as path:
        return read_seed(path, encoder_name)
