"""Risk and coverage: how wrong the answers would be if only the most certain ones were given.

A threshold on an answer's confidence decides how many questions are answered. Coverage is the share
of all questions that are, risk the share of those answers that are wrong.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from evals.metrics import rounded


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """An answer that was given: its confidence, and how wrong it was, from 0 (right) to 1."""

    confidence: float
    wrong: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskPoint:
    """What a threshold gives: answers with at least that confidence."""

    threshold: float
    coverage: float
    risk: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskCurve:
    """The points from the strictest threshold to none at all; ``of`` is how many were asked.

    ``area`` (AURC) is the mean risk over the coverages that the curve reaches, None without
    answers: the lower, the better the confidence tells right answers from wrong ones.
    """

    points: tuple[RiskPoint, ...]
    area: float | None
    answers: int
    of: int

    def to_json(self) -> dict[str, Any]:
        """The shape of docs/interface.md."""
        return {
            "area": rounded(self.area),
            "answers": self.answers,
            "of": self.of,
            "points": [
                {
                    "threshold": rounded(point.threshold),
                    "coverage": rounded(point.coverage),
                    "risk": rounded(point.risk),
                }
                for point in self.points
            ],
        }


def risk_curve(outcomes: Iterable[Outcome], of: int) -> RiskCurve:
    """The curve of the answers given to ``of`` questions.

    Answers of the same confidence make one point: no threshold parts them.
    """
    ordered = sorted(outcomes, key=lambda one: -one.confidence)
    points: list[RiskPoint] = []
    answered, wrong, area = 0, 0.0, 0.0
    for confidence, group in groupby(ordered, key=lambda one: one.confidence):
        same = list(group)
        answered += len(same)
        wrong += sum(one.wrong for one in same)
        risk = wrong / answered
        area += risk * len(same) / len(ordered)
        points.append(RiskPoint(threshold=confidence, coverage=answered / of, risk=risk))
    return RiskCurve(
        points=tuple(points), area=area if ordered else None, answers=len(ordered), of=of
    )
