"""The dense leg: the ``DenseStore`` protocol and exact search over a numpy matrix.

Chroma is the default store (``corpus/chroma_store.py``); this one is its plain counterpart and the
measure of it: one contract test runs on both.
"""

from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.encoding import Vectors

Hits = tuple[NDArray[np.intp], NDArray[np.float32]]
VECTORS_FILE = "vectors.npy"


class DenseStore(Protocol):
    """The vectors of n passages, searched by cosine; safe to search from several threads."""

    @property
    def size(self) -> int:
        """The number of vectors, n."""
        ...

    def search(self, vector: Vectors, k: int) -> Hits:
        """The k most similar rows and their cosine similarities, best first.

        At most n hits come back; an approximate store may miss some.
        """
        ...

    def close(self) -> None:
        """Free files and memory; a second call does nothing."""
        ...


class NumpyStore:
    """Exact cosine search; holds the matrix in memory."""

    def __init__(self, vectors: Vectors) -> None:
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        self._vectors = vectors / np.maximum(lengths, np.finfo(np.float32).tiny)

    @classmethod
    def write(cls, folder: Path, vectors: Vectors) -> None:
        """Store vectors, shape (n, dimension), in ``folder``."""
        folder.mkdir(parents=True)
        np.save(folder / VECTORS_FILE, vectors, allow_pickle=False)

    @classmethod
    def open(cls, folder: Path) -> "NumpyStore":
        """Load what ``write`` stored."""
        return cls(np.load(folder / VECTORS_FILE, allow_pickle=False))

    @property
    def size(self) -> int:
        """The number of vectors."""
        return len(self._vectors)

    def search(self, vector: Vectors, k: int) -> Hits:
        """The k most similar rows and their cosine similarities, best first."""
        similarities = self._vectors @ (vector / np.linalg.norm(vector))
        rows = _best(similarities, min(k, self.size))
        return rows, similarities[rows]

    def close(self) -> None:
        """Free the matrix."""
        self._vectors = self._vectors[:0]


def _best(similarities: NDArray[np.float32], k: int) -> NDArray[np.intp]:
    """The k highest rows, best first; among equals the earlier row."""
    if k <= 0:
        return np.zeros(0, dtype=np.intp)
    # Sorting everything would take longer than computing the similarities.
    lowest = np.partition(similarities, len(similarities) - k)[len(similarities) - k]
    candidates = np.flatnonzero(similarities >= lowest)
    return candidates[np.argsort(-similarities[candidates], kind="stable")[:k]]
