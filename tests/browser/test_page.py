"""The page Fråga in a real Chromium, over a scripted answerer."""

import re
from collections.abc import Iterator

import pytest
from browsing import Server, Watched, ask
from fakes_answers import ADVICE, LEADER, REFUSALS, FakeAnswerer
from playwright.sync_api import Locator, Page, expect

from assistant.texts import status_text
from ui import texts

pytestmark = [
    pytest.mark.browser,
    # Gradio counts its own events with pandas, by an option that pandas is about to drop.
    pytest.mark.filterwarnings("ignore:.*no_silent_downcasting"),
]

PERSONAL_NUMBER = "811218-9876"


@pytest.fixture
def page(watched: Watched, server: Server) -> Iterator[Page]:
    opened(watched.page, server.address)
    yield watched.page
    assert watched.complaints == []
    assert [url for url in watched.requests if not url.startswith(server.origin)] == []


def opened(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.get_by_label("Lagen per")).to_have_value(re.compile(r"\d{4}-\d\d-\d\d"))


def asked(page: Page, question: str) -> None:
    ask(page, question)
    expect(newest(page).locator(".fraga")).to_contain_text(question)
    expect(newest(page).locator(".klart")).to_be_attached()


def newest(page: Page) -> Locator:
    return page.locator("#svar")


def spoken(page: Page) -> Locator:
    """The page's own status line; Gradio has another, which stays empty."""
    return page.locator("#upplast[role=status]")


def test_page_is_swedish_from_the_first_byte_in_an_english_browser(page, server):
    first = page.request.get(server.address).text()
    assert '<html\n\tlang="sv"' in first
    assert "Inloggad" not in first
    assert page.evaluate("document.documentElement.lang") == "sv"
    assert page.evaluate("navigator.language") == "sv-SE"
    expect(page).to_have_title("Fråga – Samverkanslotsen")
    expect(page.get_by_role("heading", level=1)).to_have_text([texts.HEADING])
    expect(page.get_by_text(texts.AI_NOTICE)).to_be_visible()


def test_answer_shows_lanes_marks_and_a_source_with_exactly_the_quoted_words(page):
    asked(page, "Vem ska leda rådet?")
    heads = newest(page).locator(".lane h3")
    expect(heads).to_have_text(
        ["§ Lagen kräver", "› Vägledningen rekommenderar", "○ Rapporter visar"]  # noqa: RUF001
    )
    expect(newest(page).locator(".styrka")).to_have_text(["SKA", "FÅR"])
    expect(page.get_by_role("link", name="Källa 1: 10 §")).to_have_count(1)
    page.get_by_role("link", name="Källa 1").click()
    expect(page.locator("#kallinnehall mark")).to_have_text(["Kommunen ska leda rådet."])
    shown = page.locator("#kallinnehall .passage")
    assert shown.evaluate("node => node.textContent") == LEADER.text
    expect(page.locator("mark:visible")).to_have_count(1)
    expect(page.locator("#kallinnehall h2")).to_have_text("Källa 1")
    expect(page.locator("#kallinnehall h2")).to_be_focused()
    expect(page.locator("#kallinnehall")).to_contain_text(texts.DIGEST_NOTE)
    expect(page.locator("#kallinnehall")).to_contain_text("Gäller från 1 juli 2023")
    official = page.get_by_role("link", name="Öppna hos www.riksdagen.se (ny flik)")
    expect(official).to_have_attribute("href", "https://www.riksdagen.se/exempel/lag")


def test_an_untried_address_says_so_and_next_and_escape_work(page):
    asked(page, "Vem ska leda rådet?")
    chip = page.get_by_role("link", name="Källa 2")
    chip.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#kallinnehall mark")).to_have_text(["Rådet får ha egna arbetsgrupper."])
    page.get_by_role("button", name="Nästa").click()
    expect(page.locator("#kallinnehall h2")).to_have_text("Källa 3")
    expect(page.locator("#kallinnehall")).to_contain_text(texts.UNCHECKED_URL)
    page.keyboard.press("Escape")
    expect(page.locator("#kallinnehall")).to_contain_text(texts.EMPTY_PANEL)
    expect(chip).to_be_focused()


