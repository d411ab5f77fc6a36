"""The service made careless on purpose, to see that tests of hostile text find it.

Nothing is escaped and nothing cleaned (``unescaped``), a page repeats its own address
(``Repeating``), and scripts show texts as markup (``careless_scripts``).
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import unquote, unquote_plus

import pytest
from jinja2 import Environment, FileSystemLoader
from playwright.sync_api import Page, Route
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui import safe_html, site_page

UI = Path(safe_html.__file__).parent

# What a field holds is repeated as markup below the form, all the time and when told to.
_REPEATS = """
window.repeatFields = () => {
  const fields = "#falt textarea, #datum textarea, #datum input, .omdome textarea";
  const held = [...document.querySelectorAll(fields)].map((one) => one.value).join(" ");
  let shown = document.querySelector(".upprepat");
  if (!shown) {
    shown = Object.assign(document.createElement("div"), { className: "upprepat" });
    document.querySelector("#formular")?.append(shown);
  }
  if (shown.dataset.held !== held) shown.innerHTML = shown.dataset.held = held;
};
setInterval(window.repeatFields, 50);
"""

_CHANGES = {
    "omdome.js": ("line.textContent = text;", "line.innerHTML = text;"),
    "lotsen.js": ("spoken.textContent = text;", "spoken.innerHTML = text;"),
}


@contextmanager
def unescaped() -> Iterator[None]:
    """No text is escaped or cleaned, neither in Python nor in the templates."""
    loader = FileSystemLoader(str(UI / "templates"))
    templates = Environment(loader=loader, autoescape=False, trim_blocks=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(safe_html, "escape", lambda value, quote: value)
        patch.setattr(safe_html, "nh3", SimpleNamespace(clean=lambda html, **_: html))
        patch.setattr(site_page, "_templates", templates)
        yield


def careless_scripts(page: Page) -> None:
    """The page's own scripts show what a server tells, and what is typed, as markup."""

    def changed(route: Route) -> None:
        name = route.request.url.rpartition("/")[2]
        before, after = _CHANGES[name]
        script = (UI / "static" / name).read_text(encoding="utf-8")
        assert before in script
        more = _REPEATS if name == "lotsen.js" else ""
        route.fulfill(
            body=script.replace(before, after) + more, content_type="text/javascript; charset=utf-8"
        )

    for name in _CHANGES:
        page.route(f"**/static/{name}", changed)


class Repeating:
    """ASGI: each page of its own repeats the address it was asked for, as it is."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hold back a reply until it is whole, and put the address into it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        query = unquote_plus(scope["query_string"].decode("latin-1"))
        asked = f"{unquote(scope['path'])} {query}"
        start: Message = {}
        body = bytearray()

        async def repeating_send(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
                return
            body.extend(message.get("body", b""))
            if message.get("more_body", False):
                return
            repeated = re.sub(
                rb"<main[^>]*>", lambda tag: tag.group() + asked.encode("utf-8"), bytes(body)
            )
            MutableHeaders(scope=start)["Content-Length"] = str(len(repeated))
            await send(start)
            await send({"type": "http.response.body", "body": repeated})

        await self._app(scope, receive, repeating_send)
