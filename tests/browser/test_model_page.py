"""The page while a language model writes: what is checked is there before the rest has come."""

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import pytest
from browsing import Server
from playwright.sync_api import expect
from scripted_model import Act, Handler, ModelScript, says_up_to, scripted_model, scripted_settings

from assistant.bootstrap import Assistant, open_settings_model
from ui import texts

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:.*no_silent_downcasting"),
]

ASKED = "Hur ofta måste vi uppdatera lägesbilden?"
FOUND = "Enligt lagen (2023:196) ska kommunen uppdatera lägesbilden minst vartannat år."
SECOND = "Kommunen ska uppdatera lägesbilden."


@dataclass
class Written:
    """A service whose model says the first statement, and the rest once ``rest`` is set."""

    server: Server
    script: ModelScript
    rest: threading.Event = field(default_factory=threading.Event)

    def will(self, *, break_off: bool) -> None:
        self.rest.clear()
        self.script.replies(self._says(break_off=break_off))

    def _says(self, *, break_off: bool) -> Act:
        def act(handler: Handler, script: ModelScript) -> None:
            before = script.prompt[: script.prompt.index(FOUND)]
            label = int(re.findall(r"^\[(\d+)\] ", before, flags=re.MULTILINE)[-1])
            items = [
                f'{{"text": "{text}", "sources": [{{"label": {label}, "quote": "{FOUND}"}}]}}'
                for text in (FOUND, SECOND)
            ]
            reply = f'{{"status": "answered", "statements": [{", ".join(items)}]}}'
            place = reply.index(SECOND)
            says_up_to(reply[: place + 5] if break_off else reply, place, until=self.rest)(
                handler, script
            )

        return act


@pytest.fixture(scope="module")
def written(bundled: Assistant) -> Iterator[Written]:
    with scripted_model() as script:
        settings = scripted_settings(script.base_url, model_timeout=60.0)
        model = open_settings_model(settings)
        assert model is not None
        with Server(replace(bundled, model=model, model_name=settings.model)) as server:
            yield Written(server=server, script=script)
        model.close()


def test_checked_statement_is_on_the_page_while_the_model_still_writes(watched, written):
    written.will(break_off=False)
    page = watched.page
    page.goto(written.server.address)
    page.get_by_label("Din fråga", exact=True).fill(ASKED)
    page.get_by_role("button", name="Fråga", exact=True).click()
    expect(page.locator("#svar .pastaende")).to_have_text([re.compile(re.escape(FOUND))])
    assert not written.rest.is_set()
    expect(page.locator("#svar .klart")).to_have_count(0)
    written.rest.set()
    expect(page.locator("#svar .klart .pastaende")).to_have_count(2)
    expect(page.locator("#svar .klart .brickan").first).to_have_text(texts.WRITTEN_BY_AI)
    assert watched.complaints == []


def test_statement_of_a_reply_that_breaks_off_gives_way_to_the_extract(watched, written):
    written.will(break_off=True)
    page = watched.page
    page.goto(written.server.address)
    page.get_by_label("Din fråga", exact=True).fill(ASKED)
    page.get_by_role("button", name="Fråga", exact=True).click()
    expect(page.locator("#svar .pastaende")).to_have_count(1)
    written.rest.set()
    expect(page.locator("#svar .klart .notis").first).to_have_text(
        "Språkmodellen svarar inte. Du får ordagranna utdrag."
    )
    expect(page.locator("#svar .klart .brickan").first).to_have_text(texts.EXTRACT)
    labels = page.locator("#svar .klart .pastaende").count()
    assert labels > 1
    assert watched.complaints == []
