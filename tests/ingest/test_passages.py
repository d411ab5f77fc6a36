import random
from datetime import date

from corpus.documents import (
    WHOLE,
    Edition,
    Passage,
    Section,
    SentenceQuestion,
    text_sha256,
)
from ingest.passages import MAX_TOKENS, estimated_tokens, make_passages, passage_spans


def section(text: str, **changes: object) -> Section:
    fields = {
        "document_id": "sfs-2031-77",
        "edition": Edition.DIGEST,
        "pinpoint": "10 kap. 18 a §",
        "heading_path": ("Utlåning",),
        "text": text,
    }
    return Section(**{**fields, **changes})  # type: ignore[arg-type]


def pieces(text: str, limit: int) -> list[str]:
    return [text[start:end] for start, end in passage_spans(text, limit)]


def test_a_short_section_is_one_passage_that_carries_everything() -> None:
    one = section(
        "Cykeln är grön.",
        pages=(3, 4),
        valid_from=date(2031, 3, 1),
        valid_to=date(2032, 1, 1),
        comment=True,
        questions=("Vilken färg?",),
    )
    assert make_passages([one]) == (
        Passage(
            passage_id="sfs-2031-77#10-kap.-18-a-§/1",
            document_id="sfs-2031-77",
            edition=Edition.DIGEST,
            pinpoint="10 kap. 18 a §",
            heading_path=("Utlåning",),
            text="Cykeln är grön.",
            section_start=0,
            sha256=text_sha256("Cykeln är grön."),
            pages=(3, 4),
            valid_from=date(2031, 3, 1),
            valid_to=date(2032, 1, 1),
            comment=True,
            questions=("Vilken färg?",),
        ),
    )


def test_a_heading_without_body_makes_no_passage() -> None:
    assert make_passages([section(""), section(" \n")]) == ()


def test_ids_number_the_passages_of_a_pinpoint_and_tell_originals_apart() -> None:
    made = make_passages(
        [
            section("Ett.", pinpoint="4 §"),
            section("Ett eget.", pinpoint="4 §", edition=Edition.ORIGINAL),
            section("Två.", pinpoint="4 §", comment=True),
            section("Ett.", pinpoint="Steg 3", document_id="handbok"),
        ]
    )
    assert [passage.passage_id for passage in made] == [
        "sfs-2031-77#4-§/1",
        "sfs-2031-77#4-§/o1",
        "sfs-2031-77#4-§/2",
        "handbok#Steg-3/1",
    ]


def test_every_passage_of_a_section_keeps_its_questions() -> None:
    made = make_passages([section("Cykeln är grön. " * 60, questions=("Vilken färg?",))])
    assert len(made) > 1
    assert {passage.questions for passage in made} == {("Vilken färg?",)}


def test_only_a_section_in_one_piece_keeps_the_questions_of_its_sentences() -> None:
    asked = (SentenceQuestion(1, "Vilken färg?"),)
    (whole,) = make_passages([section("Cykeln är grön.", sentence_questions=asked)])
    assert whole.sentence_questions == asked
    cut = make_passages([section("Cykeln är grön. " * 60, sentence_questions=asked)])
    assert {passage.sentence_questions for passage in cut} == {()}
    of_all = (SentenceQuestion(WHOLE, "Vilken färg?"),)
    kept = make_passages([section("Cykeln är grön. " * 60, sentence_questions=of_all)])
    assert len(kept) > 1
    assert {passage.sentence_questions for passage in kept} == {of_all}


def test_cuts_fall_between_paragraphs_first() -> None:
    text = "Första stycket är kort.\n\nAndra stycket är också kort.\n\nTredje."
    assert pieces(text, 17) == [
        "Första stycket är kort.",
        "Andra stycket är också kort.\n\nTredje.",
    ]


def test_a_list_stays_with_its_lead_when_it_fits() -> None:
    text = "Ett inledande stycke om cyklar.\n\nDen ska ha\n\n1. hjul,\n\n2. lykta."
    assert pieces(text, 20) == [
        "Ett inledande stycke om cyklar.",
        "Den ska ha\n\n1. hjul,\n\n2. lykta.",
    ]


def test_a_list_that_is_too_long_is_cut_between_items() -> None:
    text = "Den ska ha\n\n1. hjul som rullar fort,\n\n2. lykta som lyser starkt, och\n\n3. bromsar."
    assert pieces(text, 17) == [
        "Den ska ha\n\n1. hjul som rullar fort,",
        "2. lykta som lyser starkt, och\n\n3. bromsar.",
    ]


def test_a_long_paragraph_is_cut_between_sentences() -> None:
    text = "Cykeln är grön, t.ex. Mossa. Den lånas ut i tre dagar. Sedan lämnas den."
    assert pieces(text, 20) == [
        "Cykeln är grön, t.ex. Mossa.",
        "Den lånas ut i tre dagar. Sedan lämnas den.",
    ]


def test_nothing_but_white_space_is_lost_and_nothing_overlaps() -> None:
    words = [
        "cykel",
        "§",
        "10",
        "kap.",
        "Kommunen",
        "ska",
        "t.ex.",
        "-",
        "1.",
        "a)",
        "x" * 300,
        "…",
    ]
    gaps = [" ", " ", " ", "\n", "\n\n", ". ", ".\n\n", ":\n\n"]
    choose = random.Random(3)
    for _ in range(120):
        text = "".join(
            choose.choice(words) + choose.choice(gaps) for _ in range(choose.randint(1, 120))
        )
        limit = choose.choice([5, 20, 60, 200])
        one = section(text)
        spans = passage_spans(text, limit)
        kept = "".join(text[start:end] for start, end in spans)
        assert "".join(kept.split()) == "".join(text.split())
        assert list(spans) == sorted(spans)
        assert all(text[start:end].strip() == text[start:end] != "" for start, end in spans)
        for made in make_passages([one]):
            stop = made.section_start + len(made.text)
            assert one.text[made.section_start : stop] == made.text
            assert made.sha256 == text_sha256(made.text)


def test_no_passage_is_over_the_limit() -> None:
    long_word = "x" * 900
    text = f"{long_word} Kommunen ska. " * 10
    assert max(estimated_tokens(piece) for piece in pieces(text, MAX_TOKENS)) <= MAX_TOKENS


def test_the_estimate_grows_with_words_letters_digits_and_signs() -> None:
    texts = ["", "cykel", "cykelställ", "cykelställ 12", "cykelställ 12!"]
    estimates = [estimated_tokens(text * 5) for text in texts]
    assert estimates == sorted(set(estimates))


def test_what_a_section_does_not_answer_stands_at_its_first_piece() -> None:
    made = make_passages([section("Cykeln är grön. " * 60, unanswered=("Vad kostar cykeln?",))])
    assert len(made) > 1
    assert [passage.unanswered for passage in made] == [
        ("Vad kostar cykeln?",),
        *[()] * (len(made) - 1),
    ]
