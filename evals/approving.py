"""Questions that people have found right → ``checked`` in their case file.

Only the line of ``checked`` changes: a file that people write keeps its order and its remarks.
"""

import re
from collections.abc import Iterable
from datetime import date
from itertools import pairwise

from corpus.errors import UsageError
from evals.cases import parse_cases

_CASE = re.compile(r"^[ \t]*\[\[[ \t]*case[ \t]*\]\]", re.MULTILINE)
_CHECKED = re.compile(r"^([ \t]*checked[ \t]*=[ \t]*).*$", re.MULTILINE)


def with_checked(text: str, name: str, case_ids: Iterable[str], *, day: date, by: str) -> str:
    """The file's ``text`` with the cases marked as read by ``by`` on ``day``.

    Cases that are not in the file are left alone.

    Raises:
        UsageError: the file has a fault, or the name can't be written in it.
    """
    known = {case.id for case in parse_cases(text, name)}
    named = " ".join(by.split())
    if not named or not named.isprintable() or '"' in named or "\\" in named:
        raise UsageError("Namnet på den som har granskat går inte att skriva i fallfilen.")
    wanted = known.intersection(case_ids)
    starts = [match.start() for match in _CASE.finditer(text)]
    told = f"granskad {day.isoformat()}, {named}"
    pieces = [text[: starts[0]]]
    for first, end in pairwise([*starts, len(text)]):
        block = text[first:end]
        is_wanted = parse_cases(block, name)[0].id in wanted
        pieces.append(_checked(block, told) if is_wanted else block)
    made = "".join(pieces)
    parse_cases(made, name)
    return made


def _checked(block: str, value: str) -> str:
    line = f'checked = "{value}"'
    if _CHECKED.search(block):
        return _CHECKED.sub(lambda found: f'{found[1]}"{value}"', block, count=1)
    body, ends = block.rstrip(), block[len(block.rstrip()) :]
    return f"{body}\n{line}{ends or chr(10)}"
