"""HTML → headings, paragraphs and list items, without what surrounds a page's text."""

import re
from html.parser import HTMLParser

from ingest.blocks import MediaType, ParsedFile, normal_text
from ingest.outline import Element
from ingest.plain import parsed_elements

_DROPPED = frozenset(
    {"script", "style", "nav", "footer", "aside", "noscript", "template", "form", "button", "svg"}
    | {"iframe", "object", "select", "dialog", "head"}
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS = _HEADINGS | frozenset(
    {"p", "div", "section", "article", "main", "header", "ul", "ol", "li", "dl", "dt", "dd"}
    | {"table", "tr", "blockquote", "pre", "figure", "figcaption", "address", "details", "summary"}
    | {"body", "hr", "center", "fieldset", "caption"}
)
_VOID = frozenset({"br", "hr", "img", "input", "meta", "link", "wbr", "area", "col", "source"})
_MAIN = frozenset({"main", "article"})
# Two line breaks, or one before a section of a statute ("4 § Kommuner …").
_PARAGRAPH_END = re.compile(r"\n[^\S\n]*\n\s*|\n(?=\s*\d+(?: ?[a-z])? §\s+[^a-zåäö\s])")


def parse_html(text: str, name: str) -> ParsedFile:
    """The blocks of an HTML page; the main part alone when the page marks it."""
    reader = _PageReader()
    reader.feed(text)
    reader.close()
    content = reader.elements()
    heading = next((element.text for element in content if element.level == 1), "")
    return parsed_elements(MediaType.HTML, heading or reader.title or name, content)


class _PageReader(HTMLParser):
    """Gathers elements as tags open and close."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.title = ""
        self._open: list[str] = []
        self._words: list[str] = []
        self._lists: list[int | None] = []
        self._marker = ""
        self._found: list[tuple[Element, bool]] = []

    def elements(self) -> tuple[Element, ...]:
        """What the page says, in order."""
        self._flush()
        main = tuple(element for element, inside in self._found if inside)
        return main or tuple(element for element, _ in self._found)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a paragraph at a block tag; remember the open tags."""
        if tag == "br":
            self._words.append("\n")
        elif tag in _BLOCKS:
            self._flush()
            self._enter_list(tag, dict(attrs))
        elif tag in {"td", "th"}:
            self._words.append(" ")
        if tag not in _VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """End a paragraph at a block tag; close what was left open inside it."""
        if tag not in self._open:
            return
        if tag in _BLOCKS:
            self._flush()
        if tag == "li":
            self._marker = ""
        if tag in {"ul", "ol"} and self._lists:
            self._lists.pop()
        while self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Keep the words that a reader sees."""
        if "title" in self._open and "head" in self._open:
            self.title = " ".join(normal_text(self.title + data).split())
        elif not _DROPPED.intersection(self._open):
            kept = data if "pre" in self._open else re.sub(r"\s", " ", data)
            self._words.append(kept)

    def _enter_list(self, tag: str, attributes: dict[str, str | None]) -> None:
        if tag == "ol":
            start = attributes.get("start") or "1"
            self._lists.append(int(start) if start.isdigit() else 1)
        elif tag == "ul":
            self._lists.append(None)
        elif tag == "li":
            number = self._lists[-1] if self._lists else None
            self._marker = "- " if number is None else f"{number}. "
            if number is not None:
                self._lists[-1] = number + 1

    def _flush(self) -> None:
        level = next((int(tag[1]) for tag in reversed(self._open) if tag in _HEADINGS), 0)
        inside = bool(_MAIN.intersection(self._open))
        parts = _PARAGRAPH_END.split(normal_text("".join(self._words)))
        for part in parts:
            text = "\n".join(" ".join(line.split()) for line in part.strip().split("\n"))
            if level:
                text = text.replace("\n", " ")
            if text:
                self._found.append((Element(text=self._marker + text, level=level), inside))
                self._marker = ""
        self._words = []
