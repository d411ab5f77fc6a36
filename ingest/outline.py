"""Headings and paragraphs → blocks with pinpoints: the same for every format but statutes.

Parsers give elements in reading order; here they are gathered under their headings. A text with
pages is cited by page, any other by its heading.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain

from corpus.page_boxes import WordBoxes
from ingest.blocks import Block

BEFORE_FIRST_HEADING = "inledningen"
NOTES = "Noter"
_LONGEST_PINPOINT = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """A heading (``level`` 1 is outermost) or a paragraph (level 0); ``pages`` are 1-based.

    ``mark`` is what a consolidated statute says before a heading of when it holds.
    ``note`` marks a footnote or what is printed in the margin. ``boxes`` has the places of each
    word of ``text``, or nothing where the format has no pages.
    """

    text: str
    level: int = 0
    pages: tuple[int, ...] = ()
    mark: str = ""
    note: bool = False
    boxes: WordBoxes = ()

    def ending(self, text: str) -> "Element":
        """The paragraph that ``text``, the element's last words, makes alone."""
        count = len(text.split())
        return replace(self, text=text, level=0, boxes=self.boxes[-count:] if count else ())


class HeadingPath:
    """The headings above the place that is being read, outermost first."""

    def __init__(self) -> None:
        self._headings: list[tuple[int, str]] = []

    def enter(self, text: str, level: int) -> None:
        """Pass a heading: those of the same level and inside it end here."""
        self._headings = [item for item in self._headings if item[0] < level]
        self._headings.append((level, text))

    @property
    def names(self) -> tuple[str, ...]:
        """The texts of the headings."""
        return tuple(text for _, text in self._headings)


def outline_blocks(elements: Iterable[Element], title: str = "") -> Iterator[Block]:
    """The blocks under each heading; a heading that repeats ``title`` is left out of the path."""
    path = HeadingPath()
    waiting: list[Element] = []
    for element in elements:
        if waiting and waiting[-1].note != element.note:
            yield from _gathered(waiting, path.names)
            waiting = []
        if element.level and not (element.level == 1 and same_words(element.text, title)):
            yield from _gathered(waiting, path.names)
            waiting = []
            path.enter(element.text, element.level)
        elif not element.level:
            if waiting and waiting[-1].pages != element.pages:
                yield from _gathered(waiting, path.names)
                waiting = []
            waiting.append(element)
    yield from _gathered(waiting, path.names)


def same_words(one: str, other: str) -> bool:
    """Whether two headings are the same but for case and white space."""
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def page_pinpoint(pages: tuple[int, ...]) -> str:
    """How pages are cited: "s. 23", or with an en dash for text that runs over a page break."""
    if pages[0] == pages[-1]:
        return f"s. {pages[0]}"
    return f"s. {pages[0]}–{pages[-1]}"


def _gathered(elements: list[Element], path: tuple[str, ...]) -> Iterator[Block]:
    text = paragraphs_text(elements)
    if not text.strip():
        return
    pages = elements[0].pages
    heading = path[-1] if path else BEFORE_FIRST_HEADING
    pinpoint = page_pinpoint(pages) if pages else heading[:_LONGEST_PINPOINT].strip()
    path = (*path, NOTES) if elements[0].note else path
    yield Block(
        pinpoint=pinpoint,
        heading_path=path,
        text=text,
        pages=pages,
        boxes=paragraphs_boxes(elements),
    )


def paragraphs_text(elements: Iterable[Element]) -> str:
    """The elements as the paragraphs of a block."""
    return "\n\n".join(element.text for element in elements)


def paragraphs_boxes(elements: Iterable[Element]) -> WordBoxes:
    """The places of the words of ``paragraphs_text``."""
    return tuple(chain.from_iterable(element.boxes for element in elements))
