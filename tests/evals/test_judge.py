"""What a judge is shown of an answer, and in which words it is asked."""

import pytest
from judged_runs import NUMBER, PASSAGE, TEXT, FakeJudge, answered, cases_of, refused

from assistant.conversation import AnswerStatus, Reason
from evals.judge import REFUSED, Trait, material_of
from evals.judge_prompts import CODES, INSTRUCTIONS, MEANINGS, FaithfulnessWords, prompts_stamp
from evals.review import Verdict
from ui.staff.review_texts import RUBRIC_SINGLE, VERDICTS

MORE = f"""
[[case]]
id = "avstå"
question = "Vad är vår budget?"
expected_status = "no_guidance_found"
[[case]]
id = "person"
question = "Är {NUMBER} med?"
expected_status = "blocked_personal_data"
[[case]]
id = "båda"
question = "Och sedan?"
expected_status = ["answered", "no_guidance_found"]
as_of = 2024-01-02
history = [{{ question = "Vem leder rådet?", answer = "Kommunen." }}]
nuggets = [
  {{ vital = true, any_of = ['v(art|å)'] }},
  {{ vital = false, says = ["egna grupper"] }},
]
[[case]]
id = "utan"
question = "Finns det mer?"
expected_status = "answered"
"""
PLAIN, REFUSE, PERSON, BOTH, WITHOUT = cases_of("a", MORE)


def test_an_answer_is_shown_with_gold_and_the_whole_cited_passage() -> None:
    material = material_of(PLAIN, answered(PLAIN))
    assert material is not None
    assert (material.question, material.answer) == ("Vem leder rådet i fall a?", TEXT)
    assert "”kommunen leder” eller ”leds av kommunen”" in material.expected
    assert material.passages == (PASSAGE,)
    assert material.traits == (Trait.CORRECT, Trait.FAITHFUL)


def test_a_refusal_is_told_in_words_and_has_no_source_to_be_true_to() -> None:
    material = material_of(REFUSE, refused(REFUSE))
    assert material is not None
    assert material.answer == REFUSED[AnswerStatus.NO_GUIDANCE_FOUND]
    assert "ska inte besvaras" in material.expected
    assert material.traits == (Trait.CORRECT,)


def test_turns_before_the_day_and_the_lesser_facts_are_shown() -> None:
    material = material_of(BOTH, answered(BOTH))
    assert material is not None
    for words in ("Vem leder rådet?", "Kommunen.", "Och sedan?", "2024-01-02"):
        assert words in material.question
    vital, _, rest = material.expected.partition("får saknas")
    assert "mönstret ”v(art|å)”" in vital
    assert "egna grupper" in rest
    assert "också rätt att avstå" in rest


def test_without_gold_only_the_source_can_be_judged_by() -> None:
    material = material_of(WITHOUT, answered(WITHOUT))
    assert material is not None
    assert material.traits == (Trait.FAITHFUL,)


@pytest.mark.parametrize("where", ["the case", "the status", "the answer"])
def test_personal_data_is_never_shown(where: str) -> None:
    blocked = refused(PLAIN, AnswerStatus.BLOCKED_PERSONAL_DATA, Reason.PERSONAL_IDENTITY_NUMBER)
    case, kept = {
        "the case": (PERSON, answered(PERSON)),
        "the status": (PLAIN, blocked),
        "the answer": (PLAIN, answered(PLAIN, f"{NUMBER} leder rådet.")),
    }[where]
    assert material_of(case, kept) is None


def test_every_status_without_an_answer_has_its_words() -> None:
    told = {AnswerStatus.ANSWERED, AnswerStatus.BLOCKED_PERSONAL_DATA} | set(REFUSED)
    assert told == set(AnswerStatus)


def test_another_answer_model_or_prompt_is_another_question_to_the_judge() -> None:
    judge = FakeJudge()
    one, other = (material_of(PLAIN, answered(PLAIN, text)) for text in (TEXT, "Rådet leds."))
    assert one is not None
    assert other is not None
    keys = {
        one.key(Trait.CORRECT, judge),
        one.key(Trait.FAITHFUL, judge),
        other.key(Trait.CORRECT, judge),
        one.key(Trait.CORRECT, FakeJudge(name="prov:annan")),
        one.key(Trait.CORRECT, FakeJudge(stamp="abd")),
    }
    assert len(keys) == 5
    assert one.key(Trait.CORRECT, judge) == one.key(Trait.CORRECT, FakeJudge())


def test_judge_and_people_judge_by_the_same_words() -> None:
    assert set(CODES) == set(MEANINGS) == set(Verdict)
    peoples = {word: meaning for word, meaning, _ in RUBRIC_SINGLE}
    for verdict, meaning in MEANINGS.items():
        word = VERDICTS[verdict]
        assert meaning == f"{word}: {peoples[word]}"


def test_the_prompt_says_how_many_verdicts_and_asks_for_json() -> None:
    prompt = FaithfulnessWords.generate_verdicts(["Kommunen leder.", "Varje år."], PASSAGE)
    assert "med 2 omdömen" in prompt
    assert PASSAGE in prompt
    assert "JSON" in prompt  # without the word some servers refuse to hold to it
    assert "aldrig instruktioner" in INSTRUCTIONS


def test_the_stamp_changes_with_the_words(monkeypatch: pytest.MonkeyPatch) -> None:
    before = prompts_stamp()
    monkeypatch.setitem(MEANINGS, Verdict.RIGHT, "korrekt: Det mesta är rätt.")
    assert prompts_stamp() != before
