"""Hand-scored answers: every value here can be worked out from the lines beside it."""

import re
from dataclasses import replace
from datetime import date

import pytest
import samples

from assistant.conversation import Answer, AnswerStatus, Statement
from corpus.documents import Lane
from evals.golden import EvalCase, Gold, Nugget
from evals.measures import MEASURES
from evals.run import IndexSources
from evals.scorers import answer_text

LAW, HANDBOOK = "sfs-2023-196", "bra-2020-samverkan"
TEXTS = {
    f"{LAW}#6-§/1": "Lägesbilden ska uppdateras minst vartannat år.",
    f"{LAW}#4-§/1": "Varje kommun ska ta fram en lägesbild.",
    f"{HANDBOOK}#steg-2/1": "Steg 2 börjar med en översiktlig kartläggning.",
}


SHELF = IndexSources(lanes={LAW: Lane.LAW, HANDBOOK: Lane.GUIDANCE}, texts=TEXTS)


def citation(label=1, document_id=LAW, pinpoint="6 §", passage_id=f"{LAW}#6-§/1"):
    return samples.citation(
        TEXTS.get(passage_id, "Något annat."),
        label=label,
        document_id=document_id,
        pinpoint=pinpoint,
        passage_id=passage_id,
    )


def statement(text="Lägesbilden ska uppdateras minst vartannat år.", lane=Lane.LAW, labels=(1,)):
    return Statement(text=text, lane=lane, labels=labels)


HANDBOOK_CITATION = citation(
    label=2, document_id=HANDBOOK, pinpoint="Steg 2", passage_id=f"{HANDBOOK}#steg-2/1"
)
ANSWER = Answer(
    status=AnswerStatus.ANSWERED,
    question="Hur ofta?",
    as_of=date(2026, 11, 24),
    statements=(statement(),),
    citations=(citation(),),
)
REFUSAL = replace(ANSWER, status=AnswerStatus.NO_GUIDANCE_FOUND, statements=(), citations=())
CASE = EvalCase(
    id="p1",
    set="prov",
    question="Hur ofta?",
    audience="coordinator",
    kind="law",
    expected_status=(AnswerStatus.ANSWERED,),
    gold=(Gold(document_id=LAW, pinpoint="6 §"),),
    nuggets=(
        Nugget(
            vital=True,
            any_of=(re.compile("två år", re.IGNORECASE), re.compile("VARTANNAT år", re.IGNORECASE)),
        ),
        Nugget(vital=False, any_of=(re.compile("minimum", re.IGNORECASE),)),
    ),
)
NEAR_MISS = replace(CASE, expected_status=(AnswerStatus.NO_GUIDANCE_FOUND,), gold=(), nuggets=())


def score(metric, case=CASE, answer=ANSWER):
    return MEASURES[metric].scorer(case, answer, SHELF)


def values(metric, pairs):
    return [score(metric, case, answer).value for case, answer in pairs]


def test_there_is_one_scorer_for_every_metric_of_the_interface():
    assert list(MEASURES) == [
        "status_accuracy",
        "strict_correctness",
        "nugget_recall",
        "vital_recall",
        "quote_exactness",
        "statements_cited",
        "citation_precision",
        "citation_recall",
        "support",
        "coverage",
        "lane_errors",
        "forbidden_claims",
        "false_refusals",
        "refusal_recall",
        "abstention_precision",
        "lix",
        "sentence_length",
        "latency_ms",
    ]


def test_status_is_right_when_it_is_among_the_expected():
    either = replace(CASE, expected_status=(AnswerStatus.ANSWERED, AnswerStatus.NO_GUIDANCE_FOUND))
    pairs = [(CASE, ANSWER), (CASE, REFUSAL), (either, REFUSAL), (NEAR_MISS, ANSWER)]
    assert values("status_accuracy", pairs) == [1.0, 0.0, 1.0, 0.0]


def test_a_wrong_status_is_told_with_what_was_expected():
    assert score("status_accuracy", CASE, REFUSAL).why == (
        "status no_guidance_found, väntat answered"
    )


def test_strict_takes_any_wording_of_a_vital_nugget_and_forgives_an_optional_one():
    assert score("strict_correctness").value == 1.0


