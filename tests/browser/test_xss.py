"""Every payload in every place that shows text, with the page's policy and without it.

Without it everything rests on how text is made into markup, and whatever then does no harm can do
none with it. With it nothing runs in any case: then what counts is that nothing was there to run.
"""

from collections.abc import Iterator

import pytest
from browsing import Server, Watched, watched_page
from fakes_pages import FakeMaker
from hostile_answers import HostileAnswerer, suggesting_anything
from hostile_pages import PAGES, SHELF
from hostile_shelf import HostileShelf, operator_of
from hostile_talk import HEAD, TALK
from hostile_visits import LOW, Tour, visited
from page_harm import harm, remember
from playwright.sync_api import Browser
from xss_payloads import BY_CLASS, PAYLOADS

from assistant.desk import AnswerDesk
from assistant.feedback import FeedbackStore

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:.*no_silent_downcasting"),
]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    store = FeedbackStore(tmp_path_factory.mktemp("omdomen"), 30)
    # Says nothing of itself: drawing all that anew for each question would take its time.
    answerer = HostileAnswerer(told=())
    desk = AnswerDesk(answerer, feedback=store)
    with suggesting_anything(), Server(answerer, desk=desk) as started:
        yield started


@pytest.fixture(scope="module")
def shelf() -> Iterator[Server]:
    with Server(
        HostileShelf(), operator=operator_of(PAYLOADS), make_picture=FakeMaker()
    ) as started:
        yield started


@pytest.fixture(scope="module", params=[True, False], ids=["without the policy", "with the policy"])
def victim(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Watched]:
    """One page for all tours: each of them begins by leaving what was there."""
    with watched_page(browser, bypass_csp=request.param) as seen:
        seen.page.set_viewport_size(LOW)
        yield seen


def test_there_are_many_payloads_of_each_class():
    assert len(set(PAYLOADS)) >= 200
    assert [name for name, payloads in BY_CLASS.items() if len(payloads) < 10] == []


def unharmed(tour: Tour, victim: Watched, server: Server) -> None:
    result = visited(tour, victim, server.address, server.origin)
    assert result.faults == []
    unseen = {place: set(PAYLOADS) - seen for place, seen in result.shown.items()}
    assert result.shown
    assert {place: missed for place, missed in unseen.items() if missed} == {}


@pytest.mark.parametrize("tour", [*TALK, *PAGES], ids=lambda tour: tour.name)
def test_no_payload_does_harm_where_text_is_shown(tour, victim, hostile):
    unharmed(tour, victim, hostile)


@pytest.mark.parametrize("tour", [HEAD, *SHELF], ids=lambda tour: tour.name)
def test_no_payload_does_harm_on_pages_of_other_documents(tour, victim, shelf):
    unharmed(tour, victim, shelf)


RAW = '<html lang="sv"><body><div id="svar"><div class="md"></div></div></body></html>'
TEXT_ALSO_THERE = 8
"""At most so many payloads of a class need more than the careless page does, such as an attribute
to break out of."""


@pytest.mark.parametrize("name", list(BY_CLASS)[:7])
def test_the_checks_find_harm_on_a_page_that_shows_text_as_markup(browser, name):
    with watched_page(browser, bypass_csp=True) as careless:
        found = {payload: harm_of(careless, payload) for payload in BY_CLASS[name]}
    assert sum(not faults for faults in found.values()) <= TEXT_ALSO_THERE
    ran = sum(any(fault.startswith("ran") for fault in faults) for faults in found.values())
    assert ran > 0 or name in {"DOM clobbering", "CSS"}  # these change the page and run nothing


def harm_of(careless: Watched, payload: str) -> list[str]:
    """What a payload does to a page that takes it for markup."""
    page = careless.page
    careless.requests.clear()
    page.set_content(RAW)
    remember(page)
    page.evaluate(
        """async (text) => {
            delete window.xss;
            document.querySelector(".md").innerHTML = text;
            await new Promise((done) => setTimeout(done, 20));
        }""",
        payload,
    )
    return harm(careless, "http://127.0.0.1")
