"""The seam to language models: any provider that LangChain's ``init_chat_model`` takes.

Prompt –(``ChatModel.pieces``)→ reply, piece by piece. Whatever goes wrong is a
ModelUnavailableError within the time limit; nothing is sent anywhere but to the configured address.
"""

import asyncio
import re
import threading
from collections import Counter
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import aclosing
from dataclasses import replace
from queue import Empty, SimpleQueue
from time import monotonic
from typing import TYPE_CHECKING, cast

from assistant.breaker import CircuitBreaker, ModelHealth
from assistant.conversation import Emit
from assistant.dictation import Dictation, write_answer
from assistant.patience import TOO_LONG, Attempt, Messages, reply_of, unavailable
from assistant.prompting import CHARACTERS_PER_TOKEN, Prompt
from assistant.service import ignore
from assistant.writing import Counts, Written
from corpus.errors import ModelUnavailableError, UsageError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel, LanguageModelInput
    from langchain_core.messages import AIMessage
    from langchain_core.runnables import Runnable

    from assistant.model_options import Closable, Limits, Options

    Chat = Runnable[LanguageModelInput, AIMessage]

_UNKNOWN_MODEL = (
    "Språkmodellen {spec} går inte att använda: ange LOTSEN_MODEL som leverantör:modell, "
    "till exempel openai:NAMN, azure_openai:NAMN eller ollama:NAMN."
)
_NOT_INSTALLED = (
    "Språkmodellen {spec} i LOTSEN_MODEL går inte att använda: paketet {package} saknas. "
    "Installera det med .venv/bin/python -m pip install {package}."
)
_TOO_SLOW = "Språkmodellen svarade inte inom {seconds:g} sekunder."


class ChatModel:
    """One configured model; safe to use from several threads. Close it when done."""

    def __init__(
        self, attempts: Sequence[Attempt], *, closable: "Closable", limits: "Limits"
    ) -> None:
        """``attempts`` are tried in turn while the server says that a request is malformed.

        ``closable`` holds their connections.
        """
        self._attempts = tuple(attempts)
        self._closable = closable
        self._limits = limits
        self._breaker = CircuitBreaker(pause_s=limits.pause_s)
        self._fates: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(
            target=self._loop.run_forever, name="lotsen-model", daemon=True
        )
        self._thread.start()

    def write(self, dictation: Dictation, emit: Emit = ignore) -> Written:
        """Checked statements for a question; see assistant/dictation.py."""
        written = write_answer(self, dictation, emit, self._limits.prompt_tokens)
        self._count(written.counts)
        return written

    def complete(self, prompt: Prompt) -> str:
        """The model's whole reply.

        Raises:
            ModelUnavailableError: no reply, an error, too long or too slow.
        """
        return "".join(self.pieces(prompt))

    def pieces(self, prompt: Prompt, spent: float = 0.0) -> Iterator[str]:
        """The reply as it comes, within the time limit from first to last byte.

        ``spent`` seconds of that time are gone; half of it is always left to the model.

        Raises:
            ModelUnavailableError: no reply, an error, too long, too slow, or a pause after many
                such failures.
        """
        self._breaker.enter()
        succeeded: bool | None = None
        # A loop of its own, in its own thread: a server that drips can be cut off at any moment,
        # which no read timeout does, and the caller may itself be within a running loop.
        arrived: SimpleQueue[str | ModelUnavailableError | None] = SimpleQueue()
        pending = asyncio.run_coroutine_threadsafe(self._ask(prompt, arrived), self._loop)
        limit = self._limits.timeout_s
        try:
            yield from self._taken(arrived, monotonic() + max(limit - spent, limit / 2))
            succeeded = True
        except ModelUnavailableError:
            succeeded = False
            raise
        finally:
            pending.cancel()
            self._breaker.leave(succeeded=succeeded)

    def health(self) -> ModelHealth:
        """How it has gone so far, for whoever runs the service."""
        with self._lock:
            return replace(self._breaker.health(), statements=tuple(sorted(self._fates.items())))

    def close(self) -> None:
        """Close the connections and end the thread."""
        if self._loop.is_closed():
            return
        shut = asyncio.run_coroutine_threadsafe(self._shut_down(), self._loop)
        shut.result(self._limits.timeout_s)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(self._limits.timeout_s)
        self._loop.close()

    def _count(self, counts: Counts) -> None:
        with self._lock:
            self._fates.update(kept=counts.kept, replaced=counts.replaced, dropped=counts.dropped)

    def _taken(
        self, arrived: "SimpleQueue[str | ModelUnavailableError | None]", ends: float
    ) -> Iterator[str]:
        """What comes until None, cut off at the time ``ends``."""
        while True:
            try:
                piece = arrived.get(timeout=max(ends - monotonic(), 0))
            except Empty as late:
                seconds = self._limits.timeout_s
                raise ModelUnavailableError(_TOO_SLOW.format(seconds=seconds)) from late
            if piece is None:
                return
            if isinstance(piece, ModelUnavailableError):
                raise piece
            yield piece

    async def _ask(
        self, prompt: Prompt, arrived: "SimpleQueue[str | ModelUnavailableError | None]"
    ) -> None:
        from langsmith import tracing_context  # noqa: PLC0415 - LangChain's, 0.3 s

        messages: Messages = [("system", prompt.instructions), ("human", prompt.message)]
        # Also where LANGSMITH_TRACING is set for something else: questions go to the model only.
        with tracing_context(enabled=False):
            try:
                async with aclosing(self._bounded(messages)) as pieces:
                    async for piece in pieces:
                        arrived.put(piece)
            except Exception as failure:  # providers raise what they like
                arrived.put(unavailable(failure))
            else:
                arrived.put(None)

    async def _bounded(self, messages: Messages) -> AsyncGenerator[str]:
        """The pieces of a reply that ends: not every server keeps to the length we ask for."""
        # Twice the estimate: a reply that the provider itself ends is never cut here.
        room = 2 * CHARACTERS_PER_TOKEN * self._limits.reply_tokens
        async with aclosing(reply_of(self._attempts, messages)) as pieces:
            async for piece in pieces:
                room -= len(piece)
                if room < 0:
                    raise ModelUnavailableError(TOO_LONG)
                yield piece

    async def _shut_down(self) -> None:
        for task in self._others():
            if not task.cancelling():  # one already told to end is not disturbed in its clean-up
                task.cancel()
        # Within LangChain a reply is a chain of generators: each is closed in a task of its own,
        # begun in the round after the one around it ended.
        while others := self._others():
            await asyncio.gather(*others, return_exceptions=True)
            await asyncio.sleep(0)
        await self._closable.aclose()

    def _others(self) -> "set[asyncio.Task[object]]":
        return asyncio.all_tasks(self._loop) - {asyncio.current_task()}


