"""Whether a sentence holds the kind of fact that a question asks for."""

import re

from assistant.asked import FactKind
from corpus.dates import MONTH_PATTERN

_NUMBER_WORD = (
    r"(?:två|tre|fyra|fem|sex|sju|åtta|nio|tio|elva|tolv|fjorton|femton|tjugo|trettio|hälften)"
)
_MONTH = f"(?:{MONTH_PATTERN})"

# Numbers that name things rather than count them: SFS numbers, years, §§, dates, steps, codes.
_NAMING_NUMBER = re.compile(
    rf"\(?\b\d{{4}}(?:/\d{{2}})?:\d+\)?|\b(?:19|20)\d\d\b|\b\d+(?:\s?[a-h])?(?:[–-]\d+)?\s*§+"
    rf"|\b\d+\s+(?:och|eller)\s+\d+\s*§+|\b\d{{1,2}}\s+{_MONTH}\b|\b(?:steg|punkt)\s+\d+|\(\d\)|\bS?\d{{5,}}\b",
    re.IGNORECASE,
)

_SFS_NUMBER = re.compile(r"\(?\b\d{4}(?:/\d{2})?:\d+\)?")

_PATTERNS = {
    FactKind.PLACE: r"§",
    FactKind.FREQUENCY: rf"""
        \bvart(?:annat|\s+\w+)?\s+år\b | \bårligen\b | \bvarje\s+\w+\b | \bgånger?\b
        | \blöpande\b | \bkontinuerlig\w*\b | \bhur\s+ofta\b | \bintervall\w*\b
        | \b{_NUMBER_WORD}\s+år\b | \boftare\b | \bårlig\w*\b
    """,
    FactKind.TIME: rf"""
        \b\d{{1,2}}\s+{_MONTH}\b | \b{_MONTH}\s+\d{{4}}\b | \b(?:19|20)\d\d\b
        | \b(?:förrän|senast|dessförinnan|vartannat|löpande)\b
    """,
    FactKind.WHO: r"""
        \b(?:kommun\w*|nämnd\w*|polis\w*|region\w*|länsstyrels\w*|förening\w*|organisation\w*|råd\w*
        |aktör\w*|chef\w*|ordförande|minister\w*|myndighet\w*|samordn\w*|styrgrupp\w*|företrädare
        |regering\w*|socialstyrels\w*|brå|mucf|skr|expert\w*|controller\w*)\b
    """,
    FactKind.DEFINITION: r"""
        \b(?:är|innebär|betyder|kallas|avses|syftar|handlar\s+om|går\s+ut\s+på|står\s+för|består)\b
    """,
    FactKind.PARTS: r":\s | ,\s.*\b(?:och|samt|eller)\b | \bdels\b | \bpunkt\s+\d",
    FactKind.PERMISSION: r"\b(?:får|kan|tillåt\w*|inte|ingen|inga|varken)\b",
    FactKind.DUTY: r"\b(?:ska|måste|skyldig\w*|bör|behöver|krav\w*|kräv\w*|ansvarar|inte|inga)\b",
}
_COMPILED = {
    kind: re.compile(pattern, re.IGNORECASE | re.VERBOSE) for kind, pattern in _PATTERNS.items()
}
_COUNT = re.compile(rf"\d|\b{_NUMBER_WORD}\b|\bprocent\b|\bandel\b", re.IGNORECASE)


def holds_kind(kind: FactKind, sentence: str) -> bool:
    """Whether ``sentence`` has a fact of ``kind``; every sentence has one of kind OTHER."""
    if kind is FactKind.OTHER:
        return True
    if kind is FactKind.AMOUNT:
        return holds_count(sentence)
    return _COMPILED[kind].search(_SFS_NUMBER.sub(" ", sentence)) is not None


def without_names(sentence: str) -> str:
    """``sentence`` without the numbers that name things: years, days, §§, acts and steps."""
    return _NAMING_NUMBER.sub(" ", sentence)


def holds_count(sentence: str) -> bool:
    """Whether ``sentence`` counts something: a number that is not a year, § or SFS number."""
    return _COUNT.search(without_names(sentence)) is not None
