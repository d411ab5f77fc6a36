"""Two runs → Comparison: what changed for the better and the worse, and how sure that is.

Paired: the cases that both runs have are compared one by one, and the interval of the mean
difference comes from drawing those cases again (bootstrap). That two intervals overlap says little;
whether the difference's own interval holds 0 says what there is to say.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ExitCode, UsageError
from evals.judging import Gate
from evals.measures import MEASURES, Better, Measure, Sum
from evals.metrics import DRAWS, SEED, rounded
from evals.past_runs import PastCase, PastRun
from evals.scorers import Score


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One measure in both runs, over the ``n`` cases that both have scored.

    ``difference`` is the second minus the first, with its 95 % interval; ``wins`` and ``losses``
    are the ids of the cases that became better and worse.
    """

    measure: Measure
    first: float
    second: float
    difference: float
    low: float
    high: float
    n: int
    wins: tuple[str, ...]
    losses: tuple[str, ...]

    @property
    def verdict(self) -> str:
        """What to say of it, by whether the interval holds 0."""
        if self.low <= 0 <= self.high:
            return "ingen säker skillnad"
        rose = self.low > 0
        return "bättre" if rose == (self.measure.better is Better.HIGH) else "sämre"

    @property
    def is_drop(self) -> bool:
        """Whether it fails the comparison."""
        return self.measure.decides and self.verdict == "sämre"

    def to_json(self) -> dict[str, Any]:
        """The shape of docs/interface.md."""
        return {
            "first": rounded(self.first),
            "second": rounded(self.second),
            "difference": rounded(self.difference),
            "low": rounded(self.low),
            "high": rounded(self.high),
            "n": self.n,
            "verdict": self.verdict,
            "wins": list(self.wins),
            "losses": list(self.losses),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two runs side by side; ``gates`` are those of the second."""

    first: PastRun
    second: PastRun
    changes: Mapping[str, Change]
    gates: Mapping[str, Gate]
    shared: int
    only_first: tuple[str, ...]
    only_second: tuple[str, ...]

    @property
    def drops(self) -> tuple[str, ...]:
        """The measures that became significantly worse."""
        return tuple(name for name, change in self.changes.items() if change.is_drop)

    @property
    def broken(self) -> tuple[str, ...]:
        """The gates that the second run breaks."""
        return tuple(name for name, gate in self.gates.items() if not gate.passed)

    @property
    def exit_code(self) -> ExitCode:
        """GATE_FAILED on a significant drop or a broken gate, else DONE."""
        return ExitCode.GATE_FAILED if self.drops or self.broken else ExitCode.DONE

    @property
    def settings_changed(self) -> tuple[str, ...]:
        """The settings that differ between the runs."""
        names = dict.fromkeys((*self.first.settings, *self.second.settings))
        one, other = self.first.settings, self.second.settings
        return tuple(name for name in names if one.get(name) != other.get(name))

    def to_json(self) -> dict[str, Any]:
        """The shape of docs/interface.md."""
        return {
            "first": self.first.run,
            "second": self.second.run,
            "cases": self.shared,
            "only_first": list(self.only_first),
            "only_second": list(self.only_second),
            "settings_changed": list(self.settings_changed),
            "metrics": {name: change.to_json() for name, change in self.changes.items()},
            "gates": {name: gate.to_json() for name, gate in self.gates.items()},
            "drops": list(self.drops),
            "broken": list(self.broken),
        }


def compare(first: PastRun, second: PastRun) -> Comparison:
    """What changed from ``first`` to ``second``.

    Raises:
        UsageError: the runs have no case in common.
    """
    before = {case.id: case for case in first.cases}
    pairs = [(before[case.id], case) for case in second.cases if case.id in before]
    if not pairs:
        raise UsageError(
            f"Körningarna {first.run} och {second.run} har inga fall gemensamt att jämföra."
        )
    after = {case.id for case in second.cases}
    changes = {name: _change(measure, pairs) for name, measure in MEASURES.items()}
    return Comparison(
        first=first,
        second=second,
        changes={name: change for name, change in changes.items() if change is not None},
        gates=second.gates,
        shared=len(pairs),
        only_first=tuple(case.id for case in first.cases if case.id not in after),
        only_second=tuple(case.id for case in second.cases if case.id not in before),
    )


def _change(measure: Measure, pairs: Sequence[tuple[PastCase, PastCase]]) -> Change | None:
    """The measure's change, None when no case was scored in both runs."""
    scored = [
        (one.id, a, b)
        for one, other in pairs
        if (a := _known(one.scores.get(measure.name))) is not None
        and (b := _known(other.scores.get(measure.name))) is not None
    ]
    if not scored:
        return None
    first = np.array([_sums(measure, a) for _, a, _ in scored])
    second = np.array([_sums(measure, b) for _, _, b in scored])
    low, high = _interval(first, second)
    sign = 1 if measure.better is Better.HIGH else -1
    moved = [(case_id, sign * (_value(b) - _value(a))) for case_id, a, b in scored]
    one, other = (float(sums[:, 0].sum() / sums[:, 1].sum()) for sums in (first, second))
    return Change(
        measure=measure,
        first=one,
        second=other,
        difference=other - one,
        low=low,
        high=high,
        n=len(scored),
        wins=tuple(case_id for case_id, gain in moved if gain > 0),
        losses=tuple(case_id for case_id, gain in moved if gain < 0),
    )


def _known(score: Score | None) -> Score | None:
    return score if score is not None and score.value is not None and score.n > 0 else None


def _value(score: Score) -> float:
    return score.value or 0.0


def _sums(measure: Measure, score: Score) -> tuple[float, float]:
    """What the case adds to the measure's sum, and how many things it is of."""
    n = score.n if measure.sum is Sum.HITS else 1
    return _value(score) * n, float(n)


def _interval(first: NDArray[np.float64], second: NDArray[np.float64]) -> tuple[float, float]:
    """The 95 % percentile interval of the difference, the same cases drawn for both runs."""
    size = len(first)
    # How often each case comes up in each draw, shape (DRAWS, size): many times as quick as drawing
    # the cases one by one.
    often = np.random.default_rng(SEED).multinomial(size, np.full(size, 1 / size), DRAWS)
    a, b = often @ first, often @ second
    differences = b[:, 0] / b[:, 1] - a[:, 0] / a[:, 1]
    low, high = np.quantile(differences, (0.025, 0.975), method="nearest")
    return float(low), float(high)
