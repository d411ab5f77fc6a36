"""The lines of a page with its tables as rows that can be understood and quoted alone.

"Tabell 1 Cyklar – Kommun: Alby; År: 2031; Antal: 12": the words and their boxes are the page's,
only the signs between them are ours.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.page_boxes import PageBox
from ingest.pdf_grids import Grid
from ingest.pdf_lines import Line
from ingest.pdf_words import Box, Word, joined_words

Cell = tuple[Word, ...]
Cells = tuple[tuple[Cell, ...], ...]  # by row and column

_CAPTION = re.compile(r"(?:Tabell|Tab\.|Table)\s*\d", re.IGNORECASE)
_MOST_CAPTION_LINES = 3
_CAPTION_GAP = 30.0  # points between the caption and its table
_LONGEST_NAME = 80  # characters: a longer cell is text, not the name of a column
_FIGURE = re.compile(r"[-–<>≤≥]?\s*\d[\d\s.,]*\s*%?")
_YEAR = re.compile(r"(?:19|20)\d{2}(?:[/–-]\d{2,4})?")
_NEAR = 3.0  # points by which a column may lie elsewhere on the next page
_OVERLEAF = 0.35  # a table goes on when it ends and begins within this share of the pages


@dataclass(frozen=True, slots=True, kw_only=True)
class _Header:
    """The names of a table's columns and its caption; where the table stood, to know it again."""

    names: tuple[Cell, ...]
    caption: Cell
    lefts: tuple[float, ...]
    page: int
    bottom: float


class TableReader:
    """Puts rows in the place of the lines that a table is printed on, from page to page.

    A table that goes on overleaf without its header keeps the one it had.
    """

    def __init__(self) -> None:
        self._last: _Header | None = None

    def lines(self, lines: Sequence[Line], grids: Sequence[Grid]) -> tuple[Line, ...]:
        """The lines of a page, those inside a table as one line for each row."""
        found = tuple(lines)
        for grid in grids:
            inside = [line for line in found if _is_inside(line, grid.box)]
            cells = _cells(inside, grid)
            if _is_table(cells):
                found = self._with_rows(found, inside, grid, cells)
        return found

    def _with_rows(
        self, lines: tuple[Line, ...], inside: Sequence[Line], grid: Grid, cells: Cells
    ) -> tuple[Line, ...]:
        above = _caption(lines, grid.box)
        header, body = self._parted(cells, grid, above, inside[0])
        self._last = replace(header, page=inside[0].page, bottom=grid.box[1])
        rows = [_row_words(row, header) for row in body]
        if header.names and all(sum(map(bool, row)) < 2 for row in body):
            rows.insert(0, _row_words(header.names, replace(header, names=())))
        new = [
            *(_row_line(words, inside, grid) for words in rows if words),
            *_left_over(inside, cells),
        ]
        gone = {id(line) for line in (*inside, *above)}
        first = next(place for place, line in enumerate(lines) if id(line) in gone)
        after = (line for line in lines[first:] if id(line) not in gone)
        return (*lines[:first], *new, *after)

    def _parted(
        self, cells: Cells, grid: Grid, above: Sequence[Line], first: Line
    ) -> tuple[_Header, Cells]:
        """The header that holds for a table, and the rows below it."""
        count = _header_rows(cells)
        names = _names(cells[:count])
        if self._last is not None and not above and _goes_on(self._last, grid, first):
            again = _texts(names) == _texts(self._last.names)
            return self._last, cells[count:] if again else cells
        caption = _plain_caption(above)
        if count == 2 and sum(map(bool, cells[0])) == 2 and not caption:
            # One name over all columns but the first is what the table is about.
            caption = next(cell for cell in cells[0][1:] if cell)
            names = (cells[0][0], *cells[1][1:])
        header = _Header(
            names=names,
            caption=caption,
            lefts=_lefts(grid),
            page=first.page,
            bottom=grid.box[1],
        )
        return header, cells[count:]


def _goes_on(last: _Header, grid: Grid, first: Line) -> bool:
    lefts = _lefts(grid)
    same = len(lefts) == len(last.lefts) and all(
        abs(one - two) < _NEAR for one, two in zip(lefts, last.lefts, strict=True)
    )
    overleaf = last.page + 1 == first.page
    height = first.page_height
    at_ends = last.bottom < _OVERLEAF * height and grid.box[3] > (1 - _OVERLEAF) * height
    return same and overleaf and at_ends


def _lefts(grid: Grid) -> tuple[float, ...]:
    """Where the columns begin, counted from the table's left edge."""
    cells = [cell for row in grid.rows for cell in row if cell is not None]
    return tuple(sorted({round(cell[0] - grid.box[0]) for cell in cells}))


def _is_inside(line: Line, box: Box) -> bool:
    words = [word for word in line.words if word.boxes]
    return sum(_holds(box, word.boxes[0]) for word in words) > 0.5 * len(line.words)


