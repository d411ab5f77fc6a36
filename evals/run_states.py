"""How far stored runs have come: folder → RunState, for ``lotsen evals list`` and for pages."""

from dataclasses import dataclass
from enum import StrEnum

from evals.run_folder import RunFile, RunFolder


class State(StrEnum):
    """Where a run stands; the values are shown."""

    FINISHED = "klar"
    GOING_ON = "pågår"
    INTERRUPTED = "avbruten"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunState:
    """A run and how far it is: ``answered`` of ``asked`` questions have all their answers."""

    run: RunFile
    state: State
    answered: int

    @property
    def asked(self) -> int:
        """How many questions the run has."""
        return len(self.run.case_ids)


def state_of(folder: RunFolder) -> RunState:
    """How far the run in ``folder`` has come.

    Raises:
        UsageError: there is no run in the folder.
    """
    run = folder.read_run()
    if run.finished:
        return RunState(run=run, state=State.FINISHED, answered=len(run.case_ids))
    going = folder.is_being_written()
    return RunState(
        run=run,
        state=State.GOING_ON if going else State.INTERRUPTED,
        answered=len(folder.answers()) // run.epochs,
    )
