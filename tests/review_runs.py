"""Stored runs to review, written by hand: lines of ``cases.jsonl`` and the ``run.json`` beside."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from evals.past_runs import read_past
from evals.review import Preferred, Rating, Review, Support, Verdict
from evals.review_store import ReviewStore
from evals.run_folder import CASES_FILE, RUNS, RunFile, RunFolder

QUOTE = "Kommunen ska leda rådet."
"""Stands in the law of fakes_answers.py."""


def line(case_id: str, **more: Any) -> dict[str, Any]:
    """One judged case without scores: reviewers see none."""
    return {
        "id": case_id,
        "set": "prov",
        "question": f"Vem leder rådet i fall {case_id}?",
        "status": "answered",
        "scores": {},
        "why": {},
        "judged": {},
        "statements": [{"text": QUOTE, "lane": "law", "labels": [1]}],
        "citations": [
            {
                "label": 1,
                "document_id": "sfs-2023-196",
                "pinpoint": "10 §",
                "passage_id": "sfs-2023-196#10-§/1",
                "quote": QUOTE,
            }
        ],
        **more,
    }


def stored(data_dir: Path, name: str, lines: list[dict[str, Any]], day: int = 24) -> RunFolder:
    """A finished run under the data directory."""
    folder = RunFolder(data_dir / RUNS / name)
    at = datetime(2026, 11, day, 10, 15, tzinfo=UTC)
    ids = tuple(one["id"] for one in lines)
    run = RunFile(run=name, started=at, finished=at, settings={"mode": "extractive"}, case_ids=ids)
    folder.write_start(run)
    written = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in lines)
    folder.write_text(CASES_FILE, written)
    return folder


def ten(**more: Any) -> list[dict[str, Any]]:
    """Ten cases, a to j."""
    return [line(case_id, **more) for case_id in "abcdefghij"]


def judged(case_id: str, reviewer: str, verdict: Verdict, comment: str = "") -> Rating:
    """What a reviewer says of a single answer."""
    return Rating(
        case_id=case_id,
        reviewer=reviewer,
        verdict=verdict,
        support=Support.YES,
        useful=True,
        comment=comment,
    )


def some_reviews(data_dir: Path) -> tuple[Review, ...]:
    """Three: of one run, rated by two; of two runs, begun by one; and of a run that is gone."""
    store = ReviewStore(data_dir)
    longer = [{"text": f"{QUOTE} Rådet får ha egna arbetsgrupper.", "lane": "law", "labels": [1]}]
    folders = [
        stored(data_dir, "20261124T101500Z-extractive", ten()),
        stored(data_dir, "20261125T101500Z-extractive", ten(statements=longer), 25),
        stored(data_dir, "20261126T101500Z-extractive", ten(), 26),
    ]
    first, second, gone = (read_past(folder) for folder in folders)
    by = "Anna Ek"
    one = store.create([first], by=by, size=10, key="ett")
    two = store.create([first, second], by=by, size=10, key="två")
    three = store.create([gone], by="Bo Al", size=10, key="tre")
    for case_id in one.case_ids:
        is_bad = case_id in "aj"
        said = judged(case_id, by, Verdict.WRONG if is_bad else Verdict.RIGHT)
        store.rate(one, said)
        if case_id != "b":
            verdict = Verdict.PARTLY if case_id in "aef" else Verdict.RIGHT
            store.rate(one, judged(case_id, "Bo Al", verdict, "Det saknas när det ska ske."))
    store.settle(one, "e", Verdict.PARTLY, note="Vi läste stället en gång till.", by=by)
    for case_id, side in zip("abc", Preferred, strict=True):
        store.rate(two, Rating(case_id=case_id, reviewer=by, preferred=side))
    for path in folders[2].path.iterdir():
        path.unlink()
    folders[2].path.rmdir()
    return one, two, three
