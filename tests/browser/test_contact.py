"""When contact with the server is lost: the page says so in Swedish and gets its answer anyway."""

import re
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from browsing import Server, Watched, ask, steady_port
from fakes_answers import FakeAnswerer
from playwright.sync_api import Page, expect

from ui import texts

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:.*no_silent_downcasting"),
]

QUESTION = "Vem ska leda rådet?"
WAITING = f"{QUESTION} vänta"
OFFLINE = "Ingen kontakt. Kontrollera nätet."
WITHIN_A_MINUTE = 60_000
KEPT = "sessionStorage.getItem('lotsen.pagaende')"


class Service:
    """A server that can go and come back on the same port."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self.answerer = FakeAnswerer()
        self._port = steady_port()
        self._server = stack.enter_context(Server(self.answerer, port=self._port))
        self.address = self._server.address

    def go(self) -> None:
        self._server.__exit__()

    def come_back(self, answerer: FakeAnswerer | None = None) -> None:
        self.answerer = answerer or FakeAnswerer()
        self.answerer.go_on.set()
        self._server = self._stack.enter_context(Server(self.answerer, port=self._port))


@pytest.fixture
def service() -> Iterator[Service]:
    with ExitStack() as stack:
        yield Service(stack)


@pytest.fixture
def page(watched: Watched, service: Service) -> Iterator[Page]:
    opened(watched.page, service.address)
    yield watched.page
    assert watched.dialogs == []
    watched.page.close()


def opened(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.get_by_label("Lagen per")).to_have_value(re.compile(r"\d{4}-\d\d-\d\d"))


def field(page: Page):
    return page.get_by_label("Din fråga", exact=True)


def awaited(page: Page) -> None:
    """A question has been asked whose answer has begun."""
    ask(page, WAITING)
    expect(page.locator("#svar .pastaende")).to_have_count(1)


def answered(page: Page) -> None:
    expect(page.locator("#svar .klart .pastaende")).to_have_count(4, timeout=WITHIN_A_MINUTE)
    expect(page.locator("#kontakt")).to_have_count(0)


def offline(page: Page) -> None:
    expect(page.locator("#kontakt")).to_contain_text(OFFLINE, timeout=15_000)


def until(page: Page, true: str) -> None:
    """Playwright's own waiting for an expression needs a looser policy than the page's."""
    for _ in range(150):
        if page.evaluate(true):
            return
        page.wait_for_timeout(100)
    pytest.fail(f"never true: {true}")


def english(page: Page) -> list[str]:
    return re.findall(r"\b(?:connection|error|lost|server)\b", page.inner_text("body").lower())


def test_the_answer_comes_by_itself_when_the_server_is_back(page: Page, service: Service):
    awaited(page)
    service.go()
    offline(page)
    expect(page.locator("#upplast[role=status]")).to_have_text(OFFLINE)
    assert english(page) == []
    # The checked sentence stays while we wait.
    expect(page.locator("#svar .pastaende")).to_have_count(1)
    service.come_back()
    answered(page)
    assert [question.text for question in service.answerer.asked] == [WAITING]
    expect(field(page)).to_have_value("")
    assert page.evaluate(KEPT) is None
    assert "q=" not in page.url  # a question in the address would reach a proxy's log
    assert english(page) == []


def test_what_was_typed_meanwhile_outlives_the_loss(page: Page, service: Service):
    awaited(page)
    field(page).fill("Nästa fråga")
    service.go()
    offline(page)
    service.come_back()
    answered(page)
    expect(field(page)).to_have_value("Nästa fråga")


def test_without_a_network_the_page_waits_for_it(page: Page, service: Service):
    awaited(page)
    page.context.set_offline(True)
    offline(page)
    service.answerer.go_on.set()
    page.context.set_offline(False)
    answered(page)


def test_the_loss_may_be_taken_care_of_elsewhere(page: Page, service: Service):
    page.evaluate(
        """() => document.addEventListener("lotsen:ater", (event) => {
            event.preventDefault();
            window.ater = event.detail;
        })"""
    )
    awaited(page)
    service.go()
    offline(page)
    service.come_back()
    until(page, "Boolean(window.ater)")  # and so the page was not loaded anew
    told = page.evaluate("window.ater")
    assert (told["question"], told["ask"]) == (WAITING, True)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", told["day"])
    assert service.answerer.asked == []


def test_stopped_while_away_the_question_is_kept_and_not_asked(page: Page, service: Service):
    awaited(page)
    service.go()
    offline(page)
    page.get_by_role("button", name="Stoppa svaret").click()
    service.come_back()
    expect(page.get_by_role("button", name="Fråga", exact=True)).to_be_visible(timeout=15_000)
    expect(field(page)).to_have_value(WAITING)
    page.wait_for_timeout(1_500)
    assert service.answerer.asked == []


def test_reloaded_in_the_middle_the_question_is_back_and_not_asked(page: Page, service: Service):
    awaited(page)
    page.reload()
    expect(field(page)).to_have_value(WAITING)
    expect(page.locator("#svar .tur")).to_have_count(0)
    page.wait_for_timeout(1_000)
    assert len(service.answerer.asked) == 1


def test_while_the_page_is_being_left_its_cut_stream_is_no_loss(page: Page, service: Service):
    """The stream is cut when the page is left, and the page goes on until the next one comes."""
    awaited(page)
    page.route(page.url, lambda route: (time.sleep(2), route.continue_()))
    page.reload()
    expect(field(page)).to_have_value(WAITING)
    page.wait_for_timeout(1_000)
    assert len(service.answerer.asked) == 1
    expect(page.locator("#svar .tur")).to_have_count(0)


def test_a_server_that_falls_at_the_question_is_asked_it_only_a_few_times(page: Page):
    tried: list[float] = []

    def broken(route) -> None:
        data = route.request.post_data or ""
        if WAITING in data and "vantar" not in data:  # which asks for a finished answer only
            tried.append(time.monotonic())
            route.abort()
        else:
            route.continue_()

    page.route("**/gradio_api/queue/join*", broken)
    ask(page, WAITING)
    for _ in range(60):
        if len(tried) == 4:
            break
        page.wait_for_timeout(500)
    page.wait_for_timeout(6_000)
    assert len(tried) == 4  # once, and three times again
    expect(field(page)).to_have_value(WAITING)
    assert english(page) == []


def test_a_restart_between_two_questions_goes_unnoticed(page: Page, service: Service):
    ask(page, QUESTION)
    answered(page)
    service.go()
    service.come_back()
    ask(page, "Måste vi ha en lägesbild?")
    expect(page.locator("#svar .klart .pastaende")).to_have_count(1, timeout=WITHIN_A_MINUTE)
    assert english(page) == []


def test_a_source_that_a_new_index_lacks_is_told_as_gone(page: Page, service: Service):
    ask(page, QUESTION)
    answered(page)
    service.go()
    service.come_back(FakeAnswerer(passages=()))
    page.get_by_role("link", name="Källa 1").click()
    expect(page.locator("#kallinnehall")).to_contain_text(texts.NO_SOURCE)
    expect(page.locator("#kallinnehall mark")).to_have_count(0)


def test_a_stopped_question_leaves_nothing_behind(page: Page, service: Service):
    awaited(page)
    assert WAITING in page.evaluate(KEPT)
    page.get_by_role("button", name="Stoppa svaret").click()
    expect(page.locator("#lage")).to_have_text(texts.STOPPED)
    until(page, f"{KEPT} === null")
    page.wait_for_timeout(4_000)
    expect(page.locator("#kontakt")).to_have_count(0)
    expect(page.locator("#svar .pastaende")).to_have_count(1)


def test_a_question_that_is_stopped_for_a_personal_number_is_not_kept(page: Page):
    ask(page, "Vad gäller för 811218-9876?")
    expect(page.locator("#svar").get_by_role("alert")).to_be_visible()
    until(page, f"{KEPT} === null")


@pytest.mark.parametrize("date", ["i går", "2026-11-23"])
def test_a_question_that_is_settled_is_forgotten(page: Page, date: str):
    page.get_by_label("Lagen per").fill(date)
    ask(page, "En svag fråga")
    where = "#fel" if date == "i går" else "#svar .klart"
    expect(page.locator(where)).not_to_be_empty()
    until(page, f"{KEPT} === null")


def test_a_long_silence_with_contact_is_only_waited_out(page: Page, service: Service):
    awaited(page)
    page.wait_for_timeout(9_000)
    expect(page.locator("#kontakt")).to_have_count(0)
    service.answerer.go_on.set()
    answered(page)
    assert len(service.answerer.asked) == 1
