"""The only way text becomes HTML: escape it, then let nh3 keep what is on the list.

Everything that reaches the browser as markup from ui/rendering.py and ui/sources.py goes through
``clean``; the browser's Content-Security-Policy is the second wall.
"""

import re
from html import escape

import nh3

_TAGS = frozenset(
    "a aside button details div h1 h2 h3 li mark nav ol p section span strong summary ul".split()
)
_COMMON = set("class id tabindex role aria-label aria-hidden aria-current hidden lang".split())
_ATTRIBUTES = {
    "*": _COMMON,
    "a": {"href", "target"},
    "button": {"type", "value"},
    "img": {"src", "srcset", "width", "height", "alt"},
    "li": {"value"},
}

_OWN_PICTURE = re.compile(r"sidbild\?[^\s,]+(?: 1x, sidbild\?[^\s,]+ 2x)?")


def text(value: str) -> str:
    """``value`` as HTML text or attribute value."""
    return escape(value, quote=True)


def clean(html: str, *, pictures: bool = False) -> str:
    """The HTML with only our own elements, attributes and web addresses left.

    With ``pictures`` also the pages of originals that ui/page_figures.py shows, and no others.
    """
    return nh3.clean(
        html,
        tags={*_TAGS, "img"} if pictures else set(_TAGS),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        url_schemes={"https", "http"},
        link_rel="noopener noreferrer",
        attribute_filter=_own_pictures,
    )


def _own_pictures(tag: str, name: str, value: str) -> str | None:
    """Leave no picture but a page of an original, as ui/page_figures.py shows it."""
    if tag != "img" or name not in {"src", "srcset"}:
        return value
    return value if _OWN_PICTURE.fullmatch(value) else None


def for_markdown(html: str) -> str:
    """Clean HTML for a Markdown component.

    It has no line breaks, since a blank line would end the HTML block, and no dollar signs, since
    a pair of them would be read as a formula.
    """
    return " ".join(clean(html).split()).replace("$", "&#36;")


def web_link(url: str, label: str) -> str:
    """A link out of the service, or nothing when the address is not one of the web."""
    if not url.startswith(("https://", "http://")):
        return ""
    return f'<a class="extern" href="{text(url)}" target="_blank">{text(label)}</a>'
