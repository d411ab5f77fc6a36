"""The pages in the menu: the same on every page, with Utvärdering where staff have a way in.

create_application –(``ui/staff/edge.py`` marks each request)→ ``menu`` –(ui/site_page.py)→ a page's
menu. The page Fråga is put together once, so it is told at the start.
"""

from starlette.types import Scope

from ui import texts

Menu = tuple[tuple[str, str], ...]
"""Addresses below the service's root, and what each is called."""

STAFF_ADDRESS = "utvardering"

_MARK = "staff_in_menu"


def menu(*, staff: bool) -> Menu:
    """The menu, with the staff's own page before the last one when ``staff`` have a way in."""
    if not staff:
        return texts.MENU
    return (*texts.MENU[:-1], (STAFF_ADDRESS, texts.STAFF_PAGE), texts.MENU[-1])


def mark_staff(scope: Scope) -> None:
    """Have the page that answers this request, also one about an error, show the staff's page."""
    scope.setdefault("state", {})[_MARK] = True


def has_staff(scope: Scope) -> bool:
    """Whether staff have a way in to this service."""
    return bool(scope.get("state", {}).get(_MARK))
