"""``lotsen ingest …``: documents in, and a new generation of the index out."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corpus.errors import ExitCode, IndexDamagedError, IndexUnavailableError, UsageError
from ui.swedish_help import SwedishCommand, SwedishGroup
from ui.terminal import Json, line_teller, print_json, progress_bar, read_settings, say
from ui.texts import FETCH_LABELS, STATE_LABELS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.index import IndexedSource
    from ingest.fetching import FetchReport
    from ingest.pipeline import BuildReport

app = typer.Typer(
    cls=SwedishGroup,
    help="Bygg indexet, hämta original och lägg till dokument.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command(cls=SwedishCommand)
def build(
    corpus: Annotated[
        list[str] | None,
        typer.Option("--corpus", metavar="MAPP", help="Läs också den här mappen. Kan upprepas."),
    ] = None,
) -> None:
    """Bygg ett nytt index av referaten, originalen och de mappar du anger."""
    report = _build(_paths(corpus or ()))
    unread = [
        f"{Path(source.path).name if source.path else source.document_id}: {problem}"
        for source in report.failed
        for problem in source.problems
    ]
    _exit_after(unread, "Indexet är byggt utan det som inte gick att läsa:")


@app.command(cls=SwedishCommand)
def add(
    paths: Annotated[list[str], typer.Argument(metavar="FIL", help="Filer eller mappar.")],
    *,
    as_id: Annotated[
        str | None,
        typer.Option("--as", metavar="ID", help="Filen är originalet till det här dokumentet."),
    ] = None,
) -> None:
    """Lägg till egna dokument: PDF, Word, HTML, Markdown eller text."""
    from ingest.library import add_files  # noqa: PLC0415

    report = add_files(read_settings().data_dir, _paths(paths), as_id)
    for added in report.added:
        say(f"{added.path.name}: {added.document_id}, {added.title}")
        if added.claims:
            say(
                f"{added.path.name} kallar sig {added.claims} men liknar inte den författningen, "
                "så den visas som er egen text. Är det ändå den: lägg till filen med "
                f"--as {added.claims}."
            )
    _build(())  # also when nothing was added: the status tells of what could not be read
    refused = [f"{Path(file.source_path).name}: {file.message}" for file in report.unreadable]
    _exit_after(refused, "Det här gick inte att läsa:")


@app.command(cls=SwedishCommand)
def fetch(
    ids: Annotated[
        list[str] | None,
        typer.Argument(metavar="ID", help="Dokument i katalogen. Annars alla som har en adress."),
    ] = None,
    *,
    base_url: Annotated[
        str | None,
        typer.Option(
            "--base-url",
            metavar="ADRESS",
            help="Hämta från den här servern i stället för från utgivarna, "
            "till exempel http://127.0.0.1:8000.",
        ),
    ] = None,
) -> None:
    """Hämta original från utgivarnas egna webbplatser och bygg indexet."""
    from ingest.pipeline import index_is_behind  # noqa: PLC0415

    data_dir = read_settings().data_dir
    report = _fetch(data_dir, tuple(ids or ()), base_url)
    if report.has_news or index_is_behind(data_dir):
        _build(())
    else:
        say("Inget är nytt sedan sist, så indexet är oförändrat.")
    say(_fetch_summary(report))
    failed = [
        f"{document.document_id}: {' '.join(document.problems)}" for document in report.failed
    ]
    _exit_after(
        failed,
        "Det här gick inte att hämta. Försök igen senare, eller spara filen själv och kör "
        "lotsen ingest add FIL --as ID:",
    )


@app.command(cls=SwedishCommand)
def status(*, as_json: Json = False) -> None:
    """Visa varje källa: om den finns som referat eller original, och vad som är fel."""
    from corpus.index import open_generation  # noqa: PLC0415

    with open_generation(read_settings().data_dir) as generation:
        shown = {
            "generation": generation.name,
            "sources": [_source_json(source) for source in generation.sources],
        }
    if as_json:
        print_json(shown)
        return
    typer.echo(f"Index: {shown['generation']}")
    for source in generation.sources:
        state = STATE_LABELS[source.state]
        typer.echo(f"{source.document_id:45} {state:18} {source.passages:4}")
        for said in (*source.problems, *source.remarks):
            typer.echo(f"    {said}")


@app.command(cls=SwedishCommand)
def verify(*, as_json: Json = False) -> None:
    """Kontrollera att indexets filer är hela."""
    from corpus.index import verify_generation  # noqa: PLC0415

    damaged = verify_generation(read_settings().data_dir)
    if as_json and not damaged:
        print_json({"ok": True, "damaged": []})
    if damaged:
        names = ", ".join(damaged)
        raise IndexDamagedError(f"Indexet är skadat ({names}): kör lotsen ingest build.")
    say("Indexet är helt.")


def ensure_index() -> None:
    """Build an index when there is none, or none that can be used."""
    from corpus.index import open_generation  # noqa: PLC0415

    try:
        open_generation(read_settings().data_dir).close()
    except IndexUnavailableError as error:
        say(error.message)
        say("Bygger indexet.")
        report = _build(())
        if not any(source.state in {"original", "both"} for source in report.sources):
            say("Källorna är våra referat. Hämta myndigheternas egna texter: lotsen ingest fetch")


def _fetch(data_dir: Path, ids: tuple[str, ...], base_url: str | None) -> "FetchReport":
    from ingest.downloading import Downloader  # noqa: PLC0415
    from ingest.fetch_addresses import AddressRules, parse_base_url  # noqa: PLC0415
    from ingest.fetching import documents_to_fetch, fetch_originals  # noqa: PLC0415

    rules = AddressRules.bundled(None if base_url is None else parse_base_url(base_url))
    wanted = ids or documents_to_fetch(rules)
    tell = line_teller(len(wanted), sys.stderr)
    with Downloader(rules) as downloader:
        return fetch_originals(
            data_dir,
            wanted,
            downloader,
            lambda done: tell(f"{done.document_id}: {FETCH_LABELS[done.outcome]}"),
        )


def _fetch_summary(report: "FetchReport") -> str:
    from ingest.fetching import FetchOutcome  # noqa: PLC0415

    counts = {outcome: report.count(outcome) for outcome in FetchOutcome}
    return (
        f"Hämtade: {counts[FetchOutcome.FETCHED]}. "
        f"Oförändrade: {counts[FetchOutcome.UNCHANGED]}. "
        f"Misslyckade: {counts[FetchOutcome.FAILED]}."
    )


def _build(folders: "Sequence[Path]") -> "BuildReport":
    from corpus.encoder_choice import open_build_encoder, quicker_copy  # noqa: PLC0415
    from ingest.pipeline import build_generation  # noqa: PLC0415

    settings = read_settings()
    with progress_bar("Bygger indexet") as progress:
        report = build_generation(
            settings.data_dir,
            open_build_encoder(settings.encoder, settings.data_dir),
            folders=folders,
            quicker=quicker_copy(settings.encoder, settings.data_dir, say),
            dense=settings.dense_store,
            progress=progress,
        )
    passages = sum(source.passages for source in report.sources)
    done = "oförändrat" if report.unchanged else "publicerat"
    say(f"Indexet {report.generation} är {done} med {passages} stycken.")
    return report


def _paths(given: "Sequence[str]") -> tuple[Path, ...]:
    """The paths; an empty one, as from an unset variable, would be the whole working folder."""
    if not all(given):
        raise UsageError("En sökväg är tom: ange en fil eller en mapp.")
    return tuple(map(Path, given))


def _exit_after(problems: "Sequence[str]", heading: str) -> None:
    if problems:
        say("\n".join((heading, *(f"- {problem}" for problem in problems))))
        raise typer.Exit(int(ExitCode.SOURCE))


def _source_json(source: "IndexedSource") -> dict[str, Any]:
    return {
        "document_id": source.document_id,
        "state": source.state,
        "edition": source.edition.value,
        "path": source.path,
        "sha256": source.sha256,
        "fetched_at": source.fetched_at,
        "passages": source.passages,
        "problems": list(source.problems),
        "remarks": list(source.remarks),
    }
