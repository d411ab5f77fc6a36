"""Statutes → one block per section (§) and per transitional provision.

The same reader serves statute Markdown, where each § is a heading, and statutes as HTML, plain
text or PDF, where a paragraph begins with "4 §". A section's text is the statute's words as a
reader sees them, without the section's number.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import Enum, auto
from itertools import pairwise

from ingest.blocks import Block
from ingest.outline import BEFORE_FIRST_HEADING, Element, HeadingPath

TRANSITIONAL = "övergångsbestämmelserna"

_NUMBER = r"(?:(?P<chapter>\d+(?: [a-z])?) kap\. ?)?(?P<number>\d+(?: ?[a-z])?) §"
# A converter's damage: "2010/13/EU" in the text became "2010EU", and "/13/" stands in the heading.
_SECTION_HEADING = re.compile(rf"(?P<lost>/.*/.*\s+)?{_NUMBER}")
# A digit right after § is a footnote's mark. Lower case follows only where a sentence goes on.
_SECTION_START = re.compile(
    rf"{_NUMBER}\d{{0,2}}(?:\s+(?P<text>(?:[^a-zåäö\s]|[a-z]\) |har upphävts).*))?", re.DOTALL
)
_CHAPTER = re.compile(r"(?P<number>\d+(?: [a-z])?) kap\.(?:\s+(?P<name>[^a-zåäö\s].*))?")
_TRANSITIONAL_HEADING = re.compile(
    r"(?:ikraftträdande- och )?övergångsbestämmelser(?:na)?", re.IGNORECASE
)
_IN_FORCE = re.compile(r"(?:1\. )?(?:Denna|Detta|Dessa) \w+ träder i kraft\b")
_ACT_NUMBER = re.compile(r"(?:SFS )?(\d{4}:\d+)")
_POINT = re.compile(r"(\d{1,2})\. \S")
_UNNUMBERED_ITEM = re.compile(r"(?:[-–•]|[a-z]\)) \S")
_SIGNED = re.compile(r"På (?:regeringens|[\w-]+s) vägnar\b")
# "Lag om ändring i arbetsmiljölagen (1977:1160)" names another statute's number.
_TITLE_NUMBER = re.compile(
    r"^[A-ZÅÄÖ]?[\w-]*(?:[Ll]ag|[Ff]örordning|[Bb]alk|[Kk]ungörelse|[Tt]illkännagivande) "
    r"\((\d{4}:\d+)\)",
    re.MULTILINE,
)
_PRINTED_TITLE = re.compile(
    r"svensk författningssamling\b.{0,200}?"
    r"\b((?:[\w-]+(?:lag|förordning|balk)|lag|förordning|kungörelse|tillkännagivande)\b"
    r"[^.]{0,300}?);? ?utfärdad den",
    re.IGNORECASE,
)
# What stands in the margin beside the title, in any order.
_STAMP = re.compile(
    r"SFS (?:nr:? )?\d{4}:\d+|(?:Publicerad|Utkom från trycket) den \d+ \w+ \d{4}", re.IGNORECASE
)
_COLLECTION = "svensk författningssamling"
_MASTHEAD_NUMBER = re.compile(
    r"\bSFS (?:nr:? )?(\d{4}:\d+)|\bSvensk författningssamling (\d{4}:\d+)"
)
# A text with fewer sections than one element in twenty only quotes a statute.
_LEAST_SHARE = 0.05
_LATEST_START = 30
_LONGEST_HEADING = 140


class _Part(Enum):
    """Where in the statute the reader is."""

    PREAMBLE = auto()
    SECTIONS = auto()
    TRANSITIONAL = auto()
    SIGNED = auto()


def looks_like_statute(elements: Sequence[Element]) -> bool:
    """Whether the text is divided into sections (§) from its beginning on.

    A report that speaks of sections, or prints a law as an annex, is not.
    """
    starts = [(place, match["number"]) for place, match in _starts(elements)]
    if len(starts) < 2 or len(starts) < _LEAST_SHARE * len(elements):
        return False
    begins_early = starts[0][0] <= _LATEST_START
    goes_on = starts[-1][0] >= 0.5 * len(elements)
    return begins_early and goes_on and (starts[0][1] == "1" or len(starts) >= 4)


def statute_number(masthead: str) -> str | None:
    """The statute's own SFS number, from its title or from what is printed at the top."""
    found = _TITLE_NUMBER.search(masthead)
    if found is None and is_printed_statute(masthead):
        found = _MASTHEAD_NUMBER.search(masthead)
    return str(found[found.lastindex or 1]) if found is not None else None


def is_printed_statute(masthead: str) -> bool:
    """Whether the text is an issue of the statute book, even of an act with a single section."""
    return _COLLECTION in masthead.casefold()


def printed_title(masthead: str) -> str:
    """The title as the statute book prints it, between the series' name and the date; or ""."""
    found = _PRINTED_TITLE.search(_STAMP.sub("", " ".join(masthead.split())))
    return found[1].strip(" ;") if found is not None else ""


def numbered_title(title: str, sfs: str) -> str:
    """The title with its number where Swedish puts it: "Lag (2023:196) om …"."""
    if sfs in title:
        return title
    first, _, rest = title.partition(" ")
    return f"{first} ({sfs}) {rest}".strip()


def lost_sections(elements: Iterable[Element]) -> tuple[str, ...]:
    """The numbers of the sections whose words are known to be incomplete in this copy."""
    found = (_SECTION_HEADING.fullmatch(element.text) for element in elements if element.level)
    return tuple(f"{match['number']} §" for match in found if match is not None and match["lost"])


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
    elements = _without_false_headings(elements)
    if not numbered_headings:
        elements = _with_headings(elements)
    reader = _Reader(
        sfs=sfs,
        chapters_restart=_chapters_restart(elements),
        numbered_headings=numbered_headings,
    )
    for element in elements:
        reader.read(element)
    return reader.finished()


