"""A pause for a language model that keeps failing: nobody waits for it while it lasts."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from corpus.errors import ModelUnavailableError

FAILURES = 5
"""How many failures in a row begin a pause."""

PAUSE_S = 30.0
"""How long a pause is where nothing else is set, in seconds."""

_PAUSED = "Språkmodellen vilar efter {failures} fel i rad. Försök igen om {seconds} sekunder."


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelHealth:
    """How it has gone with the model since the start.

    ``calls`` were made and ``failures`` of them gave no reply; ``skipped`` were not made because of
    a pause. ``pause_left`` is in seconds, 0 when there is no pause. ``statements`` says how many of
    the model's statements were kept, replaced by their quotes, and dropped.
    """

    calls: int = 0
    failures: int = 0
    skipped: int = 0
    pause_left: float = 0.0
    statements: tuple[tuple[str, int], ...] = ()


class CircuitBreaker:
    """Counts failures in a row, and turns calls away for a while after too many of them.

    When the pause is over one call is let through to try; the others wait for how it goes. A
    ``pause_s`` of 0 never turns anyone away. Safe from several threads.
    """

    def __init__(
        self,
        *,
        failures: int = FAILURES,
        pause_s: float = PAUSE_S,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._most = failures
        self._pause_s = pause_s
        self._clock = clock
        self._lock = threading.Lock()
        self._in_row = 0
        self._until = 0.0
        self._trying = False
        self._calls = self._failures = self._skipped = 0

    def enter(self) -> None:
        """Begin a call; ``leave`` ends it.

        Raises:
            ModelUnavailableError: the model has a pause.
        """
        with self._lock:
            if self._in_row >= self._most and self._pause_s:
                left = self._until - self._clock()
                if left > 0 or self._trying:
                    self._skipped += 1
                    seconds = max(1, round(left))
                    raise ModelUnavailableError(
                        _PAUSED.format(failures=self._in_row, seconds=seconds)
                    )
                self._trying = True
            self._calls += 1

    def leave(self, *, succeeded: bool | None) -> None:
        """End a call; None where nobody waited for how it went."""
        with self._lock:
            self._trying = False
            if succeeded:
                self._in_row = 0
            elif succeeded is not None:
                self._failures += 1
                self._in_row += 1
                self._until = self._clock() + self._pause_s

    def health(self) -> ModelHealth:
        """The numbers so far."""
        with self._lock:
            paused = self._in_row >= self._most and self._pause_s > 0
            left = self._until - self._clock() if paused else 0.0
            return ModelHealth(
                calls=self._calls,
                failures=self._failures,
                skipped=self._skipped,
                pause_left=max(left, 0.0),
            )
