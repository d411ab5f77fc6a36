"""Statutes as JSON: recognised, checked and refused.

The JSON copies of Swedish law in circulation are cut by patterns that break on the law's own
references ("enligt 9 och 10 §§"), flatten lists and glue the next heading to a section's last
words. Their words can't be quoted as the law's, so none is used; one that is seen to be damaged is
told of by section.
"""

import json
import re
from collections.abc import Iterator, Sequence

from corpus.errors import UnreadableFileError

_BEGUN_INSIDE = re.compile(r"(?<![\w.:])(?P<number>\d+(?: [a-z])?) § (?=[A-ZÅÄÖ/])")
_CUT_OFF = re.compile(r"\b(?:och|eller|samt|enligt|i|av)\s*\Z")
_MOST_NAMED = 5


def refuse_json(text: str, name: str) -> None:
    """Say why a JSON file can't be used.

    Raises:
        UnreadableFileError: Always: kind "trasig" for a statute whose sections are cut wrongly or
            for broken JSON, otherwise "okänd".
    """
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableFileError(
            f"Filen {name} är skadad och kan inte läsas som JSON: hämta källan på nytt.",
            kind="trasig",
        ) from error
    faults = list(damaged_sections(_provisions(content)))
    if faults:
        shown = "; ".join(faults[:_MOST_NAMED])
        more = f" och {len(faults) - _MOST_NAMED} fel till" if len(faults) > _MOST_NAMED else ""
        raise UnreadableFileError(
            f"Filen {name} är en felaktig kopia ({shown}{more}): "
            "hämta författningen hos riksdagen.se eller svenskforfattningssamling.se.",
            kind="trasig",
        )
    raise UnreadableFileError(
        f"Filen {name} är JSON, som inte läses: lägg till källan som PDF, HTML eller text.",
        kind="okänd",
    )


def damaged_sections(provisions: Sequence[tuple[str, str]]) -> Iterator[str]:
    """What is seen to be wrong with (reference, text) pairs of a statute, in Swedish."""
    known = {reference for reference, _ in provisions}
    for reference, text in provisions:
        chapter, _, number = reference.rpartition(":")
        for match in _BEGUN_INSIDE.finditer(text):
            inside = f"{chapter}:{match['number']}" if chapter else match["number"]
            if match["number"] != number and inside not in known:
                yield f"{match['number']} § saknas och ligger inne i {number} §"
        if _CUT_OFF.search(text):
            yield f"{number} § är avhuggen"


def _provisions(content: object) -> list[tuple[str, str]]:
    """The (reference, text) pairs of a statute in the usual JSON form; none for anything else."""
    rows = content.get("provisions") if isinstance(content, dict) else None
    if not isinstance(rows, list):
        return []
    return [
        (str(row.get("provision_ref", "")), str(row.get("content", "")))
        for row in rows
        if isinstance(row, dict)
    ]
