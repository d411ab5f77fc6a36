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
    ("civilsamhället", r"civilsamhälle(?:t)?s?"),
    ("förening", r"(?:idrotts)?förening(?:en|ar|arna)?s?"),
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
    ("skolan", r"skol|skol(?:a|an|or|orna)s?|rektor(?:n|er)?s?|skolhuvudm\w+"),
    ("domstol", r"domstol(?:en|ar|arna)?s?"),
    ("åklagaren", r"åklagar(?:e|en|na)s?"),
    ("vårdnadshavare", r"vårdnadshavar(?:e|en|na)s?"),
    ("näringslivet", r"näringsliv(?:et)?s?|företag(?:et|en)?s?"),
    ("fastighetsägare", r"fastighetsägar(?:e|en|na)s?"),
    ("nod", r"nod:?s?"),
    ("rådet", r"rådets?"),
    ("sst", r"sst:?s?"),
    ("myndighet", r"myndighet(?:en|er|erna)?s?"),
    ("organisation", r"(?:riks|samarbets|civilsamhälles)?organisation(?:en|er|erna)?s?"),
    ("delmos", r"delmos"),
)
_COMPILED = tuple((body, re.compile(forms)) for body, forms in _FORMS)
# Any other authority goes by how such names are made: "Jämställdhetsmyndigheten", "Tullverket".
_AUTHORITY = re.compile(
    r"(\w{3,}(?:myndighet|inspektion|nämnd|styrelse|domstol|kassa|förmedling)|\w{3,}verket|\w{4,}polis)"
    r"(?:en|n|an)?s?"
)
_NO_BODIES = frozenset("nätverket nätverkets regelverket regelverkets ramverket".split())
_WORD = re.compile(r"[^\W\d_]+(?::s)?")


AUTHORITIES = frozenset(
    """brå mucf imy boverket socialstyrelsen skolverket kriminalvården brottsoffermyndigheten
    upphandlingsmyndigheten polisen länsstyrelsen""".split()
)


@lru_cache(maxsize=20_000)
def body_of(word: str) -> str | None:
    """The body that ``word``, in lower case, names."""
    known = next((body for body, forms in _COMPILED if forms.fullmatch(word)), None)
    if known or word in _NO_BODIES:
        return known
    other = _AUTHORITY.fullmatch(word)
    return other[1] if other else None


def person_of(word: str) -> str | None:
    """The kind of person that ``word``, in lower case, means; bodies are persons too."""
    if word.startswith(("barn", "ung")) and _YOUNG.fullmatch(word):
        return "unga"
    return body_of(word)


_YOUNG = re.compile(r"barn(?:et|en|s|ets|ens)?|ung(?:a|e|as|es|domar|domarna|dom)?")


def bodies(text: str) -> tuple[tuple[str, int, int], ...]:
    """Every body named in ``text`` with its place, (body, start, end)."""
    found = ((body_of(m[0]), m.start(), m.end()) for m in _WORD.finditer(text.lower()))
    return tuple((body, start, end) for body, start, end in found if body is not None)


def proper_names(text: str) -> frozenset[str]:
    """Names and abbreviations: capitals inside a sentence, and words all in capitals."""
    inside = re.finditer(r"(?<![.!?:–\"”]\s)(?<!^)\b([A-ZÅÄÖ][\w-]*)", text)
    return frozenset(match[1].lower().removesuffix("s") for match in inside if len(match[1]) > 1)
