"""The process that opens one PDF: bytes on standard input, the reading on standard output.

    python -m ingest.pdf_worker read NAME
    python -m ingest.pdf_worker picture PAGE SCALE [BOXES]

BOXES are rectangles to frame, "left,bottom,right,top" with semicolons between.

Exit code 0 and what was asked for, or 1 and a ``Fault``. A file may be made to crash its reader or
to eat memory and time; here it takes nobody else with it. Only what reading needs is imported.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from corpus.errors import UnreadableFileError
from ingest.pdf_content import Fault, to_json
from ingest.pdf_picture import Rectangle, page_png
from ingest.pdf_reading import read_pdf

READ, PICTURE = "read", "picture"
MEMORY = 1024**3  # bytes beyond what the process has mapped when it begins
CPU_SECONDS = 60


def main(arguments: Sequence[str]) -> int:
    """Do what the arguments ask for and give the exit code."""
    answer = _own_output()
    _limit()
    try:
        result = _result(arguments, sys.stdin.buffer.read())
        code = 0
    except UnreadableFileError as error:
        result, code = to_json(Fault(kind=error.kind, message=error.message)), 1
    except MemoryError:
        message = "Filen kräver för mycket minne för att läsas: spara den på nytt eller dela den."
        result, code = to_json(Fault(kind="för stor", message=message)), 1
    with os.fdopen(answer, "wb") as output:
        output.write(result)
    return code


def _result(arguments: Sequence[str], content: bytes) -> bytes:
    match arguments:
        case [mode, name] if mode == READ:
            return to_json(read_pdf(content, name))
        case [mode, page, scale, *boxes] if mode == PICTURE:
            return page_png(content, int(page), float(scale), _rectangles(boxes))
        case _:
            raise SystemExit(2)


def _rectangles(arguments: Sequence[str]) -> list[Rectangle]:
    found = []
    for box in ";".join(arguments).split(";"):
        if box:
            left, bottom, right, top = (float(place) for place in box.split(","))
            found.append((left, bottom, right, top))
    return found


def _own_output() -> int:
    """Standard output for the answer alone: what a library prints goes nowhere."""
    answer = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return answer


def _limit() -> None:
    """Bound memory and processor time; Windows has no such limits, macOS only that of time."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 – not on Windows

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    mapped = Path("/proc/self/statm")
    if mapped.exists():
        pages = int(mapped.read_text(encoding="ascii").split()[0])
        most = pages * resource.getpagesize() + MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
