"""What a question asks for: its content terms, the kind of fact, and the noun in focus.

"Vilken utbildning måste samordnaren ha?" is about the samordnare, but what it wants to know is the
utbildning: an answer without such a word answers something else.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from corpus.lexical import fold, swedish_terms
from corpus.references import Reference, find_references


class FactKind(StrEnum):
    """The kind of fact that is asked for."""

    PLACE = "place"
    FREQUENCY = "frequency"
    TIME = "time"
    AMOUNT = "amount"
    WHO = "who"
    DEFINITION = "definition"
    PARTS = "parts"
    PERMISSION = "permission"
    DUTY = "duty"
    OTHER = "other"


# The first that fits decides.
_KIND_PATTERNS = {
    FactKind.PLACE: r"""
        \bvilke[nt]\s+(?:paragraf|§|bestämmelse|lagrum|kapitel|lag)\b | \bvilka\s+paragrafer\b
        | \b(?:var|vart)\s+(?:i\s+\w+\s+)?(?:står|finns|regleras)\b
        | \bwhich\s+(?:section|paragraph|provision)\b
    """,
    FactKind.FREQUENCY: r"\bhur\s+(?:ofta|regelbundet|många\s+(?:gånger|ggr))\b | \bhow\s+often\b",
    FactKind.AMOUNT: r"""
        \bhur\s+(?:många|mycket|stor\s+andel|lång\s+tid|länge|gammal|gamla|stort?|högt?)\b
        | \b(?:vilket|vilka)\s+(?:antal|belopp|värde|pris)\b
        | \b(?:procent|kronor|kostar)\b | \bhow\s+(?:many|much|long|old)\b
    """,
    FactKind.TIME: r"""
        ^\W*när\b | \bnär\s+(?:ska|skulle|måste|börja\w*|gäller|trädde|kom|senast)\b
        | \b(?:vilket|vilken)\s+(?:datum|år|dag|månad)\b | \bsenast\b | \bwhen\b
    """,
    FactKind.WHO: r"\b(?:vem|vilka\s+(?:ska|bör|får|är)|vilket\s+organ|who)\b",
    FactKind.DEFINITION: r"""
        \b(?:vad|va)\s+(?:är|innebär|betyder|menas\s+med)\b
          (?!\s+(?:det\s+som|det\s+(?:bästa|största|viktigaste)|skillnad\w*|syfte\w*|nytt|nästa))
        | \bvad\s+står\s+\w+(?:\s+\w+)?\s+för\b | \bwhat\s+(?:is|are|does\s+\w+\s+mean)\b
    """,
    FactKind.PARTS: r"""
        \bvilka\b | \bvad\s+(?:ska|bör|måste)\b.*\b(?:innehålla|ingå|stå|göra|finnas|omfatta)\b
        | \buppgifter\s*\??$ | \bwhat\b.*\b(?:contain|include|do)\b
    """,
    FactKind.PERMISSION: r"\b(?:får|kan|tillåt\w*|lov|may|can)\b",
    FactKind.DUTY: r"\b(?:måste|ska|behöver|krävs|skyldig\w*|tvung\w*|must|have\s+to)\b",
}
_TYPED = str.maketrans({"å": "[åa]", "ä": "[äa]", "ö": "[öo]"})
"""People leave out the dots: "far vi", "nar maste", "hur manga"."""

_KINDS = tuple(
    (kind, re.compile(pattern.translate(_TYPED), re.IGNORECASE | re.VERBOSE))
    for kind, pattern in _KIND_PATTERNS.items()
)

# The noun right after the question word is what is asked for.
_FOCUS = re.compile(
    r"""
    \b(?:
        (?:vilken|vilket|vilka|vad\s+för(?:\s+slags)?|hur\s+många|hur\s+stor|hur\s+mycket)\s+
        (?!(?:ska|skall|skulle|kan|får|bör|måste|är|har|behöver|som)\b)
        (?:\w+\s+)??
      | vem\s+(?:på\s+\w+\s+)?är\s+
    )
    (?P<noun>[a-zåäö]{4,})\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_NOT_A_NOUN = frozenset(
    fold(word)
    for word in """
    måste ska skall skulle kan får bör behöver finns gäller krävs ingår enligt kommuner kommunen
    sida saker delar bitar grejer frågor regler krav uppgifter sätt steg paragraf paragrafen
    bestämmelse verksamheter myndighet myndigheter aktörer personer sorts intervall kriterier skäl
    åldrar startdatum syfte lagrum kapitel organ instans datum dagar timmar veckor månader antal
    belopp
    """.split()
)

