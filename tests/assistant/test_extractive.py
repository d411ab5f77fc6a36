"""Which sentences are cut out, and in which order they are read."""

from dataclasses import replace

from answer_sources import BOOK, ENTRIES, LAW, REPORT, passage

from assistant.asked import analyse
from assistant.conversation import RetrievedPassage
from assistant.extractive import MAX_PLACES, MAX_STATEMENTS, MAX_WORDS, compose
from assistant.grounding import Vocabulary
from corpus.documents import Edition, Lane, Passage

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


def test_original_goes_before_our_account() -> None:
    original = replace(
        PLAN,
        passage_id="sfs-2023-196#5-§/o1",
        edition=Edition.ORIGINAL,
        text="Kommuner ska ha en plan för åtgärder.",
    )
    found = hits(REMARK, original, scores=(1.0, 0.95))
    assert texts("plan", found)[0] == original.text


def test_list_of_a_statute_is_shown_as_one_line() -> None:
    listed = passage(LAW.document_id, "4 §", "Planen ska ha\n\n1. mål, och\n\n2. medel.")
    assert texts("Vad ska planen ha?", hits(listed)) == ["Planen ska ha 1. mål, och 2. medel."]
