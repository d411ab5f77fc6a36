"""How the pages are looked at: light or dark, narrow as a phone or at 400 per cent, and wide."""

from dataclasses import dataclass

from playwright.sync_api import Page

NARROW, WIDE = 320, 1280
"""CSS pixels; 320 is also what a window of 1280 has left at 400 per cent."""

_BACKGROUNDS = {"light": "rgb(255, 255, 255)", "dark": "rgb(18, 24, 27)"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A theme and a width."""

    scheme: str
    width: int

    def __str__(self) -> str:
        return f"{self.scheme} {self.width}"


LOOKS = tuple(
    Look(scheme=scheme, width=width) for scheme in ("light", "dark") for width in (NARROW, WIDE)
)


def look(page: Page, at: Look) -> None:
    """Show the page so, and wait until it does: Gradio follows the theme a moment later."""
    page.emulate_media(color_scheme=at.scheme)
    page.set_viewport_size({"width": at.width, "height": 900})
    page.wait_for_function(
        """([scheme, background]) =>
            getComputedStyle(document.body).backgroundColor === background &&
            (!document.querySelector("gradio-app") ||
                document.body.classList.contains("dark") === (scheme === "dark"))""",
        arg=[at.scheme, _BACKGROUNDS[at.scheme]],
    )
    # Two frames: styles that hang on the theme are drawn anew.
    page.evaluate("() => new Promise(r => requestAnimationFrame(() => requestAnimationFrame(r)))")
