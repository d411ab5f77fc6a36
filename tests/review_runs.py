"""Stored runs to review, written by hand: lines of ``cases.jsonl`` and the ``run.json`` beside."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

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