class _Reader:
    """Reads a statute's elements one by one and keeps the block that is being filled."""

    def __init__(self, *, sfs: str | None, chapters_restart: bool, numbered_headings: bool) -> None:
        self._sfs = sfs
        self._chapters_restart = chapters_restart
        self._numbered_headings = numbered_headings
        self._part = _Part.PREAMBLE
        self._path = HeadingPath()
        self._chapter = ""
        self._act = ""
        self._pinpoint = BEFORE_FIRST_HEADING
        self._section_level = 0
        self._waiting: list[Element] = []
        self._blocks: list[Block] = []

    def read(self, element: Element) -> None:
        """Take the next heading or paragraph."""
        start = _start(element)
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
        if groups["chapter"]:
            self._chapter = f"{groups['chapter']} kap."
        chapter = f"{self._chapter} " if self._chapter and self._chapters_restart else ""
        self._pinpoint = "" if groups.get("lost") else f"{chapter}{_spaced(groups['number'])} §"
        if groups.get("text"):
            self._waiting.append(replace(element, text=groups["text"], level=0))

    def _read_paragraph(self, element: Element) -> None:
        if self._part is _Part.PREAMBLE and not self._numbered_headings:
            # What is printed above the first words is the masthead, not a heading of the first §.
            self._path = HeadingPath()
        self._waiting.append(element)

    def _read_heading(self, element: Element) -> None:
        chapter = _CHAPTER.fullmatch(element.text)
        inside_section = self._section_level and element.level > self._section_level
        self._close()
        if chapter is not None:
            self._chapter = f"{chapter['number']} kap."
        transitional = _TRANSITIONAL_HEADING.fullmatch(element.text.rstrip("."))
        if transitional:
            self._part = _Part.TRANSITIONAL
        elif self._numbered_headings or self._part is not _Part.PREAMBLE:
            self._part = _Part.SECTIONS
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
        """After the signature only an annex ("Bilaga") belongs to the statute."""
        if element.text.casefold().startswith("bilaga") and len(element.text) < _LONGEST_HEADING:
            self._part = _Part.SECTIONS
            self._read_heading(replace(element, level=element.level or 1))

    def _close(self) -> None:
        text = "\n\n".join(element.text for element in self._waiting).strip()
        pages = tuple(sorted({page for element in self._waiting for page in element.pages}))
        path = self._path.names
        if text and self._pinpoint:
            self._blocks.append(
                Block(pinpoint=self._pinpoint, heading_path=path, text=text, pages=pages)
            )
        self._waiting = []


def _starts(elements: Sequence[Element]) -> list[tuple[int, re.Match[str]]]:
    """Where sections begin, each with its match."""
    found = ((place, _start(element)) for place, element in enumerate(elements))
    return [(place, match) for place, match in found if match is not None]


def _start(element: Element) -> re.Match[str] | None:
    """The match when ``element`` begins a section."""
    pattern = _SECTION_HEADING if element.level else _SECTION_START
    return pattern.fullmatch(element.text)


def _spaced(number: str) -> str:
    """The number with a space before its letter: "18a" and "18 a" give "18 a"."""
    return re.sub(r"(\d)([a-z])", r"\1 \2", number)


def _chapters_restart(elements: Sequence[Element]) -> bool:
    """Whether a section must be cited with its chapter: each chapter counts from 1 §.

    Where numbers only rise from 1 § on, through all chapters, the number alone is enough.
    """
    chapters, numbers = False, []
    for element in elements:
        start = _start(element)
        chapters = chapters or _CHAPTER.fullmatch(element.text) is not None
        if start is not None:
            chapters = chapters or start["chapter"] is not None
            numbers.append(int(start["number"].split()[0].rstrip("abcdefghijklmnopqrstuvwxyz")))
    rising = numbers[:1] == [1] and all(one <= two for one, two in pairwise(numbers))
    return chapters and not rising


def _without_false_headings(elements: Sequence[Element]) -> tuple[Element, ...]:
    """What a converter took for a heading but leads into a list is a paragraph of its section."""
    found: list[Element] = []
    for position, element in enumerate(elements):
        after = elements[position + 1].text if position + 1 < len(elements) else ""
        goes_on = element.text.endswith((",", " eller", " och"))
        leads = _UNNUMBERED_ITEM.match(after) is not None
        found.append(replace(element, level=0) if goes_on or leads else element)
    return tuple(found)


def _with_headings(elements: Sequence[Element]) -> tuple[Element, ...]:
    """Chapters, and short lines before a § or before another heading, become headings."""
    found: list[Element] = []
    for element in reversed(elements):
        after = found[-1] if found else None
        if element.level or len(element.text) > _LONGEST_HEADING:
            found.append(element)
        elif _CHAPTER.fullmatch(element.text):
            found.append(replace(element, level=1))
        elif _reads_as_heading(element) and after is not None and (after.level or _start(after)):
            found.append(replace(element, level=2))
        else:
            found.append(element)
    return tuple(reversed(found))


def _reads_as_heading(element: Element) -> bool:
    text = element.text.removesuffix(" m.m.").removesuffix(" m.fl.")
    if _TRANSITIONAL_HEADING.fullmatch(text):
        return True
    closed = text.endswith((".", ":", ",", ";", " och", " eller"))
    return text[:1].isupper() and not closed and _start(element) is None
