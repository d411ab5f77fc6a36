"""The seam to language models: any provider that LangChain's ``init_chat_model`` takes.

Prompt –(``ChatModel.complete``)→ reply. Whatever goes wrong is a ModelUnavailableError within the
time limit; nothing is sent anywhere but to the configured address.
"""

import asyncio
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import TimeoutError as NoResultError
from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit, urlunsplit

from assistant.conversation import Question, RetrievedPassage
from assistant.prompting import REPLY_SCHEMA, Prompt
from assistant.writing import Written, write_answer
from corpus.documents import CatalogueEntry
from corpus.errors import ModelUnavailableError, UsageError

if TYPE_CHECKING:
    import httpx
    from langchain_core.language_models import BaseChatModel, LanguageModelInput
    from langchain_core.messages import AIMessage
    from langchain_core.runnables import Runnable

    Closable = httpx.AsyncClient | httpx.AsyncHTTPTransport
    Attempt = Runnable[LanguageModelInput, AIMessage]

Options = dict[str, Any]
"""What a provider's LangChain class takes, by its own names; it stays within this module."""

TIMEOUT_S = 10.0
AZURE_API_VERSION = "2024-10-21"
_NO_KEY = "saknas"  # servers without keys get this; OpenAI's client insists on some word
_BAD_REQUEST = frozenset({400, 404, 415, 422})

_UNKNOWN_MODEL = (
    "Språkmodellen {spec} går inte att använda: ange LOTSEN_MODEL som leverantör:modell, "
    "till exempel openai:NAMN, azure_openai:NAMN eller ollama:NAMN."
)
_TOO_SLOW = "Språkmodellen svarade inte inom {seconds:g} sekunder."
_FAILED = "Språkmodellen svarar inte ({kind})."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Address:
    """Where the model is: "" for the provider's own address."""

    url: str
    api_version: str

    @property
    def is_loopback(self) -> bool:
        host = urlsplit(self.url).hostname or ""
        try:
            return host == "localhost" or ip_address(host).is_loopback
        except ValueError:
            return False


class ChatModel:
    """One configured model; safe to use from several threads. Close it when done."""

    def __init__(
        self,
        attempts: Sequence["Attempt"],
        *,
        closable: "Closable",
        timeout_s: float,
    ) -> None:
        """``attempts`` are tried in turn while the server says that a request is malformed.

        ``closable`` holds their connections.
        """
        self._attempts = tuple(attempts)
        self._closable = closable
        self._timeout_s = timeout_s
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(
            target=self._loop.run_forever, name="lotsen-model", daemon=True
        )
        self._thread.start()

    def write(
        self,
        question: Question,
        found: Sequence[RetrievedPassage],
        entries: Mapping[str, CatalogueEntry],
    ) -> Written:
        """Checked statements for ``question``; see assistant/writing.py."""
        return write_answer(self, question, found, entries)

    def complete(self, prompt: Prompt) -> str:
        """The model's reply, within the time limit, counted from now to the last byte.

        Raises:
            ModelUnavailableError: no reply, an error, or too slow.
        """
        # A loop of its own, in its own thread: a server that drips can be cut off at any moment,
        # which no read timeout does, and the caller may itself be within a running loop.
        pending = asyncio.run_coroutine_threadsafe(self._reply(prompt), self._loop)
        try:
            return pending.result(self._timeout_s)
        except NoResultError as late:
            pending.cancel()
            raise ModelUnavailableError(_TOO_SLOW.format(seconds=self._timeout_s)) from late

    def close(self) -> None:
        """Close the connections and end the thread."""
        if self._loop.is_closed():
            return
        asyncio.run_coroutine_threadsafe(self._shut_down(), self._loop).result(self._timeout_s)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(self._timeout_s)
        self._loop.close()

    async def _shut_down(self) -> None:
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await self._closable.aclose()

    async def _reply(self, prompt: Prompt) -> str:
        from langsmith import tracing_context  # noqa: PLC0415 - LangChain's, 0.3 s

        messages: list[Any] = [("system", prompt.instructions), ("human", prompt.message)]
        *first, last = self._attempts
        # Also where LANGSMITH_TRACING is set for something else: questions go to the model only.
        with tracing_context(enabled=False):
            for attempt in first:
                try:
                    return _text_of(await attempt.ainvoke(messages))
                except Exception as failure:
                    if getattr(failure, "status_code", None) not in _BAD_REQUEST:
                        raise _unavailable(failure) from failure
            try:
                return _text_of(await last.ainvoke(messages))
            except Exception as failure:
                raise _unavailable(failure) from failure


