"""A linear map behind the encoder that brings together what asks for the same sentence.

The encoder knows Swedish, not our field: to it "måste vi ha en samordnare?" and "vad gör
samordnaren?" are nearly one question. The map was fitted on the everyday questions of the digests
(``corpus/adapter_training.py``, ``make seed``); docs/adr/0012-adapter.md has what it gives.
"""

from importlib import resources
from pathlib import Path

import numpy as np

from corpus.encoding import Vectors

ADAPTER_FILE = "adapter.npz"


class Adapter:
    """Maps the vectors of one model to a space of fewer dimensions."""

    def __init__(self, matrix: Vectors | None) -> None:
        """``matrix`` has the shape (the encoder's dimension, the space's); None changes nothing."""
        self._matrix = matrix

    def mapped(self, vectors: Vectors) -> Vectors:
        """Vectors of shape (n, dimension) in the space, of unit length."""
        found = vectors if self._matrix is None else vectors @ self._matrix
        lengths = np.linalg.norm(found, axis=-1, keepdims=True)
        return np.asarray(found / np.maximum(lengths, np.finfo(np.float32).tiny), dtype=np.float32)


def write_adapter(path: Path, model: str, matrix: Vectors) -> None:
    """Keep a fitted ``matrix`` for every encoder whose name ends with ``model``."""
    np.savez(path, model=np.array(model), matrix=matrix.astype(np.float16))


def bundled_adapter(encoder_name: str) -> Adapter:
    """The map for an encoder; one that changes nothing for a model that none was fitted for."""
    found = resources.files("corpus") / ADAPTER_FILE
    if found.is_file():
        with resources.as_file(found) as path, np.load(path, allow_pickle=False) as stored:
            if encoder_name.endswith(f":{stored['model']}"):
                return Adapter(stored["matrix"].astype(np.float32))
    return Adapter(None)
