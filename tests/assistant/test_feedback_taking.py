"""POST /api/feedback: what is taken, counted, stored and refused."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fakes_answers import FakeAnswerer, leader_answer
from starlette.testclient import TestClient
from structlog.testing import capture_logs

from assistant.api import create_app
from assistant.bootstrap import Assistant
from assistant.conversation import Question
from assistant.desk import AnswerDesk
from assistant.feedback import FEEDBACK_FILE, FeedbackReason, FeedbackStore, Rating
from assistant.feedback_taking import FeedbackBody
from assistant.personal_data import find_personal_numbers
from assistant.prompting import prompt_stamp
from assistant.wire import answer_json
from corpus.catalogue import load_catalogue

NUMBER = "811218-9876"
PASS = answer_json(leader_answer(Question(text="Vem leder rådet?", as_of=date(2026, 11, 23))))
WHOLE: dict[str, Any] = {
    "rating": "nej",
    "reason": "fel_kalla",
    "comment": "  Det är 9 §.  ",
    "question": "Vem leder rådet?",
    "answer": "Kommunen ska leda rådet.",
    "svarspass": json.dumps(PASS),
    "history": [{"question": "Finns ett råd?", "answer": "Ja."}],
    "key": "0123456789abcdef",
}
FIELDS = [
    {"comment": f"Det gäller {NUMBER}"},
    {"question": f"Vem är {NUMBER}?"},
    {"answer": NUMBER},
    {"svarspass": json.dumps({**PASS, "question": f"Vem är {NUMBER}?"})},
    {"svarspass": json.dumps({**PASS, "statements": [{"text": f"Det är {NUMBER}."}]})},
    {"svarspass": json.dumps({**PASS, NUMBER: 1})},
    {"svarspass": json.dumps({**PASS, "end": 198112189876})},
    {"history": [{"question": "Vem?", "answer": NUMBER}]},
    {"history": [{"question": NUMBER, "answer": "-"}]},
    {"key": f"abc-19{NUMBER}"},
]


@pytest.fixture
def store(tmp_path: Path) -> FeedbackStore:
    return FeedbackStore(tmp_path, 30)


@pytest.fixture
def storing(store: FeedbackStore) -> Iterator[TestClient]:
    yield from opened(store)


@pytest.fixture
def counting() -> Iterator[TestClient]:
    yield from opened(FeedbackStore())


def opened(store: FeedbackStore) -> Iterator[TestClient]:
    desk = AnswerDesk(FakeAnswerer(), feedback=store)
    with TestClient(create_app(desk), raise_server_exceptions=False) as client:
        yield client
    desk.close()


def send(client: TestClient, body: dict[str, Any], **headers: str) -> Any:
    return client.post("/api/feedback", json=body, headers=headers)


def test_feedback_is_stored_where_the_operator_says_so(storing, store):
    reply = send(storing, WHOLE)
    assert (reply.status_code, reply.json()) == (202, {"stored": True, "days": 30})
    (stored,) = store.all()
    assert stored.generation == "gen-000001"
    kept = stored.feedback
    assert (kept.rating, kept.reason) == (Rating.NO, FeedbackReason.WRONG_SOURCE)
    assert (kept.comment, kept.question) == ("Det är 9 §.", "Vem leder rådet?")
    assert json.loads(kept.answer_pass) == PASS
    assert [turn.question for turn in kept.history] == ["Finns ett råd?"]


def test_without_days_it_is_counted_by_reason_and_not_stored(counting, tmp_path):
    for _ in range(2):  # a double click
        reply = send(counting, WHOLE)
        assert (reply.status_code, reply.json()) == (202, {"stored": False, "days": 0})
    send(counting, {"rating": "ja"})
    metrics = counting.get("/metrics").text
    assert "lotsen_feedback_total 2\n" in metrics
    assert 'lotsen_feedback_reasons_total{rating="nej",reason="fel_kalla"} 1\n' in metrics
    assert 'lotsen_feedback_reasons_total{rating="ja",reason=""} 1\n' in metrics
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("reason", list(FeedbackReason))
def test_every_reason_is_taken(storing, store, reason):
    send(storing, {**WHOLE, "reason": reason.value})
    assert [stored.feedback.reason for stored in store.all()] == [reason]


@pytest.mark.parametrize(
    "wrong",
    [
        {"rating": "kanske"},
        {"reason": "hittepå"},
        {"comment": "å" * 2_001},
        {"question": "å" * 1_001},
        {"svarspass": "inte json"},
        {"svarspass": "[1]"},
        {"svarspass": "[" * 50_000},
        {"svarspass": json.dumps({"a": "å" * 100_000}, ensure_ascii=False)},
        {"key": "kort"},
        {"key": "../../etc/passwd"},
    ],
)
def test_what_is_wrong_is_refused_in_swedish_and_not_repeated(storing, store, wrong):
    reply = send(storing, {**WHOLE, **wrong})
    assert reply.status_code == 422
    (field,) = wrong
    assert [error["field"] for error in reply.json()["errors"]] == [field]
    assert "hittepå" not in reply.text
    assert store.all() == ()


def test_half_characters_are_refused_and_not_a_fault(storing, store):
    sent = b'{"rating": "nej", "comment": "\\ud800"}'
    kind = {"Content-Type": "application/json"}
    assert storing.post("/api/feedback", content=sent, headers=kind).status_code == 422
    inside = {"rating": "nej", "svarspass": '{"question": "\\ud800"}'}
    assert send(storing, inside).status_code == 202
    assert len(store.all()) == 1


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: next(iter(field)))
@pytest.mark.parametrize("days", [0, 30])
def test_a_personal_number_anywhere_stops_all_of_it(tmp_path, field, days):
    desk = AnswerDesk(FakeAnswerer(), feedback=FeedbackStore(tmp_path, days))
    with capture_logs() as logs, TestClient(create_app(desk)) as client:
        reply = send(client, {**WHOLE, **field})
        metrics = client.get("/metrics").text
    desk.close()
    assert reply.status_code == 422
    problem = reply.json()
    assert problem["code"] == "personal_identity_number"
    assert problem["title"] == "Omdömet stoppades"
    assert "Inget har sparats" in problem["detail"]
    assert NUMBER not in reply.text + repr(logs) + metrics
    assert "lotsen_feedback_total" in metrics
    assert "lotsen_feedback_total 1" not in metrics
    assert list(tmp_path.iterdir()) == []


def test_no_source_of_ours_looks_like_a_personal_number(bundled: Assistant):
    told = [
        piece
        for passage in bundled.generation.passages
        for piece in (passage.passage_id, passage.text, passage.pinpoint)
    ]
    told += [piece for entry in load_catalogue().entries for piece in (entry.title, entry.url)]
    told.append(prompt_stamp().sha256)
    assert [piece for piece in told if find_personal_numbers(piece)] == []


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_post_from_another_site_is_refused(storing, store, site):
    reply = send(storing, WHOLE, **{"Sec-Fetch-Site": site})
    assert (reply.status_code, reply.json()["code"]) == (403, "other_origin")
    assert store.all() == ()
    assert send(storing, WHOLE, **{"Sec-Fetch-Site": "same-origin"}).status_code == 202


def test_a_form_of_another_site_is_no_json(storing, store):
    body = json.dumps(WHOLE)
    reply = storing.post("/api/feedback", content=body, headers={"Content-Type": "text/plain"})
    assert reply.status_code == 422
    assert store.all() == ()


def test_a_disk_that_can_not_be_written_is_a_problem_that_says_what_to_do(tmp_path):
    (tmp_path / "data").write_text("", encoding="utf-8")
    for client in opened(FeedbackStore(tmp_path / "data", 30)):
        reply = send(client, WHOLE)
        assert (reply.status_code, reply.json()["code"]) == (503, "storage")
        assert "finns kvar" in reply.json()["detail"]
        assert "lotsen_feedback_total 1" not in client.get("/metrics").text


def test_feedback_is_taken_also_while_there_is_no_index(store):
    desk = AnswerDesk(FakeAnswerer(index_missing=True), feedback=store)
    with TestClient(create_app(desk)) as client:
        assert send(client, WHOLE).status_code == 202
    desk.close()
    assert [stored.generation for stored in store.all()] == [None]


def test_what_is_sent_is_never_logged(storing):
    with capture_logs() as logs:
        send(storing, {**WHOLE, "comment": "hemligtord"})
        send(storing, {**WHOLE, "comment": f"hemligtord {NUMBER}"})
    assert "hemligtord" not in repr(logs)


def test_the_file_lies_in_the_data_folder(storing, tmp_path):
    send(storing, WHOLE)
    assert {path.name for path in tmp_path.iterdir()} == {FEEDBACK_FILE}


def test_a_svarspass_may_be_sent_as_an_object():
    assert json.loads(FeedbackBody(rating="nej", svarspass=PASS).svarspass) == PASS


@pytest.mark.parametrize(
    ("rating", "reason", "taken"),
    [
        ("up", None, (Rating.YES, None)),
        ("+1", None, (Rating.YES, None)),
        ("Nej", "Fel källa", (Rating.NO, FeedbackReason.WRONG_SOURCE)),
        ("down", "svårt språk", (Rating.NO, FeedbackReason.HARD_TO_READ)),
        ("dåligt", "ofullständigt", (Rating.NO, FeedbackReason.INCOMPLETE)),
    ],
)
def test_a_thumb_and_a_reason_are_taken_as_people_write_them(rating, reason, taken):
    body = FeedbackBody.model_validate({"rating": rating, "reason": reason})
    assert (body.rating, body.reason) == taken
