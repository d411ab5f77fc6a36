"""``lotsen evals check``: the gates that a change must keep, what ``make evals`` runs."""

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.errors import UsageError
from ui.terminal import Json, print_json, progress_bar, read_settings, say

if TYPE_CHECKING:
    from evals.gates import CheckReport


def check(
    *,
    dataset: Annotated[
        Path | None,
        typer.Option(metavar="MAPP", help="Mapp i BEIR-format att mäta sökningen på."),
    ] = None,
    baseline: Annotated[
        Path | None,
        typer.Option(metavar="MAPP", help="En annan baslinje än den som följer med."),
    ] = None,
    renew: Annotated[
        bool, typer.Option("--renew", help="Gör dagens svar till ny baslinje i stället.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Pröva alla grindar. Slutkod 1 när någon bryts eller något säkert har blivit sämre."""
    from evals import gates  # noqa: PLC0415
    from evals.baseline import BUNDLED, read_baseline  # noqa: PLC0415
    from evals.datasets import load_beir  # noqa: PLC0415

    settings, folder = read_settings(), baseline or BUNDLED
    before = None
    if renew:
        # One that can't be read is what a new one is made instead of.
        with suppress(UsageError):
            before = read_baseline(folder)
        report = gates.renew(settings.data_dir, settings, folder, before, progress_bar)
    else:
        kept = read_baseline(folder)
        data = load_beir(dataset) if dataset else None
        report = gates.check(settings.data_dir, settings, kept, data, progress_bar)
    if as_json:
        print_json(report.to_json())
    else:
        _print_gates(report)
    _say_outcome(report)
    if before and report.comparison:
        say(f"Mot den förra baslinjen: {gates.told_against(before, report.comparison)}")
    if renew and report.exit_code:
        say("Baslinjen är inte förnyad: den ska hålla grindarna.")
    elif renew:
        say(f"Baslinjen i {folder} är förnyad. Förklara varför i meddelandet till din commit.")
    if report.exit_code:
        raise typer.Exit(int(report.exit_code))


_STATES = {"kept": "uppfyllt", "broken": "INTE uppfyllt", "skipped": "hoppades över"}


def _print_gates(report: "CheckReport") -> None:
    for gate in report.gates:
        typer.echo(f"{_STATES[gate.state]:15}{gate.title}: {gate.told}")


def _say_outcome(report: "CheckReport") -> None:
    broken = [gate.title for gate in report.gates if gate.state == "broken"]
    skipped = [gate.title for gate in report.gates if gate.state == "skipped"]
    if broken:
        say(f"{len(broken)} av {len(report.gates)} grindar bröts: {', '.join(broken)}.")
        say(f"Se svaren: lotsen evals report {report.folder}")
    else:
        say("Alla grindar som prövades höll." if skipped else "Alla grindar höll.")
