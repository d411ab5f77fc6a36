"""A draft of a case can be read whatever it is made of."""

from datetime import date

import pytest

from assistant.conversation import AnswerStatus, Turn
from evals.case_drafts import draft_toml
from evals.cases import parse_cases
from evals.golden import UNCHECKED, EvalCase

HOSTILE = 'Vem "leder"\n[[case]]\nid = "x"\\ \x7f \u2028 rådet? \'\'\' """'


@pytest.mark.parametrize("text", ["Vem leder rådet?", HOSTILE])
@pytest.mark.parametrize("day", [None, date(2026, 11, 23)])
def test_every_field_comes_back_as_it_was_given(text: str, day: date | None) -> None:
    turns = (Turn(question=text, answer=text),)
    made = draft_toml(
        case_id=text,
        kind="granskning",
        question=text,
        history=turns,
        as_of=day,
        status=AnswerStatus.NO_GUIDANCE_FOUND,
        remarks=(text, ""),
    )
    (case,) = parse_cases(f'set = "mina"\n\n{made}', "mina.toml")
    assert case == EvalCase(
        id=text,
        set="mina",
        question=text,
        audience="",
        kind="granskning",
        expected_status=(AnswerStatus.NO_GUIDANCE_FOUND,),
        history=turns,
        as_of=day,
        checked=UNCHECKED,
    )
