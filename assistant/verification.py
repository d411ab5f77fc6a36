"""May this sentence stand on these words? The same answer for both modes, by string work alone.

First the quotes: each must be exactly the characters of its passage. Then the sentence against its
quotes: figures, negation, modal verbs and bodies must agree, and most of its words must be there.
A sentence that is its quote, word for word, needs only the first half.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant import agreement
from assistant.agreement import Pair
from assistant.conversation import Citation
from assistant.strange_words import no_strange_words
from corpus.documents import Lane, Passage
from corpus.foreign_words import is_unfit


class Fault(StrEnum):
    """What is wrong with a statement."""

    QUOTE_MISMATCH = "quote_mismatch"
    LANE = "lane"
    NUMBER = "number"
    DATE = "date"
    PARAGRAPH = "paragraph"
    FREQUENCY = "frequency"
    NEGATION = "negation"
    MODALITY = "modality"
    ACTOR = "actor"
    SUPPORT = "support"
    MARKUP = "markup"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Every fault found; none means that the statement may be shown."""

    faults: tuple[Fault, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the statement may be shown."""
        return not self.faults


def verify_statement(
    text: str, lane: Lane, citations: Sequence[Citation], passages: Mapping[str, Passage]
) -> Verdict:
    """Check one statement with its citations; ``passages`` are looked up by passage id."""
    faults = _citation_faults(lane, citations, passages)
    # White space is layout: the list of a statute is shown as one run of text.
    quotes = [" ".join(citation.quote.split()) for citation in citations]
    if any(map(is_unfit, (text, *quotes))):
        faults = (*faults, Fault.MARKUP)
    if " ".join(text.split()) not in {*quotes, " ".join(quotes)}:
        faults += wording_faults(
            Pair(
                statement=text,
                quotes="\n\n".join(quotes),
                pinpoints=" ".join(citation.pinpoint for citation in citations),
                sources=" ".join(f"{c.title} {c.short_title} {c.publisher}" for c in citations),
            )
        )
    return Verdict(faults=faults)


def wording_faults(pair: Pair) -> tuple[Fault, ...]:
    """Where the statement says something that its quotes do not."""
    return tuple(dict.fromkeys(fault for fault, check in _CHECKS if not check(pair)))


def _citation_faults(
    lane: Lane, citations: Sequence[Citation], passages: Mapping[str, Passage]
) -> tuple[Fault, ...]:
    exact = citations and all(_is_exact(c, passages.get(c.passage_id)) for c in citations)
    faults = () if exact else (Fault.QUOTE_MISMATCH,)
    same_lane = all(citation.lane is lane for citation in citations)
    return faults if same_lane else (*faults, Fault.LANE)


def _is_exact(citation: Citation, passage: Passage | None) -> bool:
    return (
        passage is not None
        and citation.document_id == passage.document_id
        and citation.pinpoint == passage.pinpoint
        and 0 <= citation.start < citation.end <= len(passage.text)
        and passage.text[citation.start : citation.end] == citation.quote
    )


_CHECKS: tuple[tuple[Fault, Callable[[Pair], bool]], ...] = (
    (Fault.NUMBER, agreement.numbers_agree),
    (Fault.DATE, agreement.dates_agree),
    (Fault.PARAGRAPH, agreement.places_agree),
    (Fault.FREQUENCY, agreement.frequencies_agree),
    (Fault.NEGATION, agreement.negation_agrees),
    (Fault.MODALITY, agreement.modality_agrees),
    (Fault.ACTOR, agreement.actors_agree),
    (Fault.SUPPORT, agreement.is_supported),
    (Fault.SUPPORT, no_strange_words),
    (Fault.MARKUP, agreement.is_plain_text),
)
