"""How often the password may be guessed: five wrong in a minute, then a wait.

All strangers share one count: behind a proxy they have one address, and the address that a proxy
passes on can be made up. Two things keep a stranger from locking the staff out for ever. Tries that
are turned away are not counted, so a wait ends within a minute whatever is sent meanwhile. And a
browser that has signed in before has a count of its own, by a cookie that a stranger does not have:
whoever goes on guessing minute after minute hinders only browsers that were never signed in here.
Who is signed in already is not asked at all.
"""

import math
import secrets
from collections import OrderedDict, deque
from hashlib import sha256

from ui.staff.sessions import Clock

MOST_WRONG = 5
WINDOW_SECONDS = 60

KNOWN_SECONDS = 30 * 24 * 60 * 60
"""How long a browser carries the cookie; the process forgets it when it ends."""

_MOST_KNOWN = 500


class Tries:
    """Wrong passwords of the last minute, those of each known browser apart."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._strangers: deque[float] = deque()
        self._known: OrderedDict[str, deque[float]] = OrderedDict()

    def wait(self, browser: str) -> int:
        """Whole seconds until the browser may try again, 0 when it may now."""
        wrong, now = self._of(browser), self._clock()
        while wrong and wrong[0] <= now - WINDOW_SECONDS:
            wrong.popleft()
        return 0 if len(wrong) < MOST_WRONG else math.ceil(wrong[0] + WINDOW_SECONDS - now)

    def was_wrong(self, browser: str) -> None:
        """Count a wrong password."""
        self._of(browser).append(self._clock())

    def knows(self, browser: str) -> bool:
        """Whether someone has signed in from that browser."""
        return _key(browser) in self._known

    def remember(self) -> str:
        """A token for a browser that someone has signed in from."""
        browser = secrets.token_urlsafe(32)
        self._known[_key(browser)] = deque()
        if len(self._known) > _MOST_KNOWN:
            self._known.popitem(last=False)
        return browser

    def _of(self, browser: str) -> deque[float]:
        return self._known.get(_key(browser), self._strangers)


def _key(browser: str) -> str:
    return sha256(browser.encode("utf-8", "surrogateescape")).hexdigest()
