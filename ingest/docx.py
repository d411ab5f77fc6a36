"""Word files → headings, paragraphs, list items and table rows in reading order.

What the document says today is read: insertions that are not yet approved stand, deletions don't.
Headers, footers, notes, lists of contents and hidden text are not part of the text. Word has no
pages before it is printed, so a passage is cited by its heading.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from io import BytesIO
from itertools import groupby
from operator import attrgetter
from pathlib import PurePath
from typing import TYPE_CHECKING

from ingest.blocks import MediaType, ParsedFile, normal_text
from ingest.docx_package import damaged, text_package
from ingest.outline import Element
from ingest.plain import parsed_elements

if TYPE_CHECKING:
    from ingest.docx_text import Paragraph

# What python-docx lets through when a file's structure is damaged.
_DAMAGE = (ValueError, LookupError, TypeError, AttributeError, RecursionError)
# A first heading that is the name of a section, not of the document.
_SECTION_NAME = re.compile(
    r"[\d.]*\s*(?:inledning|bakgrund|syfte|sammanfattning|innehåll|förord|uppdraget?)\b",
    re.IGNORECASE,
)
_EMBEDDED = "Word-filen har delar som är egna filer. De lästes inte: lägg till dem var för sig."
_LONGEST_TITLE = 200
_SHORTEST_TITLE = 4
_LONGEST_BOLD_HEADING = 100
_TOOL_TITLE = re.compile(
    r"microsoft word|word-dokument|dokument ?\d*|mall\b.*|.*\.(?:docx?|dotx?)", re.IGNORECASE
)


def parse_docx(content: bytes, name: str) -> ParsedFile:
    """The blocks of a Word file; none when it holds no text.

    Args:
        content: The file's bytes.
        name: The file's name, for messages and for its title when it has none.

    Raises:
        UnreadableFileError: kind "krypterad", "trasig" or "för stor".
    """
    from docx import Document  # noqa: PLC0415 – 120 ms that only a Word file needs
    from lxml.etree import XMLSyntaxError  # noqa: PLC0415

    from ingest import docx_body  # noqa: PLC0415 – needs python-docx

    package = text_package(content, name)
    try:
        document = Document(BytesIO(package))
        paragraphs = docx_body.body_paragraphs(document)
        stated = document.core_properties.title
    except (XMLSyntaxError, *_DAMAGE) as error:
        raise damaged(name) from error
    elements = tuple(_elements(paragraphs))
    title = _title(elements, stated) or PurePath(name).stem
    parsed = parsed_elements(MediaType.DOCX, title, elements)
    has_others = docx_body.holds_other_files(document)
    return replace(parsed, problems=(_EMBEDDED,)) if has_others else parsed


def _elements(paragraphs: Sequence["Paragraph"]) -> Iterator[Element]:
    """Titles on lines of their own become one; bold lines are headings where nothing else is."""
    styled = any(p.element.level and not p.is_title for p in paragraphs)
    for is_title, group in groupby(paragraphs, key=attrgetter("is_title")):
        if is_title:
            yield Element(text=" ".join(p.element.text for p in group), level=1)
            continue
        for paragraph in group:
            is_heading = not styled and paragraph.is_bold and _reads_as_heading(paragraph.element)
            yield replace(paragraph.element, level=2) if is_heading else paragraph.element


def _reads_as_heading(element: Element) -> bool:
    short = len(element.text) <= _LONGEST_BOLD_HEADING and "\n" not in element.text
    return short and not element.text.endswith((".", ":", ",", ";"))


def _title(elements: Sequence[Element], stated: str) -> str:
    """The document's title: the heading above all others, else what the properties state, or ""."""
    headings = [element for element in elements if element.level]
    opens = bool(headings) and headings[0] is elements[0] and not _names_section(headings[0])
    levels = [heading.level for heading in headings]
    is_alone = len(levels) > 1 and levels[0] == 1 and min(levels[1:]) > 1
    if headings and levels[0] == 1 and (opens or is_alone):
        return headings[0].text[:_LONGEST_TITLE]
    stated = " ".join(normal_text(stated).split())
    is_useful = len(stated) >= _SHORTEST_TITLE and not _TOOL_TITLE.fullmatch(stated)
    return stated[:_LONGEST_TITLE] if is_useful else ""


def _names_section(heading: Element) -> bool:
    return _SECTION_NAME.match(heading.text) is not None
