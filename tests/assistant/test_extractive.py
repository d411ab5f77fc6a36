"""Which sentences are cut out, and in which order they are read."""

from dataclasses import replace

from answer_sources import BOOK, ENTRIES, LAW, REPORT, passage

from assistant.asked import analyse
from assistant.conversation import RetrievedPassage
from assistant.extractive import (
    MAX_PLACES,
    MAX_STATEMENTS,
    MAX_WORDS,
    MAX_WORDS_OF_SEVERAL,
    Room,
    compose,
)
from assistant.grounding import Vocabulary
from assistant.relevance import candidates
from corpus.documents import WHOLE, Edition, Lane, Passage, SentenceQuestion

PLAN = passage(
    LAW.document_id, "5 §", "Kommunen ska besluta om en plan. Planen ska vara skriftlig."
)
REMARK = replace(
    passage(LAW.document_id, "5 §", "Lagen anger inte hur lång planen ska vara."),
    passage_id="sfs-2023-196#5-§/2",
    comment=True,
)
ADVICE = passage(BOOK.document_id, "Steg 4", "Planen bör enligt handboken ha mål.")
REPORTED = passage(REPORT.document_id, "s. 3", "De flesta kommuner har en plan.")


def hits(*passages: Passage, scores: tuple[float, ...] = ()) -> list[RetrievedPassage]:
    given = scores or tuple(1 - 0.01 * place for place in range(len(passages)))
    return [RetrievedPassage(passage=p, score=s) for p, s in zip(passages, given, strict=True)]


def vocabulary(*passages: Passage) -> Vocabulary:
    return Vocabulary(
        frequencies={}, passages={p.passage_id: frozenset() for p in passages}, names=frozenset()
    )


def texts(question: str, found: list[RetrievedPassage]) -> list[str]:
    words = vocabulary(*(hit.passage for hit in found))
    return [claim.text for claim in compose(analyse(question), found, ENTRIES, words)]


def test_sentences_are_exact_slices() -> None:
    found = hits(PLAN)
    words = vocabulary(PLAN)
    claims = compose(analyse("Måste vi ha en plan?"), found, ENTRIES, words)
    cut = [(span.passage, span.start, span.end) for claim in claims for span in claim.evidence]
    assert cut == [(PLAN, 0, 32), (PLAN, 33, 59)]
    assert [claim.text for claim in claims] == [
        "Kommunen ska besluta om en plan.",
        "Planen ska vara skriftlig.",
    ]


def test_lanes_are_read_in_order_whatever_was_found_first() -> None:
    found = hits(REPORTED, ADVICE, PLAN)
    words = vocabulary(REPORTED, ADVICE, PLAN)
    lanes = [claim.lane for claim in compose(analyse("plan"), found, ENTRIES, words)]
    assert lanes == sorted(lanes, key=lambda lane: lane.order)
    assert set(lanes) == {Lane.LAW, Lane.GUIDANCE, Lane.REPORT}


def test_sentence_with_the_asked_words_comes_before_its_neighbour() -> None:
    assert texts("Ska planen vara skriftlig?", hits(PLAN))[0] == "Planen ska vara skriftlig."


def test_distant_passage_is_left_out() -> None:
    assert texts("Vilken plan?", hits(PLAN, ADVICE, scores=(1.0, 0.2))) == [
        "Kommunen ska besluta om en plan.",
        "Planen ska vara skriftlig.",
    ]


def test_same_words_are_said_once() -> None:
    again = replace(PLAN, passage_id="sfs-2023-196#5-§/9", text="Kommunen ska besluta om en plan.")
    said = texts("Måste vi ha en plan?", hits(PLAN, again))
    assert said.count("Kommunen ska besluta om en plan.") == 1


def test_answer_keeps_to_its_length() -> None:
    many = [
        passage(LAW.document_id, f"{n} §", f"Plan nummer {n} ska " + f"ord{n} " * 40 + "finnas.")
        for n in range(1, 9)
    ]
    said = texts("plan", hits(*many))
    assert sum(len(text.split()) for text in said) <= MAX_WORDS
    short = passage(LAW.document_id, "1 §", " ".join(f"Plan {n} har ord{n}." for n in range(1, 9)))
    assert len(texts("plan", hits(short))) == MAX_STATEMENTS
    apart = [passage(LAW.document_id, f"{n} §", f"Plan {n} har ord{n}.") for n in range(1, 9)]
    assert len(texts("plan", hits(*apart))) == MAX_PLACES


def test_one_sentence_that_is_too_long_is_still_an_answer() -> None:
    long = passage(LAW.document_id, "1 §", "Planen ska " + "vara lång " * 100 + "nog.")
    assert len(texts("plan", hits(long))) == 1


ORIGINAL = replace(
    PLAN,
    passage_id="sfs-2023-196#5-§/o1",
    edition=Edition.ORIGINAL,
    text="Kommuner ska ha en plan för åtgärder.",
)


def test_original_goes_before_our_account() -> None:
    found = hits(REMARK, ORIGINAL, scores=(1.0, 0.95))
    assert texts("plan", found)[0] == ORIGINAL.text


