import math

import numpy as np
import pytest

from evals.ranking import (
    ndcg_at,
    ranked,
    ranking_metrics,
    recall_at,
    reciprocal_rank_at,
    success_at,
)


def test_the_highest_score_comes_first_and_ties_keep_the_order_of_names():
    scores = np.array([0.5, 0.9, 0.5, 0.0], dtype=np.float32)
    assert ranked(("a", "b", "c", "d"), scores, 3) == ("b", "a", "c")


def test_success_needs_one_relevant_document_within_k():
    ranking = ("x", "a", "b")
    assert success_at(1, ranking, {"a": 1}) == 0.0
    assert success_at(2, ranking, {"a": 1}) == 1.0


def test_a_document_judged_irrelevant_is_no_success():
    assert success_at(2, ("x", "a"), {"x": 0, "a": -1}) == 0.0


def test_recall_counts_every_relevant_document_also_those_missing_from_the_corpus():
    assert recall_at(10, ("a", "x", "b"), {"a": 2, "b": 1, "gone": 1, "x": 0}) == 2 / 3


def test_reciprocal_rank_is_that_of_the_first_relevant_document():
    assert reciprocal_rank_at(10, ("x", "y", "a", "b"), {"a": 1, "b": 2}) == 1 / 3
    assert reciprocal_rank_at(2, ("x", "y", "a"), {"a": 1}) == 0.0


def test_ndcg_weighs_grades_by_the_logarithm_of_their_rank():
    # Found: grade 1 at rank 1, grade 2 at rank 3; best order 2, 1.
    found = 1 / math.log2(2) + 2 / math.log2(4)
    best = 2 / math.log2(2) + 1 / math.log2(3)
    assert ndcg_at(10, ("b", "x", "a"), {"a": 2, "b": 1}) == pytest.approx(found / best)
    assert ndcg_at(10, ("b", "x", "a"), {"a": 2, "b": 1}) == pytest.approx(0.76019, abs=1e-5)


def test_the_best_order_has_an_ndcg_of_one_even_when_more_is_relevant_than_fits():
    assert ndcg_at(2, ("a", "b"), {"a": 1, "b": 1, "c": 1}) == 1.0


def test_nothing_relevant_gives_zero_everywhere():
    assert set(ranking_metrics(("a", "b"), {"c": 0}).values()) == {0.0}


def test_the_metrics_have_the_names_of_the_interface():
    assert ranking_metrics(("x", "a"), {"a": 1}) == {
        "success@1": 0.0,
        "success@5": 1.0,
        "success@10": 1.0,
        "recall@10": 1.0,
        "mrr@10": 0.5,
        "ndcg@10": pytest.approx(1 / math.log2(3)),
    }
