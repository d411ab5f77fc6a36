"""Which pages have tables, and where the cells of their tables lie.

pdfium counts the ruling lines of every page, which costs a millisecond; pdfplumber finds the cells
on the pages that have enough of them, which costs a tenth of a second.
"""

import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from ingest.pdf_words import Box, Frame

if TYPE_CHECKING:
    from pdfplumber.pdf import PDF
    from pdfplumber.table import Table
    from pypdfium2 import PdfPage

# A page with fewer ruling lines has no grid; one with more is a map or a drawing.
_FEWEST_RULES, _MOST_RULES = 6, 1_000
# The time for a page grows with the square of these: 2 s for 10,000, 10 s for 22,500.
_MOST_CROSSINGS = 6_000
_THIN = 3.0  # points
_SHORTEST = 6.0
_FEWEST_LEVELS = 3  # level rules that end together, before they are taken for a table's
_MOST_PAGES = 100
_SECONDS = 20.0  # of processor time, for what pages alone can't bound

# The built-in errors that the reader lets through when a file's structure is damaged.
_DAMAGE = (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError)

Row = tuple[Box | None, ...]  # None where a cell spans from the left or from above


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """The cells of one table by row, in points on the page as shown."""

    box: Box
    rows: tuple[Row, ...]


class GridReader:
    """Finds the tables of one file, page by page, within a budget for the whole file.

    ``skipped`` are the pages whose tables were left as running text.
    """

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._opened: PDF | None = None
        self._pages = 0
        self._spent = 0.0
        self.skipped: list[int] = []

    def grids(self, page: "PdfPage", number: int) -> tuple[Grid, ...]:
        """The tables of a page from top to bottom; ``number`` is 1-based."""
        rules = _rules(page)
        if not _FEWEST_RULES <= len(rules) <= _MOST_RULES:
            return ()
        spent = self._pages >= _MOST_PAGES or self._spent > _SECONDS
        if spent or _crossings(rules) > _MOST_CROSSINGS:
            self.skipped.append(number)
            return ()
        started = time.process_time()
        self._pages += 1
        found = self._found(page, number)
        self._spent += time.process_time() - started
        return found

    def close(self) -> None:
        """Free what was opened."""
        if self._opened is not None:
            self._opened.close()

    def _found(self, page: "PdfPage", number: int) -> tuple[Grid, ...]:
        import pdfplumber  # noqa: PLC0415 – 200 ms, and few files have tables
        from pdfplumber.utils.exceptions import PdfminerException  # noqa: PLC0415

        try:
            if self._opened is None:
                self._opened = pdfplumber.open(BytesIO(self._content))
            with closing(self._opened.pages[number - 1]) as plumbed:
                place = _Placing.of(page, number, plumbed.bbox)
                sides = _open_sides(plumbed.horizontal_edges, plumbed.vertical_edges)
                tables = plumbed.find_tables({"explicit_vertical_lines": sides})
                return tuple(_grid(place, table) for table in tables)
        except (PdfminerException, *_DAMAGE):
            # pdfium has read the page: only its tables stay as running text.
            self.skipped.append(number)
            return ()


def _open_sides(
    rules: Iterable[dict[str, Any]], uprights: Iterable[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Upright lines where level ones end together: the sides of a table printed without them.

    A row of frames that are closed already gets none: what stands between them is no cell.

    In and out are pdfplumber's own edges.
    """
    extents: defaultdict[int, list[float]] = defaultdict(list)
    for rule in rules:
        extents[round(rule["top"])] += (rule["x0"], rule["x1"])
    heights: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for height, ends in extents.items():
        heights[round(min(ends) / _THIN), round(max(ends) / _THIN)].append(height)
    # A level rule is a thin frame, too, with upright edges of its own.
    tall = (upright for upright in uprights if upright["height"] > _SHORTEST)
    closed = {round(upright["x0"] / _THIN) for upright in tall}
    return [
        _upright(end(extents[found[0]]), min(found), max(found))
        for ends, found in heights.items()
        if len(found) >= _FEWEST_LEVELS and closed.isdisjoint(ends)
        for end in (min, max)
    ]


def _upright(across: float, top: float, bottom: float) -> dict[str, Any]:
    places = {"x0": across, "x1": across, "top": top, "bottom": bottom}
    return {"object_type": "line", "orientation": "v", "height": bottom - top, "width": 0, **places}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Placing:
    """How pdfplumber's places, counted from the upper left of the whole sheet, lie on the page."""

    left: float
    top: float

    @classmethod
    def of(cls, page: "PdfPage", number: int, sheet: Box) -> "_Placing":
        frame = Frame.of(page, number)
        whole = Frame(number=number, crop=page.get_mediabox(), turned=frame.turned)
        cut_left, cut_bottom, _, _ = whole.shown(frame.crop)
        return cls(left=sheet[0] + cut_left, top=sheet[1] + whole.size[1] - cut_bottom)

    def shown(self, box: Box) -> Box:
        left, top, right, bottom = box
        return left - self.left, self.top - bottom, right - self.left, self.top - top


def _grid(place: _Placing, table: "Table") -> Grid:
    rows = tuple(
        tuple(None if cell is None else place.shown(cell) for cell in row.cells)
        for row in table.rows
    )
    return Grid(box=place.shown(table.bbox), rows=rows)


def _rules(page: "PdfPage") -> list[Box]:
    """The thin lines, upright or level, on the visible page."""
    import pypdfium2.raw as pdfium_c  # noqa: PLC0415 – 75 ms that only a PDF needs

    left, bottom, right, top = page.get_cropbox()
    found = []
    for item in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_PATH], max_depth=2):
        x0, y0, x1, y1 = item.get_bounds()
        thin = min(x1 - x0, y1 - y0) < _THIN and max(x1 - x0, y1 - y0) > _SHORTEST
        if thin and x0 < right and x1 > left and y0 < top and y1 > bottom:
            found.append((x0, y0, x1, y1))
    return found


def _crossings(rules: Sequence[Box]) -> int:
    """How many upright lines cross level ones."""
    level = [rule for rule in rules if rule[2] - rule[0] > rule[3] - rule[1]]
    upright = [rule for rule in rules if rule[2] - rule[0] <= rule[3] - rule[1]]
    return sum(
        one[0] < two[2] and one[2] > two[0] and one[1] < two[3] and one[3] > two[1]
        for one in level
        for two in upright
    )
