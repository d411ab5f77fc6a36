"""Errors as people see them: a Swedish page with a code and a way on; programs get a problem."""

import json
import re

import pytest
from fakes_answers import FakeAnswerer
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.testclient import TestClient

from assistant.limits import MAX_BODY
from assistant.problems import http_problem, problem_response
from corpus.errors import IndexMissingError, UsageError
from ui import texts
from ui.app import create_application
from ui.error_pages import ErrorPages

pytestmark = pytest.mark.filterwarnings("ignore:.*no_silent_downcasting")

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
STATUSES = (404, 405, 413, 422, 429, 500, 503)


class Broken(FakeAnswerer):
    """One whose passages fail unforeseen, and whose list of documents has no index behind it."""

    def passage(self, passage_id):
        raise RuntimeError("hemligt")

    def documents(self):
        raise IndexMissingError("Det finns inget index.")


@pytest.fixture(scope="module")
def broken():
    with TestClient(create_application(Broken(), root_path="/lotsen")) as client:
        yield client


def client_of(app) -> TestClient:
    return TestClient(ErrorPages(app, "/lotsen/"))


@pytest.mark.parametrize("status", STATUSES)
def test_each_error_is_a_swedish_page_with_its_code_and_two_ways_on(status):
    problem = http_problem(status)

    async def failing(scope, receive, send):
        await problem_response(problem, scope)(scope, receive, send)

    reply = client_of(failing).get("/lotsen/x", headers=BROWSER)
    assert reply.status_code == status
    assert reply.headers["Content-Type"] == "text/html; charset=utf-8"
    assert reply.text.startswith('<!doctype html>\n<html lang="sv">')
    assert re.findall("<h1>(.+?)</h1>", reply.text) == [problem.title]
    assert problem.detail in reply.text
    assert texts.ERROR_ADVICE[status] in reply.text
    assert re.search(r"Felkod <strong>[2-9A-Z]{4}-[2-9A-Z]{4}</strong>", reply.text)
    assert '<li><a href="/lotsen/">Till frågan</a></li>' in reply.text
    assert '<li><a href="/lotsen/kallor">Till källorna</a></li>' in reply.text
    assert ("Retry-After" in reply.headers) == (status in {429, 503})


@pytest.mark.parametrize(
    ("path", "accept"),
    [
        ("/x", "*/*"),
        ("/x", "application/json"),
        ("/api/x", "text/html"),
        ("/lotsen/api/x", "text/html"),
        ("/readyz", "text/html"),
        ("/gradio_api/queue/join", "text/html"),
    ],
)
def test_a_program_gets_the_problem_as_it_is(path, accept):
    async def failing(scope, receive, send):
        await problem_response(http_problem(404), scope)(scope, receive, send)

    reply = client_of(failing).get(path, headers={"Accept": accept})
    assert reply.headers["Content-Type"] == "application/problem+json"
    assert reply.json()["title"] == "Sidan finns inte"


def test_a_frameworks_english_error_becomes_ours_and_a_page_stays_a_page():
    def shown(response: Response) -> Response:
        return client_of(response).get("/x", headers=BROWSER)

    english = shown(JSONResponse({"detail": "Method Not Allowed"}, 405, {"Allow": "GET"}))
    assert "Method" not in english.text
    assert "<h1>Metoden passar inte</h1>" in english.text
    assert english.headers["Allow"] == "GET"
    assert shown(Response("<p>egen</p>", 404, media_type="text/html")).text == "<p>egen</p>"
    assert shown(Response("data", 200, media_type="text/plain")).text == "data"


def test_what_an_error_tells_is_shown_as_text_and_cut_off_for_head():
    problem = http_problem(422, "<script>alert(1)</script>")

    async def failing(scope, receive, send):
        await problem_response(problem, scope)(scope, receive, send)

    client = client_of(failing)
    assert "<script" not in client.get("/x", headers=BROWSER).text
    head = client.head("/x", headers=BROWSER)
    assert (head.status_code, head.text) == (422, "")


