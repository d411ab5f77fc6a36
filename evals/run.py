"""Cases → kept answers → EvalReport: what ``lotsen evals run`` does.

The answers come from the same function as the product's, asked through Inspect
(``evals/inspecting.py``), and each is kept as it comes (``evals/run_folder.py``): an interrupted
run goes on where it stopped. ``evals/judging.py`` judges what was kept.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import count
from threading import Lock
from typing import TYPE_CHECKING, Any, Self

from assistant.conversation import Answer, Mode, Question
from corpus.documents import Lane
from corpus.errors import UsageError
from evals.answers import KeptAnswer, asked_sha256, keep
from evals.golden import EvalCase
from evals.judging import EvalReport, judged, make_report, scores_of, write_report
from evals.measures import MEASURES
from evals.run_folder import RunFile, RunFolder
from evals.scorers import Sources

if TYPE_CHECKING:
    from assistant.bootstrap import Assistant
    from corpus.generation import Generation

Ask = Callable[[Question], Answer]
Progress = Callable[[int, int], None]
"""Takes how many answers are there, and of how many."""

AT_ONCE = 2
"""Questions asked at a time: the encoder leaves a second core idle between its own steps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexSources:
    """Everything in an index, as ``Sources``."""

    lanes: Mapping[str, Lane]
    texts: Mapping[str, str]

    @classmethod
    def of(cls, generation: "Generation") -> Self:
        """Those of ``generation``, which need not stay open."""
        return cls(
            lanes={name: entry.lane for name, entry in generation.entries.items()},
            texts={passage.passage_id: passage.text for passage in generation.passages},
        )


def run_evaluation(  # noqa: PLR0913 – what is asked, how, and where it is kept
    assistant: "Assistant",
    cases: Sequence[EvalCase],
    *,
    mode: Mode,
    folder: RunFolder,
    epochs: int = 1,
    faults: Sequence[str] = (),
    progress: Progress = lambda _done, _of: None,
) -> EvalReport:
    """Ask ``cases`` of the product itself and judge the answers, kept in ``folder``.

    ``faults`` are what was wrong in the case files: kept with the run.

    Raises:
        StorageError: the folder can't be written.
        UsageError: another process writes it.
        ModelUnavailableError: mode is MODEL and the model does not answer.
    """
    with folder.writing():
        run = RunFile(
            run=folder.name,
            started=datetime.now(UTC),
            settings=settings_of(assistant, mode, cases),
            case_ids=tuple(case.id for case in cases),
            epochs=epochs,
            faults=tuple(faults),
        )
        folder.write_start(run)
        sources = IndexSources.of(assistant.generation)
        return evaluate(_asker(assistant), sources, cases, run, folder, progress)


def go_on(
    assistant: "Assistant",
    known: Iterable[EvalCase],
    folder: RunFolder,
    progress: Progress = lambda _done, _of: None,
) -> EvalReport:
    """Ask what an interrupted run has left, and judge the whole.

    Raises:
        UsageError: the run is of another index, model or day's settings, or a case is gone; or it
            is being written right now.
    """
    with folder.writing():
        run = folder.read_run()
        cases = cases_of(run, known)
        now = settings_of(assistant, Mode(run.settings["mode"]), cases)
        changed = [name for name in _SAME if run.settings.get(name) != now[name]]
        if changed:
            told = ", ".join(changed)
            raise UsageError(
                f"Körningen {run.run} kan inte fortsätta: {told} är inte som då. Börja en ny."
            )
        folder.mend()
        sources = IndexSources.of(assistant.generation)
        return evaluate(_asker(assistant), sources, cases, run, folder, progress)


_SAME = ("generation", "encoder", "model", "prompt", "version", "legs")
"""Settings that must be the same for two answers to belong to one run."""


def judge_again(known: Iterable[EvalCase], folder: RunFolder) -> EvalReport:
    """Judge a run's kept answers by the cases as they are now; nothing is asked.

    Raises:
        UsageError: the run has no answers kept, is not finished, or a case is gone or asks
            something else now.
    """
    with folder.writing():
        run = folder.read_run()
        cases = cases_of(run, known)
        kept = {(k.case_id, k.epoch): k for k in folder.answers()}
        wanted = [(case, epoch) for case in cases for epoch in range(1, run.epochs + 1)]
        missing = [
            case.id for case, epoch in wanted if not _is_of(kept.get((case.id, epoch)), case)
        ]
        if missing:
            raise UsageError(
                f"Körningen {run.run} saknar svar på {missing[0]} som fallet lyder nu. "
                "Fortsätt körningen eller börja en ny."
            )
        return _judged(cases, [kept[case.id, epoch] for case, epoch in wanted], run, folder)


