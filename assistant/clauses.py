"""What a sentence says in its small words: who must, who may, who need not.

Part of the verifier's guard words (figures: mentions.py; negation: denial.py). A sentence is cut
into clauses, and a clause into units that each stand under one modal verb, so that a statement can
be compared with that part of its quote which speaks of the same thing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from assistant.bodies import body_of
from corpus.lexical import swedish_terms
from corpus.sentences import sentence_spans


class Grade(StrEnum):
    """How binding a clause is; none of these may pass for another."""

    PLAIN = "plain"
    DUTY = "ska"
    DUTY_IF_SUITABLE = "ska om lämpligt"
    STRIVE = "ska verka för"
    NEED = "behöver"
    SHOULD = "bör"
    MAY = "får"
    SHALL_NOT = "ska inte"
    SHOULD_NOT = "bör inte"
    CANNOT = "kan inte"
    MUST_NOT = "får inte"
    NO_DUTY = "behöver inte"
    NOT_BEFORE = "behöver inte förrän"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """The part of a clause under one modal verb: its grade, content stems and who is bound."""

    grade: Grade
    stems: frozenset[str]
    subject: str | None


NEGATIONS = frozenset(
    [
        "inte",
        "ej",
        "icke",
        "varken",
        "inga",
        "ingen",
        "inget",
        "ingenting",
        "ingens",
        "aldrig",
        "saknar",
        "saknas",
        "saknade",
        "utan",
        "knappast",
        "ingalunda",
    ]
)
_SHALL = frozenset(["ska", "skall", "skulle"])
_OUGHT = frozenset(
    [
        "måste",
        "krävs",
        "krävdes",
        "kräver",
        "krävde",
        "krav",
        "kravet",
        "kraven",
        "tvingar",
        "tvingas",
        "plikt",
    ]
)
_OUGHT_STEMS = ("skyldig", "obligatorisk", "plikt", "åligg", "förpliktig", "förpliktad")
_IN_CHARGE = frozenset(["ansvarar", "ansvarade"])
_NEED = frozenset(["behöver", "behövde", "behövs", "behövdes"])
_SHOULD = frozenset(
    ["bör", "borde", "rekommenderas", "rekommenderar", "rekommenderade", "råder", "uppmanas"]
)
_MAY = frozenset(
    [
        "får",
        "fick",
        "kan",
        "kunde",
        "tillåter",
        "tillåts",
        "tillåtet",
        "tillåten",
        "tillåtna",
        "möjlighet",
    ]
)
_BINDS_SUBJECT = (
    _SHALL
    | _IN_CHARGE
    | frozenset(["måste", "behöver", "behövde", "bör", "borde", "får", "fick", "kan", "kunde"])
)
_FORBIDDEN = ("förbjud", "förbud")
_CAN = frozenset("kan kunde möjlighet".split())
_FREE = frozenset(["frivilligt", "frivillig", "frivilliga", "slipper", "slapp"])

_CLAUSE = re.compile(r";|,\s+och\b|(?:,|\s)\s*\b(?:men|medan|dock|däremot|samtidigt som)\b")
# Phrases that bind or allow as the verb beside them does.
_PHRASES = (
    (re.compile(r"\b(?:har|ha|hade|bär) (?:det )?ansvar(?:et)?\b"), "ansvarar"),
    (re.compile(r"\bansvarig(?:a|t)? för\b"), "ansvarar för"),
    (re.compile(r"\b(?:har )?(?:rätt|möjlighet(?:er)?) att\b"), "får"),
    (re.compile(r"\bfår (?=(?:ett|eget|egen|sitt|sin|sina|stöd|hjälp|bidrag|del)\b)"), "ges "),
)
_TOKEN = re.compile(r"[^\W_]+(?:[-:][^\W_]+)*|,")
_SUITABLE = re.compile(
    r"så långt (?:det|som|detta)?\s?(?:är )?(?:lämplig|möjlig)"
    r"|i den (?:utsträckning|mån|omfattning)|om möjligt"
    r"|(?:om|när|där) det (?:är lämplig|inte är olämplig|passar)"
)
_NOT_BEFORE = re.compile(
    r"\bförrän\b|\bförst (?:den|från|efter|i|år|\d)|\bdessförinnan\b|\banstånd"
)
_STRIVING = re.compile(r"^(?:\S+\s+){0,3}?(?:verka|arbeta|sträva|försöka|eftersträva)\b")
_SUBORDINATORS = frozenset(
    ["som", "att", "om", "när", "där", "eftersom", "vad", "vilka", "vilken", "vilket", "vem", "hur"]
)
ASKING = frozenset("vilka vilken vilket vem hur".split())
# Words for a source of rules: they say where something stands, not what it is about.
_SOURCE_WORDS = frozenset(
    "lag lagen lagens paragraf paragrafen bestämmelse bestämmelsen förordning förordningen".split()
)
_LEAST_PLAIN_UNIT = 3  # content words before a modal verb that make a unit of their own
_JOINERS = frozenset(["och", "eller", "samt"])


def clauses(text: str) -> tuple[str, ...]:
    """``text`` cut at sentence ends, semicolons and words of contrast, in lower case."""
    sentences = (_plain_verbs(text[start:end].lower()) for start, end in sentence_spans(text))
    pieces = (piece.strip() for sentence in sentences for piece in _CLAUSE.split(sentence))
    return tuple(piece for piece in pieces if piece)


def _plain_verbs(sentence: str) -> str:
    for phrase, verb in _PHRASES:
        sentence = phrase.sub(verb, sentence)
    return sentence


def tokens_of(text: str) -> list[str]:
    """The words of ``text``, which is in lower case, and its commas."""
    return _TOKEN.findall(text)


@lru_cache(maxsize=20_000)
def stems_of(word: str) -> frozenset[str]:
    """The folded stems of one word; none for function words, guard words and figures."""
    if _is_guard_word(word):
        return frozenset()
    return frozenset(s for s in swedish_terms(word) if s.isalpha() and len(s) > 1)


def stems(text: str) -> frozenset[str]:
    """The content stems of ``text``."""
    return frozenset[str]().union(*(stems_of(word) for word in tokens_of(text.lower())))


def units(text: str) -> tuple[Unit, ...]:
    """The units of ``text`` in reading order."""
    return tuple(unit for clause in clauses(text) for unit in _units_of_clause(clause))


def surroundings(text: str, start: int, end: int) -> frozenset[str]:
    """The content stems among the six words before ``start`` and the six after ``end``."""
    before, after = tokens_of(text[:start].lower()), tokens_of(text[end:].lower())
    return frozenset[str]().union(*(stems_of(word) for word in [*before[-6:], *after[:6]]))


def _is_guard_word(word: str) -> bool:
    return word in NEGATIONS | _SOURCE_WORDS or own_grade(word) is not None


@lru_cache(maxsize=20_000)
def own_grade(word: str) -> Grade | None:
    """The grade of a word by itself, before negations and conditions around it."""
    for words, grade in (
        (_SHALL | _OUGHT | _IN_CHARGE, Grade.DUTY),
        (_NEED, Grade.NEED),
        (_SHOULD, Grade.SHOULD),
        (_MAY, Grade.MAY),
        (_FREE, Grade.NO_DUTY),
    ):
        if word in words:
            return grade
    if word.startswith(_OUGHT_STEMS):
        return Grade.DUTY
    return Grade.MUST_NOT if word.startswith(_FORBIDDEN) else None


def _units_of_clause(clause: str) -> Iterator[Unit]:
    words = [word for word in tokens_of(clause) if word != ","]
    marks = [place for place, word in enumerate(words) if own_grade(word) is not None]
    if not marks:
        yield _unit(Grade.PLAIN, words, None)
        return
    starts = [_start_of_unit(words, place) for place in marks]
    before = _unit(Grade.PLAIN, words[: starts[0]], None)
    if len(before.stems) < _LEAST_PLAIN_UNIT:  # "Det är rektorn som ska …" is one unit
        starts[0] = 0
    else:
        yield before
    for mark, start, stop in zip(marks, starts, [*starts[1:], len(words)], strict=True):
        grade = _grade(clause, words, mark)
        yield _unit(grade, words[start : max(stop, mark + 1)], _subject(words, mark))


def _unit(grade: Grade, words: Sequence[str], subject: str | None) -> Unit:
    content = frozenset[str]().union(*(stems_of(word) for word in words))
    return Unit(grade=grade, stems=content, subject=subject)


def _start_of_unit(words: Sequence[str], mark: int) -> int:
    """A unit begins at the subordinator just before its verb, else where the clause does."""
    if mark and words[mark - 1] in _JOINERS:
        return mark - 1
    earlier = [place for place in range(mark) if own_grade(words[place]) is not None]
    for place in range(max(earlier, default=0), mark):  # "vilken A och vilken B som … ska …"
        if words[place] in ASKING:
            return place
    for place in range(mark - 1, max(mark - 5, 0), -1):
        if words[place] in _SUBORDINATORS:
            return place
    return mark if earlier else 0


def _grade(clause: str, words: Sequence[str], mark: int) -> Grade:
    grade = own_grade(words[mark]) or Grade.PLAIN
    if _is_denied(words, mark):
        return _denied(grade, words[mark], clause)
    if grade is Grade.DUTY and _STRIVING.match(" ".join(words[mark + 1 :])):
        return Grade.STRIVE
    if grade is Grade.DUTY and _SUITABLE.search(clause):
        return Grade.DUTY_IF_SUITABLE
    if grade is Grade.DUTY and _NOT_BEFORE.search(clause) and words[mark] not in _IN_CHARGE:
        return Grade.NOT_BEFORE
    return grade


def _denied(grade: Grade, word: str, clause: str) -> Grade:
    if grade is Grade.MAY:
        return Grade.CANNOT if word in _CAN else Grade.MUST_NOT
    if grade is Grade.SHOULD:
        return Grade.SHOULD_NOT
    if grade not in {Grade.DUTY, Grade.NEED}:
        return grade
    if _NOT_BEFORE.search(clause):
        return Grade.NOT_BEFORE
    return Grade.SHALL_NOT if word in _SHALL else Grade.NO_DUTY


def _is_denied(words: Sequence[str], mark: int) -> bool:
    """Whether a negation stands at the verb: two words before a noun, or up to two after it."""
    around = [*words[max(mark - 1, 0) : mark], *words[mark + 1 : mark + 3]]
    return any(word in NEGATIONS - {"utan", "saknas", "saknar"} for word in around)


def _subject(words: Sequence[str], mark: int) -> str | None:
    """The body that the modal verb binds: the word before it, or after it in inverted order."""
    if words[mark] not in _BINDS_SUBJECT:
        return None
    neighbours = [*words[max(mark - 1, 0) : mark], *words[mark + 1 : mark + 2]]
    bodies = (body_of(word) for word in neighbours if not word.endswith(("ns", "as", "rs", "ås")))
    return next((body for body in bodies if body is not None), None)
