"""A stored run → what its report shows: figures per set, risk, times, history, what failed.

Figures alone: ``ui/report_views.py`` words them, ``evals/plots.py`` draws them.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from corpus.errors import UsageError
from evals.answer_times import Times, times_of
from evals.golden import UNCHECKED
from evals.judging import Gate
from evals.measures import MEASURES
from evals.metrics import Metric
from evals.past_runs import PastCase, PastRun, read_past
from evals.risk import Outcome, RiskCurve, risk_curve
from evals.run_folder import RunFolder

STRICT = "strict_correctness"
FOLLOWED = (STRICT, "false_refusals", "refusal_recall")
"""The measures that are followed from run to run."""

MOST_RUNS = 30
"""How many runs the history holds at most, the latest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedCase:
    """One case; ``faults`` has what was wrong by the measure that says so, in its own words.

    It failed when it is not right in substance, or breaks one of the gates.
    """

    case: PastCase
    faults: Mapping[str, str]

    @property
    def failed(self) -> bool:
        """Whether anything was wrong."""
        return bool(self.faults)

    @property
    def confidence(self) -> float | None:
        """How likely the sources were to answer, in log odds, if that was kept."""
        return _figure(self.case.body.get("confidence"))

    def value(self, measure: str) -> float | None:
        """The case's score of a measure, None where there was nothing to judge."""
        score = self.case.scores.get(measure)
        return None if score is None else score.value


@dataclass(frozen=True, slots=True, kw_only=True)
class SetFigures:
    """The measures of one set of cases."""

    name: str
    cases: int
    failed: int
    metrics: Mapping[str, Metric]


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryPoint:
    """A run of the same sets; ``is_this`` marks the one that is reported."""

    run: str
    started: datetime
    cases: int
    metrics: Mapping[str, Metric]
    is_this: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Everything a report shows. ``unchecked`` is how many cases no person has read."""

    run: PastRun
    metrics: Mapping[str, Metric]
    gates: Mapping[str, Gate]
    sets: tuple[SetFigures, ...]
    cases: tuple[JudgedCase, ...]
    unchecked: int
    risk: RiskCurve
    without_confidence: int
    times: Times | None
    history: tuple[HistoryPoint, ...]

    @property
    def failed(self) -> tuple[JudgedCase, ...]:
        """The cases that failed."""
        return tuple(case for case in self.cases if case.failed)

    def to_json(self) -> dict[str, Any]:
        """The shape of docs/interface.md."""
        return {
            "run": self.run.run,
            "started": self.run.started.isoformat() if self.run.started else None,
            "settings": dict(self.run.settings),
            "cases": len(self.cases),
            "unchecked": self.unchecked,
            "metrics": _metrics_json(self.metrics),
            "gates": {name: gate.to_json() for name, gate in self.gates.items()},
            "sets": [
                {
                    "set": one.name,
                    "cases": one.cases,
                    "failed": one.failed,
                    "metrics": _metrics_json(one.metrics),
                }
                for one in self.sets
            ],
            "risk": {**self.risk.to_json(), "without_confidence": self.without_confidence},
            "latency": self.times.to_json() if self.times else None,
            "history": [
                {
                    "run": point.run,
                    "started": point.started.isoformat(),
                    "cases": point.cases,
                    "metrics": _metrics_json(point.metrics),
                }
                for point in self.history
            ],
            "failed": [
                {"id": one.case.id, "set": one.case.set, "why": dict(one.faults)}
                for one in self.failed
            ],
        }


def figures_of(folder: RunFolder, others: Iterable[RunFolder] = ()) -> Figures:
    """The figures of the run in ``folder``; ``others`` are stored runs for its history.

    Raises:
        UsageError: the run has no judged cases, or one that can't be read.
    """
    run = read_past(folder)
    cases = tuple(JudgedCase(case=case, faults=_faults(case)) for case in run.cases)
    given = [case for case in cases if case.case.status == "answered"]
    certain = [case for case in given if case.confidence is not None]
    return Figures(
        run=run,
        metrics=run.metrics,
        gates=run.gates,
        sets=tuple(_sets(cases)),
        cases=cases,
        unchecked=sum(case.case.body.get("checked", UNCHECKED) == UNCHECKED for case in cases),
        risk=risk_curve(map(_outcome, certain), of=len(cases)),
        without_confidence=len(given) - len(certain),
        times=times_of([v for case in cases if (v := case.value("latency_ms")) is not None]),
        history=_history(run, folder, others),
    )


def _faults(case: PastCase) -> dict[str, str]:
    """Why the case failed, by measure; {} for one that did not."""
    return {
        name: score.why
        for name, score in case.scores.items()
        if score.value is not None
        and (score.value < 1 if name == STRICT else not MEASURES[name].keeps_gate(score.value))
    }


def _outcome(one: JudgedCase) -> Outcome:
    right = one.value(STRICT)
    # Only cases whose confidence is known come here.
    return Outcome(confidence=one.confidence or 0.0, wrong=1.0 - (right or 0.0))


def _sets(cases: Sequence[JudgedCase]) -> Iterable[SetFigures]:
    for name in dict.fromkeys(one.case.set for one in cases):
        own = [one for one in cases if one.case.set == name]
        run = PastRun(run=name, cases=tuple(one.case for one in own))
        failed = sum(one.failed for one in own)
        yield SetFigures(name=name, cases=len(own), failed=failed, metrics=run.metrics)


def _history(
    run: PastRun, folder: RunFolder, others: Iterable[RunFolder]
) -> tuple[HistoryPoint, ...]:
    """The latest finished runs of the same sets with this one among them, oldest first."""
    if run.started is None:
        return ()
    asked = {case.set for case in run.cases}
    points = [_point(run, run.started, is_this=True)]
    for other in others:
        if len(points) == MOST_RUNS:
            break
        if other.path.resolve() != folder.path.resolve() and (past := _same_sets(other, asked)):
            points.append(past)
    return tuple(sorted(points, key=lambda point: point.started))


def _same_sets(folder: RunFolder, asked: set[str]) -> HistoryPoint | None:
    """A run with those sets and no others, unless it is not finished or can't be read."""
    try:
        kept = folder.read_run()
        if kept.finished is None or set(kept.settings.get("sets", ())) != asked:
            return None
        return _point(read_past(folder), kept.started, is_this=False)
    except UsageError:
        return None


def _point(run: PastRun, started: datetime, *, is_this: bool) -> HistoryPoint:
    metrics = {
        name: MEASURES[name].summed(c.scores[name] for c in run.cases if name in c.scores)
        for name in FOLLOWED
    }
    return HistoryPoint(
        run=run.run, started=started, cases=len(run.cases), metrics=metrics, is_this=is_this
    )


def _figure(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if math.isfinite(value) else None


def _metrics_json(metrics: Mapping[str, Metric]) -> dict[str, Any]:
    return {name: metric.to_json() for name, metric in metrics.items()}
