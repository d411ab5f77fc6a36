"""A publisher's site for the tests: a real HTTP server on this machine that answers as told."""

import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from ingest.fetch_addresses import AddressRules, parse_base_url
from ingest.http_exchange import DownloadLimits

HASTY = DownloadLimits(
    max_bytes=300_000, connect=2.0, read=0.3, total=1.0, backoff=0.01, longest_wait=0.05
)
"""Limits that a test can wait for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What one request gets; ``announced`` is a Content-Length other than the body's own.

    ``write``, when given, writes the body instead, piece by piece, until it returns or the client
    has had enough.
    """

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    announced: int | None = None
    write: Callable[[Callable[[bytes], None]], None] | None = None


def page(body: str) -> Reply:
    return Reply(body=body.encode(), headers={"Content-Type": "text/html; charset=utf-8"})


def pdf_file(body: bytes, **headers: str) -> Reply:
    """A PDF; a header's name has "_" for "-"."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(body=body, headers={"Content-Type": "application/pdf"} | named)


def redirect(target: str, status: int = 302) -> Reply:
    return Reply(status=status, headers={"Location": target})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request that came."""

    path: str
    headers: dict[str, str]


class Site:
    """Paths and their replies; a list gives one a request, the last again and again."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.asked: list[Asked] = []
        self._replies: dict[str, list[Reply]] = {}

    def put(self, path: str, *replies: Reply) -> None:
        self._replies[path] = list(replies)

    def paths(self) -> list[str]:
        return [asked.path for asked in self.asked]

    def rules(self) -> AddressRules:
        return AddressRules.bundled(parse_base_url(self.origin))

    def reply(self, path: str, headers: dict[str, str]) -> Reply:
        self.asked.append(Asked(path=path, headers=headers))
        replies: Sequence[Reply] = self._replies.get(path, [Reply(status=404)])
        if len(replies) > 1:
            self._replies[path] = self._replies[path][1:]
        chosen = replies[0]
        etag = chosen.headers.get("ETag")
        dated = chosen.headers.get("Last-Modified")
        same = etag is not None and headers.get("If-None-Match") == etag
        unchanged = dated is not None and headers.get("If-Modified-Since") == dated
        return Reply(status=304) if same or unchanged else chosen


class _Server(ThreadingHTTPServer):
    # Closing waits for every reply to end, so that no later test sees its files go.
    daemon_threads = False
    site: Site

    def handle_error(self, request: object, client_address: object) -> None:
        pass  # a client that leaves in the middle is what many tests are about


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        headers = {name.title(): value for name, value in self.headers.items()}
        reply = self.server.site.reply(self.path, headers)
        self.send_response_only(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if reply.write is None:
            length = len(reply.body) if reply.announced is None else reply.announced
            self.send_header("Content-Length", str(length))
        self.end_headers()
        with suppress(OSError):  # the client has left, as it should
            self.wfile.write(reply.body)
            if reply.write is not None:
                reply.write(self._send)

    def _send(self, piece: bytes) -> None:
        self.wfile.write(piece)
        self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@contextmanager
def publisher_site(tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    """A site on a port of its own while the block lasts."""
    server = _Server(("127.0.0.1", 0), _Handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    scheme = "http" if tls is None else "https"
    server.site = Site(f"{scheme}://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server.site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
