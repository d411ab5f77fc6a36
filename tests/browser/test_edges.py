"""What people do that nobody planned for: huge pastes, odd links, crowds, scripts that fail."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from browsing import Server, Watched, watched_page
from fakes_answers import FakeAnswerer
from playwright.sync_api import Browser, Page, expect

from assistant.desk import AnswerDesk
from ui import texts

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:.*no_silent_downcasting"),
]

QUESTION = "Vem ska leda rådet?"


def opened(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.get_by_label("Lagen per")).not_to_have_value("")


def field(page: Page):
    return page.locator("#falt textarea")  # its label is a script's, which may be missing here


def ask(page: Page, question: str) -> None:
    field(page).fill(question)
    page.get_by_role("button", name="Fråga", exact=True).click()


@pytest.fixture
def page(watched: Watched, server: Server) -> Iterator[Page]:
    opened(watched.page, server.address)
    yield watched.page
    assert watched.dialogs == []


# --- Too much, and the wrong kind of text


@pytest.mark.parametrize("many", [50_000, 400_000])
def test_a_huge_paste_is_told_its_limit_and_nothing_breaks(page, many):
    ask(page, "å" * many)
    told = page.locator("#fel, #kontakt").filter(has_text="Högst 1 000 tecken.")
    expect(told).to_contain_text(f"Ta bort {many - 1_000} tecken.")
    ask(page, QUESTION)
    expect(page.locator("#svar .klart .pastaende")).to_have_count(4)
    expect(page.get_by_text("Högst 1 000 tecken.")).to_have_count(0)


def test_a_huge_paste_sent_by_enter_is_told_too(page):
    field(page).fill("a" * 30_000)
    field(page).press("Enter")
    expect(page.locator("#kontakt")).to_contain_text("Ta bort 29000 tecken.")
    expect(page.locator("#upplast")).to_have_text("Högst 1 000 tecken. Ta bort 29000 tecken.")
    field(page).fill("a")
    expect(page.locator("#kontakt")).to_have_count(0)


def test_pasted_html_is_text(page):
    pasted = "<img src=x onerror=alert(1)><b>Vem</b> ska leda rådet?</textarea><script>"
    field(page).focus()
    page.evaluate(
        """(html) => {
            const data = new DataTransfer();
            data.setData("text/html", html);
            data.setData("text/plain", html);
            const area = document.activeElement;
            area.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
        }""",
        pasted,
    )
    ask(page, pasted)
    expect(page.locator("#svar .fraga")).to_contain_text(pasted)
    expect(page.locator("#svar .klart")).to_be_attached()
    expect(page.locator("#svar img, #svar .fraga b")).to_have_count(0)


# --- Links that are wrong, old or hostile


@pytest.mark.parametrize(
    ("query", "question", "day"),
    [
        ("?q=%3Cscript%3Ealert(1)%3C/script%3E", "<script>alert(1)</script>", ""),
        ("?datum=x", "", "x"),
        ("?q=%FF%00&datum=2025-13-45", "\ufffd", "2025-13-45"),
        ("?q=a&q=b&vad=c&view=settings&__theme=x", "b", ""),
        (f"?q={'b' * 3_000}", "b" * 1_000, ""),
    ],
)
def test_an_odd_link_fills_the_form_as_text(watched, server, query, question, day):
    page = watched.page
    opened(page, server.address + query)
    expect(field(page)).to_have_value(question + ("\0" if "%00" in query else ""))
    shown = day or re.compile(r"^\d{4}-\d\d-\d\d$")
    expect(page.get_by_label("Lagen per")).to_have_value(shown)
    ask(page, QUESTION)
    if day:
        expect(page.locator("#fel")).to_have_text(texts.BAD_DATE)
    else:
        expect(page.locator("#svar .klart .pastaende")).to_have_count(4)
    assert watched.dialogs == []


@pytest.mark.parametrize(
    "path", ["kallor/x#y", "kallor/sfs-2023-196/4", "finns/inte?a=<script>", "static/", "%00"]
)
def test_a_link_to_nothing_is_a_page_that_leads_on(watched, server, path):
    page = watched.page
    assert page.goto(server.address + path).status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text("Sidan finns inte")
    page.locator("main").get_by_role("link", name=re.compile("källor")).click()
    expect(page).to_have_url(f"{server.address}kallor")
    assert watched.dialogs == []


def test_a_place_that_is_gone_leaves_its_document(watched, server):
    watched.page.goto(f"{server.address}kallor/sfs-2023-196#99-§")
    expect(watched.page.get_by_role("heading", name="10 §")).to_be_visible()


# --- Several at once


def test_when_the_desk_is_full_the_page_says_so_and_the_next_try_is_answered(browser: Browser):
    answerer = FakeAnswerer()
    desk = AnswerDesk(answerer, running=1, waiting=0)
    with Server(answerer, desk=desk) as server, two_pages(browser, server) as (first, second):
        ask(first, f"{QUESTION} vänta")
        expect(first.locator("#svar .pastaende")).to_have_count(1)
        ask(second, QUESTION)
        alert = second.locator("#svar").get_by_role("alert")
        expect(alert.get_by_role("heading")).to_have_text("Många frågar just nu")
        expect(field(second)).to_have_value(QUESTION)
        answerer.go_on.set()
        expect(first.locator("#svar .klart .pastaende")).to_have_count(4)
        second.get_by_role("button", name="Försök igen").click()
        expect(second.locator("#svar .klart .pastaende")).to_have_count(4)


def test_two_tabs_get_each_their_own_answer(browser: Browser):
    answerer = FakeAnswerer()
    with Server(answerer) as server, two_pages(browser, server) as (first, second):
        ask(first, f"{QUESTION} vänta")
        expect(first.locator("#svar .pastaende")).to_have_count(1)
        ask(second, "Måste vi ha en lägesbild?")
        expect(second.locator("#svar .klart .pastaende")).to_have_count(1)
        expect(second.locator("#svar")).not_to_contain_text("leda rådet")
        answerer.go_on.set()
        expect(first.locator("#svar .klart .pastaende")).to_have_count(4)
        expect(first.locator("#svar")).not_to_contain_text("lägesbild")
        ask(second, "Och överenskommelse?")
        expect(second.locator("#svar .klart .fraga")).to_contain_text("Och överenskommelse?")
    turns = [turn.question for turn in answerer.asked[-1].history]
    assert turns == ["Måste vi ha en lägesbild?"]


@contextmanager
def two_pages(browser: Browser, server: Server) -> Iterator[tuple[Page, Page]]:
    """Two tabs of the same browser window."""
    with watched_page(browser) as first:
        second = first.page.context.new_page()
        for page in (first.page, second):
            opened(page, server.address)
        yield first.page, second
        second.close()
        first.page.close()


# --- Scripts and indexes that are missing


@pytest.mark.parametrize("script", ["lotsen.js", "kontakt.js", "adress.js", "sprak.js"])
@pytest.mark.parametrize("how", ["missing", "throws"])
def test_a_script_of_ours_that_fails_leaves_a_page_that_answers(watched, server, script, how):
    page = watched.page

    def failing(route) -> None:
        if how == "missing":
            route.abort()
        else:
            route.fulfill(body="throw new Error('trasigt');", content_type="text/javascript")

    page.route(f"**/static/{script}", failing)
    opened(page, server.address)
    ask(page, QUESTION)
    expect(page.locator("#svar .klart .pastaende")).to_have_count(4)
    page.get_by_role("link", name="Källa 1").click()
    expect(page.locator("#kalla-1-1, [id^=kalla-]").first).to_be_visible()


def test_a_server_without_an_index_says_so_on_every_page(browser: Browser):
    class WithoutIndex(FakeAnswerer):
        def documents(self):
            self.info()
            return super().documents()

    with Server(WithoutIndex(index_missing=True)) as server, watched_page(browser) as seen:
        seen.page.goto(server.address)
        expect(seen.page.locator(".notis").get_by_text(texts.NO_INDEX)).to_be_visible()
        reply = seen.page.goto(f"{server.address}kallor")
        assert (reply.status, reply.headers["retry-after"]) == (503, "5")
        expect(seen.page.locator("main")).to_contain_text("Källorna kan inte läsas.")
        expect(seen.page.locator("main")).to_contain_text("Felkod")
        seen.page.close()


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_error_page_fits_and_follows_the_theme(watched, server, width, scheme):
    page = watched.page
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{server.address}finns-inte")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (int(re.findall(r"\d+", background)[0]) < 128) == (scheme == "dark")


# --- In a frame on someone else's page


@contextmanager
def framing_page(shown: list[str]) -> Iterator[str]:
    """The origin of a page elsewhere that shows the first of the addresses in a frame."""

    class Framing(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = f'<!doctype html><title>x</title><iframe src="{shown[0]}"></iframe>'.encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Framing) as host:
        threading.Thread(target=host.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{host.server_port}"
        host.shutdown()


def test_nobody_may_frame_the_page_unless_they_are_named(watched, server):
    with framing_page([server.address]) as elsewhere:
        watched.page.goto(elsewhere)
        watched.page.wait_for_timeout(1_000)
        expect(watched.page.frame_locator("iframe").locator("#falt")).to_have_count(0)
        assert [c for c in watched.complaints if "frame-ancestors" in c]


def test_who_is_named_may_frame_it_and_it_answers_there(watched):
    shown: list[str] = []
    with (
        framing_page(shown) as elsewhere,
        Server(FakeAnswerer(), frame_ancestors=(elsewhere,)) as server,
    ):
        shown.append(server.address)
        watched.page.goto(elsewhere)
        frame = watched.page.frame_locator("iframe")
        expect(frame.get_by_label("Lagen per")).to_have_value(re.compile(r"\d{4}"))
        frame.get_by_label("Din fråga", exact=True).fill(QUESTION)
        frame.get_by_role("button", name="Fråga", exact=True).click()
        expect(frame.locator("#svar .klart .pastaende")).to_have_count(4)
        frame.get_by_role("link", name="Källa 1").click()
        expect(frame.locator("#kallinnehall mark")).to_be_visible()
        watched.page.goto("about:blank")
    assert watched.complaints == []
