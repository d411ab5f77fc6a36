"""Printed lines → headings and paragraphs: what repeats on every page goes, broken lines join."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from ingest.outline import Element
from ingest.pdf_lines import Line, broken_word_joint

_EDGE = 0.12  # headers and footers lie within this share of the page's height
_LEADER = re.compile(r"(?:\.\s?){4,}\s*[\dIVXivx]*\s*$|…{2,}\s*\d*\s*$")
_PAGE_NUMBER = re.compile(r"[-–\s]*(?:sida?\.?\s*)?\d{1,4}(?:\s*\(\d+\))?[-–\s]*", re.IGNORECASE)
_LIST_ITEM = re.compile(r"(?:\d{1,2}[.)]|[a-zåäö]\)|[-–•])\s+\S")
_SECTION = re.compile(r"(?:\d+(?: [a-z])? kap\. ?)?\d+(?: ?[a-z])? §\d{0,2}(?:\s+[A-ZÅÄÖ\d”]|\s*$)")
_CLOSED = re.compile(r"[.!?:;][\"”)]*$")
_FOOTNOTE = re.compile(r"(?:\d{1,3}|\*)\s*\S")
_LONGEST_HEADING = 220


def page_elements(pages: Sequence[Sequence[Line]]) -> tuple[Element, ...]:
    """The headings and paragraphs of a document in reading order, each with its pages."""
    kept = _without_margins(_without_repeated([_without_contents(lines) for lines in pages]))
    body = _body_size(kept)
    main = [_without_footnotes(lines, body) for lines in kept]
    sizes = _heading_sizes(main, body)
    found: list[Element] = []
    for lines in main:
        for paragraph in _paragraphs(lines):
            element = _element(paragraph, body, sizes)
            if found and _runs_on(found[-1], element):
                found[-1] = _run_together(found[-1], element)
            elif element.text:
                found.append(element)
    return tuple(found)


def _without_contents(lines: Sequence[Line]) -> list[Line]:
    """Without a table of contents: its lines end in dots and a page number."""
    leaders = [line for line in lines if _LEADER.search(line.text)]
    if len(leaders) > 0.3 * len(lines):
        return []
    return [line for line in lines if line not in leaders]


def _without_repeated(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Without page numbers, headers and footers."""
    seen: Counter[str] = Counter()
    for lines in pages:
        seen.update({_shape(line) for line in lines if _at_edge(line)})
    often = max(3, round(0.3 * len(pages)))
    return [
        [
            line
            for line in lines
            if not _at_edge(line)
            or (seen[_shape(line)] < often and not _PAGE_NUMBER.fullmatch(line.text))
        ]
        for lines in pages
    ]


def _shape(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text).casefold()


def _at_edge(line: Line) -> bool:
    height = line.page_height
    return line.bottom < _EDGE * height or line.bottom + line.size > (1 - _EDGE) * height


def _without_margins(pages: list[list[Line]]) -> list[list[Line]]:
    """Without what stands beside the text: numbers, dates and stamps in the margin."""
    kept = []
    for lines in pages:
        wide = [line for line in lines if len(line.text) >= 40]
        if not wide:
            kept.append(lines)
            continue
        left = min(line.left for line in wide)
        right = max(line.right for line in wide)
        inside = [
            line
            for line in lines
            if len(line.text) >= 30 or (line.right > left and line.left < right)
        ]
        kept.append(inside)
    return kept


def _body_size(pages: Iterable[Sequence[Line]]) -> float:
    """The height of the type that most of the text is set in."""
    letters: defaultdict[float, int] = defaultdict(int)
    for lines in pages:
        for line in lines:
            letters[round(line.size * 2) / 2] += len(line.text)
    return max(letters, key=lambda size: letters[size], default=10.0)


def _without_footnotes(lines: Sequence[Line], body: float) -> list[Line]:
    """Without the notes in small type at the foot of the page.

    They would stand in the middle of a sentence that goes on overleaf.
    """
    by_height = sorted(lines, key=lambda line: line.bottom)
    small: list[Line] = []
    for line in by_height:
        if line.size > 0.9 * body or line.bottom > 0.5 * line.page_height:
            break
        small.append(line)
    while small and not _FOOTNOTE.match(small[-1].text):
        small.pop()
    return [line for line in lines if line not in small]


