"""``lotsen serve``: the web app on one port, with every start-up error as a Swedish sentence."""

import signal
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from assistant.bootstrap import build_assistant
from assistant.desk import AnswerDesk
from assistant.feedback import FeedbackStore
from assistant.settings import Settings
from corpus.errors import StorageError, UsageError
from ingest.page_images import page_image
from ui.framing import parse_frame_ancestors
from ui.staff.access import staff_access_of
from ui.terminal import say

if TYPE_CHECKING:
    import uvicorn
    from starlette.types import ASGIApp

DAY_SECONDS = 24 * 60 * 60

SHUTDOWN_SECONDS = 10
"""How long open streams may go on after the program was told to stop."""


KEEP_ALIVE_SECONDS = 75
"""How long a connection may be idle. Uvicorn's own 5 are what people think between two questions:
a caller, or a proxy that keeps connections for a minute, would ask on one that is being closed."""


def serve_app(settings: Settings) -> None:
    """Open the index, take the port and serve until stopped.

    Raises:
        UsageError: the address, who may frame the page, or the way in for staff can't be used.
        IndexUnavailableError: there is no sound index.
    """
    ancestors = parse_frame_ancestors(settings.frame_ancestors)
    staff = staff_access_of(settings)
    listening = take_port(settings.host, settings.port)
    _log_to_stderr()
    with _ended_by_sigterm(), listening, build_assistant(settings) as assistant:
        from ui.app import create_application  # noqa: PLC0415 - Gradio takes seconds to load
        from ui.site_about import operator_of  # noqa: PLC0415
        from ui.staff.run_processes import RunProcesses  # noqa: PLC0415 - reads the cases

        feedback = FeedbackStore(settings.data_dir, settings.feedback_days)
        _forget_daily(feedback)
        with RunProcesses(settings.data_dir) as processes:
            app = create_application(
                assistant,
                root_path=settings.root_path,
                frame_ancestors=ancestors,
                operator=operator_of(settings),
                desk=AnswerDesk(assistant, feedback=feedback),
                make_picture=partial(page_image, settings.data_dir),
                staff=staff,
                processes=processes,
            )
            _serve(app, listening)


def _forget_daily(feedback: FeedbackStore) -> None:
    """Delete feedback whose time has gone now, and once a day for as long as the service runs."""
    _forget_old(feedback)
    again = threading.Timer(DAY_SECONDS, _forget_daily, (feedback,))
    again.daemon = True
    again.start()


def _forget_old(feedback: FeedbackStore) -> None:
    """Delete feedback whose time has gone; a file that can't be opened does not stop the service.

    It is told here, and each reader who sends feedback is told that it could not be stored.
    """
    try:
        feedback.forget_old()
    except StorageError as error:
        say(error.message)


@contextmanager
def _ended_by_sigterm() -> Iterator[None]:
    """Make SIGTERM an ordinary end with exit code 0, so that everything opened is closed.

    Uvicorn stops at the signal and then raises it again for the handler that was there before it:
    the default one would end the process at once and leave the index's working copy behind.
    """
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _log_to_stderr() -> None:
    """Say what happens on standard error; the logs hold no question and no address of a reader."""
    import structlog  # noqa: PLC0415

    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))


def take_port(host: str, port: int) -> socket.socket:
    """A bound socket, so that nobody can take the port between the check and the start.

    Raises:
        UsageError: the port is in use, or the address is not this machine's.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listening = socket.create_server((host, port), family=family)
    except (OSError, UnicodeError) as error:  # the latter for a name that can't be one
        raise UsageError(
            f"Adressen {host}:{port} går inte att använda, kanske är porten upptagen: "
            "starta med lotsen serve --port NUMMER."
        ) from error
    return listening


def address_of(listening: socket.socket) -> str:
    """The address to open in a browser."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def server_config(app: "ASGIApp") -> "uvicorn.Config":
    """How uvicorn serves the application."""
    import uvicorn  # noqa: PLC0415

    return uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,  # addresses may hold a question
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        server_header=False,
    )


def _serve(app: "ASGIApp", listening: socket.socket) -> None:
    import uvicorn  # noqa: PLC0415

    say(f"Samverkanslotsen finns på {address_of(listening)} – avsluta med Ctrl+C.")
    uvicorn.Server(server_config(app)).run(sockets=[listening])
