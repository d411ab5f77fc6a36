"""A run from the page: started, watched, stopped, continued, looked into, compared."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import Server
from eval_runs import FAKE_COMMAND, some_cases, stored_run
from page_states import FIRST_RUN, STAFF_PASSWORD, ManyAnswers, sign_in
from playwright.sync_api import expect
from pydantic import SecretStr

from ui.staff.access import StaffAccess
from ui.staff.run_processes import RunProcesses

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:.*no_silent_downcasting"),
]

LONG = 60_000
"""Milliseconds: a loaded machine takes several seconds to start a process."""


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    stored_run(tmp_path, FIRST_RUN, some_cases(), day=20)
    return tmp_path


@pytest.fixture
def runs_server(data_dir: Path) -> Iterator[Server]:
    access = StaffAccess(password=SecretStr(STAFF_PASSWORD), data_dir=data_dir)
    with (
        RunProcesses(data_dir, FAKE_COMMAND, {"FAKE_RUN": "goes"}) as processes,
        Server(ManyAnswers(), "/lotsen", staff=access, processes=processes) as started,
    ):
        yield started


def test_from_a_start_to_a_comparison_below_a_root(watched, data_dir, runs_server: Server):
    page = watched.page
    page.goto(f"{runs_server.address}utvardering/korningar")
    sign_in(page, STAFF_PASSWORD)
    page.get_by_role("checkbox", name="lag-vardag").check()
    page.get_by_label("Sätt att svara").select_option("utdrag")
    page.get_by_role("button", name="Starta körningen").dblclick()
    # The page asks for itself again until the run has come that far, and so on.
    expect(page.get_by_role("status")).to_contain_text("2 av 6 frågor", timeout=LONG)
    expect(page.get_by_role("progressbar", name="Besvarade frågor")).to_be_visible()
    page.get_by_role("link", name="Sluta uppdatera av sig själv").click()
    page.get_by_role("button", name="Stoppa").click()
    go_on = page.get_by_role("button", name="Fortsätt körningen")
    expect(go_on).to_be_visible(timeout=LONG)
    (data_dir / "vidare").touch()
    go_on.click()
    expect(page.get_by_role("status").first).to_contain_text("Läge: klar.", timeout=LONG)
    assert len((data_dir / "begun").read_text().splitlines()) == 2

    page.get_by_label("Utfall").select_option("fel")
    page.get_by_role("button", name="Visa").click()
    expect(page.get_by_role("status").last).to_have_text("2 av 6 testfrågor.")
    page.get_by_role("link", name="lv2", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Testfråga lv2")
    page.get_by_label("Väntat").select_option("avstår")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Spara utkastet som fil").click()
    assert saved.value.suggested_filename == "testfraga.toml"
    draft = Path(saved.value.path()).read_text(encoding="utf-8")
    assert 'expected_status = "no_guidance_found"' in draft

    page.get_by_role("link", name=re.compile("^Körning ")).click()
    page.get_by_role("link", name="Jämför med en annan").click()
    page.get_by_label("A, den äldre").select_option(FIRST_RUN)
    page.get_by_role("button", name="Jämför").click()
    expect(page.get_by_role("status")).to_have_text("6 frågor finns i båda.")
    assert watched.complaints == []


def test_a_question_is_tried_without_script_and_leaves_no_trace(browser, runs_server: Server):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{runs_server.address}utvardering/prova")
    sign_in(page, STAFF_PASSWORD)
    page.get_by_label("Fråga", exact=True).fill("Vem ska leda rådet?")
    page.get_by_role("button", name="Prova").click()
    expect(page.get_by_role("heading", name="Med dina val: svar")).to_be_visible()
    assert page.url == f"{runs_server.address}utvardering/prova"
    page.locator("ol.citat a").first.click()
    expect(page.locator("mark")).to_contain_text("leda rådet")
    context.close()
