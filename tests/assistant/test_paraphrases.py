"""Faithful restatements by hand: a check that rejects everything is no check.

They stand in tests/data/paraphrases.toml, each beside the words it was written from. The verifier's
rules were written against these, so they say that the rules fit, not how well others will do. A
rejected one costs style, not truth, for the quotation is shown in its place.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.bootstrap import Assistant
from assistant.pairs import Pair
from assistant.verification import wording_faults
from evals.mutation import mutants
from evals.mutation_rules import RULES

FILE = Path(__file__).parents[1] / "data" / "paraphrases.toml"
LEAST_ACCEPTED = 0.95  # of all 300, and of either half
MOST_MUTANTS = 0.02  # of the mutants of free wordings are let through; of the quotes' own, none


@pytest.fixture(scope="module")
def restatements(bundled: Assistant) -> dict[int, Pair]:
    found = {}
    for entry in tomllib.loads(FILE.read_text(encoding="utf-8"))["paraphrase"]:
        passage = bundled.generation.passage(entry["passage_id"])
        assert passage is not None  # its digest may have been reworded since the quote was taken
        source = bundled.generation.entries[passage.document_id]
        found[entry["id"]] = Pair(
            statement=entry["statement"],
            quotes=" ".join(entry["quote"].split()),
            pinpoints=passage.pinpoint,
            sources=f"{source.title} {source.short_title} {source.publisher}",
        )
    return found


def half(restatements: dict[int, Pair], name: str) -> Sequence[Pair]:
    return [pair for number, pair in restatements.items() if number % 2 == (name == "odd")]


@pytest.mark.parametrize("name", ["odd", "even"])
def test_faithful_restatements_are_accepted(restatements: dict[int, Pair], name: str) -> None:
    pairs = half(restatements, name)
    kept = [pair for pair in pairs if not wording_faults(pair)]
    assert len(pairs) == 150
    assert len(kept) / len(pairs) >= LEAST_ACCEPTED


def test_hardly_any_mutant_of_a_restatement_is_accepted(restatements: dict[int, Pair]) -> None:
    made = passed = 0
    for pair in restatements.values():
        if wording_faults(pair):
            continue
        for mutant in mutants(pair.statement, RULES):
            made += 1
            passed += not wording_faults(replace(pair, statement=mutant.text))
    assert made > 1_500
    assert passed / made <= MOST_MUTANTS
