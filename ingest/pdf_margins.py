"""What stands around a page's text: repeated lines go, footnotes and margins are set aside."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf

from ingest.pdf_columns import in_reading_order
from ingest.pdf_lines import Line, joined_on_baseline, same_row

_EDGE = 0.12  # headers and footers lie within this share of the page's height
_LEADER = re.compile(r"(?:\.\s?){4,}\s*[\dIVXivx]*\s*$|…{2,}\s*\d*\s*$")
_PAGE_NUMBER = re.compile(r"[-–\s]*(?:sida?\.?\s*)?\d{1,4}(?:\s*\(\d+\))?[-–\s]*", re.IGNORECASE)
_FOOTNOTE = re.compile(r"(?:\d{1,3}|\*)\s*\S")
_NUMBER = re.compile(r"\d+")
_MOST = 0.6  # of the lines of a header, the rest being an odd page or two
_WIDE = 30  # characters: the text reaches as far as lines of that length do
_HAS_LETTER = re.compile(r"[^\W\d_]")
_HAS_WORD = re.compile(r"[^\W\d_]{3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageText:
    """The lines of a page: its text, and the footnotes and margins that are no part of it."""

    body: tuple[Line, ...]
    notes: tuple[Line, ...] = ()


def page_texts(pages: Sequence[Sequence[Line]]) -> tuple[PageText, ...]:
    """Each page without contents, page numbers, headers and footers, its notes set aside.

    Args:
        pages: The pieces of printed lines on each page, in the order of the file.
    """
    lines = [joined_on_baseline(pieces) for pieces in pages]
    kept = [_without_page_numbers(_without_contents(page)) for page in _without_running(lines)]
    split = [_margins_apart(page) for page in kept]
    body_size = usual_size(text.body for text in split)
    return tuple(_footnotes_apart(text, body_size) for text in split)


def usual_size(pages: Iterable[Sequence[Line]]) -> float:
    """The height of the type that most of the text is set in."""
    letters: defaultdict[float, int] = defaultdict(int)
    for lines in pages:
        for line in lines:
            letters[round(line.size * 2) / 2] += len(line.text) * (not line.row)
    return max(letters, key=lambda size: letters[size], default=10.0)


def _without_contents(lines: Sequence[Line]) -> list[Line]:
    """Without a table of contents: its lines end in dots and a page number."""
    leaders = [line for line in lines if _LEADER.search(line.text)]
    if len(leaders) > 0.3 * len(lines):
        return []
    left_out = {id(line) for line in leaders}
    return [line for line in lines if id(line) not in left_out]


def _without_running(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Without headers and footers: what stands at the same edge of many pages."""
    alike: defaultdict[str, list[Line]] = defaultdict(list)
    for lines in pages:
        for shape, line in {_shape(line): line for line in lines if _could_run(line)}.items():
            alike[shape].append(line)
    often = max(3, round(0.3 * len(pages)))
    running = {
        shape for shape, found in alike.items() if len(found) >= often and _runs_along(found)
    }
    return [
        [line for line in lines if not _could_run(line) or _shape(line) not in running]
        for lines in pages
    ]


def _without_page_numbers(lines: Sequence[Line]) -> list[Line]:
    return [line for line in lines if not (_at_edge(line) and _PAGE_NUMBER.fullmatch(line.text))]


def _shape(line: Line) -> str:
    return _NUMBER.sub("#", line.text).casefold()


def _runs_along(lines: Sequence[Line]) -> bool:
    """Whether every number in lines that are else the same stays, or counts the pages.

    Footnotes such as "3 Senaste lydelse 1999:12" are alike, too, but number something else.
    """
    numbers = [[int(number) for number in _NUMBER.findall(line.text)] for line in lines]
    for place in range(min(map(len, numbers))):
        same = Counter(found[place] for found in numbers)
        counting = Counter(
            found[place] - line.page for found, line in zip(numbers, lines, strict=True)
        )
        if max(*same.values(), *counting.values()) < _MOST * len(lines):
            return False
    return True


def _could_run(line: Line) -> bool:
    return _at_edge(line) and not line.mark and not line.row


def _at_edge(line: Line) -> bool:
    height = line.page_height
    return line.bottom < _EDGE * height or line.bottom + line.size > (1 - _EDGE) * height


def _margins_apart(lines: Sequence[Line]) -> PageText:
    """What stands beside the text set aside; numbers and signs there are nothing to read."""
    wide = [line for line in lines if _is_wide(line) and not line.row]
    if not wide:
        return PageText(body=_whole_lines(lines))
    left = min(line.left for line in wide)
    right = max(line.right for line in wide)
    body: list[Line] = []
    margin: list[Line] = []
    for before, line, after in zip((None, *lines), lines, (*lines[1:], None), strict=False):
        inside = line.row or (line.right > left and line.left < right)
        # The "b" of a list, or the value beside a name, belongs to the row that it is printed with.
        leads = after is not None and same_row(line, after) and _HAS_LETTER.search(line.text)
        hangs = leads or (before is not None and same_row(before, line))
        (body if inside or hangs else margin).append(line)
    words = tuple(line for line in margin if _HAS_WORD.search(line.text))
    return PageText(body=_whole_lines(body), notes=words)


def _is_wide(line: Line) -> bool:
    return len(line.text) >= _WIDE and _HAS_WORD.search(line.text) is not None


def _whole_lines(pieces: Sequence[Line]) -> tuple[Line, ...]:
    """The lines in reading order, wide gaps inside a line no longer parting it."""
    return joined_on_baseline(in_reading_order(pieces), widest=inf)


def _footnotes_apart(text: PageText, body_size: float) -> PageText:
    """The notes in small type at the foot of the page set aside.

    They would stand in the middle of a sentence that goes on overleaf.
    """
    small: list[Line] = []
    for line in sorted(text.body, key=lambda line: line.bottom):
        if line.row or line.size > 0.9 * body_size or line.bottom > 0.5 * line.page_height:
            break
        small.append(line)
    while small and not (small[-1].mark or _FOOTNOTE.match(small[-1].text)):
        small.pop()
    noted = {id(line) for line in small}
    body = tuple(line for line in text.body if id(line) not in noted)
    notes = tuple(line for line in text.body if id(line) in noted)
    return PageText(body=body, notes=(*text.notes, *notes))
