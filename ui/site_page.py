"""One server-rendered page: values → HTML from a template in ui/templates/.

Jinja2 escapes everything; the pieces of markup that are made in Python have passed
``safe_html.clean``.
"""

from importlib.resources import files
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from corpus.visible import printable
from ui import obligation_texts, source_texts, texts
from ui.menu import has_staff, menu

_LONGEST_QUERY = 200  # characters

_templates = Environment(
    loader=FileSystemLoader(str(files("ui") / "templates")), autoescape=True, trim_blocks=True
)


def page(
    request: Request, template: str, title: str, *, status: int = 200, **shown: object
) -> Response:
    """A page from its template; ``here`` is its address in the menu, if not the template's name."""
    staff = has_staff(request.scope)
    fixed = {
        "root": root_of(request),
        "title": title,
        "texts": texts,
        "obligation_texts": obligation_texts,
        "source_texts": source_texts,
        "menu": menu(staff=staff),
        "staff": staff,
        "here": template,
    }
    return HTMLResponse(rendered(template, **{**fixed, **shown}), status_code=status)


def rendered(template: str, **shown: object) -> str:
    """The HTML of a template with what it shows, escaped."""
    return _templates.get_template(f"{template}.html").render(shown)


def root_of(request: Request) -> str:
    """The service's root with its last slash: links are relative to what a proxy put before it."""
    return str(request.scope.get("root_path", "")).rstrip("/") + "/"


def typed(request: Request, name: str) -> str:
    """A field of the address: what can be seen of it, and never longer than a search."""
    return readable(request.query_params.get(name, ""))


def asked_exactly(request: Request) -> bool:
    """Whether the address asks for the very words that are searched for."""
    return bool(request.query_params.get("exakt"))


def exact_query(**fields: str) -> str:
    """The query of an address that searches for the very words; empty fields are left out."""
    return urlencode({name: value for name, value in fields.items() if value} | {"exakt": "1"})


def readable(value: str) -> str:
    """``value`` without control characters, which neither XML nor a reader can take."""
    return printable(value, " ").strip()[:_LONGEST_QUERY]
