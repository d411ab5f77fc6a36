"""Counts what was answered, for ``GET /metrics`` in Prometheus' text form; no text is counted."""

import threading
from collections import Counter
from collections.abc import Mapping

from assistant.breaker import ModelHealth
from assistant.conversation import Answer
from assistant.verdicts import Checks

_HELP = {
    "lotsen_answers_total": "Svar efter status, orsak och läge.",
    "lotsen_faults_total": "Svar som inte blev klara, efter kod.",
    "lotsen_statements_total": "Meningar som visats.",
    "lotsen_checked_statements_total": "Kontrollerade meningar efter läge och utfall.",
    "lotsen_statement_faults_total": "Fel som kontrollen av meningar fann, efter läge.",
    "lotsen_feedback_total": "Omdömen som tagits emot.",
    "lotsen_feedback_reasons_total": "Omdömen efter om svaret hjälpte och vad som var fel.",
    "lotsen_answer_seconds_total": "Sammanlagd svarstid i sekunder.",
}

_MODEL_HELP = {
    "lotsen_model_calls_total": "Anrop till språkmodellen.",
    "lotsen_model_failures_total": "Anrop som inte gav något helt svar.",
    "lotsen_model_skipped_total": "Anrop som inte gjordes medan modellen vilade.",
    "lotsen_model_statements_total": "Modellens påståenden: behållna, ersatta av citat, strukna.",
    "lotsen_model_paused": "1 medan språkmodellen vilar efter fel i rad.",
}

Labels = tuple[tuple[str, str], ...]


class Counters:
    """Numbers that only grow; safe from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._values: Counter[tuple[str, Labels]] = Counter()

    def add(self, name: str, amount: float = 1, labels: Labels = ()) -> None:
        """Add to the counter ``name`` with ``labels``."""
        with self._lock:
            self._values[name, labels] += amount  # type: ignore[assignment]  # seconds are floats

    def count_answer(self, answer: Answer, seconds: float) -> None:
        """Count one finished answer."""
        labels = (
            ("status", answer.status.value),
            ("reason", answer.reason.value if answer.reason else ""),
            ("mode", answer.mode.value),
        )
        self.add("lotsen_answers_total", 1, labels)
        self.add("lotsen_statements_total", len(answer.statements))
        self.add("lotsen_answer_seconds_total", seconds)
        for checks in answer.checks:
            self._count_checks(checks)

    def _count_checks(self, checks: Checks) -> None:
        mode = ("mode", checks.mode)
        for fate in ("verified", "replaced", "dropped"):
            number = getattr(checks, fate)
            self.add("lotsen_checked_statements_total", number, (mode, ("fate", fate)))
        for fault, number in checks.faults:
            self.add("lotsen_statement_faults_total", number, (mode, ("fault", fault.value)))

    def text(self) -> str:
        """All counters in Prometheus' text form, version 0.0.4."""
        with self._lock:
            values = dict(self._values)
        texts = []
        for name, told in _HELP.items():
            rows = {labels: value for (key, labels), value in values.items() if key == name}
            texts.append(_metric(name, "counter", told, rows))
        return "".join(texts)


def model_text(health: ModelHealth) -> str:
    """How it has gone with the language model, in the same form."""
    fates: dict[Labels, float] = {(("fate", fate),): n for fate, n in health.statements}
    numbers: dict[str, Mapping[Labels, float]] = {
        "lotsen_model_calls_total": {(): health.calls},
        "lotsen_model_failures_total": {(): health.failures},
        "lotsen_model_skipped_total": {(): health.skipped},
        "lotsen_model_statements_total": fates,
        "lotsen_model_paused": {(): float(health.pause_left > 0)},
    }
    return "".join(
        _metric(name, "counter" if name.endswith("_total") else "gauge", _MODEL_HELP[name], rows)
        for name, rows in numbers.items()
    )


def _metric(name: str, kind: str, told: str, rows: Mapping[Labels, float]) -> str:
    lines = [f"# HELP {name} {told}", f"# TYPE {name} {kind}"]
    lines += [f"{name}{_braces(labels)} {value:g}" for labels, value in sorted(rows.items())]
    return "\n".join(lines) + "\n"


def _braces(labels: Labels) -> str:
    inside = ",".join(f'{name}="{value}"' for name, value in labels)
    return f"{{{inside}}}" if inside else ""
