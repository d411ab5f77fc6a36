"""Two people review ten answers in a browser, disagree on three, and see how alike they judge."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from browsing import Server
from fakes_answers import FakeAnswerer
from page_states import STAFF_PASSWORD, sign_in
from playwright.sync_api import Browser, Page, expect
from pydantic import SecretStr
from review_runs import stored, ten

from evals.cases import parse_cases
from ui.staff.access import StaffAccess

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:.*no_silent_downcasting"),
]


@pytest.fixture
def reviewing(tmp_path: Path) -> Iterator[Server]:
    stored(tmp_path, "korning-ett", ten())
    stored(tmp_path, "korning-tva", ten(), 25)
    access = StaffAccess(password=SecretStr(STAFF_PASSWORD), data_dir=tmp_path)
    with Server(FakeAnswerer(), staff=access) as started:
        yield started


@contextmanager
def member(browser: Browser, server: Server, name: str, *, script: bool = True) -> Iterator[Page]:
    """The page of reviews of someone who has signed in, in a browser of their own."""
    context = browser.new_context(java_script_enabled=script)
    page = context.new_page()
    page.goto(f"{server.address}utvardering/granskning")
    sign_in(page, STAFF_PASSWORD, name=name)
    expect(page.get_by_role("heading", level=1)).to_have_text("Granskning")
    yield page
    context.close()


def rate(page: Page, verdict: str, comment: str = "") -> None:
    page.get_by_role("group", name="Är svaret rätt?").get_by_label(verdict, exact=True).check()
    page.get_by_role("group", name="Stöder källan").get_by_label("ja", exact=True).check()
    page.get_by_role("group", name="användbart").get_by_label("ja", exact=True).check()
    page.get_by_label("Kommentar").fill(comment)
    page.get_by_role("button", name="Spara och nästa").click()


def test_two_review_ten_answers_and_a_bad_one_becomes_a_test_question(browser, reviewing):
    # Anna: 7 right, 3 wrong. Bo says the other thing of the first, second and tenth: 6 and 4.
    # Alike 7 of 10. By chance .7·.6 + .3·.4 = .54. Kappa (.7 - .54) / .46 = .348, shown as 0,35.
    anna_says = ["korrekt"] * 7 + ["fel"] * 3
    bo_says = ["fel", "fel", *["korrekt"] * 5, "fel", "fel", "korrekt"]
    assert sum(a != b for a, b in zip(anna_says, bo_says, strict=True)) == 3
    with member(browser, reviewing, "Anna Ek") as anna:
        anna.get_by_label("Körning", exact=True).select_option(index=1)
        anna.get_by_role("button", name="Skapa granskning").click()
        anna.get_by_role("link", name="Granskning 1", exact=True).click()
        for number, verdict in enumerate(anna_says, start=1):
            heading = anna.get_by_role("heading", level=1)
            expect(heading).to_have_text(f"Granska {number} av 10")
            expect(anna.locator("main")).not_to_contain_text("korning-")
            rate(anna, verdict, "Det stämmer inte." if verdict == "fel" else "")
        expect(anna.get_by_role("heading", level=1)).to_contain_text("samstämmighet")
        expect(anna.locator("main")).to_contain_text("Det behövs minst två granskare.")
        with member(browser, reviewing, "Bo Al", script=False) as bo:
            expect(bo.get_by_role("row", name="Granskning 1")).to_contain_text("Anna Ek: 10 av 10")
            bo.get_by_role("link", name="Granskning 1", exact=True).click()
            for number, verdict in enumerate(bo_says, start=1):
                heading = bo.get_by_role("heading", level=1)
                expect(heading).to_have_text(f"Granska {number} av 10")
                expect(bo.get_by_role("radio", checked=True)).to_have_count(0)
                rate(bo, verdict)
            expect(bo.get_by_role("row", name="Anna Ek och Bo Al")).to_contain_text("0,35")
            expect(bo.get_by_role("button", name="Spara slutsats")).to_have_count(3)
        anna.reload()
        expect(anna.get_by_role("row", name="Anna Ek och Bo Al")).to_contain_text("10")
        expect(anna.get_by_role("row", name="Anna Ek och Bo Al")).to_contain_text("0,35")
        anna.get_by_label("Vad kom ni fram till om fråga 1?").select_option("borde ha avstått")
        anna.get_by_label("Notering om fråga 1", exact=True).fill("Källan räcker inte.")
        anna.get_by_role("button", name="Spara slutsats").first.click()
        expect(anna.locator("#fraga-1")).to_contain_text("borde ha avstått. Anna Ek")
        draft = anna.get_by_role("link", name="Gör till testfråga: fråga 1", exact=True)
        expect(draft).to_have_css("border-top-width", "0px")  # a link, and no field to fill in
        draft.click()
        with anna.expect_download() as fetched:
            anna.get_by_role("link", name="Hämta filen").click()
        text = Path(fetched.value.path()).read_text(encoding="utf-8")
        (case,) = parse_cases(text, "utkast.toml")
        assert case.question == "Vem leder rådet i fall a?"
        assert [status.value for status in case.expected_status] == ["no_guidance_found"]


def test_all_of_a_rating_is_made_by_keyboard_alone(browser, reviewing):
    with member(browser, reviewing, "Cim") as page:
        page.get_by_role("button", name="Skapa granskning").click()
        page.get_by_role("link", name="Granskning 1", exact=True).click()
        page.locator('input[name="ratt"]').first.focus()
        right = ("ArrowRight", "Tab")  # from korrekt to delvis
        support = ("Space", "ArrowRight", "Tab")  # ja, then delvis
        useful = ("Space", "Tab")
        for key in (*right, *support, *useful):
            page.keyboard.press(key)
        page.keyboard.type("Med tangenter.")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Granska 2 av 10")
        page.get_by_role("link", name="Föregående").click()
        chosen = page.locator("input:checked")
        values = [one.get_attribute("value") for one in chosen.all()]
        assert values == ["delvis", "delvis", "ja"]
        expect(page.get_by_label("Kommentar")).to_have_value("Med tangenter.")


def test_a_digit_chooses_in_the_group_that_has_focus_and_is_a_digit_in_a_comment(
    browser, reviewing
):
    with member(browser, reviewing, "Cim") as page:
        page.get_by_role("button", name="Skapa granskning").click()
        page.get_by_role("link", name="Granskning 1", exact=True).click()
        expect(page.get_by_text("Tryck sedan 1 för det första valet")).to_be_visible()
        page.keyboard.press("1")  # no group has focus
        expect(page.get_by_role("radio", checked=True)).to_have_count(0)
        page.locator('input[name="ratt"]').first.focus()
        for key in ("4", "Tab", "3", "9", "Tab", "2"):
            page.keyboard.press(key)
        values = [one.get_attribute("value") for one in page.locator("input:checked").all()]
        assert values == ["borde_ha_avstatt", "nej", "nej"]
        page.get_by_label("Kommentar").focus()
        page.keyboard.type("1 av 2")
        expect(page.get_by_label("Kommentar")).to_have_value("1 av 2")
        values = [one.get_attribute("value") for one in page.locator("input:checked").all()]
        assert values == ["borde_ha_avstatt", "nej", "nej"]


def test_two_runs_are_compared_blindly_and_named_in_the_end(browser, reviewing):
    with member(browser, reviewing, "Dag") as page:
        page.get_by_label("Jämför med").select_option(index=2)
        page.get_by_role("button", name="Skapa granskning").click()
        page.get_by_role("link", name="Granskning 1", exact=True).click()
        for _ in range(10):
            expect(page.get_by_role("heading", name="Höger svar")).to_be_visible()
            expect(page.locator("main")).not_to_contain_text("korning-")
            page.get_by_label("lika bra").check()
            page.get_by_role("button", name="Spara och nästa").click()
        table = page.get_by_role("table", name="Så ofta valdes varje körning")
        expect(table).to_contain_text("korning-ett")
        expect(table.get_by_role("row", name="lika bra")).to_contain_text("10")


def test_what_was_written_stays_when_a_number_is_in_it_and_a_double_click_saves_once(
    browser, reviewing
):
    with member(browser, reviewing, "Eva") as page:
        page.get_by_role("button", name="Skapa granskning").dblclick()
        expect(page.locator("tbody tr")).to_have_count(1)
        page.get_by_role("link", name="Granskning 1", exact=True).click()
        rate(page, "fel", "Gäller 811218-9876 i rådet")
        expect(page.get_by_role("alert")).to_contain_text("personnummer")
        expect(page.get_by_label("Kommentar")).to_have_value("Gäller 811218-9876 i rådet")
        expect(page.get_by_label("fel", exact=True)).to_be_checked()
        page.get_by_label("Kommentar").fill("Gäller rådet")
        page.get_by_role("button", name="Spara och nästa").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Granska 2 av 10")
