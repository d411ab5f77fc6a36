"""Which runs of a Word document no reader sees: hidden, white on white, or too small to read.

A run's own marks count before its character style, that before the paragraph's style. White letters
stay where something coloured lies behind them: shading, highlighting, a table's style, a text box.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from docx.oxml.ns import qn

from ingest.attributes import whole_number

if TYPE_CHECKING:
    from lxml.etree import _Element

_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_LIGHT = 240  # of 255, in each colour
_SMALLEST_TYPE = 4  # half points
_NARROWEST = 5  # per cent of a letter's width
_LARGEST = 10_000
_LONGEST_CHAIN = 20
_BACKGROUNDS = frozenset({"background1", "light1"})


class UnseenRuns:
    """Told a run, says whether it is unseen; knows the styles of its document."""

    def __init__(self, styles: "_Element", document: "_Element") -> None:
        self._styles = {
            str(style.get(qn("w:styleId"))): style for style in styles.iterchildren(qn("w:style"))
        }
        self._coloured_page = document.find(qn("w:background")) is not None

    def __call__(self, run: "_Element") -> bool:
        """Whether a reader of the printed page would not see the run."""
        said = list(self._properties(run))
        if not said:
            return False
        return (
            is_on(_first(said, "w:vanish"))
            or _number(_first(said, "w:sz")) < _SMALLEST_TYPE
            or _number(_first(said, "w:w")) < _NARROWEST
            or any(next(one.iter(f"{_W14}noFill"), None) is not None for one in said[:1])
            or (_is_white(_first(said, "w:color")) and not self._on_colour(run))
        )

    def _properties(self, run: "_Element") -> Iterator["_Element"]:
        """What is said of a run, the nearest first: itself, its style, the paragraph's style."""
        own = run.find(qn("w:rPr"))
        if own is not None:
            yield own
            yield from self._of_style(_value(own.find(qn("w:rStyle"))))
        paragraph = next(run.iterancestors(qn("w:p")), None)
        if paragraph is not None:
            yield from self._of_style(_value(paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")))

    def _of_style(self, identity: str, part: str = "w:rPr") -> Iterator["_Element"]:
        """A style's properties, then those of the styles that it is based on."""
        for _ in range(_LONGEST_CHAIN):
            style = self._styles.get(identity)
            if style is None:
                return
            found = style.find(qn(part))
            if found is not None:
                yield found
            identity = _value(style.find(qn("w:basedOn")))

    def _on_colour(self, run: "_Element") -> bool:
        """Whether white letters would be seen where the run stands."""
        if self._coloured_page or any(_is_coloured(one) for one in self._properties(run)):
            return True
        for around in run.iterancestors():
            if around.tag == qn("w:txbxContent"):
                return True
            if around.tag == qn("w:p") and self._is_shaded_paragraph(around):
                return True
            if around.tag == qn("w:tc") and _is_shaded(around.find(qn("w:tcPr"))):
                return True
            if around.tag == qn("w:tbl") and self._is_shaded_table(around):
                return True
        return False

    def _is_shaded_paragraph(self, paragraph: "_Element") -> bool:
        own = paragraph.find(qn("w:pPr"))
        style = "" if own is None else _value(own.find(qn("w:pStyle")))
        return _is_shaded(own) or any(map(_is_shaded, self._of_style(style, "w:pPr")))

    def _is_shaded_table(self, table: "_Element") -> bool:
        """Whether a table's own marks, or any part of its style, give it a ground."""
        own = table.find(qn("w:tblPr"))
        identity = "" if own is None else _value(own.find(qn("w:tblStyle")))
        style = self._styles.get(identity)
        shades = () if style is None else style.iter(qn("w:shd"))
        return _is_shaded(own) or any(_is_colour(shade) for shade in shades)


def is_on(mark: "_Element | None") -> bool:
    """Whether a mark that is on or off is there and on."""
    return mark is not None and mark.get(qn("w:val"), "1") not in {"0", "false", "off"}


def _first(said: "list[_Element]", tag: str) -> "_Element | None":
    return next((mark for one in said if (mark := one.find(qn(tag))) is not None), None)


def _value(element: "_Element | None") -> str:
    return "" if element is None else element.get(qn("w:val")) or ""


def _number(mark: "_Element | None") -> int:
    return whole_number(_value(mark) or None, default=_LARGEST, highest=_LARGEST)


def _is_white(colour: "_Element | None") -> bool:
    if colour is None:
        return False
    if colour.get(qn("w:themeColor")) in _BACKGROUNDS:
        return colour.get(qn("w:themeShade")) is None
    return _is_light(_value(colour))


def _is_light(digits: str) -> bool:
    try:
        number = int(digits, 16)
    except ValueError:
        return False
    return len(digits) == 6 and all(number >> at & 255 >= _LIGHT for at in (0, 8, 16))


def _is_coloured(properties: "_Element") -> bool:
    highlight = _value(properties.find(qn("w:highlight")))
    return highlight not in {"", "none", "white"} or _is_shaded(properties)


def _is_shaded(properties: "_Element | None") -> bool:
    shade = None if properties is None else properties.find(qn("w:shd"))
    return shade is not None and _is_colour(shade)


def _is_colour(shade: "_Element") -> bool:
    fill = shade.get(qn("w:fill"), "auto")
    themed = shade.get(qn("w:themeFill"), "background1") not in _BACKGROUNDS
    return themed or not (fill in {"", "auto"} or _is_light(fill))
