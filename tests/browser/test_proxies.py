"""The service behind a real nginx: streams, paths, slow lines, and a service that is away."""

import json
import re
from pathlib import Path

import httpx
import pytest
from browsing import Server, Watched, ask, steady_port
from fakes_answers import FakeAnswerer
from playwright.sync_api import Page, expect
from proxying import Nginx, examples

from ui import texts
from ui.staff.access import StaffAccess

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:.*no_silent_downcasting"),
]

OWN_ADDRESS, PATH_KEPT, PATH_CUT, WITH_SPARE_PAGE, STAFF_BY_HEADER = examples()
BARE = "location / { proxy_pass http://127.0.0.1:7860; }"
COLLECTING = OWN_ADDRESS.replace(
    "proxy_read_timeout",
    "proxy_buffering on; proxy_ignore_headers X-Accel-Buffering; proxy_buffer_size 32k;"
    "proxy_buffers 8 64k; gzip on; gzip_types *; proxy_read_timeout",
)
SLOW = OWN_ADDRESS.replace("proxy_read_timeout", "limit_rate 60k; proxy_read_timeout")
OFFLINE = "Ingen kontakt. Kontrollera nätet."
QUESTION = "Vem ska leda rådet?"

# Keeps every text that the status line has had.
WATCH = """() => {
    window.sedda = [];
    new MutationObserver(() => {
        const nu = document.querySelector("#lage .lage")?.textContent.trim() ?? "";
        if (nu && window.sedda.at(-1) !== nu) window.sedda.push(nu);
    }).observe(document.body, { childList: true, subtree: true, characterData: true });
}"""


def opened(page: Page, address: str) -> None:
    page.goto(address)
    # On a slow line the page takes its time.
    expect(page.get_by_label("Lagen per")).to_have_value(re.compile(r"\d{4}"), timeout=30_000)


def answered(page: Page) -> None:
    expect(page.locator("#svar .klart .pastaende")).to_have_count(4, timeout=30_000)


@pytest.mark.parametrize("locations", [OWN_ADDRESS, BARE], ids=["example", "bare"])
def test_an_answer_streams_through_a_proxy(watched: Watched, tmp_path: Path, locations: str):
    answerer = FakeAnswerer()
    with Server(answerer) as server, Nginx(tmp_path, locations, server.origin) as nginx:
        opened(watched.page, nginx.origin)
        ask(watched.page, f"{QUESTION} vänta")
        # The first sentence is here while the second is still being waited for.
        expect(watched.page.locator("#svar .pastaende")).to_have_count(1)
        expect(watched.page.locator("#svar .klart")).to_have_count(0)
        answerer.go_on.set()
        answered(watched.page)
        watched.page.close()
    assert watched.complaints == []
    assert [url for url in watched.requests if not url.startswith(nginx.origin)] == []


def test_a_proxy_that_collects_and_compresses_still_gives_the_whole_answer(
    watched: Watched, tmp_path: Path
):
    answerer = FakeAnswerer()
    with Server(answerer) as server, Nginx(tmp_path, COLLECTING, server.origin) as nginx:
        opened(watched.page, nginx.origin)
        ask(watched.page, f"{QUESTION} vänta")
        # Longer than the silence after which the page looks for its server.
        watched.page.wait_for_timeout(5_000)
        expect(watched.page.locator("#kontakt")).to_have_count(0)
        answerer.go_on.set()
        answered(watched.page)
        names, done = streamed(nginx.origin)
        watched.page.close()
    assert watched.complaints == []
    assert names.count("statement") == len(done["statements"]) == 4


def streamed(origin: str) -> tuple[list[str], dict]:
    """The names of a stream's events, and what the last one holds."""
    text = httpx.post(f"{origin}/api/ask/stream", json={"question": QUESTION}).text
    last = text.rsplit("data: ", 1)[1].split("\n", 1)[0]
    return re.findall(r"^event: (\w+)", text, flags=re.MULTILINE), json.loads(last)


@pytest.mark.parametrize("locations", [PATH_KEPT, PATH_CUT], ids=["kept", "cut"])
def test_under_a_path_everything_stays_there(watched: Watched, tmp_path: Path, locations: str):
    page = watched.page
    with (
        Server(FakeAnswerer(), root_path="/lotsen") as server,
        Nginx(tmp_path, locations, server.origin) as nginx,
    ):
        root = f"{nginx.origin}/lotsen/"
        opened(page, root.removesuffix("/"))
        expect(page).to_have_url(root)
        ask(page, QUESTION)
        answered(page)
        assert watched.at_rest(10)
        page.get_by_role("link", name="Källa 1").click()
        expect(page.locator("#kallinnehall mark")).to_have_text(["Kommunen ska leda rådet."])
        page.get_by_role("link", name="Visa i dokumentet").click()
        expect(page.locator("section:target")).to_contain_text("Kommunen ska leda rådet.")
        for name in ("Källor", "Om tjänsten"):
            page.get_by_role("navigation", name="Sidor").get_by_role("link", name=name).click()
            expect(page.get_by_role("heading", level=1)).to_have_text(name)
        page.goto(f"{root}finns-inte")
        page.get_by_role("link", name="Till källorna").click()
        expect(page).to_have_url(f"{root}kallor")
        assert httpx.get(f"{root}readyz").json()["ready"] is True
        page.close()
    assert [url for url in watched.requests if not url.startswith(root.removesuffix("/"))] == []
    assert [c for c in watched.complaints if "404" not in c] == []


