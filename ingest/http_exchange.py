"""One request and what came of it: the one module that knows httpx.

The connection goes to an IP address that was checked before, with the host's own name in the TLS
handshake and in the header ``Host``. Every error of httpx is one of ours from here on.
"""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookiejar import CookieJar, DefaultCookiePolicy
from importlib.metadata import version
from typing import TYPE_CHECKING

from corpus.errors import FetchError
from ingest.fetch_addresses import Location, shown
from ingest.fetch_bodies import read_body, retry_after_seconds, too_slow
from ingest.fetch_deadline import Deadline
from ingest.parsing import MAX_BYTES

if TYPE_CHECKING:
    import httpx

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PASSING = frozenset({429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True, kw_only=True)
class DownloadLimits:
    """How much, how long and how often; times in seconds.

    ``total`` bounds one attempt with its redirects; ``pause`` lies between two requests to one
    host, and ``backoff`` before the second attempt, twice that before the third.
    """

    max_bytes: int = MAX_BYTES
    connect: float = 10.0
    read: float = 20.0
    total: float = 300.0
    attempts: int = 3
    backoff: float = 1.0
    longest_wait: float = 60.0
    pause: float = 1.0
    redirects: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What the server at ``url`` said of a file that we have, for asking whether it changed."""

    url: str
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """What came. ``media_type`` is the server's word, which may be wrong; "" when it gave none."""

    content: bytes
    media_type: str
    validators: Validators


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirect:
    """The server points elsewhere; ``target`` is as it wrote it."""

    target: str


class PassingFaultError(FetchError):
    """Worth another attempt, after ``wait`` seconds if the server named a time."""

    def __init__(self, message: str, *, wait: float | None = None) -> None:
        super().__init__(message)
        self.wait = wait


class UnreachableError(PassingFaultError):
    """Nobody answered at all."""

    def __init__(self, location: Location) -> None:
        super().__init__(f"Adressen {shown(str(location))} svarar inte: kontrollera nätet.")


class Exchange:
    """A client that keeps nothing between requests: no cookies, no connections."""

    def __init__(self, limits: DownloadLimits, tls: ssl.SSLContext | None) -> None:
        import httpx  # noqa: PLC0415 – 0.1 s

        self._max_bytes = limits.max_bytes
        self._client = httpx.Client(
            verify=tls or _trusted_certificates(),
            timeout=httpx.Timeout(limits.read, connect=limits.connect),
            # Connections are told apart by IP address: two names at one must not share a handshake.
            limits=httpx.Limits(max_keepalive_connections=0),
            # A proxy would resolve the name itself, and so undo the check of where it leads.
            trust_env=False,
            follow_redirects=False,
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
            headers={
                "User-Agent": f"Samverkanslotsen/{version('samverkanslotsen')}",
                "Accept": "application/pdf, text/html;q=0.9, */*;q=0.5",
                "Accept-Encoding": "gzip",
            },
        )

    def close(self) -> None:
        """Free the client."""
        self._client.close()

    def get(
        self, location: Location, address: str, known: Validators | None, deadline: float
    ) -> Download | Redirect | None:
        """Ask the server at the IP address ``address`` for ``location``.

        Args:
            location: What is asked for.
            address: Where the connection goes.
            known: What the same address said last time; None in return says that it still holds.
            deadline: When to stop reading, by ``time.monotonic``.

        Raises:
            PassingFaultError: It may go better in a while.
            FetchError: It will not.
        """
        import httpx  # noqa: PLC0415 – 0.1 s

        origin = location.origin
        url = httpx.URL(
            scheme=origin.scheme,
            host=address,
            port=origin.port,
            raw_path=location.target.encode("ascii"),
        )
        conditions = _conditions(location, known)
        headers = {"Host": origin.netloc, **conditions}
        watch = Deadline(deadline)
        extensions = {"sni_hostname": origin.host, "trace": watch.trace}
        with (
            _translated(location, watch),
            watch.enforced(),
            self._client.stream("GET", url, headers=headers, extensions=extensions) as response,
        ):
            if response.status_code == 304 and conditions:
                return None
            return self._read(location, response, deadline)

    def _read(
        self, location: Location, response: "httpx.Response", deadline: float
    ) -> Download | Redirect:
        headers = response.headers
        if response.status_code in _REDIRECTS and "location" in headers:
            return Redirect(target=headers["location"])
        if response.status_code != 200:
            raise _status_fault(location, response.status_code, headers.get("retry-after", ""))
        content = read_body(
            response.iter_raw(),
            encoding=headers.get("content-encoding", ""),
            announced=headers.get("content-length", ""),
            max_bytes=self._max_bytes,
            deadline=deadline,
            url=shown(str(location)),
        )
        return Download(
            content=content,
            media_type=headers.get("content-type", "").partition(";")[0].strip().lower(),
            validators=Validators(
                url=str(location),
                etag=_repeatable(headers.get("etag")),
                last_modified=_repeatable(headers.get("last-modified")),
            ),
        )


def _trusted_certificates() -> ssl.SSLContext:
    """The list that httpx brings, and what the machine trusts: an organisation adds its own."""
    import httpx  # noqa: PLC0415 – 0.1 s

    context = httpx.create_ssl_context(trust_env=False)
    context.load_default_certs()
    return context


def _repeatable(value: str | None) -> str | None:
    """A header's value if it may be sent back: only ASCII may."""
    return value if value is not None and value.isascii() else None


def _conditions(location: Location, known: Validators | None) -> dict[str, str]:
    """The headers that ask for the file only if it changed; none at another address."""
    if known is None or known.url != str(location):
        return {}
    stated = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in stated.items() if value}


@contextmanager
def _translated(location: Location, watch: Deadline) -> Iterator[None]:
    """Turn httpx's errors inside the block into ours."""
    import httpx  # noqa: PLC0415 – 0.1 s

    where = shown(str(location))
    try:
        yield
    except (httpx.ConnectError, httpx.ConnectTimeout) as error:
        if _is_tls_fault(error):
            raise FetchError(
                f"Adressen {where} har ingen TLS-förbindelse som går att lita på och hämtas inte."
            ) from error
        raise UnreachableError(location) from error
    except httpx.TransportError as error:
        if watch.passed:
            raise too_slow(where) from error
        raise _interrupted(error, where) from error
    if watch.passed:  # a body of no stated length seems to end where we cut it
        raise too_slow(where)


def _interrupted(error: "httpx.TransportError", where: str) -> FetchError:
    import httpx  # noqa: PLC0415 – 0.1 s

    if isinstance(error, httpx.TimeoutException):
        return PassingFaultError(f"Adressen {where} svarade för långsamt.")
    if isinstance(error.__context__, httpx.InvalidURL):  # httpx reads every redirect's address
        return FetchError(f"Adressen {where} skickar vidare till en adress som är felskriven.")
    if isinstance(error, httpx.RemoteProtocolError):
        return PassingFaultError(f"Filen på {where} kom bara till en del.")
    return PassingFaultError(f"Förbindelsen med {where} bröts.")


def _is_tls_fault(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return True
        error = error.__cause__ or error.__context__
    return False


def _status_fault(location: Location, status: int, retry_after: str) -> FetchError:
    where = shown(str(location))
    if status in {404, 410}:
        return FetchError(f"Adressen {where} finns inte hos utgivaren ({status}).")
    if status in {401, 403}:
        return FetchError(f"Adressen {where} kräver inloggning eller är spärrad ({status}).")
    message = f"Adressen {where} gav felet {status} i stället för en fil."
    if status in _PASSING:
        return PassingFaultError(message, wait=retry_after_seconds(retry_after))
    return FetchError(message)
