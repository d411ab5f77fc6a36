"""What is measured: one Measure for each metric of docs/interface.md, in the order of reports.

The one list that runs, comparisons, reports and pages go by.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from evals import scorers
from evals.metrics import Metric, mean, proportion
from evals.scorers import Score, Scorer


class Sum(StrEnum):
    """How the scores of single cases become one figure."""

    HITS = "hits"
    """A share of all things judged (answers, quotes, statements), with Wilson's interval."""
    MEAN = "mean"
    """The mean over cases, with the bootstrap's interval."""


class Better(StrEnum):
    """Which way is better."""

    HIGH = "high"
    LOW = "low"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A metric: its name in JSON, its name for people, who judges, and what is good.

    ``gate`` is the bound that every run must keep, a floor where high is better and a ceiling where
    low is. ``decides`` tells whether a significant change for the worse fails a comparison: how
    long an answer took depends on the machine. ``unit`` is "" for shares.
    """

    name: str
    title: str
    scorer: Scorer
    sum: Sum
    better: Better = Better.HIGH
    gate: float | None = None
    decides: bool = True
    unit: str = ""

    def summed(self, scores: Iterable[Score]) -> Metric:
        """One metric of the cases' scores; unscored cases count nowhere."""
        judged = [(score.value, score.n) for score in scores if score.value is not None]
        if self.sum is Sum.MEAN:
            return mean([value for value, _ in judged])
        return proportion(sum(_hits(value, n) for value, n in judged), sum(n for _, n in judged))

    def keeps_gate(self, value: float | None) -> bool:
        """Whether a figure keeps the bound; one without anything to judge does."""
        if self.gate is None or value is None:
            return True
        return value >= self.gate if self.better is Better.HIGH else value <= self.gate


def _hits(value: float, n: int) -> float:
    """How many of ``n`` things a share is; a part of one where epochs went different ways."""
    hits = value * n
    # A stored share has four decimals.
    return round(hits) if abs(hits - round(hits)) <= 1e-4 * n else hits


MEASURES: Mapping[str, Measure] = {
    measure.name: measure
    for measure in (
        Measure(
            name="status_accuracy",
            title="Rätt status",
            scorer=scorers.score_status,
            sum=Sum.HITS,
        ),
        Measure(
            name="strict_correctness",
            title="Rätt i sak, strikt",
            scorer=scorers.score_strict,
            sum=Sum.HITS,
        ),
        Measure(
            name="nugget_recall",
            title="Uppgifter i svaret",
            scorer=scorers.score_nugget_recall,
            sum=Sum.MEAN,
        ),
        Measure(
            name="vital_recall",
            title="Viktiga uppgifter i svaret",
            scorer=scorers.score_vital_recall,
            sum=Sum.MEAN,
        ),
        Measure(
            name="quote_exactness",
            title="Exakta citat",
            scorer=scorers.score_quotes,
            sum=Sum.HITS,
            gate=1.0,
        ),
        Measure(
            name="statements_cited",
            title="Meningar med källa",
            scorer=scorers.score_cited_statements,
            sum=Sum.HITS,
            gate=1.0,
        ),
        Measure(
            name="citation_precision",
            title="Citerade ställen som finns i facit",
            scorer=scorers.score_citation_precision,
            sum=Sum.MEAN,
        ),
        Measure(
            name="citation_recall",
            title="Ställen i facit som är citerade",
            scorer=scorers.score_citation_recall,
            sum=Sum.MEAN,
        ),
        Measure(
            name="support",
            title="Meningar med stöd i citaten",
            scorer=scorers.score_support,
            sum=Sum.HITS,
        ),
        Measure(
            name="coverage",
            title="Meningarnas ord som står i citaten",
            scorer=scorers.score_coverage,
            sum=Sum.MEAN,
        ),
        Measure(
            name="lane_errors",
            title="Svar med annat än lag i lagens spår",
            scorer=scorers.score_lane_errors,
            sum=Sum.HITS,
            better=Better.LOW,
            gate=0.0,
        ),
        Measure(
            name="forbidden_claims",
            title="Svar med förbjudet påstående",
            scorer=scorers.score_forbidden_claims,
            sum=Sum.HITS,
            better=Better.LOW,
            gate=0.0,
        ),
        Measure(
            name="false_refusals",
            title="Falska avståenden",
            scorer=scorers.score_false_refusal,
            sum=Sum.HITS,
            better=Better.LOW,
        ),
        Measure(
            name="refusal_recall",
            title="Avstod när det skulle",
            scorer=scorers.score_refusal,
            sum=Sum.HITS,
        ),
        Measure(
            name="abstention_precision",
            title="Avstod med rätta",
            scorer=scorers.score_abstention_precision,
            sum=Sum.HITS,
        ),
        Measure(
            name="lix",
            title="Läsbarhet",
            scorer=scorers.score_lix,
            sum=Sum.MEAN,
            better=Better.LOW,
            decides=False,
            unit="LIX",
        ),
        Measure(
            name="sentence_length",
            title="Meningarnas längd",
            scorer=scorers.score_sentence_length,
            sum=Sum.MEAN,
            better=Better.LOW,
            decides=False,
            unit="ord",
        ),
        Measure(
            name="latency_ms",
            title="Svarstid",
            scorer=scorers.score_latency,
            sum=Sum.MEAN,
            better=Better.LOW,
            decides=False,
            unit="ms",
        ),
    )
}
"""Every measure by its name."""
