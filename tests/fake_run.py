"""Stands in for ``lotsen`` where a page starts a run: writes what ``evals run`` writes, by hand.

The variable FAKE_RUN says what it does: "fails" ends at once with a sentence, "breaks" after two
answers, "goes" asks two questions and waits for the file ``vidare`` in the data directory.
"""

import json
import os
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path

from eval_runs import settings, some_cases

from assistant.conversation import Answer, AnswerStatus
from evals.answers import KeptAnswer
from evals.run_folder import CASES_FILE, RunFile, RunFolder, find_run

CASES = some_cases()
SENTENCE = "Det finns inget index. Bygg ett med lotsen ingest build."
BROKE = "Disken blev full."
WAITED = 60  # seconds


def kept(case_id: str) -> KeptAnswer:
    answer = Answer(status=AnswerStatus.ANSWERED, question="", as_of=date(2026, 11, 24))
    return KeptAnswer(case_id=case_id, epoch=1, asked="", answer=answer, texts={}, lanes={})


def ask(folder: RunFolder, run: RunFile, data_dir: Path) -> None:
    there = {answer.case_id for answer in folder.answers()}
    for number, case_id in enumerate(run.case_ids):
        if case_id in there:
            continue
        if number == 2:
            if os.environ["FAKE_RUN"] == "breaks":
                sys.exit(f"En rad till\n{BROKE}\n")
            wait_for(data_dir / "vidare")
        folder.add(kept(case_id))
    lines = (json.dumps(one, ensure_ascii=False) + "\n" for one in CASES)
    folder.write_text(CASES_FILE, "".join(lines))
    finished = RunFile(**{**fields(run), "finished": datetime.now(UTC)})
    folder.write_run(finished)


def fields(run: RunFile) -> dict[str, object]:
    return {name: getattr(run, name) for name in RunFile.__dataclass_fields__}


def wait_for(path: Path) -> None:
    for _ in range(WAITED * 20):
        if path.exists():
            return
        time.sleep(0.05)


def main(arguments: list[str]) -> None:
    data_dir = Path(os.environ["LOTSEN_DATA_DIR"])
    (data_dir / "begun").open("a").write(" ".join(arguments) + "\n")
    if os.environ["FAKE_RUN"] == "fails":
        sys.exit(SENTENCE)
    given = dict(zip(arguments[2::2], arguments[3::2], strict=True))
    if "--resume" in given:
        folder = find_run(data_dir, given["--resume"])
        with folder.writing():
            ask(folder, folder.read_run(), data_dir)
        return
    folder = RunFolder(Path(given["--out"]))
    with folder.writing():
        run = RunFile(
            run=folder.name,
            started=datetime.now(UTC),
            settings=settings("lag-vardag", "avsta"),
            case_ids=tuple(case["id"] for case in CASES),
            epochs=1,
        )
        folder.write_start(run)
        ask(folder, run, data_dir)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        print("Avbrutet.", file=sys.stderr)
        sys.exit(130)
