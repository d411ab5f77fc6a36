"""The pages inside the gate: the overview, the sets of test questions, and one set."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from html import unescape
from typing import Any
from urllib.parse import unquote

import pytest
from fakes_answers import ENTRIES, LAW, FakeAnswerer, passage
from starlette.testclient import TestClient

from assistant.conversation import AnswerStatus, Turn
from assistant.desk import AnswerDesk
from assistant.feedback import FEEDBACK_FILE, Feedback, FeedbackStore, Rating
from assistant.service import DocumentOverview
from evals.answers import MASKED
from evals.cases import bundled_cases
from evals.golden import EvalCase, Gold
from ui.app import create_application
from ui.staff import questions, texts
from ui.staff.access import StaffAccess
from ui.staff.questions import checked_count, rows_of

pytestmark = pytest.mark.filterwarnings("ignore:.*no_silent_downcasting")

SETS = dict(Counter(case.set for case in bundled_cases()))
SIGNED_IN = {"X-Forwarded-User": "anna"}
FOLDER = "/utvardering/testfragor"


@contextmanager
def inside(answerer: FakeAnswerer | None = None, feedback: FeedbackStore | None = None) -> Any:
    """Someone whom the proxy has signed in."""
    own = answerer or FakeAnswerer()
    desk = AnswerDesk(own, feedback=feedback)
    made = create_application(own, desk=desk, staff=StaffAccess(header="X-Forwarded-User"))
    with TestClient(made, headers=SIGNED_IN) as client:
        yield client


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with inside() as visitor:
        yield visitor


def facts(html: str) -> dict[str, str]:
    """What the overview tells, by its headings."""
    pairs = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", html, flags=re.DOTALL)
    return {name: unescape(re.sub(r"<[^>]+>", "", told)) for name, told in pairs}


def ids(html: str) -> list[str]:
    return re.findall(r'<tr id="([^"]+)">', html)


def case_of(**more: Any) -> EvalCase:
    given = {
        "id": "x1",
        "set": "prov",
        "question": "Vem leder rådet?",
        "audience": "",
        "kind": "",
        "expected_status": (AnswerStatus.ANSWERED,),
    }
    return EvalCase(**{**given, **more})


def overview_of(*pinpoints: str) -> DocumentOverview:
    return DocumentOverview(entry=LAW, state="digest", passages=1, pinpoints=pinpoints)


# Översikt


def test_the_overview_tells_who_is_in_and_what_answers(client):
    told = facts(client.get("/utvardering").text)
    assert told["Inloggad"] == "anna, genom er egen inloggning."
    assert told["Svaren"] == texts.EXTRACTS
    assert told["Index"] == "gen-000001, byggt 20 november 2026"
    assert told["Testfrågor"].startswith(f"{sum(SETS.values())} testfrågor i {len(SETS)} samlingar")
    assert told["Omdömen"] == "Sparas inte. De räknas bara."


def test_the_overview_names_the_model_and_bears_a_missing_index():
    class WithModel(FakeAnswerer):
        def info(self):
            return replace(super().info(), model="openai:<b>gpt-x")

    with inside(WithModel()) as visitor:
        html = visitor.get("/utvardering").text
    assert facts(html)["Svaren"] == "Språkmodell: openai:<b>gpt-x"
    assert "<b>" not in html
    with inside(FakeAnswerer(index_missing=True)) as visitor:
        reply = visitor.get("/utvardering")
    assert reply.status_code == 200
    assert facts(reply.text)["Index"] == texts.NO_INDEX


def test_the_overview_counts_the_feedback_and_says_how_to_list_it(tmp_path):
    store = FeedbackStore(tmp_path, 30)
    with inside(feedback=store) as visitor:
        assert facts(visitor.get("/utvardering").text)["Omdömen"] == (
            "Sparas i 30 dagar. 0 omdömen är sparade nu. "
            "Så ser du dem på servern: lotsen feedback list"
        )
        for key in ("a", "b"):
            store.keep(Feedback(rating=Rating.YES), key=key)
        assert "2 omdömen är sparade nu." in facts(visitor.get("/utvardering").text)["Omdömen"]
    assert store.count() == 2
    # What was stored before storing was turned off is told too.
    with inside(feedback=FeedbackStore(tmp_path, 0)) as visitor:
        assert facts(visitor.get("/utvardering").text)["Omdömen"] == (
            "Nya omdömen sparas inte. 2 omdömen är sparade nu."
        )


def test_feedback_that_can_not_be_read_is_told_and_hinders_nothing(tmp_path):
    (tmp_path / FEEDBACK_FILE).write_bytes(b"inte sqlite" * 100)
    with inside(feedback=FeedbackStore(tmp_path, 30)) as visitor:
        reply = visitor.get("/utvardering")
    assert reply.status_code == 200
    assert "går inte att öppna" in facts(reply.text)["Omdömen"]


def test_how_many_are_checked_is_told():
    read = case_of(checked="granskad av A. Ek 2026-12-01")
    assert checked_count([read, case_of()]) == 1
    assert texts.checked_of(1, 2) == "1 av 2 är granskade."
    assert texts.checked_of(0, 2) == texts.NONE_CHECKED


def test_the_navigation_leads_to_each_page_and_says_where_one_is(client):
    for path, here in (
        ("/utvardering", "Översikt"),
        ("/utvardering/", "Översikt"),
        (FOLDER, "Testfrågor"),
        (f"{FOLDER}/lag-vardag", "Testfrågor"),
        ("/utvardering/granskning", "Granskning"),
    ):
        html = client.get(path).text
        inner = html.split('<nav aria-label="Utvärdering">', 1)[1].split("</nav>", 1)[0]
        assert re.findall(r'<a href="([^"]+)"', inner) == [
            "/utvardering",
            FOLDER,
            "/utvardering/korningar",
            "/utvardering/jamfor",
            "/utvardering/prova",
            "/utvardering/granskning",
        ]
        assert re.findall(r'aria-current="page">([^<]+)', inner) == [here]
        assert html.count("<h1>") == 1


@pytest.mark.parametrize(
    "path", ["x", "testfragor/finns-inte", "testfragor/lag-vardag/x", "testfragor/../om"]
)
def test_what_is_not_there_is_an_ordinary_404(client, path):
    reply = client.get(f"/utvardering/{path.replace('..', '%2e%2e')}")
    assert (reply.status_code, reply.json()["code"]) == (404, "not_found")


def test_pages_are_read_only(client):
    assert client.post(FOLDER).status_code == 405
    assert client.head(FOLDER).status_code == 200


# Testfrågor


def test_every_set_is_listed_with_its_numbers(client):
    html = client.get(FOLDER).text
    rows = re.findall(
        r'<th scope="row"><a href="/utvardering/testfragor/([^"]+)">.*?<td[^>]*>(\d+)</td>'
        r"<td[^>]*><ul>(.*?)</ul></td><td[^>]*>(\d+) av (\d+)</td>",
        html,
    )
    assert {name: int(count) for name, count, *_ in rows} == SETS
    for name, count, expected, checked, of in rows:
        counts = [int(n) for n in re.findall(r": (\d+)</li>", expected)]
        assert sum(counts) == int(count) == int(of) == SETS[name]
        assert int(checked) == checked_count(bundled_cases(name))


@pytest.mark.parametrize("name", SETS)
def test_every_set_has_a_page_with_all_its_questions(client, name):
    html = client.get(f"{FOLDER}/{name}").text
    assert ids(html) == [case.id for case in bundled_cases(name)]
    assert f"<h1>Testfrågor: {name}</h1>" in html


def test_questions_are_chosen_by_status_and_word(client):
    def chosen(query: str) -> list[str]:
        return ids(client.get(f"{FOLDER}/avsta?{query}").text)

    cases = bundled_cases("avsta")
    outside = [c.id for c in cases if AnswerStatus.OUT_OF_SCOPE in c.expected_status]
    assert chosen("status=out_of_scope") == outside
    assert 0 < len(outside) < len(cases)
    assert chosen(f"sok={cases[4].id.upper()}") == [cases[4].id]
    word = cases[0].question.split()[0]
    with_word = chosen(f"sok={word}")
    assert cases[0].id in with_word
    both = chosen(f"sok={word}&status=out_of_scope")
    assert both == [one for one in with_word if one in outside]
    assert chosen("status=nonsens") == []
    assert chosen("sok=kanelbullarna+finns+inte") == []


def test_a_choice_is_told_and_can_be_taken_back(client):
    path = f"{FOLDER}/lag-vardag"
    assert '<p role="status">25 testfrågor.</p>' in client.get(path).text
    some = client.get(f"{path}?status=answered").text
    assert '<p role="status">20 av 25 testfrågor.</p>' in some
    assert '<option value="answered" selected>svar</option>' in some
    assert f'<a class="rensa" href="{path}">' in some
    assert "Inga testfrågor med det urvalet." in client.get(f"{path}?sok=qqq").text


def test_what_is_searched_for_is_text(client):
    html = client.get(f"{FOLDER}/lag-vardag", params={"sok": '"><script>x</script>'}).text
    assert "<script" not in html
    assert 'value="&#34;&gt;&lt;script&gt;' in html


def test_a_question_with_personal_data_is_not_shown_and_not_found_by_its_words(client):
    (first, *_) = hidden = [c for c in bundled_cases() if c.holds_personal_data]
    html = client.get(f"{FOLDER}/{first.set}").text
    assert html.count(MASKED) == len([c for c in hidden if c.set == first.set])
    for case in hidden:
        assert case.question not in unescape(html)
    number = re.findall(r"\d{4,}", first.question)[0]
    assert first.id not in ids(client.get(f"{FOLDER}/{first.set}?sok={number}").text)
    (row,) = rows_of([replace(first, history=(Turn(question="Anna, 811218-9876", answer=""),))], {})
    assert row.earlier == ()
    # Also where a case does not say that it holds any.
    (row,) = rows_of([case_of(question="Vad gäller för 811218-9876?")], {})
    assert "811218" not in row.question


def test_a_place_of_the_right_answer_leads_to_it_in_its_document(client):
    html = client.get(f"{FOLDER}/lag-vardag").text
    row = next(part for part in html.split("<tr") if 'id="lv02"' in part)
    assert 'href="/kallor/sfs-2023-196">Lag (2023:196), 6 §</a>' in row  # not in the scripted index
    whole = FakeAnswerer(passages=(passage(LAW, 1, "6 §", "Text."),), entries=ENTRIES)
    with inside(whole) as visitor:
        html = visitor.get(f"{FOLDER}/lag-vardag").text
        row = next(part for part in html.split("<tr") if 'id="lv02"' in part)
        (link,) = re.findall(r'href="(/kallor/[^"]+)"', row)
        assert unquote(link) == "/kallor/sfs-2023-196#6-§"
        assert f'id="{unquote(link).partition("#")[2]}"' in visitor.get(link).text


@pytest.mark.parametrize(
    ("pinpoint", "own", "anchor"),
    [
        ("4–5 §§", ("3 §", "4 §", "5 §"), "4-§"),
        ("6 § första stycket", ("6 §",), "6-§"),
        ("10 kap. 2 §", ("2 §", "10 kap. 2 §"), "10-kap.-2-§"),
        ("Steg 3", ("Steg 3 Gemensamma förberedelser",), "Steg-3-Gemensamma-förberedelser"),
        ("99 §", ("4 §",), ""),
    ],
)
def test_a_place_is_found_as_the_document_names_it(pinpoint, own, anchor):
    case = case_of(gold=(Gold(document_id=LAW.document_id, pinpoint=pinpoint),))
    (row,) = rows_of([case], {LAW.document_id: overview_of(*own)})
    assert [(link.id, link.anchor) for link in row.gold] == [(LAW.document_id, anchor)]


def test_a_document_that_the_catalogue_does_not_have_is_named_without_a_link():
    (row,) = rows_of([case_of(gold=(Gold(document_id="borta", pinpoint="1 §"),))], {})
    assert [(link.text, link.id) for link in row.gold] == [("borta 1 §", "")]


def test_a_follow_up_shows_what_was_asked_before_it(client):
    html = unescape(client.get(f"{FOLDER}/foljdfragor").text)
    for case in bundled_cases("foljdfragor"):
        for turn in case.history:
            assert f"Först: {turn.question}" in html


def test_every_expectation_has_a_word_and_the_same_ones_count_together():
    assert set(texts.STATUSES) == set(AnswerStatus)
    one = (AnswerStatus.OUT_OF_SCOPE, AnswerStatus.NO_GUIDANCE_FOUND)
    rows = rows_of([case_of(expected_status=one), case_of(expected_status=one[::-1])], {})
    assert {row.expected for row in rows} == {"avstår eller utanför området"}


def test_the_real_index_has_nearly_every_place_of_the_right_answers(bundled):
    documents = {row.entry.document_id: row for row in bundled.documents()}
    rows = [row for own in questions.case_sets().values() for row in rows_of(own, documents)]
    links = [link for row in rows for link in row.gold]
    assert all(link.id for link in links)
    assert [link.text for link in links if not link.anchor] == []
