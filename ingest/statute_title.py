"""A statute's own number and title, from its title line or from what is printed at the top."""

import re
from collections.abc import Iterable

# Not its own: "Lag om ändring i arbetsmiljölagen (1977:1160)", "… är säkra. Lag (2025:223)."
_TITLE_NUMBER = re.compile(
    r"^[A-ZÅÄÖ]?[\w-]*(?:[Ll]ag|[Ff]örordning|[Bb]alk|[Kk]ungörelse|[Tt]illkännagivande) "
    r"\((\d{4}:\d+)\)(?!\.)",
    re.MULTILINE,
)
_PRINTED_TITLE = re.compile(
    r"svensk författningssamling\b.{0,200}?"
    r"\b((?:[\w-]+(?:lag|förordning|balk)|lag|förordning|kungörelse|tillkännagivande)\b"
    r"[^.]{0,300}?);? ?utfärdad den",
    re.IGNORECASE,
)
# What stands in the margin beside the title, in any order.
_STAMP = re.compile(
    r"SFS (?:nr:? )?\d{4}:\d+|(?:Publicerad|Utkom från trycket) den \d+ \w+ \d{4}", re.IGNORECASE
)
_COLLECTION = "svensk författningssamling"
_MASTHEAD_NUMBER = re.compile(
    r"\bSFS (?:nr:? )?(\d{4}:\d+)|\bSvensk författningssamling (\d{4}:\d+)"
)


def statute_number(masthead: str) -> str | None:
    """The statute's own SFS number, from its title or from what is printed at the top."""
    found = _TITLE_NUMBER.search(masthead)
    if found is None and is_printed_statute(masthead):
        found = _MASTHEAD_NUMBER.search(masthead)
    return str(found[found.lastindex or 1]) if found is not None else None


def is_printed_statute(masthead: str) -> bool:
    """Whether the text is an issue of the statute book, even of an act with a single section."""
    return _COLLECTION in masthead.casefold()


def printed_title(masthead: str) -> str:
    """The title as the statute book prints it, between the series' name and the date; or ""."""
    found = _PRINTED_TITLE.search(_STAMP.sub("", " ".join(masthead.split())))
    return found[1].strip(" ;") if found is not None else ""


def numbered_title(title: str, sfs: str) -> str:
    """The title with its number where Swedish puts it: "Lag (2023:196) om …"."""
    if sfs in title:
        return title
    first, _, rest = title.partition(" ")
    return f"{first} ({sfs}) {rest}".strip()


def title_line(lines: Iterable[str]) -> str:
    """The first line that is a statute's title with its number, "Lag (2023:196) om …"; or ""."""
    return next((line for line in lines if _TITLE_NUMBER.match(line) and "\n" not in line), "")
