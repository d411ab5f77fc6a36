"""Legal references in a question: "9 och 10 §§", "10 kap 18 a § OSL", "§ 4", "lagen (2023:196)".

Retrieval looks such places up exactly instead of searching for their words.
"""

import re
import unicodedata
from dataclasses import dataclass

HOME_STATUTE = "sfs-2023-196"
"""The statute that a paragraph number means when no other is named."""

STATUTE_NAMES = {
    "osl": "sfs-2009-400",
    "offentlighets- och sekretesslagen": "sfs-2009-400",
    "sekretesslagen": "sfs-2009-400",
    "sol": "sfs-2025-400",
    "socialtjänstlagen": "sfs-2025-400",
    "kommunallagen": "sfs-2017-725",
    "kl": "sfs-2017-725",
    "kamerabevakningslagen": "sfs-2018-1200",
    "kameralagen": "sfs-2018-1200",
    "lou": "sfs-2016-1145",
    "upphandlingslagen": "sfs-2016-1145",
    "skollagen": "sfs-2010-800",
    "polislagen": "sfs-1984-387",
    "registerkontrollagen": "sfs-2013-852",
}
"""What people call the statutes that the catalogue names in full, in lower case."""

UNKNOWN_STATUTE = "okänd-författning"
"""Stands for a statute that is named but that we don't know: its §§ are not another statute's."""

_OTHER_STATUTE = re.compile(
    r"\b(?:[a-zåäö-]+(?:lag(?:en|ens)?|balk(?:en|ens)?|förordning(?:en|ens)?)"
    r"|förordning(?:en)?|reglemente\w*|stadgar\w*"
    r"|lvu|lvm|lss|lspv|rf|tf|ygl|gdpr|brb|rb|pbl|fl|aml|hsl)\b",
    re.IGNORECASE,
)
# "underlag", "förslagen", "bolag": words that end like statutes.
_NOT_A_STATUTE = re.compile(
    r"(?:under|förs|ans?|uts?|bes|upps|ins|avs|bo|bolls|till|om|båt|arbets|spel)lag(?:en|ens)?"
)
_MOST_SIGNS = 40  # of §; more is no question

_NUMBER = r"\d{1,3}(?:\s?[a-h](?![a-zåäö]))?"
_RUN = rf"{_NUMBER}(?:\s*(?:,|och|eller|samt|–|-)\s*{_NUMBER})*"
_CHAPTER = r"(?:(?P<chapter>\d{1,2}(?:\s?[a-h](?![a-zåäö]))?)\s*kap(?:itlet|itel)?\.?\s*)?"
_PLACE = re.compile(
    rf"{_CHAPTER}(?:(?P<before>{_RUN})\s*(?:§§?|paragraf\w*)|(?:§§?|paragraf(?:erna|en)?)\s*(?P<after>{_RUN}))",
    re.IGNORECASE,
)
_COLON = re.compile(r"\b(?P<chapter>\d{1,2}):(?P<paragraph>\d{1,3}(?:\s?[a-h](?![a-zåäö]))?)\b")
_SFS = re.compile(r"\b(?P<year>[12]\d{3}):(?P<number>\d{1,4})\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A place that the question names; a part that is not named is None."""

    document_id: str | None
    pinpoint: str | None


def find_references(text: str) -> tuple[Reference, ...]:
    """The places and documents named in ``text``, in order, each once."""
    text = unicodedata.normalize("NFKC", text)
    if text.count("§") > _MOST_SIGNS:
        return ()
    documents = _documents(text)
    pinpoints = _pinpoints(_SFS.sub(" ", text), with_colon=bool(documents))
    if not pinpoints:
        return tuple(Reference(document_id=name, pinpoint=None) for name in documents)
    home = documents[0] if documents else _unknown_statute(text)
    return tuple(Reference(document_id=home, pinpoint=pinpoint) for pinpoint in pinpoints)


def _unknown_statute(text: str) -> str | None:
    """UNKNOWN_STATUTE when ``text`` names a statute, or rules of someone's own, beside a §."""
    names = (match.group().lower() for match in _OTHER_STATUTE.finditer(text))
    known = any(not _NOT_A_STATUTE.fullmatch(name) for name in names)
    return UNKNOWN_STATUTE if known else None


def _documents(text: str) -> list[str]:
    lowered = text.lower()
    found = [f"sfs-{m['year']}-{m['number']}" for m in _SFS.finditer(lowered)]
    found += [
        document_id
        for alias, document_id in STATUTE_NAMES.items()
        if re.search(rf"\b{re.escape(alias)}\b", lowered)
    ]
    return list(dict.fromkeys(found))


def _pinpoints(text: str, *, with_colon: bool) -> list[str]:
    found = []
    for match in _PLACE.finditer(text):
        chapter = f"{_tidy(match['chapter'])} kap. " if match["chapter"] else ""
        run = match["before"] or match["after"]
        found += [f"{chapter}{_tidy(number)} §" for number in _numbers(run)]
    # "10:15 a" is how people speak of 10 kap. 15 a §, when they have named a statute; else a time.
    if with_colon:
        found += [f"{m['chapter']} kap. {_tidy(m['paragraph'])} §" for m in _COLON.finditer(text)]
    return list(dict.fromkeys(found))


def _numbers(run: str) -> list[str]:
    """The numbers of "9 och 10" or, for a range, of "5–7"."""
    bounds = re.fullmatch(r"(\d{1,3})\s*[–-]\s*(\d{1,3})", run)
    if bounds and int(bounds[1]) < int(bounds[2]) <= int(bounds[1]) + 20:
        return [str(number) for number in range(int(bounds[1]), int(bounds[2]) + 1)]
    return re.findall(_NUMBER, run, re.IGNORECASE)


def _tidy(number: str) -> str:
    """Write 18A and 18a as a person does: 18 a."""
    return re.sub(r"(\d)\s?([a-h])$", r"\1 \2", number.strip().lower())
