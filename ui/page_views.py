"""A source link's query → the page of the PDF that its passage stands on, with the quote's boxes.

The boxes are given only when the slice still holds exactly the words that were cited, as in the
panel's text (ui/sources.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from assistant.service import Answerer, DocumentContents
from corpus.documents import CatalogueEntry, Edition, Passage, text_sha256
from corpus.errors import IndexUnavailableError
from corpus.generation import IndexedSource
from corpus.page_boxes import PageBox
from ui.cited import CITED_NOWHERE, Query, cited_span
from ui.page_pictures import WantedPage

SCALES = {"1": 1.5, "2": 3.0}
"""Pixels to a point, by the name that an address has: for the page, and for sharp screens."""

_CITED = ("start", "end", "h")
_VERSION = 16  # hexadecimal digits


@dataclass(frozen=True, slots=True, kw_only=True)
class PageView:
    """One page of the original that a passage was read from.

    ``last`` is the last page that has text, ``cited_on`` the pages with quoted words, ``exact``
    whether the quote was found word for word (None where nothing is quoted). ``version`` changes
    with the file and with the index.
    """

    passage: Passage
    entry: CatalogueEntry
    source: IndexedSource
    page: int
    last: int
    boxes: tuple[PageBox, ...]
    exact: bool | None
    version: str
    query: tuple[tuple[str, str], ...]

    @property
    def cited_on(self) -> tuple[int, ...]:
        """The pages on which quoted words stand, in order."""
        return tuple(sorted({box.page for box in self.boxes}))

    def wanted(self, scale: str) -> WantedPage:
        """The picture of the page in one of the ``SCALES``."""
        own = tuple(box for box in self.boxes if box.page == self.page)
        return WantedPage(source=self.source, page=self.page, scale=SCALES[scale], boxes=own)

    def page_address(self, page: int) -> str:
        """Where ``page`` is shown on a web page of its own, relative to the service's root."""
        return f"sida?{urlencode((*self.query, ('sida', page)))}"

    def picture_address(self, scale: str) -> str:
        """Where the page's picture is."""
        fixed = (("sida", self.page), ("skala", scale), ("v", self.version))
        return f"sidbild?{urlencode((*self.query, *fixed))}"


def page_view(answerer: Answerer, query: Query) -> PageView | None:
    """The page that ``query`` asks for, or the one where its quote begins.

    None where there is no such passage or page, or the passage comes from no PDF that is here.
    """
    passage = answerer.passage(query.get("passage", ""))
    contents = answerer.document(passage.document_id) if passage else None
    if passage is None or contents is None or not has_page(answerer, passage):
        return None
    source = contents.overview.original
    if source is None:
        return None
    span = cited_span(passage, query)
    boxes = answerer.quote_boxes(passage.passage_id, *span) if span else ()
    last = _last_page(answerer, contents)
    page = _asked_page(query.get("sida"), boxes, passage, last)
    if page is None:
        return None
    return PageView(
        passage=passage,
        entry=contents.overview.entry,
        source=source,
        page=page,
        last=last,
        boxes=boxes,
        exact=None if span is None else span != CITED_NOWHERE,
        version=_version(answerer, source),
        query=_kept(passage, query),
    )


def has_page(answerer: Answerer, passage: Passage) -> bool:
    """Whether the passage stands on a page that can be shown.

    The words of an earlier file have pages too, but not in the file that is here.
    """
    if passage.edition is not Edition.ORIGINAL or not passage.pages:
        return False
    return bool(answerer.quote_boxes(passage.passage_id, 0, len(passage.text)))


def first_page_address(passage: Passage) -> str:
    """The address of the passage's first page, with nothing quoted."""
    fields = (("passage", passage.passage_id), ("sida", passage.pages[0]))
    return f"sida?{urlencode(fields)}"


def _last_page(answerer: Answerer, contents: DocumentContents) -> int:
    by_page = sorted(contents.passages, key=lambda p: max(p.pages, default=0), reverse=True)
    return next((max(p.pages) for p in by_page if has_page(answerer, p)), 1)


def _asked_page(
    asked: str | None, boxes: Sequence[PageBox], passage: Passage, last: int
) -> int | None:
    if asked is None:
        return boxes[0].page if boxes else passage.pages[0]
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 7):
        return None
    return int(asked) if 1 <= int(asked) <= last else None


def _kept(passage: Passage, query: Query) -> tuple[tuple[str, str], ...]:
    cited = tuple((name, query[name]) for name in _CITED if name in query)
    return (("passage", passage.passage_id), *cited)


def _version(answerer: Answerer, source: IndexedSource) -> str:
    """Differs as soon as the file, or the index with its boxes, is another one."""
    try:
        info = answerer.info()
    except IndexUnavailableError:
        return ""
    named = f"{info.generation} {info.built_at.isoformat()} {source.sha256}"
    return text_sha256(named)[:_VERSION]
