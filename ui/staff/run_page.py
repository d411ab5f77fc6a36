"""A run's page: settings, gates, figures per set, its cases to filter and sort; and its files."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from starlette.responses import Response

from corpus.errors import UsageError
from evals.judging import Gate
from evals.measures import MEASURES
from evals.metrics import NOTHING, Metric
from evals.past_runs import PastRun
from evals.report_figures import figures_of
from evals.run_folder import CASES_FILE, RunFolder, run_folders
from evals.run_states import RunState, State, state_of
from ui.report_html import html_bytes
from ui.report_pdf import pdf_bytes
from ui.report_views import report_view
from ui.site_page import typed
from ui.staff import run_texts, run_words
from ui.staff.forms import FormKeys
from ui.staff.frame import Visit
from ui.staff.run_cases import attachment, cases_table
from ui.staff.run_desk import STRICT, RunDesk, gates_of, metrics_of, past_of

REPORT_HTML, REPORT_PDF = "rapport.html", "rapport.pdf"
REFRESH_SECONDS = 5


def run_page(visit: Visit, desk: RunDesk, folder: RunFolder, problem: str = "") -> Response | None:
    """The page of one run, whether or not it has been judged; None where it can't be read."""
    try:
        found = state_of(folder)
    except UsageError:
        return None
    processes = desk.processes
    own = processes is not None and processes.going() == folder.name
    stopping = processes is not None and processes.is_stopping(folder.name)
    fault = processes.fault(folder.name) if processes and found.state is State.INTERRUPTED else ""
    going = own or found.state is State.GOING_ON
    still = typed(visit.request, "stilla") == "1"
    made = visit.page(
        "utvardering_korning",
        f"Körning {folder.name}",
        name=folder.name,
        state=run_texts.STOPPING if stopping else found.state.value,
        going=going,
        still=still,
        can_stop=own and not stopping,
        can_go_on=processes is not None and found.state is State.INTERRUPTED and not own,
        progress=run_texts.progress(found.answered, found.asked),
        done=found.answered,
        asked=found.asked,
        started=run_words.when(found.run.started),
        finished=run_words.when(found.run.finished),
        faults=found.run.faults,
        settings=list(settings_rows(found)),
        problem=problem,
        fault=fault,
        key=FormKeys.new(),
        **_judged(visit, folder),
    )
    if going and not still:
        made.headers["Refresh"] = str(REFRESH_SECONDS)
    return made


def settings_rows(found: RunState) -> Iterator[tuple[str, str]]:
    """The run's settings with their names, those without a name as they stand."""
    settings = {**found.run.settings, "epochs": found.run.epochs}
    for name, value in settings.items():
        yield setting_name(name), setting_words(value)


def setting_name(name: str) -> str:
    """What a stored setting is called."""
    return {**run_texts.SETTINGS, "epochs": "Svar på varje fråga"}.get(name, name)


def setting_words(value: object) -> str:
    """A stored setting's value as it is read."""
    if value is None or value == "":
        return "ingen"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return str(value)


def gate_rows(gates: Iterable[tuple[str, Gate]]) -> list[tuple[str, str, str, bool]]:
    """Each gate's name, bound, figure and whether it is kept."""
    return [
        (
            MEASURES[name].title,
            run_words.figure(MEASURES[name], gate.floor),
            run_words.figure(MEASURES[name], gate.value),
            gate.passed,
        )
        for name, gate in gates
    ]


def report_file(desk: RunDesk, folder: RunFolder, name: str) -> Response | None:
    """The run's report as a page to open from disk, or for paper; None where it is not judged."""
    others = run_folders(desk.data_dir) if desk.data_dir is not None else ()
    try:
        figures = figures_of(folder, others)
    except UsageError:
        return None
    if name == REPORT_PDF:
        made = pdf_bytes(report_view(figures), figures.run.started)
        return attachment(made, f"{folder.name}.pdf", "application/pdf")
    # To be saved: in a page of ours its own script would be refused by our policy.
    return attachment(html_bytes(report_view(figures)), f"{folder.name}.html", "text/html")


def _judged(visit: Visit, folder: RunFolder) -> dict[str, Any]:
    """What only a judged run has; nothing of it where there are no cases yet."""
    try:
        past = past_of(folder)
        metrics = metrics_of(folder)
    except UsageError as error:
        missing = error.message if (folder.path / CASES_FILE).exists() else ""
        return {"is_judged": False, "unreadable": missing}
    return {
        "is_judged": True,
        "unreadable": "",
        "gates": gate_rows(gates_of(metrics).items()),
        **_figures(folder, past, metrics, typed(visit.request, "matt")),
        **cases_table(visit, past),
    }


def _figures(
    folder: RunFolder, past: PastRun, metrics: Mapping[str, Metric], asked: str
) -> dict[str, Any]:
    """All measures of the run, and one of them set by set."""
    usual = next((name for name in (STRICT, *metrics) if name in metrics), "")
    chosen = asked if asked in metrics else usual
    sets = list(dict.fromkeys(case.set for case in past.cases))
    in_sets = sets if chosen else []
    by_set = [(name, metrics_of(folder, name).get(chosen, NOTHING)) for name in in_sets]
    return {
        "metrics": [
            (name, MEASURES[name].title, *_figure(name, metric)) for name, metric in metrics.items()
        ],
        "measure": chosen,
        "measure_title": MEASURES[chosen].title if chosen else "",
        "by_set": [(name, *_figure(chosen, metric)) for name, metric in by_set],
        "sets": sets,
    }


def _figure(name: str, metric: Metric) -> tuple[str, str, int]:
    measure = MEASURES[name]
    return run_words.figure(measure, metric.value), run_words.interval(measure, metric), metric.n
