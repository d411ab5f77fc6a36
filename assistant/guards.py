"""What is decided from the question alone, before anything is searched.

Personal identity numbers come first: such a question reaches neither index, log nor model.
"""

import re

from assistant.conversation import AnswerStatus, Question, Reason
from assistant.given_names import GIVEN_NAMES
from assistant.personal_data import find_personal_numbers

# Danger now. A false alarm costs a person one more question; a miss may cost a life.
_NOW = (
    r"(?:just\s+nu|här\s+nu|pågår\s+nu|nu(?=\s*(?:[!?.,]|$))|ikväll|i\s+natt|håller\s+på\s+att"
    r"|utanför|hjälp(?!\s+(?:med|att|till|av|från)\b))"
)
_VIOLENCE = (
    r"(?:slår|slåss|slagsmål|bråkar|skjuter|skjuten|skjutit|skottlossning|knivhugg\w*|knivskär\w*"
    r"|knivskuren|knivar?|pistol|vapen|hotar|misshandlar|misshandlas|rånar|rånas|blöder|brinner"
    r"|bryt(?:er|a)\s+sig\s+in|inbrottstjuv\w*)"
)
_ACUTE = re.compile(
    rf"""
    \b(?:ring(?:er|a)?\s+(?:112|polis\w*|ambulans\w*)|larma\w*\s+(?:112|polis\w*))\b
    | \b{_NOW}.*\b{_VIOLENCE}\b | \b{_VIOLENCE}\b.*\b{_NOW}
    | \b(?:hotar|slår|jagar|följer|misshandlar|rånar)\s+(?:mig|oss|honom|henne)\b
    | \b(?:någon|nån|de|han|hon|dom|killen|mannen)\s+
      (?:skjuter|slåss|slår|rånar|bryter\s+sig|hotar|har\s+(?:en\s+)?(?:kniv|pistol|vapen)|bråkar\s+med)\b
    | \bpågår\s+(?:ett|en)\s+(?:rån|slagsmål|skottlossning|inbrott|misshandel|bråk)\b
    | \bjag\s+vill\s+dö\b | \bkill\s+(?:myself|himself|herself)\b | \bsuicid\w*\s+(?:now|tonight)\b
    | \b(?:someone|somebody|they|he)\s+(?:is|are)\s+(?:shooting|stabbing|fighting|attacking)\b
    | \b(?:jag|hon|han|någon|nån)\s+(?:är|blir|har\s+blivit)\s+
      (?:hotad|slagen|misshandlad|förföljd|skjuten|skadad|knivskuren|rånad)\b
    # Somebody is under threat now: those near to a person write of him, not of themselves.
    | \b(?:är|blir|blev|blivit)\s+hotad(?:e|a)?\b
      .*\b(?:just\s+nu|nu|hjälp|till\s+livet|i\s+natt|ikväll)\b(?!\s+(?:med|att|till|av|från)\b)
    | \b(?:vi|jag|min\s+\w+|våra?\s+\w+)\s+(?:är|blir)\s+
      (?:jagad|förföljd|misshandlad|slagen)(?:e|a)?\b.*\b(?:nu|hjälp)\b
    | \b(?:det|huset|lokalen|bilen|skolan)\s+brinner\b
    | \b(?:orkar\s+inte|inte\s+orkar|vill\s+inte|inte\s+vill)\s+leva\b
    | \bta(?:r)?\s+(?:sitt|mitt|livet\s+av)\b.*\b(?:liv|sig|mig)\b
    | \bsjälvmord\b.*\b(?:ikväll|nu)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)

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
    if _ACUTE.search(question.text):
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
