"""The body of a Word document, walked in reading order: what python-docx's own readers pass over.

They skip content controls, tracked insertions and text boxes. Those are containers here, so that
nothing in them is lost.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docx.oxml.ns import qn

from ingest.attributes import whole_number
from ingest.blocks import normal_text
from ingest.docx_lists import ListMarkers
from ingest.docx_styles import ParagraphStyle, ParagraphStyles, is_hidden, is_set
from ingest.outline import Element
from ingest.tables import Row, Table, cell_text, table_elements

if TYPE_CHECKING:
    from docx.document import Document
    from lxml.etree import _Element

_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_TEXT_BOX = qn("w:txbxContent")
# Deleted or moved away, instructions to Word, marks, and the older twin of a drawing.
_LEFT_OUT = {
    *(qn(f"w:{tag}") for tag in ("del", "moveFrom", "delText", "instrText", "delInstrText")),
    *(qn(f"w:{tag}") for tag in ("pPr", "rPr", "sectPr", "sdtPr", "rt", "tblPr", "tblGrid")),
    f"{_COMPATIBILITY}Fallback",
}
_MOST_COLUMNS = 63  # Word's own limit
_SIGNS = {
    qn("w:tab"): " ",
    qn("w:ptab"): " ",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """An element with what only Word says of it."""

    element: Element
    is_title: bool = False
    is_bold: bool = False


def body_paragraphs(document: "Document") -> tuple[Paragraph, ...]:
    """The headings, paragraphs, list items and table rows of a document, in reading order."""
    styles = ParagraphStyles(document.styles.element)
    return tuple(_Reader(styles, ListMarkers(_numbering(document))).read(document.element.body))


def holds_other_files(document: "Document") -> bool:
    """Whether Word puts text of other files into the document when it is opened."""
    others = document.element.body.iter(qn("w:altChunk"), qn("w:subDoc"))
    return next(others, None) is not None


def _numbering(document: "Document") -> "_Element | None":
    from docx.opc.constants import RELATIONSHIP_TYPE  # noqa: PLC0415

    for relation in document.part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.NUMBERING and not relation.is_external:
            return relation.target_part.element
    return None


class _Reader:
    """Reads containers of paragraphs and tables."""

    def __init__(self, styles: ParagraphStyles, markers: ListMarkers) -> None:
        self._styles = styles
        self._markers = markers
        self._carried = ""

    def read(self, container: "_Element") -> Iterator[Paragraph]:
        """The paragraphs of a body, a cell, a text box or a content control."""
        for child in container:
            if child.tag in _LEFT_OUT or _is_contents(child):
                continue
            if child.tag == qn("w:p"):
                yield from self._paragraph(child)
            elif child.tag == qn("w:tbl"):
                yield from self._table(child)
            elif len(child):
                yield from self.read(child)

    def _paragraph(self, paragraph: "_Element") -> Iterator[Paragraph]:
        style = self._styles.of(paragraph)
        runs = [] if style.hidden else list(_runs(paragraph))
        text = self._carried + "".join(words for words, _ in runs)
        self._carried = ""
        if _goes_on(paragraph):
            self._carried = text
        elif not style.left_out:
            lines = [" ".join(line.split()) for line in normal_text(text).split("\n")]
            yield from self._made("\n".join(filter(None, lines)), style, runs)
        for box in _text_boxes(paragraph):
            yield from self.read(box)

    def _made(
        self, text: str, style: ParagraphStyle, runs: Sequence[tuple[str, bool]]
    ) -> Iterator[Paragraph]:
        if not text:
            return
        marker = self._markers.marker(style.list_id, style.list_level) if style.list_id else ""
        if style.level:
            heading = Element(text=text.replace("\n", " "), level=style.level)
            yield Paragraph(element=heading, is_title=style.is_title)
            return
        bold = not marker and all(is_bold for words, is_bold in runs if words.strip())
        yield Paragraph(element=Element(text=marker + text), is_bold=bold)

    def _table(self, table: "_Element") -> Iterator[Paragraph]:
        """The rows of a table; what is only laid out as one is read cell by cell."""
        grid = [list(self._cells(row)) for row in _rows(table)]
        width = max((sum(span for _, span, _ in row) for row in grid), default=0)
        cells = [cell for row in grid for cell in row]
        holds_headings = any(p.element.level for found, _, _ in cells for p in found)
        if len(grid) < 2 or width < 2 or holds_headings:
            for row in grid:
                yield from _laid_out([p for found, _, _ in row for p in found])
            return
        rows = _filled(grid, width)
        header = _header_rows(table, grid, rows)
        for element in table_elements(Table(rows=rows, header_rows=header)):
            yield Paragraph(element=element)

    def _cells(self, row: "_Element") -> Iterator[tuple[tuple[Paragraph, ...], int, bool]]:
        """Each cell's paragraphs, how many columns it spans, and whether the one above goes on."""
        before = _number(row.find(f"{qn('w:trPr')}/{qn('w:gridBefore')}"), 0)
        if before:
            yield (), before, False
        for cell in _within(row, qn("w:tc")):
            properties = cell.find(qn("w:tcPr"))
            span = _number(cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}"), 1)
            merge = None if properties is None else properties.find(qn("w:vMerge"))
            goes_on = merge is not None and merge.get(qn("w:val"), "continue") == "continue"
            yield tuple(self.read(cell)), span, goes_on


