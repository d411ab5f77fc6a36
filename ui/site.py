"""The server-rendered pages: sources, documents and what the service is (templates/*.html).

path and query –(``Site.response``)→ HTML. They need no script: addresses, Back, print and reload
work as everywhere on the web. Jinja2 escapes everything; the pieces of markup made in Python have
passed ``safe_html.clean``.
"""

from importlib.resources import files
from typing import Any

from jinja2 import Environment, FileSystemLoader
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from assistant.service import Answerer
from corpus.dates import swedish_date
from corpus.documents import Lane
from corpus.errors import IndexUnavailableError
from ui import texts
from ui.site_documents import contents_view, hits_in, overview_row, sections_of

_LONGEST_QUERY = 200  # characters
_FOUND = 10  # places in a document

_templates = Environment(
    loader=FileSystemLoader(str(files("ui") / "templates")), autoescape=True, trim_blocks=True
)


class Site:
    """The pages, of one answerer."""

    def __init__(self, answerer: Answerer) -> None:
        self._answerer = answerer

    def response(self, path: str, request: Request) -> Response | None:
        """The page at ``path``, or None where there is none."""
        if path == "/kallor":
            return self._sources(request)
        if path.startswith("/kallor/"):
            return self._document(path.removeprefix("/kallor/"), request)
        return self._about(request) if path == "/om" else None

    def _sources(self, request: Request) -> Response:
        wanted = {name: _typed(request, name) for name in ("sok", "slag")}
        rows = [
            row
            for row in map(overview_row, self._answerer.documents())
            if wanted["sok"].lower() in row.searched and wanted["slag"] in {"", row.lane}
        ]
        told = texts.documents_found(len(rows), wanted["sok"])
        kinds = [(lane.value, texts.LANE_LABELS[lane]) for lane in Lane]
        return _page(
            request, "kallor", texts.SOURCES_PAGE, rows=rows, told=told, wanted=wanted, kinds=kinds
        )

    def _document(self, document_id: str, request: Request) -> Response:
        contents = self._answerer.document(document_id)
        if contents is None:
            return _page(request, "saknas", texts.NO_PAGE, status=404)
        titles = {
            row.entry.document_id: row.entry.short_title for row in self._answerer.documents()
        }
        wanted = _typed(request, "sok")
        hits = hits_in(self._answerer, document_id, wanted, _FOUND) if wanted else ()
        return _page(
            request,
            "dokument",
            contents.overview.entry.title,
            about=contents_view(contents, titles),
            sections=sections_of(contents, titles),
            wanted=wanted,
            hits=hits,
        )

    def _about(self, request: Request) -> Response:
        read = [row for row in self._answerer.documents() if row.passages]
        known: dict[str, Any] = {"documents": len(read)}
        try:
            info = self._answerer.info()
        except IndexUnavailableError:
            return _page(request, "om", texts.ABOUT_PAGE, **known)
        return _page(
            request,
            "om",
            texts.ABOUT_PAGE,
            **known,
            model=info.model,
            version=info.version,
            generation=info.generation,
            built=swedish_date(info.built_at.date()),
        )


def _typed(request: Request, name: str) -> str:
    return request.query_params.get(name, "").strip()[:_LONGEST_QUERY]


def _page(
    request: Request, template: str, title: str, *, status: int = 200, **shown: object
) -> Response:
    """A page from its template; links are relative to the root that a proxy may have put before."""
    root = str(request.scope.get("root_path", "")).rstrip("/") + "/"
    fixed = {
        "root": root,
        "title": title,
        "texts": texts,
        "menu": texts.MENU,
        "here": "kallor" if template == "dokument" else template,
    }
    html = _templates.get_template(f"{template}.html").render({**fixed, **shown})
    return HTMLResponse(html, status_code=status)
