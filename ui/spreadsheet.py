"""A table as a file for a spreadsheet, CSV or XLSX: the one module that knows openpyxl.

A cell that a program would take for a formula is led by an apostrophe, in both.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

_HEADER_ROW = 2  # below the notice
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """A cell's text and the web address that it leads to."""

    text: str
    address: str


Value = str | date | Linked
"""What a cell holds; a day sorts as a day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet.

    ``widths`` has the headings in order of reading, each with its column's width in characters;
    each row has a value for every heading. ``choices`` are the values that a column offers.
    """

    title: str
    notice: str
    widths: Mapping[str, int]
    rows: Iterable[Sequence[Value]]
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)


def guarded(cell: str) -> str:
    """The cell's text, never taken for a formula."""
    return f"'{cell}" if cell.startswith(_STARTS_FORMULA) else cell


def csv_table(headings: Sequence[str], rows: Iterable[Sequence[str | float]]) -> bytes:
    """The rows as a Swedish spreadsheet opens them: semicolons, and a mark for UTF-8.

    A number gets a decimal comma; being no text, it can't be a formula.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow(headings)
    for row in rows:
        writer.writerow(map(_csv_cell, row))
    return text.getvalue().encode("utf-8-sig")


def _csv_cell(value: str | float) -> str:
    return guarded(value) if isinstance(value, str) else str(value).replace(".", ",")


def xlsx_sheet(sheet: Sheet) -> bytes:
    """The sheet to read and to filter, with the notice above the frozen headings."""
    from openpyxl import Workbook  # noqa: PLC0415 - loaded only when a file is asked for

    book = Workbook()
    made = book.worksheets[0]
    made.title = sheet.title
    made.append([sheet.notice])
    made.append(list(sheet.widths))
    for row in sheet.rows:
        made.append([_plain(value) for value in row])
        for number, value in enumerate(row, start=1):
            _finish(made.cell(row=made.max_row, column=number), value)
    _lay_out(made, sheet)
    _offer(made, sheet)
    book.properties.title = sheet.title
    book.properties.language = "sv-SE"
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def _plain(value: Value) -> str | date:
    if isinstance(value, Linked):
        return guarded(value.text)
    return guarded(value) if isinstance(value, str) else value


def _finish(cell: "Cell", value: Value) -> None:
    """An address to press, and a day written as a day."""
    if isinstance(value, Linked):
        cell.hyperlink = value.address
    elif isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"


def _lay_out(made: "Worksheet", sheet: Sheet) -> None:
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415 - as above
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    last = get_column_letter(len(sheet.widths))
    for number, width in enumerate(sheet.widths.values(), start=1):
        made.column_dimensions[get_column_letter(number)].width = width
    for cells in made.iter_rows(min_row=_HEADER_ROW):
        for cell in cells:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for cell in (*made[1], *made[_HEADER_ROW]):
        cell.font = Font(bold=True)
    made.freeze_panes = f"A{_HEADER_ROW + 1}"
    made.auto_filter.ref = f"A{_HEADER_ROW}:{last}{made.max_row}"
    made.print_title_rows = f"{_HEADER_ROW}:{_HEADER_ROW}"
    made.page_setup.orientation = "landscape"
    made.page_setup.paperSize = made.PAPERSIZE_A4
    made.page_setup.fitToHeight = 0
    made.sheet_properties.pageSetUpPr.fitToPage = True


def _offer(made: "Worksheet", sheet: Sheet) -> None:
    """Lists to choose from in the columns that have them."""
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - as above
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415

    if made.max_row == _HEADER_ROW:
        return
    for heading, values in sheet.choices.items():
        letter = get_column_letter(list(sheet.widths).index(heading) + 1)
        offered = DataValidation(type="list", formula1=f'"{",".join(values)}"', allow_blank=True)
        offered.add(f"{letter}{_HEADER_ROW + 1}:{letter}{made.max_row}")
        made.add_data_validation(offered)