def _holds(box: Box, place: PageBox) -> bool:
    across, along = (place.left + place.right) / 2, (place.bottom + place.top) / 2
    return box[0] <= across <= box[2] and box[1] <= along <= box[3]


def _cells(lines: Sequence[Line], grid: Grid) -> Cells:
    """The words in each cell; what spans several rows stands in each of them."""
    rows: list[tuple[Cell, ...]] = []
    for row in grid.rows:
        cells = [() if box is None else _cell_words(lines, box) for box in row]
        if rows and row[0] is None:
            cells[0] = rows[-1][0]
        rows.append(tuple(cells))
    return tuple(rows)


def _cell_words(lines: Sequence[Line], box: Box) -> Cell:
    words: Cell = ()
    for line in lines:
        words = joined_words(words, [w for w in line.words if w.boxes and _holds(box, w.boxes[0])])
    return words


def _is_table(cells: Cells) -> bool:
    """Whether there is more than a frame around text: two rows, one of them of several cells."""
    filled = [sum(map(bool, row)) for row in cells]
    return sum(map(bool, filled)) >= 2 and max(filled) >= 2


def _header_rows(cells: Cells) -> int:
    """How many rows at the top name the columns: none, one, or two below a shared name."""
    if not _could_name(cells[0]):
        return 0
    shared = len(cells) > 2 and sum(map(bool, cells[0])) < len(cells[0])
    spans_down = shared and cells[1][0] in {(), cells[0][0]}
    return 2 if spans_down and _could_name(cells[1]) else 1


def _could_name(row: Sequence[Cell]) -> bool:
    texts = [text for text in _texts(row) if text]
    figures = [t for t in texts if _FIGURE.fullmatch(t) and not _YEAR.fullmatch(t)]
    return len(texts) >= 2 and not figures and max(map(len, texts)) <= _LONGEST_NAME


def _texts(cells: Sequence[Cell]) -> tuple[str, ...]:
    return tuple(" ".join(word.text for word in cell) for cell in cells)


def _names(rows: Cells) -> tuple[Cell, ...]:
    """The name of each column; a name in the upper of two rows holds for those to its right."""
    if not rows:
        return ()
    names = list(rows[0])
    if len(rows) == 2:
        for column in range(1, len(names)):
            names[column] = names[column] or names[column - 1]
        names = [
            lower if upper == lower else (*upper, *lower)
            for upper, lower in zip(names, rows[1], strict=True)
        ]
    return tuple(names)


def _row_words(row: Sequence[Cell], header: _Header) -> Cell:
    """The row with the names beside the values; a row with a single value is a subheading."""
    names = header.names or ((),) * len(row)
    filled = [(name, value) for name, value in zip(names, row, strict=True) if value]
    if len(filled) < 2:
        return filled[0][1] if filled else ()
    words = [*header.caption, Word("–", ())] if header.caption else []
    for name, value in filled:
        words += (*_ended(name, ":"), *_ended(value, ";"))
    return (*words[:-1], Word(words[-1].text.removesuffix(";"), words[-1].boxes))


def _ended(words: Cell, sign: str) -> Iterator[Word]:
    """The words with ``sign`` after the last one, unless a sign is there."""
    yield from words[:-1]
    for last in words[-1:]:
        text = last.text if last.text.endswith((sign, ":")) else f"{last.text}{sign}"
        yield Word(text, last.boxes)


def _row_line(words: Cell, inside: Sequence[Line], grid: Grid) -> Line:
    place = next(word.boxes[0] for word in reversed(words) if word.boxes)
    return replace(
        inside[0],
        words=words,
        mark=(),
        left=grid.box[0],
        right=grid.box[2],
        bottom=place.bottom,
        bold=False,
        row=True,
    )


def _left_over(inside: Sequence[Line], cells: Cells) -> Iterator[Line]:
    """What stands inside the table but in no cell that was found."""
    taken = {box for row in cells for cell in row for word in cell for box in word.boxes}
    for line in inside:
        words = tuple(word for word in line.words if not taken.issuperset(word.boxes))
        if words:
            yield replace(line, words=words)


def _caption(lines: Sequence[Line], box: Box) -> tuple[Line, ...]:
    """The lines of the caption right above the table, from "Tabell 1" on."""
    near = [
        line
        for line in lines
        if -_NEAR < line.bottom - box[3] < _CAPTION_GAP + _MOST_CAPTION_LINES * line.size
        and line.left < box[2]
        and line.right > box[0]
    ]
    starts = [place for place, line in enumerate(near) if _CAPTION.match(line.text)]
    return tuple(near[starts[-1] :][:_MOST_CAPTION_LINES]) if starts else ()


def _plain_caption(lines: Sequence[Line]) -> Cell:
    """The caption's words without the full stops that would part it from the row."""
    words: Cell = ()
    for line in lines:
        words = joined_words(words, line.words)
    last = len(words) - 1
    return tuple(
        Word(word.text.rstrip(".:"), word.boxes) if place in {1, last} else word
        for place, word in enumerate(words)
    )
