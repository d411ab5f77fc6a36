"""The fit of the check's weights: a known line is found again, and shares are counted rightly."""

import numpy as np
import pytest

from benchmarks.sufficiency_weights import fit, is_set_aside, out_of_fold, refused_at

SLOPE, CONSTANT = 2.0, -1.0


@pytest.fixture
def drawn() -> tuple[np.ndarray, np.ndarray]:
    """Two columns, of which the first decides by SLOPE and CONSTANT and the second is noise."""
    chance = np.random.default_rng(1)
    rows = chance.normal(size=(20_000, 2)) * [1.0, 5.0] + [0.0, 3.0]
    likely = 1 / (1 + np.exp(-(SLOPE * rows[:, 0] + CONSTANT)))
    return rows, chance.random(len(rows)) < likely


def test_the_line_that_made_the_answers_is_found(drawn: tuple[np.ndarray, np.ndarray]) -> None:
    weights, constant = fit(*drawn)
    assert weights == pytest.approx([SLOPE, 0.0], abs=0.1)
    assert constant == pytest.approx(CONSTANT, abs=0.1)


def test_scores_out_of_fold_part_the_two_nearly_as_well(
    drawn: tuple[np.ndarray, np.ndarray],
) -> None:
    rows, answerable = drawn
    weights, constant = fit(rows, answerable)
    seen, unseen = rows @ weights + constant, out_of_fold(rows, answerable)
    assert not np.array_equal(seen, unseen)
    assert refused_at(unseen, answerable) == pytest.approx(refused_at(seen, answerable), abs=0.01)


def test_what_is_refused_is_counted_below_the_share_of_the_others() -> None:
    scores = np.array([0.0, 1.0, 2.0, 3.0, 4.0, 0.5, 1.5, 9.0])
    answerable = np.array([True] * 5 + [False] * 3)
    assert refused_at(scores, answerable, (0.25, 0.5)) == [1 / 3, 2 / 3]


@pytest.mark.parametrize(
    ("name", "aside"), [("guld-lag", True), ("overblick-prov", True), ("utveckling", False)]
)
def test_sets_for_measuring_alone_are_not_fitted_on(name: str, aside: bool) -> None:
    assert is_set_aside(name) is aside
