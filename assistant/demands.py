"""The kind of figure or name that a question wants, and whether a sentence has it.

"Hur många kameror får vi sätta upp?" wants a number of kameror, "Vad kostar utbildningen?" money. A
sentence about the right subject that lacks it is a near miss, however alike the words are.
"""

import re
from collections.abc import Sequence
from enum import StrEnum

from assistant.asked import Asked, FactKind
from assistant.facts import holds_kind, without_names
from assistant.grounding import Vocabulary, matched
from corpus.dates import MONTH_PATTERN
from corpus.lexical import fold, swedish_terms

_NUMBER_WORD = (
    r"(?:två|tre|fyra|fem|sex|sju|åtta|nio|tio|elva|tolv|fjorton|femton|tjugo|trettio|hundra|tusen"
    r"|hälften|samtliga|ingen|inga)"
)
_TIME_UNIT = (
    r"(?:timm\w*|minut\w*|dag(?:ar|arna|s)?|dygn\w*|veck\w*|månad\w*|kvartal\w*|halvår\w*"
    r"|år(?:en|s)?)"
)


class Demand(StrEnum):
    """What a question wants to be told."""

    COUNT = "count"
    DURATION = "duration"
    MONEY = "money"
    SHARE = "share"
    YEAR = "year"
    PERSON = "person"
    PAGE = "page"
    FREQUENCY = "frequency"


# The first that fits decides; å, ä and ö are folded on both sides.
_WANTS: dict[Demand, str] = {
    Demand.FREQUENCY: r"hur\s+(?:ofta|regelbundet|manga\s+(?:ganger|ggr)) | how\s+often",
    Demand.PAGE: r"(?:pa\s+)?vilken\s+sida | (?:which|what)\s+page",
    Demand.SHARE: r"""
        hur\s+manga\s+procent | hur\s+stor\s+andel | vilken\s+andel | procentsats\w* | i\s+procent
        | hur\s+mycket\s+(?:minska|oka|sjonk|steg|sank)\w* | svarsfrekvens\w*
        | what\s+(?:share|percentage) | per\s?cent
    """,
    Demand.MONEY: r"""
        vad?\s+(?:kostar|tjanar)
        | hur\s+mycket\s+(?:pengar|betalt|kostar|arvode|ersattning|lon|bidrag|far\s+(?:man|vi)\s+i)
        | hur\s+manga\s+(?:kronor|miljoner|kr|tusen) | (?:hogsta|vilket|storsta)\s+belopp\w*
        | hogsta\s+bidrag\w* | (?:ars|medlems|ansoknings)avgift(?:en)? | vilken\s+lon
        | vilket\s+arvode | how\s+much\s+(?:money|does|funding)
        | hur\s+stort\s+(?:ar\s+)?(?:bidrag|belopp)\w*
    """,
    Demand.DURATION: r"""
        hur\s+lang[at]?\s+(?:tid|ar\s+\w+(?:tid|perioden|utbildning\w*)|\w+tid) | hur\s+lange
        | hur\s+(?:fort|snabbt) | inom\s+hur\s+manga
        | hur\s+manga\s+(?:dagar\w*|timmar|veckor|manader|ar|dygn|minuter) | vilken\s+\w+tid
        | how\s+(?:long|soon|many\s+(?:days|hours|weeks|months|years))
    """,
    Demand.COUNT: r"hur\s+manga | vilket\s+antal | how\s+many",
    Demand.PERSON: r"""
        (?:vem\s+(?:pa\s+\w+\s+)?(?:ar|var)|vad\s+heter|vilken|namnet\s+pa|who\s+is)\s+(?:\w+\s+){0,2}?
        (?:projektledar|minister|chef|ordforande|generaldirektor|handlaggar|utredar|kontaktperson
        |landshovding)\w*
    """,
    Demand.YEAR: r"vilket\s+(?:ar|datum) | vilken\s+dag | which\s+year | what\s+(?:year|date)",
}
_COMPILED = tuple(
    (demand, re.compile(rf"\b(?:{pattern})\b", re.VERBOSE)) for demand, pattern in _WANTS.items()
)

