"""Answers of several search systems → figures and a table, for benchmarks/retrieval_peers.py."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from evals.metrics import DRAWS, SEED, Metric, mean, proportion
from evals.ranking import rankings_metrics

OURS = "lotsen"

_COST_HEADING = (
    "| system | index, s | utan kodaren, ms | mot vår p95 | utan kodaren, CPU-ms | mot vår p95 "
    "| med kodaren, ms | RSS, MB | mot vår |"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What one system did: per question the ranking and milliseconds, and what indexing took."""

    name: str
    rankings: tuple[tuple[str, ...], ...]
    all_ms: tuple[float, ...]
    encoder_ms: tuple[float, ...]
    own_cpu_ms: tuple[float, ...]
    index_s: float
    rss_mb: float

    @property
    def own_ms(self) -> tuple[float, ...]:
        """The time of each question without the encoder's."""
        return tuple(a - e for a, e in zip(self.all_ms, self.encoder_ms, strict=True))

    def scores(self, metric: str, qrels: Sequence[Mapping[str, int]]) -> tuple[float, ...]:
        """One figure per question."""
        return tuple(row[metric] for row in rankings_metrics(self.rankings, qrels))


def paired_difference(ours: Sequence[float], theirs: Sequence[float]) -> Metric:
    """The mean of ours minus theirs, question by question, with the bootstrap's 95 % interval.

    2,000 draws of as many questions as there are; the seed is fixed.
    """
    differences = np.subtract(ours, theirs)
    drawn = np.random.default_rng(SEED).integers(len(differences), size=(DRAWS, len(differences)))
    low, high = np.percentile(differences[drawn].mean(axis=1), (2.5, 97.5))
    value = float(differences.mean())
    return Metric(value=value, low=float(low), high=float(high), n=len(differences))


def percentile(times: Sequence[float], share: float) -> float:
    """The time that ``share`` percent of the questions stay below."""
    return float(np.percentile(times, share))


def quality_table(systems: Sequence[Answers], qrels: Sequence[Mapping[str, int]]) -> list[str]:
    """Markdown: nDCG@10 and success with intervals, and how far ours is ahead."""
    ours = _ours(systems).scores("ndcg@10", qrels)
    lines = [
        "| system | nDCG@10 | success@1 | success@5 | nDCG@10, vår minus dess |",
        "|---|---|---|---|---|",
    ]
    for system in systems:
        ndcg = system.scores("ndcg@10", qrels)
        hits = [
            _with_interval(proportion(int(sum(values)), len(values)))
            for values in (system.scores(f"success@{k}", qrels) for k in (1, 5))
        ]
        ahead = "–" if system.name == OURS else _signed(paired_difference(ours, ndcg))
        lines.append(
            f"| {system.name} | {_with_interval(mean(ndcg))} | {' | '.join(hits)} | {ahead} |"
        )
    return lines


def cost_table(systems: Sequence[Answers]) -> list[str]:
    """Markdown: time of indexing and of a question, memory, and the ratios to ours."""
    ours = _ours(systems)
    return [
        _COST_HEADING,
        _COST_HEADING[-1] + "---|" * _COST_HEADING.count(" | ") + "---|",
        *(_cost_row(system, ours) for system in systems),
    ]


def _cost_row(system: Answers, ours: Answers) -> str:
    cells = (
        system.name,
        f"{system.index_s:.2f}",
        _middle_and_high(system.own_ms),
        _ratio(percentile(system.own_ms, 95), percentile(ours.own_ms, 95)),
        _middle_and_high(system.own_cpu_ms),
        _ratio(percentile(system.own_cpu_ms, 95), percentile(ours.own_cpu_ms, 95)),
        _middle_and_high(system.all_ms),
        f"{system.rss_mb:.0f}",
        _ratio(system.rss_mb, ours.rss_mb),
    )
    return f"| {' | '.join(cells)} |"


def _ratio(theirs: float, ours: float) -> str:
    return f"{theirs / ours:.2f}"


def _middle_and_high(times: Sequence[float]) -> str:
    """The p50 and the p95."""
    return f"{percentile(times, 50):.1f} / {percentile(times, 95):.1f}"


def _ours(systems: Sequence[Answers]) -> Answers:
    return next(system for system in systems if system.name == OURS)


def _with_interval(metric: Metric) -> str:
    return f"{metric.value:.3f} [{metric.low:.3f}, {metric.high:.3f}]"


def _signed(metric: Metric) -> str:
    return f"{metric.value:+.3f} [{metric.low:+.3f}, {metric.high:+.3f}]"
