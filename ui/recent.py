"""Finished answers held in memory for a minute, for a page that lost contact before it got its own.

Nothing is written anywhere; the key is a random name that the tab gave itself.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from assistant.conversation import Answer

SECONDS = 60.0
MOST = 200
_SHORTEST_KEY = 16  # characters: shorter ones might be guessed


class RecentAnswers:
    """The newest answer of each tab; safe to use from several threads."""

    def __init__(self, *, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, tuple[float, str, Answer]] = OrderedDict()

    def put(self, tab: str, asked: str, answer: Answer) -> None:
        """Keep the answer to what ``tab`` asked; a tab without a name of its own keeps nothing."""
        if len(tab) < _SHORTEST_KEY:
            return
        with self._lock:
            self._kept.pop(tab, None)
            self._kept[tab] = (self._now(), asked, answer)
            while len(self._kept) > MOST or self._is_old(next(iter(self._kept.values()))[0]):
                self._kept.popitem(last=False)

    def take(self, tab: str, asked: str) -> Answer | None:
        """The answer to ``asked``, if it was finished within the last minute; once."""
        with self._lock:
            put_at, question, answer = self._kept.pop(tab, (0.0, "", None))
            return answer if question == asked and not self._is_old(put_at) else None

    def _is_old(self, put_at: float) -> bool:
        return self._now() - put_at > SECONDS
