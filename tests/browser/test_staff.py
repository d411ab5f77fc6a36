"""Utvärdering in a browser: in by keyboard, through the questions, out, and nothing by Back."""

import pytest
from browsing import Server
from page_states import STAFF_PASSWORD, sign_in
from playwright.sync_api import Page, expect

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:.*no_silent_downcasting"),
]


def tab_to(page: Page, name: str, role: str = "link") -> None:
    """Press Tab until the control of that name has the focus."""
    target = page.get_by_role(role, name=name, exact=True).first
    for _ in range(40):
        page.keyboard.press("Tab")
        if target.evaluate("node => node === document.activeElement"):
            return
    raise AssertionError(f"{name} is never reached by Tab")


def test_in_by_keyboard_through_a_set_and_out_and_back_shows_nothing(watched, staff_server: Server):
    page = watched.page
    page.goto(f"{staff_server.address}kallor")
    tab_to(page, "Utvärdering")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Logga in")
    page.get_by_label("Ditt namn eller signatur").focus()
    page.keyboard.type("Anna Ek")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Lösenord")).to_be_focused()
    page.keyboard.type(STAFF_PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Utvärdering")
    tab_to(page, "Testfrågor")
    page.keyboard.press("Enter")
    tab_to(page, "lag-vardag")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("25 testfrågor.")
    page.get_by_label("Ord i fråga, id eller källa").focus()
    page.keyboard.type("åtgärdsplan")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("av 25 testfrågor.")
    expect(page.locator("tbody tr").first).to_contain_text("åtgärdsplan")
    tab_to(page, "Logga ut", "button")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Du är utloggad.")
    for _ in range(3):
        page.go_back()
        expect(page.get_by_role("heading", level=1)).to_have_text("Logga in")
        expect(page.locator("body")).not_to_contain_text("Anna Ek")
        expect(page.locator("body")).not_to_contain_text("lv0")
    assert watched.complaints == []


def test_a_link_leads_to_its_page_after_signing_in(watched, staff_server: Server):
    page = watched.page
    wanted = f"{staff_server.address}utvardering/testfragor/lag-vardag?status=answered&sok=råd"
    page.goto(wanted)
    sign_in(page, "fel lösenord")
    expect(page.get_by_label("Ditt namn eller signatur")).to_have_value("Anna Ek")
    expect(page.get_by_label("Lösenord")).to_be_focused()
    expect(page.get_by_label("Lösenord")).to_have_value("")
    sign_in(page, STAFF_PASSWORD)
    expect(page.get_by_label("Väntat")).to_have_value("answered")
    expect(page.get_by_label("Ord i fråga, id eller källa")).to_have_value("råd")
    page.locator("tbody a").first.click()
    expect(page).to_have_url(f"{staff_server.address}kallor/sfs-2023-196#10-%C2%A7")
    expect(page.locator("section:target")).to_contain_text("Kommunen ska leda rådet.")


def test_it_works_without_script(browser, staff_server: Server):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{staff_server.address}utvardering/testfragor/avsta")
    sign_in(page, STAFF_PASSWORD)
    page.get_by_label("Väntat").select_option("stoppas")
    page.get_by_role("button", name="Visa").click()
    expect(page.get_by_role("status")).to_have_text("3 av 30 testfrågor.")
    cookies = {cookie["name"]: cookie for cookie in context.cookies()}
    assert set(cookies) == {"lotsen_personal", "lotsen_webblasare"}
    assert all(one["httpOnly"] and one["sameSite"] == "Strict" for one in cookies.values())
    page.get_by_role("button", name="Logga ut").click()
    expect(page.get_by_role("status")).to_have_text("Du är utloggad.")
    assert "lotsen_personal" not in {cookie["name"] for cookie in context.cookies()}
    context.close()


def test_a_form_on_another_site_can_neither_sign_in_nor_out(browser, staff_server: Server):
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{staff_server.address}utvardering")
    sign_in(page, STAFF_PASSWORD)
    page.goto("about:blank")
    page.set_content(
        f'<form method="post" action="{staff_server.address}utvardering/logga-ut">'
        "<button>Skicka</button></form>"
    )
    page.get_by_role("button").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Anropet kom från en annan webbplats")
    page.goto(f"{staff_server.address}utvardering")
    expect(page.get_by_role("heading", level=1)).to_have_text("Utvärdering")
    context.close()


def test_on_the_page_of_questions_the_menu_leads_there_too(watched, staff_server: Server):
    page = watched.page
    page.goto(staff_server.address)
    menu = page.get_by_role("navigation", name="Sidor")
    expect(menu.get_by_role("link")).to_have_text(
        ["Fråga", "Skyldigheter", "Källor", "Utvärdering", "Om tjänsten"]
    )
    menu.get_by_role("link", name="Utvärdering").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Logga in")
