"""What axe can't see, in every state: reflow, text spacing, targets, motion, focus by Tab."""

import pytest
from page_checks import (
    motion,
    sideways,
    small_targets,
    space_text,
    tab_through,
    unmarked,
    watch_motion,
)
from page_looks import NARROW, WIDE, Look, look
from page_states import STATES

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:.*no_silent_downcasting"),
]

LEAST_TARGET = 24
"""CSS pixels, WCAG 2.5.8."""


@pytest.mark.parametrize("name", STATES)
def test_every_state_can_be_read_pressed_and_tabbed_through(watched, reach, name):
    page = watched.page
    watch_motion(page)
    reach(page, name)
    wrong = {"motion": motion(page)}
    for width in (NARROW, WIDE):
        look(page, Look(scheme="light", width=width))
        wrong[f"sideways at {width}"] = sideways(page)
        wrong[f"targets at {width}"] = small_targets(page, LEAST_TARGET)
        wrong[f"by Tab at {width}"] = tab_through(page)
    page.emulate_media(forced_colors="active")
    wrong["in forced colours"] = unmarked(page)
    page.emulate_media(forced_colors="none")
    look(page, Look(scheme="light", width=NARROW))
    space_text(page)
    wrong["with spaced text"] = sideways(page)
    assert {what: faults for what, faults in wrong.items() if faults} == {}


BAD_PAGE = """<html lang="sv"><title>Dålig sida</title><style>
    :focus { outline: none } .cut { overflow: hidden; height: 10px; width: 400px }
    @keyframes x { to { opacity: 0 } } .moves { animation: x 9s infinite }
    .lane { background: pink; border: 0 } mark { forced-color-adjust: none; background: none }
    </style><div class="cut">Klippt text som inte får plats</div><p class="moves">Rör sig</p>
    <button style="height: 12px; padding: 0; font-size: 8px">x</button>
    <div style="width: 2000px">Bred</div><div class="lane">Lag</div><p>ord <mark>märkt</mark></p>"""


def test_the_checks_find_what_is_wrong_on_a_bad_page(watched, browser):
    context = browser.new_context(viewport={"width": NARROW, "height": 900})
    page = context.new_page()
    watch_motion(page)
    page.goto("about:blank")
    page.set_content(BAD_PAGE)
    page.wait_for_function("window.moved.length > 0")
    assert any("x P.moves" in moved for moved in motion(page))
    assert any(fault.startswith("cut off") for fault in sideways(page))
    assert any("wide" in fault for fault in sideways(page))
    assert len(small_targets(page, LEAST_TARGET)) == 1
    assert any("no outline" in fault for fault in tab_through(page))
    page.emulate_media(forced_colors="active")
    assert len(unmarked(page)) == 2
    context.close()
