"""``lotsen evals run`` in a process of its own, with answers that take a while.

Arguments: the file that each asked question is noted in, how many questions are answered at once,
the seconds that each of the others takes, and what ``lotsen`` is called with. Everything but the
waiting is the product itself.
"""

import sys
import time
from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


def main(noted: Path, quick: int, seconds: float, arguments: Sequence[str]) -> int:
    """Run the command with slow answers; its exit code."""
    sys.path.insert(0, str(ROOT))
    from assistant import answering
    from ui.cli import run

    real: Callable[..., Any] = answering.answer_question

    asked = count(1)

    def slow(assistant: Any, question: Any, *rest: Any) -> Any:
        with noted.open("a", encoding="utf-8") as file:
            file.write(f"{question.text}\n")
        if next(asked) > quick:
            time.sleep(seconds)
        return real(assistant, question, *rest)

    answering.answer_question = slow
    return run(arguments)


if __name__ == "__main__":
    noted, quick, seconds, *command = sys.argv[1:]
    sys.exit(main(Path(noted), int(quick), float(seconds), command))
