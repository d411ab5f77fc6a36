"""Where each word of a passage stands on the pages of its PDF, as one file of a generation.

Fourteen bytes a word box: two offsets in the passage, the page, and four places in tenths of a
point. The file is mapped, not read: a quotation needs the rows of its own passage only.
"""

import re
from collections.abc import Sequence
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus.files import write_durably
from corpus.page_boxes import PageBox, WordBoxes, merged_by_line

_ROWS, _BEGINS = "places.npy", "places-begin.npy"
_TENTHS = 10
_MOST = 2**16 - 1
_ROW = np.dtype([(name, "<u2") for name in ("start", "end", "page", "l", "b", "r", "t")])
_WORD = re.compile(r"\S+")


class PlacedWord(NamedTuple):
    """One box of a word that stands at ``start`` to ``end`` in its passage's text."""

    start: int
    end: int
    box: PageBox


def words_in_slice(text: str, boxes: WordBoxes, start: int, end: int) -> tuple[PlacedWord, ...]:
    """The words of ``text[start:end]``, with offsets in that slice, from the boxes of all words."""
    return tuple(
        PlacedWord(max(match.start() - start, 0), min(match.end(), end) - start, box)
        for match, places in zip(_WORD.finditer(text), boxes, strict=True)
        if match.start() < end and match.end() > start
        for box in places
    )


def write_places(folder: Path, places: Sequence[Sequence[PlacedWord]]) -> None:
    """Write the placed words of each passage, in the order of the passages.

    Nothing is written when no passage has any: most corpora are web pages and digests.
    """
    if not any(places):
        return
    begins = np.zeros(len(places) + 1, dtype="<u8")
    np.cumsum([len(words) for words in places], out=begins[1:])
    rows = np.array([_row(word) for words in places for word in words], dtype=_ROW)
    for name, array in ((_ROWS, rows), (_BEGINS, begins)):
        write_durably(folder / name, _as_file(array))


def _as_file(array: NDArray[np.generic]) -> bytes:
    buffer = BytesIO()
    np.save(buffer, array, allow_pickle=False)
    return buffer.getvalue()


def _row(word: PlacedWord) -> tuple[int, ...]:
    places = (min(max(round(place * _TENTHS), 0), _MOST) for place in word.box[1:])
    return (word.start, word.end, word.box.page, *places)


class WordPlaces:
    """The placed words of a generation's passages; opened when the first quotation is asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def boxes(self, row: int, start: int, end: int) -> tuple[PageBox, ...]:
        """The boxes of characters ``start`` to ``end`` of passage ``row``, one for each line.

        There are none when the passage is no PDF's.
        """
        if self._arrays is None:
            return ()
        rows, begins = self._arrays
        words = rows[int(begins[row]) : int(begins[row + 1])]
        asked = words[(words["start"] < end) & (words["end"] > start)]
        return merged_by_line(_box(word) for word in asked.tolist())

    @cached_property
    def _arrays(self) -> tuple[NDArray[np.void], NDArray[np.uint64]] | None:
        if not (self._folder / _ROWS).exists():
            return None
        return (
            np.load(self._folder / _ROWS, mmap_mode="r", allow_pickle=False),
            np.load(self._folder / _BEGINS, mmap_mode="r", allow_pickle=False),
        )


def _box(row: tuple[int, ...]) -> PageBox:
    _, _, page, left, bottom, right, top = row
    return PageBox(page, left / _TENTHS, bottom / _TENTHS, right / _TENTHS, top / _TENTHS)
