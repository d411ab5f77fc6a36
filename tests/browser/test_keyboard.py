"""By keyboard alone: where the focus is after each step, and what a screen reader is told, once."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from page_states import LEADER, PERSONAL_NUMBER, opened
from playwright.sync_api import Page, Route, expect

from ui import texts

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:.*no_silent_downcasting"),
]

_LISTEN = """() => {
    window.told = [];
    const line = document.getElementById("upplast");
    new MutationObserver(() => window.told.push(line.textContent))
        .observe(line, { childList: true, characterData: true, subtree: true });
    window.alerts = [];
    const alerted = (node) => node.nodeType === 1 &&
        [node, ...node.querySelectorAll("*")].filter((n) => n.getAttribute("role") === "alert");
    new MutationObserver((changes) => changes.forEach((change) =>
        change.addedNodes.forEach((node) => (alerted(node) || []).forEach((alert) =>
            window.alerts.push(alert.textContent)))))
        .observe(document.body, { childList: true, subtree: true });
}"""

# A focus that falls back to the body is lost: the next Tab begins again at the top.
_LOST = """() => {
    window.lost = [];
    document.addEventListener("focusout", (event) => {
        const left = event.target;
        if (event.relatedTarget) return;
        setTimeout(() => {
            if (document.activeElement === document.body)
                window.lost.push(left.id || left.textContent.slice(0, 40) || left.tagName);
        }, 300);
    });
}"""


@pytest.fixture
def page(watched, states_server) -> Page:
    opened(watched.page, states_server.address)
    watched.page.evaluate(_LISTEN)
    watched.page.evaluate(_LOST)
    return watched.page


def press(page: Page, name: str, key: str = "Enter") -> None:
    """Press the button or link of that name, by the keyboard."""
    target = page.get_by_role("button", name=name, exact=True)
    target.focus()
    page.keyboard.press(key)


def kept(page: Page) -> None:
    """The focus is on something, also a moment later."""
    page.wait_for_timeout(400)
    assert page.evaluate("document.activeElement !== document.body")


def ask_by_key(page: Page, question: str) -> None:
    field = page.get_by_label("Din fråga", exact=True)
    field.fill(question)
    field.press("Enter")


def test_a_whole_journey_by_keyboard_never_loses_the_focus(page):
    field = page.get_by_label("Din fråga", exact=True)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(field).to_be_focused()
    ask_by_key(page, f"{LEADER} vänta")
    expect(page.locator("#svar .pastaende")).to_have_count(1)
    kept(page)
    press(page, texts.STOP)
    expect(page.locator("#lage")).to_have_text(texts.STOPPED)
    kept(page)
    ask_by_key(page, LEADER)
    expect(page.locator("#svar .klart h2")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#svar a.chip").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#kallinnehall h2")).to_have_text("Källa 1")
    kept(page)
    press(page, "Nästa", "Space")
    expect(page.locator("#kallinnehall h2")).to_have_text("Källa 2")
    kept(page)
    press(page, "Stäng")
    expect(page.locator("#svar a.chip").first).to_be_focused()
    press(page, texts.CHANGE)
    expect(field).to_be_focused()
    press(page, texts.NEW_TALK)
    expect(page.get_by_text(texts.CLEAR_QUESTION)).to_be_visible()
    kept(page)
    press(page, texts.CANCEL)
    kept(page)
    press(page, texts.NEW_TALK)
    press(page, texts.CLEAR)
    expect(page.get_by_role("button", name=texts.EXAMPLES[0])).to_be_visible()
    kept(page)
    assert page.evaluate("window.lost") == []


def test_question_whether_to_clear_gets_the_focus_however_slow_the_network_is(page):
    ask_by_key(page, LEADER)
    expect(page.locator("#svar .klart h2")).to_be_focused()

    def late(route: Route) -> None:
        page.wait_for_timeout(1_500)
        route.continue_()

    page.route("**/queue/join*", late)
    press(page, texts.NEW_TALK)
    expect(page.get_by_role("button", name=texts.CLEAR, exact=True)).to_be_focused()
    press(page, texts.CLEAR)
    kept(page)
    expect(page.get_by_role("button", name=texts.EXAMPLES[0])).to_be_visible()
    kept(page)
    assert page.evaluate("window.lost") == []


def by_example(page: Page) -> None:
    press(page, texts.EXAMPLES[0])
    expect(page.locator("#svar .klart h2")).to_be_focused()


def by_button(page: Page) -> None:
    page.get_by_label("Din fråga", exact=True).fill(LEADER)
    press(page, texts.ASK)
    expect(page.locator("#svar .klart .pastaende")).to_have_count(4)


def by_retry(page: Page) -> None:
    ask_by_key(page, "krasch")
    expect(page.locator("#svar .fel h2")).to_be_focused()
    page.get_by_label("Din fråga", exact=True).fill(LEADER)
    press(page, texts.RETRY)
    expect(page.locator("#svar .klart .pastaende")).to_have_count(4)


def by_suggestion(page: Page) -> None:
    ask_by_key(page, f"Gäller {LEADER} {PERSONAL_NUMBER}")
    expect(page.get_by_role("button", name=texts.USE_SUGGESTION)).to_be_visible()
    press(page, texts.USE_SUGGESTION)
    expect(page.get_by_label("Din fråga", exact=True)).not_to_have_value(PERSONAL_NUMBER)
    kept(page)
    ask_by_key(page, LEADER)
    expect(page.locator("#svar .klart .pastaende")).to_have_count(4)


def by_form_error(page: Page) -> None:
    ask_by_key(page, "   ")
    expect(page.locator("#fel").get_by_role("alert")).to_be_visible()
    kept(page)
    page.get_by_label("Din fråga", exact=True).fill("   ")
    press(page, texts.ASK)


@pytest.mark.parametrize("way", [by_example, by_button, by_retry, by_suggestion, by_form_error])
def test_however_it_is_asked_the_focus_is_kept(page, way: Callable[[Page], None]):
    way(page)
    kept(page)
    assert page.evaluate("window.lost") == []


def test_each_stage_and_each_answer_is_said_once(page):
    ask_by_key(page, LEADER)
    expect(page.locator("#upplast")).to_have_text(texts.answer_ready(4, 4))
    ask_by_key(page, LEADER)
    expect(page.locator("#samtal .samtal > li")).to_have_count(1)
    expect(page.locator("#svar .klart .pastaende")).to_have_count(4)
    expect(page.locator("#upplast")).to_have_text(texts.answer_ready(4, 4))
    page.wait_for_timeout(400)
    told = page.evaluate("window.told")
    # A text that is said again is heard only if another was said between.
    assert told.count(texts.answer_ready(4, 4)) == 2
    assert [now for now, after in pairwise(told) if now == after] == []
    assert set(told) <= {
        texts.SEARCHING,
        "Hittade 4 källor. Kontrollerar citat.",
        texts.answer_ready(4, 4),
    }
    assert page.evaluate("window.alerts") == []


@pytest.mark.parametrize("question", ["krasch", "sönder", f"Gäller {PERSONAL_NUMBER} här?"])
def test_what_stops_a_question_is_alerted_once_and_not_said_as_well(page, question):
    ask_by_key(page, question)
    expect(page.locator("#svar").get_by_role("alert")).to_be_visible()
    page.wait_for_timeout(400)
    assert len(page.evaluate("window.alerts")) == 1
    assert set(page.evaluate("window.told")) <= {texts.SEARCHING}
