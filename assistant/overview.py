"""Whether everything is asked for at once: "ge mig en checklista på allt kommunen ska göra".

No single place of the sources is about "everything", so such a question lies near none of them.
What the law demands in short is one place, and the page of obligations has the whole list: the
question is looked up as the one that the place answers.
"""

import re
from dataclasses import replace

from assistant.conversation import Question

EVERYTHING = "Vad kräver lagen av kommunen?"

_LISTED = re.compile(
    r"""
    check-?list\w* | (?:göra-?)?list(?:a|an|or|orna)? | översikt\w* | överblick\w* | förteckning\w*
    | samman(?:fatt|ställ)\w* | tids?linje\w* | tids?plan\w* | kalender\w* | overview | summar\w+
    | timeline
    """,
    re.IGNORECASE | re.VERBOSE,
)
_DUTY = re.compile(
    r"""
    (?:lag)?krav(?:en)? | skyldig(?:a|het\w*) | plikt\w* | åligg\w+ | förplikt\w+ | måsten(?:a)?
    | datum(?:en)? | tids(?:frist|gräns)\w* | deadlines? | obligations? | duties | requirements?
    | dates
    """,
    re.IGNORECASE | re.VERBOSE,
)
_ALL = frozenset("alla allt allting samtliga varenda all everything every".split())
_BOUND = frozenset(
    "måste ska skall behöver kräver krävs kräva must should has have required".split()
)
# How such a request is wrapped, and who is asked about. Any other word may be a subject of its own.
_REST = frozenset(
    """
    ge mig mej oss vi våra vårt ni du dej man en ett kommun kommunen kommuner kommunerna kommunens
    lag lagen lagens enligt i av på över med för som om att till från här nu vad va vilka vilken är
    e finns det har kan ställs ställer gäller göra gör gjort ha hålla håller få vill visa behövs
    snälla tack hej kort snabbt bara egentligen ny nya och sen helt 2023 196 sfs
    give me us we our you a the municipality municipalities law act of for in under to by that what
    which are is there can could do done keep want show need please and
    """.split()
)
_ASKED = re.compile(r"^\W*(?:\w+\W+){0,5}?(?:vad|va|vilka|what|which)\b")
_WORD = re.compile(r"\w+(?:-\w+)*")


def asks_for_everything(text: str, *, in_talk: bool = False) -> bool:
    """Whether ``text`` wants all that a municipality must do, and names nothing else.

    In mid-talk "vad måste vi göra?" is about what was said before, unless all is said to be meant.
    """
    words = set(_WORD.findall(text.lower()))
    lists = {word for word in words if _LISTED.fullmatch(word)}
    duties = {word for word in words if _DUTY.fullmatch(word)}
    if words - lists - duties - _ALL - _BOUND - _REST:
        return False
    asked = _ASKED.search(text.lower()) is not None and not in_talk
    return bool(duties or words & _BOUND) and bool(lists or words & _ALL or asked)


def of_everything(question: Question) -> Question:
    """The question as it is looked up: one about everything is about what the law demands."""
    if not asks_for_everything(question.text, in_talk=bool(question.history)):
        return question
    return replace(question, text=EVERYTHING, history=())
