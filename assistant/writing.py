"""Answers written by a language model: from what it drafted to what may be shown.

A draft holds labels and quotes that the model claims. Here each quote is looked for, character by
character, in the passage that bears the label, and widened to whole sentences; the statement is
shown if the verifier accepts it on those sentences, else the sentences themselves are shown.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.agreement import support
from assistant.citations import Claim, Evidence, cite, label_claims
from assistant.conversation import Citation, Question, RetrievedPassage, Statement, Turn
from assistant.prompting import (
    Drafted,
    DraftSource,
    DraftStatement,
    Prompt,
    build_prompt,
    read_reply,
)
from assistant.verification import Fault, Verdict, verify_statement
from corpus.documents import CatalogueEntry, Lane, Passage
from corpus.foreign_words import is_unfit
from corpus.sentences import sentence_spans

UNQUOTED_SUPPORT = 0.6
"""Where a model names a source without quoting it: how much of its sentence must stand there."""


class Completes(Protocol):
    """A language model: a prompt in, a reply out."""

    def complete(self, prompt: Prompt) -> str:
        """The reply.

        Raises:
            ModelUnavailableError: there is none.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What became of a draft's statements; ``faults`` says why those not kept were not."""

    kept: int = 0
    replaced: int = 0
    dropped: int = 0
    faults: tuple[tuple[Fault, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """Checked statements with their citations; no statements when nothing held."""

    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    counts: Counts


def write_answer(
    model: Completes,
    question: Question,
    found: Sequence[RetrievedPassage],
    entries: Mapping[str, CatalogueEntry],
) -> Written:
    """Ask ``model`` and check what it says.

    Raises:
        ModelUnavailableError: the model does not answer.
    """
    drafted = draft_statements(model, question.text, question.history, found, entries)
    return verified_statements(drafted, found, entries)


def draft_statements(
    model: Completes,
    question: str,
    history: Sequence[Turn],
    passages: Sequence[RetrievedPassage],
    entries: Mapping[str, CatalogueEntry],
) -> Drafted:
    """What the model says; nothing of it has been checked.

    Raises:
        ModelUnavailableError: the model does not answer.
    """
    return read_reply(model.complete(build_prompt(question, history, passages, entries)))


def verified_statements(
    drafted: Drafted,
    retrieved: Sequence[RetrievedPassage],
    entries: Mapping[str, CatalogueEntry],
) -> Written:
    """Keep each statement that its own quotes bear, show the quotes where they don't bear it.

    A statement stands on sources of one lane, whatever the model says of lanes: law before
    guidance before reports.
    """
    claims: list[Claim] = []
    fates: Counter[str] = Counter()
    faults: Counter[Fault] = Counter()
    for statement in drafted.statements:
        evidence = tuple(_evidence(statement, retrieved))
        claim, verdict = _borne_claim(statement.text, evidence, entries)
        faults.update(verdict.faults)
        quoted = () if claim else tuple(_sentences_themselves(evidence, entries))
        fates["kept" if claim else "replaced" if quoted else "dropped"] += 1
        claims.extend([claim] if claim else quoted)
    unique = dict.fromkeys(claims)
    ordered = sorted(unique, key=lambda claim: claim.lane.order)
    statements, citations = label_claims(ordered, entries)
    counts = Counts(
        kept=fates["kept"],
        replaced=fates["replaced"],
        dropped=fates["dropped"],
        faults=tuple(sorted(faults.items())),
    )
    return Written(statements=statements, citations=citations, counts=counts)


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
    return verify_statement(text, lane, citations, passages)


def _sentences_themselves(
    evidence: Sequence[Evidence], entries: Mapping[str, CatalogueEntry]
) -> Iterator[Claim]:
    for span in evidence:
        lane = entries[span.passage.document_id].lane
        for start, end in sentence_spans(span.passage.text):
            inside = span.start <= start and end <= span.end
            if inside and not is_unfit(span.passage.text[start:end]):
                sentence = Evidence(passage=span.passage, start=start, end=end)
                yield Claim(text=sentence.quote, lane=lane, evidence=(sentence,))
