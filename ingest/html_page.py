"""A web page → the parts of it that are text: no menus, banners, share buttons or hidden parts.

What surrounds a text is told by what elements are (nav, role="banner"), by what their authors call
them ("cookie-banner", "brodsmulor") and by how much of them is links. The guesses have a guard:
what holds the page's heading, its main part, sections (§) of a statute or most of its words stays.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.errors import UnreadableFileError
from ingest.html_headings import add_headings
from ingest.html_hidden import drop, remove_unseen
from ingest.html_measure import Measure

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_AROUND = {"nav", "footer", "aside", "form", "menu"}
_ROLES = {
    *("navigation", "banner", "contentinfo", "search", "complementary", "dialog", "alertdialog"),
    *("menu", "menubar", "toolbar", "tablist"),
}
# What authors call the parts around a text, in Swedish and English: a word of a class, a whole id.
_NAMES = frozenset(
    """
    cookie cookies cookiebanner kakor consent gdpr nav navbar navigation menu meny submenu mainmenu
    topmenu leftmenu huvudmeny sidomeny breadcrumb breadcrumbs brodsmulor brödsmulor footer sidfot
    colophon masthead sidebar sidopanel island share sharing social dela delning related
    relatedposts relaterat relaterade puff puffar promo popup modal pagination pager skip skiplink
    newsletter comments kommentarer toolbar visuallyhidden vishidden readspeaker toc sfstoc pageinfo
    quicklinks rightcolumn leftcolumn searchform searchbox searchfield sökruta sokruta
    """.split()
)
_COMPOUND = re.compile(
    r"cookie|consent|breadcrumb|brodsmul|sharing|popup|visually-?hidden|screen-?reader|sr-only"
    r"|for-sr|no-?print|skip-?to|sub-?nav|nav-?bar|global-?menu|widget-?area|site-?(?:header|footer)"
    r"|page-?footer|footer-?area|entry-?(?:footer|meta)|results-?(?:header|footer)"
    r"|related-?(?:posts|content|links)|search-?(?:form|box|field)",
    re.IGNORECASE,
)
# "has-sidebar" and "no-nav" say what is beside or inside, not what this is.
_INNOCENT = re.compile(r"(?:has|no|with|without|har|utan)-\w.*")
_CAMEL = re.compile(r"(?<=[a-zåäö])(?=[A-ZÅÄÖ])")
_LAID_OUT_SECTION = re.compile(r"^[^\S\n]*\d+(?: ?[a-z])? §\s+[A-ZÅÄÖ/]", re.MULTILINE)
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
# Where a page says that its text is, the surest first, and how much of it must be there.
_MAIN = (
    (".//main|.//*[@role='main']", 0.1),
    (".//article|.//*[@itemprop='articleBody']", 0.4),
    (".//*[@id='content' or @id='main' or @id='innehall' or @class='content']", 0.4),
)
_BLOCKS = (
    *("p", "div", "ul", "ol", "dl", "table", "section", "article", "main", "li", "pre"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "blockquote"),
)
_LINK_BLOCKS = ("nav", "section", "div", "ul", "ol", "dl", "table", "td", "p")
_MOST = 0.5
_LONG = 600
_ALL_LINKS = 0.85
_LEAST_LINKS = 3
# The trees of more than so many tags take hundreds of megabytes; long statutes have a tenth.
MAX_TAGS = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The elements that hold the page's text, in order, and the title of its head or ""."""

    parts: tuple["HtmlElement", ...]
    title: str


def read_page(text: str, name: str) -> Page:
    """The page's text without what surrounds it; preformatted statutes stand in ``pre``.

    Raises:
        UnreadableFileError: kind "trasig" when its elements lie too deep in one another.
    """
    root = _tree(text, name)
    title = " ".join(str(element.text_content()) for element in root.xpath("//head/title"))
    body = root.find("body")
    whole = root if body is None else body
    remove_unseen(root)
    _remove_around(whole, Measure(whole))
    _remove_links(whole, Measure(whole))
    add_headings(whole)
    measure = Measure(whole)
    parts = tuple(_main_parts(whole, measure))
    if measure.sections(whole) > 1:
        _mark_preformatted(whole, measure)
    return Page(parts=parts, title=title)


