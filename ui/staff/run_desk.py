"""What the pages about runs share: the stored runs by their names, what is in them, the processes.

A name from the address is looked up among the runs that there are, never joined to a path.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from assistant.conversation import Mode
from assistant.service import Answerer
from corpus.errors import IndexUnavailableError
from evals.answers import KeptAnswer, UnreadableAnswerError, from_line
from evals.golden import EvalCase
from evals.judging import Gate
from evals.measures import MEASURES
from evals.metrics import NOTHING, Metric
from evals.past_runs import PastCase, PastRun, read_past
from evals.run_folder import ANSWERS_FILE, CASES_FILE, RunFolder, run_folders
from ui.staff.questions import case_sets
from ui.staff.run_processes import RunProcesses

STRICT = "strict_correctness"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunDesk:
    """The runs of one service; without a data directory there are none, and none can be started."""

    answerer: Answerer
    data_dir: Path | None = None
    processes: RunProcesses | None = None

    def folders(self) -> tuple[RunFolder, ...]:
        """The stored runs, the latest first."""
        return tuple(run_folders(self.data_dir)) if self.data_dir is not None else ()

    def folder(self, name: str) -> RunFolder | None:
        """The stored run of that name."""
        return next((folder for folder in self.folders() if folder.name == name), None)

    def modes(self) -> tuple[Mode, ...]:
        """How answers can be made here."""
        try:
            has_model = bool(self.answerer.info().model)
        except IndexUnavailableError:
            has_model = False
        return tuple(Mode) if has_model else (Mode.AUTO, Mode.EXTRACTIVE)


def past_of(folder: RunFolder) -> PastRun:
    """The judged cases of a run, read again only when they have changed.

    Raises:
        UsageError: it has none, or one that can't be read.
    """
    return _past(folder.path, *_stamp(folder))


def metrics_of(folder: RunFolder, set_name: str = "") -> Mapping[str, Metric]:
    """The run's measures, of one set or, for "", of all; made again only when it has changed.

    Raises:
        UsageError: as ``past_of``.
    """
    return _metrics(folder.path, set_name, *_stamp(folder))


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A run in a line: the strict judgement, and the names of the gates that it breaks."""

    strict: Metric
    broken: tuple[str, ...]


def summary_of(folder: RunFolder) -> Summary:
    """The run's summary; only what it needs is summed up, for a list has many runs.

    Raises:
        UsageError: as ``past_of``.
    """
    return _summary(folder.path, *_stamp(folder))


def gates_of(metrics: Mapping[str, Metric]) -> dict[str, Gate]:
    """The bounds, kept or broken; one whose measure was not taken is broken."""
    return {
        name: Gate(
            floor=measure.gate,
            value=metrics[name].value if name in metrics else None,
            passed=name in metrics and measure.keeps_gate(metrics[name].value),
        )
        for name, measure in MEASURES.items()
        if measure.gate is not None
    }


def is_failed(case: PastCase) -> bool | None:
    """Whether the strict judgement went against the case, None where there was none."""
    score = case.scores.get(STRICT)
    return None if score is None or score.value is None else score.value < 1


def answer_of(folder: RunFolder, case_id: str) -> KeptAnswer | None:
    """The kept answer to a case, that of the first epoch, None where there is none."""
    sought = f'"id": {json.dumps(case_id, ensure_ascii=False)}'
    with suppress(OSError, UnicodeDecodeError):
        for line in (folder.path / ANSWERS_FILE).read_text(encoding="utf-8").split("\n"):
            if sought not in line:
                continue
            with suppress(UnreadableAnswerError):
                kept = from_line(line)
                if kept.case_id == case_id and kept.epoch == 1:
                    return kept
    return None


def known_case(case_id: str, set_name: str) -> EvalCase | None:
    """The case as it is now among those that come with the program."""
    return next((case for case in case_sets().get(set_name, ()) if case.id == case_id), None)


def _stamp(folder: RunFolder) -> tuple[int, int]:
    """What tells that a run's cases are others now."""
    try:
        found = (folder.path / CASES_FILE).stat()
    except OSError:
        return (0, 0)
    return (found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=8)
def _past(path: Path, changed: int, size: int) -> PastRun:
    del changed, size
    return read_past(RunFolder(path))


@lru_cache(maxsize=256)
def _metrics(path: Path, set_name: str, changed: int, size: int) -> Mapping[str, Metric]:
    cases = [c for c in _past(path, changed, size).cases if set_name in {"", c.set}]
    taken = {name for case in cases for name in case.scores}
    return {
        name: measure.summed(c.scores[name] for c in cases if name in c.scores)
        for name, measure in MEASURES.items()
        if name in taken
    }


@lru_cache(maxsize=512)
def _summary(path: Path, changed: int, size: int) -> Summary:
    del changed, size
    cases = read_past(RunFolder(path)).cases
    needed = [m for m in MEASURES.values() if m.gate is not None or m.name == STRICT]
    metrics = {
        measure.name: measure.summed(scores)
        for measure in needed
        if (scores := [c.scores[measure.name] for c in cases if measure.name in c.scores])
    }
    broken = tuple(name for name, gate in gates_of(metrics).items() if not gate.passed)
    return Summary(strict=metrics.get(STRICT, NOTHING), broken=broken)
