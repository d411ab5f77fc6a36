"""Körningar: the stored runs, a form that starts one, and what can be done with each.

``korningar/<run>[/<case> | /missar | /ta-bort | …]`` –(``Runs``)→ the pages
of ui/staff/run_page.py, run_case.py and run_misses.py.
"""

import shutil
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from urllib.parse import quote

from starlette.responses import Response

from assistant.conversation import Mode
from corpus.errors import StorageError, UsageError
from evals.measures import MEASURES
from evals.run_folder import RunFolder
from evals.run_states import RunState, State, state_of
from ui.staff import run_texts, run_words
from ui.staff.forms import Form, FormKeys
from ui.staff.frame import Visit
from ui.staff.questions import case_sets
from ui.staff.run_case import case_page
from ui.staff.run_cases import CASES_CSV, CASES_JSON, cases_file
from ui.staff.run_desk import STRICT, RunDesk, summary_of
from ui.staff.run_misses import MISSES_CSV, misses_csv, misses_page
from ui.staff.run_page import REPORT_HTML, REPORT_PDF, report_file, run_page
from ui.staff.run_processes import MOST_EPOCHS, RunProcesses, Wanted

ADDRESS = "utvardering/korningar"
MISSES, DELETE, STOP, GO_ON = "missar", "ta-bort", "stoppa", "fortsatt"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRow:
    """A run in the list; ``state`` is one of State's values, or that it is starting."""

    name: str
    when: str
    mode: str
    sets: str
    state: str
    progress: str
    strict: str = run_words.NONE
    interval: str = ""
    broken: tuple[str, ...] | None = None


