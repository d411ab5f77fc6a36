"""Dataset → RetrievalReport: how well the product's own search finds what answers a question.

What ``lotsen evals retrieval`` does. The documents become a generation like any other, in a folder
of its own under the data directory, and are searched by the same legs and fusion as the product's.
"""

import textwrap
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.retrieval import LEGS, WEIGHTS, fuse, leg_scores
from corpus.documents import CatalogueEntry, Edition, Lane, Passage, text_sha256
from corpus.encoding import Encoder
from corpus.index import Generation, GenerationContents, open_generation, publish_generation
from evals.datasets import Dataset, Document, Query
from evals.metrics import rounded
from evals.perturbations import perturbed
from evals.ranking import ranked, rankings_metrics

Scores = NDArray[np.float32]
Progress = Callable[[int, int], None]
"""Takes how many passages are encoded, and of how many."""

DOCUMENT_LIMIT = 1_500
"""Characters. About 400 tokens of Swedish: a longer document would be cut short by the encoder (512
tokens) and is divided instead."""

SEEDS = (1, 2, 3)
"""Each question is changed once for each: which slip is drawn moves success@1 by a point."""

WORKSPACE = Path("evals", "retrieval")
"""Where in the data directory the data sets' index and embeddings lie."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RetrievalReport:
    """The figures of one data set: of the fused ranking, of each leg alone, and the times."""

    dataset: str
    passages: int
    queries: int
    metrics: Mapping[str, float]
    legs: Mapping[str, Mapping[str, float]]
    timings: Mapping[str, float]
    settings: Mapping[str, Any]
    perturbed: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    """The fused ranking's figures for the questions changed in each way, means over the seeds."""

    def to_json(self) -> dict[str, Any]:
        """The shape of docs/interface.md; "perturbed" only where something was."""
        changed = {kind: _rounded(figures) for kind, figures in self.perturbed.items()}
        return {
            "dataset": self.dataset,
            "passages": self.passages,
            "queries": self.queries,
            "system": "lotsen",
            "metrics": _rounded(self.metrics),
            "legs": {name: _rounded(figures) for name, figures in self.legs.items()},
            "timings": {name: round(value, 2) for name, value in self.timings.items()},
            "settings": dict(self.settings),
        } | ({"perturbed": changed} if changed else {})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What one query found: a ranking per system and the time the fused one took."""

    rankings: Mapping[str, tuple[str, ...]]
    milliseconds: float


def measure_retrieval(
    dataset: Dataset,
    encoder: Encoder | None,
    data_dir: Path,
    *,
    perturb: Sequence[str] = (),
    progress: Progress = lambda _done, _of: None,
) -> RetrievalReport:
    """Index ``dataset`` and ask all its queries, then once more changed in the ways of ``perturb``.

    Raises:
        IndexBusyError: another process measures in the same data directory.
        StorageError: the data directory can't be written.
    """
    workspace = data_dir / WORKSPACE
    begun = time.perf_counter()
    publish_generation(workspace, contents_of(dataset), encoder, progress=progress)
    with open_generation(workspace) as generation:
        index_s = time.perf_counter() - begun
        owners = _Owners(generation.passages)
        found = [_ask(generation, encoder, owners, query) for query in dataset.queries]
        changed = {
            kind: _perturbed_metrics(
                kind, dataset.queries, lambda query: _ask(generation, encoder, owners, query)
            )
            for kind in perturb
        }
    systems = {name: _mean_metrics(name, found, dataset.queries) for name in found[0].rankings}
    times = [answer.milliseconds for answer in found]
    return RetrievalReport(
        dataset=dataset.name,
        passages=len(generation.passages),
        queries=len(dataset.queries),
        metrics=systems.pop("fused"),
        legs=systems,
        timings={
            "index_s": index_s,
            "query_ms_p50": float(np.percentile(times, 50)),
            "query_ms_p95": float(np.percentile(times, 95)),
        },
        settings={
            "encoder": encoder.name if encoder else None,
            "weights": dict(zip(LEGS, WEIGHTS, strict=True)),
            "documents": len(dataset.documents),
            "document_limit": DOCUMENT_LIMIT,
            "queries": dataset.queries_name,
        }
        | ({"perturbation_seeds": list(SEEDS)} if perturb else {}),
        perturbed=changed,
    )


def contents_of(dataset: Dataset) -> GenerationContents:
    """The data set as passages: one for each document unless it is over DOCUMENT_LIMIT."""
    # Rows in the order of the ids make equal scores rank by id, whatever the file's order.
    documents = sorted(dataset.documents, key=lambda document: document.id)
    return GenerationContents(
        entries=tuple(_entry(document) for document in documents),
        passages=tuple(passage for document in documents for passage in _passages(document)),
        sources=(),
        sections=(),
    )


class _Owners:
    """Which document each passage belongs to: scores of passages → scores of documents."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self.names = tuple(dict.fromkeys(passage.document_id for passage in passages))
        place = {name: row for row, name in enumerate(self.names)}
        self._rows = np.array([place[passage.document_id] for passage in passages], dtype=np.intp)

    def best(self, scores: Scores) -> Scores:
        """Each document's score: that of its best passage."""
        documents = np.full(len(self.names), -np.inf, dtype=np.float32)
        np.maximum.at(documents, self._rows, scores)
        return documents


