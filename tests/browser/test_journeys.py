"""The journeys of the design from question to file, over the real sources, by keyboard alone.

Each at every width and in both themes. Nothing is clicked, nothing scrolls sideways.
"""

import json
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from browsing import Server, Watched, picture
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from assistant.bootstrap import Assistant

pytestmark = [
    pytest.mark.browser,
    # Gradio counts its own events with pandas, by an option that pandas is about to drop.
    pytest.mark.filterwarnings("ignore:.*no_silent_downcasting"),
]

SIZES = [(width, theme) for width in (1280, 640, 320) for theme in ("light", "dark")]

# Question, the place that answers it and words that the quotation there has.
COORDINATOR = (
    ("Vem ska leda det strategiska rådet?", "10 §", "kommunen leda"),
    ("När måste lägesbilden uppdateras?", "6 §", "minst vartannat år"),
    ("Vad ska en överenskommelse innehålla?", "9 §", "vilka syften"),
    ("Får vi kamerabevaka torget?", "14 §", "får kommunen kamerabevaka"),
)
ASSOCIATION = (
    ("Måste en förening skriva på en överenskommelse?", "9 §", "tvingar inte"),
    ("Måste en ideell tränare göra orosanmälan?", "19 kap. 1 §", "bör anmäla enligt 19 kap. 4 §"),
    ("Får vi spara registerutdrag?", "5 §", "antecknas"),
    ("Kan föreningen söka Brås bidrag?", "4–5 §§", "bara kan lämnas till kommuner"),
)


@pytest.fixture(scope="module")
def real_server(bundled: Assistant) -> Iterator[Server]:
    with Server(bundled) as started:
        yield started


@pytest.fixture(params=SIZES, ids=lambda size: f"{size[0]}-{size[1]}")
def page(request: pytest.FixtureRequest, watched: Watched, real_server: Server) -> Iterator[Page]:
    width, theme = request.param
    page = watched.page
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=theme)
    page.goto(real_server.address)
    expect(page.get_by_label("Lagen per")).not_to_have_value("")
    yield page
    assert watched.complaints == []
    assert [url for url in watched.requests if not outside(url, real_server)] == []


def outside(url: str, server: Server) -> bool:
    return url.startswith((server.origin, f"blob:{server.origin}"))


