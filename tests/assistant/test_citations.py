from dataclasses import replace
from datetime import date

import pytest
from samples import entry, passage

from assistant.citations import Claim, Evidence, cite, label_claims
from assistant.conversation import Citation, Statement
from corpus.documents import Edition, Lane

TEXT = "Kommunen ska ta fram en lägesbild. Den ska uppdateras."
ENTRY = entry(
    "sfs-2023-196",
    title="Lag (2023:196) om något",
    short_title="lagen",
    publisher="Svensk författningssamling",
    url="https://exempel.se/lag",
)
PASSAGE = passage("sfs-2023-196", "4 §", TEXT, valid_from=date(2023, 7, 1))
ENTRIES = {ENTRY.document_id: ENTRY}


def claim(text: str, *spans: tuple[int, int]) -> Claim:
    evidence = tuple(Evidence(passage=PASSAGE, start=start, end=end) for start, end in spans)
    return Claim(text=text, lane=Lane.LAW, evidence=evidence)


def test_citation_is_cut_from_the_passage_and_described_by_the_catalogue() -> None:
    assert cite(PASSAGE, 0, 34, 3, ENTRY) == Citation(
        label=3,
        document_id="sfs-2023-196",
        title="Lag (2023:196) om något",
        short_title="lagen",
        publisher="Svensk författningssamling",
        year=2023,
        rank=1,
        lane=Lane.LAW,
        edition=Edition.DIGEST,
        pinpoint="4 §",
        pages=(),
        quote="Kommunen ska ta fram en lägesbild.",
        start=0,
        end=34,
        passage_id="sfs-2023-196#4-§/1",
        url="https://exempel.se/lag",
        url_status="seen",
        valid_from=date(2023, 7, 1),
        valid_to=None,
    )


@pytest.mark.parametrize(("start", "end"), [(0, 0), (5, 4), (-1, 3), (0, len(TEXT) + 1)])
def test_citation_without_words_cannot_be_made(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="no words"):
        cite(PASSAGE, start, end, 1, ENTRY)


def test_citation_of_another_documents_entry_cannot_be_made() -> None:
    other = replace(ENTRY, document_id="annat")
    with pytest.raises(ValueError, match="is not of annat"):
        cite(PASSAGE, 0, 5, 1, other)


def test_labels_follow_first_use_and_equal_spans_share_one() -> None:
    statements, citations = label_claims(
        [claim("B", (35, 54)), claim("A", (0, 34), (35, 54)), claim("A igen", (0, 34), (0, 34))],
        ENTRIES,
    )
    assert statements == (
        Statement(text="B", lane=Lane.LAW, labels=(1,)),
        Statement(text="A", lane=Lane.LAW, labels=(2, 1)),
        Statement(text="A igen", lane=Lane.LAW, labels=(2,)),
    )
    assert [(c.label, c.start, c.end) for c in citations] == [(1, 35, 54), (2, 0, 34)]


def test_every_citation_is_used_and_every_label_exists() -> None:
    statements, citations = label_claims([claim("A", (0, 34)), claim("B", (35, 54))], ENTRIES)
    used = {label for statement in statements for label in statement.labels}
    assert used == {citation.label for citation in citations}


def test_claim_without_evidence_has_no_place_in_an_answer() -> None:
    with pytest.raises(ValueError, match="no evidence for: A"):
        label_claims([claim("A")], ENTRIES)


def test_no_claims_make_no_answer() -> None:
    assert label_claims([], ENTRIES) == ((), ())
