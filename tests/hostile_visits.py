"""How every payload is brought to every place: tours, their stops, and what is found at each."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from browsing import Watched
from page_harm import PLACES, harm, not_shown
from playwright.sync_api import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A place that now shows payloads: ``payloads`` of them, or the whole batch where None.

    Each stands as text in the elements of each selector in ``holds``, which is empty where
    nothing of it is shown at all; ``exactly`` has the whole texts of a selector's elements.
    ``within`` is where the place's markup is; one of many alike on a large page need not be looked
    at ``everywhere`` else.
    """

    name: str
    holds: Sequence[str] = ()
    within: str = PLACES
    payloads: Sequence[str] | None = None
    exactly: Mapping[str, Sequence[str]] = field(default_factory=dict)
    everywhere: bool = True


TEXTS = "nodes => nodes.map(node => node.textContent.trim().split(/\\s+/).join(' '))"
"""The elements' own texts, white space made one."""


def shown(text: str) -> str:
    """The text as an element shows it, white space made one."""
    return " ".join(text.split())


LOW = {"width": 1280, "height": 300}
"""The window for the tours: painting takes most of the time of a page that is only looked at."""


Show = Callable[[Page, str, Sequence[str]], Iterator[Stop]]
"""Brings payloads to a page of the service at an address, and halts at each place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tour:
    """A way through places that share pages; ``batches`` are shown together, one after another."""

    name: str
    batches: Sequence[Sequence[str]]
    show: Show


@dataclass
class Visited:
    """What was found: faults by place and payload, and which payloads each place was shown."""

    faults: list[str] = field(default_factory=list)
    shown: dict[str, set[str]] = field(default_factory=dict)


def visited(tour: Tour, watched: Watched, address: str, origin: str) -> Visited:
    """Go the whole tour. A batch that does harm is shown again, one payload at a time."""
    result = Visited()
    blank(watched)
    for batch in tour.batches:
        together = _faults(tour, watched, (address, origin), batch, result)
        if not together:
            continue
        alone: list[str] = []
        for payload in batch:
            blank(watched)
            faults = _faults(tour, watched, (address, origin), (payload,), Visited())
            alone += [f"{payload!r} {fault}" for fault in faults]
        # Where each page shows every payload, or they harm only together, all are to blame.
        result.faults += alone or [f"one of {batch}: {fault}" for fault in together]
        blank(watched)
    return result


def _faults(
    tour: Tour, watched: Watched, where: tuple[str, str], batch: Sequence[str], result: Visited
) -> list[str]:
    address, origin = where
    found: list[str] = []
    for stop in tour.show(watched.page, address, batch):
        payloads = batch if stop.payloads is None else stop.payloads
        result.shown.setdefault(stop.name, set()).update(payloads)
        faults = harm(watched, origin, stop.within, everywhere=stop.everywhere)
        faults += not_shown(watched.page, stop.holds, payloads)
        faults += [
            f"the texts of {selector} are others"
            for selector, texts in stop.exactly.items()
            if watched.page.locator(selector).evaluate_all(TEXTS) != [*map(shown, texts)]
        ]
        found += [f"at {stop.name}: {fault}" for fault in faults]
    return found


def blank(watched: Watched) -> None:
    """Leave the page, so that nothing of an earlier harm is left on it."""
    watched.page.goto("about:blank")
    for kept in (watched.requests, watched.dialogs, watched.complaints):
        kept.clear()
