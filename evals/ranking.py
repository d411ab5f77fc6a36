"""Ranked documents → success, recall, MRR and nDCG, as trec_eval defines them.

``qrels`` maps the judged documents of one query to their grade; a grade above 0 is relevant. A
judged document that is not in the corpus counts as one that was never found.
"""

import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Qrels = Mapping[str, int]

DEPTH = 10
"""How far down a ranking is judged."""


def ranked(names: Sequence[str], scores: NDArray[np.float32], k: int = DEPTH) -> tuple[str, ...]:
    """The ``k`` best of ``names``, best first; equal scores in the order of ``names``."""
    order = np.argsort(-scores, kind="stable")[:k]
    return tuple(names[row] for row in order)


def success_at(k: int, ranking: Sequence[str], qrels: Qrels) -> float:
    """1 when a relevant document is among the top ``k``, else 0."""
    return float(any(qrels.get(name, 0) > 0 for name in ranking[:k]))


def recall_at(k: int, ranking: Sequence[str], qrels: Qrels) -> float:
    """The share of the relevant documents that are among the top ``k``."""
    relevant = {name for name, grade in qrels.items() if grade > 0}
    return len(relevant.intersection(ranking[:k])) / len(relevant) if relevant else 0.0


def reciprocal_rank_at(k: int, ranking: Sequence[str], qrels: Qrels) -> float:
    """1 / the rank of the first relevant document, 0 when none is among the top ``k``."""
    ranks = (rank for rank, name in enumerate(ranking[:k], 1) if qrels.get(name, 0) > 0)
    return 1 / next(ranks, math.inf)


def ndcg_at(k: int, ranking: Sequence[str], qrels: Qrels) -> float:
    """Discounted cumulative gain (grade / log2(rank + 1)) over that of the best order."""
    ideal = _gain(sorted((grade for grade in qrels.values() if grade > 0), reverse=True)[:k])
    found = _gain([max(0, qrels.get(name, 0)) for name in ranking[:k]])
    return found / ideal if ideal else 0.0


def _gain(grades: Sequence[int]) -> float:
    return math.fsum(grade / math.log2(rank + 1) for rank, grade in enumerate(grades, 1))


def ranking_metrics(ranking: Sequence[str], qrels: Qrels) -> dict[str, float]:
    """The figures of ``lotsen evals retrieval`` for one query."""
    return {
        "success@1": success_at(1, ranking, qrels),
        "success@5": success_at(5, ranking, qrels),
        "success@10": success_at(10, ranking, qrels),
        "recall@10": recall_at(10, ranking, qrels),
        "mrr@10": reciprocal_rank_at(10, ranking, qrels),
        "ndcg@10": ndcg_at(10, ranking, qrels),
    }