def open_model(
    spec: str,
    base_url: str | None = None,
    api_key: str | None = None,
    limits: "Limits | None" = None,
    *,
    any_json: bool = False,
) -> ChatModel:
    """The model that ``spec`` names, "provider:model", at ``base_url``; no request is made yet.

    Azure's api version may stand in the address: ``https://….openai.azure.com/?api-version=…``.
    With ``any_json`` replies are JSON of whatever shape the prompt asks for, and not an answer's.

    Raises:
        UsageError: the provider is unknown or not installed, or the settings are not enough for it.
    """
    from assistant import model_options as how  # noqa: PLC0415 - httpx takes 0.1 s

    limits = limits or how.Limits()
    provider, _, name = spec.partition(":")
    if not provider or not name:
        raise UsageError(_UNKNOWN_MODEL.format(spec=spec))
    address = how.read_address(base_url or "")
    wire, closable = how.connection(provider, address, limits)
    options = wire | how.provider_options(provider, name, address, api_key, limits)
    held = _open_chat(spec, options | how.careful_options(provider, limits))
    plain = _open_chat(spec, options)
    # Some servers know no schema, some models no temperature: the second attempt asks for nothing
    # out of the ordinary, not even a stream, and the reply is read with tolerance either way.
    shape = how.json_format(provider) if any_json else how.reply_format(provider)
    attempts = (_in_pieces(held.bind(**shape)), _at_once(plain))
    return ChatModel(attempts, closable=closable, limits=limits)


def _in_pieces(chat: "Chat") -> Attempt:
    return cast("Attempt", chat.astream)  # LangChain says iterator and gives a generator


def _at_once(chat: "Chat") -> Attempt:
    async def ask(messages: Messages) -> "AsyncGenerator[AIMessage]":
        yield await chat.ainvoke(messages)

    return ask


def _open_chat(spec: str, options: "Options") -> "BaseChatModel":
    from langchain.chat_models import init_chat_model  # noqa: PLC0415 - 1.5 s

    try:
        chat: BaseChatModel = init_chat_model(spec, **options)
    except ImportError as missing:
        named = re.search(r"langchain-[a-z0-9-]*[a-z0-9]", str(missing))
        if named is None:
            raise UsageError(_UNKNOWN_MODEL.format(spec=spec)) from missing
        text = _NOT_INSTALLED.format(spec=spec, package=named.group())
        raise UsageError(text) from missing
    except Exception as unknown:  # each provider's class has errors of its own for what it lacks
        raise UsageError(_UNKNOWN_MODEL.format(spec=spec)) from unknown
    return chat
