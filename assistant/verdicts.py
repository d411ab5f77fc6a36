"""What the verifier may find, and how it is told to whoever counts."""

from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    """What is wrong with a statement."""

    QUOTE_MISMATCH = "quote_mismatch"
    LANE = "lane"
    NUMBER = "number"
    DATE = "date"
    PARAGRAPH = "paragraph"
    FREQUENCY = "frequency"
    NEGATION = "negation"
    MODALITY = "modality"
    ACTOR = "actor"
    REACH = "reach"
    RELATION = "relation"
    STANDING = "standing"
    WORDING = "wording"
    SUPPORT = "support"
    MARKUP = "markup"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Every fault found; none means that the statement may be shown."""

    faults: tuple[Fault, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the statement may be shown."""
        return not self.faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Checks:
    """What became of the sentences drafted in ``mode``, and how often each fault was found.

    ``replaced`` are those in whose place their quotes are shown.
    """

    mode: str
    verified: int = 0
    replaced: int = 0
    dropped: int = 0
    faults: tuple[tuple[Fault, int], ...] = ()
