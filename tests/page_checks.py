"""What a page must hold to in any state: each function returns what does not, [] when all does.

They look at what the browser has laid out, through Playwright, which the page's policy lets be.
"""

from playwright.sync_api import Page

_COMMON = """
const named = (node) => `${node.tagName.toLowerCase()}${node.id && "#" + node.id}` +
    `${node.className && typeof node.className === "string" ? "." + node.className : ""}` +
    ` ”${(node.textContent || node.value || "").trim().slice(0, 40)}”`;
const unseen = (node) => {  // there for screen readers alone, as headings of a table made cards
    for (; node; node = node.parentElement)
        if (getComputedStyle(node).clipPath === "inset(50%)") return true;
    return false;
};
const shown = (node) => node.checkVisibility({ visibilityProperty: true }) &&
    !node.closest(".svarspass") && !unseen(node);
"""

_CLIPPED = """() => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = new Set();
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
        const holder = node.parentElement;
        const skip = "script, style, noscript, .hoppa:not(:focus), textarea";
        if (!node.textContent.trim() || !shown(holder) || holder.closest(skip)) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        for (const box of range.getClientRects()) {
            if (box.width < 1) continue;
            if (box.left < -1 || box.right > innerWidth + 1) found.add("sideways " + named(holder));
            for (let over = holder; over !== document.body; over = over.parentElement) {
                const style = getComputedStyle(over), edge = over.getBoundingClientRect();
                const cut = (way) => ["hidden", "clip"].includes(way);
                const beside = box.left < edge.left - 1 || box.right > edge.right + 1;
                const below = box.top < edge.top - 2 || box.bottom > edge.bottom + 2;
                if (cut(style.overflowX) && beside) found.add("cut off sideways " + named(holder));
                if (cut(style.overflowY) && below) found.add("cut off below " + named(holder));
                if (["auto", "scroll"].includes(style.overflowX) &&
                    over.scrollWidth > over.clientWidth + 1) found.add("scrolls " + named(over));
                // What lies below in a part that scrolls downwards can be reached.
                if (["auto", "scroll"].includes(style.overflowY)) break;
            }
        }
    }
    return [...found];
}"""

_SMALL = """(least) => [...document.querySelectorAll(
        "a[href], button, input, select, textarea, summary, [role=button], [role=link]")]
    .filter((node) => shown(node) && !node.matches(".hoppa"))
    .filter((node) => {
        const own = node.textContent.trim(), around = node.parentElement.innerText.trim();
        const inText = getComputedStyle(node).display === "inline" && around.length > own.length;
        return !inText;  // a link in a sentence is as high as its line
    })
    .map((node) => [node, node.getBoundingClientRect()])
    .filter(([_, box]) => box.width < least - 0.01 || box.height < least - 0.01)
    .map(([node, box]) => `${named(node)} ${box.width} × ${box.height}`)
"""

_STEP = """() => {
    const node = document.activeElement;
    if (!node || node === document.body || node === document.documentElement) return null;
    window.passed ??= [];
    if (window.passed.includes(node)) return null;
    window.passed.push(node);
    const style = getComputedStyle(node), box = node.getBoundingClientRect();
    const wrong = [];
    if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2)
        wrong.push("no outline");
    if (/, 0\\)$/.test(style.outlineColor)) wrong.push("outline that can't be seen");
    const lines = [...node.getClientRects()].filter((r) => r.width > 0);
    const seen = lines.some((r) => {
        const x = r.left + r.width / 2, y = r.top + r.height / 2;
        const top = document.elementFromPoint(x, y);
        return top && (node.contains(top) || top.contains(node));
    });
    if (!seen) wrong.push(`covered or outside the window at ${box.left}, ${box.top}`);
    return wrong.map((what) => `${what}: ${named(node)}`);
}"""

