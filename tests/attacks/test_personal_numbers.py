"""A question with a personal number goes nowhere: every way in, every place it could be kept."""

import asyncio
import json
import logging
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from command_line import Lotsen
from fastapi.testclient import TestClient
from scripted_model import says, scripted_model, scripted_settings
from structlog.testing import capture_logs

from assistant.api import create_app
from assistant.bootstrap import Assistant, build_assistant
from assistant.conversation import AnswerStatus, Question, Reason, Turn
from assistant.desk import AnswerDesk
from assistant.guards import is_individual_case
from assistant.personal_data import find_personal_numbers
from assistant.service import ignore
from corpus.encoding import Vectors
from evals.cases import bundled_cases
from ui.talk import Talk
from ui.views import views

DAY = date(2026, 3, 1)
NUMBER = "811218-9876"  # of nobody: it is the tax agency's example
WRITTEN = (NUMBER, "8112189876", "19811218-9876", "198112189876")
ASKED = "Får Test Testsson, {}, vara med i SSPF?"


class NoEncoder:
    """Fails when it is asked to encode anything."""

    name, dimension = "ingen", 4

    def encode_passages(self, texts: object) -> Vectors:
        raise AssertionError(f"encoded: {texts}")

    def encode_query(self, text: str) -> Vectors:
        raise AssertionError(f"encoded: {text}")


def digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdecimal())


def assert_unsaid(text: str) -> None:
    assert digits(NUMBER) not in digits(text)
    assert NUMBER not in text


