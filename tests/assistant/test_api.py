"""The HTTP API over a scripted answerer: shapes, errors, bounds and streaming."""

import asyncio
import json
import threading
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from fakes_answers import LAW, LEADER, PASSAGES, FakeAnswerer
from fastapi.testclient import TestClient
from structlog.testing import capture_logs

from assistant.api import create_app, today
from assistant.conversation import Answer, Question, Stage
from assistant.desk import AnswerDesk
from assistant.limits import MAX_BODY
from assistant.listing import obligations_json
from assistant.streaming import watched
from assistant.wire import QuestionBody, question_from
from corpus.errors import AnswerTimeoutError, BusyError
from corpus.obligations import load_obligations

PERSONAL_NUMBER = "811218-9876"
PROBLEM = "application/problem+json"


@pytest.fixture
def answerer() -> FakeAnswerer:
    return FakeAnswerer()


@pytest.fixture
def client(answerer: FakeAnswerer) -> Iterator[TestClient]:
    desk = AnswerDesk(answerer)
    with TestClient(create_app(desk), raise_server_exceptions=True) as client:
        yield client
    desk.close()


def ask(client: TestClient, question: str, **more: object):
    return client.post("/api/ask", json={"question": question, **more})


def frames(text: str) -> list[tuple[str, dict[str, object]]]:
    found = []
    for block in text.strip().split("\n\n"):
        lines = dict(line.split(": ", 1) for line in block.split("\n") if not line.startswith(":"))
        if lines:
            found.append((lines["event"], json.loads(lines["data"])))
    return found


def test_answer_has_the_contracts_names_and_the_echoed_id(client):
    reply = ask(client, "Vem leder rådet?", id="a7", as_of="2026-11-23")
    answer = reply.json()
    assert reply.status_code == 200
    assert answer["id"] == "a7"
    assert answer["status"] == "answered"
    assert answer["as_of"] == "2026-11-23"
    assert answer["citations"][0]["quote"] == LEADER.text[30:54]
    assert (answer["citations"][0]["start"], answer["citations"][0]["end"]) == (30, 54)
    assert answer["ai_generated"] is False
    assert reply.headers["X-AI-Generated"] == "false"


@pytest.mark.parametrize(
    ("word", "status", "reason"),
    [
        ("otydlig", "needs_clarification", "ambiguous"),
        ("svag", "no_guidance_found", "weak_evidence"),
        ("lokal", "no_guidance_found", "needs_local_facts"),
        ("bulle", "out_of_scope", "outside_corpus"),
        ("akut", "out_of_scope", "acute"),
        (PERSONAL_NUMBER, "blocked_personal_data", "personal_identity_number"),
    ],
)
def test_a_typed_refusal_is_an_answer_with_status_200(client, word, status, reason):
    reply = ask(client, f"Något {word} här")
    assert reply.status_code == 200
    assert (reply.json()["status"], reply.json()["reason"]) == (status, reason)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"text"',
        b"{}",
        b'{"question": null}',
        b'{"question": 3}',
        b'{"question": ""}',
        b'{"question": "   "}',
        b'{"question": ["a"]}',
        b'{"question": "hej", "history": "nej"}',
        b'{"question": "hej", "history": [1]}',
        b'{"question": "hej", "as_of": "i morgon"}',
        b'{"question": "hej", "as_of": 20260101}',
        b'{"question": "hej", "as_of": "1711929600"}',
        b'{"question": "hej", "as_of": "2024-05-01T00:00:00"}',
        b'{"question": "hej", "mode": "magi"}',
        b'{"question": "\\ud800"}',
        b"\xff\xfe",
    ],
)
def test_a_bad_body_gets_422_as_a_swedish_problem(client, body):
    reply = client.post("/api/ask", content=body, headers={"Content-Type": "application/json"})
    assert reply.status_code == 422
    assert reply.headers["Content-Type"] == PROBLEM
    problem = reply.json()
    assert problem["title"] == "Frågan gick inte att läsa"
    assert problem["code"] == "bad_request"
    assert len(problem["correlation_id"]) == 9


def test_a_question_of_exactly_1000_characters_is_answered(client):
    assert ask(client, "å" * 1_000).status_code == 200


def test_a_longer_question_gets_413_and_says_how_much_to_cut(client):
    reply = ask(client, "å" * 1_001)
    assert reply.status_code == 413
    assert reply.json()["detail"] == "Högst 1 000 tecken. Ta bort 1 tecken."