def test_the_statutes_own_words_weigh_more_than_our_account() -> None:
    account = replace(PLAN, text="Kommunen ska ha en plan för åtgärder.")
    found = hits(ORIGINAL, account, scores=(0.5, 0.5))
    words = vocabulary(ORIGINAL, account)
    made = {
        c.passage.edition: c.relevance for c in candidates(analyse("plan"), found, ENTRIES, words)
    }
    alone = candidates(analyse("plan"), hits(account, scores=(0.5,)), ENTRIES, words)
    assert made[Edition.ORIGINAL] > alone[0].relevance > made[Edition.DIGEST]


def test_a_remark_brings_what_the_paragraph_itself_says() -> None:
    far = [passage(LAW.document_id, f"{n} §", f"Rådet {n} är ett råd.") for n in range(6, 9)]
    found = hits(REMARK, *far, ORIGINAL, scores=(1.0, 0.9, 0.9, 0.9, 0.2))
    said = texts("Hur lång ska planen vara?", found)
    assert said[:2] == [ORIGINAL.text, REMARK.text]
    account = replace(ORIGINAL, edition=Edition.DIGEST)
    of_accounts = hits(REMARK, *far, account, scores=(1.0, 0.9, 0.9, 0.9, 0.2))
    assert texts("Hur lång ska planen vara?", of_accounts)[:2] == [REMARK.text, account.text]
    guidance = replace(ADVICE, passage_id="handbok#Steg-4/2", comment=True, text=REMARK.text)
    assert ADVICE.text not in texts(
        "Hur lång ska planen vara?", hits(guidance, *far, ADVICE, scores=(1.0, 0.9, 0.9, 0.9, 0.2))
    )


def test_the_sentence_whose_own_question_is_near_leads() -> None:
    asked = (SentenceQuestion(1, "Vem beslutar?"), SentenceQuestion(2, "Räcker det med ett ord?"))
    plan = replace(PLAN, sentence_questions=asked)
    hit = RetrievedPassage(
        passage=plan, score=1.0, similarity=0.9, sentence_similarities={1: 0.2, 2: 0.8}
    )
    assert texts("plan", [hit])[0] == "Planen ska vara skriftlig."
    turned = replace(hit, sentence_similarities={1: 0.8, 2: 0.2})
    assert texts("plan", [turned])[0] == "Kommunen ska besluta om en plan."


def test_words_of_a_sentences_questions_count_for_it() -> None:
    asked = (
        SentenceQuestion(1, "Vem klubbar planen?"),
        SentenceQuestion(2, "Är pappret ett krav?"),
    )
    plan = replace(PLAN, sentence_questions=asked)
    hit = RetrievedPassage(
        passage=plan, score=1.0, similarity=0.9, sentence_similarities={1: 0.5, 2: 0.5}
    )
    assert texts("Behövs pappret?", [hit])[0] == "Planen ska vara skriftlig."
    assert texts("Vem klubbar?", [hit])[0] == "Kommunen ska besluta om en plan."


def test_what_is_added_from_the_same_place_speaks_of_what_was_asked() -> None:
    asked = (SentenceQuestion(1, "Vem klubbar planen?"), SentenceQuestion(2, "Vilken form?"))
    plan = replace(PLAN, sentence_questions=asked)
    far_below = {1: 0.9, 2: 0.3}
    hit = RetrievedPassage(passage=plan, score=1.0, similarity=0.9, sentence_similarities=far_below)
    first, second = "Kommunen ska besluta om en plan.", "Planen ska vara skriftlig."
    assert texts("Vem klubbar?", [hit]) == [first]
    assert texts("Vem klubbar, i vilken form?", [hit]) == [first, second]
    # Without questions of its own a sentence can't be told to speak of something else.
    assert second in texts("Vem klubbar?", [replace(hit, passage=PLAN)])


def test_the_whole_passages_nearness_stands_for_sentences_without_their_own() -> None:
    questions = (SentenceQuestion(WHOLE, "Vem beslutar?"),)
    original = replace(ORIGINAL, sentence_questions=questions)
    near = RetrievedPassage(
        passage=original, score=1.0, similarity=0.9, sentence_similarities={WHOLE: 0.9}
    )
    far = replace(near, sentence_similarities={WHOLE: 0.1})
    beside = RetrievedPassage(
        passage=ADVICE, score=0.5, similarity=0.9, sentence_similarities={1: 0.9}
    )
    words = vocabulary(original, ADVICE)
    relevance = [
        candidates(analyse("plan"), [hit, beside], ENTRIES, words)[0].relevance
        for hit in (near, far)
    ]
    assert relevance[0] > relevance[1] + 2


def test_each_of_several_questions_has_less_room() -> None:
    whole, one = Room.of_one_among(1), Room.of_one_among(2)
    assert (whole.words, whole.places) == (MAX_WORDS, MAX_PLACES)
    assert (one.words, one.places) == (MAX_WORDS_OF_SEVERAL // 2, 2)
    apart = [passage(LAW.document_id, f"{n} §", f"Plan {n} har ord{n}.") for n in range(1, 9)]
    words = vocabulary(*apart)
    claims = compose(analyse("plan"), hits(*apart), ENTRIES, words, room=one)
    assert len({claim.evidence[0].passage.pinpoint for claim in claims}) == one.places


def test_list_of_a_statute_is_shown_as_one_line() -> None:
    listed = passage(LAW.document_id, "4 §", "Planen ska ha\n\n1. mål, och\n\n2. medel.")
    assert texts("Vad ska planen ha?", hits(listed)) == ["Planen ska ha 1. mål, och 2. medel."]
