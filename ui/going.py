"""Which answers are on their way, so that what is told after one was stopped comes after its last.

Gradio cancels an answer from the outside and says nothing of when it has ended.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_LAST_WORDS = 0.1  # seconds that what was sent last may need to be on its way
_PATIENCE = 2.0  # seconds: then the person is told in any case


class Going:
    """The answer that each open page waits for, by the page's session."""

    def __init__(self) -> None:
        self._ends: dict[str, asyncio.Event] = {}

    @contextmanager
    def answering(self, session: str) -> Iterator[None]:
        """While an answer to ``session`` is made."""
        end = self._ends[session] = asyncio.Event()
        try:
            yield
        finally:
            end.set()
            if self._ends.get(session) is end:
                del self._ends[session]

    async def ended(self, session: str) -> None:
        """Return when nothing more comes of the session's answer, or patience is at its end."""
        if session in self._ends:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._ends[session].wait(), _PATIENCE)
        await asyncio.sleep(_LAST_WORDS)
