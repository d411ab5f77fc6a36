"""On paper: no menus, forms or buttons; quotes and addresses whole; lanes with title and line."""

import io
import re

import pytest
from browsing import Server, Watched
from fakes_answers import LAW
from playwright.sync_api import Page, expect
from pypdf import PdfReader

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:.*no_silent_downcasting"),
]


@pytest.fixture(params=["light", "dark"])
def answered(request: pytest.FixtureRequest, watched: Watched, server: Server) -> Page:
    """An answer with its first source open, about to be printed."""
    page = watched.page
    page.emulate_media(color_scheme=request.param)
    page.goto(f"{server.address}?q=Vem+ska+leda+rådet%3F")
    # Counted once the page has its events: pressed before that, the field is empty to the server.
    expect(page.locator("#raknare")).to_contain_text("19 av")
    page.get_by_role("button", name="Fråga", exact=True).click()
    expect(page.locator("#svar .klart")).to_be_attached()
    page.get_by_role("link", name="Källa 1").click()
    expect(page.locator("#kallspalt .kalla mark")).to_be_visible()
    page.emulate_media(media="print", color_scheme=request.param)
    return page


def style(page: Page, selector: str, name: str) -> str:
    found = page.locator(selector).first.evaluate("(e, n) => getComputedStyle(e)[n]", name)
    return str(found)


def test_nothing_to_press_or_fill_in_is_printed(answered):
    controls = answered.locator("button, input, textarea, select, nav, form")
    assert controls.count() > 5
    assert [one.inner_text() for one in controls.all() if one.is_visible()] == []


def test_lanes_keep_title_and_line_and_words_are_dark(answered):
    kinds = [
        style(answered, f".lane.{lane}", "borderLeftStyle")
        for lane in ("law", "guidance", "report")
    ]
    assert kinds == ["solid", "dashed", "dotted"]
    expect(answered.get_by_role("heading", name="Lagen kräver")).to_be_visible()
    assert style(answered, "body", "backgroundColor") == "rgb(255, 255, 255)"
    for selector in (".pastaende", ".styrka", ".kallista li", ".fraga"):
        assert style(answered, selector, "color") == "rgb(0, 0, 0)"


def test_every_source_has_its_address_and_the_passage_is_whole(answered):
    addresses = answered.locator("#svar .adress")
    assert addresses.count() == 4
    expect(addresses.first).to_be_visible()
    expect(addresses.first).to_have_text(LAW.url)
    assert style(answered, "#kallspalt .passage", "maxHeight") == "none"
    assert style(answered, "#kallspalt .passage", "overflowY") == "visible"


def test_on_the_screen_the_address_is_behind_its_link(answered):
    answered.emulate_media(media="screen")
    expect(answered.locator("#svar .adress").first).to_be_hidden()


def test_the_printed_page_reads_as_the_answer(answered):
    raw = answered.pdf(format="A4")
    printed = " ".join(
        " ".join(page.extract_text() for page in PdfReader(io.BytesIO(raw)).pages).split()
    )
    for words in ("Vem ska leda rådet?", "Kommunen ska leda rådet.", "Rapporter visar", LAW.url):
        assert words in printed
    assert re.search(r"Ny konversation|Prova:|Din fråga|Välj en siffra", printed) is None


def test_a_document_is_printed_without_menu_and_search(watched, server):
    page = watched.page
    page.goto(f"{server.address}kallor/sfs-2023-196")
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="Sidor")).to_be_hidden()
    expect(page.locator(".urval")).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    printed = PdfReader(io.BytesIO(page.pdf(format="A4"))).pages[0].extract_text()
    assert LAW.url in "".join(printed.split())


def test_a_long_conversation_is_printed_to_its_end(answered):
    answered.emulate_media(media="screen")
    field = answered.get_by_label("Din fråga", exact=True)
    for number in range(1, 6):
        field.fill(f"Vem ska leda rådet {number}?")
        field.press("Enter")
        expect(answered.locator("#svar .klart .fraga")).to_contain_text(f"rådet {number}?")
    field.fill("En svag fråga")
    field.press("Enter")
    expect(answered.locator("#svar .ruta")).to_be_visible()
    answered.emulate_media(media="print")
    sheets = PdfReader(io.BytesIO(answered.pdf())).pages
    text = " ".join(" ".join(sheet.extract_text() for sheet in sheets).split())
    assert [number for number in range(1, 6) if f"Vem ska leda rådet {number}?" not in text] == []
    assert "Närmast i källorna" in text
    assert "Länsstyrelsen" in text
    assert "Exportera" not in text
    assert sheets[-1].extract_text().strip()
