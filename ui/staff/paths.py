"""The addresses under /utvardering, and which of them one may be sent back to."""

import re
from urllib.parse import quote, unquote

from starlette.types import Scope

from ui.menu import STAFF_ADDRESS

STAFF_ROOT = f"/{STAFF_ADDRESS}"
SIGN_IN, SIGN_OUT = f"{STAFF_ROOT}/logga-in", f"{STAFF_ROOT}/logga-ut"

_LONGEST_WAY = 500  # characters
_WAY = re.compile(rf"(?P<path>{STAFF_ROOT}(?:/[\w.~%-]+)*)(?:\?[\w.~%&=+*-]*)?", re.ASCII)


def is_staff_path(path: str) -> bool:
    """Whether the path, without the service's root, is one of the staff's."""
    return path == STAFF_ROOT or path.startswith(STAFF_ROOT + "/")


def way_of(path: str, scope: Scope) -> str:
    """The way to where the request wants to go: its path without the root, and its query."""
    query = bytes(scope.get("query_string", b"")).decode("latin-1")
    return quote(path) + (f"?{query}" if query else "")


def way_back(wanted: str) -> str:
    """``wanted`` if it is one of our own pages under /utvardering, else the first of them.

    A stranger can put anything into the link to the sign-in page. What comes out begins with
    /utvardering and holds no second address, no step upwards and no line break.
    """
    found = _WAY.fullmatch(wanted) if len(wanted) <= _LONGEST_WAY else None
    if found is None:
        return STAFF_ROOT
    steps = [unquote(step) for step in found["path"].split("/")]
    strange = any(set(step) <= {"."} or not _is_one_step(step) for step in steps[1:])
    return STAFF_ROOT if strange or found["path"] in {SIGN_IN, SIGN_OUT} else wanted


def _is_one_step(step: str) -> bool:
    return step.isprintable() and not set(step) & set("/\\%")