def test_strict_fails_on_one_missing_vital_nugget_and_names_it():
    answer = replace(ANSWER, statements=(statement("Lägesbilden ska uppdateras."),))
    judged = score("strict_correctness", CASE, answer)
    assert (judged.value, judged.why) == (0.0, "saknar ”två år”")


def test_strict_finds_a_nugget_across_line_breaks_soft_hyphens_and_decomposed_letters():
    text = "var\u00adtannat\na\u030ar"
    assert score("strict_correctness", CASE, replace(ANSWER, statements=(statement(text),))).value


def test_strict_lets_a_nugget_reach_over_two_statements():
    reach = Nugget(vital=True, any_of=(re.compile("lägesbilden.{0,20}vartannat"),))
    answer = replace(ANSWER, statements=(statement("Om lägesbilden."), statement("Så vartannat.")))
    case = replace(CASE, nuggets=(reach,))
    assert answer_text(answer) == "Om lägesbilden. Så vartannat."
    assert score("strict_correctness", case, answer).value == 1.0


def test_strict_fails_on_a_forbidden_claim_of_the_case():
    case = replace(CASE, forbidden=(re.compile("minst vartannat"),))
    judged = score("strict_correctness", case)
    assert (judged.value, judged.why) == (0.0, "påstår ”minst vartannat”")


def test_strict_of_a_refusal_is_its_status():
    pairs = [(NEAR_MISS, REFUSAL), (NEAR_MISS, ANSWER), (CASE, REFUSAL)]
    assert values("strict_correctness", pairs) == [1.0, 0.0, 0.0]


def test_nugget_recall_counts_all_nuggets_and_is_zero_for_a_wrong_refusal():
    assert values("nugget_recall", [(CASE, ANSWER), (CASE, REFUSAL)]) == [0.5, 0.0]


def test_nugget_recall_leaves_out_what_is_to_be_refused():
    assert values("nugget_recall", [(NEAR_MISS, REFUSAL), (NEAR_MISS, ANSWER)]) == [None, None]


def test_a_quote_that_is_the_slice_of_its_passage_is_exact():
    assert (score("quote_exactness").value, score("quote_exactness").n) == (1.0, 1)


@pytest.mark.parametrize(
    "change",
    [
        {"quote": "Lägesbilden ska inte uppdateras."},  # other words
        {"start": 1},  # off by one
        {"end": 10_000},  # beyond the passage; a slice would not mind
        {"start": -46},  # from the end; a slice would not mind
        {"passage_id": f"{LAW}#9-§/1"},  # no such passage
        {"quote": "", "start": 5, "end": 5},  # nothing quoted
    ],
)
def test_any_other_quote_is_not(change):
    answer = replace(ANSWER, citations=(replace(citation(), **change),))
    assert score("quote_exactness", CASE, answer).value == 0.0


def test_quotes_are_counted_one_by_one():
    bad = replace(citation(label=2), quote="fel")
    judged = score("quote_exactness", CASE, replace(ANSWER, citations=(citation(), bad)))
    assert (judged.value, judged.n) == (0.5, 2)
    assert judged.why == f"1 av 2 citat stämmer; inte [2] {LAW}#6-§/1"


def test_an_answer_without_quotes_or_statements_breaks_the_gates_instead_of_passing_them_empty():
    empty = replace(ANSWER, statements=(), citations=())
    assert values("quote_exactness", [(CASE, empty), (CASE, REFUSAL)]) == [0.0, None]
    assert values("statements_cited", [(CASE, empty), (CASE, REFUSAL)]) == [0.0, None]


def test_a_statement_counts_as_cited_when_all_its_labels_lead_somewhere():
    answer = replace(
        ANSWER,
        statements=(statement(), statement(labels=()), statement(labels=(1, 9)), statement()),
    )
    judged = score("statements_cited", CASE, answer)
    assert (judged.value, judged.n) == (0.5, 4)


def test_citation_precision_is_the_share_of_cited_places_in_the_gold():
    answer = replace(ANSWER, citations=(citation(), HANDBOOK_CITATION))
    judged = score("citation_precision", CASE, answer)
    assert (judged.value, judged.why) == (
        0.5,
        f"1 av 2 citerade ställen finns i facit; inte {HANDBOOK} Steg 2",
    )


