"""Kept answers → scores → EvalReport: the second half of an evaluation.

Judging asks nothing: answers that were kept can be judged again with other scorers or other cases.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from assistant.conversation import Answer
from corpus.errors import ExitCode
from evals.answers import MASKED, KeptAnswer, hides_question
from evals.golden import EvalCase
from evals.measures import MEASURES
from evals.metrics import Metric, rounded
from evals.run_folder import CASES_FILE, REPORT_FILE, RunFolder
from evals.scorers import Score, Sources


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredCase:
    """One case, what was answered and how it was judged."""

    case: EvalCase
    answer: Answer
    scores: Mapping[str, Score]

    def to_json(self) -> dict[str, Any]:
        """One line of ``cases.jsonl``; a question with personal data is left out of it."""
        return {
            "id": self.case.id,
            "set": self.case.set,
            "kind": self.case.kind,
            "audience": self.case.audience,
            "question": MASKED if hides_question(self.case, self.answer) else self.case.question,
            "expected_status": list(self.case.expected_status),
            "status": self.answer.status,
            "reason": self.answer.reason,
            "mode": self.answer.mode,
            "scores": {name: rounded(score.value) for name, score in self.scores.items()},
            "why": {name: score.why for name, score in self.scores.items()},
            "judged": {name: score.n for name, score in self.scores.items()},
            "statements": [
                {"text": s.text, "lane": s.lane, "labels": list(s.labels)}
                for s in self.answer.statements
            ],
            "citations": [
                {
                    "label": c.label,
                    "document_id": c.document_id,
                    "pinpoint": c.pinpoint,
                    "passage_id": c.passage_id,
                    "quote": c.quote,
                }
                for c in self.answer.citations
            ],
            "checked": self.case.checked,
            "gold": [
                {"document_id": gold.document_id, "pinpoint": gold.pinpoint, "grade": gold.grade}
                for gold in self.case.gold
            ],
            "confidence": rounded(self.answer.confidence),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """A bound that a metric must keep; a metric without anything to judge keeps it."""

    floor: float
    value: float | None
    passed: bool

    def to_json(self) -> dict[str, float | bool | None]:
        """The shape of docs/interface.md."""
        return {"floor": self.floor, "value": rounded(self.value), "passed": self.passed}


@dataclass(frozen=True, slots=True, kw_only=True)
class EvalReport:
    """A whole run."""

    run: str
    cases: tuple[ScoredCase, ...]
    metrics: Mapping[str, Metric]
    gates: Mapping[str, Gate]
    settings: Mapping[str, Any]

    @property
    def exit_code(self) -> ExitCode:
        """DONE, or GATE_FAILED when a gate is broken."""
        sound = all(gate.passed for gate in self.gates.values())
        return ExitCode.DONE if sound else ExitCode.GATE_FAILED

    def to_json(self) -> dict[str, Any]:
        """The shape of docs/interface.md."""
        return {
            "run": self.run,
            "cases": [case.to_json() for case in self.cases],
            "metrics": {name: metric.to_json() for name, metric in self.metrics.items()},
            "gates": {name: gate.to_json() for name, gate in self.gates.items()},
            "settings": dict(self.settings),
        }


def scores_of(case: EvalCase, answer: Answer, sources: Sources) -> dict[str, Score]:
    """What every scorer says of one answer."""
    return {name: measure.scorer(case, answer, sources) for name, measure in MEASURES.items()}


def judged(case: EvalCase, answers: Sequence[KeptAnswer]) -> ScoredCase:
    """A case with the answers of its epochs: each score is the mean over them, told as the worst.

    The first epoch's answer is the one that is shown.
    """
    epochs = [scores_of(case, kept.answer, kept) for kept in answers]
    scores = {name: _mean_score([scores[name] for scores in epochs]) for name in MEASURES}
    return ScoredCase(case=case, answer=answers[0].answer, scores=scores)


def _mean_score(scores: Sequence[Score]) -> Score:
    known = [(score.value, score) for score in scores if score.value is not None]
    if len(scores) == 1 or not known:
        return scores[0]
    value, worst = min(known, key=lambda pair: pair[0])
    return Score(
        value=fmean(value for value, _ in known),
        answer=worst.answer,
        why=f"{worst.why} (sämst av {len(known)} omgångar: {value:.2f})",
        n=max(score.n for _, score in known),
    )


def make_report(
    scored: Sequence[ScoredCase], *, run: str, settings: Mapping[str, Any]
) -> EvalReport:
    """Metrics and gates of scored cases."""
    metrics = {name: summed(name, (case.scores[name] for case in scored)) for name in MEASURES}
    return EvalReport(
        run=run,
        cases=tuple(scored),
        metrics=metrics,
        gates=gates_of(metrics),
        settings=settings,
    )


def summed(name: str, scores: Iterable[Score]) -> Metric:
    """One metric from the scores of its name; unscored cases count nowhere."""
    return MEASURES[name].summed(scores)


def gates_of(metrics: Mapping[str, Metric]) -> dict[str, Gate]:
    """The gates; ``floor`` is the bound, from below for shares and from above for faults."""
    return {
        name: Gate(floor=measure.gate, value=value, passed=measure.keeps_gate(value))
        for name, measure in MEASURES.items()
        if measure.gate is not None
        for value in (metrics[name].value,)
    }


def write_report(report: EvalReport, folder: RunFolder) -> None:
    """Write ``cases.jsonl`` and ``report.json`` into the run's folder, each whole or not at all.

    Raises:
        StorageError: the folder can't be made or written.
    """
    whole = report.to_json()
    lines = "".join(json.dumps(case, ensure_ascii=False) + "\n" for case in whole["cases"])
    folder.write_text(CASES_FILE, lines)
    folder.write_text(REPORT_FILE, json.dumps(whole, ensure_ascii=False, indent=2) + "\n")