def test_a_body_over_the_limit_gets_413_with_and_without_announced_length(client):
    big = json.dumps({"question": "hej", "x": "a" * MAX_BODY}).encode()
    announced = client.post("/api/ask", content=big)
    unannounced = client.post("/api/ask", content=iter([big[:100], big[100:]]))
    assert [announced.status_code, unannounced.status_code] == [413, 413]
    assert {r.headers["Content-Type"] for r in (announced, unannounced)} == {PROBLEM}


def test_only_the_last_six_turns_are_read(client, answerer):
    history = [{"question": f"f{n}", "answer": f"s{n}"} for n in range(9)]
    ask(client, "Och sedan?", history=history)
    assert [turn.question for turn in answerer.asked[0].history] == [f"f{n}" for n in range(3, 9)]


def test_unknown_paths_and_wrong_methods_are_problems(client):
    missing, wrong = client.get("/api/nope"), client.get("/api/ask")
    assert (missing.status_code, missing.json()["code"]) == (404, "not_found")
    assert (wrong.status_code, wrong.json()["code"]) == (405, "method_not_allowed")
    assert wrong.headers["Allow"] == "POST"
    assert {r.headers["Content-Type"] for r in (missing, wrong)} == {PROBLEM}


def test_an_unforeseen_error_is_a_500_problem_without_question_or_traceback(client):
    with capture_logs() as logs:
        reply = ask(client, "krasch hemligtord")
    assert reply.status_code == 500
    assert reply.headers["Content-Type"] == PROBLEM
    assert "Traceback" not in reply.text
    fault = next(entry for entry in logs if entry["event"] == "fault")
    assert fault["correlation_id"] == reply.json()["correlation_id"]
    assert "hemligtord" not in reply.text + repr(logs)


def test_a_missing_index_is_503_with_retry_after(client, answerer):
    answerer.index_missing = True
    for reply in (ask(client, "sönder"), client.get("/readyz"), client.get("/version")):
        assert reply.status_code == 503
        assert reply.json()["code"] == "index_unavailable"
        assert reply.headers["Retry-After"] == "5"
    assert client.get("/livez").json() == {"alive": True}


def test_a_silent_model_that_must_answer_is_503(client):
    reply = ask(client, "stum", mode="model")
    assert (reply.status_code, reply.json()["code"]) == (503, "model_unavailable")
    assert "utdrag" not in reply.json()["detail"]


def test_logs_and_metrics_never_hold_the_question(client):
    with capture_logs() as logs:
        ask(client, "Vem leder rådet hemligtord?")
        ask(client, f"Gäller det {PERSONAL_NUMBER} hemligtord?")
        for comment in (f"{PERSONAL_NUMBER} hemligtord", "hemligtord"):
            client.post(
                "/api/feedback", json={"rating": "nej", "comment": comment, "question": "q"}
            )
    metrics = client.get("/metrics").text
    assert 'lotsen_answers_total{status="answered",reason="",mode="extractive"} 1' in metrics
    assert "lotsen_feedback_total 1" in metrics
    for text in (repr(logs), metrics):
        assert "hemligtord" not in text
        assert PERSONAL_NUMBER not in text


def test_feedback_is_taken_and_not_stored(client):
    reply = client.post("/api/feedback", json={"rating": "ja"})
    assert (reply.status_code, reply.json()) == (202, {"stored": False, "days": 0})
    assert client.post("/api/feedback", json={"comment": "utan omdöme"}).status_code == 422


def test_stream_gives_stages_statements_citations_and_the_whole_answer(client):
    reply = client.post("/api/ask/stream", json={"question": "Vem leder rådet?", "id": 4})
    assert reply.headers["Content-Type"].startswith("text/event-stream")
    assert reply.headers["X-AI-Generated"] == "false"
    events = frames(reply.text)
    names = [name for name, _ in events]
    assert names == ["status", "status", *["citation", "statement"] * 4, "done"]
    done = events[-1][1]
    assert done["id"] == 4
    assert [data for name, data in events if name == "statement"] == done["statements"]
    assert [data for name, data in events if name == "citation"] == done["citations"]


def test_stream_says_when_what_was_sent_is_taken_back():
    class Broken(FakeAnswerer):
        def answer(self, question, emit):
            emit(Stage(text="Om igen.", withdraws=True))
            return super().answer(question, emit)

    desk = AnswerDesk(Broken())
    with TestClient(create_app(desk)) as client:
        reply = client.post("/api/ask/stream", json={"question": "Vem leder rådet?"})
    desk.close()
    told = [data for name, data in frames(reply.text) if name == "status"]
    assert told[0] == {"text": "Om igen.", "withdraws": True}
    assert [data for data in told[1:] if "withdraws" in data] == []


