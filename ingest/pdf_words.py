"""The words of a PDF page with the boxes that pdfium knows for them.

What is a broken word, and how its halves are put together, is decided here.
"""

import ctypes
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from corpus.page_boxes import PageBox
from ingest.blocks import normal_text

if TYPE_CHECKING:
    from pypdfium2 import PdfPage, PdfTextPage

# pdfium writes one of these where a word is broken at the end of a line.
BREAKS = "\ufffe\x02"
BROKEN_WORD = re.compile(rf"[{BREAKS}]\s*")
_RAW_WORD = re.compile(rf"(?P<letters>[^\s{BREAKS}]+)(?P<broken>[{BREAKS}]?)")
_COORDINATION = re.compile(r"(?:och|eller|samt|resp\.?|respektive|till)\b")
# Symbol fonts put their bullets here.
_BULLETS = str.maketrans(
    dict.fromkeys("\uf0b7\uf0a7\uf0d8\uf0fc\uf02d\u25cf\u25a0\u25aa\u2022", "•")
)

_NARROW = 0.15  # sizes of type

Box = tuple[float, float, float, float]  # left, bottom, right, top


class Word(NamedTuple):
    """A word as it is read, and the boxes of its one or two halves."""

    text: str
    boxes: tuple[PageBox, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A page as it is shown: its number, its size in points and how the file turns and crops it.

    ``crop`` is what is shown of the page, in the file's coordinates; ``turned`` is 0, 90, 180 or
    270 degrees clockwise.
    """

    number: int
    crop: Box
    turned: int

    @classmethod
    def of(cls, page: "PdfPage", number: int) -> "Frame":
        """The frame of ``page``."""
        # Also where the page has its box from the file's tree: a crop box alone would miss it.
        return cls(number=number, crop=page.get_bbox(), turned=page.get_rotation())

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as shown."""
        left, bottom, right, top = self.crop
        width, height = right - left, top - bottom
        return (height, width) if self.turned in {90, 270} else (width, height)

    def shown(self, box: Box) -> Box:
        """A box of the file as it lies on the page that is shown."""
        left, bottom, right, top = box
        crop_left, crop_bottom, crop_right, crop_top = self.crop
        if self.turned == 90:
            return bottom - crop_bottom, crop_right - right, top - crop_bottom, crop_right - left
        if self.turned == 180:
            return crop_right - right, crop_top - top, crop_right - left, crop_top - bottom
        if self.turned == 270:
            return crop_top - top, left - crop_left, crop_top - bottom, right - crop_left
        return left - crop_left, bottom - crop_bottom, right - crop_left, top - crop_bottom


class Glyphs:
    """The measures of single characters on a page."""

    def __init__(self, text_page: "PdfTextPage", frame: Frame) -> None:
        self._text_page = text_page
        self.frame = frame

    def box(self, index: int) -> Box:
        """The character's cell on the page as shown, the same height for x and X."""
        return self.frame.shown(self._text_page.get_charbox(index, loose=True))

    def size(self, index: int) -> float:
        """The height of the type."""
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


def characters(text_page: "PdfTextPage") -> str:
    """The text of a page with exactly one character for each of pdfium's indexes."""
    import pypdfium2.raw as pdfium_c  # noqa: PLC0415 – 75 ms that only a PDF needs

    count = text_page.count_chars()
    text = text_page.get_text_range() if count > 0 else ""
    if len(text) == count:
        return str(text)
    # Rare: signs beyond the basic plane, or left out. One by one is right, and six times slower.
    codes = (int(pdfium_c.FPDFText_GetUnicode(text_page, index)) for index in range(count))
    return "".join(chr(code) for code in codes)


def words_of(glyphs: Glyphs, text: str, indexes: Sequence[int]) -> tuple[Word, ...]:
    """The words of ``text``, whose characters stand at ``indexes`` on the page.

    A broken word is two: its halves may belong to two columns, so only their lines can be joined.
    """
    found = []
    for match in _RAW_WORD.finditer(text):
        for start, end in _parts(glyphs, match, indexes):
            word = normal_text(text[start:end].translate(_BULLETS)).strip()
            if word and end == match.end("letters") and match["broken"]:
                word = f"{word.removesuffix('-')}-"
            if word:
                found.append(Word(word, (_around(glyphs, indexes[start], indexes[end - 1]),)))
    return tuple(found)


def _parts(
    glyphs: Glyphs, match: re.Match[str], indexes: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Where a word begins and ends: once, but for "2a§", whose narrow spaces pdfium leaves out."""
    start, stop = match.span("letters")
    if "§" in match["letters"]:
        for place in range(start + 1, stop):
            _, bottom, right, top = glyphs.box(indexes[place - 1])
            if glyphs.box(indexes[place])[0] - right > _NARROW * (top - bottom):
                yield start, place
                start = place
    yield start, stop


def _around(glyphs: Glyphs, first: int, last: int) -> PageBox:
    """The box from the first letter to the last, which may stand in either order."""
    one, other = glyphs.box(first), glyphs.box(last)
    left, bottom = min(one[0], other[0]), min(one[1], other[1])
    right, top = max(one[2], other[2]), max(one[3], other[3])
    places = (round(place, 1) for place in (left, bottom, right, top))
    return PageBox(glyphs.frame.number, *places)


def broken_word_joint(text: str, start: int, end: int) -> str:
    """What belongs between the halves that end at ``start`` and begin at ``end``."""
    before, after = text[:start][-1:], text[end:]
    if _COORDINATION.match(after):
        return "- "  # "brotts- och stödcentrum"
    if before.isupper() or before.isdigit() or not after[:1].islower():
        return "-"  # "EU-rätten", "Sverige-Danmark"
    return ""


def join_broken_words(text: str) -> str:
    """Words that were broken at a line's end in one piece; a hyphen that belongs to them stays."""
    return BROKEN_WORD.sub(lambda match: broken_word_joint(text, *match.span()), text)


def joined_words(words: Sequence[Word], more: Sequence[Word]) -> tuple[Word, ...]:
    """The words of two lines, with a word that the first line breaks off in one piece."""
    if not words or not more:
        return (*words, *more)
    last, first = words[-1], more[0]
    if not (len(last.text) > 1 and last.text.endswith("-") and last.text[-2].isalpha()):
        return (*words, *more)
    halves = f"{last.text[:-1]}{' '.join(word.text for word in more[:2])}"
    joint = broken_word_joint(halves, len(last.text) - 1, len(last.text) - 1)
    if joint == "- ":
        return (*words, *more)
    whole = Word(f"{last.text[:-1]}{joint}{first.text}", (*last.boxes, *first.boxes))
    return (*words[:-1], whole, *more[1:])
