"""The report of an evaluation in Chromium: what its script does, and that it does nothing else."""

from pathlib import Path

import pytest
from browsing import Watched, watched_page
from eval_runs import RIGHT, case, some_cases, stored_run
from page_harm import remember
from playwright.sync_api import Browser, Page, expect
from xss_payloads import PAYLOADS

from evals.measures import MEASURES
from evals.report_figures import figures_of
from ui.report_files import save_html

pytestmark = pytest.mark.browser

_SHOWN = """() => [...document.querySelectorAll("#fall-tabell tbody")]
    .filter((one) => one.checkVisibility()).map((one) => one.dataset.id)"""


@pytest.fixture
def opened(watched: Watched, tmp_path: Path) -> Page:
    path = tmp_path / "rapport.html"
    save_html(path, figures_of(stored_run(tmp_path, "prov", some_cases())))
    watched.page.goto(path.as_uri())
    return watched.page


def shown(page: Page) -> list[str]:
    found: list[str] = page.evaluate(_SHOWN)
    return found


def test_all_cases_are_there_in_their_order(opened):
    assert shown(opened) == ["lv1", "lv2", "lv3", "lv4", "av1", "av2"]


@pytest.mark.parametrize(
    ("field", "choice", "left"),
    [
        ("Samling", "avsta", ["av1", "av2"]),
        ("Utfall", "Fel", ["lv2", "lv3", "lv4"]),
        ("Utfall", "Rätt", ["lv1", "av1", "av2"]),
        ("Fick", "avstod (annat ämne)", ["av1", "av2"]),
    ],
)
def test_a_choice_leaves_its_cases(opened, field, choice, left):
    opened.get_by_label(field, exact=True).select_option(choice)
    assert shown(opened) == left
    expect(opened.get_by_role("status")).to_have_text(f"Visar {len(left)} av 6 fall")
    opened.get_by_role("button", name="Visa alla").click()
    expect(opened.get_by_role("status")).to_have_text("Visar 6 av 6 fall")
    assert len(shown(opened)) == 6


def test_words_are_looked_for_in_all_that_a_case_says_and_choices_add_up(opened):
    words = opened.get_by_label("Ord", exact=True)
    words.fill("VARTANNAT saknar")
    assert shown(opened) == ["lv2"]
    words.fill("lägesbild")  # also in the answers of others
    assert shown(opened) == ["lv1", "lv2", "lv3"]
    opened.get_by_label("Utfall", exact=True).select_option("Fel")
    assert shown(opened) == ["lv2", "lv3"]
    words.fill("kanelbulle")
    assert shown(opened) == []
    expect(opened.get_by_role("status")).to_have_text("Visar 0 av 6 fall")


@pytest.mark.parametrize(
    ("column", "rising", "falling"),
    [
        (
            "Säkerhet",  # as numbers; without a value last both ways
            ["av1", "lv4", "lv3", "lv2", "lv1", "av2"],
            ["lv1", "lv2", "lv3", "lv4", "av1", "av2"],
        ),
        (
            "Sekunder",
            ["av1", "av2", "lv4", "lv1", "lv2", "lv3"],
            ["lv3", "lv2", "lv1", "lv4", "av1", "av2"],
        ),
        (
            "Samling",  # equal ones stay in the order of the run
            ["av1", "av2", "lv1", "lv2", "lv3", "lv4"],
            ["lv1", "lv2", "lv3", "lv4", "av1", "av2"],
        ),
        (
            "Rätt källa",
            ["lv2", "lv4", "lv1", "lv3", "av1", "av2"],
            ["lv1", "lv3", "lv2", "lv4", "av1", "av2"],
        ),
    ],
)
def test_a_heading_sorts_its_column_one_way_and_the_other(opened, column, rising, falling):
    button = opened.get_by_role("button", name=column, exact=True)
    heading = opened.locator("#fall-tabell th", has=button)
    button.click()
    assert shown(opened) == rising
    expect(heading).to_have_attribute("aria-sort", "ascending")
    expect(opened.get_by_role("status")).to_contain_text(f"{column.lower()}, stigande")
    button.press("Enter")
    assert shown(opened) == falling
    expect(heading).to_have_attribute("aria-sort", "descending")
    expect(opened.locator("[aria-sort]")).to_have_count(1)