_MISSED = """() => [...document.querySelectorAll(
        "a[href], button:not(:disabled), input, select, textarea, summary, [tabindex='0']")]
    .filter((node) => shown(node) && node.tabIndex >= 0 && !(window.passed || []).includes(node))
    .filter((node) => node.type !== "radio" ||  // Tab stops once in a group; arrows go on
        !window.passed.some((other) => other.name === node.name && other.form === node.form))
    .map(named)
"""

_MOTION = """() => {
    window.moved = [];
    const look = () => {
        for (const one of document.getAnimations())
            window.moved.push(`${one.animationName || one.transitionProperty} ` +
                `${one.effect.target.tagName}.${one.effect.target.className}`);
        requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
}"""

_UNMARKED = """() => {
    const framed = ".lane, .ruta, a.chip, .brickan, .styrka, #kallspalt aside, " +
        "main > .kalla, button, input, select, textarea";
    const bare = [...document.querySelectorAll(framed)].filter(shown).filter((node) => {
        const style = getComputedStyle(node);
        const system = ["radio", "checkbox"].includes(node.type) && style.appearance === "auto";
        return !system && !["Left", "Top"].some((side) => style[`border${side}Style`] !== "none" &&
            parseFloat(style[`border${side}Width`]) >= 1 &&
            style[`border${side}Color`] !== getComputedStyle(document.body).backgroundColor);
    });
    const unseen = [...document.querySelectorAll("mark")].filter(shown).filter((node) =>
        ["rgba(0, 0, 0, 0)", getComputedStyle(document.body).backgroundColor].includes(
            getComputedStyle(node).backgroundColor));
    return [...bare, ...unseen].map(named);
}"""

SPACING = (
    "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; "
    "word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }"
)
"""The text spacing of WCAG 1.4.12."""

_LONGEST_ROUND = 300  # Tab presses


def _in_page(body: str) -> str:
    """``body`` as a function that knows the common ones."""
    return f"(...given) => {{ {_COMMON} return ({body.strip()})(...given); }}"


def sideways(page: Page) -> list[str]:
    """Text that is cut off, or that one must scroll sideways to read."""
    found: list[str] = page.evaluate(_in_page(_CLIPPED))
    width, room = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    return found + ([f"the page is {width} of {room} wide"] if width > room else [])


def small_targets(page: Page, least: float) -> list[str]:
    """What can be pressed and is smaller than that, in CSS pixels, links in sentences aside."""
    found: list[str] = page.evaluate(_in_page(_SMALL), least)
    return found


def unmarked(page: Page) -> list[str]:
    """In forced colours: what our own colours alone set apart, without a border or a mark."""
    found: list[str] = page.evaluate(_in_page(_UNMARKED))
    return found


def space_text(page: Page) -> None:
    """Text spacing as a reader's own style sheet sets it; no policy forbids that."""
    page.evaluate(
        """(css) => {
            const sheet = new CSSStyleSheet();
            sheet.replaceSync(css);
            document.adoptedStyleSheets = [sheet];
        }""",
        SPACING,
    )


def tab_through(page: Page) -> list[str]:
    """Faults met by Tab from the top to the end: focus unseen or covered, a place never reached."""
    page.evaluate(
        """() => {
            document.activeElement.blur();
            getSelection().removeAllRanges();
            window.passed = [];
            document.body.tabIndex = -1;
            document.body.focus();
            document.body.removeAttribute("tabindex");
            scrollTo(0, 0);
        }"""
    )
    found: list[str] = []
    for _ in range(_LONGEST_ROUND):
        page.keyboard.press("Tab")
        faults = page.evaluate(_in_page(_STEP))
        if faults is None:
            break
        found += faults
    missed = page.evaluate(_in_page(_MISSED))
    return found + [f"never reached: {name}" for name in missed]


def watch_motion(page: Page) -> None:
    """From the next address on, keep every animation that runs in any frame."""
    page.add_init_script(f"({_MOTION})()")


def motion(page: Page) -> list[str]:
    """The animations that have run since ``watch_motion``."""
    found: list[str] = page.evaluate("[...new Set(window.moved)]")
    return found
