"""BM25 scores as they are when only some of the passages are counted.

How rare a word is, and how long a passage usually is, is told by the catalogue's sources alone: a
document that someone adds is weighed by them and does not move their scores.
"""

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]


def reweighed(
    scores: NDArray[np.float32],
    columns: tuple[NDArray[np.int32], NDArray[np.int32]],
    lengths: Counts,
    counted: NDArray[np.bool_],
    constants: tuple[float, float],
) -> NDArray[np.float32]:
    """The scores of every term in every passage, with idf and mean length of the counted ones.

    Args:
        scores: Of all passages by BM25 (Lucene's variant), term by term.
        columns: The row of each score, and where each term's scores begin.
        lengths: The number of terms of each passage.
        counted: Which passages are counted; at least one.
        constants: k1 and b.
    """
    rows, begins = columns
    terms = np.repeat(np.arange(len(begins) - 1), np.diff(begins))
    found = scores.astype(np.float64)
    share = found / _rarity(np.diff(begins), len(lengths))[terms]
    length = _length_factors(lengths, float(lengths.mean()), constants)[rows]
    times = np.rint(length * share / (1 - share))
    known = np.bincount(terms, weights=counted[rows], minlength=len(begins) - 1)
    rarity = _rarity(known, int(counted.sum()))[terms]
    length = _length_factors(lengths, float(lengths[counted].mean()), constants)[rows]
    return np.asarray(rarity * times / (length + times), dtype=np.float32)


def _rarity(frequencies: NDArray[np.generic], passages: int) -> NDArray[np.float64]:
    """The inverse document frequency of terms that so many of the passages have."""
    held = frequencies.astype(np.float64)
    return np.asarray(np.log(1 + (passages - held + 0.5) / (held + 0.5)), dtype=np.float64)


def _length_factors(
    lengths: Counts, mean: float, constants: tuple[float, float]
) -> NDArray[np.float64]:
    k1, b = constants
    return np.asarray(k1 * (1 - b + b * lengths / max(mean, 1.0)), dtype=np.float64)
