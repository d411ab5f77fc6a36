"""Hostile text in questions, answers, titles and passages: shown as text, never run or fetched."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from browsing import Server, Watched, watched_page
from fakes_answers import ADVICE, HANDBOOK, FakeAnswerer, answered, cited
from playwright.sync_api import Browser, Page, expect

from assistant.conversation import Answer, Emit, Nearest, Question, Statement
from assistant.conversation import AnswerStatus as Status
from corpus.documents import Passage, text_sha256

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:.*no_silent_downcasting"),
]

RUN = "window.xss=1"
PAYLOADS = (
    f"<script>{RUN}</script>",
    f"<img src=x onerror={RUN}>",
    f"<svg onload={RUN}></svg>",
    f"<svg><script>{RUN}</script></svg>",
    f'"><img src=x onerror="{RUN}">',
    f"'><svg/onload={RUN}>",
    f"[klicka](javascript:{RUN})",
    f'<a href="javascript:{RUN}">klicka</a>',
    f"<form><input name=attributes><input name=nodeType onfocus={RUN} autofocus></form>",
    f"<details open ontoggle={RUN}><summary>x</summary></details>",
    f'<iframe srcdoc="<script>parent.{RUN}</script>"></iframe>',
    f"<math><mtext><table><mglyph><style><img src=x onerror={RUN}></style></table></mtext></math>",
    "![bild](https://spy.example/p.png)",
    "<img src=https://spy.example/q.png>",
    "<link rel=stylesheet href=https://spy.example/s.css><style>@import url(//spy.example)</style>",
    f"\n\n<img src=x onerror={RUN}>\n\n# Rubrik",
    f"$$\\href{{javascript:{RUN}}}{{x}}$$ och $x$",
    f"&lt;script&gt;{RUN}&lt;/script&gt;",
    f"</div></section></ol><script>{RUN}</script>",
    f"<mark>falskt</mark><a href='#kalla-1' class='chip'>1</a><base href=//spy.example>{RUN}",
)


class HostileAnswerer(FakeAnswerer):
    """Says what it is asked, in every place where text can stand."""

    def answer(self, question: Question, emit: Emit) -> Answer:
        entry = replace(
            HANDBOOK, title=question.text, short_title=question.text, publisher=question.text
        )
        source = hostile_passage(question.text)
        self.entries, self.passages = (entry,), (source,)
        citation = cited(1, entry, source, question.text)
        citation = replace(citation, url=f"javascript:window.xss=1//{question.text}")
        whole = answered(question, (citation,))
        if "avslag" in question.text:
            place = Nearest(
                document_id=entry.document_id,
                pinpoint=question.text,
                title=question.text,
                url="javascript:window.xss=1",
                passage_id=source.passage_id,
            )
            return replace(
                whole,
                status=Status.NO_GUIDANCE_FOUND,
                statements=(),
                citations=(),
                nearest=(place,),
                contacts=(question.text,),
                notices=(question.text,),
            )
        statement = Statement(text=question.text, lane=citation.lane, labels=(1,))
        emit(citation)
        emit(statement)
        return replace(whole, statements=(statement,), notices=(question.text,))


def hostile_passage(text: str) -> Passage:
    whole = f"Före {text} efter"
    return replace(
        ADVICE,
        passage_id=f"{HANDBOOK.document_id}#{text}/1",
        pinpoint=text,
        text=whole,
        sha256=text_sha256(whole),
    )


@pytest.fixture(scope="module")
def hostile_server() -> Iterator[Server]:
    with Server(HostileAnswerer()) as started:
        yield started


@pytest.fixture(scope="module")
def hostile_page(browser: Browser, hostile_server: Server) -> Iterator[Watched]:
    """One page for all payloads, so that earlier ones stand there as turns of the talk."""
    with watched_page(browser) as seen:
        seen.page.goto(hostile_server.address)
        yield seen


def ask(page: Page, text: str) -> None:
    field = page.get_by_label("Din fråga", exact=True)
    field.fill(text)
    expect(field).to_have_value(text)
    page.get_by_role("button", name="Fråga", exact=True).click()
    shown = " ".join(text.split())
    expect(page.locator("#svar .klart .fraga")).to_have_text(f"Fråga: {shown}")


def assert_unharmed(page: Page, watched: Watched, origin: str) -> None:
    assert page.evaluate("window.xss") is None
    assert watched.dialogs == []
    assert [url for url in watched.requests if not url.startswith(origin)] == []
    made = "#sidhuvud .md, #samtal .md, #svar .md, #lage .md, #kallinnehall, .egen-sida main"
    elements = page.locator(made).locator(
        "script, img, svg, iframe, form, input, style, link, base, math, [onerror], [onload], "
        "[onfocus], [ontoggle], [href^='javascript:' i], [style]"
    )
    assert elements.count() == 0


@pytest.mark.parametrize("payload", PAYLOADS)
def test_payload_is_shown_as_text(hostile_page, hostile_server, payload):
    page = hostile_page.page
    shown = " ".join(payload.split())
    ask(page, payload)
    expect(page.locator("#svar .fraga")).to_have_text(f"Fråga: {shown}")
    assert shown in page.locator("#svar .pastaende").evaluate("node => node.textContent")
    page.locator("#svar").get_by_role("link", name="Källa 1").first.click()
    mark = page.locator("#kallinnehall mark")
    expect(mark).to_have_text(shown)
    assert mark.evaluate("node => node.textContent") == payload.strip()
    assert_unharmed(page, hostile_page, hostile_server.origin)
    ask(page, f"avslag {payload}")
    expect(page.locator("#svar .ruta")).to_contain_text(f"avslag {shown}")
    page.locator("#svar a.visa").click()
    expect(page.locator("#kallinnehall .passage")).to_contain_text("Före avslag")
    assert_unharmed(page, hostile_page, hostile_server.origin)
