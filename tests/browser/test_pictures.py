"""A picture of every state, for docs/ui and for whoever wants to see what the tests see."""

import re

import pytest
from browsing import picture
from page_states import STATES

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:.*no_silent_downcasting"),
]


@pytest.mark.parametrize("name", STATES)
def test_every_state_has_its_picture(watched, reach, name):
    reach(watched.page, name)
    picture(watched.page, re.sub(r"\W+", "-", name.lower()))
