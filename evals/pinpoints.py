"""When two pinpoints name the same place: used to hold an answer's citations against the gold."""

import re

_PARAGRAPHS = re.compile(
    r"(?:(?P<chapter>\d+(?: [a-z])?) kap\. )?(?P<numbers>\d[\da-z ,–]*?(?: och \d+(?: [a-z])?)?) §"
)
_RANGE = re.compile(r"(?P<first>\d+(?: [a-z])?)–(?P<last>\d+(?: [a-z])?)")
_TRANSITIONAL = re.compile(r"övergångsbestämmelse\w*(?P<to> till \d{4}:\d+)?")
_STEP = re.compile(r"steg \d+\b")
_SUBDIVISION = re.compile(
    r",? (?:första|andra|tredje|fjärde|femte|sjätte|\d+ ?st\.?)(?: stycket)?$"
)


def places(pinpoint: str) -> frozenset[str]:
    """The places that ``pinpoint`` names, in a form to compare.

    Case, white space and what stands below the paragraph (stycke, punkt) don't count. "4–5 §§"
    names two places, "Steg 3 Gemensamma förberedelser" the same as "Steg 3", and every point of the
    transitional provisions the same as their heading.
    """
    text = " ".join(pinpoint.casefold().split()).replace("-", "–")
    if paragraphs := _PARAGRAPHS.match(text):
        chapter = f"{paragraphs['chapter']} kap. " if paragraphs["chapter"] else ""
        return frozenset(f"{chapter}{number} §" for number in _numbers(paragraphs["numbers"]))
    if transitional := _TRANSITIONAL.match(text):
        return frozenset({f"övergångsbestämmelser{transitional['to'] or ''}"})
    if step := _STEP.match(text):
        return frozenset({step.group()})
    return frozenset({_SUBDIVISION.sub("", text)})


def _numbers(text: str) -> list[str]:
    numbers: list[str] = []
    for part in re.split(r", | och ", text):
        span = _RANGE.fullmatch(part)
        if span is None:
            numbers.append(part)
        elif span["first"].isdigit() and span["last"].isdigit():
            numbers.extend(str(n) for n in range(int(span["first"]), int(span["last"]) + 1))
        else:  # "8–8 a": which letters lie between is the statute's business
            numbers.extend((span["first"], span["last"]))
    return numbers
