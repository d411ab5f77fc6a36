"""Who is signed in, in this process's memory alone: random token → name, for eight hours.

A token is kept as its hash, so that what lies in memory opens nothing.
"""

import secrets
from collections import OrderedDict
from collections.abc import Callable
from hashlib import sha256

SESSION_SECONDS = 8 * 60 * 60

MOST_SESSIONS = 500
"""How many are kept at once; the oldest goes when one more comes."""

Clock = Callable[[], float]


class Sessions:
    """The sessions of one process. ``clock`` gives seconds that never go backwards."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._open: OrderedDict[str, tuple[str, float]] = OrderedDict()

    def begin(self, name: str) -> str:
        """Sign ``name`` in; gives the token that stands for it."""
        token = secrets.token_urlsafe(32)
        self._open[_key(token)] = (name, self._clock() + SESSION_SECONDS)
        if len(self._open) > MOST_SESSIONS:
            self._open.popitem(last=False)
        return token

    def name_of(self, token: str) -> str | None:
        """Who is signed in with that token, None when nobody is any more."""
        name, until = self._open.get(_key(token), ("", 0.0))
        if name and self._clock() < until:
            return name
        self.end(token)
        return None

    def end(self, token: str) -> None:
        """Sign out, whether or not anybody was signed in."""
        self._open.pop(_key(token), None)


def _key(token: str) -> str:
    return sha256(token.encode("utf-8", "surrogateescape")).hexdigest()
