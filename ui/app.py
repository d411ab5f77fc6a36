"""The one ASGI application: API, page, sources and static files on one port.

    SecurityHeaders → StaffEdge → ErrorPages → FaultShield → RootPath → BodyLimit
        → API | /exportera | /kalla | /static | StaffGate | server-rendered pages | Gradio's page

Of Gradio's own addresses only those answer that the page needs.
"""

import asyncio
import re
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from fastapi import FastAPI
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.api import API_PATHS, create_app
from assistant.conversation import Reason
from assistant.desk import AnswerDesk
from assistant.limits import BodyLimit
from assistant.problems import (
    FaultShield,
    Problem,
    http_problem,
    problem_response,
    reason_problem,
)
from assistant.service import Answerer
from corpus.errors import IndexUnavailableError, UsageError
from ui import texts
from ui.chat import build_page, mount_page
from ui.error_pages import ErrorPages
from ui.export_route import PREFIX as EXPORT
from ui.export_route import ExportRoute
from ui.menu import Menu, menu
from ui.middleware import RootPath, SecurityHeaders, SwedishPage, route_path
from ui.page_pictures import MakePicture, PagePictures
from ui.site import Site
from ui.site_about import UNNAMED, Operator
from ui.site_page import page
from ui.sources import missing_html, source_html
from ui.staff.access import StaffAccess
from ui.staff.edge import StaffEdge
from ui.staff.gate import StaffGate
from ui.staff.pages import StaffPages
from ui.staff.paths import is_staff_path
from ui.staff.run_processes import RunProcesses

_PAGE_NEEDS = re.compile(
    r"/|/config|/theme\.css|/assets/.+"
    r"|/gradio_api/(?:info|startup-events|queue/(?:join|data)|heartbeat/\w+|cancel|reset)/?"
)
_STATIC_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


def create_application(  # noqa: PLR0913 - each is something an operator sets, by its name
    answerer: Answerer,
    *,
    root_path: str = "",
    frame_ancestors: Sequence[str] = (),
    operator: Operator = UNNAMED,
    desk: AnswerDesk | None = None,
    make_picture: MakePicture | None = None,
    staff: StaffAccess | None = None,
    processes: RunProcesses | None = None,
) -> ASGIApp:
    """Everything that ``lotsen serve`` serves.

    ``root_path`` is the path under which a proxy shows the service, such as "/lotsen";
    ``frame_ancestors`` whose pages may show it in a frame. ``desk`` has the bounds and the
    place for feedback, if not the usual ones. Without ``make_picture`` the pages of PDFs are not
    shown; without ``staff`` there is no Utvärdering. ``processes`` starts runs from its
    pages.
    """
    desk = desk or AnswerDesk(answerer)
    pictures = PagePictures(make_picture) if make_picture is not None else None
    # Gradio leaves event loops open when it is put together outside one.
    shown = menu(staff=staff is not None)
    gate = (
        StaffGate(staff, StaffPages(desk, staff.data_dir, processes)) if staff is not None else None
    )
    gradio = SwedishPage(asyncio.run(_page(desk, root_path, shown)), shown)
    inner = Switch(desk, gradio, operator, pictures, gate)
    shielded = FaultShield(RootPath(BodyLimit(inner), root_path))
    outer: ASGIApp = ErrorPages(shielded, root_path)
    return SecurityHeaders(StaffEdge(outer, root_path) if gate else outer, frame_ancestors)


async def _page(desk: AnswerDesk, root_path: str, shown: Menu) -> ASGIApp:
    host = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    mount_page(host, build_page(desk, shown), root_path)
    return host


class Switch:
    """Sends each request to the part that answers it; start and stop go to Gradio's host."""

    def __init__(
        self,
        desk: AnswerDesk,
        page: ASGIApp,
        operator: Operator,
        pictures: PagePictures | None,
        staff: ASGIApp | None,
    ) -> None:
        self._answerer = desk.answerer
        self._pictures = pictures
        self._site = Site(desk.answerer, operator, pictures)
        self._api = create_app(desk)
        self._export = ExportRoute(desk.answerer)
        self._page = page
        self._staff = staff

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "lifespan":
            await self._page(scope, receive, send)
        elif scope["type"] == "http":
            try:
                await self._part(scope)(scope, receive, send)
            except (IndexUnavailableError, UsageError, HTTPException) as error:
                await problem_response(_problem_of(error), scope)(scope, receive, send)

    def _part(self, scope: Scope) -> ASGIApp:
        path = route_path(scope)
        if path.startswith("/api/") or path in API_PATHS:
            return self._api
        if path.startswith(EXPORT):
            return self._export
        if path == "/kalla":
            return self._source
        if path.startswith("/static/"):
            return static_response(path.removeprefix("/static/"), scope)
        if _PAGE_NEEDS.fullmatch(path):
            return self._page
        return self._staff if self._staff and is_staff_path(path) else self._site_page

    async def _source(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The source panel's content, made in a thread: it may wait for a page's picture."""
        request = Request(scope)
        reply = await run_in_threadpool(source_response, self._answerer, request, self._pictures)
        await reply(scope, receive, send)

    async def _site_page(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One of the server-rendered pages, made in a thread: it may search the index."""
        request = Request(scope)
        page: Response | None = None
        if request.method in {"GET", "HEAD"}:
            page = await run_in_threadpool(self._site.response, route_path(scope), request)
        await (page or problem_response(http_problem(404), scope))(scope, receive, send)


def _problem_of(error: IndexUnavailableError | UsageError | HTTPException) -> Problem:
    """What the pages, which raise before they have sent anything, tell of an error foreseen."""
    if isinstance(error, IndexUnavailableError):
        return reason_problem(Reason.INDEX_UNAVAILABLE)
    if isinstance(error, UsageError):
        return http_problem(422, error.message)
    return http_problem(error.status_code)  # a body without end, from BodyLimit


def source_response(
    answerer: Answerer, request: Request, pictures: PagePictures | None = None
) -> Response:
    """The panel's content to our script, and a page of its own to anyone else."""
    html = source_html(answerer, dict(request.query_params), pictures)
    status = 200 if html else 404
    shown = html or missing_html()
    if request.headers.get("x-lotsen") != "panel":
        cleaned = Markup(shown)  # noqa: S704 – by ui/sources.py
        own = page(request, "kalla", texts.SOURCE_PAGE, status=status, here="kallor", kalla=cleaned)
        own.headers["Vary"] = "X-Lotsen"
        return own
    # The script shows nothing without this header: a proxy's own error is a page too.
    sent = {"Vary": "X-Lotsen", "X-Lotsen": "panel"}
    return HTMLResponse(shown, status_code=status, headers=sent)


def static_response(name: str, scope: Scope) -> Response:
    """One of our own files; names are matched against the folder's, never joined to a path."""
    folder = Path(str(files("ui") / "static"))
    known = {path.name: path for path in folder.iterdir() if path.suffix in _STATIC_TYPES}
    if name not in known:
        return problem_response(http_problem(404), scope)
    path = known[name]
    headers = {"Cache-Control": "no-cache"}  # with the ETag: asked for each time, sent when changed
    return FileResponse(path, media_type=_STATIC_TYPES[path.suffix], headers=headers)
