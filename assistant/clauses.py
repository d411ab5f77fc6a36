"""What a sentence says in its small words: who must, who may, who need not.

Part of the verifier's guard words (figures: mentions.py; negation: denial.py). A sentence is cut
into clauses, and a clause into units that each stand under one modal verb, so that a statement can
be compared with that part of its quote which speaks of the same thing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.guard_words import (
    ASKING,
    BINDS_SUBJECT,
    DEMANDING,
    IN_CHARGE,
    JOINERS,
    NEGATIONS,
    SHALL,
    SUBORDINATORS,
    Grade,
    own_grade,
    stems_of,
    tokens_of,
)
from assistant.subjects import subjects_of
from assistant.verbs import governed_verb
from corpus.sentences import sentence_spans


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """The part of a clause under one modal verb.

    Its grade, content stems, who is bound, the key of the verb that is governed (verbs.py), and
    its words, whether it is a question within the sentence ("hur ofta rådet ska träffas"), and
    whether it tells a purpose ("för att arbetet ska bli bättre").
    """

    grade: Grade
    stems: frozenset[str]
    subjects: frozenset[str]
    verb: str | None = None
    words: frozenset[str] = frozenset()
    asked: bool = False
    purpose: bool = False

    @property
    def asks(self) -> bool:
        """Whether there is a question within it, under its modal verb or not."""
        return bool(self.words & ASKING)


_CLAUSE = re.compile(r";|:\s|,\s+(?:och|dels)\b|(?:,|\s)\s*\b(?:men|medan|samtidigt som)\b")
# Phrases that bind or allow as the verb beside them does.
_PHRASES = (
    (
        re.compile(
            r"\b(?:har|ha|hade|bär) (?:enligt (?:[^\s,.;]+ ){1,3}?)?(?:det )?ansvar(?:et)?\b"
        ),
        "ansvarar",
    ),
    (re.compile(r"\b(?:är|var|blir|vara) ansvarig(?:a|t)? för\b"), "ansvarar för"),
    (re.compile(r"\bansvaret för\b"), "ansvarar för"),
    (re.compile(r"\b(?:hör|hörde) (?:det )?(?:även |också )?till (?:\S+ )?uppgift\w*"), "ska"),
    (
        re.compile(
            r"\b(?:har|hade|fick|får) (?:[^\s,.;]+ ){0,3}?(?:i|till) (?:uppdrag|uppgift) att\b"
        ),
        "ska",
    ),
    (re.compile(r"\b(?:har|ha|hade|får|ger) (?:\S+ )?(?:rätt|möjlighet(?:er)?) att\b"), "får"),
    (re.compile(r"\b(?:rätt|möjlighet(?:er)?) att\b"), "får"),
    (
        re.compile(
            r"\b(?:går|gick)\b((?: (?!(?:till|ut|åt|på|för|med)\b)[^\s,.;]+){0,8}?)( inte)? att\b"
        ),
        r"kan\1\2",
    ),
    (
        re.compile(
            r"\b(?:uppgift|uppdrag|skyldighet)(?:en|et|er|erna)? (?:är|var)(?: \S+){0,2}? att\b"
        ),
        "ska",
    ),
    (re.compile(r"\b(?:har|hade) som uppgift att\b"), "ska"),
    (re.compile(r"\brekommendation(?:en|er)? (?:är|till \S+ är)? ?att\b"), "bör"),
    (
        re.compile(r"\b(?:ett )?(?:av )?villkor(?:et|en)? för ([^.;]*?) är att\b"),
        r"för \1 krävs att",
    ),
    (re.compile(r"\bdet är (inte )?fritt fram att\b"), r"får \1"),
)
# A negation with a capital within a sentence begins a name: "i Inget att vänta på".
_NAME = re.compile(r"(?<=[a-zåäö\d,] )(?:Inget|Ingen|Inga|Inte)\b")
_SUITABLE = re.compile(
    r"så långt (?:det|som|detta)?\s?(?:är )?(?:lämplig|möjlig)"
    r"|i den (?:utsträckning|mån|omfattning)|om möjligt"
    r"|(?:om|när|där|så länge) det (?:är lämplig|inte är olämplig|passar)"
)
_NOT_BEFORE = re.compile(
    r"\bförrän\b|\bförst (?:den|från|efter|i|år|\d)|\bdessförinnan\b|\banstånd"
)
_PROPOSED = re.compile(r"föresl|förslag|remiss|prop\.|aviser|tänkt")
_STRIVING = frozenset("verk arbet sträv försök eftersträv".split())  # keys of verbs
_KEPT = 64  # texts whose parts are at hand: each check of one pair asks for the same
_DEMAND = frozenset("krav kravet kraven".split())
_MEETS = ("uppfyll", "klara", "möt")
_WAY_TO_PURPOSE = 8  # words back from a modal verb to its "för att"
_EFFORTS = ("arbete", "arbetet", "projekt", "projektet", "insats", "insatser", "satsning")
_FOR = ("verka", "arbeta", "sträva", "ansvar", "svara", "skyldig", "villkor", "krav")
_WAY_TO_NEGATION = 9  # words after a modal verb in which "inte" still denies it
_LEAST_PLAIN_UNIT = 3  # content words before a modal verb that make a unit of their own


@lru_cache(maxsize=_KEPT)
def clauses(text: str) -> tuple[str, ...]:
    """``text`` cut at sentence ends, semicolons and words of contrast, in lower case."""
    named = _NAME.sub("namnet", text)
    sentences = (_plain_verbs(named[start:end].lower()) for start, end in sentence_spans(named))
    pieces = (piece.strip() for sentence in sentences for piece in _CLAUSE.split(sentence))
    return tuple(piece for piece in pieces if piece)


def _plain_verbs(sentence: str) -> str:
    for phrase, verb in _PHRASES:
        sentence = phrase.sub(verb, sentence)
    return sentence


@lru_cache(maxsize=_KEPT)
def units(text: str) -> tuple[Unit, ...]:
    """The units of ``text`` in reading order."""
    return tuple(unit for clause in clauses(text) for unit in _units_of_clause(clause))


def _units_of_clause(clause: str) -> Iterator[Unit]:
    tokens = tokens_of(clause)
    words = [word for word in tokens if word != ","]
    # How many words stand before each comma: there the reach of "inte" ends.
    commas = {at - n for n, at in enumerate(i for i, t in enumerate(tokens) if t == ",")}
    marks = [place for place in range(len(words)) if _is_modal(words, place)]
    if not marks:
        yield _unit(Grade.PLAIN, words, frozenset())
        return
    starts = [_start_of_unit(words, place) for place in marks]
    before = _unit(Grade.PLAIN, words[: starts[0]], frozenset())
    if len(before.stems) < _LEAST_PLAIN_UNIT:  # "Det är rektorn som ska …" is one unit
        starts[0] = 0
    else:
        yield before
    for mark, start, stop in zip(marks, starts, [*starts[1:], len(words)], strict=True):
        cut = next((at for at in range(mark + 1, len(words)) if at in commas), len(words))
        grade = _grade(clause, words[:cut], mark)
        governed = governed_verb(words[mark + 1 : next((m for m in marks if m > mark), None)])
        inside = words[start : max(stop, mark + 1)]
        asked = bool({*words[max(mark - 4, 0) : mark]} & (ASKING | {"vad"}))
        unit = _unit(grade, inside, subjects_of(words, mark), governed)
        yield replace(unit, asked=asked, purpose=_is_purpose(words[:mark]))


def _is_purpose(before: Sequence[str]) -> bool:
    """Whether the words before a modal verb begin a clause of purpose, which binds nobody."""
    if before[-1:] == ["som"] and before[-2:-1] and before[-2].endswith(_EFFORTS):
        return True  # "ett arbete som ska stärka"
    near = before[-_WAY_TO_PURPOSE:]
    place = max((at for at, word in enumerate(near) if word == "att"), default=0)
    if place < 1 or near[place - 1] not in {"för", "till"}:
        return False
    return place < 2 or not near[place - 2].startswith(_FOR)


def _is_modal(words: Sequence[str], place: int) -> bool:
    """Whether the word at ``place`` binds; "får" and "behöver" do so only before a verb."""
    word = words[place]
    after = words[place + 1 :]
    if word in {"får", "fick"}:
        return governed_verb(_until_next_clause(after)) is not None
    if word in {"behöver", "behövde"}:
        needed = governed_verb(_until_next_clause(after)) is None
        return not needed or bool(NEGATIONS & set(after[:3]))
    if word in _DEMAND and words[place - 1].startswith(_MEETS):  # "uppfylla kravet"
        return False
    return own_grade(word) is not None


def _until_next_clause(words: Sequence[str]) -> Sequence[str]:
    stop = next((at for at, word in enumerate(words) if word in {"att", "som"}), len(words))
    return words[:stop]


def _unit(
    grade: Grade, words: Sequence[str], subjects: frozenset[str], verb: str | None = None
) -> Unit:
    content = frozenset[str]().union(*(stems_of(word) for word in words))
    return Unit(grade=grade, stems=content, subjects=subjects, verb=verb, words=frozenset(words))


def _start_of_unit(words: Sequence[str], mark: int) -> int:
    """A unit begins at the subordinator just before its verb, else where the clause does."""
    if mark and words[mark - 1] in JOINERS:
        return mark - 1
    earlier = [place for place in range(mark) if own_grade(words[place]) is not None]
    for place in range(max(earlier, default=0), mark):  # "vilken A och vilken B som … ska …"
        if words[place] in ASKING:
            return place
    for place in range(mark - 1, max(mark - 5, 0), -1):
        if words[place] in SUBORDINATORS:
            return place
    return mark if earlier else 0


def _grade(clause: str, words: Sequence[str], mark: int) -> Grade:
    grade = own_grade(words[mark]) or Grade.PLAIN
    if _is_denied(words, mark):
        return _denied(grade, words[mark], clause)
    if words[mark] == "skulle" and _PROPOSED.search(clause):
        return Grade.WOULD
    if grade is Grade.DUTY and governed_verb(words[mark + 1 :]) in _STRIVING:
        return Grade.STRIVE
    if grade is Grade.DUTY and _SUITABLE.search(clause):
        return Grade.DUTY_IF_SUITABLE
    if grade is Grade.DUTY and _NOT_BEFORE.search(clause) and words[mark] not in IN_CHARGE:
        return Grade.NOT_BEFORE
    return grade


def _denied(grade: Grade, word: str, clause: str) -> Grade:
    if grade in {Grade.MAY, Grade.CAN}:
        return Grade.CANNOT if grade is Grade.CAN else Grade.MUST_NOT
    if grade is Grade.SHOULD:
        return Grade.SHOULD_NOT
    if grade not in {Grade.DUTY, Grade.NEED}:
        return grade
    if _NOT_BEFORE.search(clause):
        return Grade.NOT_BEFORE
    return Grade.SHALL_NOT if word in SHALL else Grade.NO_DUTY


def _is_denied(words: Sequence[str], mark: int) -> bool:
    """Whether a negation stands at the verb, before its infinitive, or with its subject."""
    denying = NEGATIONS - {"utan", "saknas", "saknar", "undantagna", "undantagen"}
    way = _WAY_TO_NEGATION if words[mark] in BINDS_SUBJECT | DEMANDING | _DEMAND else 3
    after = words[mark + 1 : mark + way]
    stop = next((at for at, word in enumerate(after) if _ends_reach(word)), len(after))
    beside = words[mark + 1 : mark + 3] if after[:1] != ["att"] else ()
    around = {*words[max(mark - 1, 0) : mark], *beside, *after[:stop]}
    subject = set() if any(own_grade(word) for word in words[:mark]) else set(words[:2])
    return bool(around & denying or subject & {"ingen", "inget", "inga", "varken"})


def _ends_reach(word: str) -> bool:
    return word in SUBORDINATORS or own_grade(word) is not None or governed_verb([word]) is not None
