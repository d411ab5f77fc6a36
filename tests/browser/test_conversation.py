"""The conversation beside Gradio: restored from the tab, taken on, copied, narrowed."""

import re
from collections.abc import Iterator

import pytest
from browsing import Server, Watched
from fakes_answers import FOLLOW_UPS, FakeAnswerer
from playwright.sync_api import Locator, Page, expect

from corpus.documents import Lane

pytestmark = [
    pytest.mark.browser,
    # Gradio counts its own events with pandas, by an option that pandas is about to drop.
    pytest.mark.filterwarnings("ignore:.*no_silent_downcasting"),
]


@pytest.fixture
def page(watched: Watched, server: Server) -> Iterator[Page]:
    watched.page.goto(server.address)
    ready(watched.page)
    yield watched.page
    assert watched.complaints == []
    assert [url for url in watched.requests if not url.startswith(server.origin)] == []


def ready(page: Page) -> None:
    expect(page.get_by_label("Lagen per")).to_have_value(re.compile(r"\d{4}-\d\d-\d\d"))


def field(page: Page) -> Locator:
    return page.get_by_label("Din fråga", exact=True)


def asked(page: Page, question: str) -> None:
    field(page).fill(question)
    page.get_by_role("button", name="Fråga", exact=True).click()
    shown(page, question)


def shown(page: Page, question: str) -> None:
    expect(page.locator("#svar .klart .fraga")).to_have_text(f"Fråga: {question}")
    expect(page.locator("#svar .svarspass")).to_have_count(1)


def earlier(page: Page) -> Locator:
    return page.locator("#samtal .samtal > li")


def test_a_reload_brings_the_conversation_back_with_its_sources(page, answerer: FakeAnswerer):
    asked(page, "Vem ska leda rådet?")
    asked(page, "Måste vi ha en lägesbild?")
    count = len(answerer.asked)
    page.reload()
    shown(page, "Måste vi ha en lägesbild?")
    expect(earlier(page)).to_have_count(1)
    expect(page.locator("#upplast")).to_have_text("")
    assert len(answerer.asked) == count  # checked anew, not asked anew
    earlier(page).get_by_role("link", name="Källa 3").click()
    expect(page.locator("#kallinnehall mark")).to_have_text(
        "En ledare från kommunen bör hålla i mötena."
    )
    asked(page, "Vad gäller om överenskommelse?")
    assert [turn.question for turn in answerer.asked[-1].history] == [
        "Vem ska leda rådet?",
        "Måste vi ha en lägesbild?",
    ]


def test_the_way_back_from_another_page_leads_to_the_conversation(page):
    asked(page, "Vem ska leda rådet?")
    page.get_by_role("link", name="Källor", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Källor")
    page.go_back()
    shown(page, "Vem ska leda rådet?")


def test_a_cleared_conversation_stays_cleared(page):
    asked(page, "Vem ska leda rådet?")
    page.get_by_role("button", name="Ny konversation").click()
    page.get_by_role("button", name="Rensa samtalet").click()
    expect(page.locator("#svar .tur")).to_have_count(0)
    page.reload()
    ready(page)
    page.wait_for_timeout(500)
    expect(page.locator("#svar .tur")).to_have_count(0)
    expect(page.locator("#exempelknappar button").first).to_be_visible()


def test_two_tabs_keep_conversations_of_their_own(page, server):
    asked(page, "Vem ska leda rådet?")
    other = page.context.new_page()
    other.goto(server.address)
    ready(other)
    other.wait_for_timeout(500)
    expect(other.locator("#svar .tur")).to_have_count(0)
    asked(other, "Måste vi ha en lägesbild?")
    page.reload()
    shown(page, "Vem ska leda rådet?")


def test_a_stopped_personal_number_is_not_kept_in_the_tab(page):
    field(page).fill("Vad gäller för 811218-9876 i rådet?")
    field(page).press("Enter")
    expect(page.locator("#svar [role=alert]")).to_be_visible()
    kept = page.evaluate("JSON.stringify(Object.values(sessionStorage))")
    assert "811218" not in kept


def test_an_earlier_answer_is_as_large_as_the_newest(page):
    asked(page, "Måste vi ha en lägesbild?")
    asked(page, "Vem ska leda rådet?")
    size = "node => getComputedStyle(node).fontSize"
    for part in (".pastaende", ".kallista > li", ".fraga"):
        newest = page.locator(f"#svar {part}").first.evaluate(size)
        assert earlier(page).locator(part).first.evaluate(size) == newest, part


def test_what_is_suggested_is_asked_by_a_press(page, answerer):
    asked(page, "Vem ska leda rådet?")
    expect(page.locator(".foljd")).to_have_text(list(FOLLOW_UPS))
    page.get_by_role("button", name=FOLLOW_UPS[0]).press("Enter")
    shown(page, FOLLOW_UPS[0])
    assert [turn.question for turn in answerer.asked[-1].history] == ["Vem ska leda rådet?"]


def test_an_answer_is_copied_with_its_sources(page, server):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=server.origin)
    asked(page, "Vem ska leda rådet?")
    page.get_by_role("button", name="Kopiera med källor").click()
    expect(page.locator("#upplast")).to_have_text("Kopierat.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Fråga: Vem ska leda rådet?\n\nSvar. Lagen per ")
    assert "De flesta råd leds av kommunens högsta politiker." in copied
    assert copied.endswith("Utdrag valda av AI. Kontrollera mot källan.")