def _ask(generation: Generation, encoder: Encoder | None, owners: _Owners, query: Query) -> _Found:
    begun = time.perf_counter()
    legs = leg_scores(generation, encoder, query.text)
    fused = fuse(legs)
    milliseconds = (time.perf_counter() - begun) * 1_000
    # Without an encoder there is no dense leg to report.
    systems = {"fused": fused, **dict(zip(LEGS, legs, strict=False))}
    return _Found(
        rankings={
            name: ranked(owners.names, owners.best(scores)) for name, scores in systems.items()
        },
        milliseconds=milliseconds,
    )


def _perturbed_metrics(
    kind: str, queries: Sequence[Query], ask: Callable[[Query], _Found]
) -> dict[str, float]:
    """The figures of ``queries`` changed as ``kind`` says, means over the seeds."""
    asked = [
        replace(query, text=perturbed(query.text, kind, seed))
        for seed in SEEDS
        for query in queries
    ]
    return _mean_metrics("fused", [ask(query) for query in asked], asked)


def _mean_metrics(
    system: str, found: Sequence[_Found], queries: Sequence[Query]
) -> dict[str, float]:
    per_query = rankings_metrics(
        [answer.rankings[system] for answer in found], [query.qrels for query in queries]
    )
    return {name: float(np.mean([row[name] for row in per_query])) for name in per_query[0]}


def _entry(document: Document) -> CatalogueEntry:
    return CatalogueEntry(
        document_id=document.id,
        title=document.title,
        short_title="",
        publisher="",
        year=0,
        kind="dataset",
        lane=Lane.REPORT,
        rank=7,
        rights="unknown",
        url="",
        url_status="guessed",
    )


def _passages(document: Document) -> list[Passage]:
    pieces = [document.text]
    if len(document.text) > DOCUMENT_LIMIT:
        pieces = textwrap.wrap(document.text, DOCUMENT_LIMIT)
    return [
        Passage(
            passage_id=f"{document.id}#/{number}",
            document_id=document.id,
            edition=Edition.ORIGINAL,
            pinpoint="",
            # The text alone, as in the published figures: a page's title in front of each piece
            # lowers the dense leg (SweQUAD train, success@1 .676 → .656).
            heading_path=(),
            text=text,
            section_start=0,
            sha256=text_sha256(text),
        )
        for number, text in enumerate(pieces, 1)
    ]


def _rounded(figures: Mapping[str, float]) -> dict[str, float | None]:
    return {name: rounded(value) for name, value in figures.items()}
