"""A message → the questions in it: "Vad är EST, och får vi skriva namn?" asks two things.

People tell a story first and ask last, or ask twice in one breath. Each question is answered on its
own; what is told beside them is kept as the ground that they stand on.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

MOST_PARTS = 3
_SENTENCE = re.compile(r"[^.?!\n]+(?:\.(?=\S)[^.?!\n]*)*[.?!]*")

_QUESTION_WORD = (
    r"(?:vad|vem|vems|vilk(?:en|et|a)|när|nar|hur|var|vart|varför|varfor"
    r"|who|what|when|how|which|where|why)"
)
_VERB = (
    r"(?:måste|maste|ska|skall|kan|får|far|bör|bor|behöver|behover|räcker|racker|gäller|galler|är"
    r"|ar|har|finns|krävs|kravs|blir|går|gar|stämmer|stammer|betyder|omfattas|must|can|may|do|does|is|are|should)"
)
_SUBJECT = (
    r"(?:vi|ni|man|jag|du|de|dom|det|den|en|ett|vår|våra|kommun\w*|förening\w*|polis\w*|region\w*|någon"
    r"|nån|alla|i|we|the|it|they|you|an|a|there|[a-zåäö]{3,}(?:en|et|an|na))"
)
_ASKS = re.compile(
    rf"^\W*(?:(?:och|men|så|eller|and|but|or|så|alltså|då|hej)\b[\s,]*)*"
    rf"(?:(?:i|till|på|från|av|för|inom|enligt|med|sedan|om)\s+)?(?:{_QUESTION_WORD}\b|{_VERB}\s+\w)"
    rf"|\b(?:undrar|vet\s+(?:du|ni)|fråga(?:r)?)\b",
    re.IGNORECASE,
)
# A second question in one sentence begins with a question word, or with a verb before its subject.
_NEXT = re.compile(
    rf"""
    \s*(?:,\s*(?:och|men|samt|eller|and|but|or)?|\s(?:och|samt|men|and|but)|\s[–-])\s+
    (?={_QUESTION_WORD}\s+\w | (?:varför|varfor|när|why|when)\W*$
      | (?:i|till|på|från|av|för|inom)\s+(?:vad|vem|vilk\w+)\b
      | {_VERB}\s+{_SUBJECT}\b)
    """,
    re.IGNORECASE | re.VERBOSE,
)
# "När skolan rekryterar, är det …": a clause of time or condition, subject before verb.
_CLAUSE = re.compile(
    rf"^\W*(?:när|nar|om|eftersom|ifall|when|if)\s+(?:{_SUBJECT}|[a-zåäö]+(?:en|et|an|na))\b",
    re.IGNORECASE,
)
_TAG = re.compile(
    r"^\W*(?:eller\s+hur|eller|va|inte\s+sant|stämmer\s+det|right)\W*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """The questions of a message in order, and what it tells beside them (often nothing)."""

    questions: tuple[str, ...]
    told: str = ""


def read_message(text: str) -> Message:
    """The questions in ``text``; at least one, the whole text where nothing in it asks."""
    sentences = [sentence.strip() for sentence in _SENTENCE.findall(text) if sentence.strip()]
    asking = [sentence for sentence in sentences if _is_question(sentence)]
    questions = [part for sentence in asking for part in _split(sentence)]
    if not questions or len(questions) > MOST_PARTS:
        return Message(questions=(text,))
    told = " ".join(sentence for sentence in sentences if sentence not in asking)
    return Message(questions=tuple(questions), told=told)


def _is_question(sentence: str) -> bool:
    if _TAG.match(sentence):
        return False
    return sentence.endswith("?") or _ASKS.search(sentence) is not None


def _split(sentence: str) -> Iterator[str]:
    """The questions of one sentence; a piece that is no question stays with the one before."""
    start = 0
    for match in _NEXT.finditer(sentence):
        before = sentence[start : match.start()]
        if _ASKS.search(before) and len(before.split()) > 1 and not _CLAUSE.search(before):
            yield before.strip()
            start = match.end()
    yield sentence[start:].strip()