def test_without_its_template_the_page_is_a_plain_one():
    class Untemplated(ErrorPages):
        def _page(self, request, problem, code):
            raise RuntimeError

    async def failing(scope, receive, send):
        await problem_response(http_problem(500), scope)(scope, receive, send)

    reply = TestClient(Untemplated(failing)).get("/x", headers=BROWSER)
    assert reply.status_code == 500
    assert "<h1>Något gick fel</h1>" in reply.text
    assert re.search(r"Felkod [2-9A-Z]{4}-[2-9A-Z]{4}", reply.text)


def test_a_part_that_fails_gives_a_page_with_the_code_that_is_in_the_reply(broken):
    reply = broken.get("/lotsen/kalla?passage=a", headers=BROWSER)
    assert reply.status_code == 500
    assert "hemligt" not in reply.text
    assert reply.headers["X-Correlation-ID"] in reply.text
    assert 'href="/lotsen/static/lotsen.css"' in reply.text


def test_without_an_index_the_pages_say_so_and_when_to_come_back(broken):
    page = broken.get("/lotsen/kallor", headers=BROWSER)
    assert page.status_code == 503
    assert page.headers["Retry-After"] == "5"
    assert texts.NO_INDEX.split(".")[0] in page.text
    assert broken.get("/lotsen/kallor").json()["code"] == "index_unavailable"


@pytest.mark.parametrize(
    ("error", "status", "detail"),
    [
        (UsageError("Skriv ett datum."), 422, "Skriv ett datum."),
        (HTTPException(413, "Too large"), 413, "Anropet är för stort."),
    ],
)
def test_an_error_that_a_page_foresees_keeps_its_meaning(error, status, detail):
    class Foreseeing(FakeAnswerer):
        def passage(self, passage_id):
            raise error

    with TestClient(create_application(Foreseeing())) as client:
        reply = client.get("/kalla?passage=a")
    assert (reply.status_code, reply.json()["detail"]) == (status, detail)


def test_a_method_that_an_address_does_not_take_and_a_body_too_large_are_pages(broken):
    wrong = broken.post("/lotsen/", headers=BROWSER)
    assert (wrong.status_code, "<h1>Metoden passar inte</h1>" in wrong.text) == (405, True)
    large = broken.post("/lotsen/kallor", headers=BROWSER, content=b"x" * (MAX_BODY + 1))
    assert (large.status_code, "<h1>För långt</h1>" in large.text) == (413, True)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/kallor",
        "/kallor/sfs-2023-196",
        "/kallor/finns-inte",
        "/om",
        "/kalla?passage=nope",
        "/finns-inte",
        "/static/finns-inte.js",
        "/gradio_api/upload",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_no_page_holds_a_script_of_its_own_and_each_has_the_policy(path, method):
    with TestClient(create_application(FakeAnswerer())) as client:
        reply = client.request(method, path, headers=BROWSER)
    policy = reply.headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "form-action 'self'" in policy
    if reply.headers["Content-Type"].startswith("text/html"):
        assert re.findall(r"<script(?![^>]*\ssrc=)", reply.text) == []
        assert re.findall(r"\son\w+=|javascript:", reply.text) == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "någon-annans.example".encode()},
        {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "gopher"},
        {"Accept-Language": "de", "Accept": "text/html;q=x, */*"},
        {"Range": "bytes=999999-"},
        {"Cookie": "a" * 4_000, "Referer": "javascript:alert(1)"},
        {"Accept": "*/*", "If-None-Match": '"x"', "Content-Length": "0"},
    ],
)
def test_odd_headers_change_nothing_that_a_person_sees(headers):
    with TestClient(create_application(FakeAnswerer())) as client:
        for path in ("/", "/kallor", "/om"):
            reply = client.get(path, headers=headers)
            assert reply.status_code == 200
            assert 'lang="sv"' in reply.text
            assert "evil.example" not in reply.text


def test_a_body_whose_length_is_nonsense_is_refused(broken):
    reply = broken.post("/lotsen/kallor", headers={"Content-Length": "-1"}, content=b"")
    assert reply.status_code == 413
    assert json.loads(reply.text)["code"] == "too_long"
