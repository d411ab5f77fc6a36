"""Statutes → one block per section (§) and per transitional provision.

The same reader serves statute Markdown, where each § is a heading, and statutes as HTML, plain
text or PDF, where a paragraph begins with "4 §". A section's text is the statute's words as a
reader sees them, without the section's number.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import Enum, auto
from itertools import groupby

from corpus.page_boxes import WordBoxes
from ingest.blocks import Block
from ingest.outline import (
    BEFORE_FIRST_HEADING,
    NOTES,
    Element,
    HeadingPath,
    page_pinpoint,
    paragraphs_boxes,
    paragraphs_text,
)
from ingest.statute_marks import Dates, headings_without_marks, read_wording, without_marks
from ingest.statute_outline import (
    CHAPTER,
    TRANSITIONAL_HEADING,
    chapters_restart,
    section_start,
    with_headings,
    without_false_headings,
)

TRANSITIONAL = "övergångsbestämmelserna"
SIGNATURES = "underskrifterna"

_IN_FORCE = re.compile(r"(?:1\. )?(?:Denna|Detta|Dessa) \w+ träder i kraft\b")
_ACT_NUMBER = re.compile(r"(?:SFS )?(\d{4}:\d+)")
_POINT = re.compile(r"(\d{1,2})\. \S")
_SIGNED = re.compile(r"På (?:regeringens|[\w-]+s) vägnar\b")
_LONGEST_HEADING = 140


class _Part(Enum):
    """Where in the statute the reader is."""

    PREAMBLE = auto()
    SECTIONS = auto()
    TRANSITIONAL = auto()
    SIGNED = auto()


def statute_blocks(
    elements: Sequence[Element], *, sfs: str | None = None, numbered_headings: bool = False
) -> tuple[Block, ...]:
    """The blocks of a statute, in order.

    Args:
        elements: The statute's headings and paragraphs.
        sfs: The statute's own number, to tell its first transitional provisions from later ones.
        numbered_headings: Whether sections begin only with a heading ("### 4 §").

    A section named by ``lost_sections`` is left out: incomplete words can't be quoted.
    """
    notes = [element for element in elements if element.note]
    printed = [element for element in elements if not element.note]
    elements = without_false_headings(headings_without_marks(printed))
    if not numbered_headings:
        elements = with_headings(elements)
    reader = _Reader(
        sfs=sfs,
        chapters_restart=chapters_restart(elements),
        numbered_headings=numbered_headings,
    )
    for element in elements:
        reader.read(element)
    return (*reader.finished(), *_note_blocks(notes))


def _note_blocks(notes: Sequence[Element]) -> Iterator[Block]:
    """The footnotes and margins of each page: they tell of the statute, and are none of its §§."""
    for pages, found in groupby(notes, key=lambda note: note.pages):
        elements = tuple(found)
        yield Block(
            pinpoint=f"noterna, {page_pinpoint(pages)}",
            heading_path=(NOTES,),
            text=paragraphs_text(elements),
            pages=pages,
            boxes=paragraphs_boxes(elements),
        )


class _Reader:
    """Reads a statute's elements one by one and keeps the block that is being filled."""

    def __init__(self, *, sfs: str | None, chapters_restart: bool, numbered_headings: bool) -> None:
        self._sfs = sfs
        self.chapters_restart = chapters_restart
        self._numbered_headings = numbered_headings
        self._part = _Part.PREAMBLE
        self._path = HeadingPath()
        self._chapter = ""
        self._chapter_dates = Dates()
        self._act = ""
        self._pinpoint = BEFORE_FIRST_HEADING
        self._section_level = 0
        self._masthead: list[Element] = []
        self._waiting: list[Element] = []
        self._blocks: list[Block] = []

    def read(self, element: Element) -> None:
        """Take the next heading or paragraph."""
        start = section_start(element)
        if self._part is _Part.SIGNED:
            self._read_annex(element)
        elif start is not None and (element.level or not self._numbered_headings):
            self._begin_section(element, start)
        elif element.level:
            self._read_heading(element)
        elif self._part is _Part.TRANSITIONAL or _IN_FORCE.match(element.text):
            self._read_transitional(element)
        else:
            self._read_paragraph(element)

    def finished(self) -> tuple[Block, ...]:
        """The blocks, when everything has been read."""
        self._close()
        return tuple(self._blocks)

    def _begin_section(self, element: Element, start: re.Match[str]) -> None:
        self._close()
        self._part = _Part.SECTIONS
        self._section_level = element.level
        groups = start.groupdict()
        if groups["chapter"] and f"{groups['chapter']} kap." != self._chapter:
            self._enter_chapter(groups["chapter"])
        chapter = f"{self._chapter} " if self._chapter and self.chapters_restart else ""
        self._pinpoint = "" if groups.get("lost") else f"{chapter}{_spaced(groups['number'])} §"
        if groups.get("text"):
            self._waiting.append(element.ending(groups["text"]))

    def _enter_chapter(self, number: str, mark: str = "") -> None:
        self._chapter = f"{number} kap."
        self._chapter_dates = without_marks(mark)[1] or Dates()

    def _read_paragraph(self, element: Element) -> None:
        if self._part is _Part.PREAMBLE and not self._numbered_headings:
            # What is printed above the first words is the masthead, not a heading of the first §.
            self._path = HeadingPath()
            self._waiting += self._masthead
            self._masthead = []
        self._waiting.append(element)

    def _read_heading(self, element: Element) -> None:
        chapter = CHAPTER.fullmatch(element.text)
        inside_section = self._section_level and element.level > self._section_level
        self._close()
        if chapter is not None:
            self._enter_chapter(chapter["number"], element.mark)
        transitional = TRANSITIONAL_HEADING.fullmatch(element.text.rstrip("."))
        if transitional:
            self._part = _Part.TRANSITIONAL
        elif self._numbered_headings or self._part is not _Part.PREAMBLE:
            self._part = _Part.SECTIONS
        if self._part is _Part.PREAMBLE:
            self._masthead.append(element)
        self._path.enter(element.text, element.level)
        if not inside_section and self._part is not _Part.PREAMBLE:
            self._section_level = 0
            self._pinpoint = TRANSITIONAL if transitional else element.text

    def _read_transitional(self, element: Element) -> None:
        if self._part is not _Part.TRANSITIONAL:
            self._close()
            self._part = _Part.TRANSITIONAL
            self._path = HeadingPath()
            self._path.enter("Övergångsbestämmelser", 1)
            self._pinpoint = TRANSITIONAL
        act = _ACT_NUMBER.fullmatch(element.text)
        point = _POINT.match(element.text)
        if _SIGNED.match(element.text):
            self._close()
            self._part = _Part.SIGNED
            self._path = HeadingPath()
            self._pinpoint = SIGNATURES
            self._waiting.append(element)
        elif act is not None:
            self._close()
            self._act = "" if act[1] in {self._sfs, None} else f" till {act[1]}"
            self._pinpoint = f"{TRANSITIONAL}{self._act}"
        else:
            if point is not None:
                self._close()
                self._pinpoint = f"{TRANSITIONAL}{self._act}, punkt {point[1]}"
            self._waiting.append(element)

    def _read_annex(self, element: Element) -> None:
        """After the signatures only an annex ("Bilaga") belongs to the statute."""
        if element.text.casefold().startswith("bilaga") and len(element.text) < _LONGEST_HEADING:
            self._part = _Part.SECTIONS
            self._read_heading(replace(element, level=element.level or 1))
        else:
            self._waiting.append(element)

    def _close(self) -> None:
        text = paragraphs_text(self._waiting).strip()
        pages = tuple(sorted({page for element in self._waiting for page in element.pages}))
        path = self._path.names
        wording = read_wording(text)
        if wording.text and self._pinpoint:
            self._blocks.append(
                Block(
                    pinpoint=self._pinpoint,
                    heading_path=path,
                    text=wording.text,
                    pages=pages,
                    valid_from=wording.dates.begins or self._chapter_dates.begins,
                    valid_to=wording.dates.ends or self._chapter_dates.ends,
                    amended_by=wording.amended_by,
                    boxes=_boxes_of(wording.text, text, paragraphs_boxes(self._waiting)),
                )
            )
        self._waiting = []


def _spaced(number: str) -> str:
    """The number with a space before its letter: "18a" and "18 a" give "18 a"."""
    return re.sub(r"(\d)([a-z])", r"\1 \2", number)


def _boxes_of(words: str, text: str, boxes: WordBoxes) -> WordBoxes:
    """The boxes of ``words``, a part of ``text``, out of those of all its words."""
    before = len(text[: text.index(words)].split())
    return boxes[before : before + len(words.split())] if boxes else ()
