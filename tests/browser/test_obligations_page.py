"""Skyldigheter in a browser: narrow and wide, both themes, keyboard, print, and without script."""

import pytest
from browsing import Server
from fakes_answers import HANDBOOK, LAW, PASSAGES, FakeAnswerer, passage
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

ADVICE = passage(HANDBOOK, 1, "Processen i fem steg", "Processen har fem steg och börjar om.")
RULE = passage(LAW, 1, "6 §", "Kommunen ska uppdatera lägesbilden. Den ska följa upp planen.")


@pytest.fixture(scope="module")
def answerer() -> FakeAnswerer:
    return FakeAnswerer(passages=(*PASSAGES, ADVICE, RULE))


@pytest.mark.parametrize("width", [320, 640, 641, 801, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_scrolls_sideways_with_every_row_open(watched, server: Server, width, scheme):
    page = watched.page
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{server.address}skyldigheter?lagesbild=igår&per=")
    page.evaluate("document.querySelectorAll('details').forEach(node => { node.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    low = page.locator("nav a, button, input:not([type=hidden]), select, summary").evaluate_all(
        "nodes => nodes.filter(n => n.getBoundingClientRect().height < 24).length"
    )
    assert low == 0
    outside = page.locator("main *").evaluate_all(
        "(nodes, width) => nodes.filter(n => n.getBoundingClientRect().right > width + 1).length",
        width,
    )
    assert outside == 0
    assert watched.complaints == []
    assert [url for url in watched.requests if not url.startswith(server.address)] == []


def test_on_a_phone_each_row_is_a_card_that_names_its_cells(watched, server: Server):
    page = watched.page
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(f"{server.address}skyldigheter")
    page.locator("details.grupp > summary").first.click()
    page.locator("#l-uppdatera-lagesbild summary").click()
    cells = page.locator("#l-uppdatera-lagesbild tr").first.locator("> *")
    named = cells.evaluate_all(
        "nodes => nodes.filter(n => getComputedStyle(n).display !== 'none')"
        ".map(n => getComputedStyle(n, '::before').content)"
    )
    labels = ("Vem", "Styrka", "Vad", "Hur ofta", "Från", "§", "Vägledning")
    assert named == [f'"{label}: "' for label in labels]
    tops = cells.evaluate_all("nodes => nodes.map(n => n.getBoundingClientRect().top)")
    assert tops == sorted(set(tops))
    page.set_viewport_size({"width": 1280, "height": 800})
    tops = cells.evaluate_all("nodes => nodes.map(n => n.getBoundingClientRect().top)")
    assert len(set(tops)) == 1


def test_on_a_phone_the_rows_are_folded_by_document_and_the_filters_too(watched, server: Server):
    page = watched.page
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(f"{server.address}skyldigheter")
    # 190 rows took 89,000 px, which nobody scrolls through.
    assert page.evaluate("document.documentElement.scrollHeight") < 8_000
    expect(page.get_by_label("Lag eller förordning")).not_to_be_visible()
    page.get_by_text("Fler filter").click()
    expect(page.get_by_label("Lag eller förordning")).to_be_visible()
    row = page.locator("#l-uppdatera-lagesbild")
    expect(row).not_to_be_visible()
    group = page.locator("details.grupp").first
    rows = group.locator("tbody").count()
    summary = group.locator("> summary")
    expect(summary).to_have_text(f"Visa {rows} rader")
    summary.focus()
    page.keyboard.press("Enter")
    expect(row).to_be_visible()
    heights = group.locator("tbody").evaluate_all(
        "nodes => nodes.map(n => n.getBoundingClientRect().height)"
    )
    assert sum(heights) / len(heights) < 300
    # Who hears the page hears what each cell of the sentence is.
    named = (
        row.locator("tr")
        .first.locator("> :nth-child(-n + 3)")
        .evaluate_all("nodes => nodes.map(n => getComputedStyle(n, '::before').content)")
    )
    assert named == ['"Vem: "', '"Styrka: "', '"Vad: "']


def test_what_is_chosen_is_not_folded_on_a_phone(watched, server: Server):
    page = watched.page
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(f"{server.address}skyldigheter?dokument={LAW.document_id}&paragraf=6")
    expect(page.locator("#l-uppdatera-lagesbild")).to_be_visible()
    expect(page.get_by_label("Lag eller förordning")).to_be_visible()
    page.goto(f"{server.address}skyldigheter#l-kameror")
    expect(page.locator("tbody:target")).to_be_in_viewport()


def test_on_a_wide_page_nothing_is_folded_and_no_summary_stops_the_tab_key(watched, server: Server):
    page = watched.page
    page.goto(f"{server.address}skyldigheter")
    groups = page.locator("details.grupp")
    assert groups.count() > 10
    assert groups.evaluate_all("nodes => nodes.filter(n => n.open).length") == 0
    hidden = page.locator("tbody[id]").evaluate_all(
        "nodes => nodes.filter(n => !n.checkVisibility({ contentVisibilityAuto: true })).length"
    )
    assert hidden == 0
    expect(groups.first.locator("> summary")).not_to_be_visible()
    page.get_by_role("radio", name="alla").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_label("ska", exact=True)).to_be_focused()


def test_on_paper_the_folded_documents_are_whole(watched, server: Server):
    page = watched.page
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(f"{server.address}skyldigheter?roll=kommun")
    page.emulate_media(media="print")
    boxes = page.locator("tbody[id] .lane.law").evaluate_all(
        "nodes => nodes.map(n => n.getBoundingClientRect().height)"
    )
    assert boxes
    assert min(boxes) > 20
    expect(page.locator("details.grupp > summary").first).not_to_be_visible()


@pytest.mark.parametrize(
    ("path", "button"),
    [
        ("skyldigheter", "Visa"),
        ("skyldigheter", "Räkna ut"),
        ("skyldigheter?lagesbild=igår&uppfoljning=2001-01-01", "Räkna ut"),
        ("kallor", "Sök"),
        ("kallor/sfs-2023-196", "Visa"),
        ("kallor/sfs-2023-196?per=igår", "Visa"),
        ("kallor/bra-2020-samverkan", "Sök"),
    ],
)
def test_a_button_stands_beside_its_field_and_below_it_on_a_phone(
    watched, server: Server, path, button
):
    page = watched.page
    page.goto(server.address + path)
    pressed = page.get_by_role("button", name=button, exact=True)
    field = pressed.locator("xpath=ancestor::form//*[self::input or self::select]").last
    for width in (1280, 801, 641):
        page.set_viewport_size({"width": width, "height": 900})
        beside, own = field.bounding_box(), pressed.bounding_box()
        assert abs(own["y"] - beside["y"]) <= 1, width
        assert abs(own["height"] - beside["height"]) <= 1, width
        assert 0 < own["x"] - beside["x"] - beside["width"] <= 24, width
    page.set_viewport_size({"width": 320, "height": 900})
    above, own = field.bounding_box(), pressed.bounding_box()
    assert own["y"] >= above["y"] + above["height"]
    assert abs(own["width"] - above["width"]) <= 1
    assert abs(own["x"] - above["x"]) <= 1


def test_rows_are_chosen_and_read_without_script(browser, server: Server):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server.address}skyldigheter")
    page.get_by_label("kommun", exact=True).check()
    for name in ("ska verka för", "får", "bör"):
        page.get_by_label(name, exact=True).uncheck()
    page.get_by_label("Lag eller förordning").select_option(LAW.document_id)
    page.get_by_label("§").fill("6")
    page.get_by_role("button", name="Visa").click()
    expect(page.locator(".antal")).to_have_text("2 skyldigheter och möjligheter")
    row = page.locator("#l-uppdatera-lagesbild")
    expect(row.locator(".lane.law")).not_to_be_visible()
    row.get_by_text("Visa ord och vägledning").click()
    expect(row.locator(".lane.law")).to_contain_text("Kommunen ska uppdatera lägesbilden.")
    expect(row.locator(".lane.guidance")).to_contain_text("Processen har fem steg")
    row.locator(".lane.guidance").get_by_role("link").click()
    expect(page.locator("section:target")).to_contain_text("Processen har fem steg")
    page.go_back()
    with page.expect_download() as started:
        page.get_by_role("link", name="Ladda ned Word").click()
    assert started.value.suggested_filename == "checklista.docx"
    page.get_by_label("Lägesbilden uppdaterades senast").fill("2001-01-01")
    page.get_by_role("button", name="Räkna ut").click()
    expect(page.get_by_role("alert")).to_contain_text("1 januari 2003")
    expect(page.locator(".antal")).to_have_text("2 skyldigheter och möjligheter")
    context.close()


