"""Who may show the service in a frame on a page of their own, and the headers that say so."""

import re
from collections.abc import Mapping, Sequence

from corpus.errors import UsageError

# A host name, or every name below one ("*.example.se"), with or without a port.
_ORIGIN = re.compile(
    r"https://(?:\*\.)?[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*(?::\d{1,5})?"
)
_OWN = "'self'"


def parse_frame_ancestors(written: str) -> tuple[str, ...]:
    """The origins of LOTSEN_FRAME_ANCESTORS; none when it is empty.

    Raises:
        UsageError: one of them is neither an https origin nor 'self'.
    """
    origins = tuple(written.split())
    for origin in origins:
        if origin != _OWN and not _ORIGIN.fullmatch(origin):
            raise UsageError(
                "Inställningen LOTSEN_FRAME_ANCESTORS har ett värde som inte går att använda: "
                "skriv adresser som https://teams.microsoft.com med mellanslag mellan."
            )
    return origins


def framed(headers: Mapping[str, str], ancestors: Sequence[str]) -> dict[str, str]:
    """The security headers, with ``ancestors`` let in: X-Frame-Options knows no list of origins."""
    if not ancestors:
        return dict(headers)
    policy = headers["Content-Security-Policy"]
    allowed = policy.replace("frame-ancestors 'none'", f"frame-ancestors {' '.join(ancestors)}")
    kept = {name: value for name, value in headers.items() if name != "X-Frame-Options"}
    return {**kept, "Content-Security-Policy": allowed}
