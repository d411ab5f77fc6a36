"""The words of a Word paragraph as a reader sees them, and what a paragraph becomes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docx.oxml.ns import qn

from ingest.docx_styles import is_set
from ingest.outline import Element

if TYPE_CHECKING:
    from lxml.etree import _Element

_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_TEXT_BOX = qn("w:txbxContent")
# Deleted or moved away, instructions to Word, marks, and the older twin of a drawing.
LEFT_OUT = {
    *(qn(f"w:{tag}") for tag in ("del", "moveFrom", "delText", "instrText", "delInstrText")),
    *(qn(f"w:{tag}") for tag in ("pPr", "rPr", "sectPr", "sdtPr", "rt", "tblPr", "tblGrid")),
    f"{_COMPATIBILITY}Fallback",
}
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


Unseen = Callable[["_Element"], bool]
"""Whether a reader does not see a run."""


def runs(parent: "_Element", unseen: Unseen) -> Iterator[tuple[str, bool]]:
    """The words of a paragraph as a reader sees them, each with whether they are bold."""
    for child in parent:
        if child.tag in LEFT_OUT or child.tag == _TEXT_BOX:
            continue
        if child.tag == qn("w:r"):
            if not unseen(child):
                yield _run_text(child, unseen), is_set(child.find(qn("w:rPr")), "w:b")
        elif child.tag == _MATH_TEXT:
            yield child.text or "", False
        elif len(child):
            yield from runs(child, unseen)


def _run_text(run: "_Element", unseen: Unseen) -> str:
    text = ""
    for child in run:
        if child.tag == qn("w:t"):
            text += child.text or ""
        elif child.tag == qn("w:br"):
            text += "\n" if child.get(qn("w:type"), "textWrapping") == "textWrapping" else " "
        elif child.tag == qn("w:ruby"):
            text += "".join(words for words, _ in runs(child, unseen))
        else:
            text += _SIGNS.get(child.tag, "")
    return text


def text_boxes(parent: "_Element") -> Iterator["_Element"]:
    """The outermost text boxes that hang on a paragraph."""
    for child in parent:
        if child.tag == _TEXT_BOX:
            yield child
        elif child.tag not in LEFT_OUT and len(child):
            yield from text_boxes(child)


def goes_on(paragraph: "_Element") -> bool:
    """Whether the paragraph's end is deleted, so that the next one continues it."""
    mark = paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}/{qn('w:del')}")
    return mark is not None


def within(parent: "_Element", tag: str) -> Iterator["_Element"]:
    """The children named ``tag``, also those inside content controls and insertions."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag not in LEFT_OUT and child.tag not in {qn("w:tr"), qn("w:tc")}:
            yield from within(child, tag)