def _unavailable(failure: Exception) -> ModelUnavailableError:
    """Providers raise what they like, from dead sockets to attribute errors on odd replies.

    Only the kind of error is told: its text may hold the question or the key.
    """
    status = getattr(failure, "status_code", None)
    return ModelUnavailableError(_FAILED.format(kind=status or type(failure).__name__))


def _text_of(reply: object) -> str:
    text = getattr(reply, "text", "")
    return str(text() if callable(text) and not isinstance(text, str) else text)


def open_model(
    spec: str,
    base_url: str | None = None,
    api_key: str | None = None,
    timeout_s: float = TIMEOUT_S,
) -> ChatModel:
    """The model that ``spec`` names, "provider:model", at ``base_url``; no request is made yet.

    Azure's api version may stand in the address: ``https://….openai.azure.com/?api-version=…``.

    Raises:
        UsageError: the provider is unknown or not installed, or the settings are not enough for it.
    """
    address = _address(base_url or "")
    provider, _, name = spec.partition(":")
    if not provider or not name:
        raise UsageError(_UNKNOWN_MODEL.format(spec=spec))
    wire, closable = _connection(provider, address, timeout_s)
    options = wire | _provider_options(provider, name, address, api_key, timeout_s)
    try:
        strict = _open_chat(spec, {"temperature": 0, **options})
        plain = _open_chat(spec, options)
    except Exception as unknown:  # each provider's class has errors of its own for what it lacks
        raise UsageError(_UNKNOWN_MODEL.format(spec=spec)) from unknown
    # Some servers know no schema, and some models no temperature: the second attempt asks for
    # neither, and the reply is read with tolerance either way.
    held = strict.bind(**_reply_format(provider))
    return ChatModel([held, plain], closable=closable, timeout_s=timeout_s)


def _open_chat(spec: str, options: Options) -> "BaseChatModel":
    from langchain.chat_models import init_chat_model  # noqa: PLC0415 - 1.5 s

    chat: BaseChatModel = init_chat_model(spec, **options)
    return chat


def _address(base_url: str) -> _Address:
    parts = urlsplit(base_url)
    version = parse_qs(parts.query).get("api-version", [AZURE_API_VERSION])[0]
    return _Address(url=urlunsplit(parts._replace(query="")), api_version=version)


def _connection(provider: str, address: _Address, timeout_s: float) -> tuple[Options, "Closable"]:
    """The HTTP client that a provider's class is to use, so that we decide where it may go.

    Redirects are not followed: a server at the configured address can't send the question on. A
    proxy named by the environment is used, but never for this machine's own addresses.
    """
    import httpx  # noqa: PLC0415 - 0.1 s

    # The single waits are longer than the whole, so that it is always the whole that ends them.
    settings: Options = {"timeout": 2 * timeout_s, "follow_redirects": False}
    if address.is_loopback or (provider == "ollama" and not address.url):
        settings["trust_env"] = False
    if provider == "ollama":
        transport = httpx.AsyncHTTPTransport()
        wire = {"client_kwargs": settings, "async_client_kwargs": {"transport": transport}}
        return wire, transport
    client = httpx.AsyncClient(**settings)
    takes_client = provider in {"openai", "azure_openai"}
    return {"http_async_client": client} if takes_client else {}, client


def _provider_options(
    provider: str, name: str, address: _Address, api_key: str | None, timeout_s: float
) -> Options:
    key: Options = {"api_key": api_key} if api_key else {}
    url: Options = {"base_url": address.url} if address.url else {}
    if provider == "ollama":
        return url
    common: Options = {"max_retries": 0, "timeout": 2 * timeout_s, **key}
    if provider == "azure_openai":
        endpoint: Options = {"azure_endpoint": address.url} if address.url else {}
        place = {"azure_deployment": name, "api_version": address.api_version}
        return {**common, **endpoint, **place}
    if provider == "openai":
        keyless: Options = {"api_key": _NO_KEY} if address.url and not api_key else {}
        return {**common, **keyless, **url, "use_responses_api": False}
    return {**common, **url}


def _reply_format(provider: str) -> Options:
    """How to ask a provider for JSON of our shape; nothing where that is not known."""
    if provider == "ollama":
        return {"format": REPLY_SCHEMA}
    if provider in {"openai", "azure_openai"}:
        schema = {"name": "svar", "strict": True, "schema": REPLY_SCHEMA}
        return {"response_format": {"type": "json_schema", "json_schema": schema}}
    return {}
