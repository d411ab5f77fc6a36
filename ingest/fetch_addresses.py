"""Which addresses may be fetched, on whose word, and where the connection may go.

url –(``AddressRules.asked``)→ Location –(``AddressRules.connectable``)→ IP addresses. Only https at
a publisher's own site, and only at addresses of the open internet: a name that leads to this
machine or its network is refused, as every hop of a redirect is that leaves the list. The caller
connects to the very addresses that were checked, so that a name can't be resolved to something else
afterwards. The one exception is the origin that the user named with ``--base-url``.
"""

import re
import socket
from collections.abc import Callable
from dataclasses import dataclass, replace
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, quote, urlsplit

from corpus.errors import FetchError, UsageError
from corpus.publishers import Publishers, load_publishers
from corpus.visible import printable

Resolver = Callable[[str, int], tuple[str, ...]]
"""The IP addresses of a host, best first; raises ``OSError`` when it has none."""

_PORTS = {"https": 443, "http": 80}
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?|[0-9a-f:.]+")
# Browsers and libraries disagree on what these mean inside an address.
_AMBIGUOUS = re.compile(r"[\x00-\x20\x7f\\]")
_NAT64 = IPv6Network("64:ff9b::/96")
_LONGEST_SHOWN = 200
_LONGEST = 4096  # characters; no address of a document comes near it


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Scheme, host and port: what a server is trusted by."""

    scheme: str
    host: str
    port: int

    @property
    def netloc(self) -> str:
        """Host and port as an address and the header ``Host`` write them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """An address taken apart once, so that what is checked is what is asked for.

    ``target`` is path and query, percent-encoded.
    """

    origin: Origin
    target: str

    def __str__(self) -> str:
        return f"{self.origin.scheme}://{self.origin.netloc}{self.target}"


def parse_location(url: str) -> Location:
    """Take an address apart.

    Raises:
        FetchError: It is not an address of the web, or holds what could be read in two ways.
    """
    if len(url) > _LONGEST:
        raise _malformed(url)
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise _malformed(url) from error
    if parts.scheme not in _PORTS:
        raise FetchError(f"Adressen {shown(url)} hämtas inte: bara https-adresser hämtas.")
    host = (parts.hostname or "").removesuffix(".")
    if _AMBIGUOUS.search(url) or "@" in parts.netloc or not _HOST.fullmatch(host):
        raise _malformed(url)
    origin = Origin(
        scheme=parts.scheme, host=host, port=_PORTS[parts.scheme] if port is None else port
    )
    return Location(origin=origin, target=_target(parts))


def parse_base_url(url: str) -> Origin:
    """The origin that the user trusts.

    Raises:
        UsageError: It is not just a scheme, a host and perhaps a port.
    """
    try:
        location = parse_location(url)
    except FetchError as error:
        raise _bad_base(url) from error
    if location.target != "/":
        raise _bad_base(url)
    return location.origin


def system_resolver(host: str, port: int) -> tuple[str, ...]:
    """What the operating system says that ``host`` is called."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:  # a name that can't be one
        raise OSError(str(error)) from error
    return tuple(dict.fromkeys(str(address[4][0]) for address in found))


def is_public(address: str) -> bool:
    """Whether an IP address belongs to one machine on the open internet.

    An IPv6 address that carries an IPv4 address in it is judged by that one too; IPv4-mapped ones
    are refused, because no name of a public server has them.
    """
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, IPv4Address):
        return _is_open(ip)
    if ip in _NAT64:  # what a network without IPv4 of its own makes of every IPv4 address
        return _is_open(IPv4Address(int(ip) & 0xFFFFFFFF))
    if ip.ipv4_mapped is not None or ip.teredo is not None or ip.is_site_local:
        return False
    return _is_open(ip) and (ip.sixtofour is None or _is_open(ip.sixtofour))


def _is_open(ip: IPv4Address | IPv6Address) -> bool:
    # ``is_global`` leaves multicast in, and of the reserved addresses some versions do the same.
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressRules:
    """What may be fetched in one run; ``base`` is the user's trusted origin, where given."""

    publishers: Publishers
    base: Origin | None = None
    resolve: Resolver = system_resolver

    @classmethod
    def bundled(cls, base: Origin | None = None) -> "AddressRules":
        """The rules of the bundled list of publishers."""
        return cls(publishers=load_publishers(), base=base)

    def offers(self, url: str) -> bool:
        """Whether an address of the catalogue is a publisher's own, and so an official original."""
        try:
            return self._is_publishers(parse_location(url).origin)
        except FetchError:
            return False

    def asked(self, url: str) -> Location:
        """Where a publisher's address is asked for: there, or at the trusted origin instead.

        Raises:
            FetchError: The address is no publisher's own.
        """
        location = parse_location(url)
        if location.origin == self.base:
            return location
        if not self._is_publishers(location.origin):
            raise self._refused(location)
        return location if self.base is None else replace(location, origin=self.base)

    def connectable(self, location: Location) -> tuple[str, ...]:
        """The IP addresses that may be connected to for ``location``, best first.

        Raises:
            FetchError: The host is not allowed, or its name leads into an internal network.
            OSError: The host's name can't be resolved.
        """
        self.check(location)
        origin = location.origin
        addresses = self.resolve(origin.host, origin.port)
        if not addresses:
            raise OSError(f"{origin.host} has no address")
        if origin != self.base and not all(map(is_public, addresses)):
            raise FetchError(
                f"Adressen {shown(str(location))} leder till ett internt nät och hämtas inte."
            )
        return addresses

    def check(self, location: Location) -> None:
        """Refuse what may not be asked in this run, before its name is resolved.

        Raises:
            FetchError: The host is not allowed, or is not the user's own origin where there is one.
        """
        allowed = self._is_publishers(location.origin) if self.base is None else False
        if location.origin != self.base and not allowed:
            raise self._refused(location)

    def _is_publishers(self, origin: Origin) -> bool:
        https = (origin.scheme, origin.port) == ("https", _PORTS["https"])
        return https and self.publishers.own(origin.host)

    def _refused(self, location: Location) -> FetchError:
        rule = (
            "bara utgivarnas egna https-adresser hämtas"
            if self.base is None
            else f"bara {self.base.scheme}://{self.base.netloc} hämtas"
        )
        return FetchError(f"Adressen {shown(str(location))} hämtas inte: {rule}.")


def shown(url: str) -> str:
    """An address as a person may be shown it, whoever wrote it: one line, no control signs."""
    line = printable(url, "?")
    return line if len(line) <= _LONGEST_SHOWN else line[:_LONGEST_SHOWN] + "…"


def _target(parts: SplitResult) -> str:
    """Path and query as they go over the wire; what is encoded already stays as it is."""
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~")
    query = quote(parts.query, safe="/?%:@!$&'()*+,;=~")
    return f"{path}?{query}" if query else path


def _malformed(url: str) -> FetchError:
    return FetchError(f"Adressen {shown(url)} är felskriven och hämtas inte.")


def _bad_base(url: str) -> UsageError:
    return UsageError(
        f"Adressen {shown(url)} går inte att använda som --base-url: "
        "skriv http eller https, värd och port, till exempel http://127.0.0.1:8000."
    )
