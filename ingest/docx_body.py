"""The body of a Word document, walked in reading order: what python-docx's own readers pass over.

They skip content controls, tracked insertions and text boxes. Those are containers here, so that
nothing in them is lost.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from ingest.blocks import normal_text
from ingest.docx_hidden import UnseenRuns
from ingest.docx_lists import ListMarkers
from ingest.docx_styles import ParagraphStyle, ParagraphStyles
from ingest.docx_table import table_paragraphs
from ingest.docx_text import LEFT_OUT, Paragraph, Unseen, goes_on, runs, text_boxes
from ingest.outline import Element

if TYPE_CHECKING:
    from docx.document import Document
    from lxml.etree import _Element


def body_paragraphs(document: "Document") -> tuple[Paragraph, ...]:
    """The headings, paragraphs, list items and table rows of a document, in reading order."""
    styles = ParagraphStyles(document.styles.element)
    unseen = UnseenRuns(document.styles.element, document.element)
    reader = _Reader(styles, ListMarkers(_numbering(document)), unseen)
    return tuple(reader.read(document.element.body))


def holds_other_files(document: "Document") -> bool:
    """Whether Word puts text of other files into the document when it is opened."""
    others = document.element.body.iter(qn("w:altChunk"), qn("w:subDoc"))
    return next(others, None) is not None


def _numbering(document: "Document") -> "_Element | None":
    for relation in document.part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.NUMBERING and not relation.is_external:
            return relation.target_part.element
    return None


class _Reader:
    """Reads containers of paragraphs and tables."""

    def __init__(self, styles: ParagraphStyles, markers: ListMarkers, unseen: Unseen) -> None:
        self._unseen = unseen
        self._styles = styles
        self._markers = markers
        self._carried = ""

    def read(self, container: "_Element") -> Iterator[Paragraph]:
        """The paragraphs of a body, a cell, a text box or a content control."""
        for child in container:
            if child.tag in LEFT_OUT or _is_contents(child):
                continue
            if child.tag == qn("w:p"):
                yield from self._paragraph(child)
            elif child.tag == qn("w:tbl"):
                yield from table_paragraphs(child, self.read)
            elif len(child):
                yield from self.read(child)

    def _paragraph(self, paragraph: "_Element") -> Iterator[Paragraph]:
        style = self._styles.of(paragraph)
        pieces = [] if style.hidden else list(runs(paragraph, self._unseen))
        text = self._carried + "".join(words for words, _ in pieces)
        self._carried = ""
        if goes_on(paragraph):
            self._carried = text
        elif not style.left_out:
            lines = [" ".join(line.split()) for line in normal_text(text).split("\n")]
            yield from self._made("\n".join(filter(None, lines)), style, pieces)
        for box in text_boxes(paragraph):
            yield from self.read(box)

    def _made(
        self, text: str, style: ParagraphStyle, pieces: Sequence[tuple[str, bool]]
    ) -> Iterator[Paragraph]:
        if not text:
            return
        marker = self._markers.marker(style.list_id, style.list_level) if style.list_id else ""
        if style.level:
            heading = Element(text=text.replace("\n", " "), level=style.level)
            yield Paragraph(element=heading, is_title=style.is_title)
            return
        bold = not marker and all(is_bold for words, is_bold in pieces if words.strip())
        yield Paragraph(element=Element(text=marker + text), is_bold=bold)


def _is_contents(element: "_Element") -> bool:
    """Whether a content control is Word's own list of contents."""
    gallery = element.find(f"{qn('w:sdtPr')}/{qn('w:docPartObj')}/{qn('w:docPartGallery')}")
    return gallery is not None and "Table of Contents" in (gallery.get(qn("w:val")) or "")
