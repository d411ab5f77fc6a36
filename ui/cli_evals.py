"""``lotsen evals …``: how good the answers and the search are."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corpus.errors import ExitCode
from ui.cli_ask import ModeName
from ui.cli_cases import CaseFileOption, RunName, add_case_commands, known_cases
from ui.cli_check import check
from ui.cli_judge import add_judge_command
from ui.swedish_help import SwedishCommand, SwedishGroup
from ui.terminal import Json, open_assistant, print_json, progress_bar, read_settings, say

if TYPE_CHECKING:
    from evals.compare import Comparison
    from evals.judging import EvalReport

app = typer.Typer(
    cls=SwedishGroup,
    help="Mät hur bra svaren och sökningen är.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
add_case_commands(app)
app.command(cls=SwedishCommand)(check)
add_judge_command(app)


@app.command(cls=SwedishCommand)
def run(  # noqa: PLR0913 – each is an option of its own
    *,
    cases: CaseFileOption = None,
    set_name: Annotated[
        str | None,
        typer.Option(
            "--set",
            metavar="NAMN",
            help="Bara en uppsättning frågor, eller guld-*, eller flera med komma mellan.",
        ),
    ] = None,
    mode: Annotated[ModeName, typer.Option(help="Hur svaren görs.")] = "auto",
    out: Annotated[
        Path | None,
        typer.Option(metavar="MAPP", help="Mapp att spara körningen i. Annars i datamappen."),
    ] = None,
    epochs: Annotated[
        int, typer.Option(metavar="ANTAL", min=1, max=20, help="Ställ varje fråga så många gånger.")
    ] = 1,
    resume: Annotated[
        str | None, typer.Option(metavar="KÖRNING", help="Fortsätt en avbruten körning.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Ställ frågorna i en uppsättning och bedöm svaren."""
    from assistant.conversation import Mode  # noqa: PLC0415
    from evals.cases import in_set  # noqa: PLC0415
    from evals.run import go_on, run_evaluation  # noqa: PLC0415
    from evals.run_folder import RunFolder, find_run, new_run_folder  # noqa: PLC0415

    known, faults = known_cases(cases)
    data_dir = read_settings().data_dir
    with open_assistant() as assistant, progress_bar("Ställer frågor") as progress:
        if resume is not None:
            report = go_on(assistant, known, find_run(data_dir, resume), progress)
        else:
            folder = RunFolder(out) if out else new_run_folder(data_dir, mode)
            report = run_evaluation(
                assistant,
                in_set(known, set_name),
                mode=Mode(mode),
                folder=folder,
                epochs=epochs,
                faults=faults,
                progress=progress,
            )
    _tell(report, as_json=as_json)
    for fault in faults:  # last, where it is seen
        say(fault)
    if report.exit_code or faults:
        raise typer.Exit(int(report.exit_code or ExitCode.USAGE))


@app.command(cls=SwedishCommand)
def score(*, name: RunName, cases: CaseFileOption = None, as_json: Json = False) -> None:
    """Bedöm en sparad körnings svar på nytt, utan att ställa frågorna igen."""
    from evals.run import judge_again  # noqa: PLC0415
    from evals.run_folder import find_run  # noqa: PLC0415

    known, _ = known_cases(cases)
    report = judge_again(known, find_run(read_settings().data_dir, name))
    _tell(report, as_json=as_json)
    if report.exit_code:
        raise typer.Exit(int(report.exit_code))


@app.command("list", cls=SwedishCommand)
def list_runs(*, as_json: Json = False) -> None:
    """Visa sparade körningar, den senaste först."""
    from evals.run_folder import run_folders  # noqa: PLC0415
    from evals.run_states import state_of  # noqa: PLC0415

    found = [state_of(folder) for folder in run_folders(read_settings().data_dir)]
    rows = [
        {**one.run.to_json(), "state": one.state.value, "answered": one.answered} for one in found
    ]
    if as_json:
        print_json({"runs": rows})
        return
    for row in rows:
        told = f"{row['answered']} av {len(row['case_ids'])} frågor"
        typer.echo(f"{row['run']}  {row['state']}  {told}  {', '.join(row['settings']['sets'])}")
    if not rows:
        say("Det finns inga sparade körningar. Gör en med lotsen evals run.")


@app.command(cls=SwedishCommand)
def compare(
    *,
    first: Annotated[str, typer.Argument(metavar="KÖRNING_A", help="Den äldre körningen.")],
    second: Annotated[str, typer.Argument(metavar="KÖRNING_B", help="Den nyare körningen.")],
    as_json: Json = False,
) -> None:
    """Jämför två körningar fråga för fråga. Slutkod 1 när något säkert har blivit sämre."""
    from evals.compare import compare as compare_runs  # noqa: PLC0415
    from evals.past_runs import read_past  # noqa: PLC0415
    from evals.run_folder import find_run  # noqa: PLC0415

    data_dir = read_settings().data_dir
    one, other = (read_past(find_run(data_dir, name)) for name in (first, second))
    comparison = compare_runs(one, other)
    if as_json:
        print_json(comparison.to_json())
    else:
        _print_comparison(comparison)
    if comparison.exit_code:
        raise typer.Exit(int(comparison.exit_code))


