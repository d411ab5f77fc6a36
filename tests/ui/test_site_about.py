"""The pages about the service: what they say of it, of its operator and of what is kept."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from html import unescape

import pytest
from fakes_answers import FakeAnswerer
from starlette.testclient import TestClient

from assistant.desk import AnswerDesk
from assistant.feedback import FeedbackReason, FeedbackStore
from assistant.settings import Settings
from evals.readability import lix
from ui import texts
from ui.app import create_application
from ui.site_about import UNNAMED, ModelPlace, Operator, Piece, operator_of, pieces

pytestmark = pytest.mark.filterwarnings("ignore:.*no_silent_downcasting")

PATHS = ("/om", "/tillganglighet", "/personuppgifter")
NAMED = Operator(
    owner="Exempelstads kommun",
    contact="Skriv till lotsen@exempelstad.se, vi svarar inom tre dagar.",
    accessibility_authority="Exempelmyndigheten, https://exempel.se/anmal",
    feedback_days=30,
)


class WithModel(FakeAnswerer):
    def info(self):
        return replace(super().info(), model="openai:gpt-x")


@contextmanager
def site(operator: Operator = UNNAMED, answerer: FakeAnswerer | None = None, root: str = ""):
    app = create_application(answerer or FakeAnswerer(), root_path=root, operator=operator)
    with TestClient(app) as client:
        yield client


def words_of(html: str) -> str:
    """The text of the page's own part, a line for each block."""
    main = html.split("<main", 1)[1].split("</main>", 1)[0].split(">", 1)[1]
    lines = re.sub(r"</(?:p|h1|h2|li|dt|dd)>", "\n", main)
    return unescape(re.sub(r"[ \t]*\n\s*", "\n", re.sub(r"<[^>]+>", "", lines))).strip()


@pytest.fixture(scope="module")
def unnamed() -> Iterator[TestClient]:
    with site() as client:
        yield client


@pytest.fixture(scope="module")
def named() -> Iterator[TestClient]:
    with site(NAMED, WithModel()) as client:
        yield client


@pytest.mark.parametrize("path", PATHS)
def test_the_texts_are_easy_to_read(unnamed, named, path):
    for client in (unnamed, named):
        assert lix(words_of(client.get(path).text)) <= 35


def test_lix_knows_an_easy_text_from_a_hard_one():
    assert lix("Vi ses i dag. Då är det sol.") == pytest.approx(4)
    hard = "Kommunstyrelsens samordningsfunktion ansvarar för kontinuerlig uppdatering."
    assert lix(hard) > 60


@pytest.mark.parametrize("path", PATHS)
def test_each_page_names_the_operator_or_says_that_nobody_is_named(unnamed, named, path):
    assert "har inte angett hur du når dem" in words_of(unnamed.get(path).text)
    assert "har inte angett vem som ansvarar" in words_of(unnamed.get(path).text)
    told = named.get(path).text
    assert "Exempelstads kommun ansvarar för tjänsten." in words_of(told)
    assert '<a href="mailto:lotsen@exempelstad.se">lotsen@exempelstad.se</a>, vi svarar' in told
    assert "har inte angett" not in words_of(told)


def test_no_authority_is_named_that_the_operator_has_not_named(unnamed, named):
    silent = words_of(unnamed.get("/tillganglighet").text)
    assert "har inte angett vart du vänder dig" in silent
    assert "yndighet" not in silent
    told = named.get("/tillganglighet").text
    assert 'till Exempelmyndigheten, <a href="https://exempel.se/anmal">' in told


def test_what_the_operator_wrote_is_text_and_never_markup():
    hostile = '<script>alert(1)</script> javascript:alert(1) "onload=x'
    written = Operator(owner=hostile, contact=hostile, accessibility_authority=hostile)
    with site(written) as client:
        for path in PATHS:
            html = client.get(path).text
            assert "<script" not in html
            assert 'href="javascript' not in html


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        ("Ring växeln", (Piece(text="Ring växeln"),)),
        ("a@b.se", (Piece(text="a@b.se", href="mailto:a@b.se"),)),
        (
            "Se https://b.se/x/, eller ring.",
            (
                Piece(text="Se "),
                Piece(text="https://b.se/x/", href="https://b.se/x/"),
                Piece(text=", eller ring."),
            ),
        ),
        ("http://b.se", (Piece(text="http://b.se"),)),
    ],
)
def test_addresses_in_a_text_are_led_to(text, expected):
    assert pieces(text) == expected


