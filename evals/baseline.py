"""The golden set's scores as they were when somebody last accepted them: what a change is held to.

    cases.jsonl     id, set, status and scores of each case, in order of id; no words, no times
    baseline.json   the day that the questions were asked about, and with which search

The folder is one that ``lotsen evals compare`` takes. It is renewed on purpose alone.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from corpus.errors import StorageError, UsageError
from evals.measures import MEASURES
from evals.metrics import rounded
from evals.past_runs import PastCase, PastRun, read_past
from evals.run_folder import CASES_FILE, RunFolder
from evals.scorers import Score

BUNDLED = Path(__file__).with_name("baseline")
"""The one that comes with the program."""

ABOUT_FILE = "baseline.json"
_ABOUT = ("as_of", "encoder", "legs")
"""The settings of a run that its scores depend on, beside the program itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """The kept cases, and the settings that they were made with."""

    run: PastRun

    @property
    def as_of(self) -> date:
        """The day that questions without a day of their own were asked about."""
        return date.fromisoformat(self.run.settings["as_of"])

    def differences(self, run: PastRun) -> tuple[str, ...]:
        """The settings that ``run`` had otherwise, by name."""
        now = about(run.settings)
        return tuple(name for name in _ABOUT if self.run.settings[name] != now[name])


def read_baseline(folder: Path) -> Baseline:
    """The baseline in ``folder``.

    Raises:
        UsageError: there is none, or a line of it can't be read.
    """
    if not (folder / CASES_FILE).is_file():
        raise UsageError(
            f"I {folder} finns ingen baslinje att jämföra med. "
            "Gör en med lotsen evals check --renew."
        )
    run = read_past(RunFolder(folder))
    try:
        settings = about(json.loads((folder / ABOUT_FILE).read_text(encoding="utf-8")))
        date.fromisoformat(settings["as_of"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(
            f"Filen {folder / ABOUT_FILE} säger inte hur baslinjen gjordes. "
            "Gör en ny med lotsen evals check --renew."
        ) from error
    return Baseline(run=replace(run, settings=settings))


def write_baseline(folder: Path, run: PastRun) -> None:
    """Make ``run`` what later runs are held to.

    Raises:
        StorageError: ``folder`` can't be written.
    """
    kept = RunFolder(folder)
    lines = (_line(case) for case in sorted(run.cases, key=lambda case: case.id))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"Baslinjen kan inte sparas i {folder}.") from error
    kept.write_text(CASES_FILE, "".join(f"{_json(line)}\n" for line in lines))
    kept.write_text(
        ABOUT_FILE, f"{json.dumps(about(run.settings), ensure_ascii=False, indent=2)}\n"
    )


def about(settings: Mapping[str, Any]) -> dict[str, Any]:
    """What of a run's settings a baseline keeps.

    Raises:
        KeyError: one of them is missing.
    """
    return {name: settings[name] for name in _ABOUT}


def _line(case: PastCase) -> dict[str, Any]:
    """The case without what depends on the machine, or on nothing that decides."""
    scores = {name: case.scores[name] for name in _deciding(case.scores)}
    return {
        "id": case.id,
        "set": case.set,
        "status": case.status,
        "scores": {name: rounded(score.value) for name, score in scores.items()},
        "judged": {name: score.n for name, score in scores.items()},
        "why": {},
    }


def _deciding(scores: Mapping[str, Score]) -> Iterable[str]:
    """The measures that a comparison goes by and that the case gave something to judge."""
    return (
        name
        for name, measure in MEASURES.items()
        if measure.decides and name in scores and scores[name].value is not None
    )


def _json(body: Mapping[str, Any]) -> str:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))
