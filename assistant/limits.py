"""A bound on how much a caller may send, before anything is read into memory."""

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.problems import http_problem, problem_response

MAX_BODY = 256 * 1024
"""Bytes: six turns of history and a question take far less."""


class BodyLimit:
    """ASGI: answers 413 to a body over ``limit`` bytes, whether or not its length was announced."""

    def __init__(self, app: ASGIApp, limit: int = MAX_BODY) -> None:
        self._app = app
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, counting what is read."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        announced = Headers(scope=scope).get("content-length", "0")
        if not announced.isdecimal() or int(announced) > self._limit:
            await problem_response(http_problem(413), scope)(scope, receive, send)
            return
        read = 0

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > self._limit:
                raise HTTPException(413, "Anropet är för stort.")
            return message

        await self._app(scope, counted, send)
