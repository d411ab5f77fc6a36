"""The questions in one message, and what is told beside them."""

import pytest

from assistant.parts import MOST_PARTS, Message, read_message


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("Vad är EST, och får vi skriva namn?", ("Vad är EST", "får vi skriva namn?")),
        ("Vad ska planen ha? Räcker ett mål?", ("Vad ska planen ha?", "Räcker ett mål?")),
        ("Vem leder rådet och hur ofta möts det?", ("Vem leder rådet", "hur ofta möts det?")),
        ("Hur ofta rapporterar de och till vilka?", ("Hur ofta rapporterar de", "till vilka?")),
        ("Vilka våldstyper ska med och varför?", ("Vilka våldstyper ska med", "varför?")),
        (
            "Vad är SSPF och måste föräldrarna godkänna?",
            ("Vad är SSPF", "måste föräldrarna godkänna?"),
        ),
        ("What is a plan, and who decides it?", ("What is a plan", "who decides it?")),
    ],
)
def test_two_questions_are_two(text: str, questions: tuple[str, ...]) -> None:
    assert read_message(text).questions == questions


@pytest.mark.parametrize(
    "text",
    [
        "Vilka ska sitta i rådet?",
        "Måste kommunen ha en plan och ett råd?",
        "När skolan rekryterar, är det samma regler som för föreningar?",
        "lägesbild innehåll",
    ],
)
def test_one_question_is_left_whole(text: str) -> None:
    assert read_message(text) == Message(questions=(text,))


def test_what_is_told_is_kept_apart_from_what_is_asked() -> None:
    message = read_message("Vår samordnare slutade i våras. Måste vi ha en ny?")
    assert message.questions == ("Måste vi ha en ny?",)
    assert message.told == "Vår samordnare slutade i våras."


def test_more_questions_than_can_be_answered_are_left_together() -> None:
    text = "Vad är en plan? " * (MOST_PARTS + 1)
    assert read_message(text) == Message(questions=(text,))


def test_a_tag_asks_nothing() -> None:
    message = read_message("Måste vi ha en plan? Eller hur?")
    assert message.questions == ("Måste vi ha en plan?",)