def test_a_failure_within_a_stream_is_an_error_event_without_the_question(client):
    with capture_logs():
        reply = client.post("/api/ask/stream", json={"question": "krasch hemligtord"})
    name, problem = frames(reply.text)[-1]
    assert (name, problem["code"]) == ("error", "internal")
    assert "hemligtord" not in reply.text


def test_stream_beats_while_nothing_happens():
    class Slow(FakeAnswerer):
        def answer(self, question, emit):
            self.go_on.wait(0.2)
            return super().answer(question, emit)

    desk = AnswerDesk(Slow())
    with TestClient(create_app(desk, heartbeat=0.02)) as client:
        text = client.post("/api/ask/stream", json={"question": "Vem leder rådet?"}).text
    desk.close()
    assert text.startswith(": vi arbetar\n\n")
    assert frames(text)[-1][0] == "done"


def question(text: str) -> Question:
    return question_from(QuestionBody(question=text), today=today())


def test_when_the_reader_leaves_the_work_is_stopped():
    answerer = FakeAnswerer()
    desk = AnswerDesk(answerer)

    async def leave_after_first_event() -> list[object]:
        seen: list[object] = []

        async def is_gone() -> bool:
            return bool(seen)

        events = desk.follow(question("Vem leder rådet? vänta"))
        async for event in watched(events, is_gone, 15):
            seen += [event]
        return seen

    assert asyncio.run(leave_after_first_event()) == [Stage(text="Söker i källorna.")]
    assert answerer.stopped.wait(5)
    desk.close()


def test_more_questions_than_places_are_turned_away_and_places_come_back():
    answerer = FakeAnswerer()
    desk = AnswerDesk(answerer, running=1, waiting=1)

    async def crowd() -> tuple[int, list[object]]:
        first = desk.follow(question("Vem leder rådet? vänta"))
        second = desk.follow(question("Vem leder rådet?"))
        turned_away = 0
        try:
            desk.follow(question("Vem leder rådet?"))
        except BusyError:
            turned_away = 1
        answerer.go_on.set()
        ends = [[event async for event in events][-1] for events in (first, second)]
        third = [event async for event in desk.follow(question("Vem leder rådet?"))]
        return turned_away, [*ends, third[-1]]

    turned_away, ends = asyncio.run(crowd())
    assert turned_away == 1
    assert all(isinstance(end, Answer) for end in ends)
    desk.close()


def test_fifty_people_can_each_have_a_question_there(answerer: FakeAnswerer) -> None:
    async def crowd() -> list[object]:
        desk = AnswerDesk(answerer)
        asked = [desk.follow(question("Vem leder rådet? vänta")) for _ in range(50)]
        with pytest.raises(BusyError):
            desk.follow(question("Vem leder rådet?"))
        answerer.go_on.set()
        ends = [[event async for event in events][-1] for events in asked]
        desk.close()
        return ends

    ends = asyncio.run(crowd())
    assert [isinstance(end, Answer) for end in ends] == [True] * 50


def test_busy_is_a_503_problem(answerer):
    desk = AnswerDesk(answerer, running=0 + 1, waiting=0)
    with TestClient(create_app(desk)) as client:
        waiting = threading.Thread(target=ask, args=(client, "Vem leder rådet? vänta"))
        waiting.start()
        while not answerer.asked:
            answerer.go_on.wait(0.01)
        reply = ask(client, "Vem leder rådet?")
        answerer.go_on.set()
        waiting.join()
    desk.close()
    assert (reply.status_code, reply.json()["code"]) == (503, "busy")
    assert reply.headers["Retry-After"] == "5"


def test_an_answer_past_the_deadline_is_given_up():
    answerer = FakeAnswerer()
    desk = AnswerDesk(answerer, deadline=0.05)

    async def wait() -> None:
        async for _ in desk.follow(question("Vem leder rådet? vänta")):
            pass

    with pytest.raises(AnswerTimeoutError):
        asyncio.run(wait())
    assert answerer.stopped.wait(5)
    desk.close()


def test_search_documents_and_passages(client):
    found = client.get("/api/search", params={"q": "råd", "k": 2}).json()
    assert [(r["rank"], r["passage_id"]) for r in found["results"]] == [
        (1, PASSAGES[0].passage_id),
        (2, PASSAGES[1].passage_id),
    ]
    listed = client.get("/api/documents").json()["documents"]
    assert [d["document_id"] for d in listed] == [
        "sfs-2023-196",
        "bra-2020-samverkan",
        "bra-arsrapport-2024",
    ]
    shown = client.get(f"/api/documents/{LAW.document_id}").json()
    assert [s["pinpoint"] for s in shown["sections"]] == ["10 §", "4 §", "9 §"]
    assert client.get("/api/documents/nope").json()["code"] == "not_found"


