"""The verifier's vocabulary: which words bind, deny or ask, and which ones carry the content."""

import re
from enum import StrEnum
from functools import lru_cache

from corpus.lexical import swedish_terms


class Grade(StrEnum):
    """How binding a clause is; none of these may pass for another."""

    PLAIN = "plain"
    DUTY = "ska"
    DUTY_IF_SUITABLE = "ska om lämpligt"
    STRIVE = "ska verka för"
    NEED = "behöver"
    SHOULD = "bör"
    MAY = "får"
    CAN = "kan"
    WOULD = "skulle enligt förslag"
    SHALL_NOT = "ska inte"
    SHOULD_NOT = "bör inte"
    CANNOT = "kan inte"
    MUST_NOT = "får inte"
    NO_DUTY = "behöver inte"
    NOT_BEFORE = "behöver inte förrän"


NEGATIONS = frozenset(
    """inte ej icke varken inga ingen inget ingenting ingens aldrig saknar saknas saknade utan
    knappast ingalunda undantagna undantagen slipper slapp utanför""".split()
)
SHALL = frozenset("ska skall skulle".split())
IN_CHARGE = frozenset("ansvarar ansvarade".split())
DEMANDING = frozenset("krävs krävdes kräver krävde behövs behövdes tvingar tvingas".split())
BINDS_SUBJECT = (
    SHALL | IN_CHARGE | frozenset("måste behöver behövde bör borde får fick kan kunde".split())
)
_OUGHT = frozenset(
    """måste krävs krävdes kräver krävde krav kravet kraven tvingar tvingas plikt tvungen
    tvunget tvungna förutsätter förutsätts""".split()
)
_OUGHT_STEMS = ("obligatorisk", "plikt", "åligg", "förpliktig", "förpliktad")
_NEED = frozenset("behöver behövde behövs behövdes".split())
_SHOULD = frozenset("bör borde rekommenderas rekommenderar rekommenderade råder uppmanas".split())
_MAY = frozenset("får fick tillåter tillåts tillåtet tillåten tillåtna".split())
_CAN = frozenset("kan kunde möjlighet".split())
_FREE = frozenset("frivilligt frivillig frivilliga slipper slapp".split())
_FORBIDDEN = ("förbjud", "förbud")

SUBORDINATORS = frozenset("som att om när där eftersom vad vilka vilken vilket vem hur".split())
ASKING = frozenset("vilka vilken vilket vem hur".split())
JOINERS = frozenset("och eller samt".split())
# Words for a source of rules: they say where something stands, not what it is about.
_SOURCE_WORDS = frozenset(
    """regel regeln regler reglerna lag lagen lagens paragraf paragrafen bestämmelse bestämmelsen
    förordning förordningen""".split()
)
_FILLERS = frozenset(
    """bara endast enbart eftersom annars därför också även dessutom alltså enligt bland exempel
    exempelvis andra annan annat igenom fram""".split()
)
_TOKEN = re.compile(r"[^\W_]+(?:[-:][^\W_]+)*|,")


def tokens_of(text: str) -> list[str]:
    """The words of ``text``, which is in lower case, and its commas."""
    return _TOKEN.findall(text)


@lru_cache(maxsize=20_000)
def stems_of(word: str) -> frozenset[str]:
    """The folded stems of one word; none for function words, guard words and figures."""
    if _is_guard_word(word):
        return frozenset()
    return frozenset(s for s in swedish_terms(word) if s.isalpha() and len(s) > 1)


@lru_cache(maxsize=1_000)
def stems(text: str) -> frozenset[str]:
    """The content stems of ``text``."""
    return frozenset[str]().union(*(stems_of(word) for word in tokens_of(text.lower())))


def surroundings(text: str, start: int, end: int, window: int) -> frozenset[str]:
    """The content stems among the ``window`` words before ``start`` and those after ``end``."""
    before, after = tokens_of(text[:start].lower()), tokens_of(text[end:].lower())
    return frozenset[str]().union(
        *(stems_of(word) for word in [*before[-window:], *after[:window]])
    )


def _is_guard_word(word: str) -> bool:
    return word in NEGATIONS | _SOURCE_WORDS | _FILLERS or own_grade(word) is not None


@lru_cache(maxsize=20_000)
def own_grade(word: str) -> Grade | None:
    """The grade of a word by itself, before negations and conditions around it."""
    for words, grade in (
        (SHALL | _OUGHT | IN_CHARGE, Grade.DUTY),
        (_NEED, Grade.NEED),
        (_SHOULD, Grade.SHOULD),
        (_MAY, Grade.MAY),
        (_CAN, Grade.CAN),
        (_FREE, Grade.NO_DUTY),
    ):
        if word in words:
            return grade
    if word.startswith(_OUGHT_STEMS) or "skyldig" in word:
        return Grade.DUTY
    return Grade.MUST_NOT if word.startswith(_FORBIDDEN) else None
