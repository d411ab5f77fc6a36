"""Cases → answers → scores → EvalReport: what ``lotsen evals run`` does.

The answers come from the same function as the product's. A run's folder holds ``cases.jsonl`` (one
scored case a line, enough to recompute every metric) and ``report.json``.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.conversation import Answer, AnswerStatus, Mode, Question
from corpus.errors import ExitCode, StorageError
from evals.cases import EvalCase
from evals.metrics import Metric, mean, proportion, rounded
from evals.scorers import SCORERS, Score, Sources

if TYPE_CHECKING:
    from assistant.bootstrap import Assistant

CASES_FILE = "cases.jsonl"
REPORT_FILE = "report.json"
MASKED = "[frågan sparas inte: personuppgifter]"

MEANS = frozenset({"nugget_recall", "citation_precision", "citation_recall"})
"""Metrics whose scores are shares of their own; the others count hits."""

FLOORS: Mapping[str, float] = {"quote_exactness": 1.0, "statements_cited": 1.0}
CEILINGS: Mapping[str, float] = {"lane_errors": 0.0, "forbidden_claims": 0.0}

Ask = Callable[[Question], Answer]
Progress = Callable[[int, int], None]
"""Takes how many cases are done, and of how many."""


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
            "question": MASKED if self._hides_question() else self.case.question,
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
        }

    def _hides_question(self) -> bool:
        blocked = self.answer.status is AnswerStatus.BLOCKED_PERSONAL_DATA
        return blocked or self.case.holds_personal_data


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


def run_evaluation(
    assistant: "Assistant",
    cases: Sequence[EvalCase],
    *,
    mode: Mode,
    out: Path | None = None,
    progress: Progress = lambda _done, _of: None,
) -> EvalReport:
    """Ask ``cases`` of the product itself and judge the answers; written to ``out`` if given.

    Raises:
        StorageError: ``out`` can't be written.
        ModelUnavailableError: mode is MODEL and the model does not answer.
    """
    from assistant.answering import answer_question  # noqa: PLC0415 – the whole assistant

    generation, today = assistant.generation, assistant.today()
    scored = score_cases(
        lambda question: answer_question(assistant, question),
        generation,
        cases,
        mode=mode,
        today=today,
        progress=progress,
    )
    report = make_report(
        scored,
        run=f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{mode}",
        settings={
            "mode": mode.value,
            "as_of": today.isoformat(),
            "generation": generation.name,
            "encoder": generation.encoder_name,
            "model": assistant.model_name,
            "sets": sorted({case.set for case in cases}),
        },
    )
    if out is not None:
        write_report(report, out)
    return report


def score_cases(
    ask: Ask,
    sources: Sources,
    cases: Sequence[EvalCase],
    *,
    mode: Mode,
    today: date,
    progress: Progress = lambda _done, _of: None,
) -> tuple[ScoredCase, ...]:
    """Every case asked and judged, in order."""
    scored = []
    for done, case in enumerate(cases, 1):
        answer = ask(
            Question(text=case.question, as_of=case.as_of or today, history=case.history, mode=mode)
        )
        scores = {name: judge(case, answer, sources) for name, judge in SCORERS.items()}
        scored.append(ScoredCase(case=case, answer=answer, scores=scores))
        progress(done, len(cases))
    return tuple(scored)


def make_report(
    scored: Sequence[ScoredCase], *, run: str, settings: Mapping[str, Any]
) -> EvalReport:
    """Metrics and gates of scored cases."""
    metrics = {name: summed(name, (case.scores[name] for case in scored)) for name in SCORERS}
    return EvalReport(
        run=run,
        cases=tuple(scored),
        metrics=metrics,
        gates=gates_of(metrics),
        settings=settings,
    )


def summed(name: str, scores: Iterable[Score]) -> Metric:
    """One metric from the scores of its name; unscored cases count nowhere."""
    judged = [(score.value, score.n) for score in scores if score.value is not None]
    if name in MEANS:
        return mean([value for value, _ in judged])
    return proportion(sum(round(value * n) for value, n in judged), sum(n for _, n in judged))


def gates_of(metrics: Mapping[str, Metric]) -> dict[str, Gate]:
    """The gates; ``floor`` is the bound, from below for shares and from above for faults."""
    floors = {
        name: Gate(floor=floor, value=value, passed=value is None or value >= floor)
        for name, floor in FLOORS.items()
        for value in (metrics[name].value,)
    }
    ceilings = {
        name: Gate(floor=ceiling, value=value, passed=value is None or value <= ceiling)
        for name, ceiling in CEILINGS.items()
        for value in (metrics[name].value,)
    }
    return floors | ceilings


def write_report(report: EvalReport, out: Path) -> None:
    """Write ``cases.jsonl`` and ``report.json`` into ``out``, replacing an earlier run there.

    Raises:
        StorageError: the folder can't be made or written.
    """
    whole = report.to_json()
    lines = "".join(json.dumps(case, ensure_ascii=False) + "\n" for case in whole["cases"])
    try:
        out.mkdir(parents=True, exist_ok=True)
        (out / CASES_FILE).write_text(lines, encoding="utf-8", newline="\n")
        text = json.dumps(whole, ensure_ascii=False, indent=2) + "\n"
        (out / REPORT_FILE).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise StorageError(f"Utvärderingen kan inte sparas i {out}.") from error
