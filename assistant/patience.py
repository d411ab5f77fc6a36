"""Asking a language model with patience: again after what may pass, otherwise when refused.

Each attempt is one way to ask, made by model.py; here no provider and no framework is known.
"""

import asyncio
import random
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping, Sequence
from contextlib import aclosing, suppress
from typing import Any, Protocol

from corpus.errors import ModelUnavailableError


class Message(Protocol):
    """A part of a reply, or all of it."""

    @property
    def text(self) -> str:
        """Its words."""
        ...

    @property
    def response_metadata(self) -> Mapping[str, object]:
        """What the provider says about it, such as why it ended."""
        ...


Messages = list[Any]
"""What is asked, as (role, text) pairs."""


class Reply(Protocol):
    """The messages of one reply as they come.

    Closed by whoever reads it: left to itself, one that is cut short lives on with the failure
    that cut it.
    """

    def __aiter__(self) -> AsyncIterator[Message]:
        """Each message."""
        ...

    async def aclose(self) -> object:
        """End it."""
        ...


Attempt = Callable[[Messages], Reply]
"""Asks once, in one way; gives the reply in one or more messages."""

_BAD_REQUEST = frozenset({400, 404, 415, 422})
_PASSING = frozenset({408, 429, 500, 502, 503, 504})
_WAITS_S = (0.2, 0.6)  # before each new try after a failure that may pass
_LONGEST_WAIT_S = 2.0  # a server that wants us to wait longer than this is left alone
_ENDED_EARLY = frozenset({"length", "max_tokens"})  # reasons to end, by the providers' names
TOO_LONG = "Språkmodellen svarar inte (svaret blev för långt)."
_MEANINGS = {
    401: ", nyckeln godtas inte",
    403: ", nyckeln räcker inte",
    404: ", modellen eller adressen finns inte",
    429: ", för många frågor",
}
_FAILED = "Språkmodellen svarar inte ({kind})."


async def reply_of(attempts: Sequence[Attempt], messages: Messages) -> AsyncGenerator[str]:
    """The texts of the first reply that an attempt gives.

    The next attempt is made only where the server says that the request was malformed.
    """
    *first, last = attempts
    for attempt in first:
        begun = False
        try:
            async with aclosing(_persistent(attempt, messages)) as pieces:
                async for piece in pieces:
                    begun = True
                    yield piece
        except Exception as failure:
            if begun or getattr(failure, "status_code", None) not in _BAD_REQUEST:
                raise
        else:
            return
    async with aclosing(_persistent(last, messages)) as pieces:
        async for piece in pieces:
            yield piece


async def _persistent(attempt: Attempt, messages: Messages) -> AsyncGenerator[str]:
    """The texts of a reply, asked for again while nothing has come and the failure may pass."""
    for wait in (*_WAITS_S, None):
        begun = False
        try:
            async with aclosing(attempt(messages)) as reply:
                async for message in reply:
                    if text := str(message.text):
                        begun = True
                        yield text
                    _check_end(message)
        except Exception as failure:
            pause = _pause_after(failure, wait)
            if begun or pause is None:
                raise
            await asyncio.sleep(pause)
        else:
            return


def _check_end(message: Message) -> None:
    """Stop at a reply that the provider cut at its longest length."""
    if _ENDED_EARLY & {str(value) for value in message.response_metadata.values()}:
        raise ModelUnavailableError(TOO_LONG)


def _pause_after(failure: Exception, wait: float | None) -> float | None:
    """Seconds to wait before the next try, None where there is to be none."""
    from assistant.model_options import is_broken_wire  # noqa: PLC0415 - httpx takes 0.1 s

    status = getattr(failure, "status_code", None)
    passing = status in _PASSING if isinstance(status, int) else is_broken_wire(failure)
    if wait is None or not passing:
        return None
    asked = getattr(getattr(failure, "response", None), "headers", {}).get("retry-after", "0")
    with suppress(ValueError):
        wait = max(wait, float(asked))
    return wait * random.uniform(1, 1.25) if wait <= _LONGEST_WAIT_S else None  # noqa: S311 - not a secret


def unavailable(failure: Exception) -> ModelUnavailableError:
    """Providers raise what they like, from dead sockets to attribute errors on odd replies.

    Only the kind of error is told: its text may hold the question or the key.
    """
    if isinstance(failure, ModelUnavailableError):
        return failure
    status = getattr(failure, "status_code", None)
    kind = f"{status}{_MEANINGS.get(status, '')}" if status else type(failure).__name__
    return ModelUnavailableError(_FAILED.format(kind=kind))
