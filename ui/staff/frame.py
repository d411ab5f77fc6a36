"""What every page inside the gate has: the sub-navigation and who is signed in."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from ui.menu import STAFF_ADDRESS
from ui.site_page import page
from ui.staff.access import Member


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One request that was let in, to a page or to one below it.

    ``rest`` is what follows the page's own address, "" for the page itself; ``navigation`` has
    the addresses and names of all pages, ``here`` the address of this one.
    """

    request: Request
    member: Member
    navigation: tuple[tuple[str, str], ...]
    here: str
    rest: str

    def page(self, template: str, title: str, **shown: Any) -> Response:
        """A page in the frame, from its template, which extends utvardering_ram.html."""
        return page(
            self.request,
            template,
            title,
            here=STAFF_ADDRESS,
            member=self.member,
            navigation=self.navigation,
            subpage=self.here,
            **shown,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SubPage:
    """A page of Utvärdering: its address below it, its name, and what answers there.

    ``response`` is called in a thread; None where it has no page of that address.
    """

    address: str
    name: str
    response: Callable[[Visit], Response | None]
