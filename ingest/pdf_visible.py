"""Which letters of a PDF page a reader can see, told by the picture of the page.

A file may hold words that are white on white, microscopic, outside the page, under a box or in a
layer that is switched off. They are no part of what its author shows, and must not be cited.
"""

import ctypes
import re
import time
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from pypdfium2 import PdfPage, PdfTextPage

    from ingest.pdf_words import Box, Frame

_MOST_PIXELS = 2_000_000  # of the picture: an A4 page at one pixel to a point has 0.5 million
_FAINT = 8  # of 255: less difference between a letter and the paper is not seen
_TRANSPARENT = 26  # of 255
_DARK = 96  # of 255: ink that is no paper's colour
_MARGIN = 4.0  # points beside a run of letters: a single "i" fills its own box
_ASTRAY = 2.0  # points by which a letter may be drawn beside its box
_SMALLEST_TYPE = 2.0  # points
_RULE = re.compile(r"[_.·–—-]+")
_INVISIBLE_MODES = frozenset({3, 7})  # neither filled nor stroked: the layer of a scan
_DEEPEST = 3  # forms within forms
_SECONDS = 25.0  # of processor time for the pictures of one file


@dataclass(frozen=True, slots=True, kw_only=True)
class Ink:
    """How a run of letters is painted; ``grey`` and ``alpha`` are 0–255, None when not plain."""

    grey: int | None
    alpha: int
    painted: bool


class PictureBudget:
    """The time that the pictures of one file may take; ``skipped`` are the pages without one."""

    def __init__(self) -> None:
        self._spent = 0.0
        self.skipped: list[int] = []

    def sight(self, page: "PdfPage", text_page: "PdfTextPage", frame: "Frame") -> "Sight | None":
        """What can be seen on a page, or None when the time is spent."""
        if self._spent > _SECONDS:
            self.skipped.append(frame.number)
            return None
        begun = time.process_time()
        sight = Sight(page, text_page, frame)
        self._spent += time.process_time() - begun
        return sight


class Sight:
    """The picture of a page, asked whether it shows a letter."""

    def __init__(self, page: "PdfPage", text_page: "PdfTextPage", frame: "Frame") -> None:
        import pypdfium2.raw as pdfium_c  # noqa: PLC0415 – loaded with the page already

        self._painted_by = pdfium_c.FPDFText_GetTextObject
        self._page = page
        self._text_page = text_page
        self._frame = frame
        width, height = frame.size
        self._scale = min(1.0, (_MOST_PIXELS / max(1.0, width * height)) ** 0.5)
        self._picture = _picture(page, self._scale)
        self._inks: dict[int, Ink] = {}

    def hidden(self, text: str, start: int) -> tuple[bool, ...]:
        """For each sign of a row that begins at index ``start``: whether no reader sees it."""
        marks = [False] * len(text)
        place = 0
        while place < len(text):
            end = self._end_of_run(text, start, place)
            run = text[place:end]
            # Rules made of underscores are drawn below their own letters.
            if not (run.isspace() or _RULE.fullmatch(run)) and not self._shows(
                start + place, start + end - 1
            ):
                marks[place:end] = [True] * (end - place)
            place = end
        return tuple(marks)

    def _end_of_run(self, text: str, start: int, place: int) -> int:
        """Where the letters end that stand together and were painted together."""
        if text[place].isspace():
            return place + 1
        painted = self._object(start + place)
        end = place + 1
        while end < len(text) and not text[end].isspace() and self._object(start + end) == painted:
            end += 1
        return end

    def _object(self, index: int) -> int:
        found = self._painted_by(self._text_page, index)
        return ctypes.addressof(found.contents) if found else 0

    def _shows(self, first: int, last: int) -> bool:
        box = self._box(first, last)
        ink = self._ink(first)
        if box[3] - box[1] < _SMALLEST_TYPE or ink.alpha < _TRANSPARENT:
            return False
        if not ink.painted:
            return self._lies_on_image(box)
        spot = self._spot(_wider(box, _ASTRAY))
        if spot.size == 0 or int(spot.max()) - int(spot.min()) < _FAINT:
            return False
        # Light letters beside dark ones: what they themselves stand on decides.
        around = (box[0] - _MARGIN, box[1], box[2] + _MARGIN, box[3])
        return ink.grey is None or ink.grey < _DARK or self._differs(ink.grey, self._spot(around))

    @staticmethod
    def _differs(grey: int, spot: "NDArray[np.uint8]") -> bool:
        """Whether ink of this grey is another colour than the paper below it."""
        import numpy as np  # noqa: PLC0415 – loaded with the picture already

        return abs(int(np.median(spot)) - grey) >= _FAINT

    def _box(self, first: int, last: int) -> "Box":
        one, other = (
            self._frame.shown(self._text_page.get_charbox(index, loose=True))
            for index in (first, last)
        )
        return (
            *(min(one[0], other[0]), min(one[1], other[1])),
            *(max(one[2], other[2]), max(one[3], other[3])),
        )

    def _spot(self, box: "Box") -> "NDArray[np.uint8]":
        """The pixels of a box that lie on the page."""
        height = self._frame.size[1]
        left, right = (max(0, round(x * self._scale)) for x in (box[0], box[2]))
        top, bottom = (max(0, round((height - y) * self._scale)) for y in (box[3], box[1]))
        return self._picture[top : max(bottom, top + 1), left : max(right, left + 1)]

    def _ink(self, index: int) -> Ink:
        key = self._object(index)
        if key not in self._inks:
            self._inks[key] = _ink(self._text_page, index)
        return self._inks[key]

    def _lies_on_image(self, box: "Box") -> bool:
        """Whether the words lie on a picture, as those that were read from a scan do."""
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        return any(a <= x <= c and b <= y <= d for a, b, c, d in self._images)

    @cached_property
    def _images(self) -> tuple["Box", ...]:
        import pypdfium2.raw as pdfium_c  # noqa: PLC0415 – loaded with the page already

        kinds = [pdfium_c.FPDF_PAGEOBJ_IMAGE]
        found = self._page.get_objects(filter=kinds, max_depth=_DEEPEST)
        return tuple(self._frame.shown(image.get_bounds()) for image in found)


def _wider(box: "Box", margin: float) -> "Box":
    return box[0] - margin, box[1], box[2] + margin, box[3]


def _picture(page: "PdfPage", scale: float) -> "NDArray[np.uint8]":
    """The page in grey, as it is printed: without the marks that a program lays over it."""
    shown = page.render(scale=scale, grayscale=True, may_draw_forms=False)
    picture: NDArray[np.uint8] = shown.to_numpy()
    return picture[:, :, 0] if picture.ndim == 3 else picture


def _ink(text_page: "PdfTextPage", index: int) -> Ink:
    import pypdfium2.raw as pdfium_c  # noqa: PLC0415 – loaded with the page already

    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    plain = pdfium_c.FPDFText_GetFillColor(text_page, index, red, green, blue, alpha)
    found = pdfium_c.FPDFText_GetTextObject(text_page, index)
    mode = pdfium_c.FPDFTextObj_GetTextRenderMode(found) if found else 0
    grey = (299 * red.value + 587 * green.value + 114 * blue.value) // 1000
    return Ink(
        grey=int(grey) if plain and mode == 0 else None,
        alpha=int(alpha.value) if plain and mode == 0 else 255,
        painted=mode not in _INVISIBLE_MODES,
    )
