"""Stored runs as they are read again: rows of judged cases, whichever version wrote them.

Comparisons and reports go by the cases, never by a stored summary. What an older version did not
measure is missing, and what a newer one measures is left out.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from corpus.errors import UsageError
from evals.judging import Gate
from evals.measures import MEASURES
from evals.metrics import Metric
from evals.run_folder import CASES_FILE, RunFolder
from evals.scorers import Score


@dataclass(frozen=True, slots=True, kw_only=True)
class PastCase:
    """One judged case of a stored run; ``scores`` has the measures that were taken."""

    id: str
    set: str
    status: str
    scores: Mapping[str, Score]
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class PastRun:
    """A stored run; ``settings`` are {} and ``started`` None where only its cases are left."""

    run: str
    cases: tuple[PastCase, ...]
    settings: Mapping[str, Any] = field(default_factory=dict)
    started: datetime | None = None
    finished: bool = True

    @property
    def metrics(self) -> dict[str, Metric]:
        """The measures that were taken, summed up from the cases."""
        taken = {name for case in self.cases for name in case.scores}
        return {
            name: measure.summed(c.scores[name] for c in self.cases if name in c.scores)
            for name, measure in MEASURES.items()
            if name in taken
        }

    @property
    def gates(self) -> dict[str, Gate]:
        """The bounds, kept or broken; one whose measure was not taken is broken."""
        metrics = self.metrics
        return {
            name: Gate(
                floor=measure.gate,
                value=metrics[name].value if name in metrics else None,
                passed=name in metrics and measure.keeps_gate(metrics[name].value),
            )
            for name, measure in MEASURES.items()
            if measure.gate is not None
        }


def read_past(folder: RunFolder) -> PastRun:
    """The run in ``folder``.

    Raises:
        UsageError: it holds no judged cases, or one that can't be read; names the line.
    """
    path = folder.path / CASES_FILE
    none = (
        f"Körningen i {folder.path} har inga bedömda fall. Är den avbruten? "
        f"Fortsätt den med lotsen evals run --resume {folder.name}."
    )
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(none) from error
    cases = tuple(_cases(lines, path.name, folder.name))
    if not cases:
        raise UsageError(none)
    try:
        run = folder.read_run()
    except UsageError:  # a folder with the cases alone can be compared as well
        return PastRun(run=folder.name, cases=cases)
    return PastRun(
        run=run.run,
        cases=cases,
        settings=run.settings,
        started=run.started,
        finished=run.finished is not None,
    )


def _cases(lines: Iterable[str], file: str, run: str) -> Iterable[PastCase]:
    seen: set[str] = set()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            case = _case(json.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            told = f"Körningen {run}, {file}, rad {number}: raden är inget bedömt fall."
            raise UsageError(told) from error
        if case.id not in seen:  # a line written twice counts once
            seen.add(case.id)
            yield case


def _case(body: Mapping[str, Any]) -> PastCase:
    judged, why = body["judged"], body["why"]
    return PastCase(
        id=str(body["id"]),
        set=str(body["set"]),
        status=str(body["status"]),
        scores={
            name: Score(
                value=None if value is None else float(value),
                answer="",
                why=str(why.get(name, "")),
                n=int(judged[name]),
            )
            for name, value in body["scores"].items()
            if name in MEASURES
        },
        body=body,
    )
