"""Cases asked and judged by Inspect: the seam to inspect-ai.

Inspect runs the task (epochs, several questions at a time) and writes its own log, which its viewer
opens. Nothing leaves the machine: no model of Inspect's is used, and what it keeps beside the log
lies in the same folder.
"""

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

import anyio.to_thread
from inspect_ai import Epochs, Task
from inspect_ai import eval as run_task
from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.scorer import Score as InspectScore
from inspect_ai.scorer import Scorer as InspectScorer
from inspect_ai.scorer import Target, mean, scorer
from inspect_ai.solver import Generate, Solver, TaskState, solver

from evals.answers import KeptAnswer
from evals.scorers import Score

AskOnce = Callable[[str, int], KeptAnswer]
"""Takes a case's id and an epoch, from 1; may be called from several threads."""

Judge = Callable[[KeptAnswer], Mapping[str, Score]]


def ask_by_inspect(  # noqa: PLR0913 – the run, how it is asked and where it is kept
    case_ids: Sequence[str],
    ask: AskOnce,
    judge: Judge,
    *,
    measures: Sequence[str],
    epochs: int,
    at_once: int,
    folder: Path,
) -> tuple[KeptAnswer, ...]:
    """The answer to each case in each epoch, by case and then epoch; ``at_once`` in parallel.

    Raises whatever ``ask`` raised first, and KeyboardInterrupt when the run was interrupted.
    """
    kept: dict[tuple[str, int], KeptAnswer] = {}
    failed: list[BaseException] = []
    lock = Lock()

    def answered(case_id: str, epoch: int) -> KeptAnswer:
        with _noted(failed):
            answer = ask(case_id, epoch)
        with lock:
            kept[case_id, epoch] = answer
        return answer

    def judged(answer: KeptAnswer) -> Mapping[str, Score]:
        with _noted(failed):
            return judge(answer)

    task = Task(
        name="svar",
        # The questions are not in the log: what must not be kept is known only once it is answered.
        dataset=MemoryDataset([Sample(id=case_id, input=case_id) for case_id in case_ids]),
        solver=_asking(answered),
        scorer=_judging(kept, judged, measures),
        epochs=Epochs(epochs, "mean"),
    )
    with _kept_in(folder):
        logs = run_task(
            task,
            model=None,
            display="none",
            max_samples=at_once,
            log_dir=str(folder),
            log_format="json",
            log_realtime=False,
            log_level="error",
            score_display=False,
            acp_server=False,
            ctl_server=False,
        )
    if failed:
        raise failed[0]
    if logs[0].status == "cancelled":
        raise KeyboardInterrupt
    if logs[0].status != "success":
        raise RuntimeError(str(logs[0].error))
    wanted = [(case_id, epoch) for case_id in case_ids for epoch in range(1, epochs + 1)]
    return tuple(kept[place] for place in wanted)


@contextmanager
def _noted(failed: list[BaseException]) -> Iterator[None]:
    """Remember an error as it is: Inspect gives only its text."""
    try:
        yield
    except BaseException as error:
        failed.append(error)
        raise


@solver
def _asking(ask: AskOnce) -> Solver:
    async def solve(state: TaskState, generate: Generate) -> TaskState:  # noqa: ARG001
        case_id, epoch = str(state.sample_id), state.epoch
        answer = (await anyio.to_thread.run_sync(ask, case_id, epoch)).answer
        told = "\n".join(statement.text for statement in answer.statements)
        state.output.completion = told or f"[{answer.status}]"
        state.completed = True
        return state

    return solve


def _judging(
    kept: Mapping[tuple[str, int], KeptAnswer], judge: Judge, measures: Sequence[str]
) -> InspectScorer:
    @scorer(name="mått", metrics={name: [mean()] for name in measures})
    def judging() -> InspectScorer:
        async def score(state: TaskState, target: Target) -> InspectScore:  # noqa: ARG001
            answer = kept[str(state.sample_id), state.epoch]
            scores = judge(answer)
            # NaN is Inspect's own sign for what could not be scored.
            values = {n: float("nan") if s.value is None else s.value for n, s in scores.items()}
            why = {name: {"why": s.why, "evidence": s.answer} for name, s in scores.items()}
            return InspectScore(
                value=values,
                answer=answer.answer.status,
                explanation=json.dumps(why, ensure_ascii=False, indent=1),
            )

        return score

    return judging()


@contextmanager
def _kept_in(folder: Path) -> Iterator[None]:
    """Have Inspect's own files (traces, what it last ran) beside its log, not at home."""
    names = ("XDG_DATA_HOME", "XDG_CACHE_HOME")
    before = {name: os.environ.get(name) for name in names}
    os.environ.update(dict.fromkeys(names, str(folder / "eget")))
    try:
        yield
    finally:
        _restore(before)


def _restore(before: Mapping[str, Any]) -> None:
    for name, value in before.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
