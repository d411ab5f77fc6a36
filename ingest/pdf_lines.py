"""The lines of a PDF page as pdfium gives them, with their place and type size."""

import ctypes
import re
from dataclasses import dataclass, replace
from statistics import median
from typing import TYPE_CHECKING

from ingest.blocks import normal_text

if TYPE_CHECKING:
    from pypdfium2 import PdfPage, PdfTextPage

# pdfium writes one of these where a word is broken at the end of a line.
_BROKEN_WORD = re.compile("[\ufffe\x02]\\s*")
_COORDINATION = re.compile(r"(?:och|eller|samt|resp\.?|respektive|till)\b")
# A footnote's mark is a small raised number; the raised 2 of "km2" and the low one of "CO2" stay.
_MARK = re.compile(r"(?<![\d.,:/–-])(?: ?)(?P<mark>\d{1,2})(?![\d.,:/]\d|\d)")
_HAS_INDEX = re.compile(r"(?:^|[^\w])(?:[kcdm]?m|CO|NO|SO|PM|H|O)$")
_ONLY_MARK = re.compile(r"\d{1,2}|\*")
_SMALL = 0.8
# Symbol fonts put their bullets here.
_BULLETS = str.maketrans(
    dict.fromkeys("\uf0b7\uf0a7\uf0d8\uf0fc\uf02d\u25cf\u25a0\u25aa\u2022", "•")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of text; places in points from the page's lower left corner.

    pdfium puts a broken word's line and the next one in one: ``top`` is where the first letter
    stands, ``bottom`` where the last one does, and ``last_left`` where the last line begins.
    ``size`` is the height of the type, ``bold`` is true when the whole line is.
    """

    text: str
    page: int
    left: float
    last_left: float
    right: float
    bottom: float
    top: float
    size: float
    bold: bool
    page_height: float


def page_lines(page: "PdfPage", number: int) -> tuple[Line, ...]:
    """The lines of a page in the order of the file; ``number`` is 1-based."""
    text_page = page.get_textpage()
    try:
        count = text_page.count_chars()
        text = text_page.get_text_range() if count > 0 else ""
        if len(text) != count:
            # Without one character for each index nothing can be placed.
            return _unplaced(text, number, page.get_height())
        glyphs = _Glyphs(text_page)
        found = []
        start = 0
        for row in text.split("\r\n"):
            if row.strip():
                found.append(_line(glyphs, row, start, number, page.get_height()))
            start += len(row) + 2
    finally:
        text_page.close()
    return _joined_on_baseline(found)


class _Glyphs:
    """The measures of single characters."""

    def __init__(self, text_page: "PdfTextPage") -> None:
        self._text_page = text_page

    def box(self, index: int) -> tuple[float, float, float, float]:
        """Left, bottom, right and top of the character's cell, the same for x and X."""
        left, bottom, right, top = self._text_page.get_charbox(index, loose=True)
        return left, bottom, right, top

    def size(self, index: int) -> float:
        _, bottom, _, top = self.box(index)
        return top - bottom

    def bold(self, index: int) -> bool:
        """Whether the character is bold, by its weight or, where fonts give none, its name."""
        import pypdfium2.raw as pdfium_c  # noqa: PLC0415 – 75 ms that only a PDF needs

        if int(pdfium_c.FPDFText_GetFontWeight(self._text_page, index)) >= 600:
            return True
        name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
        pdfium_c.FPDFText_GetFontInfo(self._text_page, index, name, len(name), flags)
        return b"bold" in name.value.lower()


def _line(glyphs: _Glyphs, row: str, start: int, number: int, page_height: float) -> Line:
    visible = [start + place for place, sign in enumerate(row) if not sign.isspace()]
    first, last = visible[0], visible[-1]
    sample = visible[:: max(1, len(visible) // 5)]
    size = median(glyphs.size(index) for index in sample)
    marks = [
        match.span()
        for match in _MARK.finditer(row)
        if glyphs.size(start + match.start("mark")) < _SMALL * size
        and not _HAS_INDEX.search(row[: match.start()])
    ]
    left, top, _, _ = glyphs.box(first)
    broken = [start + match.end() for match in _BROKEN_WORD.finditer(row) if match.end() < len(row)]
    _, bottom, right, _ = glyphs.box(last)
    return Line(
        text=_clean(_without(row, marks)),
        page=number,
        left=left,
        last_left=glyphs.box(broken[-1])[0] if broken else left,
        right=right,
        bottom=bottom,
        top=top,
        size=size,
        bold=glyphs.bold(first) and glyphs.bold(last),
        page_height=page_height,
    )


def _without(row: str, spans: list[tuple[int, int]]) -> str:
    for start, end in reversed(spans):
        row = row[:start] + row[end:]
    return row


def _clean(row: str) -> str:
    return " ".join(normal_text(join_broken_words(row).translate(_BULLETS)).split())


def join_broken_words(text: str) -> str:
    """Words that were broken at a line's end in one piece; a hyphen that belongs to them stays."""
    return _BROKEN_WORD.sub(lambda match: broken_word_joint(text, *match.span()), text)


def broken_word_joint(text: str, start: int, end: int) -> str:
    """What belongs between the halves that end at ``start`` and begin at ``end``."""
    before, after = text[:start][-1:], text[end:]
    if _COORDINATION.match(after):
        return "- "  # "brotts- och stödcentrum"
    if before.isupper() or before.isdigit() or not after[:1].islower():
        return "-"  # "EU-rätten", "Sverige-Danmark"
    return ""


def _joined_on_baseline(lines: list[Line]) -> tuple[Line, ...]:
    """Pieces of one printed line, split where the type changes, as one line."""
    joined: list[Line] = []
    for line in lines:
        last = joined[-1] if joined else None
        if last is not None and _same_row(last, line):
            joined[-1] = _beside(last, line)
        else:
            joined.append(line)
    return tuple(joined)


def _beside(last: Line, line: Line) -> Line:
    if line.size < _SMALL * last.size and _ONLY_MARK.fullmatch(line.text):
        return replace(last, right=line.right)
    gap = " " if line.left - last.right > 0.1 * last.size else ""
    big = last if last.size >= line.size else line
    return replace(
        big,
        text=f"{last.text}{gap}{line.text}",
        left=last.left,
        right=line.right,
        bottom=line.bottom if big is line else last.bottom,
        top=last.top,
        bold=last.bold and line.bold,
    )


def _same_row(last: Line, line: Line) -> bool:
    middle = line.top + line.size / 2
    beside = -1 < line.left - last.right < 2 * max(last.size, line.size)
    return beside and last.bottom < middle < last.bottom + last.size


def _unplaced(text: str, number: int, page_height: float) -> tuple[Line, ...]:
    return tuple(
        Line(
            text=_clean(row),
            page=number,
            left=0,
            last_left=0,
            right=0,
            bottom=page_height / 2,
            top=page_height / 2,
            size=10,
            bold=False,
            page_height=page_height,
        )
        for row in re.split(r"\r?\n", text)
        if row.strip()
    )
