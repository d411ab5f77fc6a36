"""Who may see Utvärdering: who knows the password, or whom a trusted proxy has signed in.

settings –(``staff_access_of``)→ StaffAccess –(ui/staff/gate.py)→ Member. The name is what a person
typed or what a proxy sent: text to be shown, never an identity that has been proved here.
"""

import hmac
import re
import unicodedata
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import SecretStr
from starlette.datastructures import Headers

from corpus.errors import UsageError

if TYPE_CHECKING:
    from assistant.settings import Settings

LEAST_PASSWORD = 12
"""Characters."""

LONGEST_NAME = 100
"""Characters of a name that are shown and kept."""

_HEADER_NAME = re.compile(r"[A-Za-z0-9-]+")
# What browsers send by themselves, or proxies of everybody: there the gate would stand open.
_EVERYBODYS = re.compile(
    r"accept.*|access-.*|authorization|cache-control|connection|content-.*|cookie|dnt|forwarded|from"
    r"|host|if-.*|origin|pragma|priority|proxy-.*|range|referer|sec-.*|te|transfer-encoding"
    r"|upgrade.*|user-agent|via|x-forwarded-(?:for|host|port|prefix|proto|server)|x-real-ip"
    r"|x-request-id|x-requested-with|x-lotsen",
    re.IGNORECASE,
)

_SHORT_PASSWORD = (
    "Inställningen LOTSEN_STAFF_PASSWORD har ett värde som inte går att använda: "
    f"lösenordet ska ha minst {LEAST_PASSWORD} tecken."
)
_BAD_HEADER = (
    "Inställningen LOTSEN_STAFF_HEADER har ett värde som inte går att använda: skriv namnet på ett "
    "huvud som bara proxyn sätter, till exempel X-Forwarded-User."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Someone who has been let in. ``by_password`` when it was here and can be ended here."""

    name: str
    by_password: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffAccess:
    """The ways in; "" is a way that is closed.

    ``data_dir`` is where the pages inside find runs and keep reviews; without it they keep
    nothing.
    """

    password: SecretStr = field(default=SecretStr(""))
    header: str = ""
    data_dir: Path | None = None

    @property
    def has_password(self) -> bool:
        """Whether one can sign in with the password."""
        return bool(self.password.get_secret_value())

    def is_password(self, typed: str) -> bool:
        """Whether that is the password; takes as long whatever was typed, and when there is none.

        Both are hashed first: a comparison takes as long as what it compares.
        """
        same = hmac.compare_digest(_digest(typed), _digest(self.password.get_secret_value()))
        return same and self.has_password

    def named_by_proxy(self, headers: Headers) -> str:
        """Whom the proxy says it is, "" when it says nothing.

        Two headers of the name are nobody: then the proxy has let the reader's own one through.
        """
        said = headers.getlist(self.header) if self.header else []
        return shown_name(_in_utf8(said[0])) if len(said) == 1 else ""


def staff_access_of(settings: "Settings") -> StaffAccess | None:
    """What the settings say, None when staff have no way in.

    Raises:
        UsageError: the password is too short, or the header is no name of a header, or is one that
            browsers send by themselves.
    """
    password, header = settings.staff_password, settings.staff_header.strip()
    written = password.get_secret_value()
    if written and len(written.strip()) < LEAST_PASSWORD:
        raise UsageError(_SHORT_PASSWORD)
    if header and (not _HEADER_NAME.fullmatch(header) or _EVERYBODYS.fullmatch(header)):
        raise UsageError(_BAD_HEADER)
    if not written and not header:
        return None
    return StaffAccess(password=password, header=header, data_dir=settings.data_dir)


def shown_name(text: str) -> str:
    """A name on one line, without signs that are not seen, and never longer than LONGEST_NAME."""
    seen = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in text)
    return " ".join(seen.split())[:LONGEST_NAME].rstrip()


def _digest(text: str) -> bytes:
    # "å" can be one sign or two, by keyboard; what the shell could not read has no UTF-8.
    return sha256(unicodedata.normalize("NFC", text).encode("utf-8", "surrogateescape")).digest()


def _in_utf8(value: str) -> str:
    """A header's value, which was read as Latin-1, as the UTF-8 that it most often is."""
    try:
        return value.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return value
