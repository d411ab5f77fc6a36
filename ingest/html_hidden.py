"""A web page's tree without what no reader sees: scripts, fields, and words that a style hides."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ingest.style_hiding import Sheet, has_ground, hides, is_light, read_sheets

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_NEVER_TEXT = (
    *("script", "style", "noscript", "template", "button", "svg", "iframe", "object", "select"),
    *("textarea", "input", "dialog", "canvas", "audio", "video", "map", "datalist", "embed"),
    *("label", "legend", "noframes", "noembed", "annotation", "annotation-xml"),
)
_WHOLE = frozenset({"html", "body", "main"})


def remove_unseen(root: "HtmlElement") -> None:
    """Take away what no reader sees: scripts, fields and everything hidden."""
    sheet = read_sheets(element.text or "" for element in root.iter("style"))
    drop(list(root.iter("head", *_NEVER_TEXT)))
    drop(element for element in list(root.iter("*")) if _is_hidden(element, sheet))


def drop(elements: Iterable["HtmlElement"]) -> None:
    """Take elements out of the tree; the words after them stay."""
    for element in elements:
        if element.getparent() is not None:
            element.drop_tree()


def _is_hidden(element: "HtmlElement", sheet: Sheet) -> bool:
    if element.tag in _WHOLE:
        return False
    if "hidden" in element.attrib or element.get("aria-hidden", "").lower() == "true":
        return True
    style = _style(element, sheet)
    if not style:
        return False
    return hides(style) or (is_light(style) and not _stands_on_colour(element, sheet))


def _style(element: "HtmlElement", sheet: Sheet) -> str:
    """Everything declared for an element, its own words last, for they win."""
    classes = element.get("class", "").split()
    declared = sheet.of(str(element.tag), element.get("id", ""), classes)
    colour, ground = element.get("color", ""), element.get("bgcolor", "")
    parts = (
        declared,
        f"color:{colour}" if colour and element.tag == "font" else "",
        f"background:{ground}" if ground else "",
        element.get("style", ""),
    )
    return ";".join(part for part in parts if part)


def _stands_on_colour(element: "HtmlElement", sheet: Sheet) -> bool:
    """Whether the element, or one around it, has a ground on which white letters are seen."""
    around = (element, *element.iterancestors())
    return any(has_ground(_style(one, sheet)) for one in around)
