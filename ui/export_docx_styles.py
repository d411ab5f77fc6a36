"""How an exported Word document looks, and the pieces of its XML that python-docx has no word for.

A lane is told by its title and by the line to its left: whole, dashed or dotted. Colour only
repeats that.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.oxml.text.parfmt import CT_PPr
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from corpus.documents import Lane
from ui.docx_common import element, set_language

ORIGINAL, REFERAT, FACTS, ADDRESS, NOTE = (
    "Citat original",
    "Referat",
    "Uppgifter",
    "Adress",
    "Notis",
)

_SANS, _SERIF = "Arial", "Georgia"
_INK, _MUTED, _LINK = "1A2328", "4A5860", "0A5A73"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Border:
    """The line to the left: its kind in Word's words, its width in eighths of a point."""

    kind: str
    colour: str
    width: int = 24


_LANES: Mapping[Lane, _Border] = {
    Lane.LAW: _Border(kind="single", colour="1F3A6E", width=36),
    Lane.GUIDANCE: _Border(kind="dashed", colour="1B5E43"),
    Lane.REPORT: _Border(kind="dotted", colour="74460F"),
    Lane.CONTEXT: _Border(kind="single", colour=_MUTED, width=6),
}
_LANE_STYLES = {
    Lane.LAW: "Lagen",
    Lane.GUIDANCE: "Vägledningen",
    Lane.REPORT: "Rapporterna",
    Lane.CONTEXT: "Sammanhanget",
}
_LANE_INDENT = 0.5  # centimetres
_HEADINGS = {1: (20, 0), 2: (15, 18), 3: (13, 12), 4: (11, 10)}
"""Each level's size and the space above it, in points."""


def lane_style(lane: Lane) -> str:
    """The style of a lane's sentences."""
    return _LANE_STYLES[lane]


def set_lane_heading(paragraph: Paragraph, lane: Lane) -> None:
    """Begin the lane's line beside its heading, so that one short sentence shows it too."""
    paragraph.paragraph_format.left_indent = Cm(_LANE_INDENT)
    _add_border(paragraph._p.get_or_add_pPr(), _LANES[lane])  # noqa: SLF001 - no other way


def set_styles(document: WordDocument) -> None:
    """A4, Swedish, and every style that the document uses."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin = section.bottom_margin = Cm(2.2)
    set_language(document)
    normal = _style(document, "Normal")
    _set_font(normal, _SANS, 10.5, _INK)
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.line_spacing = 1.15
    for level, (size, above) in _HEADINGS.items():
        _set_heading(_style(document, f"Heading {level}"), size, above)
    for lane, name in _LANE_STYLES.items():
        _set_border(_added(document, name, indent=_LANE_INDENT), _LANES[lane])
    quoted = _added(document, ORIGINAL, indent=0.8)
    _set_font(quoted, _SERIF, 10.5, _INK)
    for style in (quoted, _added(document, REFERAT, indent=0.8)):
        _set_border(style, _Border(kind="single", colour="6B7A82", width=12))
    for name in (FACTS, ADDRESS):
        facts = _added(document, name)
        _set_font(facts, _SANS, 9.5, _MUTED)
        facts.paragraph_format.space_after = Pt(2)
    _set_border(
        _added(document, NOTE, indent=0.5), _Border(kind="double", colour="6B7A82", width=6)
    )
    _set_font(_style(document, "Footer"), _SANS, 8.5, _MUTED)


def add_link_run(paragraph: Paragraph, address: str, target: str) -> None:
    """The address as a link; ``target`` is the id of its relationship."""
    link = element("hyperlink")
    link.set(qn("r:id"), target)
    _add_link(paragraph, link, address).font.underline = True


def add_number(paragraph: Paragraph, number: int) -> None:
    """The number of a quotation, where the same number in the text leads."""
    run = paragraph.add_run(f"[{number}]")
    run.bold = True
    name = _bookmark(number)
    run._r.addprevious(element("bookmarkStart", id=str(number), name=name))  # noqa: SLF001 - XML
    run._r.addnext(element("bookmarkEnd", id=str(number)))  # noqa: SLF001


def add_number_link(paragraph: Paragraph, number: int) -> None:
    """A number in the text, which leads to its quotation."""
    link = element("hyperlink", anchor=_bookmark(number))
    _add_link(paragraph, link, f"[{number}]").bold = True


def _bookmark(number: int) -> str:
    return f"citat{number}"


def _add_link(paragraph: Paragraph, link: BaseOxmlElement, text: str) -> Run:
    run = paragraph.add_run(text)
    run.font.color.rgb = RGBColor.from_string(_LINK)
    link.append(run._r)  # noqa: SLF001 - a run is moved into the link as XML
    paragraph._p.append(link)  # noqa: SLF001
    return run


def add_field(paragraph: Paragraph, instruction: str) -> None:
    """A number that Word counts itself: PAGE, NUMPAGES."""
    field = element("fldSimple", instr=instruction)
    run = paragraph.add_run("1")
    field.append(run._r)  # noqa: SLF001 - as above
    paragraph._p.append(field)  # noqa: SLF001


def _style(document: WordDocument, name: str) -> ParagraphStyle:
    style = document.styles[name]
    if not isinstance(style, ParagraphStyle):
        raise TypeError(f"{name} is no style of paragraphs")
    return style


def _added(document: WordDocument, name: str, *, indent: float = 0) -> ParagraphStyle:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    if not isinstance(style, ParagraphStyle):
        raise TypeError(f"{name} is no style of paragraphs")
    style.base_style = document.styles["Normal"]
    style.paragraph_format.left_indent = Cm(indent)
    return style


def _set_heading(style: ParagraphStyle, size: float, above: float) -> None:
    _set_font(style, _SANS, size, _INK)
    style.font.bold = True
    style.font.italic = False
    style.paragraph_format.space_before = Pt(above)
    style.paragraph_format.space_after = Pt(4)
    style.paragraph_format.keep_with_next = True


def _set_font(style: ParagraphStyle, name: str, size: float, colour: str) -> None:
    style.font.name = name
    style.font.size = Pt(size)
    style.font.color.rgb = RGBColor.from_string(colour)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)  # a theme's font goes before a named one
    fonts.set(qn("w:cs"), name)


def _set_border(style: ParagraphStyle, border: _Border) -> None:
    _add_border(style.element.get_or_add_pPr(), border)


def _add_border(properties: CT_PPr, border: _Border) -> None:
    borders = element("pBdr")
    width = str(border.width)
    borders.append(element("left", val=border.kind, sz=width, space="8", color=border.colour))
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc"
    )
