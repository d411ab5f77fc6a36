"""What hostile text may have done to a page: run, asked elsewhere, become elements, moved in."""

from collections.abc import Sequence

from browsing import Watched
from playwright.sync_api import Page

_REMEMBER = """() => {
    window.ownBody = document.body;
    window.ownTop = document.body.childElementCount;
}"""

# What our own markup is made of (ui/safe_html.py, ui/templates); form parts are ours by their name.
_HARM = """([places, everywhere]) => {
    const tags = "A ASIDE BUTTON DD DEL DIV DL DT FORM H1 H2 H3 INPUT INS LABEL LI MAIN MARK NAV " +
        "OL OPTION P SECTION SELECT SPAN STRONG UL TABLE CAPTION THEAD TBODY TR TH TD DETAILS " +
        "SUMMARY TIME";
    const known = new Set(tags.split(" "));
    const inForms = new Set("FIELDSET LEGEND TEXTAREA".split(" "));
    const forms = "form.urval, form.omdome-formular";
    const fields = "sok slag per stalle fran till roll styrka vem dokument paragraf tema " +
        "lagesbild uppfoljning";
    const isOurs = (name) => fields.split(" ").includes(name) || /^omdome-[0-9]+$/.test(name);
    const nameOf = (node) => Element.prototype.getAttribute.call(node, "name");
    const found = [];
    const say = (what, node) => found.push(`${what}: ${node.outerHTML.slice(0, 120)}`);
    const look = (node) => {
        // Through the prototype: a form's fields can take the place of its own properties.
        for (const name of Element.prototype.getAttributeNames.call(node)) {
            const value = Element.prototype.getAttribute.call(node, name);
            if (name.startsWith("on") || ["srcdoc", "background"].includes(name)) say(name, node);
            const address = ["href", "src", "action", "formaction", "xlink:href", "data"];
            const leadsTo = URL.parse(value, "http://here/")?.protocol;
            if (address.includes(name) && !["http:", "https:"].includes(leadsTo))
                say("address", node);
        }
    };
    if (window.xss !== undefined) found.push(`ran: window.xss is ${window.xss}`);
    if (window.ownBody !== document.body) found.push("the body is another");
    else if (window.ownTop !== document.body.childElementCount) found.push("more in the body");
    for (const place of document.querySelectorAll(places)) {
        for (const node of place.querySelectorAll("*")) {
            look(node);
            const picture = node.matches(".bildyta > img[src^='sidbild?']");
            const own = node.closest(forms);
            if (!known.has(node.tagName) && !picture && !(own && inForms.has(node.tagName)))
                say("element", node);
            if (node.hasAttribute("style")) say("style", node);
            const foreign = node.matches("form, input, select, textarea") && !own;
            const named = nameOf(node) !== null && !(own && isOurs(nameOf(node)));
            if (foreign || named) say("form part", node);
        }
    }
    if (!everywhere) return [...new Set(found)].slice(0, 60);
    // Elsewhere the pages have elements of Gradio's, so only what is never there is looked for.
    for (const node of document.querySelectorAll("*")) look(node);
    const never = "script:not([src]), iframe, object, embed, frame, meta[http-equiv=refresh], " +
        "base:not(head > base[href='./']), form:not(.urval, .omdome-formular)";
    for (const node of document.querySelectorAll(never)) say("element", node);
    const here = (node) => URL.parse(node.src)?.origin === location.origin;
    for (const node of document.scripts) if (node.src && !here(node)) say("address", node);
    if (document.body.matches(".egen-sida")) {
        const top = [...document.body.children].map((node) => node.tagName).join(" ");
        if (top !== "A HEADER MAIN FOOTER") found.push(`the body holds ${top}`);
        const head = document.head.querySelectorAll(":not(meta, title, link)");
        for (const node of head) say("element", node);
    }
    const ids = [...document.querySelectorAll("[id]")].map((node) => node.id);
    for (const id of ["svar", "falt", "kallinnehall", "upplast", "config", "say", "navigator"])
        if (ids.filter((one) => one === id).length > 1) found.push(`two elements are #${id}`);
    return [...new Set(found)].slice(0, 60);
}"""

# The text of each element, and of a field what stands in it, by the selector.
_SHOWN = """(selectors) => selectors.map((selector) => {
    const textOf = (node) => node.matches("input, textarea") ? node.value
        : node.matches("img") ? node.alt : node.textContent;
    return [...document.querySelectorAll(selector)].map(textOf).join("\\n");
})"""

PLACES = (
    "#sidhuvud .md, #samtal .md, #svar .md, #lage .md, #forslag .md, #fel .md, #kallinnehall, "
    ".egen-sida main"
)
"""Where text from outside is shown."""


def remember(page: Page) -> None:
    """Note what the page's body is, before anything hostile is shown."""
    page.evaluate(_REMEMBER)


def harm(
    watched: Watched, origin: str, places: str = PLACES, *, everywhere: bool = True
) -> list[str]:
    """What has happened on the page that must not, since ``remember``.

    The markup in ``places`` is known element by element; ``everywhere`` else it is only looked for
    what no page of ours holds, which takes its time on a page of thousands of elements.
    """
    found: list[str] = watched.page.evaluate(_HARM, [places, everywhere])
    found += [f"dialog: {message}" for message in watched.dialogs]
    foreign = [url for url in watched.requests if not url.startswith((origin, "data:"))]
    found += [f"asked for {url}" for url in foreign]
    # With the policy on, what it refuses has got as far as to be tried.
    return found + [
        f"refused by the policy: {text}"
        for text in watched.complaints
        if "Content Security Policy" in text
    ]


def plain(text: str) -> str:
    """``text`` without white space and what is not seen: pages leave them out or change them."""
    return "".join(sign for sign in text if sign.isprintable() and not sign.isspace())


def not_shown(page: Page, selectors: Sequence[str], payloads: Sequence[str]) -> list[str]:
    """The payloads that do not stand as text, sign by sign, in the elements of each selector."""
    shown = map(plain, page.evaluate(_SHOWN, list(selectors)))
    return [
        f"not shown as text in {selector}: {payload!r}"
        for selector, text in zip(selectors, shown, strict=True)
        for payload in payloads
        if plain(payload) not in text
    ]
