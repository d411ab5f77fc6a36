"""ASGI layer that shows an error to a person as a page, and leaves it as it is to a program.

problem (assistant/problems.py) –(ErrorPages)→ HTML from templates/fel.html. Who asks with
``Accept: text/html`` outside the API is a browser that follows a link; our own scripts and every
program go on getting application/problem+json.
"""

import json
from http import HTTPStatus

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.api import API_PATHS
from assistant.problems import Problem, correlation_id, http_problem
from ui import texts
from ui.site_page import page

# What is shown if not even the template can be: it leans on nothing that may be broken.
_PLAIN = (
    '<!doctype html><html lang="sv"><head><meta charset="utf-8"><title>Något gick fel</title>'
    "</head><body><main><h1>Något gick fel</h1><p>Felet är vårt. Försök igen, eller ge felkoden "
    "till den som sköter tjänsten.</p><p>Felkod {code}</p></main></body></html>"
)


class ErrorPages:
    """Turns the errors of ``app`` into pages for browsers. ``root`` is the service's root path."""

    def __init__(self, app: ASGIApp, root: str = "") -> None:
        self._app = app
        self._root = "/" + root.strip("/") if root.strip("/") else ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; hold back an error until it is whole and send it as a page."""
        if scope["type"] != "http" or not self._is_for_a_person(scope):
            await self._app(scope, receive, send)
            return
        start: Message | None = None
        body = bytearray()

        async def showing_send(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start" and _is_bare_error(message):
                start = message
            elif start is None or message["type"] != "http.response.body":
                await send(message)
            else:
                body.extend(message.get("body", b""))
                if not message.get("more_body", False):
                    await self._show(scope, start, bytes(body), send)

        await self._app(scope, receive, showing_send)

    def _is_for_a_person(self, scope: Scope) -> bool:
        path = str(scope["path"]).removeprefix(self._root)
        program = path.startswith(("/api/", "/gradio_api/")) or path in API_PATHS
        return not program and "text/html" in Headers(scope=scope).get("accept", "")

    async def _show(self, scope: Scope, start: Message, body: bytes, send: Send) -> None:
        html = self._html(scope, _problem_of(start["status"], body)).encode("utf-8")
        headers = MutableHeaders(scope=start)
        headers["Content-Type"] = "text/html; charset=utf-8"
        headers["Content-Length"] = str(len(html))
        headers["Cache-Control"] = "no-store"
        await send(start)
        shown = b"" if scope["method"] == "HEAD" else html
        await send({"type": "http.response.body", "body": shown})

    def _html(self, scope: Scope, problem: Problem) -> str:
        code = correlation_id(scope)
        try:
            return self._page(Request({**scope, "root_path": self._root}), problem, code)
        except Exception:  # the page about the error must not be the next one
            return _PLAIN.format(code=code)

    def _page(self, request: Request, problem: Problem, code: str) -> str:
        advice = texts.ERROR_ADVICE.get(problem.status, texts.ERROR_ADVICE[HTTPStatus.NOT_FOUND])
        shown = page(request, "fel", problem.title, problem=problem, code=code, advice=advice)
        return bytes(shown.body).decode("utf-8")


def _is_bare_error(start: Message) -> bool:
    """An error that is not a page already."""
    kind = Headers(raw=start["headers"]).get("content-type", "")
    return int(start["status"]) >= HTTPStatus.BAD_REQUEST and not kind.startswith("text/html")


def _problem_of(status: int, body: bytes) -> Problem:
    """The problem that the reply tells of; the framework's own errors have ours of that status."""
    try:
        told = json.loads(body)
        return Problem(status=status, code=told["code"], title=told["title"], detail=told["detail"])
    except (ValueError, KeyError, TypeError):
        return http_problem(status)
