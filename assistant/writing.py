"""Statements that a language model drafted: from what it claims to what may be shown.

A draft holds labels and quotes that the model claims. Here each quote is looked for, character by
character, in the passage that bears the label, and widened to whole sentences; the statement is
shown if the verifier accepts it on those sentences, else the sentences themselves are shown.
``assistant/dictation.py`` does this while the model is still writing.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.addresses import has_foreign_address
from assistant.agreement import support
from assistant.citations import Claim, Evidence, cite, label_claims
from assistant.conversation import Citation, RetrievedPassage, Statement
from assistant.replies import Drafted, DraftSource, DraftStatement
from assistant.verdicts import Checks
from assistant.verification import Fault, Verdict, verify_statement
from corpus.documents import CatalogueEntry, Lane, Passage
from corpus.foreign_words import is_unfit
from corpus.sentences import sentence_spans

UNQUOTED_SUPPORT = 0.6
"""Where a model names a source without quoting it: how much of its sentence must stand there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What became of a draft's statements; ``faults`` says why those not kept were not."""

    kept: int = 0
    replaced: int = 0
    dropped: int = 0
    faults: tuple[tuple[Fault, int], ...] = ()

    @property
    def checks(self) -> Checks:
        """The same for the counters."""
        return Checks(
            mode="model",
            verified=self.kept,
            replaced=self.replaced,
            dropped=self.dropped,
            faults=self.faults,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """Checked statements with their citations; no statements when nothing held."""

    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    counts: Counts


class Checker:
    """Checks drafted statements against the passages that the model was given, and keeps count."""

    def __init__(
        self, retrieved: Sequence[RetrievedPassage], entries: Mapping[str, CatalogueEntry]
    ) -> None:
        self._retrieved = retrieved
        self._entries = entries
        self._fates: Counter[str] = Counter()
        self._faults: Counter[Fault] = Counter()

    @property
    def counts(self) -> Counts:
        """What became of the statements so far."""
        return Counts(
            kept=self._fates["kept"],
            replaced=self._fates["replaced"],
            dropped=self._fates["dropped"],
            faults=tuple(sorted(self._faults.items())),
        )

    def claims(self, statement: DraftStatement) -> tuple[Claim, ...]:
        """The statement itself where its quotes bear it, else those quotes, else nothing.

        A statement stands on sources of one lane, whatever the model says of lanes: law before
        guidance before reports.
        """
        evidence = tuple(_evidence(statement, self._retrieved))
        claim, verdict = _borne_claim(statement.text, evidence, self._entries)
        self._faults.update(verdict.faults)
        if claim is not None:
            self._fates["kept"] += 1
            return (claim,)
        quoted = tuple(_sentences_themselves(evidence, self._entries))
        self._fates["replaced" if quoted else "dropped"] += 1
        return quoted


def verified_statements(
    drafted: Drafted,
    retrieved: Sequence[RetrievedPassage],
    entries: Mapping[str, CatalogueEntry],
) -> Written:
    """Keep each statement that its own quotes bear, show the quotes where they don't bear it."""
    checker = Checker(retrieved, entries)
    claims = [claim for drawn in drafted.statements for claim in checker.claims(drawn)]
    ordered = sorted(dict.fromkeys(claims), key=lambda claim: claim.lane.order)
    statements, citations = label_claims(ordered, entries)
    return Written(statements=statements, citations=citations, counts=checker.counts)


def _evidence(
    statement: DraftStatement, retrieved: Sequence[RetrievedPassage]
) -> Iterator[Evidence]:
    """The whole sentences that hold the claimed quotes; unknown labels and words give nothing."""
    for source in statement.sources:
        if 1 <= source.label <= len(retrieved):
            passage = retrieved[source.label - 1].passage
            yield from _quoted(source, passage) if source.quote else _named(statement, passage)


def _quoted(source: DraftSource, passage: Passage) -> Iterator[Evidence]:
    start = passage.text.find(source.quote)
    if start < 0:
        return
    end = start + len(source.quote)
    # Whole sentences, for "ska ta fram en plan" may be cut out of "behöver inte … ska ta fram".
    touched = [(s, e) for s, e in sentence_spans(passage.text) if s < end and start < e]
    if touched:
        yield Evidence(passage=passage, start=touched[0][0], end=touched[-1][1])


def _named(statement: DraftStatement, passage: Passage) -> Iterator[Evidence]:
    """The sentence of a passage, named without a quote, that holds most of the statement."""
    sentences = [
        Evidence(passage=passage, start=start, end=end)
        for start, end in sentence_spans(passage.text)
    ]
    best = max(sentences, key=lambda span: support(statement.text, span.quote), default=None)
    if best is not None and support(statement.text, best.quote) >= UNQUOTED_SUPPORT:
        yield best


def _borne_claim(
    text: str, evidence: Sequence[Evidence], entries: Mapping[str, CatalogueEntry]
) -> tuple[Claim | None, Verdict]:
    """The claim on the first lane whose evidence bears it, or the first lane's faults."""
    verdicts = []
    for lane in Lane:
        spans = tuple(e for e in evidence if entries[e.passage.document_id].lane is lane)
        if not spans:
            continue
        verdict = _verdict(text, lane, spans, entries)
        if verdict.ok:
            return Claim(text=text, lane=lane, evidence=spans), verdict
        verdicts.append(verdict)
    return None, verdicts[0] if verdicts else Verdict(faults=(Fault.QUOTE_MISMATCH,))


def _verdict(
    text: str, lane: Lane, spans: Sequence[Evidence], entries: Mapping[str, CatalogueEntry]
) -> Verdict:
    citations = [
        cite(span.passage, span.start, span.end, label, entries[span.passage.document_id])
        for label, span in enumerate(spans, start=1)
    ]
    passages = {span.passage.passage_id: span.passage for span in spans}
    verdict = verify_statement(text, lane, citations, passages)
    if has_foreign_address(text, entries) and Fault.MARKUP not in verdict.faults:
        return Verdict(faults=(*verdict.faults, Fault.MARKUP))
    return verdict


def _sentences_themselves(
    evidence: Sequence[Evidence], entries: Mapping[str, CatalogueEntry]
) -> Iterator[Claim]:
    for span in evidence:
        lane = entries[span.passage.document_id].lane
        for start, end in sentence_spans(span.passage.text):
            inside = span.start <= start and end <= span.end
            if inside and not is_unfit(span.passage.text[start:end]):
                sentence = Evidence(passage=span.passage, start=start, end=end)
                if not has_foreign_address(sentence.quote, entries):
                    text = " ".join(sentence.quote.split())
                    yield Claim(text=text, lane=lane, evidence=(sentence,))
