"""One address → the file that it gives, through redirects, pauses and passing faults.

url –(``Downloader.download``)→ Download. Each hop of a redirect is checked anew by ``AddressRules``
and connected to at the very IP address that was checked.
"""

import random
import ssl
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Self
from urllib.parse import urljoin

from corpus.errors import FetchError
from ingest.fetch_addresses import AddressRules, Location, Origin, parse_location, shown
from ingest.http_exchange import (
    Download,
    DownloadLimits,
    Exchange,
    PassingFaultError,
    Redirect,
    UnreachableError,
    Validators,
)


class Downloader:
    """Downloads one file at a time; close it, or use it in a ``with`` block.

    Args:
        rules: Which addresses may be asked.
        limits: How much, how long and how often.
        sleep: Waits a number of seconds.
        tls: The certificates to trust; httpx's and the machine's when None.
    """

    def __init__(
        self,
        rules: AddressRules,
        limits: DownloadLimits | None = None,
        *,
        sleep: Callable[[float], None] = time.sleep,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.rules = rules
        self._limits = limits or DownloadLimits()
        self._sleep = sleep
        self._exchange = Exchange(self._limits, tls)
        self._asked_at: dict[str, float] = {}
        self._silent: set[Origin] = set()

    def download(self, url: str, known: Validators | None = None) -> Download | None:
        """What ``url`` gives; None when the server says that what is ``known`` still holds.

        Raises:
            FetchError: The address may not be fetched, or does not give a whole file in bounds.
        """
        location = self.rules.asked(url)
        if location.origin in self._silent:
            # Waiting for a dead host once is enough: others of the catalogue lie there too.
            raise UnreachableError(location)
        for attempt in range(1, self._limits.attempts):
            try:
                return self._follow(location, known)
            except PassingFaultError as fault:
                self._sleep(self._wait_after(attempt, fault.wait))
        try:
            return self._follow(location, known)
        except UnreachableError:
            self._silent.add(location.origin)
            raise

    def close(self) -> None:
        """Free the client."""
        self._exchange.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _follow(self, location: Location, known: Validators | None) -> Download | None:
        deadline = time.monotonic() + self._limits.total
        for _ in range(self._limits.redirects + 1):
            found = self._ask(location, known, deadline)
            if not isinstance(found, Redirect):
                return found
            location = self._next(location, found.target)
        raise FetchError(
            f"Adressen {shown(str(location))} nås bara genom fler än "
            f"{self._limits.redirects} omdirigeringar och hämtas inte."
        )

    def _ask(
        self, location: Location, known: Validators | None, deadline: float
    ) -> Download | Redirect | None:
        """One question to the first of the host's addresses that answers."""
        self._take_turn(location.origin)
        try:
            *others, last = self.rules.connectable(location)
        except OSError as error:
            raise UnreachableError(location) from error
        for address in others:
            with suppress(UnreachableError):
                return self._exchange.get(location, address, known, deadline)
        return self._exchange.get(location, last, known, deadline)

    def _next(self, location: Location, target: str) -> Location:
        """Where a redirect leads, checked like the first address."""
        try:
            following = parse_location(urljoin(str(location), target))
            self.rules.check(following)
        except (FetchError, ValueError) as error:  # the latter for brackets that don't match
            raise FetchError(
                f"Adressen {shown(str(location))} skickar vidare till {shown(target)}, "
                "som inte får hämtas."
            ) from error
        return following

    def _take_turn(self, origin: Origin) -> None:
        """Wait until the host may be asked again; the user's own origin needs no such care."""
        if origin == self.rules.base:
            return
        last = self._asked_at.get(origin.host)
        if last is not None:
            self._sleep(max(0.0, last + self._limits.pause - time.monotonic()))
        self._asked_at[origin.host] = time.monotonic()

    def _wait_after(self, attempt: int, named: float | None) -> float:
        """Seconds until the next attempt: the server's word within reason, otherwise our own."""
        if named is not None:
            return min(named, self._limits.longest_wait)
        spread = random.uniform(0.5, 1.0)  # noqa: S311 – so that many clients don't come at once
        own: float = self._limits.backoff * 2 ** (attempt - 1) * spread
        return min(own, self._limits.longest_wait)
