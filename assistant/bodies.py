"""Who is spoken of: municipal organs, authorities and associations, by the names they go under.

The verifier demands that a body which a statement names stands in the words it quotes.
"""

import re
from functools import lru_cache

# Each body with the word forms that mean it. The first that matches a whole word decides.
_FORMS: tuple[tuple[str, str], ...] = (
    ("kommunen", r"(?:hem)?kommun(?:en|er|erna)?s?"),
    ("kommunstyrelsen", r"kommunstyrelse(?:n|r|rna)?s?"),
    ("kommunfullmäktige", r"(?:kommun)?fullmäktiges?"),
    ("socialtjänsten", r"socialtjänst(?:en)?s?|socialnämnd(?:en|er|erna)?s?"),
    ("nämnd", r"nämnd(?:en|er|erna)?s?"),
    ("samordningsfunktionen", r"(?:samordnings)?funktion(?:en)?s?|samordnare(?:n|ns)?"),
    ("polisen", r"polis(?:en|er|erna)?s?|polismyndighet(?:en)?s?|lokalpolis\w*"),
    ("regionen", r"region(?:en|er|erna)?s?"),
    ("länsstyrelsen", r"länsstyrelse(?:n|r|rna)?s?"),
    ("civilsamhället", r"civilsamhälle(?:t)?s?|(?:idrotts)?förening(?:en|ar|arna)?s?"),
    ("trossamfund", r"trossamfund(?:et|en)?s?"),
    ("brå", r"brås?"),
    ("regeringen", r"regering(?:en)?s?"),
    ("riksdagen", r"riksdag(?:en)?s?"),
    ("staten", r"staten?s?"),
    ("mucf", r"mucf:?s?"),
    ("imy", r"imy:?s?|integritetsskyddsmyndigheten?s?"),
    ("skr", r"skr:?s?"),
    ("boverket", r"boverkets?"),
    ("socialstyrelsen", r"socialstyrelsens?"),
    ("skolverket", r"skolverkets?"),
    ("kriminalvården", r"kriminalvårdens?"),
    ("brottsoffermyndigheten", r"brottsoffermyndighetens?"),
    ("upphandlingsmyndigheten", r"upphandlingsmyndighetens?"),
    ("skolan", r"skol(?:a|an|or|orna)s?|rektor(?:n|er)?s?|skolhuvudm\w+"),
    ("domstol", r"domstol(?:en|ar|arna)?s?"),
    ("åklagaren", r"åklagar(?:e|en|na)s?"),
    ("vårdnadshavare", r"vårdnadshavar(?:e|en|na)s?"),
    ("näringslivet", r"näringsliv(?:et)?s?|företag(?:et|en)?s?"),
    ("fastighetsägare", r"fastighetsägar(?:e|en|na)s?"),
    ("nod", r"nods?"),
    ("delmos", r"delmos"),
)
_COMPILED = tuple((body, re.compile(forms)) for body, forms in _FORMS)
_WORD = re.compile(r"[^\W\d_]+(?::s)?")


@lru_cache(maxsize=20_000)
def body_of(word: str) -> str | None:
    """The body that ``word``, in lower case, names."""
    return next((body for body, forms in _COMPILED if forms.fullmatch(word)), None)


def bodies(text: str) -> tuple[tuple[str, int, int], ...]:
    """Every body named in ``text`` with its place, (body, start, end)."""
    found = ((body_of(m[0]), m.start(), m.end()) for m in _WORD.finditer(text.lower()))
    return tuple((body, start, end) for body, start, end in found if body is not None)


def proper_names(text: str) -> frozenset[str]:
    """Names and abbreviations: capitals inside a sentence, and words all in capitals."""
    inside = re.finditer(r"(?<![.!?:–\"”]\s)(?<!^)\b([A-ZÅÄÖ][\w-]*)", text)
    return frozenset(match[1].lower().removesuffix("s") for match in inside if len(match[1]) > 1)
