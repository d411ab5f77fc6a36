"""ASGI layers around the whole application: language, security headers, root path, correlation id.

Pure ASGI only: Starlette's BaseHTTPMiddleware hides from the streams that a reader has gone.
"""

import re
from collections.abc import Sequence

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.problems import correlation_id
from ui import texts
from ui.framing import framed
from ui.menu import Menu

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; object-src 'none'; frame-ancestors 'none'; base-uri 'self'; "
    "form-action 'self'"
)

SECURITY_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}

# First of all scripts that make the browser's language Swedish, for Gradio sets the page's from it,
# and that tell Gradio the address the browser knows.
_HEAD = (
    '<script src="static/sprak.js"></script>'
    '<script src="static/adress.js"></script>'
    '<meta name="color-scheme" content="light dark">'
    '<link rel="icon" href="static/ikon.svg" type="image/svg+xml">'
    '<link rel="stylesheet" href="static/lotsen.css">'
    '<link rel="stylesheet" href="static/omdome.css">'
    '<link rel="stylesheet" href="static/kallor.css">'
    '<script src="static/lotsen.js" defer></script>'
    '<script src="static/samtal.js" defer></script>'
    '<script src="static/sidbild.js" defer></script>'
    '<script src="static/omdome.js" defer></script>'
    '<script src="static/kontakt.js" defer></script>'
)

_INLINE_SCRIPT = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>.*?</script>", re.DOTALL)
_SHARING = re.compile(r'<meta\s[^>]*(?:property="og:|name="twitter:)[^>]*>')
_MANIFEST = re.compile(r'<link rel="manifest"[^>]*>')
_BASE = re.compile(r"<base [^>]*>")
_TITLE = re.compile(r"<title>.*?</title>", re.DOTALL)


def _without_script(menu: Menu) -> str:
    """What the page says where there is no script: which pages need none."""
    links = ", ".join(f'<a href="{address}">{label}</a>' for address, label in menu if address)
    return (
        f'<noscript><p class="utan-skript">{texts.NO_SCRIPT} {texts.WITHOUT_SCRIPT} {links}.</p>'
        "</noscript>"
    )


def swedish_page(html: str, menu: Menu = texts.MENU) -> str:
    """Gradio's page in Swedish from its first byte, with our script and style.

    Its inline scripts go: the policy refuses them all, and the page then fetches what they hold.
    So does its advertising to other services, with addresses outside.
    """
    html = html.replace('lang="en"', 'lang="sv"', 1)
    for unwanted in (_INLINE_SCRIPT, _SHARING, _MANIFEST, _TITLE):
        html = unwanted.sub("", html)
    base = _BASE.search(html)
    first = (base.group() if base else "") + _HEAD + f"<title>{texts.PAGE_TITLE}</title>"
    html = _BASE.sub("", html).replace("<head>", "<head>" + '<meta charset="utf-8">' + first, 1)
    body = _without_script(menu)
    return re.sub(r"(<body[^>]*>)", lambda match: match.group() + body, html, count=1)


class SwedishPage:
    """Rewrites whole HTML pages with ``swedish_page``; streams and everything else pass through."""

    def __init__(self, app: ASGIApp, menu: Menu = texts.MENU) -> None:
        self._app = app
        self._menu = menu

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hold back an HTML reply until it is whole, then send it rewritten."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        start: Message | None = None
        body = bytearray()

        async def rewriting_send(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start" and _is_html(message):
                start = message
                return
            if start is None or message["type"] != "http.response.body":
                await send(message)
                return
            body.extend(message.get("body", b""))
            if not message.get("more_body", False):
                page = b""
                if body:
                    page = swedish_page(body.decode("utf-8"), self._menu).encode("utf-8")
                    MutableHeaders(scope=start)["Content-Length"] = str(len(page))
                await send(start)
                await send({"type": "http.response.body", "body": page})

        await self._app(scope, receive, rewriting_send)


def _is_html(start: Message) -> bool:
    kind = MutableHeaders(scope=start).get("content-type", "")
    return kind.startswith("text/html") and start["status"] == 200


class SecurityHeaders:
    """Puts the security headers and the correlation id on every reply."""

    def __init__(self, app: ASGIApp, frame_ancestors: Sequence[str] = ()) -> None:
        self._app = app
        self._headers = framed(SECURITY_HEADERS, frame_ancestors)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and add to the reply's start."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        correlation = correlation_id(scope)

        async def adding_send(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers[name] = value
                headers["X-Correlation-ID"] = correlation
                for leaking in ("server", "access-control-allow-origin"):
                    del headers[leaking]
            await send(message)

        await self._app(scope, receive, adding_send)


class RootPath:
    """Makes the application live under ``root``, whether or not the proxy in front cuts it off."""

    def __init__(self, app: ASGIApp, root: str) -> None:
        self._app = app
        self._root = "/" + root.strip("/") if root.strip("/") else ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Tell the application its root, and send a visit to the bare root on to the page."""
        if scope["type"] != "http" or not self._root:
            await self._app(scope, receive, send)
            return
        path = scope["path"]
        if path == self._root:
            await _redirect(self._root + "/", send)
            return
        if not path.startswith(self._root + "/"):
            path = self._root + path
        scope = {**scope, "root_path": self._root, "path": path}
        await self._app(scope, receive, send)


def route_path(scope: Scope) -> str:
    """The path within the application, without the root that a proxy put before it."""
    path, root = str(scope["path"]), str(scope.get("root_path", ""))
    return path.removeprefix(root) if root and path.startswith(root + "/") else path


async def _redirect(address: str, send: Send) -> None:
    headers = [(b"location", address.encode("ascii")), (b"content-length", b"0")]
    await send({"type": "http.response.start", "status": 307, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