def test_a_row_has_an_address_that_marks_it(watched, server: Server):
    page = watched.page
    page.goto(f"{server.address}skyldigheter#l-lagesbild")
    row = page.locator("tbody:target")
    expect(row).to_be_in_viewport()
    expect(row).to_contain_text("ta fram en lägesbild")
    assert row.evaluate("node => getComputedStyle(node).outlineStyle") == "solid"


def test_everything_is_reached_by_keyboard(watched, server: Server):
    page = watched.page
    page.goto(f"{server.address}skyldigheter?dokument={LAW.document_id}&paragraf=6")
    page.get_by_label("kommun", exact=True).focus()
    page.keyboard.press("Space")
    expect(page.get_by_label("kommun", exact=True)).to_be_checked()
    seen = []
    for _ in range(40):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.textContent.trim().slice(0, 40)"))
        if seen[-1] == "Visa ord och vägledning":
            break
    assert seen[-1] == "Visa ord och vägledning"
    assert {"Visa", "Rensa filter", "Ladda ned Excel", "Ladda ned Word", "6 §"} <= set(seen)
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Enter")
    expect(page.locator("#l-uppdatera-lagesbild .lane.law")).to_be_visible()


def test_on_paper_the_words_are_shown_and_the_forms_are_not(watched, server: Server):
    page = watched.page
    page.goto(f"{server.address}skyldigheter?dokument={LAW.document_id}&paragraf=6")
    page.set_viewport_size({"width": 700, "height": 900})
    page.emulate_media(media="print")
    row = page.locator("#l-uppdatera-lagesbild")
    box = row.locator(".lane.law").bounding_box()
    assert box is not None
    assert box["height"] > 20
    expect(row.locator("summary")).not_to_be_visible()
    expect(page.locator("form").first).not_to_be_visible()
    expect(page.locator("thead").first).to_be_visible()
    tops = (
        row.locator("tr")
        .first.locator("> *")
        .evaluate_all("nodes => nodes.map(n => n.getBoundingClientRect().top)")
    )
    assert len(set(tops)) == 1