# How a question is wrapped, not what it is about.
_WRAPPING = frozenset(
    swedish_terms(
        """
        undrar undra fråga frågar vet veta egentligen liksom typ okej ok tack hej hejsan snälla
        svara behöver behövs krävs krav gäller finns innebär betyder säger står menas stämmer räcker
        göra gör gjort får far börja börjar började hjälp hjälpa berätta förklara tycker tror
        måste sån sånt såna nån nåt några våran vårat eran alltså ens ju väl funkar går
        gå rätt
        ändå bara också lag lagen kommun kommunen kommuner enligt ska bör bor tar ta ger gett ge
        tänkt stor stort stora drag höra hört klar klara e å nå titta kolla exempel vanlig vanliga
        gång gånger många mycket per år året direkt direk
        fall fallet egen egna gammal gamla ny nya längre
        mej dej sej ngn ngt nåt ngra oxå d se klart
        """
    )
)

# Its stem is that of "verka", which the law means something by.
_STRESS = re.compile(r"\bverkligen\b", re.IGNORECASE)

_BODY = r"(?:polis|region|länsstyrels|förening|företag|civilsamhäll|skol|fastighetsäg)"
_BOUND = re.compile(
    rf"""
    \b(?:måste|ska|skall|behöver)\s+(?:en\s+|ett\s+|våra?\s+|alla\s+|även\s+)?(?P<stem>{_BODY})\w*
    | \b(?P<subject>{_BODY})\w*\s+(?:är\s+)?(?:måste|skyldig\w*|tvung\w*)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)

_ENGLISH = frozenset(
    "the is are what how do does we of must who when which have can under to in our for and".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a question asks. ``terms`` are its content stems, in order, each once.

    ``bound`` is the stem of a body other than the municipality that may have a duty: "polis".
    ``text`` is what is searched with, and ``beside`` a second wording to search with, if any;
    ``text_asked`` is the question alone when more is searched with.
    """

    text: str
    terms: tuple[str, ...]
    kind: FactKind
    focus: str | None
    english: bool
    references: tuple[Reference, ...] = ()
    bound: str | None = None
    text_asked: str = ""
    beside: str = ""

    @property
    def shown(self) -> str:
        """The question as it was put, without what it leans on."""
        return self.text_asked or self.text


def analyse(text: str) -> Asked:
    """What ``text`` asks for."""
    told = swedish_terms(_STRESS.sub(" ", text))
    terms = [term for term in told if term not in _WRAPPING and term.isalpha()]
    return Asked(
        text=text,
        terms=tuple(dict.fromkeys(terms)),
        kind=next((kind for kind, pattern in _KINDS if pattern.search(text)), FactKind.OTHER),
        focus=_focus(text),
        english=is_english(text),
        references=find_references(text),
        bound=_bound(text),
    )


def _bound(text: str) -> str | None:
    match = _BOUND.search(text)
    return (match["stem"] or match["subject"]).lower() if match else None


def _focus(text: str) -> str | None:
    for match in _FOCUS.finditer(text):
        terms = swedish_terms(match["noun"])
        if fold(match["noun"]) not in _NOT_A_NOUN and terms and terms[0] not in _WRAPPING:
            return terms[0]
    return None


def is_english(text: str) -> bool:
    """Whether the question is in English, by its function words."""
    words = re.findall(r"[a-zåäö]+", text.lower())
    return sum(word in _ENGLISH for word in words) >= max(2, len(words) // 4)
