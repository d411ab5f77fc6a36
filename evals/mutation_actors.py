"""Somebody else: another actor in the place of one, or two that trade places."""

import re
from collections.abc import Iterator
from itertools import pairwise

from evals.mutation import Rule, swap, tidy

_ACTORS = (
    # definite, singular
    (
        "kommunen",
        "länsstyrelsen",
        "polisen",
        "regionen",
        "föreningen",
        "kommunstyrelsen",
        "socialnämnden",
        "rektorn",
        "nämnden",
        "vårdnadshavaren",
        "trossamfundet",
        "regeringen",
    ),
    (
        "Polismyndigheten",
        "Socialstyrelsen",
        "Upphandlingsmyndigheten",
        "Boverket",
        "Brå",
        "MUCF",
        "Jämställdhetsmyndigheten",
        "Kriminalvården",
        "Skolverket",
        "IMY",
        "SKR",
        "Brottsoffermyndigheten",
        "Åklagarmyndigheten",
        "NOD",
        "Säkerhetspolisen",
        "Skatteverket",
        "Tullverket",
        "Försäkringskassan",
        "Skolinspektionen",
    ),
    ("Brås", "MUCF:s", "Socialstyrelsens", "Länsstyrelsens", "SKR:s"),
    ("kommunens", "länsstyrelsens", "polisens", "regionens", "föreningens", "socialnämndens"),
    (
        "kommunerna",
        "länsstyrelserna",
        "föreningarna",
        "regionerna",
        "organisationerna",
        "myndigheterna",
    ),
    (
        "kommuner",
        "länsstyrelser",
        "föreningar",
        "regioner",
        "organisationer",
        "myndigheter",
        "trossamfund",
        "vårdnadshavare",
    ),
    ("en kommun", "en region", "en förening", "en myndighet", "en organisation"),
    ("ett barn", "en vårdnadshavare"),
    ("varje kommun", "varje region", "varje förening"),
)


def _actors(sentence: str) -> Iterator[str]:
    """Another actor of the same form, one that the sentence doesn't speak of."""
    low = sentence.lower()
    for forms in _ACTORS:
        for place, form in enumerate(forms):
            # Titles of acts keep their words; "kommuners ansvar" is one of them.
            unless = r"mellan ¤|¤ (?:för stöd till|för ungdoms)|lagen om ¤"
            turn = [*forms[place + 1 :], *forms[:place]]
            absent = [other for other in turn if other.lower().rstrip("s")[:7] not in low]
            yield from swap(rf"(?<![\w-]){form}(?![\w:-])", *absent[:2], unless=unless)(sentence)


# A relation that holds both ways says the same when its two sides trade places.
_MUTUAL = re.compile(
    r"\bmellan\b|samverka|tillsammans|gemensam|liksom|samråd|överens|parter|båda|både|varken|lika"
)
_DEFINITE = (
    r"(?<![\w-])(?:kommunen|länsstyrelsen|polisen|polismyndigheten|regionen|föreningen|kommunstyrelsen"
    r"|kommunfullmäktige|socialnämnden|socialtjänsten|rektorn|nämnden|regeringen|riksdagen|brå|mucf"
    r"|socialstyrelsen|länsstyrelserna|kommunerna|skolan|vårdnadshavaren|rådet)(?![\w:-])"
)


def _roles(sentence: str) -> Iterator[str]:
    """Two actors trade places, unless they stand side by side in a list."""
    if _MUTUAL.search(sentence.lower()):
        return
    found = list(re.finditer(_DEFINITE, sentence, re.IGNORECASE))
    for one, other in pairwise(found):
        between = sentence[one.end() : other.start()]
        alike = one[0].lower() == other[0].lower()
        listed = re.fullmatch(
            r"\W*(?:(?:och|eller|samt|,)\s*)?(?:\S+\s+){0,2}(?:och|eller|samt|,)?\s*", between
        )
        attributed = re.search(r"enligt(?:\s\S+)?\s$", sentence[: other.start()]) or re.search(
            r"enligt(?:\s\S+)?\s$", sentence[: one.start()], re.IGNORECASE
        )
        if not alike and not listed and not attributed and "." not in between:
            head, tail = sentence[: one.start()], sentence[other.end() :]
            yield tidy(f"{head}{other[0]}{between}{one[0]}{tail}")


ACTORS = (
    Rule(kind="actor", name="another actor", change=_actors),
    Rule(kind="actor", name="traded roles", change=_roles),
    Rule(kind="actor", name="unga → äldre", change=swap(r"\bunga\b", "äldre")),
    Rule(
        kind="actor",
        name="barn → vuxna",
        change=swap(r"\bbarn\b(?!s)", "vuxna", unless="unga|vuxna"),
    ),
    Rule(kind="actor", name="ideell → kommersiell", change=swap(r"\bideella\b", "kommersiella")),
    Rule(
        kind="actor",
        name="offentlig → privat",
        change=swap(r"\boffentlig(a?)\b", r"privat\1", unless="¤-| och ¤"),
    ),
    Rule(kind="actor", name="offentligt → privat", change=swap(r"\boffentligt\b", "privat")),
)
