"""Citations: built from passages by offset, and numbered in the order a reader meets them.

Both modes end here: claims that rest on spans of passages become statements with labels.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.conversation import Citation, Statement
from corpus.documents import CatalogueEntry, Lane, Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A stretch of a passage: ``passage.text[start:end]``."""

    passage: Passage
    start: int
    end: int

    @property
    def quote(self) -> str:
        """The exact words."""
        return self.passage.text[self.start : self.end]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A sentence with what it rests on, before its sources have numbers."""

    text: str
    lane: Lane
    evidence: tuple[Evidence, ...]


def cite(passage: Passage, start: int, end: int, label: int, entry: CatalogueEntry) -> Citation:
    """A citation of ``passage.text[start:end]``.

    Raises:
        ValueError: the span is empty or outside the passage, or the entry is not its own.
    """
    if not 0 <= start < end <= len(passage.text):
        raise ValueError(f"no words at {start}:{end} of {passage.passage_id}")
    if entry.document_id != passage.document_id:
        raise ValueError(f"{passage.passage_id} is not of {entry.document_id}")
    return Citation(
        label=label,
        document_id=passage.document_id,
        title=entry.title,
        short_title=entry.short_title,
        publisher=entry.publisher,
        year=entry.year,
        rank=entry.rank,
        lane=entry.lane,
        edition=passage.edition,
        pinpoint=passage.pinpoint,
        pages=passage.pages,
        quote=passage.text[start:end],
        start=start,
        end=end,
        passage_id=passage.passage_id,
        url=entry.url,
        url_status=entry.url_status,
        valid_from=passage.valid_from,
        valid_to=passage.valid_to,
    )


class Labelling:
    """Numbers the evidence of claims 1, 2, … in order of first use; equal spans share a label."""

    def __init__(self, entries: Mapping[str, CatalogueEntry]) -> None:
        self._entries = entries
        self._citations: dict[tuple[str, int, int], Citation] = {}

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every citation so far, in order of its label."""
        return tuple(self._citations.values())

    def statement(self, claim: Claim) -> Statement:
        """The claim with its labels.

        Raises:
            ValueError: the claim has no evidence.
            KeyError: a document is not among the entries.
        """
        if not claim.evidence:
            raise ValueError(f"no evidence for: {claim.text}")
        labels = dict.fromkeys(self._label(span) for span in claim.evidence)
        return Statement(text=claim.text, lane=claim.lane, labels=tuple(labels))

    def _label(self, span: Evidence) -> int:
        key = (span.passage.passage_id, span.start, span.end)
        if key not in self._citations:
            entry = self._entries[span.passage.document_id]
            label = len(self._citations) + 1
            self._citations[key] = cite(span.passage, span.start, span.end, label, entry)
        return self._citations[key].label


def label_claims(
    claims: Sequence[Claim], entries: Mapping[str, CatalogueEntry]
) -> tuple[tuple[Statement, ...], tuple[Citation, ...]]:
    """Number the evidence of claims 1, 2, … in order of first use; equal spans share a label.

    Statements and citations are made together, so each label has its citation and each citation
    is used.

    Raises:
        ValueError: a claim has no evidence.
        KeyError: a document is not in ``entries``.
    """
    labelling = Labelling(entries)
    statements = tuple(labelling.statement(claim) for claim in claims)
    return statements, labelling.citations
