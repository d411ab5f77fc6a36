"""References inside the sources' own text: "9 och 10 §§", "samma lag", "19 kap. 1 § OSL".

Ingest finds them in every passage and keeps those that lead to a passage (``ingest/linking.py``);
readers see them as "hänvisar till" and "nämns i".
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.references import STATUTE_NAMES

_NUMBER = r"\d{1,3}(?:\s?[a-z](?![a-zåäö]))?"
_JOINT = r"\s*(?:,|och|eller|samt|–|-)\s*"
_RUN = rf"{_NUMBER}(?:{_JOINT}{_NUMBER})*"
_LONG = sorted((name for name in STATUTE_NAMES if len(name) > 3), key=len, reverse=True)
_NAMES = "|".join(map(re.escape, _LONG))
# Only as they are written: "kl. 9" and "inkl." are no acts.
_SHORT_NAMES = "OSL|SoL|KL|LOU"
_NOT_HERE = "BrB|RB|RF|TF|YGL|PBL|LVU|LVM|LSS|LSPV|HSL|FL|AML|GDPR|URL|MB|FB|ÄB|JB|UB|IL|SFB"


def _statute_pattern(prefix: str = "", lead: str = r"(?:[a-zåäö-]+\s+)?[a-zåäö-]*") -> str:
    """The name of a statute in running text; its groups' names begin with ``prefix``.

    ``lead`` is what may stand in the name before "lagen (2023:196)". Where a text is searched it is
    left out: the number is enough, and trying it at every letter takes nearly all the time.
    """
    return rf"""
    (?:
        (?P<{prefix}same>(?:samma|sistnämnda)\s+(?:lag|förordning|balk))
      | (?P<{prefix}this>(?:denna|den\s+här)\s+(?:lag|förordning|balk))
      | {lead}(?:lag|förordning|balk|ordning|form)(?:en|ens)?\s*
        \((?P<{prefix}sfs>[12]\d{{3}}:\d{{1,4}})\)
      | \b(?P<{prefix}name>{_NAMES}|(?-i:{_SHORT_NAMES}))\b
      | \b(?P<{prefix}other>[a-zåäö]+(?:lagen|förordningen|balken|formen|stadgan)s?
            |(?-i:{_NOT_HERE}))\b
    )
    """


_ORDINAL = "(?:första|andra|tredje|fjärde|femte|sjätte)"
_PLACE = re.compile(
    rf"""
    (?:(?P<chapter>\d{{1,2}}(?:\s?[a-z](?![a-zåäö]))?)\s*kap\.?\s*)?
    \b(?P<run>{_RUN})\s*§§?
    (?: \s+(?:{_ORDINAL}(?:{_JOINT})?\s*)+styck(?:et|ena)(?:\s+\d+(?:{_JOINT}\d+)*)?
      | ,?\s+punkt(?:en|erna)?\s+\d+(?:{_JOINT}\d+)*
      | \s+\d+(?![\d:.])
    )?
    (?:\s+(?:i\s+)?{_statute_pattern("after_")})?
    """,
    re.IGNORECASE | re.VERBOSE,
)
_BEFORE = re.compile(rf"{_statute_pattern('before_')}\s*\(\s*\Z", re.IGNORECASE | re.VERBOSE)
_NAMED = re.compile(_statute_pattern(lead=""), re.IGNORECASE | re.VERBOSE)
_CHAIN = re.compile(r"\s*(?:,|och|eller|samt|eller\s+enligt|och\s+enligt|jämförd\s+med|och\s+i)\s*")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ])")
_UNKNOWN = "?"


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossReference:
    """Sections ``first`` to ``last`` of a statute; both are "" when it is named as a whole.

    ``chapter`` is "10" in "10 kap. 15 a §", or None where the text names none.
    """

    document_id: str
    chapter: str | None = None
    first: str = ""
    last: str = ""


@dataclass(frozen=True, slots=True)
class _Found:
    """A run of sections as it stands in the text; ``statute`` is None where none is named."""

    start: int
    end: int
    chapter: str | None
    run: str
    statute: str | None


def cross_references(
    text: str, *, home: str | None, chapter: str | None = None, account: bool = False
) -> tuple[CrossReference, ...]:
    """What ``text`` refers to, in order, each once.

    Args:
        text: A passage's text.
        home: The statute whose text or account it is; None when it is no statute. Sections without
            a statute's name are then those of the statute that the text named last.
        chapter: The chapter that the text itself stands in ("10"), for sections named without one.
        account: The text is our account and not the statute's own words: in a sentence that names
            another act ("Enligt kamerabevakningslagen krävs … (8 §)") the sections are that act's.
    """
    found = _with_names_of_the_next(text, list(_places(text, home, account=account)))
    references = [
        CrossReference(
            document_id=statute,
            chapter=place.chapter or (chapter if statute == home else None),
            first=first,
            last=last,
        )
        for place in found
        if (statute := place.statute or home) not in {None, _UNKNOWN}
        for first, last in _bounds(place.run)
    ]
    whole = [
        CrossReference(document_id=statute)
        for match in _NAMED.finditer(text)
        if (statute := _statute(match, "", None, None)) not in {None, _UNKNOWN, home}
    ]
    named = {reference.document_id for reference in references}
    return tuple(
        dict.fromkeys([*references, *(row for row in whole if row.document_id not in named)])
    )


def _places(text: str, home: str | None, *, account: bool) -> Iterator[_Found]:
    """The runs of sections in ``text``, each with the statute named at it or last before it."""
    for match in _PLACE.finditer(text):
        last = _last_named(text[: match.start()])
        named = _statute(match, "after_", last, home)
        before = _BEFORE.search(text[: match.start()])
        if named is None and before is not None:
            named = _statute(before, "before_", last, home)
        if named is None and home is None:
            named = last
        elif named is None and account:
            named = _last_named(_SENTENCE_END.split(text[: match.start()])[-1])
        yield _Found(match.start(), match.end(), match["chapter"], match["run"], named)


def _with_names_of_the_next(text: str, found: list[_Found]) -> Sequence[_Found]:
    """In "25 kap. 1 § och 26 kap. 1 § OSL" the name, and in "2 kap. 1 § och 3 §" the chapter."""
    for number in range(len(found) - 2, -1, -1):
        one, two = found[number], found[number + 1]
        if _CHAIN.fullmatch(text[one.end : two.start]) is None:
            continue
        if one.statute is None and two.statute is not None:
            found[number] = replace(one, statute=two.statute)
    for number in range(1, len(found)):
        one, two = found[number - 1], found[number]
        chained = _CHAIN.fullmatch(text[one.end : two.start]) is not None
        if chained and one.statute == two.statute and two.chapter is None and one.chapter:
            found[number] = replace(two, chapter=one.chapter)
    return found


def _statute(match: re.Match[str], prefix: str, last: str | None, home: str | None) -> str | None:
    """The id of the statute that ``match`` names; "?" for one that is not ours to know."""
    if match[f"{prefix}same"]:
        return last or home or _UNKNOWN
    if match[f"{prefix}this"]:
        return home or _UNKNOWN
    if sfs := match[f"{prefix}sfs"]:
        return f"sfs-{sfs.replace(':', '-')}"
    if name := match[f"{prefix}name"]:
        return STATUTE_NAMES[" ".join(name.lower().split())]
    return _UNKNOWN if match[f"{prefix}other"] else None


def _last_named(text: str) -> str | None:
    statutes = (_statute(match, "", None, None) for match in _NAMED.finditer(text))
    known = [statute for statute in statutes if statute is not None]
    return known[-1] if known else None


def _bounds(run: str) -> Iterator[tuple[str, str]]:
    """The first and last section of each range in "1–4, 6 och 8 a"."""
    for piece in re.split(r"\s*(?:,|\boch\b|\beller\b|\bsamt\b)\s*", run):
        ends = [tidy_number(part) for part in re.split(r"\s*[–-]\s*", piece) if part.strip()]
        if ends:
            yield ends[0], ends[-1]


def tidy_number(number: str) -> str:
    """Write 18A and 18a as a person does: 18 a."""
    return re.sub(r"(\d)\s*([a-z])$", r"\1 \2", number.strip().lower())


_PINPOINT = re.compile(rf"(?:(?P<chapter>\d+(?: [a-z])?) kap\. )?(?P<run>{_RUN}) §§?")


def sections_within(reference: CrossReference, pinpoints: Iterable[str]) -> tuple[str, ...]:
    """Those of a statute's ``pinpoints`` that hold a section that is referred to, in their order.

    A pinpoint may cover several sections itself ("4–5 §§").
    """
    wanted = (_key(reference.first), _key(reference.last))
    found = []
    for pinpoint in pinpoints:
        match = _PINPOINT.fullmatch(pinpoint)
        if match is None or (match["chapter"] or None) != reference.chapter:
            continue
        if any(
            _key(first) <= wanted[1] and wanted[0] <= _key(last)
            for first, last in _bounds(match["run"])
        ):
            found.append(pinpoint)
    return tuple(dict.fromkeys(found))


def single_sections(pinpoint: str) -> tuple[str, ...]:
    """The sections that "4–5 §§" or "8–8 a §§" names, as far as numbers tell; else the pinpoint.

    Between "8 §" and "8 c §" lie those with the letters before c; between "8 a §" and "10 §" what
    lies is not known, and the ends alone are named.
    """
    match = _PINPOINT.fullmatch(pinpoint)
    if match is None:
        return (pinpoint,)
    chapter = f"{match['chapter']} kap. " if match["chapter"] else ""
    numbers = [number for ends in _bounds(match["run"]) for number in _between(*ends)]
    return tuple(f"{chapter}{number} §" for number in dict.fromkeys(numbers))


def _between(first: str, last: str) -> list[str]:
    (one, letter), (two, end) = _key(first), _key(last)
    if one == two and end:
        letters = [chr(code) for code in range(ord(letter or "`") + 1, ord(end) + 1)]
        return [first, *(f"{one} {name}" for name in letters)]
    if letter or end:
        return list(dict.fromkeys((first, last)))
    return [str(number) for number in range(one, two + 1)]


def chapter_of(pinpoint: str) -> str | None:
    """The chapter of "10 kap. 15 a §", or None."""
    match = _PINPOINT.fullmatch(pinpoint)
    return match["chapter"] if match is not None else None


def _key(number: str) -> tuple[int, str]:
    digits, _, letter = number.partition(" ")
    return int(digits), letter
