"""The passages at one place → its wordings, each with the days it held: what can be compared.

A wording is the source's own words on a stretch of days on which they stay the same. Only where an
account of ours was ended by a later one do accounts count as well; an account beside the source's
own words is no other wording.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from corpus.documents import Edition, Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What stands at a place from ``begun`` to ``ended``, both included; None where unknown."""

    passages: tuple[Passage, ...]
    begun: date | None
    ended: date | None

    @property
    def key(self) -> str:
        """Its name in an address: the first day, or "0" where none is known."""
        return self.begun.isoformat() if self.begun else "0"

    @property
    def text(self) -> str:
        """All of its words, a paragraph a line of its own."""
        return "\n\n".join(passage.text.strip() for passage in self.passages)

    @property
    def acts(self) -> tuple[str, ...]:
        """The SFS numbers of the acts that gave it these words."""
        named = (passage.amended_by for passage in self.passages)
        return tuple(dict.fromkeys(filter(None, named)))

    @property
    def is_original(self) -> bool:
        """Whether these are the source's own words."""
        return all(passage.edition is Edition.ORIGINAL for passage in self.passages)


def wordings(passages: Sequence[Passage]) -> tuple[Wording, ...]:
    """The wordings of one place, the oldest first; fewer than two where nothing was changed."""
    days = (date.min, *_changing_days(passages))
    told: list[Wording] = []
    for begun, after in pairwise((*days, None)):
        held = _main_words([p for p in passages if p.holds_on(begun or date.min)])
        ended = after - timedelta(days=1) if after else None
        if told and _goes_on(told[-1], held):
            told[-1] = _longer(told[-1], held, ended)
        elif held:
            told.append(Wording(passages=held, begun=_known(begun, held), ended=ended))
    return tuple(told)


def _changing_days(passages: Sequence[Passage]) -> list[date]:
    """The first days on which other passages hold than on the day before."""
    begin = {p.valid_from for p in passages if p.valid_from}
    end = {p.valid_to + timedelta(days=1) for p in passages if p.valid_to}
    worded = {date(p.worded_year, 1, 1) for p in passages if p.worded_year}
    return sorted((begin | end | worded) - {date.min})


def _main_words(held: Sequence[Passage]) -> tuple[Passage, ...]:
    """The source's own words, else our account, else a remark that tells what held only then."""
    own = [p for p in held if p.edition is Edition.ORIGINAL and not p.comment]
    account = [p for p in held if not p.comment]
    remarks = [p for p in held if p.valid_to is not None]
    return tuple(own or account or remarks)


def _goes_on(before: Wording, held: Sequence[Passage]) -> bool:
    """Whether the words are the same; of our own accounts, also when some were only added."""
    same, kept = before.passages == tuple(held), set(before.passages) <= set(held)
    return same or (kept and not any(p.edition is Edition.ORIGINAL for p in held))


def _longer(before: Wording, held: Sequence[Passage], ended: date | None) -> Wording:
    return Wording(passages=tuple(held), begun=before.begun, ended=ended)


def _known(begun: date | None, held: Sequence[Passage]) -> date | None:
    """The first day, unless it is only the first of the year whose act gave the words."""
    if begun in (None, date.min):
        return None
    dated = [p.valid_from for p in held if p.valid_from]
    guessed = any(p.worded_year and begun == date(p.worded_year, 1, 1) for p in held)
    return max(dated, default=None) if guessed and begun not in dated else begun
