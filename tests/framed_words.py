"""Where pdfplumber finds a quotation's words on a page, and which pixels of two pictures differ.

Written for the tests alone: nothing here knows how our reader finds words or draws frames.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any, NamedTuple

import numpy as np
import pdfplumber
from numpy.typing import NDArray
from PIL import Image

_LETTER = re.compile(r"[^\W_]")
_LIGHT = 120  # of 255: what lies between the letters


class Box(NamedTuple):
    """A rectangle in points from the upper left corner of the page as it is shown."""

    left: float
    top: float
    right: float
    bottom: float


class Char(NamedTuple):
    """One letter or figure on the page."""

    letter: str
    box: Box


def page_chars(content: bytes, page: int) -> list[Char]:
    """The letters of a page in the order of the file; what is printed small is left out."""
    with pdfplumber.open(BytesIO(content)) as document:
        shown = document.pages[page - 1]
        left, top = shown.cropbox[0], shown.cropbox[1]
        body = float(np.median([char["size"] for char in shown.chars]))
        return [
            Char(letter, Box(c["x0"] - left, c["top"] - top, c["x1"] - left, c["bottom"] - top))
            for c in shown.chars
            if c["size"] > 0.7 * body  # marks of footnotes are no part of what is quoted
            for letter in letters(c["text"])
        ]


def letters(text: str) -> str:
    """The letters and figures alone."""
    return "".join(_LETTER.findall(unicodedata.normalize("NFKC", text)))


def quoted_and_other(chars: Sequence[Char], quote: str) -> tuple[list[Box], list[Box]] | None:
    """The words of the quotation and all others; None unless it stands on the page just once."""
    wanted = letters(quote)
    for ordered in _orders(chars):
        written = "".join(char.letter for char in ordered)
        if written.count(wanted) == 1:
            start = written.index(wanted)
            end = start + len(wanted)
            return (
                list(_words(ordered[start:end])),
                [*_words(ordered[:start]), *_words(ordered[end:])],
            )
    return None


def stands_on(chars: Sequence[Char], quote: str) -> bool:
    """Whether the quotation stands on the page, once or more."""
    wanted = letters(quote)
    return any(wanted in "".join(c.letter for c in ordered) for ordered in _orders(chars))


def _orders(chars: Sequence[Char]) -> Iterator[list[Char]]:
    """As in the file, by rows, and by rows of the left and then of the right half."""
    yield list(chars)
    by_rows = sorted(chars, key=lambda char: (round(char.box.bottom), char.box.left))
    yield by_rows
    middle = (min(c.box.left for c in chars) + max(c.box.right for c in chars)) / 2
    yield sorted(by_rows, key=lambda char: char.box.left > middle)


def _words(chars: Sequence[Char]) -> Iterator[Box]:
    run: list[Box] = []
    for _, box in chars:
        if run and not _beside(run[-1], box):
            yield _around(run)
            run = []
        run.append(box)
    if run:
        yield _around(run)


def _beside(one: Box, other: Box) -> bool:
    height = one.bottom - one.top
    return abs(one.bottom - other.bottom) < 0.3 * height and abs(other.left - one.right) < (
        0.15 * height
    )


def _around(boxes: Sequence[Box]) -> Box:
    return Box(
        min(b.left for b in boxes),
        min(b.top for b in boxes),
        max(b.right for b in boxes),
        max(b.bottom for b in boxes),
    )


class Marked:
    """What differs between a page's picture and the same with a quotation framed."""

    def __init__(self, plain: bytes, marked: bytes, scale: float) -> None:
        before, after = _pixels(plain), _pixels(marked)
        assert before.shape == after.shape
        self._changed = (before != after).any(axis=2)
        self._light = before.min(axis=2) > _LIGHT
        self._scale = scale

    def share(self, box: Box, *, across: float, down: float) -> float:
        """How much of what is light around the middle of ``box`` was changed, from 0 to 1."""
        wide, high = box.right - box.left, box.bottom - box.top
        middle, centre = (box.left + box.right) / 2, (box.top + box.bottom) / 2
        rows = self._range(centre - high * down / 2, centre + high * down / 2)
        columns = self._range(middle - wide * across / 2, middle + wide * across / 2)
        light = self._light[rows, columns]
        return float(self._changed[rows, columns][light].mean()) if light.any() else float("nan")

    def anything(self) -> bool:
        """Whether there is any mark."""
        return bool(self._changed.any())

    def _range(self, first: float, last: float) -> slice:
        start = int(first * self._scale)
        return slice(start, max(start + 1, int(last * self._scale) + 1))


def _pixels(png: bytes) -> NDArray[Any]:
    return np.asarray(Image.open(BytesIO(png)).convert("RGB")).astype(int)
