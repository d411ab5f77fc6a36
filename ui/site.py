"""The server-rendered pages: duties, sources, documents and what the service is (templates/*.html).

path and query –(``Site.response``)→ HTML. They need no script: addresses, Back, print and reload
work as everywhere on the web.
"""

from starlette.requests import Request
from starlette.responses import Response

from assistant.service import Answerer
from corpus.documents import Lane
from ui import texts
from ui.site_about import UNNAMED, Operator, about_pages
from ui.site_documents import contents_view, hits_in, overview_row, sections_of
from ui.site_obligations import ObligationPages
from ui.site_page import page, typed

_FOUND = 10  # places in a document


class Site:
    """The pages, of one answerer."""

    def __init__(self, answerer: Answerer, operator: Operator = UNNAMED) -> None:
        self._answerer = answerer
        self._pages = {
            "/kallor": self._sources,
            **about_pages(answerer, operator),
            **ObligationPages(answerer).pages(),
        }

    def response(self, path: str, request: Request) -> Response | None:
        """The page at ``path``, or None where there is none."""
        if path in self._pages:
            return self._pages[path](request)
        if path.startswith("/kallor/"):
            return self._document(path.removeprefix("/kallor/"), request)
        return None

    def _sources(self, request: Request) -> Response:
        wanted = {name: typed(request, name) for name in ("sok", "slag")}
        rows = [
            row
            for row in map(overview_row, self._answerer.documents())
            if wanted["sok"].lower() in row.searched and wanted["slag"] in {"", row.lane}
        ]
        told = texts.documents_found(len(rows), wanted["sok"])
        kinds = [(lane.value, texts.LANE_LABELS[lane]) for lane in Lane]
        return page(
            request, "kallor", texts.SOURCES_PAGE, rows=rows, told=told, wanted=wanted, kinds=kinds
        )

    def _document(self, document_id: str, request: Request) -> Response:
        contents = self._answerer.document(document_id)
        if contents is None:
            return page(request, "saknas", texts.NO_PAGE, status=404)
        titles = {
            row.entry.document_id: row.entry.short_title for row in self._answerer.documents()
        }
        wanted = typed(request, "sok")
        hits = hits_in(self._answerer, document_id, wanted, _FOUND) if wanted else ()
        return page(
            request,
            "dokument",
            contents.overview.entry.title,
            here="kallor",
            about=contents_view(contents, titles),
            sections=sections_of(contents, titles),
            wanted=wanted,
            hits=hits,
        )
