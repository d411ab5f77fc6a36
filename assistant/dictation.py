"""An answer taken down while a language model writes it: each statement is told once it is checked.

Dictation –(``write_answer``)→ Written. A statement is read as soon as its JSON object is whole,
checked, given what must stand beside it (companions.py) and told. The whole reply has the last
word: where it reads otherwise, or never comes, what was told is taken back.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Protocol

from assistant.citations import Claim, Labelling
from assistant.conversation import Emit, Question, RetrievedPassage, Stage, Statement
from assistant.prompting import PROMPT_TOKENS, Prompt, build_prompt
from assistant.replies import (
    Drafted,
    DraftStatement,
    DraftStatus,
    ReplyFeed,
    is_cut_off,
    read_reply,
)
from assistant.service import ignore
from assistant.texts import MODEL_WITHDRAWN, MODEL_WRITES
from assistant.writing import Checker, Written
from corpus.documents import CatalogueEntry
from corpus.errors import ModelUnavailableError

_BROKEN_OFF = "Språkmodellen svarar inte (svaret bröts av)."

Accompany = Callable[[Sequence[Claim]], Sequence[Claim]]
"""Gives claims with what must be said beside them, before and after."""


class Model(Protocol):
    """A language model: a prompt in, a reply out."""

    def pieces(self, prompt: Prompt, spent: float = 0.0) -> Iterator[str]:
        """The reply as it comes; ``spent`` seconds of the time for the answer are gone already.

        Raises:
            ModelUnavailableError: there is none, or it ends before it is whole.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Dictation:
    """What an answer is to be written from.

    ``begun`` is when the question was taken, by ``perf_counter``. With ``at_once`` nothing is told
    before the reply is whole, for an answer whose first sentence depends on all the others.
    """

    question: Question
    passages: Sequence[RetrievedPassage]
    entries: Mapping[str, CatalogueEntry]
    begun: float
    accompany: Accompany = tuple
    at_once: bool = False


def write_answer(
    model: Model,
    dictation: Dictation,
    emit: Emit = ignore,
    prompt_tokens: int = PROMPT_TOKENS,
) -> Written:
    """What ``model`` says, checked; ``emit`` is told each citation and statement as it is.

    Raises:
        ModelUnavailableError: the model does not answer; what was told is taken back.
        Stopped: ``emit`` raised it.
    """
    question = dictation.question
    prompt = build_prompt(
        question.text, question.history, dictation.passages, dictation.entries, prompt_tokens
    )
    sheet = _Sheet(dictation, prompt.sources, emit)
    emit(Stage(text=MODEL_WRITES))
    feed = ReplyFeed()
    try:
        for piece in model.pieces(prompt, perf_counter() - dictation.begun):
            sheet.take(feed.feed(piece))
        drafted = _whole(feed)
    except ModelUnavailableError:
        sheet.take_back()
        raise
    return sheet.finished(drafted)


def _whole(feed: ReplyFeed) -> Drafted:
    """The whole reply, read.

    Raises:
        ModelUnavailableError: it ended within the JSON: the rest never came.
    """
    drafted = read_reply(feed.reply)
    if drafted.status is DraftStatus.UNREADABLE and is_cut_off(feed.reply):
        raise ModelUnavailableError(_BROKEN_OFF)
    return drafted


class _Sheet:
    """The statements so far: those that the model has drafted, and those that were told."""

    def __init__(self, dictation: Dictation, sources: int, emit: Emit) -> None:
        self._dictation = dictation
        self._given = dictation.passages[:sources]  # other labels were never in the prompt
        self._emit = emit
        self._begin()

    def _begin(self) -> None:
        self._drafts: list[DraftStatement] = []
        self._checker = Checker(self._given, self._dictation.entries)
        self._labelling = Labelling(self._dictation.entries)
        self._told: list[Statement] = []
        self._cited = 0
        self._waiting: list[Claim] = []

    def take(self, drafts: Iterator[DraftStatement] | Sequence[DraftStatement]) -> None:
        """Check each draft and tell what comes of it."""
        for draft in drafts:
            self._drafts.append(draft)
            claims = self._checker.claims(draft)
            if self._dictation.at_once:
                self._waiting += claims
            else:
                self._tell(claims)

    def finished(self, drafted: Drafted) -> Written:
        """The answer, once the whole reply has been read."""
        if drafted.statements[: len(self._drafts)] != tuple(self._drafts):
            self.take_back()
        self.take(drafted.statements[len(self._drafts) :])
        if self._waiting:
            self._tell(sorted(self._waiting, key=lambda claim: claim.lane.order))
        return Written(
            statements=tuple(self._told),
            citations=self._labelling.citations,
            counts=self._checker.counts,
        )

    def take_back(self) -> None:
        """Begin anew, and say so to whoever has been told something."""
        if self._told:
            self._emit(Stage(text=MODEL_WITHDRAWN, withdraws=True))
        self._begin()

    def _tell(self, claims: Sequence[Claim]) -> None:
        said = {(statement.lane, statement.text) for statement in self._told}
        for claim in self._dictation.accompany(claims) if claims else ():
            if (claim.lane, claim.text) not in said:
                said.add((claim.lane, claim.text))
                statement = self._labelling.statement(claim)
                self._told.append(statement)
                self._tell_new_citations()
                self._emit(statement)

    def _tell_new_citations(self) -> None:
        citations = self._labelling.citations
        for citation in citations[self._cited :]:
            self._emit(citation)
        self._cited = len(citations)