def tab_to(page: Page, selector: str, *, most: int = 80) -> None:
    """Press Tab until what has the focus matches; it must be seen to have it."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            style = "getComputedStyle(document.activeElement).outlineStyle"
            assert page.evaluate(style) != "none"
            return
    raise AssertionError(f"{selector} is not reached by Tab")


def ask(page: Page, question: str) -> None:
    """Type into the field that has the focus, or that the skip link leads to."""
    if not page.evaluate("document.activeElement.matches('#falt textarea')"):
        tab_to(page, "#falt textarea", most=200)
    page.keyboard.type(question)
    page.keyboard.press("Enter")
    expect(page.locator("#svar .klart .fraga")).to_have_text(f"Fråga: {question}")
    expect(page.locator("#svar .svarsrubrik")).to_be_focused()


def open_source(page: Page, pinpoint: str, words: str) -> None:
    """The first chip that leads to the place opens it with the words marked; Esc leads back."""
    place = page.locator("#svar .kallor li", has_text=pinpoint).filter(has_text=words).first
    number = place.get_attribute("value")
    tab_to(page, f"a.chip[href='#kalla-{number}']")
    page.keyboard.press("Enter")
    expect(page.locator("#kallinnehall h2")).to_be_focused()
    expect(page.locator("#kallinnehall mark")).to_contain_text(words)
    expect(page.locator("#kallinnehall .plats")).to_contain_text(pinpoint)
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.getAttribute('href')") == f"#kalla-{number}"


def taken(page: Page, suffix: str, *, whole: bool = False) -> bytes:
    """The file of the newest answer, or of the whole conversation."""
    menu = "details.exportera.hela" if whole else "details.exportera:not(.hela)"
    tab_to(page, f"{menu} > summary")
    page.keyboard.press("Enter")
    tab_to(page, f"{menu} button[value='{suffix}']")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename.endswith(f".{suffix}")
    return Path(download.value.path()).read_bytes()


def quotes(page: Page) -> list[str]:
    passes = page.locator(".svarspass").all_text_contents()
    answers = [json.loads(page.evaluate("decodeURIComponent", text)) for text in passes]
    return [cited["quote"] for answer in answers for cited in answer["citations"]]


def stays_within(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def folded(text: str) -> str:
    return " ".join(text.split())


def test_a_coordinator_takes_a_conversation_to_the_council(page):
    for question, pinpoint, words in COORDINATOR:
        ask(page, question)
        open_source(page, pinpoint, words)
        assert stays_within(page)
        if question == COORDINATOR[0][0]:
            size = page.viewport_size
            dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
            assert size is not None
            picture(page, f"resa-{size['width']}-{'mork' if dark else 'ljus'}")
            page.locator("#falt textarea").focus()
    document = taken(page, "docx", whole=True)
    with zipfile.ZipFile(BytesIO(document)) as parts:
        text = parts.read("word/document.xml").decode()
    assert all(question in text for question, _, _ in COORDINATOR)


def test_an_association_takes_an_answer_to_its_board(page):
    for question, pinpoint, words in ASSOCIATION:
        ask(page, question)
        open_source(page, pinpoint, words)
        assert stays_within(page)
    pdf = PdfReader(BytesIO(taken(page, "pdf")))
    text = folded(" ".join(sheet.extract_text() for sheet in pdf.pages)).replace("\u00ad", "")
    newest = page.locator("#svar .svarspass").text_content()
    answer = json.loads(page.evaluate("decodeURIComponent", newest))
    squeezed = "".join(text.split())
    for cited in answer["citations"]:
        assert "".join(cited["quote"].split()) in squeezed
        assert cited["url"] in squeezed
    markdown = taken(page, "md", whole=True).decode()
    assert all(quote in markdown for quote in quotes(page))


def test_a_coach_who_types_a_childs_number_is_stopped_and_helped_on(page):
    tab_to(page, "#falt textarea", most=200)
    page.keyboard.type("Måste vi anmäla oro för 20121130-2384?")
    page.keyboard.press("Enter")
    alert = page.locator("#svar [role=alert]")
    expect(alert).to_be_visible()
    assert "20121130" not in page.locator("#svar").inner_text()
    tab_to(page, "#anvand-forslaget")
    page.keyboard.press("Enter")
    expect(page.locator("#falt textarea")).not_to_have_value(
        "Måste vi anmäla oro för 20121130-2384?"
    )
    assert stays_within(page)


def test_a_question_outside_leads_on_to_what_can_be_asked(page):
    ask(page, "Vilken utbildning måste samordnaren ha gått enligt lagen?")
    expect(page.locator("#svar .ruta h2")).to_be_visible()
    tab_to(page, ".foljd")
    page.keyboard.press("Enter")
    expect(page.locator("#svar .lane").first).to_be_visible()
    assert stays_within(page)


def test_the_duties_of_a_municipality_become_a_checklist_and_reminders(page):
    page.goto(page.url + "skyldigheter?roll=kommun")
    assert stays_within(page)
    tab_to(page, "a[href*='checklista.xlsx']", most=120)
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert Path(download.value.path()).read_bytes().startswith(b"PK")


def test_a_document_is_found_read_and_linked_to(page):
    page.goto(page.url + "kallor")
    tab_to(page, "#sok")
    page.keyboard.type("2023:196")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    tab_to(page, ".dokument a[href$='sfs-2023-196']")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Lag (2023:196)")
    tab_to(page, ".stallen a[href='#6-%C2%A7']")
    page.keyboard.press("Enter")
    assert page.url.endswith("#6-%C2%A7")
    expect(page.locator("section.stalle:target")).to_contain_text("vartannat år")
    page.reload()
    expect(page.locator("section.stalle:target")).to_contain_text("vartannat år")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Lag (2023:196)")
    assert stays_within(page)
