"""``lotsen ingest …``: documents in, and a new generation of the index out."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corpus.errors import ExitCode, IndexDamagedError, IndexUnavailableError, UsageError
from ui.swedish_help import SwedishCommand, SwedishGroup
from ui.terminal import Json, print_json, progress_bar, read_settings, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.index import IndexedSource
    from ingest.pipeline import BuildReport

app = typer.Typer(
    cls=SwedishGroup,
    help="Bygg indexet och lägg till dokument.",
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
    """Lägg till egna dokument: PDF, HTML, Markdown eller text."""
    from ingest.library import add_files  # noqa: PLC0415

    report = add_files(read_settings().data_dir, _paths(paths), as_id)
    for added in report.added:
        say(f"{added.path.name}: {added.document_id}, {added.title}")
    _build(())  # also when nothing was added: the status tells of what could not be read
    refused = [f"{Path(file.source_path).name}: {file.message}" for file in report.unreadable]
    _exit_after(refused, "Det här gick inte att läsa:")


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
        typer.echo(f"{source.document_id:45} {source.state:9} {source.passages:4}")
        for problem in source.problems:
            typer.echo(f"    {problem}")


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
        _build(())


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
    }