@app.command(cls=SwedishCommand)
def report(
    *,
    name: RunName,
    html: Annotated[
        Path | None, typer.Option(metavar="FIL", help="Spara rapporten som webbsida.")
    ] = None,
    pdf: Annotated[
        Path | None, typer.Option(metavar="FIL", help="Spara rapporten som PDF.")
    ] = None,
    csv: Annotated[
        Path | None, typer.Option(metavar="FIL", help="Spara fallen som tabell, en rad för varje.")
    ] = None,
    json: Annotated[
        Path | None, typer.Option(metavar="FIL", help="Spara siffrorna som JSON; - är standard ut.")
    ] = None,
) -> None:
    """Gör en rapport av en sparad körning. Utan val sparas den i körningens mapp."""
    from evals.report_figures import figures_of  # noqa: PLC0415
    from evals.run_folder import find_run, run_folders  # noqa: PLC0415
    from ui import report_files  # noqa: PLC0415

    data_dir = read_settings().data_dir
    folder = find_run(data_dir, name)
    figures = figures_of(folder, run_folders(data_dir))
    if json == Path("-"):
        print_json(figures.to_json())
        json = None
    elif not (html or pdf or csv or json):
        html = folder.path / report_files.DEFAULT_NAME
        report_files.save_html(html, figures)
        typer.echo(str(html))
        return
    for path, save in (
        (html, report_files.save_html),
        (pdf, report_files.save_pdf),
        (csv, report_files.save_csv),
        (json, report_files.save_json),
    ):
        if path is not None:
            save(path, figures)
            say(f"Rapporten är sparad i {path}.")


@app.command(cls=SwedishCommand)
def retrieval(
    *,
    dataset: Annotated[Path, typer.Option(metavar="MAPP", help="Mapp i BEIR-format.")],
    queries: Annotated[
        Path | None, typer.Option(metavar="FIL", help="En annan fil med frågor.")
    ] = None,
    limit: Annotated[
        int | None, typer.Option(metavar="ANTAL", min=1, help="Högst så många frågor.")
    ] = None,
    perturb: Annotated[
        str | None,
        typer.Option(
            metavar="SLAG",
            help="Fråga också med förändrade frågor: typo1,nodiacritics,keywords,chatty.",
        ),
    ] = None,
    least: Annotated[
        list[str] | None,
        typer.Option(
            metavar="MÅTT=TAL",
            help="Slutkod 1 när måttet blir lägre: success@5=0.97. Kan anges flera gånger.",
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Mät sökningen på en mapp med frågor, texter och facit."""
    from corpus.encoder_choice import open_build_encoder  # noqa: PLC0415
    from evals.datasets import load_beir  # noqa: PLC0415
    from evals.least import parse_least  # noqa: PLC0415
    from evals.perturbations import perturbation_kinds  # noqa: PLC0415
    from evals.retrieval import measure_retrieval  # noqa: PLC0415

    kinds = perturbation_kinds(perturb) if perturb else ()
    bounds = parse_least(least or ())
    settings = read_settings()
    data = load_beir(dataset, queries=queries, limit=limit)
    with progress_bar("Indexerar") as progress:
        encoder = open_build_encoder(settings.encoder, settings.data_dir)
        report = measure_retrieval(
            data, encoder, settings.data_dir, perturb=kinds, progress=progress
        )
    gates = {bound.figure: bound.gate(report.metrics) for bound in bounds}
    printed = report.to_json()
    if gates:
        printed["gates"] = {figure: gate.to_json() for figure, gate in gates.items()}
    if as_json:
        print_json(printed)
    else:
        _print_figures(printed)
    for bound in bounds:
        say(bound.told(report.metrics))
    if not all(gate.passed for gate in gates.values()):
        raise typer.Exit(int(ExitCode.GATE_FAILED))


def _tell(report: "EvalReport", *, as_json: bool) -> None:
    if as_json:
        print_json(report.to_json())
    else:
        _print_report(report)


def _print_comparison(comparison: "Comparison") -> None:
    typer.echo(f"{comparison.shared} gemensamma frågor")
    if comparison.settings_changed:
        typer.echo(f"Olika inställningar: {', '.join(comparison.settings_changed)}")
    for name, change in comparison.changes.items():
        figures = f"{change.first:.3f} → {change.second:.3f}"
        bounds = f"{change.difference:+.3f} ({change.low:+.3f} till {change.high:+.3f})"
        moved = f"{len(change.wins)} bättre, {len(change.losses)} sämre"
        typer.echo(f"{name:22} {figures}  {bounds}  {change.verdict}; {moved}")
    for name in comparison.broken:
        typer.echo(f"INTE uppfyllt  {name}")
    for name in comparison.drops:
        typer.echo(f"Säkert sämre   {name}")


def _print_report(report: "EvalReport") -> None:
    for name, metric in report.metrics.items():
        shown = metric.to_json()
        if shown["value"] is not None:
            bounds = f"{shown['low']:.3f}–{shown['high']:.3f}"
            typer.echo(f"{name:22} {shown['value']:.3f}  ({bounds}, n={shown['n']})")
    for name, gate in report.gates.items():
        typer.echo(f"{'uppfyllt    ' if gate.passed else 'INTE uppfyllt'}  {name}")


def _print_figures(report: dict[str, Any]) -> None:
    typer.echo(f"{report['dataset']}: {report['queries']} frågor, {report['passages']} stycken")
    systems = {"lotsen": report["metrics"]} | report["legs"] | report.get("perturbed", {})
    for system, figures in systems.items():
        shown = "  ".join(f"{name} {value:.3f}" for name, value in figures.items())
        typer.echo(f"{system:12} {shown}")
