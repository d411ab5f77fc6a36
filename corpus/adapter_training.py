"""Fits the adapter: vectors of questions and of sentences → the map that keeps each lot together.

It begins with the linear discriminants of the lots and is then bent by gradient descent on the
supervised contrastive loss (Khosla et al. 2020): of all other vectors, those of the same sentence
shall be the nearest, and what no source answers away. Only ``make seed`` uses it; numpy is enough.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from corpus.encoding import Vectors

Labels = NDArray[np.intp]

DIMENSION = 128
APART = -1
"""The label of what belongs with nothing: the others shall only lie away from it."""

_SHRINKAGE = 1.0  # of the scatter within lots, towards its mean in all directions
_EPOCHS, _BATCH, _RATE, _TEMPERATURE = 12, 512, 1e-3, 0.07
_MOMENTUM, _SCALE_MOMENTUM, _TINY = 0.9, 0.999, 1e-8  # Adam's


def fit_adapter(vectors: Vectors, labels: Labels, *, dimension: int = DIMENSION) -> Vectors:
    """The matrix, shape (the vectors' dimension, ``dimension``).

    Args:
        vectors: shape (n, d), of unit length.
        labels: shape (n,), from 0; those that share a label belong together, at least two each.
            ``APART`` for one that belongs with none.
        dimension: of the space, at most d.
    """
    together = np.flatnonzero(labels != APART)
    matrix = discriminants(vectors[together], labels[together], dimension)
    matrix *= np.sqrt(dimension) / np.linalg.norm(matrix)
    mean, scale = np.zeros_like(matrix), np.zeros_like(matrix)
    for step, rows in enumerate(_batches(together), start=1):
        slope = gradient(vectors, labels, matrix, rows)
        mean = _MOMENTUM * mean + (1 - _MOMENTUM) * slope
        scale = _SCALE_MOMENTUM * scale + (1 - _SCALE_MOMENTUM) * slope**2
        steady = np.sqrt(scale / (1 - _SCALE_MOMENTUM**step)) + _TINY
        matrix -= _RATE * mean / (1 - _MOMENTUM**step) / steady
    return matrix


def discriminants(vectors: Vectors, labels: Labels, dimension: int) -> Vectors:
    """Fisher's linear discriminants: far between lots, for how much each lot scatters."""
    counts = np.bincount(labels)
    centres = np.zeros((len(counts), vectors.shape[1]))
    np.add.at(centres, labels, vectors)
    centres /= counts[:, None]
    apart = vectors - centres[labels]
    within = apart.T @ apart / (len(vectors) - len(counts))
    spread, directions = np.linalg.eigh(within)
    evened = directions / np.sqrt(spread + _SHRINKAGE * spread.mean())
    between = (centres - vectors.mean(0)) @ evened
    _, best = np.linalg.eigh(between.T @ between)  # the widest last
    return np.asarray(evened @ best[:, : -dimension - 1 : -1], dtype=np.float32)


def loss(vectors: Vectors, labels: Labels, matrix: Vectors, rows: Labels) -> float:
    """The mean over ``rows`` of how unlikely their own lot is among all the others."""
    chances, wanted, _, _ = _chances(vectors, labels, matrix, rows)
    told = np.log(np.maximum(chances, np.finfo(np.float32).tiny))
    return -float((wanted * told).sum() / len(rows))


def gradient(vectors: Vectors, labels: Labels, matrix: Vectors, rows: Labels) -> Vectors:
    """The slope of ``loss`` at ``matrix``."""
    chances, wanted, unit, lengths = _chances(vectors, labels, matrix, rows)
    pull = (chances - wanted) / (len(rows) * _TEMPERATURE)
    by_unit = pull.T @ unit[rows]
    by_unit[rows] += pull @ unit
    by_mapped = (by_unit - unit * (by_unit * unit).sum(1, keepdims=True)) / lengths
    return np.asarray(vectors.T @ by_mapped, dtype=np.float32)


def _chances(
    vectors: Vectors, labels: Labels, matrix: Vectors, rows: Labels
) -> tuple[Vectors, Vectors, Vectors, Vectors]:
    """For each of ``rows`` the softmax over all other vectors, and what it should be.

    With them the mapped vectors at unit length, and their lengths before.
    """
    mapped = vectors @ matrix
    lengths = np.linalg.norm(mapped, axis=1, keepdims=True)
    unit = mapped / lengths
    near = unit[rows] @ unit.T / _TEMPERATURE
    itself = np.arange(len(rows)), rows
    near[itself] = -np.inf
    chances = np.exp(near - near.max(1, keepdims=True))
    chances /= chances.sum(1, keepdims=True)
    wanted = (labels[rows][:, None] == labels).astype(np.float32)
    wanted[itself] = 0.0
    return chances, wanted / wanted.sum(1, keepdims=True), unit, lengths


def _batches(rows: Labels) -> Iterator[Labels]:
    """Every row once an epoch, in an order that is the same each time."""
    dice = np.random.default_rng(0)
    for _ in range(_EPOCHS):
        order = dice.permutation(rows)
        yield from (order[start : start + _BATCH] for start in range(0, len(rows), _BATCH))
