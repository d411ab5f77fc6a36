"""``lotsen obligations``: the matrix of duties and permissions, on the terminal or as a file."""

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Annotated

import typer

from corpus.errors import UsageError
from corpus.obligations import Modality, Obligation, Party, Theme, load_obligations, matching
from ui.terminal import Json, print_json, say

LAW = "sfs-2023-196"
NO_DUTIES = (
    "Lagen (2023:196) lägger inga skyldigheter på föreningar: raderna ur den är kommunens "
    "skyldigheter som rör er. Andra lagar kan lägga skyldigheter på er, se vem som står i raden."
)
NOTHING_FOUND = "Inga skyldigheter med det urvalet."
FOOTER = (
    "Referat, inte lagtext. Vägledning och adresser finns med --csv FIL, --xlsx FIL och --json."
)

_WHO_WIDTH = 24  # characters; "samordningsfunktionen" fits


def obligations(  # noqa: PLR0913 - each is an option that a person may leave out
    *,
    actor: Annotated[Party | None, typer.Option(help="Bara rader som rör en av dem.")] = None,
    modality: Annotated[Modality | None, typer.Option(help="Bara rader av en styrka.")] = None,
    document: Annotated[
        str | None, typer.Option(metavar="ID", help="Bara rader ur en författning.")
    ] = None,
    theme: Annotated[Theme | None, typer.Option(help="Bara rader om ett ämne.")] = None,
    csv_file: Annotated[
        Path | None, typer.Option("--csv", metavar="FIL", help="Spara som CSV för kalkylprogram.")
    ] = None,
    xlsx_file: Annotated[
        Path | None, typer.Option("--xlsx", metavar="FIL", help="Spara som Excelfil.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Visa vem som ska och får göra vad enligt lagen (2023:196) och angränsande regler."""
    if sum((as_json, csv_file is not None, xlsx_file is not None)) > 1:
        raise UsageError("Ange en av --json, --csv och --xlsx, inte flera.")
    rows = matching(load_obligations(), actor, modality, _checked(document), theme)
    if as_json:
        from assistant.listing import obligations_json  # noqa: PLC0415 - loads the flow's nouns

        print_json(obligations_json(rows))
    elif csv_file is not None or xlsx_file is not None:
        _save(csv_file, xlsx_file, rows)
        if _needs_the_reminder(actor, rows):
            say(NO_DUTIES)
        say(f"{_counted(rows)} i {csv_file or xlsx_file}.")
    else:
        _print_table(rows, actor)


def _checked(document: str | None) -> str | None:
    """The id as it was given.

    Raises:
        UsageError: No source has it.
    """
    from corpus.catalogue import load_catalogue  # noqa: PLC0415 - reads the whole catalogue

    if document is not None and load_catalogue().get(document) is None:
        raise UsageError(f"Det finns ingen källa med id {document}: se lotsen documents.")
    return document


def _save(csv_file: Path | None, xlsx_file: Path | None, rows: Sequence[Obligation]) -> None:
    from ui.obligation_files import csv_bytes, save, xlsx_bytes  # noqa: PLC0415 - --help is quick

    if csv_file is not None:
        save(csv_file, lambda: csv_bytes(rows))
    if xlsx_file is not None:
        save(xlsx_file, lambda: xlsx_bytes(rows))


def _needs_the_reminder(actor: Party | None, rows: Sequence[Obligation]) -> bool:
    return actor is Party.FORENING and any(row.document_id == LAW for row in rows)


def _print_table(rows: Sequence[Obligation], actor: Party | None) -> None:
    if not rows:
        typer.echo(NOTHING_FOUND)
        return
    if _needs_the_reminder(actor, rows):
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
    typer.echo(f"{_counted(rows)}. {FOOTER}")


def _what(row: Obligation) -> str:
    when = f"Hur ofta: {row.frequency}."
    if row.from_date is not None:
        when += f" Från: {row.from_date.isoformat()}."
    return "\n".join(filter(None, (f"{row.action} {row.object}", when, row.note)))


def _counted(rows: Sequence[Obligation]) -> str:
    return "1 rad" if len(rows) == 1 else f"{len(rows)} rader"


def _title(document_id: str) -> str:
    from corpus.catalogue import load_catalogue  # noqa: PLC0415 - reads the whole catalogue

    entry = load_catalogue().get(document_id)
    return document_id if entry is None else entry.title
