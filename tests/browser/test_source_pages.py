"""Pages of originals, wordings and a day's law in a browser: panel, keyboard, no script, sizes."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from browsing import Server, watched_page
from fakes_answers import LAW, FakeAnswerer, answered, passage
from fakes_pages import CITATION, ON_PAGES, FakeMaker, answerer_with_pages
from playwright.sync_api import Page, expect

from corpus.documents import Edition
from ui.labels import source_link

LINK = source_link(
    1, ON_PAGES.passage_id, span=(CITATION.start, CITATION.end), quote=CITATION.quote
)
OLD = replace(
    passage(LAW, 7, "4 §", "Kommunen ska ha ett lås.", edition=Edition.ORIGINAL),
    valid_to=date(2024, 6, 30),
)
NEW = replace(
    passage(LAW, 8, "4 §", "Kommunen ska ha två lås.", edition=Edition.ORIGINAL),
    valid_from=date(2024, 7, 1),
)
WORDINGS = f"kallor/{LAW.document_id}/lydelser?stalle=4+§"
PAGES = (
    LINK,
    LINK.replace("kalla?", "sida?"),
    WORDINGS,
    f"kallor/{LAW.document_id}?per=2024-06-30",
)


class Reporter(FakeAnswerer):
    """Answers with the report, whose page can be shown."""

    def _found(self, question):
        return answered(question, (CITATION,))


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    plain = answerer_with_pages()
    answerer = Reporter(
        passages=(*plain.passages, OLD, NEW), originals=plain.originals, boxes=plain.boxes
    )
    with Server(answerer, make_picture=FakeMaker()) as started:
        yield started


def open_source(page: Page, server: Server) -> None:
    page.goto(f"{server.address}?q=Hur+ofta%3F")
    page.get_by_role("button", name="Fråga", exact=True).click()
    page.get_by_role("link", name="Källa 1").click()


def test_the_panel_shows_the_page_and_turns_it_in_place(watched, server: Server):
    page = watched.page
    open_source(page, server)
    panel = page.locator("#kallinnehall")
    picture = panel.get_by_role("img", name="Det citerade är inramat.")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.complete && image.naturalWidth > 500")
    panel.get_by_role("link", name="Nästa sidan").press("Enter")
    expect(panel.get_by_role("heading", name="Sida 3 i originalet")).to_be_focused()
    expect(panel.get_by_text("Citatet står på")).to_be_visible()
    panel.get_by_role("link", name="sida 2").press("Enter")
    expect(panel.get_by_role("heading", name="Sida 2 i originalet")).to_be_focused()
    expect(picture).to_be_visible()
    expect(panel.locator("mark")).to_have_text(CITATION.quote)
    assert page.url.startswith(f"{server.address}?q=")
    assert watched.complaints == []


def test_a_page_that_does_not_come_is_told_and_the_old_one_stays(watched, server: Server):
    page = watched.page
    open_source(page, server)
    panel = page.locator("#kallinnehall")
    page.route(re.compile(r"/sida\?"), lambda route: route.abort())
    panel.get_by_role("link", name="Nästa sidan").click()
    expect(panel.get_by_role("alert")).to_contain_text("Sidan kunde inte hämtas.")
    expect(panel.get_by_role("img")).to_be_visible()


def test_without_script_the_pages_are_turned_by_their_addresses(browser, server: Server):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server.address}{LINK}")
    page.get_by_role("link", name="Nästa sidan").click()
    expect(page.get_by_role("heading", name="Sida 3 i originalet")).to_be_visible()
    page.get_by_role("link", name="sida 2").click()
    expect(page.get_by_role("img", name="Det citerade är inramat.")).to_be_visible()
    page.get_by_role("link", name="Visa källans text").click()
    expect(page.locator("mark")).to_have_text(CITATION.quote)
    context.close()


def test_wordings_are_compared_and_a_day_is_chosen_without_script(browser, server: Server):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server.address}kallor/{LAW.document_id}")
    page.get_by_role("link", name="Jämför lydelser").click()
    expect(page.locator("del")).to_have_text("borttaget: ett")
    expect(page.locator("ins")).to_have_text("tillagt: två")
    page.get_by_label("med lydelsen").select_option(value="2023-07-01")
    page.get_by_role("button", name="Jämför").click()
    expect(page.get_by_text("samma lydelse två gånger")).to_be_visible()
    page.get_by_role("link", name="4 §").click()
    page.get_by_label("Lagen per").fill("2024-06-30")
    page.get_by_role("button", name="Visa").click()
    expect(page.get_by_text("Kommunen ska ha ett lås.")).to_be_visible()
    expect(page.get_by_text("Kommunen ska ha två lås.")).to_have_count(0)
    context.close()


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_scrolls_sideways_jumps_or_leaves_the_service(browser, server, width, scheme):
    with watched_page(browser) as watched:
        page = watched.page
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        for path in PAGES:
            page.goto(f"{server.address}{path}")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
            sizes = page.locator("img").evaluate_all(
                "found => found.map(i => [i.width / i.height, i.naturalWidth / i.naturalHeight])"
            )
            assert all(abs(shown - real) < 0.02 for shown, real in sizes), path
            small = page.locator(".bladdra a, button, input, select").evaluate_all(
                "nodes => nodes.map(n => n.getBoundingClientRect()).filter(b => b.height < 24 && "
                "b.width).length"
            )
            assert small == 0, path
        outside = [url for url in watched.requests if not url.startswith(server.address)]
        assert (outside, watched.complaints) == ([], [])


def test_the_two_wordings_stand_beside_each_other_where_there_is_room(watched, server: Server):
    page = watched.page
    for width, beside in ((1280, True), (640, False)):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"{server.address}{WORDINGS}")
        one, other = (page.locator(".lydelse").nth(n).bounding_box() for n in (0, 1))
        assert one is not None
        assert other is not None
        assert (one["y"] == other["y"]) == beside
