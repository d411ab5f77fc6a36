"""Where words stand on a page: what is kept so that a quotation can be marked on its picture."""

from collections.abc import Iterable
from typing import NamedTuple


class PageBox(NamedTuple):
    """A rectangle on a page, in points from the lower left corner of the page as it is shown.

    For a page that is neither turned nor cropped these are the coordinates of the PDF itself.
    ``page`` is 1-based. A tuple, because a report has a hundred thousand of them.
    """

    page: int
    left: float
    bottom: float
    right: float
    top: float


# The boxes of each word of a text, in order: none when its place is unknown, two when the word
# is broken at the end of a line. Words are what ``str.split`` gives.
WordBoxes = tuple[tuple[PageBox, ...], ...]

# A wider gap than this many times the height of the line, as between two columns, stays unmarked.
_WIDEST_GAP = 2.0


def merged_by_line(boxes: Iterable[PageBox]) -> tuple[PageBox, ...]:
    """Neighbouring boxes on one line as one box, in the order given."""
    merged: list[PageBox] = []
    for box in boxes:
        if merged and _follows(merged[-1], box):
            merged[-1] = _around(merged[-1], box)
        else:
            merged.append(box)
    return tuple(merged)


def _follows(last: PageBox, box: PageBox) -> bool:
    height = min(last.top - last.bottom, box.top - box.bottom)
    overlap = min(last.top, box.top) - max(last.bottom, box.bottom)
    gap = box.left - last.right
    beside = -height <= gap <= _WIDEST_GAP * height or box == last
    return last.page == box.page and overlap > 0.5 * height and beside


def _around(one: PageBox, other: PageBox) -> PageBox:
    return PageBox(
        page=one.page,
        left=min(one.left, other.left),
        bottom=min(one.bottom, other.bottom),
        right=max(one.right, other.right),
        top=max(one.top, other.top),
    )
