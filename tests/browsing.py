"""What the browser tests need outside pytest: a started server and a page that is watched."""

import socket
import threading
from dataclasses import dataclass, field
from pathlib import Path

import uvicorn
from playwright.sync_api import Page

from assistant.service import Answerer
from ui.app import create_application

FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
).split()

INSTALL = (
    "Chromium is missing. Install it with: apt-get install chromium (Debian), "
    "or put an executable named chromium on the PATH."
)

PICTURES = Path(__file__).parents[1] / "docs" / "skarmbilder"


class Server:
    """The whole application on a free loopback port, in a thread of its own."""

    def __init__(self, answerer: Answerer, root_path: str = "") -> None:
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        port = self._socket.getsockname()[1]
        self.origin = f"http://127.0.0.1:{port}"
        self.address = f"{self.origin}{root_path}/"
        config = uvicorn.Config(
            create_application(answerer, root_path=root_path),
            log_level="warning",
            access_log=False,
            timeout_graceful_shutdown=2,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True
        )

    def __enter__(self) -> "Server":
        self._thread.start()
        while not self._server.started:
            assert self._thread.is_alive(), "the server did not start"
            self._thread.join(0.05)
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(15)
        self._socket.close()


@dataclass
class Watched:
    """A page and everything it did that must not happen."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
