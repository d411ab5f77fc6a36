"""Svarspass → KeptAnswer: an answer that comes back from outside is checked as if it were new.

Words, titles, addresses and dates are those of our own index. A sentence that no longer stands on
its quotes is left out.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.citations import cite
from assistant.conversation import (
    Answer,
    AnswerStatus,
    Citation,
    IndexInfo,
    Mode,
    Nearest,
    PromptStamp,
    Reason,
    Statement,
)
from assistant.refusing import MOST_NEAREST
from assistant.service import Answerer, entries_by_id
from assistant.verification import verify_statement
from corpus.documents import CatalogueEntry, Passage
from corpus.errors import UsageError
from ui.kept_notices import Asked, own_contacts, own_notices
from ui.pass_body import UNREADABLE, CitationBody, NearestBody, PassBody, StatementBody

REASONS: Mapping[AnswerStatus, frozenset[Reason | None]] = {
    AnswerStatus.ANSWERED: frozenset(
        {None, Reason.CONFLICTING_SOURCES, Reason.INDIVIDUAL_CASE, Reason.MODEL_UNAVAILABLE}
    ),
    AnswerStatus.NEEDS_CLARIFICATION: frozenset({Reason.AMBIGUOUS}),
    AnswerStatus.NO_GUIDANCE_FOUND: frozenset(
        {Reason.WEAK_EVIDENCE, Reason.NEEDS_LOCAL_FACTS, Reason.NOT_IN_FORCE}
    ),
    AnswerStatus.OUT_OF_SCOPE: frozenset({Reason.OUTSIDE_CORPUS, Reason.ACUTE}),
}
"""How an answer that is kept may have ended. A stopped question and an error are not kept."""


_ROOM = 200
"""How many characters a sentence may have besides twice those of its quotes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptAnswer:
    """A checked answer; ``changed`` when something in it no longer agrees with the sources.

    An answer of which nothing is left is still ``answered``, without statements: that the sources
    have changed says nothing of what they hold on the question today.
    """

    answer: Answer
    changed: bool


class Shelf:
    """Our own index, as the answers of one reader are held against it."""

    def __init__(self, answerer: Answerer) -> None:
        self._answerer = answerer

    @cached_property
    def entries(self) -> Mapping[str, CatalogueEntry]:
        """Every document we know, by its id."""
        return entries_by_id(self._answerer)

    @cached_property
    def documents(self) -> Sequence[tuple[CatalogueEntry, Sequence[Passage]]]:
        """Every document with its passages."""
        found = ((entry, self._answerer.document(name)) for name, entry in self.entries.items())
        return tuple((entry, contents.passages) for entry, contents in found if contents)

    @cached_property
    def index(self) -> IndexInfo:
        """What the answers are held against."""
        info = self._answerer.info()
        return IndexInfo(generation=info.generation, built_at=info.built_at)

    def passage(self, passage_id: str) -> Passage | None:
        """The passage, if its document is known too."""
        passage = self._answerer.passage(passage_id)
        return passage if passage and passage.document_id in self.entries else None

    def citation(self, body: CitationBody) -> tuple[Citation, Passage] | None:
        """The citation as we make it ourselves; None where the words don't stand there."""
        passage = self.passage(body.passage_id)
        if passage is None or not 0 <= body.start < body.end <= len(passage.text):
            return None
        if passage.text[body.start : body.end] != body.quote:
            return None
        entry = self.entries[passage.document_id]
        return cite(passage, body.start, body.end, body.label, entry), passage

    def nearest(self, body: NearestBody) -> Nearest | None:
        """The place as we name it ourselves."""
        passage = self.passage(body.passage_id)
        if passage is None:
            return None
        entry = self.entries[passage.document_id]
        return Nearest(
            document_id=passage.document_id,
            pinpoint=passage.pinpoint,
            title=entry.title,
            url=entry.url,
            passage_id=passage.passage_id,
        )


