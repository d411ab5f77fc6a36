"""Errors are fixed texts: nothing of a hostile path, query, body or header stands in any."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import quote, unquote, urlencode

import pytest
from fakes_answers import FakeAnswerer
from hostile_answers import in_batches
from httpx import Response
from starlette.testclient import TestClient

from assistant.limits import MAX_BODY
from ui.app import create_application

pytestmark = pytest.mark.filterwarnings("ignore:.*no_silent_downcasting")

SEEN = "kanariefagel"
"""A word beside each payload: whatever is left of it after escaping, this is."""

KINDS = {"a person": "text/html,*/*;q=0.8", "a program": "application/json"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request; ``method`` and what it says, and the status that it is refused with."""

    path: str
    status: int
    method: str = "GET"
    headers: Mapping[str, str | bytes] = field(default_factory=dict)
    content: bytes = b""


JSON = {"Content-Type": "application/json"}


class Broken(FakeAnswerer):
    """One that fails unforeseen with what it was asked."""

    def passage(self, passage_id):
        raise RuntimeError(passage_id)


def of_body(value: str) -> Iterator[Asked]:
    """Bodies that are no question, with the text as a value, as a name and as the whole."""
    bodies: list[object] = [
        {"question": "Vad gäller?", "as_of": value},
        {"question": "Vad gäller?", "mode": value, "lanes": [value], "history": [{value: value}]},
        {"question": {value: value}, value: value},
        [value],
        value,
    ]
    for body in bodies:
        content = json.dumps(body).encode()
        for path in ("/api/ask", "/api/ask/stream"):
            yield Asked(path=path, status=422, method="POST", headers=JSON, content=content)
        yield Asked(path="/exportera/md", status=422, method="POST", headers=JSON, content=content)
    rated = {"rating": value, "reason": value, "comment": value, "key": value, value: value}
    content = json.dumps(rated).encode()
    yield Asked(path="/api/feedback", status=422, method="POST", headers=JSON, content=content)
    raw = value.encode()
    yield Asked(path="/api/ask", status=422, method="POST", headers=JSON, content=raw)
    large = raw + b" " * MAX_BODY
    yield Asked(path="/api/ask", status=413, method="POST", headers=JSON, content=large)


def of_address(value: str) -> Iterator[Asked]:
    """Addresses that are there for nobody, or that ask for what can't be."""
    path = quote(value, safe="")
    query = urlencode(dict.fromkeys("q k as_of passage document_id sida n per".split(), value))
    yield Asked(path=f"/{path}?{query}", status=404)
    yield Asked(path=f"/api/{path}?{query}", status=404)
    yield Asked(path=f"/api/documents/{path}?{query}", status=404)
    yield Asked(path=f"/api/search?{query}", status=422)
    yield Asked(path=f"/static/{path}?{query}", status=404)
    yield Asked(path=f"/exportera/{path}?{query}", status=404, method="POST")
    yield Asked(path=f"/kallor?{query}", status=404, method="POST")
    yield Asked(path=f"/?{query}", status=405, method="POST")
    yield Asked(path=f"/gradio_api/{path}?{query}", status=404)
    yield Asked(path=f"/kalla?{query}", status=500)


def of_header(value: str) -> Iterator[Asked]:
    """Headers that a request is refused for, and ones that it is not."""
    shown = " ".join(value.split()).encode()
    names = "X-Lotsen X-Forwarded-Host X-Forwarded-Proto Referer User-Agent Cookie Accept-Language"
    sent = dict.fromkeys(names.split(), shown)
    yield Asked(path="/finns-inte", status=404, headers=sent)
    yield Asked(path="/kalla?passage=a", status=500, headers=sent)
    elsewhere = {**JSON, "Origin": shown, "Sec-Fetch-Site": "cross-site"}
    for path, body in (("/api/feedback", b'{"rating": "ja"}'), ("/exportera/md", b"{}")):
        yield Asked(path=path, status=403, method="POST", headers=elsewhere, content=body)
    odd = {"Content-Type": shown}
    yield Asked(path="/exportera/md", status=422, method="POST", headers=odd, content=b"{}")


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_application(Broken()), raise_server_exceptions=False) as started:
        yield started


def reply(client: TestClient, asked: Asked, accept: str) -> Response:
    headers = {"Accept": accept, **asked.headers}
    return client.request(asked.method, asked.path, headers=headers, content=asked.content)


def told(response: Response) -> str:
    """Body and headers as a reader may come to see them, whatever was done to escape them."""
    whole = f"{response.text}\n{response.headers}"
    return unquote(unescape(whole)) + whole


@pytest.mark.parametrize("accept", KINDS.values(), ids=KINDS)
@pytest.mark.parametrize("of", [of_address, of_body, of_header])
def test_no_error_repeats_what_was_sent(client, of, accept):
    for batch in in_batches(400):
        for asked in of("".join(f"{payload} {SEEN} " for payload in batch)):
            got = reply(client, asked, accept)
            assert (asked, got.status_code) == (asked, asked.status)
            assert SEEN not in told(got), asked
            assert [payload for payload in batch if payload.strip() in told(got)] == [], asked


def test_the_check_finds_what_a_page_repeats_however_it_is_escaped():
    for text in (SEEN, "&#107;anariefagel", "%6Banariefagel"):
        assert SEEN in told(Response(404, text=f"<p>{text}</p>"))
    assert SEEN in told(Response(404, headers={"X-Asked": SEEN}))
