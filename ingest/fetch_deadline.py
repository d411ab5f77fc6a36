"""A request that ends at its deadline, whatever the server does meanwhile.

A time limit of httpx bounds each read and not their sum, so a server that drips out its headers one
by one would keep us for ever. Here a second handle on the connection shuts it down in time.
"""

import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from threading import Timer
from typing import Any

_CONNECTED = "connection.connect_tcp.complete"


class Deadline:
    """When one request must be over, by ``time.monotonic``; ``passed`` tells that it was cut."""

    def __init__(self, at: float) -> None:
        self.at = at
        self.passed = False
        self._line: socket.socket | None = None

    def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Take a handle on the connection when it is made: httpx's extension "trace" calls this."""
        if event == _CONNECTED:
            # A copy, because TLS takes the first one over.
            self._line = info["return_value"].get_extra_info("socket").dup()
            if self.passed:  # while the connection was still being made
                self._cut()

    @contextmanager
    def enforced(self) -> Iterator[None]:
        """Cut the connection if the block is not over in time."""
        timer = Timer(max(0.0, self.at - time.monotonic()), self._cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()
            if self._line is not None:
                self._line.close()

    def _cut(self) -> None:
        self.passed = True
        if self._line is not None:
            with suppress(OSError):  # it has ended by itself
                self._line.shutdown(socket.SHUT_RDWR)
