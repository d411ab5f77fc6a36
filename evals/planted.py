"""False statements put before what guards a language model's words: none may be shown.

Answers without a model are quotations, so a run of them says nothing of a guard that sleeps. Here a
model of our own dictates statements that are known to be false, and they go the way that every
model's words go (``assistant/dictation.py``): read, held against their quotes, shown or not.
"""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from time import perf_counter

from assistant.bootstrap import Assistant
from assistant.conversation import Question, RetrievedPassage
from assistant.dictation import Dictation, write_answer
from assistant.prompting import Prompt
from assistant.replies import MAX_STATEMENTS
from assistant.writing import Written
from corpus.documents import Passage
from corpus.sentences import sentence_spans
from evals.mutation import mutants
from evals.mutation_rules import RULES

MOST_OF_A_KIND = 150
"""How many of each kind are dictated, spread over the index: enough to see a guard that sleeps."""

LABEL, QUOTE, ADDRESS = "label", "quote", "address"
KINDS = frozenset({rule.kind for rule in RULES} | {LABEL, QUOTE, ADDRESS})
"""What the statements lie about: the rules' kinds, who says it, its words, and where to read on."""
_OF_SOURCES = frozenset({LABEL, QUOTE})

_NO_SUCH_LABEL = 99
_STRANGE_ADDRESS = "Läs mer på https://exempel.example/lagen."


@dataclass(frozen=True, slots=True, kw_only=True)
class Falsehood:
    """A false statement of a passage, with the label and the quote that it claims."""

    kind: str
    passage: Passage
    text: str
    label: int
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlantedReport:
    """How many falsehoods there were of each kind, those that were shown, and those never read."""

    made: Counter[str]
    shown: tuple[Falsehood, ...]
    unread: int

    @property
    def passed(self) -> bool:
        """Whether none was shown, though every kind was there and all were judged."""
        return not self.shown and not self.unread and set(self.made) == KINDS


def plant(assistant: Assistant) -> PlantedReport:
    """Have falsehoods of every kind dictated, and see which of them are shown."""
    lies = [lie for passage in assistant.generation.passages for lie in _lies(passage)]
    made: Counter[str] = Counter()
    shown: list[Falsehood] = []
    unread = 0
    for told in _replies(_sample(lies)):
        written = _dictated(assistant, told)
        made.update(lie.kind for lie in told)
        counts = written.counts
        unread += len(told) - counts.kept - counts.replaced - counts.dropped
        shown += _shown(told, written)
    return PlantedReport(made=made, shown=tuple(shown), unread=unread)


def _sample(lies: Sequence[Falsehood]) -> list[Falsehood]:
    """At most MOST_OF_A_KIND of each kind, evenly over ``lies`` and in their order."""
    of_kind: dict[str, list[int]] = {}
    for place, lie in enumerate(lies):
        of_kind.setdefault(lie.kind, []).append(place)
    chosen = [
        places[len(places) * number // most]
        for places in of_kind.values()
        for most in (min(len(places), MOST_OF_A_KIND),)
        for number in range(most)
    ]
    return [lies[place] for place in sorted(chosen)]


def _lies(passage: Passage) -> Iterator[Falsehood]:
    sentences = [passage.text[start:end] for start, end in sentence_spans(passage.text)]
    yield from _turned(passage, sentences)
    yield from _misquoted(passage, sentences)


def _turned(passage: Passage, sentences: Sequence[str]) -> Iterator[Falsehood]:
    """Each sentence with one thing changed, on the words that it was made from."""
    for sentence in sentences:
        plain = " ".join(sentence.split())
        lies = [(mutant.kind, mutant.text) for mutant in mutants(plain, RULES)]
        for kind, text in (*lies, (ADDRESS, f"{plain} {_STRANGE_ADDRESS}")):
            if text not in passage.text:
                yield Falsehood(kind=kind, passage=passage, text=text, label=1, quote=sentence)


def _misquoted(passage: Passage, sentences: Sequence[str]) -> Iterator[Falsehood]:
    """Each sentence as it is, on a source or on words that are not there."""
    for sentence in sentences:
        plain = " ".join(sentence.split())
        invented = f"{sentence[:-1]} i hela landet."
        for kind, label, quote in (
            (LABEL, _NO_SUCH_LABEL, sentence),
            (QUOTE, 1, invented),
        ):
            yield Falsehood(kind=kind, passage=passage, text=plain, label=label, quote=quote)


def _replies(lies: Sequence[Falsehood]) -> Iterator[tuple[Falsehood, ...]]:
    """Those of one passage together, as many as are read of one reply.

    What lies about its source has a reply of its own: its sentence is true, and would be shown in
    the place of another one that does not hold.
    """
    together = groupby(lies, key=lambda lie: (lie.passage.passage_id, lie.kind in _OF_SOURCES))
    for _, group in together:
        same = tuple(group)
        for first in range(0, len(same), MAX_STATEMENTS):
            yield same[first : first + MAX_STATEMENTS]


def _dictated(assistant: Assistant, lies: Sequence[Falsehood]) -> Written:
    dictation = Dictation(
        question=Question(text="Vad står det?", as_of=assistant.today()),
        passages=(RetrievedPassage(passage=lies[0].passage, score=1.0),),
        entries=assistant.generation.entries,
        begun=perf_counter(),
    )
    return write_answer(_Liar(lies), dictation)


@dataclass(frozen=True, slots=True)
class _Liar:
    """A language model that says what it is told to say."""

    lies: Sequence[Falsehood]

    def pieces(self, prompt: Prompt, spent: float = 0.0) -> Iterator[str]:  # noqa: ARG002 – a Model
        """The whole reply, in the shape that is asked of a model."""
        statements = [
            {"text": lie.text, "sources": [{"label": lie.label, "quote": lie.quote}]}
            for lie in self.lies
        ]
        yield json.dumps({"status": "answered", "statements": statements}, ensure_ascii=False)


def _shown(lies: Sequence[Falsehood], written: Written) -> list[Falsehood]:
    said = {statement.text for statement in written.statements}
    return [lie for lie in lies if lie.text in said]
