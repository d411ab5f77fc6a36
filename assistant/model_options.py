"""How each provider is reached: its LangChain class's options, and the HTTP client it is to use.

Settings –(``connection``, ``provider_options``, ``reply_format``)→ options –(model.py)→ ChatModel.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import parse_qs, urlsplit, urlunsplit

import httpx

from assistant.breaker import PAUSE_S
from assistant.prompting import PROMPT_TOKENS
from assistant.replies import REPLY_SCHEMA

Options = dict[str, Any]
"""What a provider's LangChain class takes, by its own names."""

Closable = httpx.AsyncClient | httpx.AsyncHTTPTransport

TIMEOUT_S = 6.0
"""How long an answer may take, from the question, where nothing else is set."""

REPLY_TOKENS = 1_500
"""How long a reply may be where nothing else is set: six statements with quotes take half."""

AZURE_API_VERSION = "2024-10-21"
_MOST_CAUSES = 10  # wrappings of one error within another: LangChain's, the provider's, httpx's
_OWN_ADDRESSES = {"openai": "https://api.openai.com/v1", "ollama": "http://127.0.0.1:11434"}
_MOST_BYTES = 4_000_000  # of a reply that comes whole: no answer of ours is near it
_NO_KEY = "saknas"  # servers without keys get this; OpenAI's client insists on some word


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What an answer may cost: seconds from the question to the last byte, tokens there and back.

    ``pause_s`` is how long a model that keeps failing is left alone.
    """

    timeout_s: float = TIMEOUT_S
    prompt_tokens: int = PROMPT_TOKENS
    reply_tokens: int = REPLY_TOKENS
    pause_s: float = PAUSE_S


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where the model is: "" for the provider's own address."""

    url: str
    api_version: str

    @property
    def is_loopback(self) -> bool:
        """Whether it is this machine."""
        host = urlsplit(self.url).hostname or ""
        try:
            return host == "localhost" or ip_address(host).is_loopback
        except ValueError:
            return False


def read_address(base_url: str) -> Address:
    """The address without its query, where Azure's api version may stand."""
    parts = urlsplit(base_url)
    version = parse_qs(parts.query).get("api-version", [AZURE_API_VERSION])[0]
    return Address(url=urlunsplit(parts._replace(query="")), api_version=version)


def connection(provider: str, address: Address, limits: Limits) -> tuple[Options, Closable]:
    """The HTTP client that a provider's class is to use, so that we decide where it may go.

    Redirects are not followed: a server at the configured address can't send the question on. A
    proxy named by the environment is used, but never for this machine's own addresses.
    """
    # The single waits are longer than the whole, so that it is always the whole that ends them.
    settings: Options = {"timeout": 2 * limits.timeout_s, "follow_redirects": False}
    if address.is_loopback or (provider == "ollama" and not address.url):
        settings["trust_env"] = False
    if provider == "ollama":
        transport = httpx.AsyncHTTPTransport()
        wire = {"client_kwargs": settings, "async_client_kwargs": {"transport": transport}}
        return wire, transport
    client = StreamingClient(**settings)
    takes_client = provider in {"openai", "azure_openai"}
    return {"http_async_client": client} if takes_client else {}, client


def provider_options(
    provider: str, name: str, address: Address, api_key: str | None, limits: Limits
) -> Options:
    """What the provider's class needs to know besides its HTTP client."""
    key: Options = {"api_key": api_key} if api_key else {}
    # Named here also when it is the provider's own: OPENAI_BASE_URL or OLLAMA_HOST, set for
    # something else, must not send a question where the settings do not say.
    where = address.url or _OWN_ADDRESSES.get(provider, "")
    url: Options = {"base_url": where} if where else {}
    if provider == "ollama":
        # Without a size of its own Ollama cuts long prompts silently, the instructions first.
        size = {"num_ctx": limits.prompt_tokens + limits.reply_tokens}
        return {**url, **size}
    # We try again ourselves: the clients' own tries would not know how much time is left.
    common: Options = {"max_retries": 0, "timeout": 2 * limits.timeout_s, **key}
    if provider == "azure_openai":
        endpoint: Options = {"azure_endpoint": address.url} if address.url else {}
        place = {"azure_deployment": name, "api_version": address.api_version}
        return {**common, **endpoint, **place, "stream_usage": False}
    if provider == "openai":
        keyless: Options = {"api_key": _NO_KEY} if address.url and not api_key else {}
        own: Options = {"use_responses_api": False, "stream_usage": False}
        return {**common, **keyless, **url, **own}
    return {**common, **url}