def test_only_the_chosen_voices_are_asked(page, answerer):
    page.get_by_role("button", name="Välj källor").click()
    for name in ("Rapport", "Sammanhang"):
        page.get_by_role("checkbox", name=name).uncheck()
    asked(page, "Vem ska leda rådet?")
    assert answerer.asked[-1].lanes == {Lane.LAW, Lane.GUIDANCE}
    for name in ("Lag", "Vägledning"):
        page.get_by_role("checkbox", name=name, exact=True).uncheck()
    field(page).fill("Vem ska leda rådet?")
    page.get_by_role("button", name="Fråga", exact=True).click()
    expect(page.locator("#fel [role=alert]")).to_have_text("Välj minst ett slag av källor.")


def under_way(page: Page, question: str) -> None:
    """As static/kontakt.js leaves it when the page must be loaded anew before its answer came."""
    left = {"question": question, "day": "2026-11-23", "ask": True, "tries": 1}
    page.evaluate("left => sessionStorage.setItem('lotsen.pagaende', JSON.stringify(left))", left)


def test_a_question_under_way_is_asked_again_after_a_break(page, answerer):
    asked(page, "Vem ska leda rådet?")
    under_way(page, "Måste vi ha en lägesbild?")
    page.reload()
    shown(page, "Måste vi ha en lägesbild?")
    expect(earlier(page)).to_have_count(1)
    assert answerer.asked[-1].text == "Måste vi ha en lägesbild?"
    assert page.evaluate("sessionStorage.getItem('lotsen.pagaende')") is None


def test_an_answer_that_was_finished_meanwhile_is_fetched_not_asked_again(page, answerer):
    asked(page, "Vem ska leda rådet?")
    count = len(answerer.asked)
    page.evaluate("sessionStorage.removeItem('lotsen.samtal')")
    under_way(page, "Vem ska leda rådet?")
    page.reload()
    shown(page, "Vem ska leda rådet?")
    page.wait_for_timeout(2_000)
    assert len(answerer.asked) == count
    expect(earlier(page)).to_have_count(0)


def test_the_source_opens_beside_the_answer_wherever_it_stands(page):
    for question in ("Vem ska leda rådet?", "Vad gör rådet?", "Hur arbetar rådet?"):
        asked(page, question)
    chip = page.locator("#svar").get_by_role("link", name="Källa 2")
    chip.scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    chip.click()
    expect(page.locator("#kallinnehall mark")).to_be_in_viewport()
    assert page.evaluate("scrollY") == before
    expect(chip).to_be_in_viewport()


def test_escape_folds_the_menu_and_clearing_is_asked_where_the_focus_is(page):
    asked(page, "Vem ska leda rådet?")
    menu = page.locator("#svar details.exportera")
    menu.locator("summary").press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(menu.locator("summary")).to_be_focused()
    page.get_by_role("button", name="Ny konversation").press("Enter")
    expect(page.get_by_role("button", name="Rensa samtalet")).to_be_focused()


def test_what_was_being_typed_is_there_when_a_suggestion_has_been_asked(page):
    asked(page, "Vem ska leda rådet?")
    field(page).fill("Hur ofta träffas ")
    page.get_by_role("button", name=FOLLOW_UPS[0]).click()
    shown(page, FOLLOW_UPS[0])
    expect(field(page)).to_have_value("Hur ofta träffas ")