def test_the_same_place_cited_twice_counts_once():
    answer = replace(ANSWER, citations=(citation(), citation(label=2), HANDBOOK_CITATION))
    assert score("citation_precision", CASE, answer).value == 0.5


def test_the_right_pinpoint_of_another_document_is_wrong():
    answer = replace(ANSWER, citations=(replace(citation(), document_id="sfs-2018-1200"),))
    assert score("citation_precision", CASE, answer).value == 0.0
    assert score("citation_recall", CASE, answer).value == 0.0


def test_citation_recall_is_the_share_of_gold_places_cited():
    case = replace(CASE, gold=(*CASE.gold, Gold(document_id=LAW, pinpoint="5 §")))
    judged = score("citation_recall", case)
    assert (judged.value, judged.why) == (
        0.5,
        f"1 av 2 ställen i facit är citerade; inte {LAW} 5 §",
    )


def test_a_point_of_the_transitional_provisions_is_the_gold_of_their_heading():
    case = replace(CASE, gold=(Gold(document_id=LAW, pinpoint="Övergångsbestämmelser"),))
    cited = replace(citation(), pinpoint="övergångsbestämmelserna, punkt 2")
    answer = replace(ANSWER, citations=(cited,))
    assert score("citation_precision", case, answer).value == 1.0
    assert score("citation_recall", case, answer).value == 1.0


def test_a_wrong_refusal_has_no_precision_but_a_recall_of_zero():
    assert score("citation_precision", CASE, REFUSAL).value is None
    assert score("citation_recall", CASE, REFUSAL).value == 0.0


def test_a_law_statement_on_guidance_is_a_lane_error_even_if_the_citation_claims_to_be_law():
    mislabelled = replace(HANDBOOK_CITATION, lane=Lane.LAW)
    answer = replace(
        ANSWER,
        statements=(statement(), statement(labels=(1, 2))),
        citations=(citation(), mislabelled),
    )
    assert score("lane_errors", CASE, answer).value == 1.0


def test_guidance_in_its_own_lane_and_law_in_the_laws_are_no_error():
    answer = replace(
        ANSWER,
        statements=(statement(), statement(lane=Lane.GUIDANCE, labels=(2,))),
        citations=(citation(), HANDBOOK_CITATION),
    )
    assert values("lane_errors", [(CASE, answer), (CASE, REFUSAL)]) == [0.0, None]


def test_a_law_statement_on_an_unknown_document_is_a_lane_error():
    answer = replace(ANSWER, citations=(replace(citation(), document_id="okänd"),))
    assert score("lane_errors", CASE, answer).value == 1.0


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Polisen är enligt lagen skyldig att delta i rådet.", 1.0),
        ("Det stämmer inte att polisen är skyldig att delta i rådet.", 0.0),
        ("Överenskommelsen är juridiskt bindande.", 1.0),
        ("Överenskommelsen är inte juridiskt bindande.", 0.0),
        ("Kommunen ska verka för överenskommelser.", 0.0),
    ],
)
def test_no_answer_may_make_a_known_false_claim(text, value):
    answer = replace(ANSWER, statements=(statement(text),))
    assert score("forbidden_claims", CASE, answer).value == value


def test_only_a_question_that_has_an_answer_can_be_falsely_refused():
    error = replace(REFUSAL, status=AnswerStatus.ERROR)
    pairs = [(CASE, ANSWER), (CASE, REFUSAL), (CASE, error), (NEAR_MISS, REFUSAL)]
    assert values("false_refusals", pairs) == [0.0, 1.0, 1.0, None]


def test_any_refusal_counts_for_refusal_recall_but_an_error_does_not():
    other = replace(REFUSAL, status=AnswerStatus.OUT_OF_SCOPE)
    error = replace(REFUSAL, status=AnswerStatus.ERROR)
    pairs = [(NEAR_MISS, a) for a in (REFUSAL, other, error, ANSWER)] + [(CASE, REFUSAL)]
    assert values("refusal_recall", pairs) == [1.0, 1.0, 0.0, 0.0, None]


def test_a_time_is_told_alike_before_and_after_it_was_kept_with_one_decimal():
    measured, kept = (replace(ANSWER, timings_ms={"total": total}) for total in (98.52, 98.5))
    assert score("latency_ms", CASE, measured) == score("latency_ms", CASE, kept)