def _laid_out(row: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """The paragraphs of a row that is no row of data; headings side by side are one heading."""
    if row and all(p.element.level for p in row):
        text = " ".join(p.element.text for p in row)
        level = min(p.element.level for p in row)
        yield Paragraph(element=Element(text=text, level=level), is_title=row[0].is_title)
    else:
        yield from row


def _runs(parent: "_Element") -> Iterator[tuple[str, bool]]:
    """The words of a paragraph as a reader sees them, each with whether they are bold."""
    for child in parent:
        if child.tag in _LEFT_OUT or child.tag == _TEXT_BOX:
            continue
        if child.tag == qn("w:r"):
            properties = child.find(qn("w:rPr"))
            if not is_hidden(properties):
                yield _run_text(child), is_set(properties, "w:b")
        elif child.tag == _MATH_TEXT:
            yield child.text or "", False
        elif len(child):
            yield from _runs(child)


def _run_text(run: "_Element") -> str:
    text = ""
    for child in run:
        if child.tag == qn("w:t"):
            text += child.text or ""
        elif child.tag == qn("w:br"):
            text += "\n" if child.get(qn("w:type"), "textWrapping") == "textWrapping" else " "
        elif child.tag == qn("w:ruby"):
            text += "".join(words for words, _ in _runs(child))
        else:
            text += _SIGNS.get(child.tag, "")
    return text


def _text_boxes(parent: "_Element") -> Iterator["_Element"]:
    """The outermost text boxes that hang on a paragraph."""
    for child in parent:
        if child.tag == _TEXT_BOX:
            yield child
        elif child.tag not in _LEFT_OUT and len(child):
            yield from _text_boxes(child)


def _rows(table: "_Element") -> Iterator["_Element"]:
    """The rows of a table but those that are deleted."""
    for row in _within(table, qn("w:tr")):
        if row.find(f"{qn('w:trPr')}/{qn('w:del')}") is None:
            yield row


def _within(parent: "_Element", tag: str) -> Iterator["_Element"]:
    """The children named ``tag``, also those inside content controls and insertions."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag not in _LEFT_OUT and child.tag not in {qn("w:tr"), qn("w:tc")}:
            yield from _within(child, tag)


def _filled(
    grid: Sequence[Sequence[tuple[tuple[Paragraph, ...], int, bool]]], width: int
) -> tuple[Row, ...]:
    """Rows of ``width`` columns; a cell that spans rows says its words in each of them."""
    rows: list[Row] = []
    for cells in grid:
        row: list[str | None] = []
        for found, span, goes_on in cells:
            above = rows[-1][len(row)] if goes_on and rows and len(row) < width else None
            text = cell_text(p.element.text for p in found)
            row += [above or "" if goes_on else text, *([None] * (span - 1))]
        rows.append(tuple((row + [""] * width)[:width]))
    return tuple(rows)


def _header_rows(
    table: "_Element",
    grid: Sequence[Sequence[tuple[tuple[Paragraph, ...], int, bool]]],
    rows: Sequence[Row],
) -> int:
    """How many rows name the columns: those marked so, or a first row that looks so."""
    marked = 0
    for row in _rows(table):
        if row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is None:
            break
        marked += 1
    if marked:
        return marked if marked < len(rows) else 0
    bold = [all(p.is_bold for found, _, _ in cells for p in found) for cells in grid]
    return int(bold[0] and not all(bold))


def _is_contents(element: "_Element") -> bool:
    """Whether a content control is Word's own list of contents."""
    gallery = element.find(f"{qn('w:sdtPr')}/{qn('w:docPartObj')}/{qn('w:docPartGallery')}")
    return gallery is not None and "Table of Contents" in (gallery.get(qn("w:val")) or "")


def _goes_on(paragraph: "_Element") -> bool:
    """Whether the paragraph's end is deleted, so that the next one continues it."""
    mark = paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}/{qn('w:del')}")
    return mark is not None


def _number(element: "_Element | None", default: int) -> int:
    value = None if element is None else element.get(qn("w:val"))
    return whole_number(value, default=default, highest=_MOST_COLUMNS)