def _tree(text: str, name: str) -> "HtmlElement":
    from lxml import etree, html  # noqa: PLC0415 – 20 ms that only a page needs

    if text.count("<") > MAX_TAGS:
        raise UnreadableFileError(
            f"Filen {name} har fler element än vad som läses: dela upp sidan.", kind="för stor"
        )
    # The text is decoded already, whatever the page says of its encoding.
    parser = html.HTMLParser(
        remove_comments=True, remove_pis=True, huge_tree=True, encoding="utf-8"
    )
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:  # there is nothing in it but comments
        return html.document_fromstring("<html/>")
    if any("depth" in error.message for error in parser.error_log):
        raise UnreadableFileError(
            f"Filen {name} har för många element i varandra: spara sidan på nytt eller som PDF.",
            kind="trasig",
        )
    return root


def _main_parts(whole: "HtmlElement", measure: Measure) -> Sequence["HtmlElement"]:
    for path, least in _MAIN:
        found = whole.xpath(path)
        known = set(found)
        outermost = [element for element in found if known.isdisjoint(element.iterancestors())]
        length = sum(measure.length(element) for element in outermost)
        sections = sum(measure.sections(element) for element in outermost)
        if length > least * measure.total and sections >= measure.sections(whole):
            return outermost
    return [whole]


def _remove_around(whole: "HtmlElement", measure: Measure) -> None:
    """Take away what is, or is called, something beside the text."""
    for element in list(whole.iterdescendants("*")):
        by_kind = (
            element.tag in _AROUND or element.get("role", "") in _ROLES or _is_site_head(element)
        )
        if by_kind or _is_named_so(element):
            # A page may lie in one form, or in a part with a name that is a menu's elsewhere.
            is_guess = not by_kind or element.tag == "form"
            if not _holds_text(element, measure, by_size=is_guess):
                drop([element])


def _remove_links(whole: "HtmlElement", measure: Measure) -> None:
    """Take away lists of links: menus, and suggestions of what else to read."""
    for element in list(whole.iterdescendants(*_LINK_BLOCKS)):
        count, linked = measure.links(element)
        all_links = count >= _LEAST_LINKS and linked >= _ALL_LINKS * measure.length(element)
        if all_links and not measure.sections(element) and not _holds_text(element, measure):
            drop([element])


def _is_site_head(element: "HtmlElement") -> bool:
    """Whether a header is the site's, not the text's own."""
    is_head = element.tag == "header"
    return is_head and next(element.iterancestors("main", "article"), None) is None


def _is_named_so(element: "HtmlElement") -> bool:
    if element.tag in {"body", "main", "article", "a"}:
        return False
    if _NAMES.intersection(element.get("aria-label", "").lower().split()):
        return True
    identity = element.get("id", "")
    whole_id = re.sub(r"[-_]", "", identity).lower()
    if whole_id in _NAMES or _COMPOUND.search(identity):
        return True
    return any(_means_around(name) for name in element.get("class", "").split())


def _means_around(name: str) -> bool:
    if _COMPOUND.search(name):
        return True
    words = re.split(r"[-_:]+", _CAMEL.sub("-", name).lower())
    return _INNOCENT.fullmatch("-".join(words)) is None and not _NAMES.isdisjoint(words)


def _holds_text(element: "HtmlElement", measure: Measure, *, by_size: bool = True) -> bool:
    """Whether the page would lose its text with the element."""
    length = measure.length(element)
    is_most = by_size and length > _LONG and length > _MOST * measure.total
    return is_most or measure.is_marked(element) or measure.sections(element) > 1


def _mark_preformatted(whole: "HtmlElement", measure: Measure) -> None:
    """A statute whose lines are kept by a style sheet alone reads like one in ``pre``."""
    from lxml.etree import iterwalk  # noqa: PLC0415 – loaded with the page already

    walk = iterwalk(whole, events=("start",))
    beside: list[tuple[HtmlElement, str]] = []
    for _, element in walk:
        if element is not whole and _is_laid_out(element.tail):
            beside.append((element, element.tail or ""))
        if measure.sections(element) < 2:
            walk.skip_subtree()
        elif next(element.iterdescendants(*_BLOCKS), None) is not None:
            if _is_laid_out(element.text):
                beside.append((element, ""))
        else:
            walk.skip_subtree()
            if _is_laid_out(str(element.text_content())):
                element.tag = "pre"
    for element, tail in beside:
        _wrap(element, tail)


def _wrap(element: "HtmlElement", tail: str) -> None:
    """Put the words after an element, or with no ``tail`` its own first words, into a ``pre``."""
    preformatted = element.makeelement("pre")
    if tail:
        preformatted.text, element.tail = tail, None
        element.addnext(preformatted)
    else:
        preformatted.text, element.text = element.text, None
        element.insert(0, preformatted)


def _is_laid_out(text: str | None) -> bool:
    return (
        text is not None
        and len(_LAID_OUT_SECTION.findall(text)) > 1
        and _BLANK_LINE.search(text) is not None
    )
