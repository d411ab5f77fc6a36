""" "Hjälpte svaret dig?" in a real Chromium: by mouse and by keyboard alone, stored and not."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import Server, Watched
from fakes_answers import FakeAnswerer
from playwright.sync_api import Browser, Locator, Page, Route, expect

from assistant.desk import AnswerDesk
from assistant.feedback import FeedbackReason, FeedbackStore, Rating
from ui import texts

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:.*no_silent_downcasting"),
]

QUESTION = "Vem ska leda rådet?"
NUMBER = "811218-9876"
TERMS = "Om du skickar sparas fråga, svar och kommentar i 30 dagar."


@pytest.fixture
def store(tmp_path: Path) -> FeedbackStore:
    return FeedbackStore(tmp_path, 30)


@pytest.fixture
def storing(store: FeedbackStore) -> Iterator[Server]:
    with Server(FakeAnswerer(), desk=AnswerDesk(FakeAnswerer(), feedback=store)) as started:
        yield started


@pytest.fixture
def page(watched: Watched, storing: Server) -> Iterator[Page]:
    """An answer on a service that stores feedback."""
    watched.page.goto(storing.address)
    asked(watched.page, QUESTION)
    yield watched.page
    assert watched.complaints == []
    assert [url for url in watched.requests if not url.startswith(storing.origin)] == []


def asked(page: Page, question: str) -> None:
    page.get_by_label("Din fråga", exact=True).fill(question)
    page.get_by_role("button", name="Fråga", exact=True).click()
    expect(page.locator("#svar .fraga")).to_contain_text(question)
    expect(page.locator("#svar .klart")).to_be_attached()
    expect(page.get_by_role("button", name="Fråga", exact=True)).to_be_visible()


def helped(page: Page) -> Locator:
    return page.locator("#svar").get_by_role("group", name=texts.HELPED)


def spoken(page: Page) -> Locator:
    return page.locator("#upplast[role=status]")


def opened(page: Page) -> Locator:
    helped(page).get_by_role("button", name="Nej").click()
    return helped(page).locator("form")


def send(page: Page) -> None:
    helped(page).get_by_role("button", name="Skicka").click()


def test_yes_is_one_press_and_keeps_no_question(page, store):
    helped(page).get_by_role("button", name="Ja").click()
    thanks = helped(page).get_by_text("Tack!")
    expect(thanks).to_be_focused()
    expect(spoken(page)).to_have_text("Tack!")
    expect(helped(page).get_by_role("button")).to_have_count(0)
    (stored,) = store.all()
    assert (stored.feedback.rating, stored.feedback.question) == (Rating.YES, "")
    assert stored.feedback.answer_pass == ""


def test_no_asks_what_was_wrong_and_stores_question_answer_and_comment(page, store):
    form = opened(page)
    expect(form.get_by_role("group", name="Vad var fel?")).to_be_visible()
    expect(form).to_contain_text(TERMS)
    expect(form).not_to_contain_text("tidigare frågor")
    form.get_by_label("Fel källa").check()
    form.get_by_label("Kommentar (frivillig)").fill("Det är 9 §.")
    send(page)
    expect(helped(page).get_by_text("Tack!")).to_be_focused()
    (stored,) = store.all()
    kept = stored.feedback
    assert (kept.reason, kept.comment) == (FeedbackReason.WRONG_SOURCE, "Det är 9 §.")
    assert kept.question == QUESTION
    assert [c["label"] for c in json.loads(kept.answer_pass)["citations"]] == [1, 2, 3, 4]
    assert kept.history == ()


def test_keyboard_alone_gives_a_no_with_reason_and_comment(page, store):
    helped(page).get_by_role("button", name="Ja").focus()
    page.keyboard.press("Tab")
    no = helped(page).get_by_role("button", name="Nej")
    expect(no).to_be_focused()
    expect(no).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")
    expect(no).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_label("Fel i sak")).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Något saknas")).to_be_checked()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Kommentar (frivillig)")).to_be_focused()
    page.keyboard.type("Var står det?")
    page.keyboard.press("Tab")
    expect(helped(page).get_by_role("button", name="Skicka")).to_be_focused()
    page.keyboard.press("Enter")
    expect(helped(page).get_by_text("Tack!")).to_be_focused()
    expect(spoken(page)).to_have_text("Tack!")
    assert [one.feedback.comment for one in store.all()] == ["Var står det?"]
    page.keyboard.press("Tab")  # on from the thanks, not from the top of the page
    assert page.evaluate("document.activeElement.closest('#samtalsspalt') !== null")


def test_cancel_leads_back_to_the_button_and_what_was_typed_is_there_next_time(page, store):
    form = opened(page)
    form.get_by_label("Annat").check()
    form.get_by_label("Kommentar").fill("Halvskrivet")
    helped(page).get_by_role("button", name="Avbryt").click()
    expect(form).to_have_count(0)
    expect(helped(page).get_by_role("button", name="Nej")).to_be_focused()
    form = opened(page)
    expect(form.get_by_label("Annat")).to_be_checked()
    expect(form.get_by_label("Kommentar")).to_have_value("Halvskrivet")
    assert store.all() == ()


def test_without_a_reason_it_says_what_to_choose(page, store):
    form = opened(page)
    form.get_by_label("Kommentar").fill("Utan skäl")
    send(page)
    expect(form.get_by_role("alert")).to_have_text("Välj vad som var fel.")
    expect(form.get_by_label("Fel i sak")).to_be_focused()
    expect(form.get_by_label("Kommentar")).to_have_value("Utan skäl")
    assert store.all() == ()


def test_a_personal_number_is_told_beside_the_comment_which_is_kept(watched, storing, store):
    page = watched.page
    page.goto(storing.address)
    asked(page, QUESTION)
    form = opened(page)
    form.get_by_label("Fel i sak").check()
    comment = form.get_by_label("Kommentar (frivillig)")
    comment.fill(f"Det gäller {NUMBER}")
    send(page)
    expect(form.get_by_role("alert")).to_contain_text("ser ut att innehålla ett personnummer")
    expect(comment).to_be_focused()
    expect(comment).to_have_attribute("aria-invalid", "true")
    described = comment.get_attribute("aria-describedby") or ""
    assert form.get_by_role("alert").get_attribute("id") in described.split()
    expect(comment).to_have_value(f"Det gäller {NUMBER}")
    assert store.all() == ()
    comment.fill("Det gäller en person")
    send(page)
    expect(helped(page).get_by_text("Tack!")).to_be_focused()
    assert [one.feedback.comment for one in store.all()] == ["Det gäller en person"]
    assert [c for c in watched.complaints if "422" not in c] == []


def test_without_contact_nothing_typed_is_lost_and_a_later_try_is_stored_once(
    watched, storing, store
):
    page = watched.page
    page.goto(storing.address)
    asked(page, QUESTION)
    form = opened(page)
    form.get_by_label("Svårt att förstå").check()
    form.get_by_label("Kommentar").fill("Långa ord")

    def stored_but_unheard(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/api/feedback", stored_but_unheard)
    send(page)
    expect(form.get_by_role("alert")).to_have_text("Ingen kontakt. Kontrollera nätet.")
    expect(form.get_by_label("Kommentar")).to_have_value("Långa ord")
    page.unroute("**/api/feedback")
    send(page)
    expect(helped(page).get_by_text("Tack!")).to_be_focused()
    assert [one.feedback.comment for one in store.all()] == ["Långa ord"]


def test_a_double_click_is_stored_once(page, store):
    form = opened(page)
    form.get_by_label("Annat").check()
    helped(page).get_by_role("button", name="Skicka").dblclick()
    expect(helped(page).get_by_text("Tack!")).to_be_focused()
    assert len(store.all()) == 1


def test_what_is_being_written_follows_the_answer_up_among_the_earlier_ones(page, store):
    form = opened(page)
    form.get_by_label("Fel källa").check()
    form.get_by_label("Kommentar").fill("Halvskrivet")
    asked(page, "Måste vi ha en lägesbild?")
    earlier = page.locator("#samtal .omdome")
    expect(earlier.get_by_label("Fel källa")).to_be_checked()
    expect(earlier.get_by_label("Kommentar")).to_have_value("Halvskrivet")
    earlier.get_by_role("button", name="Skicka").click()
    expect(earlier.get_by_text("Tack!")).to_be_focused()
    expect(helped(page).get_by_role("button")).to_have_text(["Ja", "Nej"])
    form = opened(page)
    expect(form).to_contain_text(f"{TERMS} Det gäller också samtalets tidigare frågor.")
    form.get_by_label("Annat").check()
    send(page)
    expect(helped(page).get_by_text("Tack!")).to_be_focused()
    first, second = store.all()
    assert (first.feedback.question, first.feedback.history) == (QUESTION, ())
    assert second.feedback.question == "Måste vi ha en lägesbild?"
    assert [turn.question for turn in second.feedback.history] == [QUESTION]
    asked(page, "Vad gäller om överenskommelse?")
    expect(page.locator("#samtal .omdome")).to_have_text(["Tack!", "Tack!"])


def test_a_refusal_can_be_judged_and_a_stopped_question_can_not(page, store):
    asked(page, "En bulle fråga")
    expect(helped(page).get_by_role("button")).to_have_count(2)
    page.get_by_label("Din fråga", exact=True).fill(f"Vad gäller för {NUMBER}?")
    page.get_by_role("button", name="Fråga", exact=True).click()
    expect(page.locator("#svar").get_by_role("alert")).to_be_visible()
    expect(helped(page)).to_have_count(0)


def test_where_nothing_is_stored_the_reason_is_counted_and_no_comment_asked_for(
    watched, server: Server
):
    page = watched.page
    page.goto(server.address)
    asked(page, QUESTION)
    sent: list[object] = []
    page.on("request", lambda r: sent.append(r.post_data_json) if "feedback" in r.url else None)
    form = opened(page)
    expect(form.get_by_role("textbox")).to_have_count(0)
    expect(form).to_contain_text(texts.NOT_STORED)
    form.get_by_label("Något saknas").check()
    send(page)
    expect(helped(page).get_by_text("Tack!")).to_be_focused()
    (body,) = sent
    assert set(body) == {"rating", "key", "reason"}
    metrics = page.request.get(f"{server.address}metrics").text()
    assert 'lotsen_feedback_reasons_total{rating="nej",reason="ofullstandigt"} 1' in metrics
    assert watched.complaints == []


def test_under_a_proxys_path_feedback_finds_its_way(browser: Browser, store: FeedbackStore):
    with Server(
        FakeAnswerer(), "/lotsen", desk=AnswerDesk(FakeAnswerer(), feedback=store)
    ) as server:
        page = browser.new_page()
        page.goto(server.address)
        asked(page, QUESTION)
        helped(page).get_by_role("button", name="Ja").click()
        expect(helped(page).get_by_text("Tack!")).to_be_focused()
        page.close()
    assert len(store.all()) == 1


def test_nothing_is_left_in_the_browser_by_a_cookie(page):
    helped(page).get_by_role("button", name="Ja").click()
    expect(helped(page).get_by_text("Tack!")).to_be_focused()
    assert page.context.cookies() == []


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_form_fits_and_its_targets_are_large(watched, storing, width, scheme):
    page = watched.page
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    page.goto(storing.address)
    asked(page, QUESTION)
    form = opened(page)
    send(page)
    expect(form.get_by_role("alert")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    heights = form.locator("button, textarea, .omdome-val").evaluate_all(
        "nodes => nodes.map(node => node.getBoundingClientRect().height)"
    )
    assert min(heights) >= 43.5


def test_a_screen_reader_is_told_what_each_part_is(page):
    opened(page)
    tree = helped(page).aria_snapshot()
    for told in (
        'group "Hjälpte svaret dig?"',
        'button "Nej" [expanded]',
        'group "Vad var fel?"',
        'radio "Svårt att förstå"',
        'textbox "Kommentar (frivillig)"',
        'button "Skicka"',
        'button "Avbryt"',
    ):
        assert told in tree
    assert re.search(rf"{TERMS}", tree)


def test_the_foot_of_the_page_leads_to_the_pages_about_the_service(page, storing):
    foot = page.get_by_role("navigation", name="Om webbplatsen")
    expect(foot.get_by_role("link")).to_have_text([label for _, label in texts.FOOTER])
    foot.get_by_role("link", name="Tillgänglighet").press("Enter")
    expect(page).to_have_url(f"{storing.address}tillganglighet")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tillgänglighet")
