"""How much each element of a page says, measured in one walk whatever the page's shape.

A page may be large and its elements deep in one another, so no question here reads an element's
text again.
"""

import re
from bisect import bisect_left
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Where a section of a statute begins: "4 § Kommuner …".
SECTION = re.compile(r"(?<![\w§])\d+(?: ?[a-z])? § ?(?=[A-ZÅÄÖ/])")


class Measure:
    """The lengths of a page's elements, in characters with white space as single spaces."""

    def __init__(self, root: "HtmlElement") -> None:
        from lxml.etree import iterwalk  # noqa: PLC0415 – loaded with the page already

        self._spans: dict[HtmlElement, tuple[int, int]] = {}
        self._pieces: list[str] = []
        self._at = 0
        open_at: list[int] = []
        marks, links = [], []
        for event, element in iterwalk(root, events=("start", "end")):
            if event == "start":
                open_at.append(self._at)
                if element.tag in {"h1", "main"} or element.get("class") == "paragraf":
                    marks.append(self._at)
                self._add(element.text)
                continue
            start = open_at.pop()
            self._spans[element] = (start, self._at)
            if element.tag == "a" and element.get("href"):
                links.append((start, self._at - start))
            if element is not root:
                self._add(element.tail)
        text = "".join(self._pieces)
        self._pieces = []
        self._sections = [match.start() for match in SECTION.finditer(text)]
        self._marks = sorted(marks)
        links.sort()
        self._links = [start for start, _ in links]
        self._linked = [0, *accumulate(length for _, length in links)]
        self.total = self._at

    def length(self, element: "HtmlElement") -> int:
        """How much an element says."""
        start, end = self._spans[element]
        return end - start

    def sections(self, element: "HtmlElement") -> int:
        """How many sections (§) of a statute begin in an element."""
        return _count(self._sections, self._spans[element])

    def is_marked(self, element: "HtmlElement") -> bool:
        """Whether an element holds the page's heading, its main part or an anchor of a section."""
        return _count(self._marks, self._spans[element]) > 0

    def links(self, element: "HtmlElement") -> tuple[int, int]:
        """How many links an element holds, and how much they say."""
        start, end = self._spans[element]
        first, last = bisect_left(self._links, start), bisect_left(self._links, end)
        return last - first, self._linked[last] - self._linked[first]

    def _add(self, text: str | None) -> None:
        words = " ".join((text or "").split())
        if words:
            self._pieces.append(f"{words} ")
            self._at += len(words) + 1


def _count(places: list[int], span: tuple[int, int]) -> int:
    return bisect_left(places, span[1]) - bisect_left(places, span[0])
