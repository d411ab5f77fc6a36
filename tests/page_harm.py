"""What hostile text may have done to a page: run, asked elsewhere, become elements, moved in."""

from browsing import Watched
from playwright.sync_api import Page

_REMEMBER = """() => {
    window.ownBody = document.body;
    window.ownTop = document.body.childElementCount;
}"""

# What our own markup is made of (ui/safe_html.py, ui/templates); form parts are ours by their id.
_HARM = """(places) => {
    const tags = "A ASIDE BUTTON DD DIV DL DT FORM H1 H2 H3 INPUT LABEL LI MAIN MARK NAV OL " +
        "OPTION P SECTION SELECT SPAN STRONG UL TABLE CAPTION THEAD TBODY TR TH TD DETAILS " +
        "SUMMARY TIME";
    const known = new Set(tags.split(" "));
    const found = [];
    const say = (what, node) => found.push(`${what}: ${node.outerHTML.slice(0, 120)}`);
    if (window.xss !== undefined) found.push(`ran: window.xss is ${window.xss}`);
    if (window.ownBody !== document.body) found.push("the body is another");
    else if (window.ownTop !== document.body.childElementCount) found.push("more in the body");
    for (const place of document.querySelectorAll(places)) {
        for (const node of place.querySelectorAll("*")) {
            if (!known.has(node.tagName)) say("element", node);
            // Through the prototype: a form's fields can take the place of its own properties.
            for (const name of Element.prototype.getAttributeNames.call(node)) {
                const value = Element.prototype.getAttribute.call(node, name);
                if (name.startsWith("on") || ["style", "srcdoc", "background"].includes(name))
                    say(name, node);
                const address = ["href", "src", "action", "formaction", "xlink:href"];
                const leadsTo = URL.parse(value, "http://here/")?.protocol;
                if (address.includes(name) && !["http:", "https:"].includes(leadsTo))
                    say("address", node);
            }
            const foreign = node.matches("form, input, select") && !node.closest("form.urval");
            if (foreign || node.matches("[name]:not(form.urval *)")) say("form part", node);
        }
    }
    const ids = [...document.querySelectorAll("[id]")].map((node) => node.id);
    for (const id of ["svar", "falt", "kallinnehall", "upplast", "config", "say", "navigator"])
        if (ids.filter((one) => one === id).length > 1) found.push(`two elements are #${id}`);
    return found.slice(0, 10);
}"""

PLACES = (
    "#sidhuvud .md, #samtal .md, #svar .md, #lage .md, #forslag .md, #fel .md, #kallinnehall, "
    ".egen-sida main"
)
"""Where text from outside is shown."""


def remember(page: Page) -> None:
    """Note what the page's body is, before anything hostile is shown."""
    page.evaluate(_REMEMBER)


def harm(watched: Watched, origin: str) -> list[str]:
    """What has happened on the page that must not, since ``remember``."""
    found: list[str] = watched.page.evaluate(_HARM, PLACES)
    found += [f"dialog: {message}" for message in watched.dialogs]
    foreign = [url for url in watched.requests if not url.startswith((origin, "data:"))]
    return found + [f"asked for {url}" for url in foreign]