def cases_of(run: RunFile, known: Iterable[EvalCase]) -> tuple[EvalCase, ...]:
    """The cases that a run asks, in its order.

    Raises:
        UsageError: one of them is not among ``known``.
    """
    by_id = {case.id: case for case in known}
    gone = [case_id for case_id in run.case_ids if case_id not in by_id]
    if gone:
        raise UsageError(
            f"Fallet {gone[0]} i körningen {run.run} finns inte bland frågorna. "
            "Ange filen med --cases."
        )
    return tuple(by_id[case_id] for case_id in run.case_ids)


def settings_of(assistant: "Assistant", mode: Mode, cases: Sequence[EvalCase]) -> dict[str, Any]:
    """What a run's figures depend on."""
    from assistant.bootstrap import DISTRIBUTION  # noqa: PLC0415 – the whole assistant
    from assistant.prompting import prompt_stamp  # noqa: PLC0415

    generation = assistant.generation
    return {
        "mode": mode.value,
        "as_of": assistant.today().isoformat(),
        "generation": generation.name,
        "encoder": generation.encoder_name,
        "model": assistant.model_name,
        "legs": list(assistant.legs),
        "prompt": prompt_stamp().sha256[:12],
        "version": version(DISTRIBUTION),
        "sets": sorted({case.set for case in cases}),
    }


def ask_case(ask: Ask, sources: Sources, case: EvalCase, run: RunFile, epoch: int) -> KeptAnswer:
    """One case asked of the product as the run says."""
    day = datetime.fromisoformat(run.settings["as_of"]).date()
    question = Question(
        text=case.question,
        as_of=case.as_of or day,
        history=case.history,
        mode=Mode(run.settings["mode"]),
    )
    return keep(case, ask(question), sources, epoch)


def evaluate(
    ask: Ask,
    sources: Sources,
    cases: Sequence[EvalCase],
    run: RunFile,
    folder: RunFolder,
    progress: Progress = lambda _done, _of: None,
) -> EvalReport:
    """Ask of ``ask`` what ``folder`` has no answer to yet, keep each answer, and judge them all."""
    from evals.inspecting import ask_by_inspect  # noqa: PLC0415 – takes two seconds

    by_id = {case.id: case for case in cases}
    before = {(k.case_id, k.epoch): k for k in folder.answers()}
    done, of, lock = count(1), len(cases) * run.epochs, Lock()

    def answer(case_id: str, epoch: int) -> KeptAnswer:
        case, kept = by_id[case_id], before.get((case_id, epoch))
        if kept is None or not _is_of(kept, case):
            kept = ask_case(ask, sources, case, run, epoch)
            with lock:
                folder.add(kept)
        with lock:
            progress(next(done), of)
        return kept

    answers = ask_by_inspect(
        [case.id for case in cases],
        answer,
        lambda kept: scores_of(by_id[kept.case_id], kept.answer, kept),
        measures=tuple(MEASURES),
        epochs=run.epochs,
        at_once=AT_ONCE,
        folder=folder.path / "inspect",
    )
    return _judged(cases, answers, run, folder)


def _asker(assistant: "Assistant") -> Ask:
    from assistant.answering import answer_question  # noqa: PLC0415 – the whole assistant

    return lambda question: answer_question(assistant, question)


def _judged(
    cases: Sequence[EvalCase], answers: Sequence[KeptAnswer], run: RunFile, folder: RunFolder
) -> EvalReport:
    by_case: dict[str, list[KeptAnswer]] = {}
    for kept in answers:
        by_case.setdefault(kept.case_id, []).append(kept)
    scored = [judged(case, by_case[case.id]) for case in cases]
    report = make_report(scored, run=run.run, settings=run.settings)
    write_report(report, folder)
    folder.write_run(replace(run, finished=run.finished or datetime.now(UTC)))
    return report


def _is_of(kept: KeptAnswer | None, case: EvalCase) -> bool:
    return kept is not None and kept.asked == asked_sha256(case)