def test_the_words_of_an_original_stand_in_quotation_marks(page):
    asked(page, "Vad gäller om överenskommelse?")
    expect(newest(page).locator(".pastaende .ordagrant")).to_have_text(
        "”Kommunen ska verka för att fler skriver under en överenskommelse.”"
    )
    expect(newest(page).locator(".styrka")).to_have_text(["SKA VERKA FÖR"])
    page.get_by_role("link", name="Källa 1").click()
    expect(page.locator("#kallinnehall")).to_contain_text("Original")
    expect(page.locator("#kallinnehall")).not_to_contain_text(texts.DIGEST_NOTE)


@pytest.mark.parametrize("word", ["otydlig", "svag", "lokal", "ännu inte", "bulle", "akut"])
def test_each_refusal_says_why_where_it_comes_closest_and_whom_to_ask(page, word):
    told = status_text(*REFUSALS[word])
    asked(page, f"En {word} fråga")
    box = newest(page).locator(".ruta")
    expect(box.get_by_role("heading", level=2)).to_have_text(told.title)
    expect(box).to_contain_text(told.text)
    for contact in told.contacts:
        expect(box).to_contain_text(contact)
    expect(box.get_by_role("heading", name=texts.NEAREST)).to_be_visible()
    page.get_by_role("link", name="Källa 2").click()
    shown = page.locator("#kallinnehall .passage")
    expect(shown).to_be_visible()
    assert shown.evaluate("node => node.textContent") == ADVICE.text
    expect(page.locator("mark:visible")).to_have_count(0)


def test_a_personal_number_stops_the_question_and_offers_one_without_it(page, answerer):
    before = len(answerer.asked)
    ask(page, f"Vad gäller för {PERSONAL_NUMBER} i rådet?")
    alert = newest(page).get_by_role("alert")
    expect(alert.get_by_role("heading", level=2)).to_have_text("Frågan stoppades")
    expect(newest(page)).not_to_contain_text(PERSONAL_NUMBER)
    expect(page.locator("#forslag")).to_contain_text("Förslag:")
    expect(page.locator("#forslag")).not_to_contain_text(PERSONAL_NUMBER)
    field = page.get_by_label("Din fråga", exact=True)
    expect(field).to_have_value(f"Vad gäller för {PERSONAL_NUMBER} i rådet?")
    page.get_by_role("button", name="Använd förslaget").click()
    expect(field).not_to_have_value(re.compile(PERSONAL_NUMBER))
    expect(field).to_have_value(re.compile("i rådet"))
    assert len(answerer.asked) == before


def test_an_error_keeps_the_question_and_gives_a_code(page):
    ask(page, "krasch nu")
    alert = newest(page).get_by_role("alert")
    expect(alert.get_by_role("heading")).to_have_text("Något gick fel")
    expect(alert.get_by_role("heading")).to_be_focused()
    expect(alert).to_contain_text(re.compile(r"Felkod [2-9A-Z]{4}-[2-9A-Z]{4}"))
    expect(page.get_by_label("Din fråga", exact=True)).to_have_value("krasch nu")
    page.get_by_label("Din fråga", exact=True).fill("Vem ska leda rådet?")
    page.get_by_role("button", name="Försök igen").click()
    expect(newest(page).locator(".lane")).to_have_count(3)


def test_missing_sources_are_told_as_such(page):
    ask(page, "sönder")
    expect(newest(page).get_by_role("alert")).to_contain_text("Källorna kan inte läsas.")


def test_stop_keeps_what_was_checked_and_ends_the_work(page, answerer: FakeAnswerer):
    answerer.stopped.clear()
    ask(page, "Vem ska leda rådet? vänta")
    expect(newest(page).locator(".pastaende")).to_have_count(1)
    expect(spoken(page)).to_contain_text("Kontrollerar citat")
    field = page.get_by_label("Din fråga", exact=True)
    field.press("Enter")
    expect(spoken(page)).to_have_text("Vänta på svaret eller stoppa det.")
    page.get_by_role("button", name="Stoppa svaret").click()
    expect(page.locator("#lage")).to_have_text(texts.STOPPED)
    assert answerer.stopped.wait(10)
    expect(newest(page).locator(".pastaende")).to_have_count(1)
    expect(page.get_by_role("button", name="Fråga", exact=True)).to_be_visible()
    expect(field).to_be_focused()
    expect(field).to_have_value("Vem ska leda rådet? vänta")


