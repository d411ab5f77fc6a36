"""One document by its places, searched and as of a day: ``GET /kallor/<id>?sok=&exakt=&per=``."""

from collections.abc import Callable
from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from assistant.api import today
from assistant.service import Answerer, short_titles
from corpus.dates import swedish_date
from corpus.documents import Edition, Passage
from ui import source_texts, texts
from ui.page_views import first_page_address, has_page
from ui.site_documents import contents_view, is_over, sections_of
from ui.site_hits import HitsFound, hits_in
from ui.site_page import asked_exactly, exact_query, page, typed


def document_page(
    answerer: Answerer, document_id: str, request: Request, *, pictured: bool
) -> Response | None:
    """The document's page, None where there is no such document.

    ``pictured`` when the pages of a PDF can be shown as pictures.
    """
    contents = answerer.document(document_id)
    if contents is None:
        return None
    titles = short_titles(answerer)
    wanted, asked_day = typed(request, "sok"), typed(request, "per")
    as_of = _day(asked_day)
    pages = _page_finder(answerer) if pictured else _no_page
    sections = sections_of(contents, titles, as_of=as_of, page_of=pages)
    exact = asked_exactly(request)
    found = HitsFound(hits=())
    if wanted:
        found = hits_in(answerer, contents, wanted, as_of=as_of or today(), exact=exact)
    told = ""
    if as_of is not None:
        every = {passage.pinpoint for passage in contents.passages}
        told = source_texts.as_of_told(swedish_date(as_of), len(every) - len(sections))
    return page(
        request,
        "dokument",
        contents.overview.entry.title,
        here="kallor",
        about=contents_view(contents, titles),
        sections=sections,
        has_text=bool(contents.passages),
        wanted=wanted,
        exact=exact,
        hits=found.hits,
        repaired=found.repaired,
        exact_query=exact_query(sok=wanted, per=asked_day),
        per=asked_day,
        told=told,
        bad_day=texts.BAD_DATE if asked_day and as_of is None else "",
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _no_page(_: Passage) -> str:
    return ""


def _page_finder(answerer: Answerer) -> Callable[[Passage], str]:
    """The address of a passage's page: surely there is one for what holds today."""

    def page_of(passage: Passage) -> str:
        read = passage.pages and passage.edition is Edition.ORIGINAL
        if not read or (is_over(passage) and not has_page(answerer, passage)):
            return ""
        return first_page_address(passage)

    return page_of
