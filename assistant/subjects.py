"""Whom a modal verb binds: the bodies beside it that are its subject."""

from collections.abc import Iterable, Sequence

from assistant.bodies import body_of
from assistant.guard_words import BINDS_SUBJECT, JOINERS
from assistant.verbs import governed_verb

_NEAR_VERB = 6  # words after a modal verb in which the verb it governs is looked for

_ARTICLES = frozenset("en ett den det de".split())
_NO_SUBJECT_AFTER = frozenset(
    "enligt till av för med från hos i genom mellan än på åt om mot vid hos utan bland".split()
)


def subjects_of(words: Sequence[str], mark: int) -> frozenset[str]:
    """The bodies that the modal verb binds: those just before it, or after it if inverted."""
    if words[mark] not in BINDS_SUBJECT:
        return frozenset()
    following = words[mark + 1 :]
    if _is_passive(following):  # "rådet ska ledas av kommunen" binds kommunen
        return frozenset()
    before = words[:mark]
    if before[:2] == ["det", "är"] and before[-1:] == ["som"]:  # "det är kommunen som ska"
        before = before[:-1]
    return _row_of_bodies(following) or _row_before(before)


def _is_passive(words: Sequence[str]) -> bool:
    verb = next((word for word in words[:_NEAR_VERB] if governed_verb([word])), "")
    return verb.endswith("s")


def _row_before(words: Sequence[str]) -> frozenset[str]:
    """The bodies that ``words`` end with, unless a preposition before them says what they are."""
    start = len(words)
    while start and (step := _step_back(words[:start])):
        start -= step
    leading = set(words[max(start - 2, 0) : start])
    return frozenset() if leading & _NO_SUBJECT_AFTER else _row_of_bodies(words[start:])


def _step_back(words: Sequence[str]) -> int:
    """How many of the last ``words`` are one more piece of a row; 0 where the row begins."""
    if _names_body(words[-1]) or words[-1] in JOINERS:
        return 1
    for way in (1, 2):  # "A eller en nämnd", "A eller en utsedd nämnd"
        if len(words) > way and words[-way] in _ARTICLES and words[-way - 1] in JOINERS:
            return way
    return 0


def _names_body(word: str) -> bool:
    return not word.endswith(("ns", "as", "rs", "ås")) and body_of(word) is not None


def _row_of_bodies(words: Iterable[str]) -> frozenset[str]:
    """The bodies in "A", "A och B" or "A, B och C" that ``words`` begin with."""
    found: set[str] = set()
    described = False  # past an article, one word may say what kind of body comes
    for word in words:
        body = body_of(word) if _names_body(word) else None
        if found and word in _ARTICLES:
            described = True
            continue
        if body is None and word not in JOINERS and not described:
            break
        described = False
        found |= {body} if body else set()
    return frozenset(found)