_HAS = {
    Demand.DURATION: rf"""
        (?:\b\d+|\b{_NUMBER_WORD}|\bett|\ben|\bhalv\w*)(?:\s+(?:till|och|eller)\s+(?:\d+|\w+))?
          \s+(?:\w+\s+)?{_TIME_UNIT}\b
        | \b(?:genast|omedelbart|skyndsamt|snarast|tills\s+vidare|vartannat|tidsbegräns\w*|permanent
        |dröjsmål|varje\s+{_TIME_UNIT}|årlig\w*|dessförinnan|vanligen)\b
    """,
    Demand.MONEY: r"""
        \b(?:kronor|kr|mnkr|miljon\w*|miljard\w*|avgiftsfri\w*|gratis|kostnadsfri\w*|procent)\b
    """,
    Demand.SHARE: r"""
        \b(?:procent\w*|andel\w*|hälften|tredjedel\w*|fjärdedel\w*|av\s+(?:tio|\d+)|dubb\w+)\b | %
    """,
    Demand.YEAR: rf"\b(?:19|20)\d\d\b | \b\d{{1,2}}\s+(?:{MONTH_PATTERN})\b",
    Demand.PERSON: r"(?<=\s)(?-i:[A-ZÅÄÖ])[a-zåäöé]+\s+(?-i:[A-ZÅÄÖ])[a-zåäöé]+\b",
    Demand.PAGE: r"\b(?:s\.|sidan)\s*\d+",
}
_HELD = {
    demand: re.compile(pattern, re.IGNORECASE | re.VERBOSE) for demand, pattern in _HAS.items()
}
_ASKING = frozenset(
    swedish_terms(
        """
        lång långt långa tid tiden länge fort snabbt dag dagar dagen timmar veckor veckan månader år
        antal antalet belopp datum högst högsta lägst minst stort mycket kronor miljoner procent
        kostar heter sida page long soon days hours months years date year money
        """
    )
)
_NAME = re.compile(r"\b[A-ZÅÄÖ][A-Za-zåäöÅÄÖ]+\b")
_EVERYWHERE = frozenset(swedish_terms("Sverige Sveriges svensk svenska Swedish Sweden"))
_COUNTED = re.compile(
    r"\b(?:hur\s+m[åa]nga|vilket\s+antal|how\s+many)\s+(?:av\s+)?(?P<noun>[^\W\d_]+)", re.IGNORECASE
)
_NUMBER = re.compile(rf"\d+|{_NUMBER_WORD}", re.IGNORECASE)
_MEASURE = re.compile(
    rf"{_TIME_UNIT}|procent\w*|kronor|kr|mnkr|miljon\w*|miljard\w*", re.IGNORECASE
)
_WORD = re.compile(r"[^\W_]+")
_WINDOW = 4  # words between a number and what it counts


def demand_of(asked: Asked) -> Demand | None:
    """The figure or name that ``asked`` wants, or None when it wants something else."""
    text = fold(asked.shown.lower())
    return next((demand for demand, pattern in _COMPILED if pattern.search(text)), None)


def subject_of(asked: Asked) -> tuple[str, ...]:
    """The terms that say what the figure is of: those of the question without the asking ones."""
    return tuple(term for term in asked.terms if term not in _ASKING and term != asked.focus)


def names_in(asked: Asked, words: Vocabulary) -> frozenset[str]:
    """The stems of the names in the question that the sources know: a place, an agency, a method.

    A figure for Malmö does not answer a question about Göteborg.
    """
    found = (name.lower().removesuffix("s") for name in _NAME.findall(asked.shown[1:]))
    known = [name for name in found if name in words.names]
    return frozenset(swedish_terms(" ".join(known))) - _EVERYWHERE


def meets(demand: Demand, asked: Asked, sentence: str, words: Vocabulary) -> bool:
    """Whether ``sentence`` has the kind of figure or name that is wanted."""
    if demand is Demand.FREQUENCY:
        return holds_kind(FactKind.FREQUENCY, sentence)
    if demand is Demand.COUNT:
        nouns = _COUNTED.search(asked.shown)
        return nouns is None or _counts(swedish_terms(nouns["noun"]), sentence, words)
    return _HELD[demand].search(sentence) is not None


def _counts(noun: Sequence[str], sentence: str, words: Vocabulary) -> bool:
    """Whether a number in ``sentence`` stands beside ``noun``."""
    if not noun:
        return True
    tokens = _WORD.findall(without_names(sentence))
    for place, token in enumerate(tokens):
        # "fem år" counts years, whatever stands beside it.
        of_unit = _MEASURE.fullmatch(" ".join(tokens[place + 1 : place + 2]))
        if _NUMBER.fullmatch(token) and of_unit is None:
            near = (
                *tokens[max(0, place - _WINDOW) : place],
                *tokens[place + 1 : place + 1 + _WINDOW],
            )
            if matched(noun, frozenset(swedish_terms(" ".join(near))), words) == 1.0:
                return True
    return False
