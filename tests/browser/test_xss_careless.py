"""The tests of hostile text find it wherever it becomes markup, with the policy and without it."""

import re
from collections.abc import Iterator

import browsing
import pytest
from browsing import Server, Watched, watched_page
from careless import Repeating, careless_scripts, unescaped
from fakes_pages import FakeMaker
from hostile_answers import suggesting_anything, with_only
from hostile_pages import PAGES, SHELF
from hostile_shelf import HostileShelf, operator_of
from hostile_talk import HEAD, TALK
from hostile_visits import LOW, Stop, Tour, blank
from page_harm import harm, not_shown
from playwright.sync_api import Browser
from xss_payloads import PAYLOADS, RUN

from assistant.desk import AnswerDesk
from assistant.feedback import FeedbackStore

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:.*no_silent_downcasting"),
]

CHOSEN = (
    f'"><script>{RUN}</script>',
    f"<img src=x onerror={RUN}>",
    f"<area href='javascript:{RUN}'>",
    "<form><input name=nodeName><input name=attributes></form>",
    f"</title><script>{RUN}</script>",
)
"""What breaks out of an attribute, a handler, an address, a form, and what breaks out of the title.
Together they fit in a field of an address."""

KINDS = {"handler": "onerror: <img", "address": "address: <area", "form": "<form|form part"}
"""What has to be found at every place. Within a form of ours no other begins, but its parts do."""

NOWHERE = next(tour for tour in PAGES if tour.name == "addresses that lead nowhere")
BY_SCRIPT = {
    "form with too long a question",
    "form with an unreadable day",
    "?q= and ?datum=",
    "comment",
    "reply to a comment",
    "reply to an export",
}
"""Places whose text the server has no part in."""


@pytest.fixture(scope="module")
def talking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    answerer = with_only(CHOSEN)
    store = FeedbackStore(tmp_path_factory.mktemp("omdomen"), 30)
    desk = AnswerDesk(answerer, feedback=store)
    with unescaped(), suggesting_anything(), Server(answerer, desk=desk) as started:
        yield started


@pytest.fixture(scope="module")
def shelf() -> Iterator[Server]:
    operator = operator_of(CHOSEN)
    answerer = HostileShelf(told=CHOSEN)
    with unescaped(), Server(answerer, operator=operator, make_picture=FakeMaker()) as started:
        yield started


@pytest.fixture(scope="module")
def repeating() -> Iterator[Server]:
    plain = browsing.create_application
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(browsing, "create_application", lambda *a, **k: Repeating(plain(*a, **k)))
        with Server(with_only(CHOSEN)) as started:
            yield started


@pytest.fixture(scope="module", params=[True, False], ids=["without the policy", "with the policy"])
def victim(request: pytest.FixtureRequest, browser: Browser) -> Iterator[tuple[Watched, bool]]:
    with watched_page(browser, bypass_csp=request.param) as seen:
        seen.page.set_viewport_size(LOW)
        careless_scripts(seen.page)
        yield seen, not request.param


def overlooked(stop: Stop, watched: Watched, origin: str) -> list[str]:
    """What is not found at a place that shows text as markup."""
    by_script = stop.name in BY_SCRIPT
    if by_script:  # on a busy machine the script's own time may not have come
        watched.page.evaluate("window.repeatFields()")
    faults = harm(watched, origin, stop.within, everywhere=by_script)
    told = [
        kind for kind, sign in KINDS.items() if not any(re.search(sign, fault) for fault in faults)
    ]
    if by_script:
        return told
    payloads = CHOSEN if stop.payloads is None else stop.payloads
    return told + [
        f"the text of {selector}"
        for selector in stop.holds
        if not not_shown(watched.page, [selector], payloads)
    ]


def found_everywhere(tour: Tour, victim: tuple[Watched, bool], server: Server) -> None:
    watched, with_policy = victim
    blank(watched)
    missed: dict[str, list[str]] = {}
    for stop in tour.show(watched.page, server.address, CHOSEN):
        if stop.payloads is None:
            missed[stop.name] = overlooked(stop, watched, server.origin)
        else:  # one payload at a time: each is of its own kind
            faults = harm(watched, server.origin, stop.within, everywhere=False)
            missed[f"{stop.name} {stop.payloads}"] = [] if faults else ["anything"]
    assert missed
    assert {place: kinds for place, kinds in missed.items() if kinds} == {}
    if with_policy:  # it is the last wall, and stands
        watched.page.wait_for_timeout(100)
        assert watched.page.evaluate("window.xss") is None
        assert any("Content Security Policy" in text for text in watched.complaints)
    else:
        watched.page.wait_for_function("window.xss === 1")


def test_what_is_chosen_are_payloads_of_ours():
    assert set(CHOSEN) < set(PAYLOADS)


@pytest.mark.parametrize("tour", [HEAD, *SHELF], ids=lambda tour: tour.name)
def test_unescaped_text_on_pages_of_other_documents_is_found(tour, victim, shelf):
    found_everywhere(tour, victim, shelf)


@pytest.mark.parametrize(
    "tour", [*TALK, *(tour for tour in PAGES if tour is not NOWHERE)], ids=lambda tour: tour.name
)
def test_unescaped_text_is_found(tour, victim, talking):
    found_everywhere(tour, victim, talking)


def test_a_page_that_repeats_its_address_is_found(victim, repeating):
    found_everywhere(NOWHERE, victim, repeating)
