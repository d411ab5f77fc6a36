"""What ends a question before anything is searched."""

from datetime import date

import pytest

from assistant.conversation import AnswerStatus, Question, Reason, Turn
from assistant.guards import check_question, is_individual_case

KNOWN = frozenset({"brå", "nod", "polisen", "regeringen"})


def check(text: str, *history: Turn) -> tuple[AnswerStatus, Reason] | None:
    return check_question(Question(text=text, as_of=date(2026, 11, 24), history=history), KNOWN)


def test_personal_number_stops_the_question() -> None:
    stopped = (AnswerStatus.BLOCKED_PERSONAL_DATA, Reason.PERSONAL_IDENTITY_NUMBER)
    assert check("Är 19121212-1212 med i SSPF?") == stopped


def test_personal_number_in_an_earlier_turn_stops_it_too() -> None:
    turn = Turn(question="Vad gäller för 121212-1212?", answer="…")
    assert check("Och sen?", turn) == (
        AnswerStatus.BLOCKED_PERSONAL_DATA,
        Reason.PERSONAL_IDENTITY_NUMBER,
    )


def test_personal_number_in_an_earlier_answer_stops_it_too() -> None:
    turn = Turn(question="Vad gäller?", answer="Den 19121212-1212 …")
    assert check("Och sen?", turn) is not None


@pytest.mark.parametrize(
    "text",
    [
        "det är slagsmål utanför fritidsgården just nu vad gör vi",
        "Någon står här och hotar mig med kniv, hjälp",
        "min unge är hotad av ett gäng just nu vad gör jag",
        "min son är hotad till livet av ett gäng, hjälp",
        "vi är hotade just nu",
        "jag blir hotad",
        "Ska jag ringa 112?",
        "Hjälp, de slåss med knivar utanför ungdomsgården!!",
        "Ring polisen, nån är skjuten",
        "Någon bryter sig in i klubbstugan nu!",
        "det brinner",
        "Någon skjuter på skolan",
        "Han har kniv",
        "Det pågår ett rån",
        "Jag vill dö",
        "Help, someone is shooting outside!",
        "En pojke säger att han ska ta livet av sig ikväll",
    ],
)
def test_danger_now_is_referred_to_112(text: str) -> None:
    assert check(text) == (AnswerStatus.OUT_OF_SCOPE, Reason.ACUTE)


@pytest.mark.parametrize("text", ["???", "12345", "🙂", "…"])
def test_question_without_words_is_asked_again(text: str) -> None:
    assert check(text) == (AnswerStatus.NEEDS_CLARIFICATION, Reason.AMBIGUOUS)


@pytest.mark.parametrize(
    "text",
    [
        "Vem är brottsförebyggande samordnare i Växjö?",
        "Vad står i vår åtgärdsplan?",
        "När beslutade vi om åtgärdsplanen hos oss?",
        "Vad har samordnaren för telefonnummer?",
        "När har strategiska rådet i Vänersborg sitt nästa möte?",
        "Har Borås en åtgärdsplan?",
        "Finns det ett strategiskt råd i Umeå?",
    ],
)
def test_local_fact_is_referred_to_the_municipality(text: str) -> None:
    assert check(text) == (AnswerStatus.NO_GUIDANCE_FOUND, Reason.NEEDS_LOCAL_FACTS)


@pytest.mark.parametrize(
    "text",
    [
        "måste våran kommun ta fram en lägesbild?",
        "Vilka steg finns i Brås samverkansprocess?",
        "Vad ska vår lägesbild innehålla?",
        "Hur hotas trygghet av gäng enligt Brå?",
        "Vad säger lagen om vår lägesbild?",
        "4 §",
        "Vilka är relevanta aktörer för vår överenskommelse?",
        "Vem är ansvarig hos oss för åtgärdsplanen enligt lagen?",
        "Vad gör vi om ungdomar har kniv i skolan?",
        "Vi behöver hjälp med att förebygga inbrott",
        "Vilka insatser pågår mot skjutningar?",
        "Nu har vi en lägesbild om våld, vad gör vi?",
        "Har kommunen ansvar för vapen?",
        "Nu har det blivit vanligt med knivar i skolan, vad kan kommunen göra?",
        "Kan vi få hjälp med vapen i orosanmälan?",
        "Finns det krav på lägesbild i lagen?",
    ],
)
def test_ordinary_question_goes_on(text: str) -> None:
    assert check(text) is None


def test_question_about_a_person_is_an_individual_case() -> None:
    assert is_individual_case("Kan vi lämna ut uppgifter om Kalle?", KNOWN)
    assert is_individual_case("Vår granne är dömd, vad gör vi?", KNOWN)


def test_authority_is_no_person() -> None:
    assert not is_individual_case("Vad säger lagen om Polisen?", KNOWN)
    assert not is_individual_case("Vad ska lägesbilden innehålla?", KNOWN)
