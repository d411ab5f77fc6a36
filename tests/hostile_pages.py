"""The pages without script that show text, and hostile addresses, as tours for test_xss.py."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from urllib.parse import quote, urlencode

from hostile_answers import MANY, in_batches
from hostile_shelf import (
    PLACES,
    PRINTED,
    REPLACED,
    ROW,
    WORDINGS,
    first_passage,
    named,
    pinpoint_of,
)
from hostile_visits import Show, Stop, Tour
from page_harm import remember
from playwright.sync_api import Page
from xss_payloads import PAYLOADS

TYPED = in_batches(200)
"""A field of an address is cut at 200 characters."""
LONG = in_batches(900)
LONGEST = in_batches(3_500)
"""Five times that is still an address that a server takes."""
WITHIN = "main"


def goto(page: Page, address: str) -> None:
    page.goto(address)
    remember(page)


def one_page(
    name: str, address_of: Callable[[Sequence[str]], str], *holds: str, exactly: str = ""
) -> Show:
    """A tour's way that is one page: at the address of the payloads, which ``holds`` show.

    Each element of ``exactly`` is one of them.
    """

    def show(page: Page, address: str, payloads: Sequence[str]) -> Iterator[Stop]:
        goto(page, address + address_of(payloads))
        whole = {exactly: payloads} if exactly else {}
        yield Stop(name=name, holds=holds, within=WITHIN, exactly=whole)

    return show


def fields(payloads: Sequence[str], names: str) -> str:
    """The payloads as the value of each field of an address."""
    joined = " ".join(payloads)
    return urlencode(dict.fromkeys(names.split(), joined))


def passage_address(payloads: Sequence[str]) -> str:
    """A passage on a page of its own, by an address whose other fields are hostile."""
    passage = urlencode({"passage": first_passage(PLACES, payloads)})
    return f"kalla?{passage}&{fields(payloads, 'n start end h')}"


def document_address(payloads: Sequence[str]) -> str:
    return f"kallor/{named(PLACES, payloads)}?{fields(payloads, 'sok per')}"


def wordings_address(payloads: Sequence[str]) -> str:
    place = urlencode({"stalle": pinpoint_of(payloads)})
    name = named(WORDINGS, payloads)
    return f"kallor/{name}/lydelser?{place}&{fields(payloads, 'fran till')}"


def printed_address(payloads: Sequence[str]) -> str:
    fixed = urlencode({"passage": first_passage(PRINTED, payloads), "sida": 2})
    return f"sida?{fixed}&{fields(payloads, 'n start end h v skala')}"


def typed_address(payloads: Sequence[str]) -> str:
    names = "roll vem styrka dokument paragraf tema per lagesbild uppfoljning"
    return f"skyldigheter?{fields(payloads, names)}"


def addresses(payloads: Sequence[str]) -> Mapping[str, str]:
    """Addresses that lead nowhere, by what they ask for; nothing of them is shown."""
    joined = "".join(payloads)
    path = quote(joined, safe="")
    return {
        "unknown passage": f"kalla?{fields(payloads, 'passage n start end h')}",
        "unknown document": f"kallor/{path}?{fields(payloads, 'sok per')}",
        "unknown wordings": f"kallor/{path}/lydelser?{fields(payloads, 'stalle fran till')}",
        "unknown page of an original": f"sida?{fields(payloads, 'passage sida n start end h')}",
        "unknown address": f"{path}?{fields(payloads, 'q datum')}",
        "unknown file": f"static/{path}",
        "unknown export": f"exportera/{path}",
    }


def silent(page: Page, address: str, payloads: Sequence[str]) -> Iterator[Stop]:
    """Hostile addresses of pages that show nothing of them."""
    for name, path in addresses(payloads).items():
        goto(page, address + path)
        yield Stop(name=name, within=WITHIN)


def about(page: Page, address: str, payloads: Sequence[str]) -> Iterator[Stop]:
    """What the operator and the service say of themselves."""
    for name in ("om", "tillganglighet", "personuppgifter"):
        goto(page, address + name)
        yield Stop(name=f"page {name}", holds=["main"], within=WITHIN)


PAGES = (
    Tour(
        name="all documents",
        batches=[PAYLOADS],
        show=one_page(
            "all documents",
            lambda _: "kallor",
            ".dokument .uppgifter",
            exactly=".dokument > li:not(:first-child) h2",  # the first one is another's again
        ),
    ),
    Tour(
        name="documents searched",
        batches=TYPED,
        show=one_page(
            "documents searched",
            lambda batch: f"kallor?{fields(batch, 'sok slag')}",
            "#sok",
            "main [role=status]",
        ),
    ),
    Tour(
        name="document of many places",
        batches=[PAYLOADS],
        show=one_page(
            "document of many places",
            lambda _: f"kallor/{quote(MANY)}",
            ".stallen",
            ".stalle h2",
            ".stycke h3",
            ".stycke .passage",
            ".stycke .uppgifter",
            ".stycke .hanvisning",
            exactly=".stalle h2",
        ),
    ),
    Tour(name="addresses that lead nowhere", batches=LONGEST, show=silent),
)
"""Of a ``HostileAnswerer``."""

SHELF = (
    Tour(
        name="document",
        batches=in_batches(195),
        show=one_page(
            "document",
            document_address,
            "title",
            "h1",
            "#sok",
            "#per",
            "main > .uppgifter",
            "#traffar",
            ".stallen",
            ".stalle h2",
            ".stycke h3",
            ".stycke .passage",
            ".stycke .uppgifter",
            ".stycke .hanvisning",
        ),
    ),
    Tour(
        name="passage",
        batches=LONG,
        show=one_page(
            "passage",
            passage_address,
            ".kalltitel",
            ".plats",
            ".uppgifter",
            ".passage",
            ".hanvisning",
        ),
    ),
    Tour(name="about the service", batches=[PAYLOADS], show=about),
    Tour(
        name="two wordings",
        batches=in_batches(195),
        show=one_page(
            "two wordings",
            wordings_address,
            "title",
            "h1",
            ".lydelse:first-child .passage",
            ".lydelse:last-child .passage",
            ".lydelse h2",
            "option",
            "[name=stalle]",
        ),
    ),
    Tour(
        name="page of an original",
        batches=LONG,
        show=one_page("page of an original", printed_address, "title", "h1", "main", "img"),
    ),
    Tour(
        name="replaced document",
        batches=LONG,
        show=one_page(
            "replaced document",
            lambda batch: f"kallor/{named(REPLACED, batch)}",
            "title",
            "h1",
            ".uppgifter",
            ".notis a",
        ),
    ),
    Tour(
        name="duties by an address",
        batches=TYPED,
        show=one_page(
            "duties by an address", typed_address, "#paragraf", "#per", "#lagesbild", "#uppfoljning"
        ),
    ),
    Tour(
        name="words behind a duty",
        batches=[PAYLOADS],
        show=one_page(
            "words behind a duty",
            lambda _: "skyldigheter?" + urlencode({"dokument": ROW.document_id}),
            f"[id='{ROW.id}'] .lane.law",
            f"[id='{ROW.id}'] .hjalp",
        ),
    ),
)
"""Of a ``HostileShelf``."""
