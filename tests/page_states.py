"""Every state that the pages can be in, by name, for the tests that hold in all of them.

A new page or a new state is one line in ``STATES`` (or in ``WITHOUT_INDEX``, for a service whose
index is missing) and, where it takes more than an address or a question, a function above it. A
function takes a page and the service's address, with its last slash, and returns when the state
stands.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from eval_runs import some_cases, stored_run
from fakes_answers import (
    ADVICE,
    ENTRIES,
    HANDBOOK,
    LAW,
    NEAREST,
    PASSAGES,
    REPORT,
    FakeAnswerer,
    answered,
    cited,
    passage,
    said,
)
from fakes_pages import BOX, CITATION, LAST_PAGE, ON_PAGES, SOURCE
from playwright.sync_api import Page, expect

from assistant.conversation import (
    Answer,
    AnswerStatus,
    Emit,
    Mode,
    Question,
    Reason,
    RetrievedPassage,
)
from assistant.texts import status_text
from corpus.documents import CatalogueEntry, Lane, Passage, Place
from corpus.generation import IndexedSource
from corpus.page_boxes import PageBox
from evals.report_figures import figures_of
from evals.run_folder import run_folders
from ui import texts
from ui.labels import source_link
from ui.report_files import save_html

Reach = Callable[[Page, str], None]

PERSONAL_NUMBER = "811218-9876"
LEADER = "Vem ska leda rådet?"

STRATEGY = replace(
    HANDBOOK,
    document_id="skr-2023-68",
    title="Strategi mot brott",
    short_title="Strategin",
    publisher="Regeringen",
    kind="strategi",
    lane=Lane.CONTEXT,
    url="https://www.regeringen.se/exempel/strategi",
    url_status="seen",
)
OLD = replace(
    HANDBOOK,
    document_id="bra-2010-handbok",
    title="Handbok om samverkan, förra upplagan",
    short_title="Förra handboken",
    year=2010,
    superseded_by=HANDBOOK.document_id,
)
AIM = passage(STRATEGY, 1, "s. 4", "Regeringen vill att fler förebygger brott.", pages=(4,))
EARLIER = replace(
    passage(LAW, 9, "4 §", "Kommunen ska ha en bild av brotten."), valid_to=date(2024, 6, 30)
)
PDF_PAGE = source_link(
    1, ON_PAGES.passage_id, span=(CITATION.start, CITATION.end), quote=CITATION.quote
).replace("kalla?", "sida?")
LINKED = replace(
    passage(LAW, 1, "9 a §", "Kommunen ska följa det som sägs i 4 § om lägesbilden."),
    refers_to=(Place(document_id=LAW.document_id, pinpoint="4 §"),),
)


@dataclass
class ManyAnswers(FakeAnswerer):
    """The scripted answerer with what the real one seldom gives: see ``_found``."""

    passages: tuple[Passage, ...] = (*PASSAGES, AIM, LINKED, EARLIER, ON_PAGES, LAST_PAGE)
    entries: tuple[CatalogueEntry, ...] = (*ENTRIES, STRATEGY, OLD)
    originals: Mapping[str, IndexedSource] = field(
        default_factory=lambda: {REPORT.document_id: SOURCE}
    )
    boxes: Mapping[str, tuple[PageBox, ...]] = field(
        default_factory=lambda: {ON_PAGES.passage_id: (BOX,)}
    )

    def _answer(self, question: Question, emit: Emit) -> Answer:
        answer = super()._answer(question, emit)
        if "modellfel" in question.text:
            return replace(answer, reason=Reason.MODEL_UNAVAILABLE)
        return answer

    def _found(self, question: Question) -> Answer:
        if "rapporten" in question.text:
            return answered(question, (CITATION,))
        if "utan lag" in question.text:
            return everything_beside(question)
        return super()._found(question)

    def search(
        self, query: str, *, k: int, document_id: str | None, as_of: date
    ) -> tuple[RetrievedPassage, ...]:
        """Everything, unless buns are searched for."""
        if "kanelbullar" in query:
            return ()
        return super().search(query, k=k, document_id=document_id, as_of=as_of)


def everything_beside(question: Question) -> Answer:
    """Written by AI, about a part of the question, without the law, with all that may stand by."""
    citations = (
        cited(1, HANDBOOK, ADVICE, "Rådet bör träffas ofta."),
        cited(2, STRATEGY, AIM, AIM.text),
    )
    return replace(
        answered(question, citations),
        mode=Mode.MODEL,
        statements=tuple(said(citation) for citation in citations),
        ai_generated=True,
        completeness="partial",
        reason=Reason.INDIVIDUAL_CASE,
        notices=("Svaret gäller läget den 1 mars 2025, som du frågade om.",),
        contacts=status_text(AnswerStatus.ANSWERED, Reason.INDIVIDUAL_CASE).contacts,
        nearest=NEAREST[:1],
    )


# What one does on the page


def opened(page: Page, address: str) -> None:
    """The page Fråga, ready for a question."""
    page.goto(address)
    expect(page.get_by_label("Lagen per")).to_have_value(re.compile(r"\d{4}-\d\d-\d\d"))


def send(page: Page, question: str) -> None:
    """Type a question and send it."""
    page.get_by_label("Din fråga", exact=True).fill(question)
    page.get_by_role("button", name="Fråga", exact=True).click()


def ask(page: Page, question: str) -> None:
    """Ask and wait for what comes of it, whatever that is."""
    send(page, question)
    expect(page.locator("#svar .klart")).to_be_attached()
    expect(page.get_by_role("button", name="Fråga", exact=True)).to_be_visible()


def asked(*questions: str) -> Reach:
    """The state after these questions, one after another."""

    def reach(page: Page, address: str) -> None:
        opened(page, address)
        for question in questions:
            ask(page, question)
            expect(page.locator("#svar .tur")).to_have_count(1)

    return reach


def at(path: str) -> Reach:
    """A page with an address of its own."""
    return lambda page, address: void(page.goto(f"{address}{path}"))


def void(_: object) -> None:
    """Nothing, whatever it was."""


def with_source_open(number: int, question: str = LEADER) -> Reach:
    """An answer with one of its sources in the panel."""

    def reach(page: Page, address: str) -> None:
        asked(question)(page, address)
        page.locator("#svar").get_by_role("link", name=f"Källa {number}").first.click()
        expect(page.locator("#kallinnehall .passage")).to_be_visible()

    return reach


def with_form_error(question: str) -> Reach:
    """The form with its error above the buttons."""

    def reach(page: Page, address: str) -> None:
        opened(page, address)
        send(page, question)
        expect(page.locator("#fel").get_by_role("alert")).to_be_visible()

    return reach


def streaming(page: Page, address: str) -> None:
    """One sentence has come, more are on their way; FakeAnswerer waits for 20 seconds."""
    opened(page, address)
    send(page, f"{LEADER} vänta")
    expect(page.locator("#svar .pastaende")).to_have_count(1)


def stopped(page: Page, address: str) -> None:
    streaming(page, address)
    page.get_by_role("button", name=texts.STOP).click()
    expect(page.locator("#lage")).to_have_text(texts.STOPPED)
    expect(page.get_by_role("button", name="Fråga", exact=True)).to_be_visible()


def confirming(page: Page, address: str) -> None:
    asked(LEADER)(page, address)
    page.get_by_role("button", name=texts.NEW_TALK).click()
    expect(page.get_by_text(texts.CLEAR_QUESTION)).to_be_visible()


def cleared(page: Page, address: str) -> None:
    confirming(page, address)
    page.get_by_role("button", name=texts.CLEAR, exact=True).click()
    expect(page.get_by_role("button", name=texts.EXAMPLES[0])).to_be_visible()


def changing(page: Page, address: str) -> None:
    asked(LEADER)(page, address)
    page.get_by_role("button", name=texts.CHANGE).click()
    expect(page.get_by_label("Din fråga", exact=True)).to_have_value(LEADER)


def blocked(page: Page, address: str) -> None:
    opened(page, address)
    send(page, f"Vad gäller för {PERSONAL_NUMBER} i rådet?")
    expect(page.locator("#svar").get_by_role("alert")).to_be_visible()
    expect(page.get_by_role("button", name=texts.USE_SUGGESTION)).to_be_visible()


def without_contact(page: Page, address: str) -> None:
    """The panel when the network fails."""
    asked(LEADER)(page, address)
    page.route("**/kalla?*", lambda route: route.abort())
    page.get_by_role("link", name="Källa 1").click()
    expect(page.locator("#kallinnehall")).to_contain_text("Ingen kontakt")
    page.unroute("**/kalla?*")


def duty_open(page: Page, address: str) -> None:
    page.goto(f"{address}skyldigheter?roll=kommun&dokument=sfs-2023-196#l-lagesbild")
    page.locator("#l-lagesbild summary").click()
    expect(page.locator("#l-lagesbild details")).to_have_attribute("open", "")


def duties_folded(page: Page, address: str) -> None:
    """On a phone: the documents as they come, folded."""
    page.set_viewport_size({"width": 320, "height": 900})
    page.goto(f"{address}skyldigheter?roll=forening&tema=bidrag")


def duties_unfolded(page: Page, address: str) -> None:
    """On a phone: one document and the filters unfolded."""
    duties_folded(page, address)
    page.locator("details.fler > summary").click()
    page.locator("details.grupp > summary").nth(1).click()
    expect(page.locator("details.grupp table").nth(1)).to_be_visible()


def source_page(page: Page, address: str) -> None:
    """A source opened in a tab of its own."""
    asked(LEADER)(page, address)
    page.goto(str(page.locator("#svar a.visa").first.evaluate("link => link.href")))
    expect(page.locator("mark")).to_be_visible()


def unfolded(summary: str) -> Reach:
    """A conversation with one of its menus open."""

    def reach(page: Page, address: str) -> None:
        asked("Måste vi ha en lägesbild?", LEADER)(page, address)
        expect(page.locator("#svar .klart .fraga")).to_contain_text(LEADER)
        page.locator("#svar summary", has_text=summary).first.click()
        expect(page.get_by_role("button", name="Markdown").first).to_be_visible()

    return reach


def choosing_lanes(page: Page, address: str) -> None:
    opened(page, address)
    page.get_by_role("button", name=texts.CHOOSE_LANES).click()
    expect(page.get_by_role("checkbox", name="Rapport")).to_be_visible()
    page.get_by_role("checkbox", name="Rapport").uncheck()


def judging(page: Page, address: str) -> None:
    """What was wrong is asked for."""
    asked(LEADER)(page, address)
    page.locator("#svar").get_by_role("button", name=texts.NO, exact=True).click()
    expect(page.locator(".omdome-formular")).to_be_visible()


def judged(page: Page, address: str) -> None:
    asked(LEADER)(page, address)
    page.locator("#svar").get_by_role("button", name=texts.YES, exact=True).click()
    expect(page.locator(".omdome-tack")).to_be_visible()


def come_back(page: Page, address: str) -> None:
    """The conversation after a reload, with a quotation that no longer stands in its source."""
    asked("Måste vi ha en lägesbild?", LEADER)(page, address)
    expect(page.locator("#svar .klart .fraga")).to_contain_text(LEADER)
    page.evaluate(
        "sessionStorage.setItem('lotsen.samtal',"
        " sessionStorage.getItem('lotsen.samtal').replaceAll('Rådet får ha', 'Rådet fick ha'))"
    )
    page.reload()
    expect(page.locator("#svar")).to_contain_text(texts.SOURCE_CHANGED)


def lost(page: Page, address: str) -> None:
    """The server does not answer while an answer is awaited."""
    streaming(page, address)
    page.route("**/livez", lambda route: route.abort())
    expect(page.locator("#kontakt")).to_be_visible(timeout=15_000)


def report(page: Page, _: str) -> None:
    """The report of an evaluation, opened from disk with its cases unfolded."""
    with TemporaryDirectory() as folder:
        data = Path(folder)
        for day in (20, 22, 24):
            run = stored_run(data, f"202611{day}T101500Z-auto", some_cases(), day=day)
        path = data / "rapport.html"
        save_html(path, figures_of(run, run_folders(data)))
        page.goto(path.as_uri())
    page.evaluate("document.querySelectorAll('.fall details').forEach((one) => one.open = true)")
    expect(page.locator("#urval")).to_be_visible()


ASKING: Mapping[str, Reach] = {
    "first visit": opened,
    "three lanes": asked(LEADER),
    "an original": asked("Vad gäller om överenskommelse?"),
    "by AI, partial, without law": asked("Vad gäller utan lag?"),
    "model fell silent": asked(f"{LEADER} modellfel"),
    "unclear": asked("En otydlig fråga"),
    "weak evidence": asked("En svag fråga"),
    "local facts": asked("En lokal fråga"),
    "not in force": asked("En ännu inte fråga"),
    "outside": asked("En bulle fråga"),
    "acute": asked("En akut fråga"),
    "personal number": blocked,
    "fault": asked("krasch nu"),
    "model error": asked("stum"),
    "index lost": asked("sönder"),
    "nothing asked": with_form_error("   "),
    "too long": with_form_error("å" * 1_003),
    "streaming": streaming,
    "stopped": stopped,
    "follow-up": asked(LEADER, "Måste vi ha en lägesbild?", "En svag fråga"),
    "confirm clearing": confirming,
    "cleared": cleared,
    "changing": changing,
    "source of a digest": with_source_open(1),
    "source with untried address": with_source_open(3),
    "source of an original": with_source_open(1, "Vad gäller om överenskommelse?"),
    "source of a refusal": with_source_open(2, "En svag fråga"),
    "without contact": without_contact,
    "page of a PDF": with_source_open(1, "Vad säger rapporten?"),
    "exports": unfolded(texts.EXPORT),
    "exports of the conversation": unfolded(texts.EXPORT_TALK),
    "choosing voices": choosing_lanes,
    "judging": judging,
    "judged": judged,
    "come back, a source changed": come_back,
    "out of contact": lost,
}
"""The page Fråga."""

PAGES: Mapping[str, Reach] = {
    "source in a tab": source_page,
    "source that is gone": at("kalla?passage=borta"),
    "sources": at("kallor"),
    "sources found": at("kallor?sok=handbok&slag=guidance"),
    "no sources found": at("kallor?sok=kanelbullar"),
    "sources found by a repaired word": at("kallor?sok=hanbok"),
    "sources searched exactly": at("kallor?sok=hanbok&exakt=1"),
    "document": at("kallor/sfs-2023-196"),
    "place in a document": at("kallor/sfs-2023-196#10-§"),
    "document searched": at("kallor/sfs-2023-196?sok=r%C3%A5det"),
    "document searched in vain": at("kallor/sfs-2023-196?sok=kanelbullar"),
    "document searched by a repaired word": at("kallor/sfs-2023-196?sok=l%C3%A4gebild"),
    "replaced document without text": at("kallor/bra-2010-handbok"),
    "unknown document": at("kallor/finns-inte"),
    "about": at("om"),
    "access": at("tillganglighet"),
    "privacy": at("personuppgifter"),
    "law of a day": at("kallor/sfs-2023-196?per=2024-06-30"),
    "a day that is none": at("kallor/sfs-2023-196?per=ig%C3%A5r"),
    "wordings": at("kallor/sfs-2023-196/lydelser?stalle=4+%C2%A7"),
    "page of a PDF in a tab": at(PDF_PAGE),
    "duties": at("skyldigheter?roll=kommun&dokument=sfs-2023-196"),
    "duties of associations": at("skyldigheter?roll=forening&tema=registerutdrag"),
    "no duties": at("skyldigheter?paragraf=99"),
    "duties on a day that is none": at("skyldigheter?roll=kommun&tema=kameror&per=snart"),
    "words of a duty": duty_open,
    "duties on a phone": duties_folded,
    "duties on a phone, unfolded": duties_unfolded,
    "reminders": at("skyldigheter?tema=bidrag&lagesbild=2026-03-10&uppfoljning=2026-05-04"),
    "reminders of days that are none": at(
        "skyldigheter?tema=bidrag&lagesbild=2019-03-10&uppfoljning=2099-05-04"
    ),
    "unknown address": at("finns-inte"),
}
"""The pages without script; those of one address are a line each."""

FILES: Mapping[str, Reach] = {"rapport": report}
"""Pages that are files and come from no service."""

WITHOUT_INDEX: Mapping[str, Reach] = {
    "first visit without index": opened,
    "about without index": at("om"),
}
"""States of a service that has no index to read."""

STAFF_PASSWORD = "ett långt lösenord"


def signed_in(path: str = "utvardering") -> Reach:
    """A page behind the gate, after signing in."""

    def reach(page: Page, address: str) -> None:
        page.goto(f"{address}{path}")
        sign_in(page, STAFF_PASSWORD)
        expect(page.get_by_role("button", name="Logga ut")).to_be_visible()

    return reach


def sign_in(page: Page, password: str, name: str = "Anna Ek") -> None:
    """Fill in the sign-in page and send it."""
    page.get_by_label("Ditt namn eller signatur").fill(name)
    page.get_by_label("Lösenord").fill(password)
    page.get_by_role("button", name="Logga in").click()


def without_name(page: Page, address: str) -> None:
    page.goto(f"{address}utvardering")
    sign_in(page, STAFF_PASSWORD, name=" ")
    expect(page.get_by_role("alert")).to_have_text("Skriv ditt namn eller din signatur.")


def wrong_password(page: Page, address: str) -> None:
    page.goto(f"{address}utvardering")
    sign_in(page, "fel lösenord")
    expect(page.get_by_role("alert")).to_contain_text("Lösenordet stämmer inte.")


def waiting(page: Page, address: str) -> None:
    """So many wrong passwords that the next one has to wait."""
    page.goto(f"{address}utvardering")
    for _ in range(6):
        sign_in(page, "fel lösenord")
    expect(page.get_by_role("alert")).to_contain_text("för många gånger")


def signed_out(page: Page, address: str) -> None:
    signed_in()(page, address)
    page.get_by_role("button", name="Logga ut").click()
    expect(page.get_by_role("status")).to_have_text("Du är utloggad.")


def unknown_set(page: Page, address: str) -> None:
    signed_in()(page, address)
    page.goto(f"{address}utvardering/testfragor/finns-inte")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sidan finns inte")


STAFF: Mapping[str, Reach] = {
    "staff, first visit": opened,
    "staff, privacy": at("personuppgifter"),
    "staff, sign in": at("utvardering"),
    "staff, no name": without_name,
    "staff, wrong password": wrong_password,
    "staff, signed out": signed_out,
    "staff, overview": signed_in(),
    "staff, sets of questions": signed_in("utvardering/testfragor"),
    "staff, questions": signed_in("utvardering/testfragor/lag-vardag?sok=kommun"),
    "staff, questions chosen": signed_in(
        "utvardering/testfragor/grannlagar?status=answered&sok=sekretess"
    ),
    "staff, no questions": signed_in("utvardering/testfragor/lag-vardag?sok=kanelbullar"),
    "staff, questions of a talk": signed_in("utvardering/testfragor/foljdfragor"),
    "staff, hidden questions": signed_in(
        "utvardering/testfragor/avsta?status=blocked_personal_data"
    ),
    "staff, unknown set": unknown_set,
    "staff, no reviews are kept": signed_in("utvardering/granskning"),
    "staff, no runs are stored": signed_in("utvardering/korningar"),
}
"""States of a service that staff can sign in to."""

STAFF_WAITING: Mapping[str, Reach] = {"staff, wait": waiting}
"""The state that keeps others from signing in for a minute; it has a service of its own."""

STAFF_BY_PROXY: Mapping[str, Reach] = {"staff, not let in": at("utvardering")}
"""States of a service where a proxy signs staff in, for a reader whom it has not."""


def same_run_twice(page: Page, address: str) -> None:
    signed_in("utvardering/granskning")(page, address)
    page.get_by_label("Jämför med").select_option(index=1)
    page.get_by_role("button", name="Skapa granskning").click()
    expect(page.get_by_role("alert")).to_contain_text("Välj två olika körningar")


def number_in_comment(page: Page, address: str) -> None:
    signed_in("utvardering/granskning/1/2")(page, address)
    page.get_by_label("Kommentar").fill(f"Gäller {PERSONAL_NUMBER}")
    page.get_by_role("button", name="Spara och nästa").click()
    expect(page.get_by_role("alert")).to_contain_text("personnummer")


def nothing_settled(page: Page, address: str) -> None:
    signed_in("utvardering/granskning/1/samstammighet")(page, address)
    page.get_by_role("button", name="Spara slutsats").first.click()
    expect(page.get_by_role("alert")).to_contain_text("Välj vad ni kom fram till")


STAFF_REVIEWS: Mapping[str, Reach] = {
    "reviews": signed_in("utvardering/granskning"),
    "reviews, the same run twice": same_run_twice,
    "review, rated before": signed_in("utvardering/granskning/1/1"),
    "review, two answers": signed_in("utvardering/granskning/2/4"),
    "review, number in a comment": number_in_comment,
    "review, run gone": signed_in("utvardering/granskning/3/1"),
    "review, agreement": signed_in("utvardering/granskning/1/samstammighet"),
    "review, nothing settled": nothing_settled,
    "review, agreement of two runs": signed_in("utvardering/granskning/2/samstammighet?visa=1"),
    "review, agreement not shown yet": signed_in("utvardering/granskning/2/samstammighet"),
    "review, approved questions": signed_in("utvardering/granskning/1/godkanda"),
    "review, draft of a question": signed_in("utvardering/granskning/1/1/testfraga"),
    "review, to delete": signed_in("utvardering/granskning/1/ta-bort"),
}
"""States of a service that keeps the reviews of review_runs.py."""

FIRST_RUN, SECOND_RUN = "20261120T101500Z-auto", "20261122T101500Z-auto"
GOING_RUN, CUT_RUN = "20261124T101500Z-auto", "20261123T101500Z-auto"


def tried_question(page: Page, address: str) -> None:
    signed_in("utvardering/prova")(page, address)
    page.get_by_label("Fråga", exact=True).fill(LEADER)
    page.get_by_label("Sätt att svara").select_option("extractive")
    page.get_by_role("button", name="Prova").click()
    expect(page.get_by_role("heading", name="Som vanligt")).to_be_visible()


def tried_number(page: Page, address: str) -> None:
    signed_in("utvardering/prova")(page, address)
    page.get_by_label("Fråga", exact=True).fill(f"Vad gäller för {PERSONAL_NUMBER}?")
    page.get_by_role("button", name="Prova").click()
    expect(page.get_by_role("alert")).to_contain_text("personnummer")


_RUN = f"utvardering/korningar/{FIRST_RUN}"
_BOTH = f"a={FIRST_RUN}&b={SECOND_RUN}"

STAFF_RUNS: Mapping[str, Reach] = {
    "runs": signed_in("utvardering/korningar"),
    "run": signed_in(_RUN),
    "run, chosen questions": signed_in(f"{_RUN}?utfall=fel&sok=den&ordning=-id"),
    "run, no questions": signed_in(f"{_RUN}?sok=kanelbullar"),
    # Its own renewal is turned off here, for it would take the page away from whoever looks at it.
    "run, going on": signed_in(f"utvardering/korningar/{GOING_RUN}?stilla=1"),
    "run, interrupted": signed_in(f"utvardering/korningar/{CUT_RUN}"),
    "run, to delete": signed_in(f"{_RUN}/ta-bort"),
    "run, a question": signed_in(f"{_RUN}/lv2"),
    "run, a draft": signed_in(f"{_RUN}/lv2?vantat=no_guidance_found&slag=law"),
    "run, misses": signed_in(f"{_RUN}/missar"),
    "compare, nothing chosen": signed_in("utvardering/jamfor"),
    "compare": signed_in(f"utvardering/jamfor?{_BOTH}"),
    "compare, two answers": signed_in(f"utvardering/jamfor/fall?{_BOTH}&fall=lv1"),
    "try": signed_in("utvardering/prova"),
    "tried": tried_question,
    "try, personal number": tried_number,
}
"""States of a service with stored runs, of which one is going on."""

STATES: Mapping[str, Reach] = {
    **ASKING,
    **PAGES,
    **FILES,
    **WITHOUT_INDEX,
    **STAFF,
    **STAFF_WAITING,
    **STAFF_BY_PROXY,
    **STAFF_REVIEWS,
    **STAFF_RUNS,
}
