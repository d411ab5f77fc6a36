"""Claims that no answer may make, whatever was asked; each is a known misreading of the sources."""

import re

_NEGATED = re.compile(r"\b(?:inte|varken|ingen|inget|inga|aldrig|fel)\b", re.IGNORECASE)

FORBIDDEN = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"lagen (?:säger|kräver) att kommun\w* ska samverka med civilsamhäll",
        r"polisen är (?:enligt lagen )?skyldig att (?:delta|medverka|samverka)",
        r"kommunen kan (?:få|dömas till|åläggas) (?:böter|vite|sanktionsavgift)",
        r"lagen kräver (?:en heltid|att samordnaren är heltidsanställd)",
        r"(?:lagen kräver|kommunen (?:ska|måste) ha) ett brottsförebyggande råd",
        r"(?:en )?ny åtgärdsplan (?:ska|måste) (?:beslutas|antas) vartannat år",
        r"lägesbilden behövde .{0,20}förrän",
        r"åtgärdsplanen (?:binder|är bindande för) förening",
        r"fullmäktige (?:ska|måste) (?:besluta|anta) (?:om )?åtgärdsplan",
        r"överenskommelsen är (?:juridiskt |rättsligt )?bindande",
        r"utdraget får vara högst ett år",
        r"gvi är en avhopparverksamhet",
    )
)
"""Patterns for one statement at a time."""


def forbidden_claim(statement: str) -> str | None:
    """The forbidden words in one statement, or None; a statement that denies them is fine."""
    if _NEGATED.search(statement):
        return None
    found = next((m for pattern in FORBIDDEN if (m := pattern.search(statement))), None)
    return found.group() if found else None
