"""Printed lines → headings and paragraphs in reading order: broken lines join."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from ingest.outline import Element
from ingest.pdf_lines import Line
from ingest.pdf_margins import PageText, usual_size
from ingest.pdf_words import Word, joined_words

_LIST_ITEM = re.compile(r"(?:\d{1,2}[.)]|[a-zåäö]\)|[-–•])\s+\S")
_SECTION = re.compile(r"(?:\d+(?: [a-z])? kap\. ?)?\d+(?: ?[a-z])? §\d{0,2}(?:\s+[A-ZÅÄÖ\d”]|\s*$)")
_CLOSED = re.compile(r"[.!?:;][\"”)]*$")
_NOTE_START = re.compile(r"(?:\d{1,3}|\*)\s*[^\W\d_]")
_LONGEST_HEADING = 220


def page_elements(pages: Sequence[PageText]) -> tuple[Element, ...]:
    """The headings, paragraphs and notes of a document in reading order, each with its pages.

    The notes of a page stand after the paragraph that runs on overleaf from it.
    """
    body = usual_size(page.body for page in pages)
    sizes = _heading_sizes((page.body for page in pages), body)
    found: list[Element] = []
    last: int | None = None  # where the last paragraph or heading stands in ``found``
    for page in pages:
        for paragraph in _paragraphs(page.body):
            element = _element(paragraph, body, sizes)
            if last is not None and not paragraph[0].row and _runs_on(found[last], element):
                found[last] = _run_together(found[last], element)
            elif element.text:
                last = len(found)
                found.append(element)
        found.extend(_notes(page.notes))
    return tuple(found)


def _heading_sizes(pages: Iterable[Sequence[Line]], body: float) -> tuple[float, ...]:
    """The sizes of type larger than the body's, largest first."""
    sizes = {
        round(line.size)
        for lines in pages
        for line in lines
        if line.size > 1.12 * body and not line.row
    }
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
        one.bottom - two.bottom
        for one, two in pairwise(lines)
        if 0 < one.bottom - two.bottom < 3 * one.size
    ]
    return median(steps) if steps else 12.0


def _begins_paragraph(current: Sequence[Line], line: Line, pitch: float, right: float) -> bool:
    last = current[-1]
    if line.row or last.row:
        return True
    if _LIST_ITEM.match(line.text) or _SECTION.match(line.text) or line.bold != last.bold:
        return not _is_bold_start(current, line)
    step = last.bottom - line.bottom
    # On a page of headings the usual distance is no measure; 1.8 sizes is double spacing.
    if (
        not -1 < step <= 1.4 * min(pitch, 1.3 * line.size)
        or abs(line.size - last.size) > 0.12 * last.size
    ):
        return True
    if not _CLOSED.search(last.text):
        return False
    indent = line.left - last.left
    if indent > 0 and len(current) == 1 and _LIST_ITEM.match(last.text):
        return False  # the item's second line stands under its first word
    is_short = last.right < right - 0.15 * (right - last.left)
    return is_short or abs(indent) > 6


def _is_bold_start(current: Sequence[Line], line: Line) -> bool:
    """Whether only the weight changes inside a section that begins in bold type."""
    starts = _LIST_ITEM.match(line.text) or _SECTION.match(line.text)
    return not starts and _SECTION.match(current[0].text) is not None


def _element(lines: Sequence[Line], body: float, sizes: Sequence[float]) -> Element:
    words = _words(lines)
    if words[0].text == "•" and len(words) > 1:
        words = (Word("-", words[0].boxes), *words[1:])
    element = _of_words(words, (lines[0].page,))
    return replace(element, level=_level(lines, element.text, body, sizes))


def _words(lines: Sequence[Line]) -> tuple[Word, ...]:
    words: tuple[Word, ...] = ()
    for line in lines:
        words = joined_words(words, line.words)
    return words


def _of_words(words: Sequence[Word], pages: tuple[int, ...]) -> Element:
    return Element(
        text=" ".join(word.text for word in words),
        pages=pages,
        boxes=tuple(word.boxes for word in words),
    )


def _level(lines: Sequence[Line], text: str, body: float, sizes: Sequence[float]) -> int:
    """The level of a heading, 1 for the largest type; 0 for a paragraph."""
    could_be = (
        not lines[0].row
        and len(text) <= _LONGEST_HEADING
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


def _runs_on(last: Element, element: Element) -> bool:
    """Whether a paragraph goes on overleaf."""
    overleaf = last.pages[-1] + 1 == element.pages[0]
    open_end = not _CLOSED.search(last.text) and element.text[:1].islower()
    is_item = _LIST_ITEM.match(element.text) is not None
    return overleaf and open_end and not is_item and not last.level and not element.level


def _run_together(last: Element, element: Element) -> Element:
    words = joined_words(_element_words(last), _element_words(element))
    return _of_words(words, (*last.pages, *element.pages))


def _element_words(element: Element) -> tuple[Word, ...]:
    return tuple(Word(*pair) for pair in zip(element.text.split(), element.boxes, strict=True))


def _notes(lines: Sequence[Line]) -> Iterator[Element]:
    """Each footnote, and each run of lines in the margin, as an element."""
    current: list[Line] = []
    for line in lines:
        begins = line.mark or _NOTE_START.match(line.text)
        if current and (begins or line.bottom > current[-1].bottom + line.size):
            yield _note(current)
            current = []
        current.append(line)
    if current:
        yield _note(current)


def _note(lines: Sequence[Line]) -> Element:
    words = (*lines[0].mark, *_words(lines))
    return replace(_of_words(words, (lines[0].page,)), note=True)
