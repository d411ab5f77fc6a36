"""A stored feedback becomes a draft of a case that the evaluation can read and run."""

import json
from datetime import UTC, date, datetime

import pytest
from fakes_answers import leader_answer

from assistant.conversation import AnswerStatus, Question, Turn
from assistant.feedback import Feedback, FeedbackReason, Rating, StoredFeedback
from assistant.wire import answer_json
from corpus.errors import UsageError
from evals.cases import parse_cases
from evals.feedback_cases import case_toml, with_case
from evals.golden import UNCHECKED, EvalCase

QUESTION = "Vem leder rådet?"
PASS = json.dumps(answer_json(leader_answer(Question(text=QUESTION, as_of=date(2026, 11, 23)))))
HOSTILE = 'Vem "leder"\n[[case]]\nid = "x"\\ \x7f \u2028 rådet? \'\'\' """'


def stored(number: int = 3, **fields: object) -> StoredFeedback:
    values = {"rating": Rating.NO, "question": QUESTION, "answer_pass": PASS, **fields}
    at = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
    made = Feedback(**values)  # type: ignore[arg-type]
    return StoredFeedback(number=number, at=at, until=at, generation=None, feedback=made)


def read(text: str) -> EvalCase:
    (case,) = parse_cases(text, "omdomen.toml")
    return case


def test_a_draft_says_what_was_asked_and_leaves_the_rest_to_a_person() -> None:
    turns = (Turn(question="Finns ett råd?", answer="Ja.\nI varje kommun."),)
    case = read(with_case("", "omdomen.toml", stored(history=turns)))
    assert case == EvalCase(
        id="omdome-3",
        set="omdomen",
        question=QUESTION,
        audience="",
        kind="omdome",
        expected_status=(AnswerStatus.ANSWERED,),
        history=turns,
        as_of=date(2026, 11, 23),
        checked=UNCHECKED,
    )


def test_the_remarks_tell_what_was_wrong_and_what_was_cited() -> None:
    text = case_toml(stored(reason=FeedbackReason.WRONG_SOURCE, comment="Det är 9 §.\nInte 10."))
    remarks = [line for line in text.splitlines() if line.startswith("#")]
    assert remarks[0] == "# Utkast ur omdöme 3, 2026-11-23: nej, fel_kalla."
    assert remarks[1] == "# Kommentar: Det är 9 §. Inte 10."
    assert "sfs-2023-196, 10 §; " in remarks[2]
    assert remarks[3].startswith("# Fyll i gold")


def test_drafts_are_put_after_what_the_file_holds() -> None:
    one = with_case("# Egna\nset = 'mina'\n", "mina.toml", stored(1))
    two = with_case(one, "mina.toml", stored(2))
    assert two.startswith("# Egna\nset = 'mina'\n")
    assert [(c.id, c.set) for c in parse_cases(two, "mina.toml")] == [
        ("omdome-1", "mina"),
        ("omdome-2", "mina"),
    ]


def test_the_same_feedback_is_not_put_in_a_file_twice() -> None:
    one = with_case("", "omdomen.toml", stored())
    with pytest.raises(UsageError, match="två fall med id omdome-3"):
        with_case(one, "omdomen.toml", stored())


def test_what_a_stranger_wrote_can_not_break_out_of_its_place() -> None:
    turn = Turn(question=HOSTILE, answer=HOSTILE)
    made = stored(question=HOSTILE, comment=f"\r{HOSTILE}\x00\x1b[2J", history=(turn,))
    case = read(with_case("", "omdomen.toml", made))
    assert (case.question, case.history) == (HOSTILE, (turn,))


@pytest.mark.parametrize(
    ("answer_pass", "status"),
    [
        ("", "answered"),
        ("{", "answered"),
        ("[1]", "answered"),
        ('{"status": "hittepå", "as_of": "i går", "citations": [1, {}, null]}', "answered"),
        ('{"status": "no_guidance_found", "as_of": 7, "citations": {}}', "no_guidance_found"),
        ('{"citations": [{"document_id": "\\ud800\\n[[case]]"}]}', "answered"),
    ],
)
def test_whatever_the_svarspass_is_the_draft_can_be_read(answer_pass: str, status: str) -> None:
    text = with_case("", "omdomen.toml", stored(answer_pass=answer_pass))
    case = read(text)
    assert ([one.value for one in case.expected_status], case.as_of) == ([status], None)
    assert text.encode("utf-8")


def test_feedback_without_a_question_makes_no_case() -> None:
    with pytest.raises(UsageError, match="Omdöme 3 har ingen fråga"):
        case_toml(stored(question=""))
