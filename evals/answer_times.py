"""How long the answers of a run took: quantiles and a histogram."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from evals.metrics import rounded

_BINS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """How many answers took from ``low`` to below ``high`` ms; None: and longer."""

    low: float
    high: float | None
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """How long the answers took, in ms: half took at most ``p50``, 95 of 100 at most ``p95``."""

    p50: float
    p95: float
    longest: float
    n: int
    bins: tuple[Bin, ...]

    def to_json(self) -> dict[str, Any]:
        """The shape of docs/interface.md."""
        return {
            "p50": rounded(self.p50),
            "p95": rounded(self.p95),
            "longest": rounded(self.longest),
            "n": self.n,
            "bins": [{"low": one.low, "high": one.high, "n": one.n} for one in self.bins],
        }


def times_of(values: Sequence[float]) -> Times | None:
    """Quantiles (nearest rank) and a histogram whose last bin holds all that took longer."""
    if not values:
        return None
    ordered = sorted(values)
    p95 = _rank(ordered, 0.95)
    width = round_above(p95 / (_BINS - 2))
    bounds = [width * number for number in range(_BINS)]
    return Times(
        p50=_rank(ordered, 0.5),
        p95=p95,
        longest=ordered[-1],
        n=len(ordered),
        bins=tuple(_bin(ordered, low, width, last=low == bounds[-1]) for low in bounds),
    )


def round_above(value: float) -> float:
    """The least of 1, 2 and 5 times a power of ten that is not below ``value``."""
    if value <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= value)


def _bin(ordered: Sequence[float], low: float, width: float, *, last: bool) -> Bin:
    high = None if last else low + width
    inside = [value for value in ordered if value >= low and (high is None or value < high)]
    return Bin(low=low, high=high, n=len(inside))


def _rank(ordered: Sequence[float], share: float) -> float:
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]
