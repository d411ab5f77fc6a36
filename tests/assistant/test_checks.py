"""What the verifier leaves out is counted, with the reason, in both modes."""

from dataclasses import replace
from datetime import date

from answer_sources import DUTY, ENTRIES, HITS

from assistant.bootstrap import Assistant
from assistant.checks import sound_claims
from assistant.citations import Claim, Evidence
from assistant.conversation import Answer, AnswerStatus, Mode, Question
from assistant.counting import Counters
from assistant.service import ignore
from assistant.verdicts import Checks, Fault
from corpus.documents import Lane

PASSAGE = HITS[0].passage
START = PASSAGE.text.index(DUTY)
EXACT = Claim(
    text=DUTY,
    lane=Lane.LAW,
    evidence=(Evidence(passage=PASSAGE, start=START, end=START + len(DUTY)),),
)


def test_claims_that_do_not_stand_are_left_out_and_counted() -> None:
    turned = replace(EXACT, text=DUTY.replace("ska", "får"))
    misplaced = replace(EXACT, lane=Lane.GUIDANCE)
    sound, checks = sound_claims([EXACT, turned, misplaced], ENTRIES)
    assert sound == (EXACT,)
    assert (checks.mode, checks.verified, checks.dropped) == ("extractive", 1, 2)
    assert dict(checks.faults)[Fault.LANE] == 1
    assert Fault.MODALITY in dict(checks.faults)


def test_extractive_answer_tells_what_was_checked(bundled: Assistant) -> None:
    question = Question(text="Måste kommunen ta fram en lägesbild?", as_of=date(2026, 11, 24))
    answer = bundled.answer(question, ignore)
    (checks,) = answer.checks
    assert answer.status is AnswerStatus.ANSWERED
    assert checks == Checks(mode="extractive", verified=len(answer.statements))


def test_counters_tell_fates_and_faults_by_mode() -> None:
    counters = Counters()
    checks = Checks(
        mode="model",
        verified=3,
        replaced=2,
        dropped=1,
        faults=((Fault.MODALITY, 2), (Fault.QUOTE_MISMATCH, 1)),
    )
    answer = Answer(
        status=AnswerStatus.ANSWERED,
        question="?",
        as_of=date(2026, 11, 24),
        mode=Mode.MODEL,
        checks=(checks, Checks(mode="extractive", verified=4)),
    )
    counters.count_answer(answer, 0.1)
    counters.count_answer(answer, 0.1)
    lines = counters.text().splitlines()
    for line in (
        'lotsen_checked_statements_total{mode="model",fate="verified"} 6',
        'lotsen_checked_statements_total{mode="model",fate="replaced"} 4',
        'lotsen_checked_statements_total{mode="model",fate="dropped"} 2',
        'lotsen_checked_statements_total{mode="extractive",fate="verified"} 8',
        'lotsen_checked_statements_total{mode="extractive",fate="dropped"} 0',
        'lotsen_statement_faults_total{mode="model",fault="modality"} 4',
        'lotsen_statement_faults_total{mode="model",fault="quote_mismatch"} 2',
    ):
        assert line in lines