class Runs:
    """The pages below ``korningar``."""

    def __init__(self, desk: RunDesk) -> None:
        self._desk = desk

    def response(self, visit: Visit) -> Response | None:
        """The list, a run's page, or one below it."""
        name, _, below = visit.rest.partition("/")
        if not name:
            return self._list(visit)
        folder = self._desk.folder(name)
        if folder is None:
            return self._starting(visit, name) if not below else None
        if not below:
            return run_page(visit, self._desk, folder)
        return self._below(visit, folder, below)

    def posted(self, visit: Visit, form: Form) -> Response | None:
        """Start, stop or continue a run, or delete it."""
        if not visit.rest:
            return self._start(visit, form)
        name, _, what = visit.rest.partition("/")
        processes, folder = self._desk.processes, self._desk.folder(name)
        way = f"{ADDRESS}/{quote(name, safe='')}"
        if what == STOP and processes is not None and (folder or processes.going() == name):
            processes.stop(name)
            return visit.sent_to(way)
        if folder is None:
            return None
        if what == GO_ON and processes is not None:
            return self._go_on(visit, folder, processes, form)
        if what == DELETE:
            return self._delete(visit, folder)
        return None

    def _below(self, visit: Visit, folder: RunFolder, below: str) -> Response | None:
        if below == MISSES:
            return misses_page(visit, self._desk, folder)
        if below == MISSES_CSV:
            return misses_csv(self._desk, folder)
        if below in {CASES_CSV, CASES_JSON}:
            return cases_file(folder, below)
        if below in {REPORT_HTML, REPORT_PDF}:
            return report_file(self._desk, folder, below)
        if below == DELETE:
            return visit.page(
                "utvardering_ta_bort", run_texts.DELETE_PAGE, name=folder.name, problem=""
            )
        return case_page(visit, self._desk, folder, below)

    def _list(self, visit: Visit, form: Form | None = None, problem: str = "") -> Response:
        rows = [self._row(folder) for folder in self._desk.folders()]
        ticked = form.all("samling") if form else ()
        return visit.page(
            "utvardering_korningar",
            run_texts.RUNS_PAGE,
            rows=rows,
            told="" if rows else run_texts.NO_RUNS,
            problem=problem,
            can_start=self._desk.processes is not None,
            no_store=run_texts.NO_STORE if self._desk.data_dir is None else "",
            going=self._desk.processes.going() if self._desk.processes else "",
            sets=[(name, len(cases), name in ticked) for name, cases in case_sets().items()],
            pattern=form.one("monster") if form else "",
            modes=[(mode.value, run_texts.MODES[mode]) for mode in self._desk.modes()],
            chosen_mode=form.one("satt") if form else Mode.AUTO.value,
            epochs=range(1, MOST_EPOCHS + 1),
            chosen_epochs=form.one("omgangar") if form else "1",
            key=FormKeys.new(),
        )

    def _row(self, folder: RunFolder) -> RunRow:
        try:
            found = state_of(folder)
        except UsageError:
            nothing = run_words.NONE
            return RunRow(
                name=folder.name,
                when=nothing,
                mode=nothing,
                sets=nothing,
                state=run_texts.UNREADABLE,
                progress="",
            )
        row = RunRow(
            name=folder.name,
            when=run_words.when(found.run.started),
            mode=mode_name(found.run.settings.get("mode")),
            sets=", ".join(map(str, found.run.settings.get("sets", ()))),
            state=self._state(found, folder.name),
            progress=run_texts.progress(found.answered, found.asked),
        )
        try:
            summary = summary_of(folder)
        except UsageError:
            return row
        return replace(
            row,
            strict=run_words.figure(MEASURES[STRICT], summary.strict.value),
            interval=run_words.interval(MEASURES[STRICT], summary.strict),
            broken=tuple(MEASURES[gate].title for gate in summary.broken),
        )

    def _state(self, found: RunState, name: str) -> str:
        processes = self._desk.processes
        if found.state is State.INTERRUPTED and processes and processes.going() == name:
            return run_texts.STARTING  # it goes on in a moment
        return found.state.value

    def _starting(self, visit: Visit, name: str) -> Response | None:
        """A run whose process has not come as far as its first file, or never did."""
        processes = self._desk.processes
        if processes is None:
            return None
        going, fault = processes.going() == name, processes.fault(name)
        if not going and not fault:
            return None
        made = visit.page(
            "utvardering_startar",
            f"Körning {name}",
            name=name,
            fault=fault,
            stopping=processes.is_stopping(name),
        )
        if going:
            made.headers["Refresh"] = "3"
        return made

    def _start(self, visit: Visit, form: Form) -> Response:
        processes = self._desk.processes
        if processes is None:
            return self._list(visit)
        try:
            name = processes.start(self._wanted(form), form.one("nyckel"))
        except (UsageError, StorageError) as error:
            made = self._list(visit, form, error.message)
            made.status_code = 422
            return made
        return visit.sent_to(f"{ADDRESS}/{quote(name, safe='')}")

    def _wanted(self, form: Form) -> Wanted:
        """What the form asks for.

        Raises:
            UsageError: it asks for what is not offered.
        """
        pattern = form.one("monster").strip()
        sets = (*form.all("samling"), *([pattern] if pattern else []))
        if not all(any(fnmatchcase(own, name) for own in case_sets()) for name in sets):
            raise UsageError(run_texts.UNKNOWN_SET)
        modes = {mode.value: mode for mode in self._desk.modes()}
        if form.one("satt") not in modes:
            raise UsageError(run_texts.UNKNOWN_MODE)
        if form.one("omgangar") not in {str(n) for n in range(1, MOST_EPOCHS + 1)}:
            raise UsageError(run_texts.BAD_EPOCHS)
        return Wanted(sets=sets, mode=modes[form.one("satt")], epochs=int(form.one("omgangar")))

    def _go_on(
        self, visit: Visit, folder: RunFolder, processes: RunProcesses, form: Form
    ) -> Response | None:
        try:
            processes.go_on(folder, form.one("nyckel"))
        except (UsageError, StorageError) as error:
            return run_page(visit, self._desk, folder, problem=error.message)
        return visit.sent_to(f"{ADDRESS}/{quote(folder.name, safe='')}")

    def _delete(self, visit: Visit, folder: RunFolder) -> Response:
        """Take the run away; the folder is one of those that are there, and no link."""
        processes = self._desk.processes
        going = processes is not None and processes.going() == folder.name
        if going or folder.is_being_written():
            problem = run_texts.STILL_GOING
        else:
            try:
                shutil.rmtree(folder.path)
                return visit.sent_to(ADDRESS)
            except OSError:
                problem = run_texts.NOT_DELETED
        made = visit.page(
            "utvardering_ta_bort", run_texts.DELETE_PAGE, name=folder.name, problem=problem
        )
        made.status_code = 409
        return made


def mode_name(value: object) -> str:
    """What a stored mode is called; one that is not known as it stands."""
    known = {mode.value: name for mode, name in run_texts.MODES.items()}
    return known.get(str(value), str(value))