def _heading_sizes(pages: Iterable[Sequence[Line]], body: float) -> tuple[float, ...]:
    """The sizes of type larger than the body's, largest first."""
    sizes = {round(line.size) for lines in pages for line in lines if line.size > 1.12 * body}
    return tuple(sorted(sizes, reverse=True))


def _paragraphs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    pitch = _pitch(lines)
    right = max((line.right for line in lines), default=0.0)
    current: list[Line] = []
    for line in lines:
        if current and _begins_paragraph(current, line, pitch, right):
            yield current
            current = []
        current.append(line)
    if current:
        yield current


def _pitch(lines: Sequence[Line]) -> float:
    """The usual distance between two lines of one paragraph."""
    steps = [
        one.bottom - two.top
        for one, two in pairwise(lines)
        if 0 < one.bottom - two.top < 3 * one.size
    ]
    return median(steps) if steps else 12.0


def _begins_paragraph(current: Sequence[Line], line: Line, pitch: float, right: float) -> bool:
    last = current[-1]
    if _LIST_ITEM.match(line.text) or _SECTION.match(line.text) or line.bold != last.bold:
        return not _is_bold_start(current, line)
    step = last.bottom - line.top
    # On a page of headings the usual distance is no measure; 1.8 sizes is double spacing.
    if (
        not -1 < step <= 1.4 * min(pitch, 1.3 * line.size)
        or abs(line.size - last.size) > 0.12 * last.size
    ):
        return True
    if not _CLOSED.search(last.text):
        return False
    indent = line.left - last.last_left
    if indent > 0 and len(current) == 1 and _LIST_ITEM.match(last.text):
        return False  # the item's second line stands under its first word
    is_short = last.right < right - 0.15 * (right - last.left)
    return is_short or abs(indent) > 6


def _is_bold_start(current: Sequence[Line], line: Line) -> bool:
    """Whether only the weight changes inside a section that begins in bold type."""
    starts = _LIST_ITEM.match(line.text) or _SECTION.match(line.text)
    return not starts and _SECTION.match(current[0].text) is not None


def _element(lines: Sequence[Line], body: float, sizes: Sequence[float]) -> Element:
    text = lines[0].text
    for line in lines[1:]:
        text = _joined(text, line.text)
    if text.startswith("• "):
        text = f"- {text[2:]}"
    return Element(text=text, level=_level(lines, text, body, sizes), pages=(lines[0].page,))


def _level(lines: Sequence[Line], text: str, body: float, sizes: Sequence[float]) -> int:
    """The level of a heading, 1 for the largest type; 0 for a paragraph."""
    could_be = (
        len(text) <= _LONGEST_HEADING
        and len(lines) <= 5
        and re.search(r"[^\W\d_]{2}", text)
        and not text.endswith((".", ",", ";", ":"))
        and not _SECTION.match(text)
    )
    if not could_be:
        return 0
    if lines[0].size > 1.12 * body:
        return 1 + sizes.index(round(lines[0].size)) if round(lines[0].size) in sizes else 1
    return len(sizes) + 1 if all(line.bold for line in lines) else 0


def _joined(text: str, more: str) -> str:
    if text.endswith(("-", "\u00ad")) and len(text) > 1 and text[-2].isalpha():
        halves = f"{text[:-1]}{more}"
        joint = broken_word_joint(halves, len(text) - 1, len(text) - 1)
        return f"{text[:-1]}{joint}{more}"
    return f"{text} {more}"


def _runs_on(last: Element, element: Element) -> bool:
    """Whether a paragraph goes on overleaf."""
    overleaf = last.pages[-1] + 1 == element.pages[0]
    open_end = not _CLOSED.search(last.text) and element.text[:1].islower()
    is_item = _LIST_ITEM.match(element.text) is not None
    return overleaf and open_end and not is_item and not last.level and not element.level


def _run_together(last: Element, element: Element) -> Element:
    pages = (*last.pages, *element.pages)
    return replace(last, text=_joined(last.text, element.text), pages=pages)
