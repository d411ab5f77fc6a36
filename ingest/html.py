"""HTML → headings, paragraphs, list items and table rows of a page's text."""

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ingest.attributes import whole_number
from ingest.blocks import MediaType, ParsedFile, normal_text
from ingest.html_page import read_page
from ingest.html_table import data_table
from ingest.markdown import paragraphs
from ingest.outline import Element
from ingest.plain import parsed_elements
from ingest.statute_title import title_line
from ingest.tables import table_elements

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_MASTHEAD = 12
_HIGHEST_ITEM = 9_999
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS = _HEADINGS | frozenset(
    {"p", "div", "section", "article", "main", "header", "ul", "ol", "li", "dl", "dt", "dd"}
    | {"table", "tr", "td", "th", "blockquote", "pre", "figure", "figcaption", "address", "details"}
    | {"summary", "body", "hr", "center", "fieldset", "caption", "form"}
)
# Two line breaks, or one before a section of a statute ("4 § Kommuner …") or a list's item.
_PARAGRAPH_END = re.compile(
    r"\n[^\S\n]*\n\s*|\n(?=\s*(?:\d+(?: ?[a-z])? §\s+[^a-zåäö\s]|(?:\d{1,2}\.|[a-z]\)|[-–•])\s+\S))"
)


def parse_html(text: str, name: str) -> ParsedFile:
    """The blocks of an HTML page, without what surrounds its text.

    Raises:
        UnreadableFileError: kind "trasig" when the page's elements can't be told apart.
    """
    page = read_page(text, name)
    content = tuple(_elements(page.parts))
    heading = next((element.text for element in content if element.level == 1), "")
    # A database of statutes has its own name as the title of every page.
    statute = title_line(element.text for element in content[:_MASTHEAD])
    stated = " ".join(normal_text(page.title).split())
    return parsed_elements(MediaType.HTML, heading or statute or stated or name, content)


def _elements(parts: "Iterable[HtmlElement]") -> Iterator[Element]:
    for part in parts:
        yield from _Reader().read(part)


class _Reader:
    """Gathers elements as tags open and close."""

    def __init__(self) -> None:
        self._levels: list[int] = []
        self._inside = {"pre": 0, "dt": 0}
        self._words: list[str] = []
        self._lists: list[int | None] = []
        self._marker = ""
        self._term = ""
        self._found: list[Element] = []

    def read(self, root: "HtmlElement") -> tuple[Element, ...]:
        """What an element says, in order."""
        from lxml.etree import iterwalk  # noqa: PLC0415 – loaded with the page already

        walk = iterwalk(root, events=("start", "end"))
        for event, element in walk:
            if event == "start":
                if self._starts(element):
                    walk.skip_subtree()
            else:
                self._ends(element)
                if element is not root:
                    self._say(element.tail)
        self._flush()
        return tuple(self._found)

    def _starts(self, element: "HtmlElement") -> bool:
        """Open an element; whether it has been read whole."""
        if element.tag in _BLOCKS:
            self._flush()
        self._levels.append(_level(element) or (self._levels[-1] if self._levels else 0))
        if element.tag in self._inside:
            self._inside[element.tag] += 1
        if element.tag == "br":
            self._words.append("\n")
        elif element.tag == "table":
            table = data_table(element, _cell_parts)
            if table is not None:
                self._found.extend(table_elements(table))
                return True
        elif element.tag in {"ol", "ul", "li"}:
            self._enter_list(element)
        self._say(element.text)
        return False

    def _ends(self, element: "HtmlElement") -> None:
        """Close an element: a block ends its paragraph."""
        if element.tag in _BLOCKS:
            self._flush()
        self._levels.pop()
        if element.tag in self._inside:
            self._inside[element.tag] -= 1
        if element.tag == "li":
            self._marker = ""
        elif element.tag in {"ul", "ol"}:
            self._lists.pop()
        elif element.tag in {"dd", "dl"}:
            self._say_term()

    def _say(self, text: str | None) -> None:
        if text:
            self._words.append(text if self._inside["pre"] else re.sub(r"\s", " ", text))

    def _enter_list(self, element: "HtmlElement") -> None:
        if element.tag == "ol":
            start = whole_number(element.get("start"), default=1, highest=_HIGHEST_ITEM)
            self._lists.append(start)
        elif element.tag == "ul":
            self._lists.append(None)
        else:
            number = self._lists[-1] if self._lists else None
            self._marker = "- " if number is None else f"{number}. "
            if number is not None:
                self._lists[-1] = number + 1

    def _flush(self) -> None:
        """End the paragraph that is being read."""
        words = normal_text("".join(self._words))
        self._words = []
        level = self._levels[-1] if self._levels else 0
        parts: Iterable[str] = _PARAGRAPH_END.split(words)
        if self._inside["pre"]:
            parts = (paragraph for part in parts for paragraph in paragraphs(part.split("\n")))
        for part in parts:
            text = "\n".join(" ".join(line.split()) for line in part.strip().split("\n"))
            if text and level:
                self._found.append(Element(text=text.replace("\n", " "), level=level))
            elif text and self._inside["dt"]:
                self._term += f", {text}" if self._term else text
            elif text:
                self._found.append(Element(text=self._marked(text)))

    def _marked(self, text: str) -> str:
        """``text`` behind what belongs before it: a list's marker, or the term it explains."""
        marker, self._marker = self._marker, ""
        term, self._term = self._term, ""
        return marker + (f"{term.rstrip(' :')}: {text}" if term else text)

    def _say_term(self) -> None:
        """A term without explanation stands for itself."""
        if self._term:
            self._found.append(Element(text=self._term))
            self._term = ""


def _level(element: "HtmlElement") -> int:
    """The level of a heading; 0 for anything else."""
    if element.tag in _HEADINGS:
        return int(element.tag[1])
    if element.get("role") != "heading":
        return 0
    level = element.get("aria-level", "2")
    return int(level) if level in set("123456") else 2


def _cell_parts(cell: "HtmlElement") -> Iterable[str]:
    return (element.text for element in _Reader().read(cell))