def test_what_is_chosen_stays_chosen_when_sorted(opened):
    opened.get_by_label("Utfall", exact=True).select_option("Fel")
    opened.get_by_role("button", name="Säkerhet", exact=True).click()
    assert shown(opened) == ["lv4", "lv3", "lv2"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_in_drawings_have_the_pages_own_colours(opened, scheme):
    opened.emulate_media(color_scheme=scheme)
    colours = opened.evaluate(
        """() => [...document.querySelectorAll("svg .text")].map((one) => {
            const behind = [];
            for (let node = one.closest("svg"); node !== document.body; node = node.parentElement)
                behind.push(getComputedStyle(node).backgroundColor);
            return [getComputedStyle(one).fill === getComputedStyle(document.body).color,
                behind.every((colour) => colour === "rgba(0, 0, 0, 0)")];
        })"""
    )
    assert len(colours) > 20
    assert all(own and bare for own, bare in colours)


def test_it_asks_for_nothing_and_complains_of_nothing(watched, opened):
    assert watched.requests == [opened.url]
    assert watched.complaints == []


def test_without_script_all_is_shown_and_what_would_do_nothing_is_not(browser, tmp_path):
    path = tmp_path / "rapport.html"
    save_html(path, figures_of(stored_run(tmp_path, "prov", some_cases())))
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(path.as_uri())
    expect(page.locator("#fall-tabell tbody")).to_have_count(6)
    expect(page.locator("#urval")).to_be_hidden()
    expect(page.get_by_role("button")).to_have_count(0)
    page.locator("#fall-tabell summary").first.click()
    expect(page.get_by_text("Kommunen ska ha en lägesbild. [1]").first).to_be_visible()
    context.close()


def test_on_paper_everything_is_unfolded(opened):
    opened.emulate_media(media="print")
    sentence = opened.get_by_text("Kommunen ska ha en lägesbild. [1]").first
    assert sentence.bounding_box() is not None
    assert (sentence.bounding_box() or {})["height"] > 0
    expect(opened.get_by_role("button", name="Visa alla")).to_be_hidden()


@pytest.mark.parametrize("bypass", [True, False], ids=["without the policy", "with the policy"])
def test_hostile_words_do_nothing(browser: Browser, tmp_path: Path, bypass: bool):
    cases = [
        case(
            f"{number} {payload}",
            set_name=payload,
            question=payload,
            status=payload,
            expected=payload,
            scores=RIGHT | {"strict_correctness": 0.0},
            why=dict.fromkeys(MEASURES, payload),
            statements=[{"text": payload, "lane": "law", "labels": [payload]}],
            citations=[{"label": payload, "document_id": payload, "pinpoint": payload}],
        )
        for number, payload in enumerate(PAYLOADS)
    ]
    path = tmp_path / "rapport.html"
    save_html(path, figures_of(stored_run(tmp_path, "prov", cases)))
    with watched_page(browser, bypass_csp=bypass) as seen:
        page = seen.page
        page.goto(path.as_uri())
        remember(page)
        page.evaluate("document.querySelectorAll('details').forEach((one) => one.open = true)")
        page.get_by_role("button", name="Samling", exact=True).click()
        page.get_by_label("Samling", exact=True).select_option(index=5)
        assert len(shown(page)) == 1
        page.wait_for_timeout(300)  # what would ask elsewhere has done so
        assert seen.requests == [page.url]
        assert seen.dialogs == []
        assert seen.complaints == []
        assert page.evaluate("window.xss") is None
        assert page.locator("script").count() == 1
        inside = "#innehall :is(img, iframe, object, embed, video, audio, link, base, math)"
        assert page.locator(inside).count() == 0
        assert page.evaluate("window.ownBody === document.body")
