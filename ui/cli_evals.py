"""``lotsen evals …``: how good the answers and the search are."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ui.cli_ask import ModeName
from ui.swedish_help import SwedishCommand, SwedishGroup
from ui.terminal import Json, open_assistant, print_json, progress_bar, read_settings

if TYPE_CHECKING:
    from evals.run import EvalReport

app = typer.Typer(
    cls=SwedishGroup,
    help="Mät hur bra svaren och sökningen är.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command(cls=SwedishCommand)
def run(
    *,
    cases: Annotated[
        Path | None, typer.Option(metavar="FIL", help="Fil med frågor (TOML eller JSON lines).")
    ] = None,
    set_name: Annotated[
        str | None, typer.Option("--set", metavar="NAMN", help="Bara en uppsättning frågor.")
    ] = None,
    mode: Annotated[ModeName, typer.Option(help="Hur svaren görs.")] = "auto",
    out: Annotated[
        Path | None, typer.Option(metavar="MAPP", help="Mapp att spara körningen i.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Ställ frågorna i en uppsättning och bedöm svaren."""
    from assistant.conversation import Mode  # noqa: PLC0415
    from evals.cases import bundled_cases, in_set, load_cases  # noqa: PLC0415
    from evals.run import run_evaluation  # noqa: PLC0415

    chosen = in_set(load_cases(cases), set_name) if cases else bundled_cases(set_name)
    with open_assistant() as assistant, progress_bar("Ställer frågor") as progress:
        report = run_evaluation(assistant, chosen, mode=Mode(mode), out=out, progress=progress)
    if as_json:
        print_json(report.to_json())
    else:
        _print_report(report)
    if report.exit_code:
        raise typer.Exit(int(report.exit_code))


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
    as_json: Json = False,
) -> None:
    """Mät sökningen på en mapp med frågor, texter och facit."""
    from corpus.encoder_choice import open_build_encoder  # noqa: PLC0415
    from evals.datasets import load_beir  # noqa: PLC0415
    from evals.perturbations import perturbation_kinds  # noqa: PLC0415
    from evals.retrieval import measure_retrieval  # noqa: PLC0415

    kinds = perturbation_kinds(perturb) if perturb else ()
    settings = read_settings()
    data = load_beir(dataset, queries=queries, limit=limit)
    with progress_bar("Indexerar") as progress:
        encoder = open_build_encoder(settings.encoder, settings.data_dir)
        report = measure_retrieval(
            data, encoder, settings.data_dir, perturb=kinds, progress=progress
        ).to_json()
    if as_json:
        print_json(report)
    else:
        _print_figures(report)


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
