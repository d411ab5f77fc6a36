"""The lines of a PDF page as pdfium gives them, with their place and type size."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from math import inf
from statistics import median
from typing import TYPE_CHECKING

from corpus.page_boxes import PageBox
from ingest.pdf_visible import PictureBudget, Sight
from ingest.pdf_words import Frame, Glyphs, Word, characters, words_of

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

# A footnote's mark is a small raised number; the raised 2 of "km2" and the low one of "CO2" stay.
_MARK = re.compile(r"(?<![\d.,:/–-])(?: ?)(?P<mark>\d{1,2})(?![\d.,:/]\d|\d)")
_HAS_INDEX = re.compile(r"(?:^|[^\w])(?:[kcdm]?m|CO|NO|SO|PM|H|O)$")
_ONLY_MARK = re.compile(r"\d{1,2}|\*")
_SMALL = 0.8
_GAP = 1.5  # sizes of type: a wider gap parts columns, cells and margins


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of text; places in points from the lower left corner of the page as it is shown.

    ``bottom`` is where the first letter stands.
    ``size`` is the height of the type, ``bold`` is true when the whole line is. ``mark`` is the
    small number at its beginning, a footnote's, which is none of its words. ``row`` is true for
    what is a table's row and not a printed line.
    """

    words: tuple[Word, ...]
    page: int
    left: float
    right: float
    bottom: float
    size: float
    bold: bool
    page_height: float
    mark: tuple[Word, ...] = ()
    row: bool = False
    text: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", " ".join(word.text for word in self.words))


def page_lines(
    page: "PdfPage", number: int, pictures: PictureBudget | None = None
) -> tuple[Line, ...]:
    """The lines of a page in the order of the file, in pieces where the type changes.

    ``number`` is 1-based. What the page does not show is left out; ``pictures`` bounds what
    looking at the pages of one file may cost.
    """
    frame = Frame.of(page, number)
    text_page = page.get_textpage()
    try:
        text = characters(text_page)
        glyphs = Glyphs(text_page, frame)
        sight = (
            (pictures or PictureBudget()).sight(page, text_page, frame) if text.strip() else None
        )
        found: list[Line] = []
        start = 0
        for row in text.split("\r\n"):
            shown = _shown(row, start, sight)
            if shown.strip():
                found.extend(_pieces(glyphs, shown, start))
            start += len(row) + 2
    finally:
        text_page.close()
    return tuple(found)


def _shown(row: str, start: int, sight: Sight | None) -> str:
    """The row with spaces in the place of signs that nobody sees."""
    if sight is None or not row.strip():
        return row
    hidden = sight.hidden(row, start)
    return "".join(" " if unseen else sign for sign, unseen in zip(row, hidden, strict=True))


def _pieces(glyphs: Glyphs, row: str, start: int) -> Iterator[Line]:
    """The pieces of a row that begins at character ``start``, each on one line without gaps."""
    visible = [start + place for place, sign in enumerate(row) if not sign.isspace()]
    size = median(glyphs.size(index) for index in visible[:: max(1, len(visible) // 5)])
    bold = glyphs.bold(visible[0]) and glyphs.bold(visible[-1])
    words, mark = _words_and_mark(glyphs, row, start, size)
    for piece in _cut_at_gaps(words, size):
        yield Line(
            words=piece,
            mark=mark,
            page=glyphs.frame.number,
            left=piece[0].boxes[0].left,
            right=piece[-1].boxes[-1].right,
            bottom=piece[0].boxes[0].bottom,
            size=size,
            bold=bold,
            page_height=glyphs.frame.size[1],
        )
        mark = ()


def _cut_at_gaps(words: Sequence[Word], size: float) -> Iterator[tuple[Word, ...]]:
    """The words in runs: pdfium's rows go on over broken words, columns and cells."""
    piece: list[Word] = []
    for word in words:
        if piece and not _stands_beside(piece[-1].boxes[-1], word.boxes[0], size):
            yield tuple(piece)
            piece = []
        piece.append(word)
    if piece:
        yield tuple(piece)


def _stands_beside(last: PageBox, box: PageBox, size: float) -> bool:
    return box.left - last.right <= _GAP * size and last.bottom - box.bottom < size / 2


def _words_and_mark(
    glyphs: Glyphs, row: str, start: int, size: float
) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    """The words of a row that begins at character ``start``, and the mark it begins with.

    The marks of footnotes inside it are left out.
    """
    marks = [
        match.span()
        for match in _MARK.finditer(row)
        if glyphs.size(start + match.start("mark")) < _SMALL * size
        and not _HAS_INDEX.search(row[: match.start()])
    ]
    marked = {place for span in marks for place in range(*span)}
    kept = [place for place in range(len(row)) if place not in marked]
    words = _words_at(glyphs, row, start, kept)
    leads = bool(marks) and not row[: marks[0][0]].strip()
    return words, _words_at(glyphs, row, start, range(*marks[0])) if leads else ()


def _words_at(glyphs: Glyphs, row: str, start: int, places: Sequence[int]) -> tuple[Word, ...]:
    text = "".join(row[place] for place in places)
    return words_of(glyphs, text, [start + place for place in places])


def joined_on_baseline(lines: Sequence[Line], widest: float = _GAP) -> tuple[Line, ...]:
    """Pieces of one printed line as one line when no gap over ``widest`` sizes parts them."""
    joined: list[Line] = []
    for line in lines:
        last = joined[-1] if joined else None
        if last is not None and same_row(last, line, widest):
            joined[-1] = _beside(last, line)
        else:
            joined.append(line)
    return tuple(joined)


def _beside(last: Line, line: Line) -> Line:
    if line.size < _SMALL * last.size and _ONLY_MARK.fullmatch(line.text):
        return replace(last, right=line.right)
    apart = line.left - last.right > 0.1 * last.size
    words = (*last.words, *line.words) if apart else _glued(last.words, line.words)
    big = last if last.size >= line.size else line
    return replace(
        big,
        words=words,
        mark=last.mark,
        left=last.left,
        right=line.right,
        bold=last.bold and line.bold,
    )


def _glued(words: Sequence[Word], more: Sequence[Word]) -> tuple[Word, ...]:
    last, first = words[-1], more[0]
    whole = Word(f"{last.text}{first.text}", (*last.boxes, *first.boxes))
    return (*words[:-1], whole, *more[1:])


def same_row(last: Line, line: Line, widest: float = inf) -> bool:
    """Whether ``line`` goes on where ``last`` ends, with no gap over ``widest`` sizes between."""
    middle = line.bottom + line.size / 2
    beside = -1 < line.left - last.right < widest * max(last.size, line.size)
    return beside and last.bottom < middle < last.bottom + last.size and not (last.row or line.row)