def kept(body: PassBody, shelf: Shelf) -> KeptAnswer:
    """The answer of one svarspass, held against our own index.

    Raises:
        UsageError: no answer of ours ends like that.
    """
    if body.reason not in REASONS.get(body.status, ()):
        raise UsageError(UNREADABLE)
    lanes = frozenset(body.lanes)
    asked = Asked(
        question=body.question,
        as_of=body.as_of,
        status=body.status,
        reason=body.reason,
        lanes=lanes,
    )
    statements, citations = _sound(body, shelf)
    nearest = tuple(filter(None, map(shelf.nearest, body.nearest[:MOST_NEAREST])))
    notices = own_notices(body.notices, asked, lambda: shelf.documents)
    written = _is_written(body, statements, citations)
    answer = Answer(
        status=body.status,
        reason=body.reason,
        question=body.question,
        as_of=body.as_of,
        lanes=lanes,
        mode=Mode.MODEL if written else Mode.EXTRACTIVE,
        completeness=body.completeness,
        statements=statements,
        citations=citations,
        nearest=nearest,
        contacts=own_contacts(body.contacts, asked, nearest),
        notices=notices,
        follow_ups=body.follow_ups,
        ai_generated=written,
        prompt=PromptStamp(**body.prompt.model_dump()) if body.prompt and written else None,
        index=shelf.index,
    )
    return KeptAnswer(answer=answer, changed=_has_lost(answer, body))


def _has_lost(answer: Answer, body: PassBody) -> bool:
    """Whether the pass said or named something that is not in the answer."""
    return (
        len(answer.statements) < len(body.statements)
        or len(answer.citations) < len(body.citations)
        or len(answer.nearest) < len(body.nearest)
        or len(answer.notices) < len(body.notices)
        or (body.status is AnswerStatus.ANSWERED and not answer.statements)
    )


def _sound(body: PassBody, shelf: Shelf) -> tuple[tuple[Statement, ...], tuple[Citation, ...]]:
    """The statements that still stand, and the citations that they use."""
    if body.status is not AnswerStatus.ANSWERED:
        return (), ()
    found = {pair[0].label: pair for pair in filter(None, map(shelf.citation, body.citations))}
    sound = tuple(
        Statement(text=said.text, lane=said.lane, labels=tuple(dict.fromkeys(said.labels)))
        for said in dict.fromkeys(body.statements)
        if _stands(said, body, found)
    )
    used = sorted({label for statement in sound for label in statement.labels})
    return sound, tuple(found[label][0] for label in used)


def _stands(
    said: StatementBody, body: PassBody, found: Mapping[int, tuple[Citation, Passage]]
) -> bool:
    if not found.keys() >= set(said.labels):
        return False
    pairs = [found[label] for label in dict.fromkeys(said.labels)]
    quoted = sum(len(citation.quote) for citation, _ in pairs)
    if len(said.text) > _ROOM + 2 * quoted:  # says more than its quotes do: not worth the check
        return False
    # Our remarks say what a rule depends on, also beside one that has not begun.
    if not all(passage.comment or passage.holds_on(body.as_of) for _, passage in pairs):
        return False
    passages = {passage.passage_id: passage for _, passage in pairs}
    return verify_statement(said.text, said.lane, [c for c, _ in pairs], passages).ok


def _is_written(
    body: PassBody, statements: Iterable[Statement], citations: Iterable[Citation]
) -> bool:
    """Whether a language model wrote the answer: whatever is not an extract counts as written."""
    if body.status is not AnswerStatus.ANSWERED:
        return False
    by_label = {citation.label: citation for citation in citations}
    extract = all(
        _is_extract(statement, [by_label[label] for label in statement.labels])
        for statement in statements
    )
    return body.ai_generated or body.mode is Mode.MODEL or not extract


def _is_extract(statement: Statement, cited: Sequence[Citation]) -> bool:
    quote = " ".join(" ".join(citation.quote.split()) for citation in cited)
    placed = f"Det står i {cited[0].pinpoint}: {quote}"
    return " ".join(statement.text.split()) in {quote, placed}