def test_closing_the_tab_ends_the_work(watched, server, answerer: FakeAnswerer):
    answerer.stopped.clear()
    opened(watched.page, server.address)
    ask(watched.page, "Vem ska leda rådet? vänta")
    expect(newest(watched.page).locator(".pastaende")).to_have_count(1)
    watched.page.close()
    assert answerer.stopped.wait(10)


def test_a_follow_up_carries_the_history_and_old_sources_still_open(page, answerer):
    asked(page, "Vem ska leda rådet?")
    asked(page, "Måste vi ha en lägesbild?")
    assert [turn.question for turn in answerer.asked[-1].history] == ["Vem ska leda rådet?"]
    earlier = page.locator("#samtal .samtal > li")
    expect(earlier).to_have_count(1)
    expect(newest(page).locator(".pastaende")).to_have_count(1)
    earlier.get_by_role("link", name="Källa 3").click()
    expect(page.locator("#kallinnehall mark")).to_have_text(
        ["En ledare från kommunen bör hålla i mötena."]
    )
    newest(page).get_by_role("link", name="Källa 1").click()
    expect(page.locator("#kallinnehall mark")).to_have_text(["Kommunen ska ta fram en lägesbild."])


def test_change_refills_the_field_and_takes_the_turns_place(page, answerer):
    asked(page, "Vem ska leda rådet?")
    page.get_by_role("button", name="Ändra frågan").click()
    field = page.get_by_label("Din fråga", exact=True)
    expect(field).to_have_value("Vem ska leda rådet?")
    expect(field).to_be_focused()
    asked(page, "Måste vi ha en lägesbild?")
    assert answerer.asked[-1].history == ()
    expect(page.locator("#samtal .samtal > li")).to_have_count(0)


def test_new_talk_asks_first_then_clears_everything(page):
    asked(page, "Vem ska leda rådet?")
    page.get_by_role("link", name="Källa 1").click()
    expect(page.locator("#kallinnehall mark")).to_be_visible()
    page.get_by_role("button", name="Ny konversation").click()
    expect(page.get_by_text(texts.CLEAR_QUESTION)).to_be_visible()
    page.get_by_role("button", name="Avbryt").click()
    expect(newest(page).locator(".pastaende")).to_have_count(4)
    page.get_by_role("button", name="Ny konversation").click()
    page.get_by_role("button", name="Rensa samtalet").click()
    expect(newest(page).locator(".pastaende")).to_have_count(0)
    expect(page.locator("#kallinnehall")).to_contain_text(texts.EMPTY_PANEL)
    expect(page.get_by_role("button", name=texts.EXAMPLES[0])).to_be_visible()
    expect(page.get_by_label("Din fråga", exact=True)).to_be_focused()
    expect(spoken(page)).to_have_text(texts.CLEARED)


def test_keyboard_alone_asks_and_shift_enter_makes_a_line(page, answerer):
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name=texts.SKIP)).to_be_focused()
    page.keyboard.press("Enter")
    field = page.get_by_label("Din fråga", exact=True)
    expect(field).to_be_focused()
    page.keyboard.type("Vem ska")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("leda rådet?")
    expect(field).to_have_value("Vem ska\nleda rådet?")
    page.keyboard.press("Enter")
    expect(newest(page).locator(".pastaende")).to_have_count(4)
    assert answerer.asked[-1].text == "Vem ska\nleda rådet?"
    expect(newest(page).get_by_role("heading", name="Svar", exact=True)).to_be_focused()
    expect(spoken(page)).to_have_text(texts.answer_ready(4, 4))
    expect(field).to_have_value("")


def test_what_is_typed_meanwhile_is_kept(page, answerer: FakeAnswerer):
    answerer.go_on.clear()
    ask(page, "Vem ska leda rådet? vänta")
    expect(newest(page).locator(".pastaende")).to_have_count(1)
    field = page.get_by_label("Din fråga", exact=True)
    field.fill("Nästa fråga")
    answerer.go_on.set()
    expect(newest(page).locator(".klart")).to_be_attached()
    expect(page.get_by_role("button", name="Fråga", exact=True)).to_be_visible()
    expect(field).to_have_value("Nästa fråga")
    answerer.go_on.clear()