def test_the_privacy_page_says_what_is_kept_and_for_how_long(unnamed, named):
    assert "Inget annat sparas." in words_of(unnamed.get("/personuppgifter").text)
    told = words_of(named.get("/personuppgifter").text)
    assert "sparas fråga, svar och kommentar i 30 dagar." in told
    assert "Inget annat sparas." not in told
    with site(replace(NAMED, feedback_days=1)) as client:
        assert "kommentar i en dag." in words_of(client.get("/personuppgifter").text)


def test_what_leaves_the_machine_is_told(unnamed, named):
    assert "Frågan lämnar inte servern." in words_of(unnamed.get("/personuppgifter").text)
    told = words_of(named.get("/personuppgifter").text)
    assert "openai:gpt-x. Den körs hos företaget bakom modellen." in told
    assert "Frågan lämnar inte servern." not in told


@pytest.mark.parametrize(
    ("model", "base_url", "place"),
    [
        ("ollama:m", "", ModelPlace.HERE),
        ("openai:m", "http://127.0.0.1:8000/v1", ModelPlace.HERE),
        ("openai:m", "http://localhost:8000/v1", ModelPlace.HERE),
        ("openai:m", "https://modell.inre.se/v1", ModelPlace.ELSEWHERE),
        ("ollama:m", "http://10.0.0.7:11434", ModelPlace.ELSEWHERE),
        ("openai:m", "", ModelPlace.PROVIDER),
    ],
)
def test_where_the_model_is_follows_from_the_settings(tmp_path, model, base_url, place):
    settings = Settings(
        data_dir=tmp_path, model=model, model_base_url=base_url, owner=" Exempelstad "
    )
    operator = operator_of(settings)
    assert (operator.model_place, operator.owner) == (place, "Exempelstad")


def test_that_the_model_is_elsewhere_is_told_without_its_address():
    where = Operator(model_place=ModelPlace.ELSEWHERE)
    with site(where, WithModel()) as client:
        told = client.get("/om").text + client.get("/personuppgifter").text
    assert told.count(" körs på en annan dator, som den ansvariga har valt.") == 2


@pytest.mark.parametrize("path", ["/om", "/tillganglighet", "/personuppgifter", "/kallor"])
def test_the_foot_of_every_page_leads_to_the_pages_about_the_service(path):
    with site(root="/lotsen") as client:
        html = client.get(f"/lotsen{path}").text
    foot = html.split("<footer>", 1)[1]
    assert re.findall(r'href="([^"]+)"', foot) == [
        f"/lotsen/{address}" for address, _ in texts.FOOTER
    ]
    assert html.count('aria-current="page"') == 1


def test_no_page_sets_a_cookie():
    with site() as client:
        for path in ("/", "/config", "/kallor", *PATHS):
            assert "set-cookie" not in client.get(path).headers


def test_the_page_is_told_whether_feedback_is_stored(tmp_path):
    for store, text in (
        (FeedbackStore(), texts.NOT_STORED),
        (FeedbackStore(tmp_path, 1), "Om du skickar sparas fråga, svar och kommentar i en dag."),
        (FeedbackStore(tmp_path, 30), "Om du skickar sparas fråga, svar och kommentar i 30 dagar."),
    ):
        with TestClient(
            create_application(FakeAnswerer(), desk=AnswerDesk(FakeAnswerer(), feedback=store))
        ) as client:
            assert text in client.get("/config").text
            days = client.post("/api/feedback", json={"rating": "ja"}).json()["days"]
        assert days == store.days


def test_the_page_offers_every_reason_that_the_service_takes():
    with site() as client:
        script = client.get("/static/omdome.js").text
    assert re.findall(r'^    \["(\w+)", "', script, flags=re.MULTILINE) == list(FeedbackReason)
