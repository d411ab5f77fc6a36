"""Questions and answers as JSON."""

import re
from datetime import date

import pytest

from assistant.conversation import Answer, AnswerStatus, Mode, Question, Reason, Statement, Turn
from assistant.wire import (
    QuestionBody,
    answer_json,
    answer_markdown,
    checked_text,
    lane_title,
    question_from,
    read_body,
    shown_id,
)
from corpus.documents import Lane
from corpus.errors import UsageError

DAY = date(2026, 11, 24)


def test_line_is_read_with_all_its_fields() -> None:
    body = read_body(
        '{"id": 7, "question": " Och sen? ", "as_of": "2025-04-01", "mode": "extractive",'
        ' "history": [{"question": "Måste vi?", "answer": "Ja."}], "okänt": 1}'
    )
    assert body.id == 7
    assert question_from(body, today=DAY) == Question(
        text="Och sen?",
        as_of=date(2025, 4, 1),
        history=(Turn(question="Måste vi?", answer="Ja."),),
        mode=Mode.EXTRACTIVE,
    )


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("{", "Raden är inte giltig JSON."),
        ("{}", "Skriv en fråga först."),
        ('{"question": ""}', "Skriv en fråga först."),
        ('{"question": "x", "as_of": "i fjol"}', "Skriv datumet så här: 2025-04-01."),
        ('{"question": "x", "as_of": 20250401}', "Skriv datumet så här: 2025-04-01."),
        ('{"question": "x", "as_of": "1711929600"}', "Skriv datumet så här: 2025-04-01."),
        ('{"question": "x", "as_of": "2024-05-01T00:00:00"}', "Skriv datumet så här: 2025-04-01."),
        ('{"question": "x", "as_of": "20250401"}', "Skriv datumet så här: 2025-04-01."),
        ('{"question": "x", "as_of": "2025-W14-2"}', "Skriv datumet så här: 2025-04-01."),
        ('{"question": "x", "as_of": "2025-02-30"}', "Skriv datumet så här: 2025-04-01."),
        ('{"question": "x", "history": 3}', "Fältet history har fel form."),
        ('{"question": "x", "mode": "magi"}', "Fältet mode har fel form."),
    ],
)
def test_bad_line_is_told_in_swedish(line: str, sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence.replace("(", r"\(")):
        read_body(line)


def test_id_is_given_back_without_a_personal_number() -> None:
    assert shown_id("rad-7") == "rad-7"
    assert shown_id(7) == 7
    assert "1231" not in str(shown_id("800101-1231"))


def test_question_has_a_length() -> None:
    assert checked_text("a" * 1_000) == "a" * 1_000
    with pytest.raises(UsageError, match="Ta bort 1 tecken"):
        checked_text("a" * 1_001)
    with pytest.raises(UsageError, match="Skriv en fråga först"):
        checked_text(" \n ")


def test_only_the_latest_turns_are_read() -> None:
    turns = [{"question": str(number), "answer": ""} for number in range(9)]
    body = QuestionBody.model_validate({"question": "x", "history": turns})
    read = question_from(body, today=DAY).history
    assert [turn.question for turn in read] == ["3", "4", "5", "6", "7", "8"]


def test_only_the_beginning_of_an_earlier_turn_is_read() -> None:
    turn = {"question": "f" * 1_001, "answer": "s" * 4_001}
    body = QuestionBody.model_validate({"question": "x", "history": [turn]})
    read = question_from(body, today=DAY).history
    assert read == (Turn(question="f" * 1_000, answer="s" * 4_000),)


def test_markdown_has_lanes_with_their_sentences_and_markers() -> None:
    answer = Answer(
        status=AnswerStatus.ANSWERED,
        question="x",
        as_of=DAY,
        statements=(
            Statement(text="Kommunen ska ha en plan.", lane=Lane.LAW, labels=(1, 2)),
            Statement(text="Planen bör ha mål.", lane=Lane.GUIDANCE, labels=(3,)),
        ),
    )
    assert answer_markdown(answer) == (
        "**Lagen kräver**\n\n- Kommunen ska ha en plan. [1][2]\n\n"
        "**Vägledningen rekommenderar**\n\n- Planen bör ha mål. [3]"
    )


def test_words_of_a_source_never_read_as_our_markers() -> None:
    text = "Se [9] och *[1] Brå 2024*, <b>s. 12</b>."
    answer = Answer(
        status=AnswerStatus.ANSWERED,
        question="x",
        as_of=DAY,
        statements=(Statement(text=text, lane=Lane.GUIDANCE, labels=(1,)),),
    )
    shown = answer_markdown(answer)
    assert re.findall(r"(?<!\\)\[(\d+)(?<!\\)\]", shown) == ["1"]
    assert "<b>" not in shown.replace("\\<", "")


def test_refusal_says_its_reason_and_a_notice_says_it_better() -> None:
    refused = Answer(
        status=AnswerStatus.NO_GUIDANCE_FOUND,
        reason=Reason.NOT_IN_FORCE,
        question="x",
        as_of=DAY,
        notices=("14 § gällde inte 2025-03-31.",),
    )
    assert answer_markdown(refused) == ("**Regeln gällde inte då**\n\n14 § gällde inte 2025-03-31.")


@pytest.mark.parametrize(
    ("sentences", "title"),
    [
        (["Kommunen ska ha en plan."], "Lagen kräver"),
        (["Kommunstyrelsen ansvarar för ledningen."], "Lagen kräver"),
        (["Kommunen får kamerabevaka."], "Lagen tillåter"),
        (["Lagen trädde i kraft 2023."], "Lagen säger"),
        (["Lagen anger inte hur ofta rådet ska träffas."], "Lagen säger"),
        (["Kommunen får kamerabevaka.", "Kommunen ska ha en plan."], "Lagen tillåter"),
        (["Varken polisen eller regionen får skyldigheter."], "Lagen säger"),
        (["Kommunen behövde inte ha en plan."], "Lagen säger"),
        (["Kommunen måste följa kameralagen också då."], "Lagen säger"),
    ],
)
def test_laws_heading_claims_no_more_than_its_sentences(sentences: list[str], title: str) -> None:
    assert lane_title(Lane.LAW, sentences) == title


def test_json_names_every_field_of_an_answer() -> None:
    shown = answer_json(Answer(status=AnswerStatus.OUT_OF_SCOPE, question="x", as_of=DAY))
    assert set(shown) == {
        "status", "reason", "question", "answer", "completeness", "statements", "citations",
        "nearest", "contacts", "notices", "follow_ups", "lanes", "mode", "ai_generated", "prompt",
            "as_of", "index", "timings_ms",
    }  # fmt: skip
