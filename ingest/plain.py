"""Plain text → blocks: paragraphs between blank lines, or sections when the text is a statute."""

import re
from collections.abc import Iterator

from ingest.blocks import MediaType, ParsedFile
from ingest.markdown import paragraphs
from ingest.outline import Element, outline_blocks, same_words
from ingest.statute import statute_blocks
from ingest.statute_outline import looks_like_statute
from ingest.statute_title import (
    is_printed_statute,
    numbered_title,
    printed_title,
    statute_number,
)

_STARTS_SECTION = re.compile(
    r"\s*(?:\d+(?: [a-z])? kap\. ?)?\d+(?: ?[a-z])? §(?:\s+[^a-zåäö\s]|\s*$)"
)
# Above the transitional provisions of a later act.
_ACT_NUMBER = re.compile(r"\s*(?:SFS )?\d{4}:\d+\s*")
_CONSOLIDATED = re.compile(r"t\.o\.m\. SFS|Ändrad:|Ändring införd", re.IGNORECASE)
_LONGEST_TITLE = 150
_MASTHEAD = 12


def parse_plain(text: str, name: str) -> ParsedFile:
    """The blocks of a text file; its first line is the title when it is short enough for one."""
    content = tuple(_elements(text))
    first = content[0].text if content else ""
    is_title = len(first) <= _LONGEST_TITLE and not first.endswith((".", ":", ","))
    return parsed_elements(
        MediaType.PLAIN, first if is_title and len(content) > 1 else name, content
    )


def parsed_elements(
    media_type: MediaType, title: str, content: tuple[Element, ...], masthead: str = ""
) -> ParsedFile:
    """Elements of any format as a file: by § when they are a statute, by heading otherwise.

    ``masthead`` is what the first page or lines say beside the elements, where a statute has its
    number.
    """
    top = "\n".join((masthead, *(element.text for element in content[:_MASTHEAD])))
    sfs = statute_number(f"{title}\n{top}")
    body = [element for element in content if not element.note]
    if (sfs is not None and is_printed_statute(top)) or looks_like_statute(body):
        printed = printed_title(top) or title
        return ParsedFile(
            media_type=media_type,
            title=title if sfs is None else numbered_title(printed, sfs),
            blocks=statute_blocks(_without_title(content, title), sfs=sfs),
            sfs=sfs,
            as_printed=bool(printed_title(top)) and not _CONSOLIDATED.search(top),
        )
    blocks = tuple(outline_blocks(content, title))
    return ParsedFile(media_type=media_type, title=title, blocks=blocks)


def _without_title(content: tuple[Element, ...], title: str) -> tuple[Element, ...]:
    """Without the heading that is the title: it is no heading above the statute's sections."""
    return tuple(
        element
        for element in content
        if not (element.level == 1 and same_words(element.text, title))
    )


def _elements(text: str) -> Iterator[Element]:
    lines: list[str] = []
    for line in text.split("\n"):
        if _STARTS_SECTION.match(line):
            lines.append("")
        lines.append(line)
        if _ACT_NUMBER.fullmatch(line):
            lines.append("")
    return (Element(text=paragraph) for paragraph in paragraphs(lines))
