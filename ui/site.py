"""The server-rendered pages: duties, sources, documents and what the service is (templates/*.html).

path and query –(``Site.response``)→ HTML. They need no script: addresses, Back, print and reload
work as everywhere on the web.
"""

from starlette.requests import Request
from starlette.responses import Response

from assistant.service import Answerer, short_titles
from corpus.documents import Lane
from ui import texts
from ui.page_pictures import PagePictures
from ui.site_about import UNNAMED, Operator, about_pages
from ui.site_document import document_page
from ui.site_documents import overview_row
from ui.site_obligations import ObligationPages
from ui.site_originals import PagesOfOriginals
from ui.site_page import asked_exactly, exact_query, page, typed
from ui.site_search import search_rows
from ui.site_versions import ADDRESS as VERSIONS
from ui.site_versions import versions_page


class Site:
    """The pages, of one answerer."""

    def __init__(
        self,
        answerer: Answerer,
        operator: Operator = UNNAMED,
        pictures: PagePictures | None = None,
    ) -> None:
        self._answerer = answerer
        self._shows_pictures = pictures is not None
        self._pages = {
            "/kallor": self._sources,
            **about_pages(answerer, operator),
            **ObligationPages(answerer).pages(),
        }
        if pictures is not None:
            self._pages |= PagesOfOriginals(answerer, pictures).by_address

    def response(self, path: str, request: Request) -> Response | None:
        """The page at ``path``, or None where there is none."""
        if path in self._pages:
            return self._pages[path](request)
        if path.startswith("/kallor/"):
            return self._below_sources(path.removeprefix("/kallor/"), request)
        return None

    def _below_sources(self, name: str, request: Request) -> Response:
        document_id = name.removesuffix(VERSIONS)
        if name.endswith(VERSIONS):
            found = versions_page(self._answerer, document_id, request)
        else:
            found = document_page(
                self._answerer, document_id, request, pictured=self._shows_pictures
            )
        return found or page(request, "saknas", texts.NO_PAGE, status=404)

    def _sources(self, request: Request) -> Response:
        wanted = {name: typed(request, name) for name in ("sok", "slag")}
        exact = asked_exactly(request)
        titles = short_titles(self._answerer)
        found = search_rows(
            [overview_row(document, titles) for document in self._answerer.documents()],
            wanted["sok"],
            self._answerer.repaired,
            kind=wanted["slag"],
            exact=exact,
        )
        return page(
            request,
            "kallor",
            texts.SOURCES_PAGE,
            rows=found.rows,
            repaired=found.repaired,
            exact_query=exact_query(**wanted),
            told=texts.documents_found(len(found.rows), wanted["sok"]),
            wanted=wanted,
            exact=exact,
            kinds=[(lane.value, texts.LANE_LABELS[lane]) for lane in Lane],
        )
