"""Real implementations of our protocols that need no model and no network."""

import hashlib
import threading
from collections.abc import Sequence

import numpy as np

from corpus.encoding import PASSAGE_LIMIT, QUERY_LIMIT, Vectors, clean_text
from corpus.lexical import char_grams


class HashingEncoder:
    """A deterministic encoder: every character 5-gram adds a fixed direction, texts are sums.

    Texts that share words get similar vectors, so ranking tests read naturally. ``encoded`` counts
    the passages it was asked for, which shows what a cache saved.
    """

    def __init__(self, name: str = "hashing:1", dimension: int = 64) -> None:
        self.name = name
        self.dimension = dimension
        self.encoded = 0
        self._counting = threading.Lock()

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        with self._counting:
            self.encoded += len(texts)
        rows = [self._vector(clean_text(text, PASSAGE_LIMIT)) for text in texts]
        return np.stack(rows) if rows else np.zeros((0, self.dimension), dtype=np.float32)

    def encode_query(self, text: str) -> Vectors:
        return self._vector(clean_text(text, QUERY_LIMIT))

    def _vector(self, text: str) -> Vectors:
        total = np.zeros(self.dimension, dtype=np.float32)
        total[0] = 1e-3  # the empty text has a direction too
        for gram in char_grams(text):
            digest = hashlib.blake2b(gram.encode("utf-8"), digest_size=8).digest()
            place = int.from_bytes(digest, "big")
            total[place % self.dimension] += 1.0 if place >> 63 else -1.0
        return total / np.float32(np.linalg.norm(total))
