import re
from collections import Counter

import pytest

from corpus.catalogue import bundled_digests, load_catalogue
from corpus.documents import Edition, Section, SourceDocument
from corpus.sentences import sentence_spans
from ingest.parsing import parse_document
from ingest.passages import MAX_TOKENS, estimated_tokens, make_passages

DIGESTS = tuple(bundled_digests())
each_digest = pytest.mark.parametrize("digest", DIGESTS, ids=[d.entry.document_id for d in DIGESTS])
FIRST_TEN = {
    "sfs-2023-196",
    "uppdrag-2024-civilsamhallet",
    "bra-2020-samverkan",
    "bra-2021-kartlaggning-och-lagesbild",
    "bra-2018-orsaksanalys",
    "bra-2022-tre-valdstyper",
    "bra-arsrapport-2024",
    "nod-2024-lagesbild",
    "nod-om-nod",
    "skr-2023-24-68",
}


def of_the_law() -> tuple[Section, ...]:
    return next(
        parse_document(digest) for digest in DIGESTS if digest.entry.document_id == "sfs-2023-196"
    )


def test_the_first_ten_documents_are_bundled() -> None:
    assert {digest.entry.document_id for digest in DIGESTS} >= FIRST_TEN


@each_digest
def test_a_digest_is_in_the_catalogue_and_parses(digest: SourceDocument) -> None:
    assert load_catalogue().get(digest.entry.document_id) == digest.entry
    sections = parse_document(digest)
    assert sections
    assert {section.edition for section in sections} == {Edition.DIGEST}


@each_digest
def test_every_block_is_one_passage_under_the_limit(digest: SourceDocument) -> None:
    sections = parse_document(digest)
    too_long = [
        (section.pinpoint, section.heading_path)
        for section in sections
        if estimated_tokens(section.text) >= MAX_TOKENS
    ]
    assert too_long == []
    assert [passage.text for passage in make_passages(sections)] == [s.text for s in sections]


@each_digest
def test_every_block_answers_an_everyday_question(digest: SourceDocument) -> None:
    without = [s.heading_path for s in parse_document(digest) if not s.questions]
    assert without == []


@each_digest
def test_every_sentence_answers_three_questions_of_its_own(digest: SourceDocument) -> None:
    for section in parse_document(digest):
        counts = Counter(question.sentence for question in section.sentence_questions)
        sentences = range(1, len(sentence_spans(section.text)) + 1)
        assert set(counts) == set(sentences), section.heading_path
        assert min(counts.values()) >= 3, section.heading_path


@each_digest
def test_a_question_is_not_both_answered_and_unanswered(digest: SourceDocument) -> None:
    sections = parse_document(digest)
    unanswered = [text for section in sections for text in section.unanswered]
    answered = {text for section in sections for text in section.questions}
    answered |= {q.text for section in sections for q in section.sentence_questions}
    assert unanswered
    assert len(set(unanswered)) == len(unanswered)
    assert not answered & set(unanswered)


@each_digest
def test_a_pinpoint_is_opened_once_and_a_remark_never_repeats(digest: SourceDocument) -> None:
    text = digest.content.decode("utf-8")
    pinpoints = re.findall(r"^## +(.+?)(?: *\{.*)?$", text, flags=re.MULTILINE)
    assert len(pinpoints) == len(set(pinpoints))
    paths = [section.heading_path for section in parse_document(digest)]
    assert len(paths) == len(set(paths))


@each_digest
def test_questions_and_marks_never_leak_into_the_text(digest: SourceDocument) -> None:
    for section in parse_document(digest):
        assert not re.search(
            r"Fråga(?: \d+)?:|valid_from|\*\*|\]\(|^#", section.text, flags=re.MULTILINE
        )


def test_the_law_has_its_sections_in_order_and_its_transitional_points() -> None:
    pinpoints = [section.pinpoint for section in of_the_law() if not section.comment]
    numbered = [pinpoint for pinpoint in pinpoints if pinpoint.endswith("§")]
    assert numbered == [f"{number} §" for number in range(1, 15)]
    assert [p for p in pinpoints if p.startswith("övergång")] == [
        "övergångsbestämmelserna, punkt 1",
        "övergångsbestämmelserna, punkt 2",
    ]


def test_the_law_is_summed_up_and_its_versions_told() -> None:
    pinpoints = {section.pinpoint for section in of_the_law()}
    assert {"Lagen i korthet", "Lydelser över tid"} <= pinpoints


def test_camera_surveillance_is_in_force_from_april_2025() -> None:
    starts = {section.valid_from for section in of_the_law() if section.pinpoint == "14 §"}
    assert {str(start) for start in starts} == {"2025-04-01"}
