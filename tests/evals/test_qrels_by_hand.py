"""Ten small qrels whose figures were worked out by hand, and how they are summed up."""

import math
from dataclasses import dataclass

import numpy as np
import pytest

from evals.ranking import ranked, ranking_metrics, rankings_metrics, success_at

# 1 / log2(rank + 1) for ranks 1, 2, 3 and 4.
FIRST, SECOND, THIRD, FOURTH = 1.0, 0.6309297535714575, 0.5, 0.43067655807339306


@dataclass(frozen=True)
class ByHand:
    """A ranking, what is relevant, and the figures that follow."""

    name: str
    ranking: tuple[str, ...]
    qrels: dict[str, int]
    success: tuple[float, float, float]  # at 1, 5 and 10
    recall: float
    mrr: float
    ndcg: float


TWELVE = tuple(f"d{number:02}" for number in range(1, 13))
EXAMPLES = (
    ByHand("first", ("a", "x", "y"), {"a": 1}, (1, 1, 1), 1.0, 1.0, 1.0),
    # One relevant of two found, at rank 2; best order has both at ranks 1 and 2.
    ByHand("second", ("x", "a"), {"a": 1, "b": 1}, (0, 1, 1), 0.5, 0.5, SECOND / (FIRST + SECOND)),
    # Graded: 1 at rank 1 and 2 at rank 3, best order 2 then 1.
    ByHand(
        "graded",
        ("b", "x", "a"),
        {"a": 2, "b": 1},
        (1, 1, 1),
        1.0,
        1.0,
        (1 * FIRST + 2 * THIRD) / (2 * FIRST + 1 * SECOND),
    ),
    # Judged irrelevant, 0 or below, is as good as not judged.
    ByHand("irrelevant", ("x", "y", "a"), {"x": 0, "y": -2, "a": 3}, (0, 1, 1), 1.0, 1 / 3, THIRD),
    # Two of the three relevant are not in the corpus: never found, yet wanted.
    ByHand(
        "missing",
        ("x", "y", "z", "a"),
        {"a": 1, "gone": 1, "away": 1},
        (0, 1, 1),
        1 / 3,
        0.25,
        FOURTH / (FIRST + SECOND + THIRD),
    ),
    ByHand("nothing relevant", ("a", "b"), {"a": 0, "c": 0}, (0, 0, 0), 0.0, 0.0, 0.0),
    ByHand("nothing judged", ("a", "b"), {}, (0, 0, 0), 0.0, 0.0, 0.0),
    ByHand("nothing found", (), {"a": 1}, (0, 0, 0), 0.0, 0.0, 0.0),
    # Rank 6 is beyond 5, rank 11 beyond 10: only one of the two counts. 1 / log2(7) = .35621.
    ByHand(
        "deep",
        TWELVE,
        {"d06": 1, "d11": 1},
        (0, 0, 1),
        0.5,
        1 / 6,
        (1 / math.log2(7)) / (FIRST + SECOND),
    ),
    # "x" twice is one document: "a" is at rank 2, not 3, and itself counts once.
    ByHand("duplicates", ("x", "x", "a", "a"), {"a": 1}, (0, 1, 1), 1.0, 0.5, SECOND),
)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_each_figure_is_the_one_worked_out_by_hand(example):
    assert ranking_metrics(example.ranking, example.qrels) == {
        "success@1": example.success[0],
        "success@5": example.success[1],
        "success@10": example.success[2],
        "recall@10": pytest.approx(example.recall, abs=1e-12),
        "mrr@10": pytest.approx(example.mrr, abs=1e-12),
        "ndcg@10": pytest.approx(example.ndcg, abs=1e-12),
    }


def test_many_queries_in_one_call_have_the_figures_of_one_at_a_time():
    rankings = [example.ranking for example in EXAMPLES]
    qrels = [example.qrels for example in EXAMPLES]
    together = rankings_metrics(rankings, qrels)
    assert together == [ranking_metrics(*pair) for pair in zip(rankings, qrels, strict=True)]
    assert len(together) == 10


def test_eleven_queries_keep_their_order_though_their_numbers_sort_otherwise_as_text():
    rankings = [("a",)] * 10 + [("x", "a")]
    figures = rankings_metrics(rankings, [{"a": 1}] * 11)
    assert [row["mrr@10"] for row in figures] == [1.0] * 10 + [0.5]


def test_a_ranking_without_its_qrels_is_an_error():
    with pytest.raises(ValueError, match="2 rankings but 1 qrels"):
        rankings_metrics([("a",), ("b",)], [{"a": 1}])


def test_equal_scores_keep_the_order_of_ids_all_the_way_into_the_figures():
    # trec_eval would put "b" before "a" at the same score.
    scores = np.array([0.5, 0.5], dtype=np.float32)
    found = ranked(("a", "b"), scores)
    assert found == ("a", "b")
    assert (success_at(1, found, {"a": 1}), success_at(1, found, {"b": 1})) == (1.0, 0.0)


def test_an_order_that_names_and_scores_disagree_on_is_the_scores():
    found = ranked(("a", "b", "c"), np.array([0.1, 0.3, 0.2], dtype=np.float32))
    assert ranking_metrics(found, {"a": 1})["mrr@10"] == pytest.approx(1 / 3)


def test_no_queries_have_no_figures():
    assert rankings_metrics([], []) == []
