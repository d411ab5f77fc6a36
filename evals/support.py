"""Does a statement stand on its quotes? Checked by means of their words alone.

On purpose apart from ``assistant/verification.py``: what judges the answers must not share its
faults with what let them through. It is coarser, and says for each statement what it misses.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.conversation import Answer, Citation, Statement
from corpus.lexical import is_stop_word, stems
from evals.wordings import DENYING, plain, tokens

_NAME = re.compile(r"(?<=[\w,;:–-] )[A-ZÅÄÖ][\w-]+")
_FIGURE = re.compile(r"[\d§%]")
# By the words themselves: "bor" has the stem of "bör".
_BINDING = re.compile(r"\b(?:ska|skall|måste|skyldig\w*|kräv\w*|krav(?:et|en)?)\b")
_ADVISING = re.compile(r"\b(?:bör|borde|rekommend\w*|lämpligt|föresl\w*)\b")
_NOT_BOUND = re.compile(
    r"\b(?:inte|ej|icke|ingen|inga|inget)\s+(?:skyldig\w*|krav\w*)"
    r"|\b(?:måste|kräv\w*)\s+(?:inte|ej|icke)\b"
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ])")
_ALWAYS_DENYING = DENYING - {"utan"}
"""What denies a whole sentence: "utan dröjsmål" does not."""

_DENIES = "förnekar vad citaten inte förnekar"
_AFFIRMS = "påstår vad citaten förnekar"
_BINDS = "binder mer än citaten"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One statement against its quotes.

    ``faults`` says in Swedish what the quotes lack; ``share`` is how many of the statement's
    content words, by their stems, the quotes have (None for a statement without such words).
    """

    statement: str
    faults: tuple[str, ...]
    share: float | None


def held_statements(answer: Answer) -> tuple[Held, ...]:
    """Each statement of ``answer`` that has a quote, against those that it is labelled with."""
    cited = {citation.label: citation for citation in answer.citations}
    return tuple(
        Held(statement=s.text, faults=tuple(_faults(s, quotes)), share=_share(s.text, quotes))
        for s in answer.statements
        if (quotes := _quotes(s, cited))
    )


def _quotes(statement: Statement, cited: Mapping[int, Citation]) -> Sequence[Citation]:
    return [cited[label] for label in statement.labels if label in cited]


def _faults(statement: Statement, quotes: Sequence[Citation]) -> Iterator[str]:
    said = plain(statement.text)
    words = _forms(said)
    quoted = [part for c in quotes for part in _SENTENCE.split(plain(c.quote))]
    given = {form for part in quoted for form in _forms(part)} | _named(quotes)
    yield from (f"{one} står inte i citaten" for one in _strange(said, given))
    if not DENYING.isdisjoint(words):
        if all(DENYING.isdisjoint(_forms(part)) for part in quoted):
            yield _DENIES
    elif not _ALWAYS_DENYING.isdisjoint(_forms(_nearest(said, quoted))):
        yield _AFFIRMS
    if _force(said) > max(map(_force, quoted)):
        yield _BINDS


def _strange(said: str, given: set[str]) -> Iterator[str]:
    """The figures and names of ``said`` that are not among what is given, each once."""
    figures = (form for form in _forms(said) if _FIGURE.search(form))
    yield from (form for form in dict.fromkeys(figures) if form not in given)
    names = (name for name in dict.fromkeys(_NAME.findall(said)) if not is_stop_word(name.lower()))
    # As the text's own words are read: the title "Inget att vänta på" begins with a denial.
    yield from (name for name in names if not given.issuperset(_forms(name)))


def _forms(text: str) -> list[str]:
    return [token.form for token in tokens(text)]


def _nearest(said: str, sentences: Sequence[str]) -> str:
    """The sentence that has the most of the content words of ``said``, the first of several."""
    own = set(_stems(said))
    return max(sentences, key=lambda sentence: len(own.intersection(_stems(sentence))))


def _named(quotes: Sequence[Citation]) -> set[str]:
    """What a statement may call its source without quoting it."""
    around = " ".join(
        f"{c.title} {c.short_title} {c.publisher} {c.year} {c.pinpoint}" for c in quotes
    )
    return {token.form for token in tokens(plain(around))}


def _force(text: str) -> int:
    """2 for what binds, 1 for what is advised, 0 for what is only told."""
    lowered = _NOT_BOUND.sub(" ", text.lower())
    if _BINDING.search(lowered):
        return 2
    return 1 if _ADVISING.search(lowered) else 0


def _share(said: str, quotes: Sequence[Citation]) -> float | None:
    own = [form for form in _stems(said) if form]
    given = {form for citation in quotes for form in _stems(citation.quote)}
    return sum(form in given for form in own) / len(own) if own else None


def _stems(text: str) -> list[str]:
    words = re.findall(r"[^\W\d_]+", plain(text).lower())
    return stems(word for word in words if not is_stop_word(word))
