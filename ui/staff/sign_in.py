"""The sign-in page: what was typed into it, and what it shows."""

from dataclasses import dataclass
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import Response

from assistant.personal_data import find_personal_numbers
from corpus.errors import UsageError
from ui.site_page import page
from ui.staff import texts
from ui.staff.access import LONGEST_NAME
from ui.staff.paths import STAFF_ROOT

_LONGEST_PASSWORD = 1_000  # characters
_MOST_FIELDS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What the form held, not looked at yet."""

    name: str
    password: str
    back: str

    def __repr__(self) -> str:
        """Without the password: what is printed may be kept."""
        return f"Typed(name={self.name!r}, back={self.back!r})"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """What the page shows: what was typed, what is told, and what was wrong."""

    name: str = ""
    back: str = STAFF_ROOT
    told: str = ""
    problem: str = ""
    name_problem: str = ""


def name_problem(name: str) -> str:
    """What is wrong with a name, "" when it will do."""
    if not name:
        return texts.NO_NAME
    return texts.NUMBER_FOR_NAME if find_personal_numbers(name) else ""


def typed_in(body: bytes) -> Typed:
    """The form's fields from an urlencoded body; a field that is not there is empty.

    Raises:
        UsageError: it is no form, or is longer than anyone types.
    """
    try:
        fields = parse_qs(body.decode("utf-8"), errors="strict", max_num_fields=_MOST_FIELDS)
    except ValueError as error:
        raise UsageError(texts.UNREADABLE_FORM) from error
    name, password, back = (fields.get(field, [""])[0] for field in ("namn", "losenord", "till"))
    if len(password) > _LONGEST_PASSWORD:
        raise UsageError(texts.UNREADABLE_FORM)
    return Typed(name=name, password=password, back=back)


def sign_in_page(request: Request, form: SignIn, *, status: int = 200) -> Response:
    """The page, where nothing is left of the password."""
    return page(
        request,
        "utvardering_in",
        texts.SIGN_IN_PAGE,
        status=status,
        here=STAFF_ROOT[1:],
        form=form,
        longest=LONGEST_NAME,
    )
