"""Headings that a page has without heading elements: titled parts, and lines in large print.

The first are how legal databases mark their sections (RDFa); the second is what Word makes of a
heading when a document is saved as a web page.
"""

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

_SIZE = re.compile(r"font-size\s*:\s*(\d+(?:\.\d+)?)pt", re.IGNORECASE)
_LARGE = 1.3
_LONGEST = 120
_MOST = 0.8
_OUTERMOST = 2
_INNERMOST = 6


def add_headings(whole: "HtmlElement") -> None:
    """Give a page without headings, but for its title, those that it shows in other ways."""
    if next(whole.iter("h2", "h3", "h4", "h5", "h6"), None) is not None:
        return
    titled = [element for element in whole.iterdescendants("div", "section") if _title(element)]
    if titled:
        _add_titles(titled)
    else:
        for paragraph in list(_in_large_print(whole)):
            paragraph.tag = f"h{_OUTERMOST}"


def _title(element: "HtmlElement") -> str:
    """The title of a part of the document, which stands in its attributes alone."""
    is_title = element.get("property", "").rpartition(":")[2] == "title"
    return " ".join(element.get("content", "").split()) if is_title else ""


def _add_titles(titled: "list[HtmlElement]") -> None:
    known = set(titled)
    for element in titled:
        outer = sum(ancestor in known for ancestor in element.iterancestors())
        heading = element.makeelement(f"h{min(_OUTERMOST + outer, _INNERMOST)}")
        heading.text = _title(element)
        heading.tail, element.text = element.text, None
        element.insert(0, heading)


def _in_large_print(whole: "HtmlElement") -> "Iterator[HtmlElement]":
    """The short paragraphs whose letters are much larger than most of the page's."""
    sizes: Counter[float] = Counter()
    for span in whole.iter("span"):
        sizes[_size(span)] += len(span.text or "")
    del sizes[0.0]
    if not sizes:
        return
    usual = sizes.most_common(1)[0][0]
    for paragraph in whole.iter("p"):
        words = "".join(str(paragraph.text_content()).split())
        large = sum(
            len("".join(str(span.text_content()).split()))
            for span in paragraph.iterchildren("span")
            if _size(span) >= _LARGE * usual
        )
        if 0 < len(words) <= _LONGEST and large >= _MOST * len(words) and _has_words(words):
            yield paragraph


def _size(span: "HtmlElement") -> float:
    """The size of a span's letters in points; 0 when it states none."""
    found = _SIZE.search(span.get("style", ""))
    return float(found[1]) if found is not None else 0.0


def _has_words(text: str) -> bool:
    return re.search(r"[^\W\d_]{4}", text) is not None
