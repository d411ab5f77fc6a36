"""Scores → metrics with intervals: the last step of an evaluation.

Own code, because each figure must be explainable in one line; tests hold hand-computed values.
"""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Z_95 = 1.959963984540054
"""Two-sided 95 % of the normal distribution."""

DRAWS = 2_000
"""Bootstrap draws."""

SEED = 196
"""Fixed, so that the same scores always give the same interval."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """A figure with its 95 % interval; all None when ``n`` is 0, nothing was there to judge."""

    value: float | None
    low: float | None
    high: float | None
    n: int

    def to_json(self) -> dict[str, float | int | None]:
        """The shape of docs/interface.md."""
        return {
            "value": rounded(self.value),
            "low": rounded(self.low),
            "high": rounded(self.high),
            "n": self.n,
        }


_MOST_NUMBERS = 1_000_000  # drawn at a time: what is held in memory

NOTHING = Metric(value=None, low=None, high=None, n=0)


def proportion(hits: int, n: int) -> Metric:
    """``hits`` of ``n`` with Wilson's interval, which stays inside 0–1 and is honest at 0 and n."""
    if n == 0:
        return NOTHING
    share, z2 = hits / n, Z_95**2
    centre = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = Z_95 / (1 + z2 / n) * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    # At the ends the bound is exactly 0 or 1; the formula leaves a rounding error there.
    low = 0.0 if hits == 0 else max(0.0, centre - half)
    high = 1.0 if hits == n else min(1.0, centre + half)
    return Metric(value=share, low=low, high=high, n=n)


def mean(values: Sequence[float]) -> Metric:
    """The mean with the bootstrap's percentile interval (2.5–97.5 %)."""
    n = len(values)
    if n == 0:
        return NOTHING
    means = np.sort(_drawn_means(np.array(values, dtype=np.float64)))
    return Metric(
        value=math.fsum(values) / n,
        low=float(means[round(0.025 * (DRAWS - 1))]),
        high=float(means[round(0.975 * (DRAWS - 1))]),
        n=n,
    )


def _drawn_means(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The means of DRAWS samples, the very ones that ``random.Random(SEED).choices`` draws.

    Both libraries have the same generator and make its numbers the same way; numpy is several
    times as fast, which a report of many sets needs.
    """
    _, state, _ = random.Random(SEED).getstate()  # noqa: S311 - resampling, not a secret
    draw = np.random.RandomState()
    draw.set_state(("MT19937", np.array(state[:-1], dtype=np.uint32), state[-1], 0, 0.0))
    n = len(values)
    means = np.empty(DRAWS)
    at_once = max(1, _MOST_NUMBERS // n)
    for begin in range(0, DRAWS, at_once):
        drawn = draw.random_sample((min(at_once, DRAWS - begin), n))
        means[begin : begin + at_once] = values[(drawn * n).astype(np.intp)].mean(axis=1)
    return means


def rounded(value: float | None) -> float | None:
    """Four decimals: enough for 1 in 1,000 and stable across machines."""
    return None if value is None else round(value, 4)
