"""The scorers against answers that were scored by hand (hand_scored.toml)."""

import re
import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import samples

from assistant.conversation import Answer, AnswerStatus, Statement
from corpus.documents import Lane
from evals.golden import EvalCase, Gold, Nugget
from evals.measures import MEASURES
from evals.run import IndexSources

WRITTEN = tomllib.loads(Path(__file__).with_name("hand_scored.toml").read_text(encoding="utf-8"))
PASSAGES = WRITTEN["passages"]
EXAMPLES = WRITTEN["example"]
LANES = {"lag": Lane.LAW, "handbok": Lane.GUIDANCE, "rapport": Lane.REPORT}


SHELF = IndexSources(
    lanes=LANES,
    texts={f"{written['document']}#{name}": written["text"] for name, written in PASSAGES.items()},
)
"""The made-up passages as an index would have them."""


def citation(written):
    source = PASSAGES[written["passage"]]
    whole = samples.citation(
        source["text"],
        document_id=source["document"],
        lane=LANES[source["document"]],
        pinpoint=source["pinpoint"],
        passage_id=f"{source['document']}#{written['passage']}",
    )
    return replace(whole, **{key: value for key, value in written.items() if key != "passage"})


def answer(example):
    return Answer(
        status=AnswerStatus(example["status"]),
        question="Fråga?",
        as_of=date(2026, 11, 30),
        statements=tuple(
            Statement(text=text, lane=Lane(lane), labels=tuple(labels))
            for lane, text, *labels in example.get("statements", ())
        ),
        citations=tuple(citation(written) for written in example.get("citations", ())),
        timings_ms={"total": example["total_ms"]} if "total_ms" in example else {},
    )


def case(example):
    return EvalCase(
        id="prov",
        set="prov",
        question="Fråga?",
        audience="coordinator",
        kind="law",
        expected_status=tuple(AnswerStatus(status) for status in example["expected"]),
        gold=tuple(Gold(document_id=d, pinpoint=p) for d, p in example.get("gold", ())),
        nuggets=tuple(
            Nugget(vital=n["vital"], says=tuple(n["says"])) for n in example.get("nuggets", ())
        ),
        forbidden=tuple(re.compile(pattern) for pattern in example.get("forbidden", ())),
    )


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["name"])
def test_the_scorers_score_as_the_hand_did(example):
    scored = {
        name: MEASURES[name].scorer(case(example), answer(example), SHELF)
        for name in example["scores"]
    }
    given = {name: score.value for name, score in scored.items()}
    assert given == {
        name: None if value == "unscored" else pytest.approx(value, abs=5e-5)
        for name, value in example["scores"].items()
    }
    # What is left out weighs nothing; everything else weighs something.
    assert {name: score.n == 0 for name, score in scored.items()} == {
        name: value == "unscored" for name, value in example["scores"].items()
    }
    assert all(score.why for score in scored.values())
    told = {name: [scored[name].why, scored[name].answer] for name in example.get("told", ())}
    assert told == example.get("told", {})


@pytest.mark.parametrize(
    ("name", "metric", "n"),
    [
        ("en av två meningar har stöd", "support", 2),
        ("två av tre citat är fel", "quote_exactness", 3),
        ("etiketter som inte leder någonstans", "statements_cited", 3),
        ("etiketter som inte leder någonstans", "support", 1),
        ("ett ställe för mycket", "citation_precision", 1),
    ],
)
def test_a_share_carries_how_many_things_it_is_of(name, metric, n):
    (example,) = (one for one in EXAMPLES if one["name"] == name)
    assert MEASURES[metric].scorer(case(example), answer(example), SHELF).n == n


WHOLE = {"status_accuracy", "strict_correctness"}
"""Measures that judge every answer."""


def test_every_measure_is_scored_by_hand_in_more_than_one_way():
    ways = {name: {str(e["scores"].get(name)) for e in EXAMPLES} - {"None"} for name in MEASURES}
    assert len(EXAMPLES) >= 40
    assert all(len(ways[name] - {"unscored"}) >= 2 for name in MEASURES), ways
    assert {name for name in MEASURES if "unscored" not in ways[name]} == WHOLE


def test_each_example_has_a_name_of_its_own_and_says_why():
    assert len({example["name"] for example in EXAMPLES}) == len(EXAMPLES)
    assert all(len(example["why"]) > 10 for example in EXAMPLES)
