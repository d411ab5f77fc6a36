"""A Word table → its rows, each readable alone, or what it lays out, cell by cell."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docx.oxml.ns import qn

from ingest.attributes import whole_number
from ingest.docx_text import Paragraph, within
from ingest.outline import Element
from ingest.tables import Row, Table, cell_text, table_elements

if TYPE_CHECKING:
    from lxml.etree import _Element

_MOST_COLUMNS = 63  # Word's own limit


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cell:
    """A cell that spans ``columns``; with ``goes_on`` it continues the cell above."""

    paragraphs: tuple[Paragraph, ...] = ()
    columns: int = 1
    goes_on: bool = False


def table_paragraphs(
    table: "_Element", read_cell: "Callable[[_Element], Iterable[Paragraph]]"
) -> Iterator[Paragraph]:
    """The rows of a table; a box, or a table that lays out headings, is read cell by cell.

    Args:
        table: The element ``w:tbl``.
        read_cell: The paragraphs of a cell.
    """
    rows = list(_rows(table))
    grid = [tuple(_cells(row, read_cell)) for row in rows]
    width = max((sum(cell.columns for cell in row) for row in grid), default=0)
    inside = [p for row in grid for cell in row for p in cell.paragraphs]
    if len(grid) < 2 or width < 2 or any(p.element.level for p in inside):
        for row in grid:
            yield from _laid_out([p for cell in row for p in cell.paragraphs])
        return
    made = Table(rows=_filled(grid, width), header_rows=_header_rows(rows, grid))
    for element in table_elements(made):
        yield Paragraph(element=element)


def _laid_out(row: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """The paragraphs of a row that is no row of data; headings side by side are one heading."""
    if row and all(p.element.level for p in row):
        text = " ".join(p.element.text for p in row)
        level = min(p.element.level for p in row)
        yield Paragraph(element=Element(text=text, level=level), is_title=row[0].is_title)
    else:
        yield from row


def _rows(table: "_Element") -> Iterator["_Element"]:
    """The rows of a table but those that are deleted."""
    for row in within(table, qn("w:tr")):
        if row.find(f"{qn('w:trPr')}/{qn('w:del')}") is None:
            yield row


def _cells(
    row: "_Element", read_cell: "Callable[[_Element], Iterable[Paragraph]]"
) -> Iterator[_Cell]:
    before = _number(row.find(f"{qn('w:trPr')}/{qn('w:gridBefore')}"), 0)
    if before:
        yield _Cell(columns=before)
    for cell in within(row, qn("w:tc")):
        merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
        yield _Cell(
            paragraphs=tuple(read_cell(cell)),
            columns=max(_number(cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}"), 1), 1),
            goes_on=merge is not None and merge.get(qn("w:val"), "continue") == "continue",
        )


def _filled(grid: Sequence[Sequence[_Cell]], width: int) -> tuple[Row, ...]:
    """Rows of ``width`` columns; a cell that spans rows says its words in each of them."""
    rows: list[Row] = []
    for cells in grid:
        row: list[str | None] = []
        for cell in cells:
            words = cell_text(p.element.text for p in cell.paragraphs)
            if cell.goes_on and rows and len(row) < width:
                words = rows[-1][len(row)] or ""
            row += [words, *([None] * (cell.columns - 1))]
        rows.append((*row, *[""] * (width - len(row))))
    return tuple(rows)


def _header_rows(rows: "Sequence[_Element]", grid: Sequence[Sequence[_Cell]]) -> int:
    """How many rows name the columns: those marked so, or a first row in bold above others."""
    marked = 0
    for row in rows:
        if row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is None:
            break
        marked += 1
    if marked:
        return marked if marked < len(rows) else 0
    bold = [all(p.is_bold for cell in cells for p in cell.paragraphs) for cells in grid]
    return int(bold[0] and not all(bold))


def _number(element: "_Element | None", default: int) -> int:
    value = None if element is None else element.get(qn("w:val"))
    return whole_number(value, default=default, highest=_MOST_COLUMNS)
