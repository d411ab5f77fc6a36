"""What is small talk and what is the question."""

import pytest

from assistant.small_talk import without_small_talk

ASKED = "hur ofta ska lägesbilden göras om?"


@pytest.mark.parametrize(
    "text",
    [
        f"Hej! {ASKED}",
        f"hej hej, {ASKED} tack på förhand",
        f"Hej! Jag jobbar i en kommun och undrar en sak, {ASKED} Tacksam för snabbt svar.",
        f"God kväll, snabb fråga: {ASKED} Med vänliga hälsningar, Kim Ek",
        f"Tjena, kan du hjälpa mig? {ASKED}",
        f"Jag skulle vilja veta {ASKED} mvh kim",
        f"Jag undrar bara lite {ASKED}",
    ],
)
def test_greetings_and_thanks_are_left_out(text: str) -> None:
    assert without_small_talk(text).strip() == ASKED


@pytest.mark.parametrize(
    "text",
    [
        "Vi är en liten kommun, måste vi ha en plan?",
        "Vår samordnare slutade i våras. Måste vi ha nån?",
        "Vad, förutom tid, krävs?",
        "Vi är sena – när skulle planen vara klar?",
        "Får soc veta om det blev utredning?",
        "Vem kan hjälpa till?",
        "Jag behöver hjälp med hyran, vad kan jag få?",
        "Vi undrar över kameror, vad gäller?",
        "Vår jurist vill ha svar, får vi filma?",
        "Vilka frågor ska rådet svara på?",
        "Hur lyder svaret på remissen och vem skriver det?",
    ],
)
def test_what_is_told_beside_the_question_stays(text: str) -> None:
    assert without_small_talk(text) == text


@pytest.mark.parametrize("text", ["hej", "tack så mycket", "Kan du hjälpa mig?", "", "?!"])
def test_small_talk_alone_stays_as_it_is(text: str) -> None:
    assert without_small_talk(text) == text


def test_a_dash_in_the_question_stays_when_a_greeting_goes() -> None:
    text = "Hej! Vi är sena – när skulle planen vara klar?"
    assert without_small_talk(text) == "Vi är sena – när skulle planen vara klar?"
