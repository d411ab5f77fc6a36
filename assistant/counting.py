"""Counts what was answered, for ``GET /metrics`` in Prometheus' text form; no text is counted."""

import threading
from collections import Counter

from assistant.conversation import Answer
from assistant.verdicts import Checks

_HELP = {
    "lotsen_answers_total": "Svar efter status, orsak och läge.",
    "lotsen_faults_total": "Svar som inte blev klara, efter kod.",
    "lotsen_statements_total": "Meningar som visats.",
    "lotsen_checked_statements_total": "Kontrollerade meningar efter läge och utfall.",
    "lotsen_statement_faults_total": "Fel som kontrollen av meningar fann, efter läge.",
    "lotsen_feedback_total": "Omdömen som tagits emot.",
    "lotsen_answer_seconds_total": "Sammanlagd svarstid i sekunder.",
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
        lines = []
        for name, text in _HELP.items():
            lines += [f"# HELP {name} {text}", f"# TYPE {name} counter"]
            rows = {labels: value for (key, labels), value in values.items() if key == name}
            lines += [
                f"{name}{_braces(labels)} {value:g}" for labels, value in sorted(rows.items())
            ]
        return "\n".join(lines) + "\n"


def _braces(labels: Labels) -> str:
    inside = ",".join(f'{name}="{value}"' for name, value in labels)
    return f"{{{inside}}}" if inside else ""
