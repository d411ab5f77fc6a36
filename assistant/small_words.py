"""The small words that turn a sentence: only, some, unless, before, because, and, or.

Each is read as an operator: what it does (its group), which way it does it (its value), and the
word that it bears on (its focus). "Bara kommuner" and "enbart till kommuner" are the same operator.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from assistant.guard_words import stems_of


class Group(StrEnum):
    """What a small word does."""

    ONLY = "only"
    QUANTITY = "quantity"
    EXCEPTION = "exception"
    RULE = "rule"
    LIMIT = "limit"
    TIME = "time"
    DIRECTION = "direction"
    CAUSE = "cause"
    JOINING = "joining"
    NEGATION = "negation"
    STATUS = "status"
    OFTEN = "often"
    ACCORD = "accord"


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """One small word; ``place`` is its index among the words of its text.

    ``focus`` has the stems of the word it bears on, ``wide`` those of the next one too.
    """

    group: Group
    value: str
    focus: frozenset[str]
    wide: frozenset[str]
    place: int


_TABLE: dict[Group, dict[str, str]] = {
    Group.ONLY: {"only": "bara endast enbart uteslutande enda ensam ensamt ensamma"},
    Group.QUANTITY: {
        "all": "alla samtliga varje hela allt var_och_en",
        "some": "vissa några somliga en_del ett_par delvis delar",
        "most": "de_flesta merparten flertalet",
        "many": "många flera",
        "any": "någon något",
        "scarce": "få",
        "few": "fåtal ett_fåtal",
    },
    Group.EXCEPTION: {
        "except": "om_inte om_inget om_ingen om_det_inte såvida_inte såvida utom förutom undantag"
        " med_undantag_för"
    },
    Group.RULE: {
        "rule": "huvudregel huvudregeln i_regel som_regel normalt vanligtvis brukar brukade"
    },
    Group.LIMIT: {
        "floor": "minst åtminstone lägst",
        "ceiling": "högst maximalt max som_mest",
    },
    Group.TIME: {
        "before": "före innan senast till_och_med fram_till dessförinnan",
        "after": "efter tidigast från_och_med därefter sedan i_kraft"
        " börja_gälla började_gälla börjar_gälla",
        "during": "under",
    },
    Group.DIRECTION: {"to": "till åt", "from": "från"},
    Group.CAUSE: {
        "because": "eftersom därför_att på_grund_av till_följd_av beror därför",
        "despite": "trots trots_att fastän även_om oavsett oberoende",
        "leads": "leder",
    },
    Group.ACCORD: {"with": "med_stöd_av", "against": "i_strid_med"},
    Group.JOINING: {"and": "och samt både", "or": "eller antingen"},
    Group.NEGATION: {
        "not": "inte ej icke ingenting slipper utanför aldrig ingen inget inga varken saknar saknas"
        " ännu_inte utan undantagna undantagen"
    },
    Group.OFTEN: {
        "always": "alltid ständigt", "sometimes": "ibland", "usually": "ofta oftast vanligen",
        "seldom": "sällan", "once": "engångs en_gång",
        "ongoing": "löpande fortlöpande kontinuerligt",
        "yearly": "årligen varje_år", "second": "vartannat varannan",
        "monthly": "varje_månad månadsvis", "regular": "regelbundet återkommande",
    },
}  # fmt: skip
_BY_WORD = {
    word: (group, value)
    for group, values in _TABLE.items()
    for value, words in values.items()
    for word in words.split()
}
_STATUS = (("proposed", ("föresl", "förslag", "lagrådsremiss", "remiss")), ("decided", ("beslut",)))
_PHRASES = sorted((word.replace("_", " ") for word in _BY_WORD if "_" in word), key=len)
_WORD = re.compile(
    rf"\b(?:{'|'.join(reversed(_PHRASES))})\b|[^\W_]+(?:[-:/][^\W_]+)*|[,;()]", re.IGNORECASE
)
_FOCUS_WORDS = 2
_FOCUS_WAY = 5  # words between an operator and the word it bears on


def words_of(text: str) -> list[str]:
    """The words of ``text`` in lower case; a phrase that works as one word is one word."""
    return [match.replace(" ", "_") for match in _WORD.findall(text.lower())]


@lru_cache(maxsize=20_000)
def operator_of(word: str) -> tuple[Group, str] | None:
    """The group and value of one word."""
    known = _BY_WORD.get(word)
    if known:
        return known
    for value, beginnings in _STATUS:
        if any(beginning in word for beginning in beginnings):
            return Group.STATUS, value
    return None


def operators(words: Sequence[str]) -> Iterator[Operator]:
    """The operators among ``words`` (see ``words_of``), in their order."""
    for place, word in enumerate(words):
        known = operator_of(word)
        if known:
            focus = _focus(words, place)
            yield Operator(
                group=known[0],
                value=known[1],
                focus=focus[0],
                wide=frozenset[str]().union(*focus),
                place=place,
            )


def _focus(words: Sequence[str], place: int) -> list[frozenset[str]]:
    """The stems of up to two content words after ``place``, or of the last one before it."""
    found: list[frozenset[str]] = []
    for word in words[place + 1 : place + 1 + _FOCUS_WAY]:
        if word in {";", ")"} or len(found) == _FOCUS_WORDS:
            break
        found += [stems_of(word)] if stems_of(word) else []
    before = (stems_of(word) for word in reversed(words[max(place - _FOCUS_WAY, 0) : place]))
    return found or [next((stems for stems in before if stems), frozenset())]
