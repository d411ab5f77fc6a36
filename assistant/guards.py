"""What is decided from the question alone, before anything is searched.

Personal identity numbers come first: such a question reaches neither index, log nor model.
"""

import re

from assistant.conversation import AnswerStatus, Question, Reason
from assistant.emergency import is_acute
from assistant.given_names import GIVEN_NAMES
from assistant.personal_data import find_personal_numbers

# A question about what one municipality has decided, not about what the sources say.
_OURS = r"(?:vår|våran|vårt|vårat|våra|hos\s+oss|er|ert|era)"
_PLACE = r"i\s+(?-i:[A-ZÅÄÖ][a-zåäö]{2,})"
_LOCAL = re.compile(
    rf"""
    ^\W*(?:vem|vilka)\s+(?:är|heter|sitter|jobbar)\b.*(?:\b{_OURS}\b|\b{_PLACE})
    | \b(?:vad|vilka?\s+\w+)\s+(?:står|finns|säger|beslutade?s?|bestämde?s?|innehåller)\b
      .*(?:\bi\s+{_OURS}\b|\b{_PLACE})
    | ^\W*(?:när|vilket\s+(?:datum|år))\s+
      (?:beslutade?|antog|uppdaterade|blev|togs|träffas|möts|är|har)\b.*(?:\b{_OURS}\b|\b{_PLACE})
    | \b(?:telefon\w*|(?:mejl|mail|e-?post)adress\w*|öppettider|adress\w*)\b
      .*\b(?:kommun\w*|samordnar\w*|funktion\w*|{_OURS})\b
    | \b(?:{_OURS}|kommun\w*|samordnar\w*)\b.*
      \b(?:telefon\w*|(?:mejl|mail|e-?post)(?:adress\w*|(?=\W*\Z))|öppettider)\b
    | \bvad\s+(?:är|har)\b.*\b(?:mejl|mejlen|mail|mailen|e-posten?)\b
    | \bvad\s+heter\b.*(?:\b{_OURS}\b|\b{_PLACE})
    | ^\W*(?:har|finns\s+det)\b.*\b{_PLACE} | ^\W*har\s+(?-i:[A-ZÅÄÖ][a-zåäö]{{2,}})\b
    | \bhur\s+(?:många|mycket|stor)\b.*\b(?:vi\s+hade|hade\s+vi|har\s+vi|hos\s+oss|i\s+{_OURS})\b
    """,
    re.IGNORECASE | re.VERBOSE,
)

# Who asks what the sources say does not ask what the municipality has decided.
_ACCORDING = re.compile(
    r"\benligt\s+(?:lagen|brå|handboken|regeringen|nod)\b|\brelevanta\s+aktörer\b", re.IGNORECASE
)

_INDIVIDUAL = re.compile(
    r"""
    \b(?:min|mitt|mina|vår|en)\s+(?:granne\w*|elev\w*|son|dotter|klient\w*|spelare|kollega\w*|kompis\w*)\b
      .*\b(?:heter|har|är|blev|gjort|dömd|misstänk\w*|uppgift\w*)\b
    | \b(?:om|för|kring|på)\s+(?-i:[A-ZÅÄÖ][a-zåäö]+(?:\s[A-ZÅÄÖ][a-zåäö]+)?)\s*
      (?:,|som|när|i\s+klass|\d{1,2}\s+år|\?|$)
    | \b(?:heter|namnet)\s+(?-i:[A-ZÅÄÖ][a-zåäö]+)
    """,
    re.IGNORECASE | re.VERBOSE,
)

_CAPITALISED = re.compile(r"\b[A-ZÅÄÖ][a-zåäöé]+\b")
_CONTENT_WORD = re.compile(r"[a-zåäöéü]{2,}", re.IGNORECASE)

Refusal = tuple[AnswerStatus, Reason]


def check_question(question: Question, known_names: frozenset[str]) -> Refusal | None:
    """The status with which the question ends before any search, or None.

    ``known_names`` are words with a capital in the sources (authorities, methods), in lower case.
    """
    turns = (text for turn in question.history for text in (turn.question, turn.answer))
    said = "\n".join((question.text, *turns))
    if find_personal_numbers(said):
        return AnswerStatus.BLOCKED_PERSONAL_DATA, Reason.PERSONAL_IDENTITY_NUMBER
    if is_acute(question.text):
        return AnswerStatus.OUT_OF_SCOPE, Reason.ACUTE
    if not _CONTENT_WORD.search(question.text) and "§" not in question.text:
        return AnswerStatus.NEEDS_CLARIFICATION, Reason.AMBIGUOUS
    if _asks_for_local_facts(question.text, known_names):
        return AnswerStatus.NO_GUIDANCE_FOUND, Reason.NEEDS_LOCAL_FACTS
    return None


def is_individual_case(text: str, known_names: frozenset[str]) -> bool:
    """Whether the question is about one person; for ``known_names`` see check_question."""
    match = _INDIVIDUAL.search(text)
    if match is not None and _is_unknown(match.group(), known_names):
        return True
    names = (name.lower() for name in _CAPITALISED.findall(text))
    return any(
        name in GIVEN_NAMES or name.removesuffix("s") in GIVEN_NAMES
        for name in names
        if name.removesuffix("s") not in known_names
    )


def _asks_for_local_facts(text: str, known_names: frozenset[str]) -> bool:
    match = _LOCAL.search(text)
    if match is None or _ACCORDING.search(text):
        return False
    return _is_unknown(match.group(), known_names)


def _is_unknown(words: str, known_names: frozenset[str]) -> bool:
    """Whether ``words`` hold no name, or one that the sources don't have."""
    names = re.findall(r"\b[A-ZÅÄÖ][a-zåäö]+\b", words[1:])
    return not names or any(name.lower().removesuffix("s") not in known_names for name in names)
