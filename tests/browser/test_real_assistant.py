"""The page over the real assistant and an index of the bundled documents."""

from collections.abc import Iterator

import pytest
from browsing import Server, picture
from playwright.sync_api import Page, expect

from assistant.bootstrap import Assistant, build_assistant
from assistant.settings import Settings
from corpus.encoding import open_encoder
from ingest.pipeline import build_generation

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:.*no_silent_downcasting"),
]


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    data_dir = tmp_path_factory.mktemp("data")
    build_generation(data_dir, open_encoder(""))
    with build_assistant(Settings(data_dir=data_dir, model="", encoder="")) as built:
        yield built


@pytest.fixture(scope="module")
def real_server(assistant: Assistant) -> Iterator[Server]:
    with Server(assistant) as started:
        yield started


def ask(page: Page, question: str) -> None:
    page.get_by_label("Din fråga", exact=True).fill(question)
    page.get_by_role("button", name="Fråga", exact=True).click()
    expect(page.locator("#svar .klart .fraga")).to_have_text(f"Fråga: {question}")


def test_every_citation_opens_on_exactly_its_quoted_words(watched, real_server, assistant):
    page = watched.page
    page.goto(real_server.address)
    ask(page, "Måste kommunen kartlägga brottsligheten?")
    answer = page.request.post(
        f"{real_server.origin}/api/ask",
        data={"question": "Måste kommunen kartlägga brottsligheten?"},
    ).json()
    assert ("sfs-2023-196", "4 §") in {
        (cited["document_id"], cited["pinpoint"]) for cited in answer["citations"]
    }
    for cited in answer["citations"]:
        chip = page.locator("#svar").get_by_role("link", name=f"Källa {cited['label']}:")
        chip.first.click()
        mark = page.locator("#kallinnehall mark")
        expect(page.locator("#kallinnehall h2")).to_have_text(f"Källa {cited['label']}")
        assert mark.evaluate("node => node.textContent") == cited["quote"]
        passage = assistant.passage(cited["passage_id"])
        assert passage is not None
        assert passage.text[cited["start"] : cited["end"]] == cited["quote"]
    page.locator("#svar").get_by_role("link", name="Källa 1:").first.click()
    expect(page.locator("#kallinnehall h2")).to_have_text("Källa 1")
    picture(page, "svar")
    assert watched.complaints == []
    assert [url for url in watched.requests if not url.startswith(real_server.origin)] == []


def test_a_follow_up_and_a_refusal_from_the_real_sources(watched, real_server):
    page = watched.page
    page.goto(real_server.address)
    ask(page, "Vad är en lägesbild?")
    ask(page, "Och hur ofta ska den uppdateras?")
    expect(page.locator("#svar .lane.law")).to_contain_text("vartannat år")
    ask(page, "Hur bakar man kanelbullar?")
    expect(page.locator("#svar .ruta h2")).to_be_visible()
    expect(page.locator("#samtal .samtal > li")).to_have_count(2)