def test_on_a_slow_line_the_stages_come_in_order(watched: Watched, tmp_path: Path):
    page = watched.page
    with Server(FakeAnswerer()) as server, Nginx(tmp_path, SLOW, server.origin) as nginx:
        opened(page, nginx.origin)
        page.evaluate(WATCH)
        ask(page, QUESTION)
        answered(page)
        stages = page.evaluate("window.sedda")
        page.close()
    expected = [
        texts.SEARCHING,
        "Hittade 4 källor. Kontrollerar citat.",
        texts.answer_ready(4, 4),
    ]
    assert stages[0] == texts.SEARCHING
    assert stages == [stage for stage in expected if stage in stages]  # each once, none goes back
    assert stages[-1] == expected[-1]


def test_the_proxys_own_page_is_never_shown_as_a_source(watched: Watched, tmp_path: Path):
    page, answerer = watched.page, FakeAnswerer()
    server = Server(answerer)
    with server, Nginx(tmp_path, OWN_ADDRESS, server.origin) as nginx:
        opened(page, nginx.origin)
        ask(page, QUESTION)
        answered(page)
        server.__exit__()
        page.get_by_role("link", name="Källa 1").click()
        expect(page.locator("#kallinnehall")).to_contain_text(OFFLINE)
        expect(page.locator("#kallinnehall")).not_to_contain_text("Gateway")
        page.close()


def test_asked_while_the_service_is_away_the_page_says_so_and_asks_again(
    watched: Watched, tmp_path: Path
):
    page, port = watched.page, steady_port()
    first = Server(FakeAnswerer(), port=port)
    with first, Nginx(tmp_path, OWN_ADDRESS, first.origin) as nginx:
        opened(page, nginx.origin)
        first.__exit__()
        ask(page, QUESTION)
        expect(page.locator("#kontakt")).to_contain_text(OFFLINE, timeout=15_000)
        expect(page.locator("body")).not_to_contain_text("Gateway")
        with Server(FakeAnswerer(), port=port):
            answered(page)
            expect(page.locator("#kontakt")).to_have_count(0)
            page.close()


def test_who_comes_while_the_service_is_away_can_be_given_a_swedish_page(tmp_path: Path):
    with Nginx(tmp_path, WITH_SPARE_PAGE, "http://127.0.0.1:1") as nginx:
        reply = httpx.get(nginx.origin)
    assert reply.status_code == 503
    assert reply.headers["Retry-After"] == "5"
    assert "<h1>Strax tillbaka</h1>" in reply.text
    assert "Tjänsten startas om." in reply.text


def test_staff_are_whom_the_proxy_has_signed_in_and_nobody_says_it_themselves(tmp_path: Path):
    users = tmp_path / "personal"
    users.write_text("anna:{PLAIN}hemligt\n", encoding="utf-8")
    named = "/etc/nginx/lotsen-personal"
    assert named in STAFF_BY_HEADER
    locations = STAFF_BY_HEADER.replace(named, str(users))
    staff = StaffAccess(header="X-Forwarded-User")
    forged = {"X-Forwarded-User": "bluff"}
    anna = ("anna", "hemligt")
    with (
        Server(FakeAnswerer(), staff=staff) as server,
        Nginx(tmp_path, locations, server.origin) as nginx,
    ):
        address = f"{nginx.origin}/utvardering"
        signed_in = httpx.get(address, auth=anna, headers=forged)
        assert signed_in.status_code == 200
        assert "<strong>anna</strong>" in signed_in.text
        assert "bluff" not in signed_in.text
        assert httpx.get(f"{address}/testfragor/lag-vardag", auth=anna).status_code == 200
        # nginx turns them away itself.
        assert httpx.get(address, headers=forged).status_code == 401
        assert httpx.get(address, headers=forged, auth=("anna", "fel")).status_code == 401
        # Elsewhere the header is cut away: straight past nginx's own place for it nothing opens.
        for way in ("/x/..%2futvardering", "//utvardering", "/utvardering%2f", "/Utvardering"):
            assert httpx.get(f"{nginx.origin}{way}", headers=forged).status_code in {401, 403, 404}
        # Past the proxy the header is believed: the page of deployment says to shut that way.
        assert httpx.get(f"{server.origin}/utvardering", headers=forged).status_code == 200
        assert httpx.get(f"{server.origin}/utvardering").status_code == 403
