"""A table of a web page → rows of data, unless the table only lays the page out."""

from typing import TYPE_CHECKING

from ingest.attributes import whole_number
from ingest.tables import Row, Table, cell_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from lxml.html import HtmlElement

_CELLS = ("td", "th")
_WIDEST = 100
_LONGEST_CELL = 1_500


def data_table(
    table: "HtmlElement", read_cell: "Callable[[HtmlElement], Iterable[str]]"
) -> Table | None:
    """The rows of a table of data; None for one that lays out a page or holds a single column.

    Args:
        table: The element; nothing in it is changed.
        read_cell: The paragraphs of a cell.
    """
    rows = list(_rows(table))
    cells = [[cell for cell in row if cell.tag in _CELLS] for row in rows]
    if len(rows) < 2 or max(map(len, cells)) < 2 or _lays_out(table):
        return None
    texts = {cell: cell_text(read_cell(cell)) for row in cells for cell in row}
    if max(map(len, texts.values())) > _LONGEST_CELL:
        return None
    caption = table.find("caption")
    return Table(
        rows=_filled(cells, texts),
        header_rows=_header_rows(rows, cells),
        caption="" if caption is None else cell_text(read_cell(caption)),
    )


def _rows(table: "HtmlElement") -> "Iterator[HtmlElement]":
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in {"thead", "tbody", "tfoot"}:
            yield from child.iterchildren("tr")


def _lays_out(table: "HtmlElement") -> bool:
    if table.get("role") in {"presentation", "none"}:
        return True
    return next(table.iterdescendants("table", "h1", "h2", "h3", "h4"), None) is not None


def _header_rows(rows: "list[HtmlElement]", cells: "list[list[HtmlElement]]") -> int:
    """How many rows name the columns: those of the head, or of nothing but header cells."""
    count = 0
    for row, row_cells in zip(rows, cells, strict=True):
        in_head = row.getparent().tag == "thead"
        only_headers = bool(row_cells) and all(cell.tag == "th" for cell in row_cells)
        if not in_head and not (only_headers and len(row_cells) > 1):
            break
        count += 1
    return count if count < len(rows) else 0


def _filled(cells: "list[list[HtmlElement]]", texts: "dict[HtmlElement, str]") -> tuple[Row, ...]:
    """Rows of equally many columns; a cell that spans rows says its words in each of them."""
    rows: list[list[str | None]] = [[] for _ in cells]
    going_on: dict[int, tuple[int, str | None]] = {}
    for number, row_cells in enumerate(cells):
        row = rows[number]
        for cell in row_cells:
            _go_on(row, going_on)
            width, height = _span(cell, "colspan"), _span(cell, "rowspan")
            for offset in range(min(width, _WIDEST - len(row))):
                words = texts[cell] if offset == 0 else None
                going_on[len(row)] = (height - 1, words)
                row.append(words)
        _go_on(row, going_on)
    width = max(map(len, rows))
    return tuple((*row, *[""] * (width - len(row))) for row in rows)


def _go_on(row: list[str | None], going_on: dict[int, tuple[int, str | None]]) -> None:
    """Add to ``row`` the cells that reach down into it at the place where it has come."""
    while going_on.get(len(row), (0, None))[0] > 0:
        left, words = going_on[len(row)]
        going_on[len(row)] = (left - 1, words)
        row.append(words)


def _span(cell: "HtmlElement", direction: str) -> int:
    return max(whole_number(cell.get(direction), default=1, highest=_WIDEST), 1)