def test_form_errors_keep_the_text(page):
    field = page.get_by_label("Din fråga", exact=True)
    ask(page, "   ")
    expect(page.locator("#fel").get_by_role("alert")).to_have_text("Skriv en fråga först.")
    ask(page, "å" * 1_003)
    expect(page.locator("#fel").get_by_role("alert")).to_contain_text("Ta bort 3 tecken.")
    expect(page.locator("#raknare")).to_have_text("1\u00a0003 av 1\u00a0000")
    expect(field).to_have_value("å" * 1_003)
    page.get_by_label("Lagen per").fill("i går")
    ask(page, "Vem ska leda rådet?")
    expect(page.locator("#fel").get_by_role("alert")).to_have_text(texts.BAD_DATE)
    page.get_by_label("Lagen per").fill("2025-03-01")
    asked(page, "Vem ska leda rådet?")
    expect(newest(page)).to_contain_text("Lagen per 1 mars 2025")


def test_an_example_asks_itself(page):
    page.get_by_role("button", name=texts.EXAMPLES[0]).click()
    expect(newest(page).locator(".pastaende")).to_have_count(4)
    expect(page.get_by_role("button", name=texts.EXAMPLES[1])).to_have_count(0)


def test_the_address_fills_the_form_and_never_sends_it(page, server, answerer):
    before = len(answerer.asked)
    page.goto(f"{server.address}?q=Vem+leder%3F&datum=2025-03-01")
    expect(page.get_by_label("Din fråga", exact=True)).to_have_value("Vem leder?")
    expect(page.get_by_label("Lagen per")).to_have_value("2025-03-01")
    expect(newest(page).locator(".tur")).to_have_count(0)
    assert len(answerer.asked) == before
    asked(page, "Vem ska leda rådet?")
    page.get_by_role("link", name="Källa 1").click()
    expect(page.locator("#kallinnehall mark")).to_be_visible()
    assert page.url.endswith("datum=2025-03-01")


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_scrolls_sideways_and_targets_are_large(page, server, width, scheme):
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    opened(page, server.address)
    asked(page, "Vem ska leda rådet?")
    page.get_by_role("link", name="Källa 1").click()
    expect(page.locator("#kallinnehall mark")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    small = page.evaluate(
        """() => [...document.querySelectorAll('button, textarea, input')]
            .map(node => [node.textContent || node.id, node.getBoundingClientRect()])
            .filter(([_, box]) => box.width > 1 && (box.height < 43.5 || box.width < 43.5))
            .map(([name, box]) => `${name} ${box.width}x${box.height}`)"""
    )
    assert small == []
    chips = page.locator("a.chip").evaluate_all(
        "nodes => nodes.map(n => n.getBoundingClientRect()).map(b => Math.min(b.width, b.height))"
    )
    assert min(chips) >= 24


def test_nothing_english_is_shown(page):
    asked(page, "Vem ska leda rådet?")
    shown = page.evaluate(
        """() => document.body.innerText + [...document.querySelectorAll('[aria-label], [title]')]
            .map(n => `${n.ariaLabel || ''} ${n.title || ''}`).join(' ')"""
    )
    english = r"\b(?:the|copy|loading|submit|share|settings|built with|clear|stop|use via)\b"
    assert re.findall(english, shown, re.IGNORECASE) == []


def test_behind_a_proxy_under_a_path_the_page_works(watched, answerer):
    with Server(answerer, root_path="/lotsen") as prefixed:
        opened(watched.page, prefixed.address.removesuffix("/"))
        asked(watched.page, "Vem ska leda rådet?")
        watched.page.get_by_role("link", name="Källa 1").click()
        expect(watched.page.locator("#kallinnehall mark")).to_have_text(
            ["Kommunen ska leda rådet."]
        )
        watched.page.close()
    assert watched.complaints == []
    begins = (prefixed.address, prefixed.address.removesuffix("/"))
    assert [url for url in watched.requests if not url.startswith(begins)] == []
