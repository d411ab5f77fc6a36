"""POST /exportera: who may ask, in what form, and what comes back."""

import json
import re
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from exports import leader, passes, refusal, written
from fakes_answers import FakeAnswerer
from starlette.testclient import TestClient

from assistant.limits import BodyLimit
from assistant.wire import answer_json
from ui.export_route import FORMATS, ExportRoute, passes_in
from ui.middleware import SECURITY_HEADERS

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
START = {"docx": b"PK", "pdf": b"%PDF-", "md": b"---\n", "json": b"[\n"}


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(BodyLimit(ExportRoute(FakeAnswerer())))


def as_json(*answers):
    return {"svarspass": [answer_json(answer) for answer in answers]}


@pytest.mark.parametrize("name", FORMATS)
def test_a_form_gives_a_file_to_keep(client, name):
    reply = client.post(f"/exportera/{name}", data={"svarspass": passes(leader(), refusal())})
    assert reply.status_code == 200
    assert reply.content.startswith(START[name])
    assert reply.headers["Content-Type"] == FORMATS[name].media_type
    told = reply.headers["Content-Disposition"]
    assert re.fullmatch(rf'attachment; filename="samverkanslotsen-\d{{4}}-\d\d-\d\d\.{name}"', told)
    assert reply.headers["Cache-Control"] == "no-store"
    assert reply.headers["X-AI-Generated"] == "false"


def test_json_gives_the_same(client):
    sent = client.post("/exportera/md", json=as_json(leader()))
    assert sent.text == client.post("/exportera/md", data={"svarspass": passes(leader())}).text


def test_a_models_answer_says_so_in_the_header(client):
    reply = client.post("/exportera/json", json=as_json(leader(), written()))
    assert reply.headers["X-AI-Generated"] == "true"
    assert [one["ai_generated"] for one in reply.json()] == [False, True]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "https://proxyn.example"},
        {"Origin": "http://testserver"},
        {"Origin": "https://lotsen.example", "X-Forwarded-Host": "lotsen.example"},
        {"Origin": "http://TESTSERVER"},
    ],
)
def test_our_own_pages_and_programs_may_ask(client, headers):
    assert client.post("/exportera/md", json=as_json(leader()), headers=headers).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
        {"Origin": "https://ond.example"},
        {"Origin": "http://testserver:8080"},
        {"Origin": "null"},
        {"Origin": ""},
    ],
)
def test_another_sites_page_may_not(client, headers):
    reply = client.post("/exportera/md", json=as_json(leader()), headers=headers)
    assert (reply.status_code, reply.json()["code"]) == (403, "other_origin")


WRONG = [
    ({"content": b"{"}, {"Content-Type": "application/json"}),
    ({"content": b"[]"}, {"Content-Type": "application/json"}),
    ({"content": b'{"svarspass": "[]"}'}, {"Content-Type": "application/json"}),
    ({"content": b'{"svarspass": ' + b"[" * 9_000}, {"Content-Type": "application/json"}),
    ({"content": b"\xff\xfe"}, {"Content-Type": "application/json"}),
    ({"content": b"svarspass=%FF"}, FORM),
    ({"content": b"svarspass=\xff"}, FORM),
    ({"content": b"annat=1"}, FORM),
    ({"content": b""}, FORM),
    ({"content": b"&".join([b"a=1"] * 99)}, FORM),
    ({"content": b"svarspass=[]"}, {"Content-Type": "text/plain"}),
    ({"content": b"svarspass=[]"}, {}),
    ({"data": {"svarspass": "[]"}}, {}),
    ({"data": {"svarspass": '[{"status": "answered"}]'}}, {}),
]


@pytest.mark.parametrize(("body", "headers"), WRONG)
def test_a_wrong_body_is_a_swedish_problem(client, body, headers):
    reply = client.post("/exportera/pdf", **body, headers=headers)
    assert reply.status_code == 422
    assert reply.headers["Content-Type"] == "application/problem+json"
    assert reply.json()["title"] == "Svaret gick inte att ta med"
    assert re.search(r"[Ss]täll", reply.json()["detail"])


def test_a_body_that_is_too_large_is_not_read(client):
    large = urlencode({"svarspass": "a" * 300_000}).encode()
    assert client.post("/exportera/md", content=large, headers=FORM).status_code == 413

    def unannounced() -> Iterator[bytes]:
        yield from (large[:100_000] for _ in range(4))

    assert client.post("/exportera/md", content=unannounced(), headers=FORM).status_code == 413


def test_other_formats_and_methods_are_not_there(client):
    assert client.post("/exportera/exe", json=as_json(leader())).status_code == 404
    assert client.post("/exportera/", json=as_json(leader())).status_code == 404
    assert client.get("/exportera/pdf").status_code == 405


def test_without_an_index_it_is_unavailable():
    client = TestClient(ExportRoute(FakeAnswerer(index_missing=True)))
    reply = client.post("/exportera/md", json=as_json(leader()))
    assert (reply.status_code, reply.json()["code"]) == (503, "index_unavailable")


@pytest.mark.filterwarnings("ignore:.*no_silent_downcasting")
@pytest.mark.parametrize("prefix", ["", "/lotsen"])
def test_the_application_answers_there_also_behind_a_proxy(prefix):
    from ui.app import create_application

    with TestClient(create_application(FakeAnswerer(), root_path="/lotsen")) as client:
        reply = client.post(f"{prefix}/exportera/json", json=as_json(leader()))
    assert reply.status_code == 200
    assert {name: reply.headers.get(name) for name in SECURITY_HEADERS} == SECURITY_HEADERS


def test_a_question_never_stands_in_a_problem(client):
    wrong = as_json(leader())
    wrong["svarspass"][0] |= {"status": "hemlig status", "question": "hemlig fråga"}
    assert "hemlig" not in client.post("/exportera/md", json=wrong).text


def test_the_array_reaches_the_check_as_it_was_sent():
    sent = '[{"question": "å \\u0000 \\"x\\"", "n": 12345678901234567890}]'
    body = f'{{"svarspass": {sent}}}'.encode()
    assert json.loads(passes_in(body, "application/json; charset=utf-8")) == json.loads(sent)
