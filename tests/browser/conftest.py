"""A started server and a real Chromium for the browser tests."""

from collections.abc import Callable, Iterator

import pytest
from browsing import Server, Watched, chromium, watched_page
from eval_runs import FAKE_COMMAND, runs_of_pages
from fakes_answers import FakeAnswerer
from fakes_pages import FakeMaker
from page_states import (
    CUT_RUN,
    FIRST_RUN,
    GOING_RUN,
    SECOND_RUN,
    STAFF,
    STAFF_BY_PROXY,
    STAFF_PASSWORD,
    STAFF_REVIEWS,
    STAFF_RUNS,
    STAFF_WAITING,
    STATES,
    WITHOUT_INDEX,
    ManyAnswers,
)
from playwright.sync_api import Browser, Page
from pydantic import SecretStr
from review_runs import some_reviews

from ui.staff.access import StaffAccess
from ui.staff.run_processes import RunProcesses


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium a module: while Playwright lives, no other test can run an event loop."""
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def answerer() -> FakeAnswerer:
    return FakeAnswerer()


@pytest.fixture(scope="module")
def server(answerer: FakeAnswerer) -> Iterator[Server]:
    with Server(answerer) as started:
        yield started


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    """A page of an English browser, 1280 × 900; the tests of other sizes resize it."""
    with watched_page(browser) as seen:
        yield seen


@pytest.fixture(scope="module")
def states_server() -> Iterator[Server]:
    """A service that can be brought into every state of page_states.py."""
    with Server(ManyAnswers(), make_picture=FakeMaker()) as started:
        yield started


@pytest.fixture(scope="module")
def indexless_server() -> Iterator[Server]:
    with Server(ManyAnswers(index_missing=True)) as started:
        yield started


def service_for_staff(**ways_in: SecretStr | str) -> Server:
    """A service with these ways in for staff."""
    return Server(ManyAnswers(), make_picture=FakeMaker(), staff=StaffAccess(**ways_in))


@pytest.fixture(scope="module")
def staff_server() -> Iterator[Server]:
    with service_for_staff(password=SecretStr(STAFF_PASSWORD)) as started:
        yield started


@pytest.fixture(scope="module")
def staff_waiting_server() -> Iterator[Server]:
    with service_for_staff(password=SecretStr(STAFF_PASSWORD)) as started:
        yield started


@pytest.fixture(scope="module")
def staff_proxy_server() -> Iterator[Server]:
    with service_for_staff(header="X-Forwarded-User") as started:
        yield started


@pytest.fixture(scope="module")
def staff_reviews_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    data_dir = tmp_path_factory.mktemp("granskningar")
    some_reviews(data_dir)
    access = StaffAccess(password=SecretStr(STAFF_PASSWORD), data_dir=data_dir)
    with Server(ManyAnswers(), staff=access) as started:
        yield started


@pytest.fixture(scope="module")
def staff_runs_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A service with the runs of eval_runs.py; it can start none while one of them goes on."""
    data_dir = tmp_path_factory.mktemp("korningar")
    going = runs_of_pages(data_dir, (FIRST_RUN, SECOND_RUN, CUT_RUN, GOING_RUN))
    access = StaffAccess(password=SecretStr(STAFF_PASSWORD), data_dir=data_dir)
    processes = RunProcesses(data_dir, FAKE_COMMAND)
    with going.writing(), processes, Server(ManyAnswers(), staff=access, processes=processes) as on:
        yield on


_SERVERS = (
    (WITHOUT_INDEX, "indexless_server"),
    (STAFF, "staff_server"),
    (STAFF_WAITING, "staff_waiting_server"),
    (STAFF_BY_PROXY, "staff_proxy_server"),
    (STAFF_REVIEWS, "staff_reviews_server"),
    (STAFF_RUNS, "staff_runs_server"),
)


@pytest.fixture
def reach(request: pytest.FixtureRequest) -> Callable[[Page, str], None]:
    """Brings a page into the state of that name, at a service that can be in it."""

    def bring(page: Page, name: str) -> None:
        fixture = next((own for states, own in _SERVERS if name in states), "states_server")
        server: Server = request.getfixturevalue(fixture)
        STATES[name](page, server.address)

    return bring
