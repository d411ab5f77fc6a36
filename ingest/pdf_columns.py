"""The lines of a page in the order in which a person reads them.

The file's own order is usually right, but nothing in a PDF says so: columns may be printed row by
row, and a heading after the text below it. Places decide.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from ingest.pdf_lines import Line

_FEWEST_ROWS = 4  # with text on both sides, before a gap is taken for one between columns
_MOST_LINES = 500  # a page with more pieces of text is a map or a table
_SHORTEST_MEDIAN = 18  # characters: shorter lines on one side are a list of values, no column
_CLOSE, _MOST_CLOSE = 1.6, 0.65  # sizes between two lines of a paragraph; share of the lines
_STEP = 4.0  # points between the places where a gap is looked for
_MIDDLE = (0.25, 0.75)  # of the text's width


def in_reading_order(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Column by column where there are two, from top to bottom otherwise."""
    gap = _column_gap(lines)
    if gap is not None:
        return tuple(_by_column(lines, gap))
    if any(two.bottom > one.bottom + 2 * two.size for one, two in pairwise(lines)):
        return tuple(_by_height(lines))
    return tuple(lines)


def _column_gap(lines: Sequence[Line]) -> float | None:
    """Where the gap between two columns of running text lies, if there are two."""
    text = [line for line in lines if not line.row]
    if not 2 * _FEWEST_ROWS <= len(text) <= _MOST_LINES:
        return None
    left, right = min(line.left for line in text), max(line.right for line in text)
    first, last = (left + share * (right - left) for share in _MIDDLE)
    places = [first + _STEP * step for step in range(int((last - first) / _STEP) + 1)]
    best = max(places, key=lambda place: (_rows_beside(text, place), -_crossing(text, place)))
    sides = _sides(text, best)
    beside = _rows_beside(text, best) >= _FEWEST_ROWS
    return best if beside and all(_is_prose(side) for side in sides) else None


def _is_prose(side: Sequence[Line]) -> bool:
    """Whether the lines on one side are a column of text, and not of a table without rules.

    Lines of text are long and close; values are short, or stand beside the first or last line of
    what they belong to.
    """
    if len(side) < _FEWEST_ROWS:
        return False
    by_height = _by_height(side)
    steps = [one.bottom - two.bottom for one, two in pairwise(by_height)]
    close = sum(step < _CLOSE * line.size for step, line in zip(steps, by_height, strict=False))
    long = median(len(line.text) for line in side) >= _SHORTEST_MEDIAN
    return long and close >= _MOST_CLOSE * len(steps)


def _crossing(lines: Sequence[Line], place: float) -> int:
    return sum(line.left < place < line.right for line in lines)


def _sides(lines: Sequence[Line], place: float) -> tuple[list[Line], list[Line]]:
    before = [line for line in lines if line.right <= place]
    after = [line for line in lines if line.left >= place]
    return before, after


def _rows_beside(lines: Sequence[Line], place: float) -> int:
    """How many lines before ``place`` have one after it at their height."""
    before, after = _sides(lines, place)
    return sum(
        any(abs(line.bottom - other.bottom) < line.size / 2 for other in after) for line in before
    )


def _by_column(lines: Sequence[Line], gap: float) -> Iterator[Line]:
    """Between two lines over the whole width, first the left column and then the right one."""
    before: list[Line] = []
    after: list[Line] = []
    for line in _by_height(lines):
        if line.left < gap < line.right:
            yield from (*before, *after, line)
            before, after = [], []
        else:
            (before if line.right <= gap else after).append(line)
    yield from (*before, *after)


def _by_height(lines: Sequence[Line]) -> list[Line]:
    """From top to bottom, and from left to right where lines stand beside each other."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: -line.bottom):
        if rows and rows[-1][0].bottom - line.bottom < line.size / 2:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda line: line.left)]
