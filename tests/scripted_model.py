"""A language model that says what a test tells it to: OpenAI's and Ollama's HTTP, on loopback."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Act = Callable[["Handler", "ModelScript"], None]


@dataclass
class ModelScript:
    """What to do with each request in turn (the last act repeats), and what has been asked."""

    acts: list[Act] = field(default_factory=list)
    requests: list[dict[str, Any]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
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
        acts = self.script.acts
        act = acts.pop(0) if len(acts) > 1 else acts[0]
        with suppress(BrokenPipeError, ConnectionResetError):  # some clients give up on us
            act(self, self.script)

    def send(self, status: int, body: bytes, *, length: int | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Tests say what they need to know themselves."""


def completion(content: str | None, *, refusal: str | None = None, finish: str = "stop") -> bytes:
    message = {"role": "assistant", "content": content, "refusal": refusal}
    choice = {"index": 0, "message": message, "finish_reason": finish}
    usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
    whole = {"id": "x", "object": "chat.completion", "created": 0, "model": "scripted"}
    return json.dumps({**whole, "choices": [choice], "usage": usage}).encode()


def says(content: str) -> Act:
    return lambda handler, script: handler.send(200, completion(content))


def ollama_says(content: str) -> Act:
    def act(handler: Handler, script: ModelScript) -> None:
        message = {"role": "assistant", "content": content}
        reply = {"model": "scripted", "created_at": "2026-01-01T00:00:00Z", "message": message}
        body = json.dumps({**reply, "done": True, "done_reason": "stop"}).encode() + b"\n"
        handler.send(200, body)

    return act


def refuses(handler: Handler, script: ModelScript) -> None:
    handler.send(200, completion(None, refusal="Det kan jag inte hjälpa till med."))


def cut_at_limit(content: str) -> Act:
    return lambda handler, script: handler.send(200, completion(content, finish="length"))


def fails(status: int) -> Act:
    body = json.dumps({"error": {"message": "hemlig fråga och nyckel", "type": "x"}}).encode()
    return lambda handler, script: handler.send(status, body)


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
