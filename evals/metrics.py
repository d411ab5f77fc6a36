"""Scores → metrics with intervals: the last step of an evaluation.

Own code, because each figure must be explainable in one line; tests hold hand-computed values.
"""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

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


NOTHING = Metric(value=None, low=None, high=None, n=0)


def proportion(hits: float, n: int) -> Metric:
    """``hits`` of ``n`` with Wilson's interval, which stays inside 0–1 and is honest at 0 and n.

    ``hits`` may have a part of one: what was right in some of several epochs.
    """
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
    draw = random.Random(SEED)  # noqa: S311 - resampling, not a secret
    means = sorted(math.fsum(draw.choices(values, k=n)) / n for _ in range(DRAWS))
    return Metric(
        value=math.fsum(values) / n,
        low=means[round(0.025 * (DRAWS - 1))],
        high=means[round(0.975 * (DRAWS - 1))],
        n=n,
    )


def rounded(value: float | None) -> float | None:
    """Four decimals: enough for 1 in 1,000 and stable across machines."""
    return None if value is None else round(value, 4)
