"""May this sentence stand on these words? The same answer for both modes, by string work alone.

First the quotes: each must be exactly the characters of its passage. Then the sentence against its
quotes: figures, negation, modal verbs and bodies must agree, and most of its words must be there.
A sentence that is its quote, word for word, needs only the first half.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from assistant import actors, agreement, figures, novelty
from assistant.canonical import canonical
from assistant.conversation import Citation
from assistant.pairs import Pair
from assistant.strange_words import no_strange_words
from assistant.verdicts import Fault, Verdict
from corpus.documents import Lane, Passage
from corpus.foreign_words import is_unfit

__all__ = ["Fault", "Verdict", "verify_statement", "wording_faults"]


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
    alike = replace(pair, statement=canonical(pair.statement), quotes=canonical(pair.quotes))
    faults = (fault for fault, check in _CHECKS if not check(alike))
    return tuple(dict.fromkeys((*faults, *(() if no_strange_words(pair) else (Fault.SUPPORT,)))))


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
    (Fault.NUMBER, figures.numbers_agree),
    (Fault.DATE, figures.dates_agree),
    (Fault.PARAGRAPH, figures.places_agree),
    (Fault.FREQUENCY, figures.frequencies_agree),
    (Fault.NEGATION, agreement.negation_agrees),
    (Fault.MODALITY, agreement.modality_agrees),
    (Fault.ACTOR, actors.actors_agree),
    (Fault.REACH, agreement.reach_agrees),
    (Fault.RELATION, agreement.relations_agree),
    (Fault.STANDING, agreement.standing_agrees),
    (Fault.WORDING, agreement.wording_agrees),
    (Fault.SUPPORT, agreement.is_supported),
    (Fault.SUPPORT, novelty.brings_little_new),
    (Fault.MARKUP, agreement.is_plain_text),
)
