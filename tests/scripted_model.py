"""A language model that says what a test tells it to, over HTTP on loopback.

It speaks as OpenAI, Azure OpenAI and Ollama do: whole or streamed, as the request asks.
"""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from pydantic import SecretStr

from assistant.settings import Settings

Act = Callable[["Handler", "ModelScript"], None]


def scripted_settings(base_url: str, **others: Any) -> Settings:
    """Settings that connect the product to the model at ``base_url``."""
    return Settings(
        model="openai:scripted",
        model_base_url=base_url,
        model_api_key=SecretStr("nyckel"),
        **others,
    )


@dataclass
class ModelScript:
    """What to do with each request in turn (the last act repeats), and what has been asked."""

    acts: list[Act] = field(default_factory=list)
    requests: list[dict[str, Any]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)
    url: str = ""

    @property
    def base_url(self) -> str:
        return f"{self.url}/v1"

    @property
    def prompt(self) -> str:
        """Every message of the last request, joined."""
        return "\n\n".join(message["content"] for message in self.requests[-1]["messages"])

    def replies(self, *acts: Act) -> None:
        self.acts[:] = acts


class Handler(BaseHTTPRequestHandler):
    script: ModelScript

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", "0"))
        self.script.requests.append(json.loads(self.rfile.read(length) or b"{}"))
        self.script.paths.append(self.path)
        self.script.keys.append(self.headers.get("api-key") or self.headers.get("Authorization"))
        acts = self.script.acts
        act = acts.pop(0) if len(acts) > 1 else acts[0]
        with suppress(BrokenPipeError, ConnectionResetError):  # some clients give up on us
            act(self, self.script)

    def send(
        self,
        status: int,
        body: bytes,
        *,
        length: int | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.send_header("Connection", "close")
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    @property
    def is_asked_to_stream(self) -> bool:
        return self.script.requests[-1].get("stream") is True

    def begin_stream(self, kind: str = "text/event-stream") -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Connection", "close")
        self.end_headers()

    def send_event(self, data: bytes) -> None:
        self.wfile.write(b"data: " + data + b"\n\n")
        self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Tests say what they need to know themselves."""


def completion(content: str | None, *, refusal: str | None = None, finish: str = "stop") -> bytes:
    message = {"role": "assistant", "content": content, "refusal": refusal}
    choice = {"index": 0, "message": message, "finish_reason": finish}
    usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
    whole = {"id": "x", "object": "chat.completion", "created": 0, "model": "scripted"}
    return json.dumps({**whole, "choices": [choice], "usage": usage}).encode()


def chunk(delta: dict[str, Any], finish: str | None = None) -> bytes:
    choices = [{"index": 0, "delta": delta, "finish_reason": finish}]
    whole = {"id": "x", "object": "chat.completion.chunk", "created": 0, "model": "scripted"}
    return json.dumps({**whole, "choices": choices}).encode()


def in_pieces(content: str, size: int = 7) -> list[str]:
    return [content[at : at + size] for at in range(0, len(content), size)]


def says(content: str | None, *, refusal: str | None = None, finish: str = "stop") -> Act:
    """The words, in events when a stream was asked for."""

    def act(handler: Handler, script: ModelScript) -> None:
        if not handler.is_asked_to_stream:
            handler.send(200, completion(content, refusal=refusal, finish=finish))
            return
        handler.begin_stream()
        for piece in in_pieces(content or ""):
            handler.send_event(chunk({"content": piece}))
        handler.send_event(chunk({"refusal": refusal} if refusal else {}, finish))
        handler.send_event(b"[DONE]")

    return act


def says_of(write: Callable[[str], str]) -> Act:
    """What ``write`` makes of the prompt."""
    return lambda handler, script: says(write(script.prompt))(handler, script)


def says_whole(content: str) -> Act:
    """The words as one reply, whatever was asked for: not every server can stream."""
    return lambda handler, script: handler.send(200, completion(content))


def says_up_to(content: str, place: int, *, until: threading.Event | None = None) -> Act:
    """The first ``place`` characters in events. Then the line is cut, or, with ``until``, the rest
    comes once that is set."""

    def act(handler: Handler, script: ModelScript) -> None:
        handler.begin_stream()
        handler.send_event(chunk({"content": content[:place]}))
        if until is None:
            handler.close_connection = True
            return
        until.wait(30)
        handler.send_event(chunk({"content": content[place:]}, "stop"))
        handler.send_event(b"[DONE]")

    return act


def azure_says(content: str) -> Act:
    """As Azure does: a first event about filters without choices, and a key in its own header."""

    def act(handler: Handler, script: ModelScript) -> None:
        handler.begin_stream()
        filters = [{"prompt_index": 0, "content_filter_results": {}}]
        empty = {"id": "", "object": "", "created": 0, "model": "", "choices": []}
        handler.send_event(json.dumps({**empty, "prompt_filter_results": filters}).encode())
        for piece in in_pieces(content):
            handler.send_event(chunk({"content": piece}))
        handler.send_event(chunk({}, "stop"))
        handler.send_event(b"[DONE]")

    return act


def ollama_line(content: str, *, done: bool) -> bytes:
    message = {"role": "assistant", "content": content}
    line = {"model": "scripted", "created_at": "2026-01-01T00:00:00Z", "message": message}
    ended = {"done": True, "done_reason": "stop"} if done else {"done": False}
    return json.dumps({**line, **ended}).encode() + b"\n"


def ollama_says(content: str, *, up_to: int | None = None) -> Act:
    """The words in lines; with ``up_to`` the line is cut after so many characters."""

    def act(handler: Handler, script: ModelScript) -> None:
        handler.begin_stream("application/x-ndjson")
        for piece in in_pieces(content[:up_to]):
            handler.wfile.write(ollama_line(piece, done=False))
            handler.wfile.flush()
        if up_to is None:
            handler.wfile.write(ollama_line("", done=True))
        handler.close_connection = True

    return act


refuses = says(None, refusal="Det kan jag inte hjälpa till med.")


def cut_at_limit(content: str) -> Act:
    return says(content, finish="length")


def fails(status: int, *, retry_after: str = "") -> Act:
    body = json.dumps({"error": {"message": "hemlig fråga och nyckel", "type": "x"}}).encode()

    def act(handler: Handler, script: ModelScript) -> None:
        handler.send(status, body, headers={"Retry-After": retry_after} if retry_after else {})

    return act


def sends(body: bytes) -> Act:
    return lambda handler, script: handler.send(200, body)


def hangs(handler: Handler, script: ModelScript) -> None:
    script.released.wait(30)


def drips(handler: Handler, script: ModelScript) -> None:
    """A byte now and then: no single wait is long, the whole never ends."""
    handler.send(200, b"", length=100_000)
    while not script.released.wait(0.02):
        handler.wfile.write(b" ")
        handler.wfile.flush()


def stops_halfway(handler: Handler, script: ModelScript) -> None:
    whole = completion('{"status": "answered", "statements": []}')
    handler.send(200, whole[: len(whole) // 2], length=len(whole))
    handler.close_connection = True


def redirects_to(address: str) -> Act:
    def act(handler: Handler, script: ModelScript) -> None:
        handler.send_response(307)
        handler.send_header("Location", address)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return act


@contextmanager
def scripted_model(*acts: Act) -> Iterator[ModelScript]:
    script = ModelScript(acts=list(acts))
    handler = type("ScriptedHandler", (Handler,), {"script": script})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    script.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield script
    finally:
        script.released.set()
        server.shutdown()
        server.server_close()
        thread.join()
