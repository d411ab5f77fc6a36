"""What the search finds for a question now: each passage with its rank, fused and leg by leg.

A leg's own rank is where the passage comes when that leg alone counts, as a search with it gives.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from time import perf_counter

from assistant.bootstrap import Assistant
from assistant.conversation import RetrievedPassage
from assistant.retrieval import LEGS
from assistant.service import Answerer
from evals.pinpoints import places
from ui.labels import source_link
from ui.staff import run_texts, run_words

SHOWN = 15
"""Passages of the fused ranking."""

LOOKED = 50
"""How far each ranking is followed."""

Place = tuple[str, str]
"""A document's id and a pinpoint."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundRow:
    """A passage; ``ranks`` has a rank for each leg, "–" where it is not among the first LOOKED."""

    rank: str
    title: str
    pinpoint: str
    link: str
    text: str
    ranks: tuple[str, ...]
    is_gold: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a search gave: the rows, the names of the legs, gold places not found, milliseconds."""

    rows: tuple[FoundRow, ...]
    legs: tuple[str, ...]
    missing: tuple[str, ...]
    milliseconds: int

    @property
    def told(self) -> str:
        """Why no leg is shown, "" where they are."""
        return "" if self.legs else run_texts.NO_LEGS


def found_now(answerer: Answerer, query: str, as_of: date, gold: Sequence[Place] = ()) -> Found:
    """The best passages for ``query`` with their ranks; those of the right answer are marked.

    Raises:
        LotsenError: the sources can't be read.
    """
    begun = perf_counter()
    fused = _searched(answerer, query, as_of)
    spent = round((perf_counter() - begun) * 1000)
    by_leg = _by_leg(answerer, query, as_of)
    titles = {row.entry.document_id: row.entry.short_title for row in answerer.documents()}
    ranks = {hit.passage.passage_id: rank for rank, hit in enumerate(fused, start=1)}
    shown = list(fused[:SHOWN])
    shown += [hit for hit in fused[SHOWN:] if _is_gold(hit, gold)]
    seen = {hit.passage.passage_id for hit in shown}
    for leg in by_leg.values():  # a right place that only one leg finds is worth seeing
        for hit in leg:
            if _is_gold(hit, gold) and hit.passage.passage_id not in seen:
                seen.add(hit.passage.passage_id)
                shown.append(hit)
    own = {leg: _ranks(hits) for leg, hits in by_leg.items()}
    return Found(
        rows=tuple(_row(hit, ranks, own.values(), titles, gold) for hit in shown),
        legs=tuple(run_texts.LEGS[leg] for leg in by_leg),
        missing=tuple(
            f"{titles.get(document_id, document_id)}, {pinpoint}"
            for document_id, pinpoint in gold
            if not any(_is_gold(hit, [(document_id, pinpoint)]) for hit in shown)
        ),
        milliseconds=spent,
    )


def legs_there(answerer: Answerer) -> tuple[str, ...]:
    """The legs that the answerer can search with; none where it is not the real assistant."""
    if not isinstance(answerer, Assistant):
        return ()
    return tuple(leg for leg in LEGS if leg != "dense" or answerer.encoder is not None)


def _by_leg(answerer: Answerer, query: str, as_of: date) -> dict[str, list[RetrievedPassage]]:
    if not isinstance(answerer, Assistant):
        return {}
    return {
        leg: _searched(replace(answerer, legs=(leg,)), query, as_of) for leg in legs_there(answerer)
    }


def _searched(answerer: Answerer, query: str, as_of: date) -> list[RetrievedPassage]:
    return list(answerer.search(query, k=LOOKED, document_id=None, as_of=as_of))


def _ranks(hits: Iterable[RetrievedPassage]) -> dict[str, int]:
    return {hit.passage.passage_id: rank for rank, hit in enumerate(hits, start=1)}


def _row(
    hit: RetrievedPassage,
    fused: Mapping[str, int],
    by_leg: Iterable[Mapping[str, int]],
    titles: Mapping[str, str],
    gold: Sequence[Place],
) -> FoundRow:
    passage = hit.passage
    rank = fused.get(passage.passage_id)
    return FoundRow(
        rank=_shown(rank),
        title=titles.get(passage.document_id, passage.document_id),
        pinpoint=passage.pinpoint,
        link=source_link(rank or LOOKED, passage.passage_id),
        text=passage.text,
        ranks=tuple(_shown(own.get(passage.passage_id)) for own in by_leg),
        is_gold=_is_gold(hit, gold),
    )


def _shown(rank: int | None) -> str:
    return run_words.NONE if rank is None else str(rank)


def _is_gold(hit: RetrievedPassage, gold: Iterable[Place]) -> bool:
    own = places(hit.passage.pinpoint)
    return any(
        hit.passage.document_id == document_id and own & places(pinpoint)
        for document_id, pinpoint in gold
    )
