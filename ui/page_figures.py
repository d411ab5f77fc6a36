"""A page of a PDF as HTML for the panel and for its own page, and as the PNG itself.

Every address is relative to the service's root, as the source links are. The text is there without
the picture, so whatever befalls the picture becomes a sentence.
"""

from collections.abc import Iterator

from starlette.responses import Response

from assistant.problems import RETRY_SECONDS
from corpus.errors import BusyError, UnreadableFileError
from ingest.page_images import PageImage
from ui import source_texts, texts
from ui.page_pictures import PagePictures
from ui.page_views import SCALES, PageView
from ui.safe_html import text

SOON, PATIENT = 2.0, 12.0
"""Seconds that a source's text waits for its picture, and that a picture asked for may take."""

_FIRST, _SHARP = SCALES
_FOREVER = "private, max-age=31536000, immutable"


def figure_html(
    view: PageView, pictures: PagePictures, *, patience: float = SOON, level: int = 3
) -> str:
    """The page with its heading, links to the pages beside it, and words for what is not there.

    It has to pass ``safe_html.clean`` with its pictures; ``level`` is that of its heading.
    """
    heading = text(source_texts.page_heading(view.page))
    return (
        f'<div class="sidbild"><h{level} tabindex="-1">{heading}</h{level}>'
        f"{_shown(view, pictures, patience)}{_elsewhere(view)}"
        f'<p class="bladdra">{" ".join(_turns(view))}</p></div>'
    )


def picture_response(view: PageView, pictures: PagePictures, scale: str, version: str) -> Response:
    """The picture, which a browser may keep for as long as file and index are the same."""
    try:
        made = pictures.picture(view.wanted(scale), patience=PATIENT)
    except BusyError:
        headers = {"Retry-After": str(RETRY_SECONDS), "Cache-Control": "no-store"}
        return Response(source_texts.PAGE_LATER, 503, headers, "text/plain")
    except UnreadableFileError as error:
        headers = {"Cache-Control": "no-store"}
        return Response(source_texts.page_fault(error.kind), 404, headers, "text/plain")
    lasting = version == view.version != ""
    headers = {"Cache-Control": _FOREVER if lasting else "no-cache"}
    return Response(made.png, 200, headers, "image/png")


def _shown(view: PageView, pictures: PagePictures, patience: float) -> str:
    try:
        made = pictures.picture(view.wanted(_FIRST), patience=patience)
    except BusyError:
        address = text(view.page_address(view.page))
        again = f'<a class="bild" href="{address}">{source_texts.SHOW_PAGE}</a>'
        return f'<p class="notis">{source_texts.PAGE_LATER} {again}</p>'
    except UnreadableFileError as error:
        return f'<p class="notis">{text(source_texts.page_fault(error.kind))}</p>'
    return _picture(view, made)


def _picture(view: PageView, made: PageImage) -> str:
    marked = view.page in view.cited_on
    said = source_texts.picture_of(view.page, view.entry.title, marked=marked)
    first, sharp = view.picture_address(_FIRST), view.picture_address(_SHARP)
    framed = f'<p class="bildtext">{source_texts.FRAMED}</p>' if marked else ""
    return (
        f'<p class="bildyta"><img src="{text(first)}" srcset="{text(first)} 1x, {text(sharp)} 2x"'
        f' width="{made.width}" height="{made.height}" alt="{text(said)}"></p>{framed}'
    )


def _elsewhere(view: PageView) -> str:
    """Where the quoted words are that this page lacks."""
    if view.exact is False:
        return f'<p class="notis">{texts.NOT_EXACT}</p>'
    others = [page for page in view.cited_on if page != view.page]
    links = ", ".join(_page_link(view, page, source_texts.page_named(page)) for page in others)
    if not links:
        return ""
    lead = source_texts.QUOTE_GOES_ON if view.page in view.cited_on else source_texts.QUOTE_STANDS
    return f"<p>{lead} {links}.</p>"


def _turns(view: PageView) -> Iterator[str]:
    if view.page > 1:
        yield _page_link(view, view.page - 1, source_texts.PREVIOUS_PAGE)
    if view.page < view.last:
        yield _page_link(view, view.page + 1, source_texts.NEXT_PAGE)
    larger = text(view.picture_address(_SHARP))
    yield f'<a class="storre" href="{larger}">{source_texts.LARGER_PAGE}</a>'


def _page_link(view: PageView, page: int, label: str) -> str:
    return f'<a class="bild" href="{text(view.page_address(page))}">{label}</a>'
