"""The one application: headers on everything, Gradio's addresses shut, paths behind a proxy."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes_answers import LEADER, FakeAnswerer
from starlette.testclient import TestClient

from ui.app import create_application
from ui.middleware import SECURITY_HEADERS, swedish_page

pytestmark = pytest.mark.filterwarnings("ignore:.*no_silent_downcasting")

HOUSE = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_application(FakeAnswerer())) as client:
        yield client


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/config", 200),
        ("/static/lotsen.js", 200),
        ("/static/lotsen.css", 200),
        ("/livez", 200),
        ("/readyz", 200),
        ("/metrics", 200),
        ("/api/documents", 200),
        ("/api/openapi.json", 200),
        ("/api/nope", 404),
        ("/kalla?passage=nope", 404),
        ("/finns-inte", 404),
    ],
)
def test_every_reply_has_the_security_headers_and_a_correlation_id(client, path, status):
    reply = client.get(path)
    assert reply.status_code == status
    assert {name: reply.headers.get(name) for name in SECURITY_HEADERS} == SECURITY_HEADERS
    assert len(reply.headers["X-Correlation-ID"]) == 9


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/upload",
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/call/predict",
        "/gradio_api/run/predict",
        "/gradio_api/api/predict",
        "/gradio_api/openapi.json",
        "/gradio_api/proxy=https://example.org",
        "/monitoring",
        "/monitoring/summary",
        "/openapi.json",
        "/docs",
        "/login",
        "/svelte/x",
        "/manifest.json",
        "/robots.txt",
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/",
    ],
)
def test_what_the_page_does_not_need_is_a_swedish_404(client, path):
    for reply in (client.get(path), client.post(path)):
        assert reply.status_code == 404
        assert reply.json()["title"] == "Sidan finns inte"


def test_gradios_list_of_functions_is_empty(client):
    assert client.get("/gradio_api/info").json() == {
        "named_endpoints": {},
        "unnamed_endpoints": {},
    }


def test_page_has_no_inline_script_and_names_no_other_host(client):
    html = client.get("/").text
    assert html.count("<script") == html.count("src=")
    assert "http" not in html
    assert html.index("static/sprak.js") < html.index("assets/")
    assert html.index('lang="sv"') < html.index("<head>")
    assert "<title>Fråga – Samverkanslotsen</title>" in html


def test_a_page_without_gradios_marks_is_left_whole():
    assert "<p>hej</p>" in swedish_page("<html><head></head><body><p>hej</p></body></html>")


def test_source_is_a_fragment_for_the_panel_and_a_page_for_others(client):
    params = {"passage": LEADER.passage_id, "n": "1"}
    fragment = client.get("/kalla", params=params, headers={"X-Lotsen": "panel"}).text
    page = client.get("/kalla", params=params).text
    # By this header the script tells the source from a proxy's own page.
    for sent in ({"X-Lotsen": "panel"}, {}):
        reply = client.get("/kalla", params=params, headers=sent)
        assert reply.headers.get("X-Lotsen") == sent.get("X-Lotsen")
        assert reply.headers["Vary"] == "X-Lotsen"
    assert fragment.startswith('<div class="kalla">')
    assert page.startswith('<!doctype html>\n<html lang="sv">')
    assert fragment in page


def test_a_failing_part_is_a_500_problem_with_the_headers():
    class Failing(FakeAnswerer):
        def passage(self, passage_id):
            raise RuntimeError("hemligt")

    with TestClient(create_application(Failing())) as client:
        reply = client.get("/kalla?passage=a")
    assert reply.status_code == 500
    assert reply.headers["Content-Type"] == "application/problem+json"
    assert reply.headers["X-Correlation-ID"] == reply.json()["correlation_id"]
    assert "hemligt" not in reply.text


@pytest.mark.parametrize("prefix", ["", "/lotsen"])
def test_under_a_root_path_it_works_whether_or_not_the_proxy_cuts_it(prefix):
    with TestClient(create_application(FakeAnswerer(), root_path="/lotsen")) as client:
        assert client.get(f"{prefix}/livez").status_code == 200
        assert client.get(f"{prefix}/static/lotsen.css").status_code == 200
        assert client.get(f"{prefix}/api/documents").status_code == 200
        assert client.get(f"{prefix}/config").json()["root"].endswith("/lotsen")
        bare = client.get("/lotsen", follow_redirects=False)
    assert (bare.status_code, bare.headers["Location"]) == (307, "/lotsen/")


def test_no_middleware_is_built_on_the_class_that_hides_disconnects():
    for folder in ("assistant", "ui"):
        for path in (HOUSE / folder).rglob("*.py"):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
            assert "BaseHTTPMiddleware" not in names, path
