"""What the verifier compares: a statement, and what it may draw on."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A statement and what it may draw on: the quoted words, and the names of their sources."""

    statement: str
    quotes: str
    pinpoints: str = ""
    sources: str = ""
