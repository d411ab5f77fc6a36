"""The least that a figure of the search may be: ``--least success@5=.97``."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from corpus.errors import UsageError
from evals.judging import Gate
from evals.ranking import FIGURES


@dataclass(frozen=True, slots=True, kw_only=True)
class Least:
    """A figure of ``lotsen evals retrieval`` and its bound from below, 0–1."""

    figure: str
    bound: float

    def gate(self, metrics: Mapping[str, float]) -> Gate:
        """The bound beside what was measured."""
        value = metrics[self.figure]
        return Gate(floor=self.bound, value=value, passed=value >= self.bound)

    def told(self, metrics: Mapping[str, float]) -> str:
        """One Swedish sentence: what was measured and what is wanted."""
        is_kept = self.gate(metrics).passed
        wanted = f", minst {self.bound:g}." if is_kept else f" men ska vara minst {self.bound:g}."
        return f"{self.figure} är {metrics[self.figure]:.4f}{wanted}"


def parse_least(texts: Iterable[str]) -> tuple[Least, ...]:
    """What was asked for, one ``FIGURE=BOUND`` each; the bound may have a comma.

    Of two bounds for a figure the higher one counts.

    Raises:
        UsageError: a figure is unknown, or its bound is no number from 0 to 1.
    """
    found = sorted(map(_least, texts), key=lambda least: least.bound)
    return tuple({least.figure: least for least in found}.values())


def _least(text: str) -> Least:
    figure, _, written = (part.strip() for part in text.partition("="))
    if figure not in FIGURES:
        known = ", ".join(FIGURES)
        raise UsageError(f"Måttet ”{figure}” i --least finns inte. De som finns: {known}.")
    try:
        bound = float(written.replace(",", "."))
    except ValueError:
        bound = math.nan
    if not 0 <= bound <= 1:  # nan is not either
        raise UsageError(
            f"”{text}” i --least ska vara ett mått och ett tal från 0 till 1, "
            f"till exempel {figure}=0.97."
        )
    return Least(figure=figure, bound=bound)
