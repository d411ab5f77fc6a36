"""Who may show the service in a frame: nobody, unless the operator names them."""

import re
from pathlib import Path

import pytest
from command_line import Lotsen
from fakes_answers import FakeAnswerer
from starlette.testclient import TestClient

from corpus.errors import UsageError
from ui.app import create_application
from ui.framing import framed, parse_frame_ancestors
from ui.middleware import SECURITY_HEADERS

pytestmark = pytest.mark.filterwarnings("ignore:.*no_silent_downcasting")


@pytest.mark.parametrize(
    ("written", "origins"),
    [
        ("", ()),
        ("  ", ()),
        ("'self'", ("'self'",)),
        ("https://teams.microsoft.com", ("https://teams.microsoft.com",)),
        (
            " https://teams.microsoft.com  https://*.cloud.microsoft https://a.example.se:8443 ",
            (
                "https://teams.microsoft.com",
                "https://*.cloud.microsoft",
                "https://a.example.se:8443",
            ),
        ),
    ],
)
def test_https_origins_are_read(written, origins):
    assert parse_frame_ancestors(written) == origins


@pytest.mark.parametrize(
    "written",
    [
        "*",
        "http://intranat.example.se",
        "teams.microsoft.com",
        "https://",
        "https://*",
        "https://a.se/",
        "https://a.se/sida",
        "https://a.se;script-src",
        "https://a.se,https://b.se",
        "https://teams.microsoft.com *",
        "'none'",
        "self",
        "data:",
        "https://användare@a.se",
    ],
)
def test_anything_else_is_refused(written):
    with pytest.raises(UsageError, match="LOTSEN_FRAME_ANCESTORS"):
        parse_frame_ancestors(written)


def test_a_bad_origin_stops_the_start_with_one_sentence(lotsen: Lotsen):
    lotsen.set(frame_ancestors="http://a.se")
    said = lotsen("serve", "--port", "0")
    assert (said.code, said.out) == (2, "")
    assert said.err == (
        "Inställningen LOTSEN_FRAME_ANCESTORS har ett värde som inte går att använda: "
        "skriv adresser som https://teams.microsoft.com med mellanslag mellan.\n"
    )


def test_without_the_setting_the_headers_are_the_strict_ones():
    assert framed(SECURITY_HEADERS, ()) == SECURITY_HEADERS
    assert "frame-ancestors 'none'" in SECURITY_HEADERS["Content-Security-Policy"]


def test_with_the_setting_only_the_named_may_frame_it_and_all_else_is_as_strict():
    allowed = ("https://teams.microsoft.com", "'self'")
    with TestClient(create_application(FakeAnswerer(), frame_ancestors=allowed)) as client:
        for path in ("/", "/kallor", "/finns-inte"):
            headers = client.get(path).headers
            assert "X-Frame-Options" not in headers
            policy = headers["Content-Security-Policy"]
            assert "frame-ancestors https://teams.microsoft.com 'self';" in policy
            strict = SECURITY_HEADERS["Content-Security-Policy"]
            assert policy.replace(" ".join(allowed), "'none'") == strict


def test_the_example_of_the_documentation_is_one_that_works():
    page = (Path(__file__).parents[2] / "docs" / "deployment.md").read_text(encoding="utf-8")
    (written,) = re.findall(r'^LOTSEN_FRAME_ANCESTORS="(.+)"$', page, flags=re.MULTILINE)
    assert len(parse_frame_ancestors(written)) == 2
