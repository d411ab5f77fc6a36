"""A service on plain http under a name of its own, as on a municipality's inner net.

There the browser tells less of where a request comes from than on loopback or https.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import Server, chromium
from fakes_answers import FakeAnswerer
from playwright.sync_api import Browser, Page, expect

NAME = "lotsen.test"

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium that finds this machine under NAME."""
    with chromium(f"--host-resolver-rules=MAP {NAME} 127.0.0.1") as started:
        yield started


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    context = browser.new_context()
    opened = context.new_page()
    opened.goto(server.address.replace("127.0.0.1", NAME))
    assert not opened.evaluate("isSecureContext")
    yield opened
    context.close()


def answered(page: Page) -> None:
    page.get_by_label("Din fråga", exact=True).fill("Vad är en lägesbild?")
    page.get_by_role("button", name="Fråga", exact=True).click()
    expect(page.locator("#svar .klart")).to_be_attached()


def test_an_answer_is_taken_along(page: Page) -> None:
    answered(page)
    menu = page.locator("#svar details.exportera")
    menu.locator("summary").click()
    with page.expect_download() as download:
        menu.locator("button[value='docx']").click()
    assert Path(download.value.path()).read_bytes().startswith(b"PK")


def test_feedback_is_taken(page: Page, answerer: FakeAnswerer) -> None:
    answered(page)
    page.locator("#svar .omdome").get_by_role("button", name="Ja").click()
    expect(page.locator("#svar .omdome")).to_contain_text("Tack")
