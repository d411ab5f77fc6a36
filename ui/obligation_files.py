"""The matrix of ``lotsen obligations`` as a file for a spreadsheet: CSV or XLSX.

Both are our account of the law and say so, row by row or above the table.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from corpus.catalogue import load_catalogue
from corpus.documents import CatalogueEntry
from corpus.errors import StorageError, UsageError
from corpus.files import replace_durably
from corpus.obligations import Obligation
from ui.spreadsheet import Linked, Sheet, Value, csv_table, xlsx_sheet
from ui.texts import CONCERNS, GRADES, THEMES

KIND = "Referat med egna ord, inte lagtext"
NOTICE = (
    f"{KIND}: läs författningen på adressen i raden innan du beslutar. "
    "Ur andra författningar än lagen (2023:196) är raderna ett urval."
)
TRIED = {"seen": "ja", "guessed": "nej"}
SHEET = "Skyldigheter"

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
    "Tema",
    "Adress",
    "Adressen provad",
    "Lydelse kontrollerad",
    "Text",
)
# Headings in order of reading, each with the width of its column in characters.
XLSX_WIDTHS: Mapping[str, int] = {
    "Tema": 17,
    "Vem": 28,
    "Styrka": 16,
    "Gör": 24,
    "Vad": 48,
    "Hur ofta": 24,
    "Från": 12,
    "Rör": 20,
    "Grad": 22,
    "Källa": 36,
    "Ställe": 18,
    "Anmärkning": 48,
    "Vägledning": 40,
    "Adress": 40,
    "Adressen provad": 11,
    "Lydelse kontrollerad": 13,
    "Id": 24,
}


def save(path: Path, content: Callable[[], bytes]) -> None:
    """Put a file at ``path``, whole or not at all; one that is there gives way.

    Raises:
        UsageError: The path names a folder or a device, or lies in a folder that does not exist.
        StorageError: The file can't be written.
    """
    target = path.resolve()
    if not target.parent.is_dir() or (target.exists() and not target.is_file()):
        raise UsageError(f"Filen {path} kan inte sparas: ange en fil i en mapp som finns.")
    try:
        replace_durably(target, content())
    except OSError as error:
        with suppress(OSError):  # what a full disk took of it
            target.with_name(f"{target.name}.tmp").unlink()
        raise StorageError(f"Filen {path} går inte att skriva.") from error


def csv_bytes(rows: Sequence[Obligation]) -> bytes:
    """The rows as a Swedish spreadsheet opens them: semicolons, and a mark for UTF-8."""
    cells = map(_cells, rows)
    return csv_table(CSV_HEADERS, ([row[heading] for heading in CSV_HEADERS] for row in cells))


def xlsx_bytes(rows: Sequence[Obligation]) -> bytes:
    """The rows as a sheet to read and to filter, with the notice above the frozen headings."""
    values = (_values(row) for row in rows)
    return xlsx_sheet(Sheet(title=SHEET, notice=NOTICE, widths=XLSX_WIDTHS, rows=values))


def _values(row: Obligation) -> list[Value]:
    """The cells of a row of the sheet, with the words of a person for those of a program."""
    cells: dict[str, Value] = {
        **_cells(row),
        "Rör": CONCERNS[row.applies_to],
        "Grad": GRADES[row.modality],
        "Tema": THEMES[row.theme],
    }
    address = entry_of(row.document_id).url
    cells["Adress"] = Linked(text=address, address=address)
    if row.from_date is not None:
        cells["Från"] = row.from_date
    return [cells[heading] for heading in XLSX_WIDTHS]


def _cells(row: Obligation) -> dict[str, str]:
    """Every cell of a row by its heading, with the values that programs know."""
    entry = entry_of(row.document_id)
    helping = (f"{entry_of(place.document_id).title}: {place.pinpoint}" for place in row.guidance)
    return {
        "Id": row.id,
        "Vem": row.actor,
        "Rör": row.applies_to.value,
        "Grad": row.modality.value,
        "Styrka": row.modality_text,
        "Gör": row.action,
        "Vad": row.object,
        "Hur ofta": row.frequency,
        "Från": "" if row.from_date is None else row.from_date.isoformat(),
        "Källa": entry.title,
        "Dokument": row.document_id,
        "Ställe": row.pinpoint,
        "Vägledning": " | ".join(helping),
        "Anmärkning": row.note,
        "Tema": row.theme.value,
        "Adress": entry.url,
        "Adressen provad": TRIED[entry.url_status],
        "Lydelse kontrollerad": entry.checked or "",
        "Text": KIND,
    }


def entry_of(document_id: str) -> CatalogueEntry:
    """What the catalogue knows of a document that the matrix names."""
    entry = load_catalogue().get(document_id)
    if entry is None:  # a test holds every document of the matrix against the catalogue
        raise ValueError(f"{document_id} is not in the catalogue")
    return entry
