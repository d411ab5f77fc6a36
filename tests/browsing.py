"""What the browser tests need outside pytest: a started server and a page that is watched."""

import os
import random
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from PIL import Image
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Dialog,
    Page,
    Request,
    Response,
    sync_playwright,
)
from starlette.types import ASGIApp

from assistant.service import Answerer
from ui.app import create_application

CreateApplication = Callable[..., ASGIApp]

FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
).split()

INSTALL = (
    "Chromium is missing. Install it with: apt-get install chromium (Debian), "
    "or put an executable named chromium on the PATH."
)

LONGEST_PICTURE = 200_000
"""Bytes; the pictures are kept in the repository."""

TALLEST_PICTURE = 3_000
"""Pixels: of a long page its beginning shows how it looks."""

# `make pictures` names docs/ui; an ordinary run must not change tracked files.
PICTURES = Path(os.environ.get("LOTSEN_PICTURES") or "build/skarmbilder")


def steady_port() -> int:
    """A free port below those that the system hands out: a server can go and come back to it."""
    for _ in range(100):
        port = random.randrange(20_000, 32_000)
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port
    raise AssertionError("no free port")


@contextmanager
def chromium(*flags: str) -> Iterator[Browser]:
    """Debian's Chromium, with more flags than usual where they are named."""
    executable = shutil.which("chromium") or shutil.which("chromium-browser")
    if executable is None:
        pytest.fail(INSTALL)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=executable, args=[*FLAGS, *flags])
        yield started
        started.close()


class Server:
    """The whole application on a free loopback port, put together and run in its own thread."""

    def __init__(
        self, answerer: Answerer, root_path: str = "", *, port: int = 0, **service: Any
    ) -> None:
        self._socket = socket.create_server(("127.0.0.1", port))
        self.origin = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self.address = f"{self.origin}{root_path}/"
        self._server: uvicorn.Server | None = None
        made = partial(create_application, answerer, root_path=root_path, **service)
        self._thread = threading.Thread(target=self._run, args=(made,), daemon=True)

    def _run(self, made: Callable[[], ASGIApp]) -> None:
        app = made()
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, timeout_graceful_shutdown=2
        )
        self._server = uvicorn.Server(config)
        self._server.run(sockets=[self._socket])

    def __enter__(self) -> "Server":
        self._thread.start()
        while self._server is None or not self._server.started:
            assert self._thread.is_alive(), "the server did not start"
            self._thread.join(0.05)
        return self

    def __exit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.should_exit = True  # stopping twice does no harm
        self._thread.join(15)
        self._socket.close()


@dataclass
class Watched:
    """A page and everything it did that must not happen."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    streams: set[Request] = field(default_factory=set)

    def at_rest(self, seconds: float) -> bool:
        """Wait until no stream is open: of one that is cut by leaving the page Gradio complains."""
        end = time.monotonic() + seconds
        while self.streams and time.monotonic() < end:
            self.page.wait_for_timeout(20)
        return not self.streams


@contextmanager
def watched_page(browser: Browser, *, bypass_csp: bool = False) -> Iterator[Watched]:
    """A page of an English browser, all of whose requests, complaints and dialogs are kept."""
    context = browser.new_context(
        locale="en-US",
        viewport={"width": 1280, "height": 900},
        reduced_motion="reduce",
        bypass_csp=bypass_csp,
    )
    seen = Watched(page=context.new_page())
    _watch(seen)
    _leave_in_peace(seen)
    yield seen
    context.close()


def _watch(seen: Watched) -> None:
    def complained(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            seen.complaints.append(message.text)

    def dismissed(dialog: Dialog) -> None:
        seen.dialogs.append(dialog.message)
        dialog.dismiss()

    def began(request: Request) -> None:
        seen.requests.append(request.url)
        if "/queue/data" in request.url:
            seen.streams.add(request)

    def ended(request: Request) -> None:
        seen.streams.discard(request)

    seen.page.on("request", began)
    seen.page.on("requestfinished", ended)
    seen.page.on("requestfailed", ended)
    seen.page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    seen.page.on("console", complained)
    seen.page.on("dialog", dismissed)


def _leave_in_peace(seen: Watched) -> None:
    """Have the page left when the answer's stream has closed, unless an answer is awaited."""

    def in_peace(leave: Callable[..., Response | None]) -> Callable[..., Response | None]:
        def leaving(*arguments: Any, **options: Any) -> Response | None:
            seen.at_rest(1)
            return leave(*arguments, **options)

        return leaving

    for name in ("goto", "reload"):
        setattr(seen.page, name, in_peace(getattr(seen.page, name)))


def ask(page: Page, question: str) -> None:
    """Ask as most people do: type it, and press the button. The answer is still to come."""
    page.get_by_label("Din fråga", exact=True).fill(question)
    page.get_by_role("button", name="Fråga", exact=True).click()


def picture(page: Page, name: str) -> None:
    """A picture for the documentation; small enough to be kept in the repository."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    path = PICTURES / f"{name}.png"
    page.evaluate("document.activeElement.blur()")
    page.mouse.move(0, 0)
    shot = Image.open(BytesIO(page.screenshot(full_page=True)))
    beginning = shot.crop((0, 0, shot.width, min(shot.height, TALLEST_PICTURE)))
    beginning.quantize(64).save(path, optimize=True)
    assert path.stat().st_size < LONGEST_PICTURE
