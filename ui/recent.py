"""Finished answers held in memory for a minute, for a page that lost contact before it got its own.

Nothing is written anywhere; the key is a random name that the tab gave itself.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from assistant.conversation import Answer, AnswerStatus

SECONDS = 60.0
MOST = 200
_SHORTEST_KEY = 16  # characters: shorter ones might be guessed


class RecentAnswers:
    """The newest answer of each tab; safe to use from several threads.

    A stopped question is not held: what was typed in it must not stay anywhere.
    """

    def __init__(self, *, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, tuple[float, str, Answer]] = OrderedDict()
        self._clearing: threading.Timer | None = None

    def put(self, tab: str, asked: str, answer: Answer) -> None:
        """Keep the answer to what ``tab`` asked; a tab without a name of its own keeps nothing."""
        stopped = answer.status is AnswerStatus.BLOCKED_PERSONAL_DATA
        if stopped or len(tab) < _SHORTEST_KEY:
            return
        with self._lock:
            self._kept.pop(tab, None)
            self._kept[tab] = (self._now(), folded(asked), answer)
            self._forget_old()
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)
            self._clear_later()

    def take(self, tab: str, asked: str) -> Answer | None:
        """The answer to ``asked``, if it was finished within the last minute; once."""
        with self._lock:
            self._forget_old()
            _, question, answer = self._kept.pop(tab, (0.0, "", None))
            return answer if question == folded(asked) else None

    def _forget_old(self) -> None:
        while self._kept and self._now() - next(iter(self._kept.values()))[0] > SECONDS:
            self._kept.popitem(last=False)

    def _clear_later(self) -> None:
        """See to it that what is old goes, also when nobody asks for a while."""
        if self._clearing is None:
            self._clearing = threading.Timer(SECONDS + 1, self._clear)
            self._clearing.daemon = True
            self._clearing.start()

    def _clear(self) -> None:
        with self._lock:
            self._clearing = None
            self._forget_old()
            if self._kept:
                self._clear_later()


def folded(question: str) -> str:
    """The question on one line, as a svarspass has it."""
    return " ".join(question.split())
