"""Ranked documents → success, recall, MRR and nDCG, as trec_eval defines them.

The seam to ir-measures, which computes every figure. ``qrels`` maps the judged documents of one
query to their grade; a grade above 0 is relevant. A judged document that is not in the corpus
counts as one that was never found, and one that a ranking names twice counts at its first place.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

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
    return _one(f"Success@{k}", ranking, qrels)


def recall_at(k: int, ranking: Sequence[str], qrels: Qrels) -> float:
    """The share of the relevant documents that are among the top ``k``; 0 when there are none."""
    return _one(f"R@{k}", ranking, qrels)


def reciprocal_rank_at(k: int, ranking: Sequence[str], qrels: Qrels) -> float:
    """1 / the rank of the first relevant document, 0 when none is among the top ``k``."""
    return _one(f"RR@{k}", ranking, qrels)


def ndcg_at(k: int, ranking: Sequence[str], qrels: Qrels) -> float:
    """Discounted cumulative gain (grade / log2(rank + 1)) over that of the best order."""
    return _one(f"nDCG@{k}", ranking, qrels)


FIGURES = {
    "success@1": "Success@1",
    "success@5": "Success@5",
    "success@10": "Success@10",
    "recall@10": f"R@{DEPTH}",
    "mrr@10": f"RR@{DEPTH}",
    "ndcg@10": f"nDCG@{DEPTH}",
}
"""The figures of ``lotsen evals retrieval`` and what ir-measures calls them."""


def ranking_metrics(ranking: Sequence[str], qrels: Qrels) -> dict[str, float]:
    """The figures of ``lotsen evals retrieval`` for one query."""
    return rankings_metrics([ranking], [qrels])[0]


def rankings_metrics(
    rankings: Sequence[Sequence[str]], qrels: Sequence[Qrels]
) -> list[dict[str, float]]:
    """The same for many queries, in their order; one call costs far less than many.

    Raises:
        ValueError: there are not as many rankings as qrels.
    """
    found = _measured(tuple(FIGURES.values()), rankings, qrels)
    return [{name: row[theirs] for name, theirs in FIGURES.items()} for row in found]


def _one(measure: str, ranking: Sequence[str], qrels: Qrels) -> float:
    return _measured((measure,), [ranking], [qrels])[0][measure]


def _measured(
    names: Sequence[str], rankings: Sequence[Sequence[str]], qrels: Sequence[Qrels]
) -> list[dict[str, float]]:
    """One row of figures for each query, by ir-measures' names of them."""
    import ir_measures  # noqa: PLC0415 – half a second

    if len(rankings) != len(qrels):
        raise ValueError(f"{len(rankings)} rankings but {len(qrels)} qrels")
    measures = _parsed(names)
    judged = {str(number): _grades(grades) for number, grades in enumerate(qrels)}
    run = {str(number): _untied(ranking) for number, ranking in enumerate(rankings)}
    rows: list[dict[str, float]] = [dict.fromkeys(names, 0.0) for _ in qrels]
    for figure in ir_measures.iter_calc(list(measures), judged, run):
        rows[int(figure.query_id)][str(figure.measure)] = float(figure.value)
    return rows


@cache
def _parsed(names: Sequence[str]) -> tuple[Any, ...]:
    import ir_measures  # noqa: PLC0415 – half a second

    return tuple(ir_measures.parse_measure(name) for name in names)


def _grades(qrels: Qrels) -> dict[str, int]:
    """What is judged; a grade below 0 is no worse than irrelevant, and trec_eval can't take it."""
    return {name: max(0, grade) for name, grade in qrels.items()}


def _untied(ranking: Iterable[str]) -> dict[str, float]:
    """Scores that keep the order as it is: trec_eval would order equal ones by their names."""
    return {name: -float(place) for place, name in enumerate(dict.fromkeys(ranking))}
