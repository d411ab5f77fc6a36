"""What lands on the clipboard: question, sentences, every quotation with its place and address."""

from datetime import date

from fakes_answers import LAW, ORIGINAL, answered, cited, leader_answer, refused

from assistant.conversation import AnswerStatus, Question, Reason
from ui.copying import copied_text

QUESTION = Question(text="Vem leder rådet?", as_of=date(2026, 11, 23))


def test_an_answer_is_copied_with_every_source_and_the_ai_line_last():
    copied = copied_text(leader_answer(QUESTION))
    assert copied.startswith("Fråga: Vem leder rådet?\n\nSvar. Lagen per 23 november 2026.")
    assert "Lagen kräver\n- Kommunen ska leda rådet. [1]\n- Rådet får ha" in copied
    assert (
        "[1] Lag (2023:196) om kommuners ansvar för brottsförebyggande arbete, 10 § (Referat)\n"
        "Kommunen ska leda rådet.\nhttps://www.riksdagen.se/exempel/lag"
    ) in copied
    assert copied.endswith("Utdrag valda av AI. Kontrollera mot källan.")


def test_only_the_words_of_an_original_are_quoted():
    original = answered(QUESTION, (cited(1, LAW, ORIGINAL, ORIGINAL.text),))
    assert f"(Original)\n”{ORIGINAL.text}”\n" in copied_text(original)
    assert "”" not in copied_text(leader_answer(QUESTION))


def test_a_refusal_is_copied_with_its_reason():
    refusal = refused(QUESTION, AnswerStatus.NO_GUIDANCE_FOUND, Reason.WEAK_EVIDENCE)
    copied = copied_text(refusal)
    assert "Jag hittar inget säkert svar" in copied or "Det framgår inte" in copied
    assert "[1]" not in copied
