"""A checklist as a Word file: a heading and a table for each document, on lying pages."""

import io
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from ui.checklist import TITLE, UNDONE, Checklist, Item

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Row

# Headings, each with the width of its column in millimetres; together the width of the page.
WIDTHS = {
    "Klart": 13,
    "Vem": 25,
    "Styrka": 20,
    "Vad": 36,
    "Hur ofta": 19,
    "Från": 21,
    "§": 16,
    "Så står det": 42,
    "Vägledning": 26,
    "Ansvarig": 19,
    "Klart senast": 17,
    "Anteckning": 23,
}
_MARGIN = 10  # millimetres
_PAGE = (297, 210)
_CELL = 7.5  # points; all that is not a heading or ``_BODY`` is so small, to fit the cells
_BODY = "Body Text"
_FONT = "Calibri"


def checklist_docx(made: Checklist) -> bytes:
    """The checklist to print or to fill in."""
    from docx import Document  # noqa: PLC0415 - loaded only when a file is asked for

    document = Document()
    _lay_out(document)
    document.add_heading(TITLE, level=0)
    for notice in (*made.notices, made.chosen):
        document.add_paragraph(notice, style=_BODY)
    for source, items in made.by_source():
        document.add_heading(source.title, level=1)
        document.add_paragraph(f"{source.publisher}, {source.year}. {source.url}", style=_BODY)
        _add_table(document, source.title, items)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def _lay_out(document: "Document") -> None:
    """Lying A4, Swedish words, and who made it."""
    from docx.enum.section import WD_ORIENT  # noqa: PLC0415 - as above
    from docx.shared import Mm, Pt  # noqa: PLC0415

    from ui.docx_common import set_about, set_language  # noqa: PLC0415

    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = map(Mm, _PAGE)
    for side in ("left", "right", "top", "bottom"):
        setattr(section, f"{side}_margin", Mm(_MARGIN))
    document.styles["Normal"].font.name = _FONT
    document.styles["Normal"].font.size = Pt(_CELL)
    document.styles[_BODY].font.size = Pt(_CELL + 2.5)
    set_language(document)
    set_about(document, TITLE)


def _add_table(document: "Document", title: str, items: Sequence[Item]) -> None:
    from docx.shared import Mm  # noqa: PLC0415 - as above

    table = document.add_table(rows=1 + len(items), cols=len(WIDTHS), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, WIDTHS.values(), strict=True):
        column.width = Mm(width)  # the grid, which LibreOffice goes by; Word goes by the cells
    _describe(table, title)
    rows = list(table.rows)
    _fill(rows[0], tuple(WIDTHS), bold=True)
    _mark(rows[0], "tblHeader")
    for row, item in zip(rows[1:], items, strict=True):
        _fill(row, _cells(item))
        _mark(row, "cantSplit")


def _cells(item: Item) -> tuple[str, ...]:
    told = (item.actor, item.strength, item.what, item.frequency, _day(item.since))
    return (UNDONE, *told, item.pinpoint, item.quote, item.guidance, "", "", "")


def _day(since: date | None) -> str:
    return since.isoformat() if since else ""


def _fill(row: "_Row", cells: Sequence[str], *, bold: bool = False) -> None:
    from docx.shared import Mm  # noqa: PLC0415 - as above

    for cell, text, width in zip(row.cells, cells, WIDTHS.values(), strict=True):
        cell.width = Mm(width)
        if text:
            run = cell.paragraphs[0].add_run(text)
            if bold:
                run.bold = True


def _mark(row: "_Row", name: str) -> None:
    """Put a property on the row: repeated on each page, or never broken by one."""
    from ui.docx_common import element  # noqa: PLC0415 - as above

    row._tr.get_or_add_trPr().append(element(name))  # noqa: SLF001 - it has no other way


def _describe(table: "Table", title: str) -> None:
    """What a screen reader says of the table."""
    from ui.docx_common import element  # noqa: PLC0415 - as above

    caption = element("tblCaption", val=f"Skyldigheter enligt {title}")
    table._tbl.tblPr.append(caption)  # noqa: SLF001 - it has no other way