def with_check_digit(nine: str) -> str:
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(nine))
    return nine + str(-sum(value // 10 + value % 10 for value in doubled) % 10)


def notations(century: str, ten: str) -> tuple[str, ...]:
    day, serial = ten[:6], ten[6:]
    return (
        f"{century}{day}-{serial}",
        f"{century}{day}{serial}",
        f"{day}-{serial}",
        f"{day}{serial}",
        f"{day}+{serial}",
        f"{century}{day} {serial}",
        f"{day} {serial}",
        f"{century}{day[:2]}-{day[2:4]}-{day[4:]}-{serial}",
    )


@pytest.mark.parametrize("coordination", [False, True])
def test_every_notation_is_stopped(coordination: bool) -> None:
    dice = random.Random(41)
    missed = []
    for _ in range(2_000):
        day = date(1900, 1, 1) + timedelta(days=dice.randrange(45_000))
        written = f"{day:%y%m}{day.day + 60 * coordination:02}{dice.randrange(1000):03}"
        ten = with_check_digit(written)
        missed += [
            form
            for form in notations(f"{day:%Y}"[:2], ten)
            if not find_personal_numbers(f"Kan {form} få stöd?")
        ]
    assert missed == []


def test_hardly_any_case_telephone_or_statute_number_is_stopped() -> None:
    dice = random.Random(43)
    areas = ("08", "031", "040", "018", "0141", "0243", "0512", "0660", "0911", "0920", "0980")
    makers = (
        lambda: f"dnr {dice.randrange(2000, 2027)}-{dice.randrange(100_000):05}",
        lambda: f"Ju{dice.randrange(2000, 2027)}/{dice.randrange(100_000):05}/KRIM",
        lambda: f"KS {dice.randrange(2000, 2027)}/{dice.randrange(10_000):04}",
        lambda: f"ärende {dice.randrange(10**9, 10**10)}",
        lambda: f"SFS {dice.randrange(1900, 2027)}:{dice.randrange(1, 2000)}",
        lambda: f"lagen ({dice.randrange(1900, 2027)}:{dice.randrange(1, 2000)})",
        lambda: f"prop. {2000 + dice.randrange(26)}/{dice.randrange(100):02}:{dice.randrange(200)}",
        lambda: f"07{dice.choice('02369')}-{dice.randrange(10**6, 10**7)}",
        lambda: (
            f"07{dice.choice('02369')}-{dice.randrange(100, 1000)} {dice.randrange(10, 100)} 12"
        ),
        lambda: f"{dice.choice(areas)}-{dice.randrange(10**5, 10**6)}",
        lambda: f"+46 {dice.choice(areas)[1:]} {dice.randrange(10**5, 10**6)}",
        lambda: (
            f"{dice.choice('2578')}{dice.randrange(10)}{dice.randrange(2, 10)}"
            f"{dice.randrange(1000):03}-{dice.randrange(10_000):04}"
        ),
    )
    forms = [maker() for maker in makers for _ in range(1_000)]
    stopped = [form for form in forms if find_personal_numbers(f"Vad gäller {form}?")]
    assert len(stopped) <= len(forms) // 100, stopped[:20]


def test_neither_search_nor_model_sees_a_blocked_question(bundled_data: Path) -> None:
    with scripted_model(says("{}")) as script:
        settings = scripted_settings(script.base_url, data_dir=bundled_data, encoder="")
        with build_assistant(settings) as built:
            blind = replace(built, encoder=NoEncoder())
            for written in WRITTEN:
                for question in (
                    Question(text=ASKED.format(written), as_of=DAY),
                    Question(
                        text="Och hur länge?",
                        as_of=DAY,
                        history=(Turn(question=ASKED.format(written), answer="Ja."),),
                    ),
                    Question(
                        text="Och hur länge?",
                        as_of=DAY,
                        history=(Turn(question="Får hen?", answer=f"{written} får."),),
                    ),
                ):
                    events: list[object] = []
                    found = blind.answer(question, events.append)
                    assert found.status is AnswerStatus.BLOCKED_PERSONAL_DATA
                    assert found.reason is Reason.PERSONAL_IDENTITY_NUMBER
                    assert not found.statements
                    assert not found.nearest
                    assert_unsaid(repr(found) + repr(events))
        assert script.requests == []


@pytest.fixture
def client(bundled: Assistant) -> Iterator[TestClient]:
    desk = AnswerDesk(bundled)
    with TestClient(create_app(desk), raise_server_exceptions=False) as started:
        yield started
    desk.close()


@pytest.mark.parametrize("written", WRITTEN)
def test_no_address_of_the_api_tells_or_logs_a_number(
    client: TestClient,
    written: str,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    asked = ASKED.format(written)
    with capture_logs() as logged, caplog.at_level(logging.INFO, logger="assistant"):
        replies = [
            client.post("/api/ask", json={"question": asked, "id": written}),
            client.post("/api/ask/stream", json={"question": asked}),
            client.post("/api/ask", json={"question": "Hur?", "history": [{"question": asked}]}),
            client.post("/api/ask", json={"question": [asked]}),
            client.post("/api/ask", json={"question": "Vad?", "as_of": written}),
            client.post("/api/ask", json={"question": "Vad?", "mode": written}),
            client.get("/api/search", params={"q": asked}),
            client.get("/api/search", params={"q": "råd", "document": written}),
            client.get("/api/search", params={"q": "råd", "as_of": written}),
            client.get(f"/api/documents/{written}"),
            client.get("/api/documents/sfs-2023-196", params={"pinpoint": written}),
            client.get(f"/api/passages/{written}"),
            client.get("/api/obligations", params={"actor": written}),
            client.post("/api/feedback", json={"rating": "nej", "comment": asked}),
            client.post("/api/feedback", json={"rating": "nej", "svarspass": {"question": asked}}),
            client.post("/api/feedback", json={"rating": asked, "reason": asked}),
            client.get("/metrics"),
            client.get("/version"),
            client.get("/readyz"),
        ]
    for reply in replies:
        assert reply.status_code < 500
        assert_unsaid(reply.text + repr(dict(reply.headers)))
    assert replies[0].json()["status"] == "blocked_personal_data"
    captured = capsys.readouterr()
    assert_unsaid(repr(logged) + caplog.text + captured.out + captured.err)


@pytest.mark.parametrize("written", WRITTEN)
def test_no_command_tells_or_keeps_a_number(
    lotsen: Lotsen, own_data: Path, tmp_path: Path, written: str
) -> None:
    asked = ASKED.format(written)
    rows = [
        {"id": written, "question": asked},
        {"question": "Hur?", "history": [{"answer": asked}]},
    ]
    batch = tmp_path / "fragor.jsonl"
    batch.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    before = {path: path.stat().st_size for path in own_data.rglob("*") if path.is_file()}
    said = [
        lotsen("ask", asked, "--json"),
        lotsen("ask", asked),
        lotsen("ask", "--batch", str(batch), "--json"),
        lotsen("search", asked, "--json"),
        lotsen("search", asked),
        lotsen("show", "sfs-2023-196", written),
        lotsen("show", written),
        lotsen("ask", "Vem leder rådet?", "--as-of", written, "--json"),
    ]
    assert [one.code for one in said] == [0, 0, 0, 2, 2, 2, 2, 2]
    assert said[0].json["status"] == "blocked_personal_data"
    assert [row["status"] for row in said[2].lines] == ["blocked_personal_data"] * 2
    for one in said:
        assert_unsaid(one.out + one.err)
    after = {path: path.stat().st_size for path in own_data.rglob("*") if path.is_file()}
    assert after.keys() >= before.keys()
    for path in after:
        content = path.read_bytes()
        assert not any(form.encode() in content for form in WRITTEN), path


@pytest.mark.parametrize("written", WRITTEN)
def test_the_page_does_not_repeat_a_number(bundled: Assistant, written: str) -> None:
    desk = AnswerDesk(bundled)
    question = Question(text=ASKED.format(written), as_of=DAY)

    async def seen() -> list[object]:
        return [view async for view in views(desk, question, Talk())]

    try:
        shown = asyncio.run(seen())
    finally:
        desk.close()
    assert shown
    assert_unsaid(repr(shown))


ABOUT_SOMEONE = (
    "Får vi lämna ut uppgifter om Kalle Karlsson till polisen?",
    "Vår elev är dömd, får skolan dela uppgifter om honom med polisen?",
    "Kan vi ge föreningen uppgifter om Fatima, 15 år?",
    "Måste vi anmäla oro för Elias när han varit borta från skolan?",
    "Får socialtjänsten berätta för polisen vad Lovisa har sagt?",
    "Min granne har blivit misstänkt, vad får socialtjänsten säga till polisen?",
)


def test_a_question_about_a_person_gets_the_general_rule_and_a_reminder(bundled: Assistant) -> None:
    answered = 0
    for text in ABOUT_SOMEONE:
        assert is_individual_case(text, bundled.vocabulary.names), text
        found = bundled.answer(Question(text=text, as_of=DAY), ignore)
        if found.status is AnswerStatus.ANSWERED:
            answered += 1
            assert found.reason is Reason.INDIVIDUAL_CASE
            assert any("enskilda fall" in notice for notice in found.notices)
    assert answered >= 3


def test_hardly_any_ordinary_question_is_taken_for_one_about_a_person(bundled: Assistant) -> None:
    cases = [case for case in bundled_cases() if not case.history]
    names = bundled.vocabulary.names
    about = [case.question for case in cases if is_individual_case(case.question, names)]
    assert len(about) <= len(cases) // 50, about
