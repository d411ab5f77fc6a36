"""What every page inside the gate has: the sub-navigation and who is signed in."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ui.menu import STAFF_ADDRESS
from ui.site_page import page, root_of
from ui.staff.access import Member
from ui.staff.forms import Form


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

    def sent_to(self, way: str) -> Response:
        """What follows a form: the page at ``way`` below the service's root, by GET.

        ``way`` is made of our own addresses; what stands in it of others is quoted already.
        """
        return RedirectResponse(root_of(self.request) + way, status_code=303)


@dataclass(frozen=True, slots=True, kw_only=True)
class SubPage:
    """A page of Utvärdering: its address below it, its name, and what answers there.

    ``response`` is called in a thread; None where it has no page of that address. ``posted``
    likewise for a form that was sent; without it no form is taken.
    """

    address: str
    name: str
    response: Callable[[Visit], Response | None]
    posted: Callable[[Visit, Form], Response | None] | None = None
