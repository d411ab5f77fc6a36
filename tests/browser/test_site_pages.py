"""The server-rendered pages in a browser: menu, addresses, Back, narrow screens, both themes."""

import re

import pytest
from browsing import Server
from playwright.sync_api import expect

PAGES = (
    "kallor",
    "kallor/sfs-2023-196",
    "kallor/finns-inte",
    "om",
    "tillganglighet",
    "personuppgifter",
)


def test_from_an_answers_source_to_its_place_and_back(watched, server: Server):
    page = watched.page
    page.goto(f"{server.address}?q=Vem+ska+leda+rådet%3F")
    page.get_by_role("button", name="Fråga", exact=True).click()
    expect(page.locator("#svar .klart")).to_be_visible()  # Gradio complains of being left before
    page.get_by_role("link", name="Källa 1").click()
    page.get_by_role("link", name="Visa i dokumentet").click()
    expect(page).to_have_url(f"{server.address}kallor/sfs-2023-196#10-%C2%A7")
    expect(page.locator("section:target")).to_contain_text("Kommunen ska leda rådet.")
    page.reload()
    expect(page.locator("section:target")).to_be_in_viewport()
    page.get_by_role("link", name="Källor").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Källor")
    page.go_back()
    expect(page.locator("section:target h2")).to_have_text("10 §")
    assert watched.complaints == []


_HEAD = """() => {
    const menu = document.querySelector("nav[aria-label=Sidor]");
    const ruled = document.querySelector("header.sidhuvud") || menu;
    const box = (found) => {
        const own = found.getBoundingClientRect();
        return [own.left, own.top, own.bottom].map(Math.round);
    };
    const style = getComputedStyle(ruled);
    return {
        name: box(document.querySelector(".tjanst")),
        first: box(menu.querySelector("a")),
        rule: [box(ruled)[0], box(ruled)[2], style.borderBottomWidth, style.borderBottomColor],
        heading: box(document.querySelector("h1")).slice(0, 2),
    };
}"""


@pytest.mark.parametrize("width", [320, 640, 1280])
def test_every_page_has_the_same_head(watched, server: Server, width):
    page = watched.page
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(server.address)
    expect(page.locator("#falt textarea")).to_be_visible()
    asking = page.evaluate(_HEAD)
    assert asking["rule"][1] > page.locator("nav[aria-label=Sidor] a").last.bounding_box()["y"]
    for path in ("skyldigheter", "kallor", "om", "kallor/finns-inte"):
        page.goto(server.address + path)
        assert page.evaluate(_HEAD) == asking, path


def test_a_misspelt_search_says_what_it_found_and_leads_back(browser, server: Server):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 800})
    page = context.new_page()
    page.goto(f"{server.address}kallor")
    page.get_by_label("Sök bland källorna").fill("hanbok")
    page.get_by_role("button", name="Sök").click()
    expect(page.locator("main")).to_contain_text("Visar träffar för ”handbok”.")
    expect(page.get_by_role("status")).to_have_text("Ett dokument.")
    page.get_by_role("link", name="Sök i stället efter exakt ”hanbok”").click()
    expect(page.get_by_role("status")).to_have_text(
        "Inga träffar på ”hanbok”. Prova ett kortare ord."
    )
    page.get_by_role("link", name="Visa alla källor").click()
    expect(page.get_by_role("status")).to_have_text("3 dokument.")
    page.goto(f"{server.address}kallor/sfs-2023-196?sok=lägebild")
    expect(page.locator("main")).to_contain_text("Visar träffar för ”lägesbild”.")
    expect(page.locator("mark").first).to_have_text("lägesbild")
    context.close()


def test_the_menu_leads_everywhere_by_keyboard(watched, server: Server):
    page = watched.page
    page.goto(f"{server.address}om")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Hoppa till innehållet")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    for name, heading in (("Källor", "Källor"), ("Om tjänsten", "Om tjänsten")):
        page.get_by_role("navigation", name="Sidor").get_by_role("link", name=name).press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    page.get_by_role("navigation", name="Sidor").get_by_role("link", name="Fråga").press("Enter")
    expect(page.locator("#falt textarea")).to_be_visible()


def test_sources_are_searched_without_script(browser, server: Server):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server.address}kallor")
    page.get_by_label("Sök bland källorna").fill("handbok")
    page.get_by_role("button", name="Sök").click()
    expect(page.get_by_role("status")).to_have_text("Ett dokument.")
    page.get_by_role("link", name="Handbok om samverkan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Handbok om samverkan")
    context.close()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_scrolls_sideways_or_leaves_the_service(
    watched, server: Server, path, width, scheme
):
    page = watched.page
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{server.address}{path}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    red = int(re.findall(r"\d+", background)[0])
    assert (red < 128) == (scheme == "dark")
    small = page.locator("nav a, button, input, select").evaluate_all(
        "nodes => nodes.map(n => n.getBoundingClientRect()).filter(b => b.height < 24).length"
    )
    assert small == 0
    assert [url for url in watched.requests if not url.startswith(server.address)] == []
    refused = [c for c in watched.complaints if "404" in c]
    assert len(refused) == (path == "kallor/finns-inte")
    assert watched.complaints == refused
