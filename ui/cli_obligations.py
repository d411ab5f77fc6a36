"""``lotsen obligations``: the matrix of duties and permissions, on the terminal or as a file."""

import csv
import io
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Annotated

import typer

from corpus.errors import StorageError, UsageError
from corpus.obligations import Modality, Obligation, Party, load_obligations, matching
from ui.terminal import Json, print_json, say

NO_DUTIES = (
    "Lagen (2023:196) lägger inga skyldigheter på föreningar. "
    "Här är kommunens skyldigheter som rör er."
)
NOTHING_FOUND = "Inga skyldigheter med det urvalet."

_WHO_WIDTH = 24  # characters; "samordningsfunktionen" fits

CSV_HEADERS = (
    "Id",
    "Vem",
    "Rör",
    "Grad",
    "Styrka",
    "Gör",
    "Vad",
    "Hur ofta",
    "Från",
    "Källa",
    "Dokument",
    "Ställe",
    "Vägledning",
    "Anmärkning",
)


def obligations(
    *,
    actor: Annotated[Party | None, typer.Option(help="Bara rader som rör en av dem.")] = None,
    modality: Annotated[Modality | None, typer.Option(help="Bara rader av en styrka.")] = None,
    csv_file: Annotated[
        Path | None, typer.Option("--csv", metavar="FIL", help="Spara som CSV för kalkylprogram.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Visa vad kommunen ska och får göra enligt lagen (2023:196)."""
    if as_json and csv_file is not None:
        raise UsageError("Ange --json eller --csv, inte båda.")
    rows = matching(load_obligations(), actor, modality)
    if as_json:
        from assistant.listing import obligations_json  # noqa: PLC0415 - loads the flow's nouns

        print_json(obligations_json(rows))
    elif csv_file is not None:
        _save_csv(csv_file, rows)
        if actor is Party.FORENING and rows:
            say(NO_DUTIES)
        say(f"{_counted(rows)} i {csv_file}.")
    else:
        _print_table(rows, actor)


def _print_table(rows: Sequence[Obligation], actor: Party | None) -> None:
    if not rows:
        typer.echo(NOTHING_FOUND)
        return
    if actor is Party.FORENING:
        typer.echo(f"{NO_DUTIES}\n")
    from rich.box import SIMPLE_HEAD  # noqa: PLC0415 - --help must not wait for it
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    console = Console(markup=False, highlight=False, emoji=False)
    for document_id, of_document in groupby(rows, key=lambda row: row.document_id):
        table = Table("Vem och styrka", "Vad", box=SIMPLE_HEAD)
        table.columns[0].max_width = _WHO_WIDTH
        for column in table.columns:
            column.overflow = "fold"  # a word too long for its column is broken, never cut off
        for pinpoint, at_place in groupby(of_document, key=lambda row: row.pinpoint):
            table.add_row(pinpoint, style="bold")
            for row in at_place:
                table.add_row(f"{row.actor}\n{row.modality_text}", _what(row))
            table.add_section()
        typer.echo(_title(document_id))
        console.print(table)
    typer.echo(f"{_counted(rows)}. Vägledning till raderna finns med --csv FIL och --json.")


def _what(row: Obligation) -> str:
    when = f"Hur ofta: {row.frequency}. Från: {_from(row)}."
    return "\n".join(filter(None, (f"{row.action} {row.object}", when, row.note)))


def _from(row: Obligation) -> str:
    return row.from_date.isoformat()


def _counted(rows: Sequence[Obligation]) -> str:
    return "1 rad" if len(rows) == 1 else f"{len(rows)} rader"


def _title(document_id: str) -> str:
    from corpus.catalogue import load_catalogue  # noqa: PLC0415 - reads the whole catalogue

    entry = load_catalogue().get(document_id)
    return document_id if entry is None else entry.title


def _save_csv(path: Path, rows: Sequence[Obligation]) -> None:
    """Write the rows as a Swedish spreadsheet opens them: semicolons, and a mark for UTF-8.

    Raises:
        UsageError: The path names a folder, or lies in one that does not exist.
        StorageError: The file can't be written.
    """
    if path.is_dir() or not path.parent.is_dir():
        raise UsageError(f"Filen {path} kan inte sparas: ange en fil i en mapp som finns.")
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow(CSV_HEADERS)
    writer.writerows(_csv_cells(row) for row in rows)
    try:
        path.write_bytes(text.getvalue().encode("utf-8-sig"))
    except OSError as error:
        raise StorageError(f"Filen {path} går inte att skriva.") from error


def _csv_cells(row: Obligation) -> tuple[str, ...]:
    helping = (f"{_title(place.document_id)}: {place.pinpoint}" for place in row.guidance)
    return (
        row.id,
        row.actor,
        row.applies_to.value,
        row.modality.value,
        row.modality_text,
        row.action,
        row.object,
        row.frequency,
        _from(row),
        _title(row.document_id),
        row.document_id,
        row.pinpoint,
        " | ".join(helping),
        row.note,
    )
