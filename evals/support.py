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
_BINDING = frozenset(stems("ska skall måste skyldig skyldiga skyldighet krävs kräver".split()))
_ADVISING = frozenset(stems("bör rekommenderas rekommenderar lämpligt föreslår".split()))
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
    words = [token.form for token in tokens(said)]
    quoted = [[token.form for token in tokens(plain(citation.quote))] for citation in quotes]
    given = {form for forms in quoted for form in forms} | _named(quotes)
    for form in dict.fromkeys(words):
        if _FIGURE.search(form) and form not in given:
            yield f"{form} står inte i citaten"
    for name in dict.fromkeys(_NAME.findall(said)):
        if not set(_stems(name)) <= given:
            yield f"{name} står inte i citaten"
    denying = [bool(DENYING.intersection(forms)) for forms in quoted]
    if DENYING.intersection(words) and not any(denying):
        yield _DENIES
    elif all(denying) and not DENYING.intersection(words):
        yield _AFFIRMS
    if _force(words) > max(map(_force, quoted)):
        yield _BINDS


def _named(quotes: Sequence[Citation]) -> set[str]:
    """What a statement may call its source without quoting it."""
    around = " ".join(
        f"{c.title} {c.short_title} {c.publisher} {c.year} {c.pinpoint}" for c in quotes
    )
    return {token.form for token in tokens(plain(around))}


def _force(forms: Sequence[str]) -> int:
    """2 for what binds, 1 for what is advised, 0 for what is only told."""
    if _BINDING.intersection(forms):
        return 2
    return 1 if _ADVISING.intersection(forms) else 0


def _share(said: str, quotes: Sequence[Citation]) -> float | None:
    own = [form for form in _stems(said) if form]
    given = {form for citation in quotes for form in _stems(citation.quote)}
    return sum(form in given for form in own) / len(own) if own else None


def _stems(text: str) -> list[str]:
    words = re.findall(r"[^\W\d_]+", plain(text).lower())
    return stems(word for word in words if not is_stop_word(word))
