"""ASGI layer around the whole application where staff have a way in: the menu, and no copies.

It stands outside what may refuse a request: errors too have the right menu and are not kept.
"""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.menu import mark_staff
from ui.staff.paths import is_staff_path


class StaffEdge:
    """Puts Utvärdering in every page's menu; nothing under its address is kept by any cache."""

    def __init__(self, app: ASGIApp, root: str = "") -> None:
        self._app = app
        self._root = "/" + root.strip("/") if root.strip("/") else ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        mark_staff(scope)
        path = str(scope["path"]).removeprefix(self._root)

        async def uncached_send(message: Message) -> None:
            if message["type"] == "http.response.start" and is_staff_path(path):
                MutableHeaders(scope=message)["Cache-Control"] = "no-store"
            await send(message)

        await self._app(scope, receive, uncached_send)
