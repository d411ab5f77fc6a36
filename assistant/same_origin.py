"""Was a form sent from our own pages? Another site's page may not make our service do work.

The browser says it itself: ``Sec-Fetch-Site`` on safe connections, else ``Origin``. Programs that
are no browsers send neither, and carry nothing of a reader's that another site could misuse.
"""

from collections.abc import Mapping
from urllib.parse import urlsplit


def is_same_origin(headers: Mapping[str, str]) -> bool:
    """Whether the request came from our own pages, or from no browser at all."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = headers.get("origin")
    if origin is None:
        return True
    # A proxy may have put its own name for us in Host; a page can't set either header.
    own = {headers.get("host", ""), headers.get("x-forwarded-host", "")} - {""}
    return urlsplit(origin).netloc.lower() in {host.lower() for host in own}
