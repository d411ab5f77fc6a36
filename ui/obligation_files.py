"""The matrix of ``lotsen obligations`` as a file for a spreadsheet: CSV or XLSX.

Both are our account of the law and say so, row by row or above the table. A cell that a program
would take for a formula is led by an apostrophe.
"""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.catalogue import load_catalogue
from corpus.documents import CatalogueEntry
from corpus.errors import StorageError, UsageError
from corpus.files import replace_durably
from corpus.obligations import Obligation
from ui.texts import CONCERNS, GRADES, THEMES

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

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
_HEADER_ROW = 2  # below the notice
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


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
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow(CSV_HEADERS)
    for row in rows:
        cells = _cells(row)
        writer.writerow(guarded(cells[heading]) for heading in CSV_HEADERS)
    return text.getvalue().encode("utf-8-sig")


def xlsx_bytes(rows: Sequence[Obligation]) -> bytes:
    """The rows as a sheet to read and to filter, with the notice above the frozen headings."""
    from openpyxl import Workbook  # noqa: PLC0415 - only this command needs it

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = SHEET
    sheet.append([NOTICE])
    sheet.append(list(XLSX_WIDTHS))
    for row in rows:
        cells = {**_cells(row), "Rör": CONCERNS[row.applies_to], "Grad": GRADES[row.modality]}
        cells["Tema"] = THEMES[row.theme]
        sheet.append([guarded(cells[heading]) for heading in XLSX_WIDTHS])
        _set_link_and_day(sheet, row, cells["Adress"])
    _lay_out(sheet)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def guarded(cell: str) -> str:
    """The cell's text, never taken for a formula."""
    return f"'{cell}" if cell.startswith(_STARTS_FORMULA) else cell


def _cells(row: Obligation) -> dict[str, str]:
    """Every cell of a row by its heading, with the values that programs know."""
    entry = _entry(row.document_id)
    helping = (f"{_entry(place.document_id).title}: {place.pinpoint}" for place in row.guidance)
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


def _entry(document_id: str) -> CatalogueEntry:
    entry = load_catalogue().get(document_id)
    if entry is None:  # a test holds every document of the matrix against the catalogue
        raise ValueError(f"{document_id} is not in the catalogue")
    return entry


def _set_link_and_day(sheet: "Worksheet", row: Obligation, address: str) -> None:
    """An address to press, and a day that sorts as a day."""
    _cell(sheet, "Adress").hyperlink = address
    if row.from_date is not None:
        day = _cell(sheet, "Från")
        day.value = row.from_date
        day.number_format = "yyyy-mm-dd"


def _cell(sheet: "Worksheet", heading: str) -> "Cell":
    """The cell under ``heading`` in the last row."""
    return sheet.cell(row=sheet.max_row, column=list(XLSX_WIDTHS).index(heading) + 1)


def _lay_out(sheet: "Worksheet") -> None:
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415 - only this command needs it
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    last = get_column_letter(len(XLSX_WIDTHS))
    for number, width in enumerate(XLSX_WIDTHS.values(), start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    for cells in sheet.iter_rows(min_row=_HEADER_ROW):
        for cell in cells:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for cell in (*sheet[1], *sheet[_HEADER_ROW]):
        cell.font = Font(bold=True)
    sheet.freeze_panes = f"A{_HEADER_ROW + 1}"
    sheet.auto_filter.ref = f"A{_HEADER_ROW}:{last}{sheet.max_row}"
    sheet.print_title_rows = f"{_HEADER_ROW}:{_HEADER_ROW}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