def test_each_passage_id_reaches_its_passage_percent_encoded(client):
    for passage in PASSAGES:
        reply = client.get(f"/api/passages/{quote(passage.passage_id, safe='')}")
        assert reply.json()["text"] == passage.text
    missing = client.get("/api/passages/finns%23inte%2F1")
    assert (missing.status_code, missing.json()["title"]) == (404, "Sidan finns inte")


@pytest.mark.parametrize(
    "query",
    [
        "q=%20",
        "q=råd&as_of=1711929600",
        "q=råd&as_of=20250401",
        "q=råd&as_of=2025-W14-2",
        "q=råd&as_of=2024-05-01T00:00:00",
        "",
        "q=",
        "q=a&k=0",
        "q=a&k=51",
        "q=a&as_of=nu",
    ],
)
def test_a_bad_search_is_a_422_problem(client, query):
    reply = client.get(f"/api/search?{query}")
    assert (reply.status_code, reply.headers["Content-Type"]) == (422, PROBLEM)


@pytest.mark.parametrize(
    "path", ["/api/search?q=råd&document=nope", f"/api/documents/{LAW.document_id}?pinpoint=99 §"]
)
def test_what_is_not_there_is_a_404_problem(client, path):
    reply = client.get(path)
    assert (reply.status_code, reply.headers["Content-Type"]) == (404, PROBLEM)


def test_id_with_a_personal_number_is_not_given_back(client):
    reply = client.post("/api/ask", json={"question": "Vem leder rådet?", "id": PERSONAL_NUMBER})
    assert PERSONAL_NUMBER not in reply.text


def test_a_search_with_a_personal_number_is_refused(client):
    with capture_logs() as logs:
        reply = client.get("/api/search", params={"q": f"mål {PERSONAL_NUMBER}"})
    assert (reply.status_code, reply.json()["code"]) == (422, "personal_identity_number")
    assert PERSONAL_NUMBER not in reply.text + repr(logs)


def test_the_obligations_are_those_of_the_matrix_and_can_be_filtered(client):
    def rows(**choice: str) -> list[dict[str, object]]:
        return client.get("/api/obligations", params=choice).json()["obligations"]

    whole = load_obligations()
    assert rows() == obligations_json(whole)["obligations"]
    assert rows(actor="kommun") == [
        row for row in rows() if row["applies_to"] in {"kommun", "bada"}
    ]
    law = rows(document="sfs-2023-196")
    assert law == rows(theme="lagen")
    assert [row["pinpoint"] for row in rows(modality="far", theme="lagen")] == ["14 §"]
    assert rows(actor="forening", modality="ska_verka_for") == [
        row for row in law if (row["applies_to"], row["modality"]) == ("bada", "ska_verka_for")
    ]
    assert rows(document="sfs-2023-196", modality="bor") == []
    assert rows(document="bra-2020-samverkan") == []


def test_the_obligations_of_an_unknown_document_are_not_found(client):
    reply = client.get("/api/obligations", params={"document": "sfs-1900-1"})
    assert (reply.status_code, reply.headers["Content-Type"]) == (404, PROBLEM)
    assert reply.json()["detail"] == "Det finns ingen källa med det id:t."


def test_the_obligations_need_no_index(client, answerer):
    answerer.index_missing = True
    assert client.get("/api/obligations").status_code == 200


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("actor=polisen", "actor"),
        ("actor=bada", "actor"),
        ("actor=", "actor"),
        ("modality=skall", "modality"),
        ("actor=kommun&modality=", "modality"),
        ("actor=myndighet", "actor"),
        ("theme=cyklar", "theme"),
    ],
)
def test_an_unknown_choice_of_obligations_is_a_422_problem(client, query, field):
    reply = client.get(f"/api/obligations?{query}")
    assert (reply.status_code, reply.headers["Content-Type"]) == (422, PROBLEM)
    detail = f"Fältet {field} saknas eller har fel form."
    assert reply.json()["errors"] == [{"field": field, "detail": detail}]


def test_openapi_is_served_and_its_viewers_are_not(client):
    paths = client.get("/api/openapi.json").json()["paths"]
    assert {"/api/ask", "/api/ask/stream", "/api/search", "/readyz"} <= set(paths)
    assert [client.get(path).status_code for path in ("/docs", "/redoc")] == [404, 404]
