"""Does a statement speak of those its quotes speak of, each in its own role?"""

import re
from collections.abc import Sequence

from assistant.bodies import AUTHORITIES, bodies, proper_names
from assistant.clauses import Unit, units
from assistant.figures import stands_elsewhere
from assistant.guard_words import stems
from assistant.pairs import Pair

_ALIKE = 6  # letters that make two forms of one name
_BODY_MARGIN = 3  # so many more words around another body than around this one: they are swapped
_SAYING = (
    r"(?:beskr[ei]v\w*|meddela\w*|uppg[ae]v?\w*|föresl\w+|skr[ei]v\w*|konstatera\w*|aviser\w*"
    r"|anse\w*|bedöm\w*|framh[åö]ll\w*|betona\w*|påpeka\w*|säger|sade|sa)"
)
_ADJECTIVES = {"kommunen": "kommunal", "regionen": "regional", "staten": "statlig"}
_PREPOSITION_BEFORE = re.compile(r"\b(?:för|av|hos|i|från) $")
_SAID_AFTER = re.compile(rf"\s{_SAYING}\b", re.IGNORECASE)
_SAID_BEFORE = re.compile(rf"\b{_SAYING}\s$", re.IGNORECASE)
_ATTRIBUTED_BEFORE = re.compile(r"\benligt(?:\W+\w+){0,4}\W+$", re.IGNORECASE)
_ATTRIBUTED_AFTER = re.compile(
    r"(?:\W+\w+)?\W+(?:handb[oö]k|rapport|vägledning|stöd|skrift|webb|rekommendera|skriver|anger"
    r"|framhåll|menar|konstatera|bedöm|beskriv|visar|påpeka|lyft|beton|råder)"
)


def actors_agree(pair: Pair) -> bool:
    """Each body and name is in the quotes, in its own role; the source may be named as such."""
    given = bodies(pair.quotes)
    sources = {body for body, _, _ in bodies(pair.sources)}
    for body, start, end in bodies(pair.statement):
        if body in sources and _is_attributed(pair.statement, start, end):
            continue
        same = [(s, e) for other, s, e in given if other == body]
        others = [(s, e) for other, s, e in given if other != body]
        understood = _is_understood(body, given, sources) or _refers(pair, start, end)
        if not (same or understood or _is_told_as_adjective(pair, body, start)):
            return False
        if stands_elsewhere(pair, (start, end), same, others, _BODY_MARGIN):
            return False
    return _names_agree(pair) and _subjects_agree(pair) and _sayers_agree(pair)


def _is_understood(body: str, given: Sequence[object], sources: set[str]) -> bool:
    """Whether the quotes name nobody, so that whom the source is about may be named."""
    return not given and body in sources


def _refers(pair: Pair, start: int, end: int) -> bool:
    """Whether "myndigheten" takes up an authority that the quotes name."""
    named = pair.statement[start:end].lower() in {"myndigheten", "myndighetens"}
    return named and any(body in AUTHORITIES for body, _, _ in bodies(pair.quotes))


def _is_told_as_adjective(pair: Pair, body: str, start: int) -> bool:
    """Whether "ansvar för kommuner" retells "kommunalt ansvar"."""
    adjective = _ADJECTIVES.get(body)
    depends = _PREPOSITION_BEFORE.search(pair.statement[:start])
    return bool(adjective and depends and adjective in pair.quotes.lower())


def _is_attributed(statement: str, start: int, end: int) -> bool:
    """Whether a body is named as the one who says so: "enligt Brå", "Brås handbok"."""
    before = _ATTRIBUTED_BEFORE.search(statement[:start])
    return before is not None or _ATTRIBUTED_AFTER.match(statement[end:]) is not None


def _sayers_agree(pair: Pair) -> bool:
    """Whoever says or decides something is one whom the quotes name as the source of something."""
    sayers = {body for body, start, end in bodies(pair.statement) if _says(pair.statement, end)}
    known = {
        body
        for body, start, end in bodies(pair.quotes)
        if _says(pair.quotes, end)
        or _SAID_BEFORE.search(pair.quotes[:start])
        or _ATTRIBUTED_BEFORE.search(pair.quotes[:start])
        or pair.quotes[start:end].endswith("s")
    }
    return sayers <= known | {body for body, _, _ in bodies(pair.sources)}


def _says(text: str, end: int) -> bool:
    return _SAID_AFTER.match(text[end:]) is not None


def _names_agree(pair: Pair) -> bool:
    known = f"{pair.quotes} {pair.sources}".lower()
    given = stems(known)
    return all(
        name in known or any(name[:_ALIKE] == stem[:_ALIKE] for stem in given)
        for name in proper_names(pair.statement)
    )


def _subjects_agree(pair: Pair) -> bool:
    """Whoever is bound in the statement is bound in that part of the quote."""
    given = units(pair.quotes)
    named = "myndigheten" in pair.statement.lower()  # takes up an authority named before
    for unit in units(pair.statement):
        bound = frozenset[str]().union(*(u.subjects for u in _most_alike(unit, given)))
        known = bound | ({"myndighet"} if bound & AUTHORITIES and named else set())
        if unit.subjects and bound and not unit.subjects <= known:
            return False
    return True


def _most_alike(unit: Unit, given: Sequence[Unit]) -> tuple[Unit, ...]:
    """The units that share the most content words with ``unit``; none when nothing is shared."""
    likeness = [(len(unit.stems & other.stems), -len(other.stems)) for other in given]
    best = max(likeness, default=(0, 0))
    return tuple(o for o, alike in zip(given, likeness, strict=True) if best[0] and alike == best)
