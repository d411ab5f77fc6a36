"""People in haste: who ask before the page is whole, and before the last answer's stream is."""

import asyncio
import threading
from collections.abc import AsyncGenerator, Iterator
from typing import Any

import pytest
from browsing import Server, Watched, ask
from fakes_answers import FakeAnswerer
from playwright.sync_api import Page, Route, expect

from ui import chat

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:.*no_silent_downcasting"),
]

FIRST = "Vem ska leda rådet?"
SECOND = "Måste vi ha en lägesbild?"
JOIN = "**/gradio_api/queue/join*"


@pytest.fixture
def answerer() -> FakeAnswerer:
    return FakeAnswerer()


@pytest.fixture
def page(watched: Watched, answerer: FakeAnswerer) -> Iterator[Page]:
    with Server(answerer) as server:
        watched.page.goto(server.address)
        day_is_there(watched.page)
        yield watched.page
        watched.page.close()
    assert watched.complaints == []


def day_is_there(page: Page) -> None:
    """What Gradio fetches when a page is loaded has come."""
    expect(page.get_by_label("Lagen per")).not_to_have_value("")


def answered(page: Page, question: str) -> None:
    expect(page.locator("#svar .klart .fraga")).to_have_text(f"Fråga: {question}")
    expect(page.get_by_role("button", name="Fråga", exact=True)).to_be_visible()


def reloaded(page: Page) -> list[Route]:
    """Load the page anew; what it asks for when it is loaded is held back, and returned."""
    held: list[Route] = []

    def hold_first(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append(route)

    page.route(JOIN, hold_first)
    page.reload()
    expect(page.get_by_role("button", name="Fråga", exact=True)).to_be_visible()
    for _ in range(100):
        if held:
            return held
        page.wait_for_timeout(50)
    raise AssertionError("the page asked for nothing")


def test_a_question_asked_before_the_page_is_whole_does_not_come_back(page, answerer):
    held = reloaded(page)
    waiting = f"{FIRST} vänta"
    ask(page, waiting)
    expect(page.locator("#svar .pastaende")).to_have_count(1)
    held[0].continue_()
    day_is_there(page)
    page.wait_for_timeout(1_000)  # longer than the page takes to bring back what was there before
    answerer.go_on.set()
    answered(page, waiting)
    page.wait_for_timeout(500)  # and to put a question back into its field
    expect(page.get_by_label("Din fråga", exact=True)).to_have_value("")


@pytest.mark.parametrize("by_example", [False, True], ids=["own question", "example"])
def test_a_question_waits_for_the_talk_that_is_on_its_way_back(page, answerer, by_example):
    ask(page, FIRST)
    answered(page, FIRST)
    held = reloaded(page)
    if by_example:
        example = page.locator("#exempelknappar button").first
        question = example.inner_text()
        example.click()
    else:
        question = SECOND
        ask(page, question)
    page.wait_for_timeout(500)
    assert [asked.text for asked in answerer.asked] == [FIRST]
    held[0].continue_()
    answered(page, question)
    assert [asked.text for asked in answerer.asked] == [FIRST, question]
    expect(page.locator("#samtal .samtal > li .fraga")).to_have_text([f"Fråga: {FIRST}"])
    expect(page.get_by_label("Din fråga", exact=True)).to_have_value("")


def test_where_nobody_can_read_what_the_tab_kept_a_question_waits_for_nothing(page, answerer):
    page.evaluate("sessionStorage.setItem('lotsen.samtal', '[{')")
    page.evaluate("sessionStorage.setItem('lotsen.pagaende', 'null')")
    held = reloaded(page)
    ask(page, FIRST)
    answered(page, FIRST)
    held[0].continue_()
    day_is_there(page)
    ask(page, SECOND)
    answered(page, SECOND)
    assert [asked.text for asked in answerer.asked] == [FIRST, SECOND]


@pytest.fixture
def may_end(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Until it is set no answer's stream ends; 20 s at most."""
    whole, event = chat._asked, threading.Event()

    async def ending_late(*arguments: Any) -> AsyncGenerator[chat.Updates, None]:
        async for updates in whole(*arguments):
            yield updates
        await asyncio.to_thread(event.wait, 20)

    monkeypatch.setattr(chat, "_asked", ending_late)
    return event


@pytest.mark.parametrize("how", ["button", "key", "suggestion", "suggestion beside a draft"])
def test_a_question_asked_before_the_last_answers_stream_is_closed_is_asked_when_it_is(
    page, answerer, may_end, how
):
    field = page.get_by_label("Din fråga", exact=True)
    ask(page, FIRST)
    answered(page, FIRST)
    draft = ""
    if "suggestion" in how:
        if "draft" in how:
            draft = "Halvskrivet"
            field.fill(draft)
        suggested = page.locator("#svar button.foljd").first
        question = suggested.get_attribute("value")
        suggested.click()
    else:
        question = SECOND
        field.fill(question)
        if how == "key":
            field.press("Enter")
        else:
            page.get_by_role("button", name="Fråga", exact=True).click()
    page.wait_for_timeout(300)  # less than the page waits for the stream's end at most
    assert [asked.text for asked in answerer.asked] == [FIRST]
    may_end.set()
    answered(page, question)
    assert [asked.text for asked in answerer.asked] == [FIRST, question]
    expect(field).to_have_value(draft)
