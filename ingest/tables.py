"""The rows of a table → paragraphs that can be read and quoted alone: "Åtgärd: rond; Ansvarig: Bo".

The same for every format with tables. A reader who sees one row out of its table still sees what
each value is, since the header's words stand beside it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from ingest.outline import Element

# None continues the cell to its left, which spans several columns.
Row = tuple[str | None, ...]

_CLOSED = (".", "!", "?", ":", ";", ",")
_LONGEST_LABEL = 60
_WORDING = re.compile(r"(?:nuvarande|föreslagen|tidigare|äldre|ny|nya) lydelse", re.IGNORECASE)
# Figures, but not a year: those head columns.
_NUMERIC = re.compile(r"(?!(?:19|20)\d\d$)[\d\s.,%–-]+(?:kr|tkr|mnkr)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of equally many columns; the first ``header_rows`` name the columns."""

    rows: tuple[Row, ...]
    header_rows: int = 0
    caption: str = ""


def table_elements(table: Table) -> Iterator[Element]:
    """The caption and each row below the header as paragraphs; a row without words is left out.

    A first row of one cell alone is a heading of the table. Where no row is marked as header, the
    first is one when it reads as one.
    """
    rows, header_rows = list(table.rows), table.header_rows
    if table.caption:
        yield Element(text=table.caption)
    while len(rows) > 1 and len(rows[0]) > 1 and len(_cells(rows[0])) < 2:
        yield from (Element(text=words) for _, words in _cells(rows.pop(0)))
        header_rows = max(header_rows - 1, 0)
    header_rows = header_rows or int(first_row_names_columns(rows))
    body = rows[header_rows:]
    labels = _labels(rows[:header_rows]) if body else ()
    as_pairs = not labels and _are_pairs(rows)
    for row in body or rows:
        text = _pair_text(row) if as_pairs else _row_text(row, labels)
        if text:
            yield Element(text=text)


def first_row_names_columns(rows: Sequence[Row]) -> bool:
    """Whether the first row reads as a header although nothing marks it.

    Two columns do only when they set two wordings of a law side by side: otherwise a name and its
    value look the same.
    """
    if len(rows) < 2:
        return False
    if all(_WORDING.fullmatch(name or "") for name in rows[0]):
        return True
    if len(rows[0]) < 3:
        return False
    names = rows[0]
    named = [name for name in names[1:] if name]
    if len(named) < len(names) - 1 or len(set(names)) < len(names):
        return False
    return all(_is_label(name) for name in names if name)


def cell_text(parts: Iterable[str]) -> str:
    """The paragraphs and list items of a cell on one line."""
    line = ""
    for part in parts:
        words = " ".join(part.split())
        if words:
            joint = "" if not line else " " if line.endswith(_CLOSED) else ", "
            line += joint + words
    return line


def _labels(header: Sequence[Row]) -> tuple[str, ...]:
    """What each column is called; the words of header rows one below the other are joined."""
    columns: list[list[str]] = [[] for _ in range(max(map(len, header), default=0))]
    for row in header:
        words = ""
        for column, cell in enumerate(row):
            words = words if cell is None else cell.rstrip(" :")
            if words and words not in columns[column]:
                columns[column].append(words)
    return tuple(" ".join(words) for words in columns)


def _row_text(row: Row, labels: Sequence[str]) -> str:
    """``row`` with each value behind the name of its column, or of the columns that it spans."""
    cells = _cells(row)
    if len(cells) == 1 and cells[0][0][0] == 0:
        return cells[0][1]
    line = ""
    for columns, value in cells:
        names = dict.fromkeys(labels[column] for column in columns if column < len(labels))
        name = ", ".join(filter(None, names))
        joint = "" if not line else " " if line.endswith(_CLOSED) else "; "
        line += joint + (f"{name}: {value}" if name and name != value else value)
    return line


def _cells(row: Row) -> list[tuple[list[int], str]]:
    """The cells that say something, each with the numbers of the columns it stands in."""
    owner = 0
    owners: list[int] = []
    for column, cell in enumerate(row):
        owner = owner if cell is None else column
        owners.append(owner)
    spans = [
        (begin, list(group)) for begin, group in groupby(range(len(row)), key=owners.__getitem__)
    ]
    return [(columns, value) for begin, columns in spans if (value := row[begin] or "")]


def _are_pairs(rows: Sequence[Row]) -> bool:
    """Whether the rows of two columns are names and their values."""
    two = all(len(row) == 2 and row[1] is not None for row in rows)
    return two and all(_is_label(row[0]) for row in rows if row[0])


def _pair_text(row: Row) -> str:
    name, value = (row[0] or "").rstrip(" :"), row[1] or ""
    return f"{name}: {value}" if name and value else name or value


def _is_label(text: str) -> bool:
    closed = text.endswith((".", ",", ";"))
    return len(text) <= _LONGEST_LABEL and not closed and _NUMERIC.fullmatch(text) is None
