"""Whether the sources answer: what a question names, asks for and is about."""

from datetime import date
from typing import TYPE_CHECKING

import pytest

from assistant.answering import answer_question
from assistant.conversation import Answer, AnswerStatus, Question, Reason, Turn
from assistant.retrieval import retrieve
from assistant.sufficiency import sufficiency, weigh
from assistant.understanding import understood

if TYPE_CHECKING:
    from assistant.bootstrap import Assistant

DAY = date(2026, 11, 24)


def ask(assistant: "Assistant", text: str, on: date = DAY, *history: Turn) -> Answer:
    return answer_question(assistant, Question(text=text, as_of=on, history=history))


@pytest.mark.parametrize(
    "text",
    [
        "Vad säger 9 § förvaltningslagen?",
        "Vad står i 4 § brottsdatalagen?",
        "Vad säger 12 § LVU?",
        "Vad säger 11 § i vår kommuns reglemente?",
        "Vad säger 17 § i lagen?",
    ],
)
def test_paragraph_that_is_not_in_the_sources_is_not_answered_with_another(
    bundled: "Assistant", text: str
) -> None:
    answer = ask(bundled, text)
    assert answer.status is not AnswerStatus.ANSWERED
    assert answer.statements == ()


@pytest.mark.parametrize(
    "text",
    [
        "Enligt 4 §, vad kostar en pizza?",
        "Vad säger 4 § om straffet för mord?",
        "Vilken lön ska samordnaren ha enligt 11 §?",
    ],
)
def test_naming_a_paragraph_does_not_answer_something_else(bundled: "Assistant", text: str) -> None:
    assert ask(bundled, text).status is not AnswerStatus.ANSWERED


@pytest.mark.parametrize(
    ("text", "pinpoint"),
    [("12 §", "12 §"), ("Vad säger 9 § om överenskommelser?", "9 §"), ("förklara 7 §", "7 §")],
)
def test_named_paragraph_is_answered_from_itself(
    bundled: "Assistant", text: str, pinpoint: str
) -> None:
    assert ask(bundled, text).citations[0].pinpoint == pinpoint


@pytest.mark.parametrize(
    "text", ["Vad handlar lagen om i korthet?", "Hur många paragrafer har lagen?"]
)
def test_before_the_law_its_own_first_day_is_told(bundled: "Assistant", text: str) -> None:
    answer = ask(bundled, text, date(2023, 5, 1))
    assert answer.reason is Reason.NOT_IN_FORCE
    assert "2023-07-01" in answer.notices[0]
    assert "2025-04-01" not in answer.notices[0]


def test_first_year_has_an_overview_with_the_transitional_rule(bundled: "Assistant") -> None:
    answer = ask(bundled, "Vilka krav ställer lagen på kommunen?", date(2023, 12, 1))
    assert answer.status is AnswerStatus.ANSWERED
    assert answer.citations[0].pinpoint == "övergångsbestämmelserna, punkt 2"


def test_text_in_force_is_not_refused_for_a_paragraph_nobody_named(bundled: "Assistant") -> None:
    answer = ask(bundled, "Hur många paragrafer har lagen?", date(2024, 10, 1))
    assert answer.status is AnswerStatus.ANSWERED
    assert "13 paragrafer" in " ".join(statement.text for statement in answer.statements)


@pytest.mark.parametrize(
    "text", ["pannkakor recept", "Vem vann VM?", "Vad är huvudstaden i Frankrike?"]
)
def test_new_subject_after_a_question_is_not_answered_as_law(
    bundled: "Assistant", text: str
) -> None:
    before = Turn(question="Måste kommunen ha en lägesbild?", answer="Ja.")
    assert ask(bundled, text, DAY, before).status is AnswerStatus.OUT_OF_SCOPE


def test_thanks_after_a_question_is_no_question(bundled: "Assistant") -> None:
    before = Turn(question="Måste kommunen ha en lägesbild?", answer="Ja.")
    assert ask(bundled, "Tack!", DAY, before).reason is Reason.AMBIGUOUS


def test_follow_up_with_its_own_subject_leaves_an_earlier_paragraph(bundled: "Assistant") -> None:
    before = Turn(question="Vad säger 10 kap. 15 a § OSL?", answer="…")
    answer = ask(bundled, "Och hur ofta ska lägesbilden uppdateras?", DAY, before)
    assert answer.citations[0].pinpoint == "6 §"


def test_more_can_be_asked_of_what_is_found(bundled: "Assistant") -> None:
    words, generation = bundled.vocabulary, bundled.generation
    asked, own = understood(Question(text="Vem leder rådet?", as_of=DAY), words)
    found = retrieve(generation, bundled.encoder, asked.text, as_of=DAY, k=12)
    name = generation.encoder_name
    score = weigh(asked, found, words, name).score
    assert score > 0
    assert sufficiency(asked, own, found, words, name, least=score).lacking is None
    more = sufficiency(asked, own, found, words, name, least=score + 0.1)
    assert more.lacking == (AnswerStatus.NO_GUIDANCE_FOUND, Reason.WEAK_EVIDENCE)