def careful_options(provider: str, limits: Limits) -> Options:
    """What the first attempt asks for and a server may refuse: no chance, and an end."""
    if provider == "ollama":
        # A model that thinks aloud first has no time left to answer, and may forget the schema.
        return {"temperature": 0, "num_predict": limits.reply_tokens, "reasoning": False}
    return {"temperature": 0, "max_tokens": limits.reply_tokens}


def reply_format(provider: str) -> Options:
    """How to ask a provider for JSON of our shape; nothing where that is not known."""
    if provider == "ollama":
        return {"format": REPLY_SCHEMA}
    if provider in {"openai", "azure_openai"}:
        schema = {"name": "svar", "strict": True, "schema": REPLY_SCHEMA}
        # As an option of its own it would make LangChain hold the stream back to parse it, and
        # fail on servers that leave a field out; we read with tolerance ourselves.
        format_ = {"type": "json_schema", "json_schema": schema}
        return {"extra_body": {"response_format": format_}}
    return {}


def json_format(provider: str) -> Options:
    """How to ask a provider for JSON of any shape; nothing where that is not known."""
    if provider == "ollama":
        return {"format": "json"}
    if provider in {"openai", "azure_openai"}:
        return {"extra_body": {"response_format": {"type": "json_object"}}}
    return {}


def is_broken_wire(failure: BaseException) -> bool:
    """Whether a connection failed or broke, as opposed to a reply that can't be understood."""
    behind: BaseException | None = failure
    for _ in range(_MOST_CAUSES):
        if behind is None:
            return False
        if isinstance(behind, OSError | httpx.TransportError):
            return True
        behind = behind.__cause__ or behind.__context__
    return False


class StreamingClient(httpx.AsyncClient):
    """Understands servers that answer whole, though they were asked to stream.

    OpenAI's client would find no event in such a reply, and we would have to ask and wait anew.
    """

    async def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
        """The response, with a whole reply to a request for a stream made one event."""
        response = await super().send(request, **options)
        whole = response.headers.get("content-type", "").startswith("application/json")
        if not (whole and response.is_success and _asks_for_stream(request)):
            return response
        body = b""
        async for part in response.aiter_bytes():
            body += part
            if len(body) > _MOST_BYTES:
                body = b""  # no event, so no reply
                break
        await response.aclose()
        return httpx.Response(
            response.status_code,
            headers={"content-type": "text/event-stream"},
            content=_as_event(body),
            request=request,
        )


def _asks_for_stream(request: httpx.Request) -> bool:
    with suppress(ValueError, AttributeError):
        return json.loads(request.content).get("stream") is True
    return False


def _as_event(body: bytes) -> bytes:
    """A chat completion as the one event of a stream; what is no completion as it is."""
    try:
        completion = json.loads(body)
        choices = [_as_delta(choice) for choice in completion["choices"]]
    except (ValueError, KeyError, TypeError, AttributeError):
        return body
    chunk = {**completion, "object": "chat.completion.chunk", "choices": choices}
    chunk.pop("usage", None)
    return b"data: " + json.dumps(chunk).encode() + b"\n\ndata: [DONE]\n\n"


def _as_delta(choice: Mapping[str, Any]) -> Options:
    message = choice["message"]
    delta = {name: message.get(name) for name in ("role", "content", "refusal")}
    return {
        "index": choice.get("index", 0),
        "delta": delta,
        "finish_reason": choice.get("finish_reason") or "stop",
    }
