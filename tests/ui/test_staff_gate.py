"""The gate before Utvärdering: shut by default, a password, a proxy's header, and nothing else."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from typing import Any

import pytest
from fakes_answers import FakeAnswerer
from pydantic import SecretStr
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from assistant.limits import MAX_BODY
from assistant.settings import Settings
from corpus.errors import UsageError
from ui.app import create_application
from ui.middleware import RootPath
from ui.staff import texts
from ui.staff.access import LONGEST_NAME, StaffAccess, shown_name, staff_access_of
from ui.staff.gate import BROWSER_COOKIE, SESSION_COOKIE, StaffGate, member_of
from ui.staff.paths import way_back
from ui.staff.sessions import MOST_SESSIONS, SESSION_SECONDS, Sessions
from ui.staff.tries import MOST_WRONG, WINDOW_SECONDS, Tries

pytestmark = pytest.mark.filterwarnings("ignore:.*no_silent_downcasting")

PASSWORD = "hästar äter hö om dagen"
BY_PASSWORD = StaffAccess(password=SecretStr(PASSWORD))
BY_HEADER = StaffAccess(header="X-Forwarded-User")
BOTH = StaffAccess(password=SecretStr(PASSWORD), header="X-Forwarded-User")
SIGN_IN, SIGN_OUT = "/utvardering/logga-in", "/utvardering/logga-ut"
FORM = {"namn": "Anna Ek", "losenord": PASSWORD}
WRONG = {"namn": "Anna Ek", "losenord": "fel"}
BROWSER = {"Accept": "text/html"}
HOSTILE = '"><script>alert(1)</script>\u202e\x07'
EVERY_PAGE = ("/", "/skyldigheter", "/kallor", "/kallor/sfs-2023-196", "/om", "/finns-inte")


@contextmanager
def app(staff: StaffAccess | None, root: str = "", base: str = "http://lotsen.example") -> Any:
    """A visitor to the whole application, with an empty jar of cookies."""
    made = create_application(FakeAnswerer(), root_path=root, staff=staff)
    with TestClient(made, base_url=base, follow_redirects=False) as client:
        yield client


@dataclass
class Clock:
    """Time that passes when told to."""

    now: float = 1_000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Guarded:
    """The gate by itself, before a page that says who came in."""

    access: StaffAccess
    root: str = ""
    clock: Clock = field(default_factory=Clock)

    def __post_init__(self) -> None:
        self._app = RootPath(StaffGate(self.access, _greeting, clock=self.clock), self.root)

    def visitor(self) -> TestClient:
        return TestClient(self._app, base_url="http://lotsen.example", follow_redirects=False)


async def _greeting(scope: Any, receive: Any, send: Any) -> None:
    from starlette.requests import Request

    member = member_of(Request(scope))
    reply = PlainTextResponse(f"{member.name}|{member.by_password}")
    await reply(scope, receive, send)


def told(reply: Any) -> str:
    return unescape(reply.text)


def cookies_set(reply: Any) -> dict[str, str]:
    """What each cookie of a reply was set to, with its attributes, by its name."""
    return {line.partition("=")[0]: line for line in reply.headers.get_list("set-cookie")}


@pytest.fixture(scope="module")
def closed() -> Iterator[TestClient]:
    with app(None) as client:
        yield client


@pytest.fixture(scope="module")
def open_to_staff() -> Iterator[TestClient]:
    with app(BY_PASSWORD) as client:
        yield client


# Off, and on


@pytest.mark.parametrize("path", ["/utvardering", "/utvardering/testfragor", SIGN_IN, SIGN_OUT])
def test_without_a_way_in_there_is_no_such_page(closed, path):
    for reply in (closed.get(path, headers=BROWSER), closed.post(path, headers=BROWSER)):
        assert (reply.status_code, "<h1>Sidan finns inte</h1>" in reply.text) == (404, True)
        assert "set-cookie" not in reply.headers
    assert closed.get(path).json()["code"] == "not_found"


@pytest.mark.parametrize("path", EVERY_PAGE)
def test_without_a_way_in_no_page_names_it(closed, path):
    assert "tvärdering" not in closed.get(path, headers=BROWSER).text
    assert "tvärdering" not in closed.get("/config").text


@pytest.mark.parametrize("access", [BY_PASSWORD, BY_HEADER], ids=["password", "header"])
def test_with_a_way_in_it_stands_in_every_menu_between_sources_and_about(access):
    with app(access, root="/lotsen") as client:
        for path in EVERY_PAGE[1:]:
            html = client.get(f"/lotsen{path}", headers=BROWSER).text
            menu = html.split('<nav aria-label="Sidor">', 1)[1].split("</nav>", 1)[0]
            assert re.findall(r'href="([^"]+)"', menu) == [
                f"/lotsen/{name}" for name in ("", "skyldigheter", "kallor", "utvardering", "om")
            ]
        # Without script too; with it, the page's parts come as data.
        assert '<a href="utvardering">Utvärdering</a>' in client.get("/lotsen/").text
        assert "./utvardering" in client.get("/lotsen/config").text
        too_large = client.post("/lotsen/kallor", content=b"x" * (MAX_BODY + 1), headers=BROWSER)
    assert too_large.status_code == 413
    assert "/lotsen/utvardering" in too_large.text


def test_only_staff_get_cookies_and_the_privacy_page_says_so(closed, open_to_staff):
    for path in ("/", "/kallor", "/personuppgifter", SIGN_IN):
        assert "set-cookie" not in open_to_staff.get(path).headers
    assert "två kakor" in open_to_staff.get("/personuppgifter").text
    assert "inga kakor (cookies).</p>" in closed.get("/personuppgifter").text


# Settings


def settings_with(tmp_path, **own: str) -> Settings:
    return Settings(data_dir=tmp_path, **own)


def test_the_settings_open_and_close_the_gate(tmp_path):
    assert staff_access_of(settings_with(tmp_path)) is None
    by_password = staff_access_of(settings_with(tmp_path, staff_password="tolv tecken!"))
    assert by_password is not None
    assert (by_password.has_password, by_password.header) == (True, "")
    by_header = staff_access_of(settings_with(tmp_path, staff_header=" X-Forwarded-User "))
    assert by_header is not None
    assert (by_header.has_password, by_header.header) == (False, "X-Forwarded-User")


@pytest.mark.parametrize("password", ["elva tecken", "kort", "kort        \t   "])
def test_a_short_password_stops_the_start_and_is_not_repeated(tmp_path, password):
    with pytest.raises(UsageError) as stopped:
        staff_access_of(settings_with(tmp_path, staff_password=password))
    assert "LOTSEN_STAFF_PASSWORD" in stopped.value.message
    assert "minst 12 tecken" in stopped.value.message
    assert password not in stopped.value.message


@pytest.mark.parametrize(
    "name", ["X Forwarded User", "X-User:", "å", "User-Agent", "host", "Accept-Language", "Cookie",
             "Authorization", "X-Forwarded-For", "X-Real-IP", "Sec-Fetch-Site"],
)  # fmt: skip
def test_a_header_that_everybody_has_stops_the_start(tmp_path, name):
    with pytest.raises(UsageError, match="LOTSEN_STAFF_HEADER"):
        staff_access_of(settings_with(tmp_path, staff_header=name))


def test_the_password_is_in_no_description_of_the_settings(tmp_path):
    settings = settings_with(tmp_path, staff_password=PASSWORD)
    access = staff_access_of(settings)
    assert PASSWORD not in f"{settings!r} {settings} {access!r} {access}"


# By password


def test_signing_in_leads_to_the_page_first_asked_for_and_out_again(open_to_staff):
    client = open_to_staff
    asked = "/utvardering/testfragor/lag-vardag?status=answered&sok=l%C3%A4ge"
    sent = client.get(asked)
    assert sent.status_code == 303
    form = client.get(sent.headers["location"])
    assert (form.status_code, "<h1>Logga in</h1>" in form.text) == (200, True)
    back = unescape(re.findall(r'name="till" value="([^"]*)"', form.text)[0])
    reply = client.post(SIGN_IN, data=FORM | {"till": back})
    assert (reply.status_code, reply.headers["location"]) == (303, asked)
    page = client.get(asked)
    assert "Testfrågor: lag-vardag" in page.text
    assert "<strong>Anna Ek</strong>" in page.text
    # Who is in already has no use for the form.
    assert client.get(f"{SIGN_IN}?till=/utvardering/testfragor").headers["location"] == (
        "/utvardering/testfragor"
    )
    token = client.cookies[SESSION_COOKIE]
    out = client.post(SIGN_OUT)
    assert (out.status_code, out.headers["location"]) == (303, f"{SIGN_IN}?utloggad=1")
    assert "Max-Age=0" in cookies_set(out)[SESSION_COOKIE]
    assert texts.SIGNED_OUT in client.get(out.headers["location"]).text
    # The token is worth nothing any more, whoever kept it.
    client.cookies.set(SESSION_COOKIE, token)
    assert client.get(asked).status_code == 303
    client.cookies.clear()


def test_a_session_ends_after_eight_hours():
    guarded = Guarded(BY_PASSWORD)
    visitor = guarded.visitor()
    visitor.post(SIGN_IN, data=FORM)
    token = {"Cookie": f"{SESSION_COOKIE}={visitor.cookies[SESSION_COOKIE]}"}
    guarded.clock.now += SESSION_SECONDS - 1
    assert guarded.visitor().get("/utvardering", headers=token).text == "Anna Ek|True"
    guarded.clock.now += 1
    assert guarded.visitor().get("/utvardering", headers=token).status_code == 303


@pytest.mark.parametrize(
    "token", ["", "gissad", "None", "a" * 43, "%00", '"><script>', "x" * 4_000, "\xe5"]
)
def test_a_forged_cookie_opens_nothing(token):
    guarded = Guarded(BY_PASSWORD)
    guarded.visitor().post(SIGN_IN, data=FORM)  # somebody else is in
    sent = {"Cookie": f"{SESSION_COOKIE}={token}".encode("latin-1")}
    assert guarded.visitor().get("/utvardering", headers=sent).status_code == 303


def test_each_sign_in_has_a_token_of_its_own_and_ends_the_one_before():
    guarded = Guarded(BY_PASSWORD)
    visitor = guarded.visitor()
    tokens = []
    for _ in range(3):
        visitor.post(SIGN_IN, data=FORM)
        tokens.append(visitor.cookies[SESSION_COOKIE])
    assert len(set(tokens)) == 3
    for token in tokens[:2]:
        kept = {"Cookie": f"{SESSION_COOKIE}={token}"}
        assert guarded.visitor().get("/utvardering", headers=kept).status_code == 303


@pytest.mark.parametrize(
    ("form", "status", "said"),
    [
        ({}, 422, texts.NO_NAME),
        (FORM | {"namn": " \t\u200b "}, 422, texts.NO_NAME),
        (FORM | {"namn": "Anna 811218-9876"}, 422, texts.NUMBER_FOR_NAME),
        (WRONG, 403, texts.WRONG_PASSWORD),
        ({"namn": "Anna Ek"}, 403, texts.WRONG_PASSWORD),
        (FORM | {"losenord": PASSWORD.upper()}, 403, texts.WRONG_PASSWORD),
        (FORM | {"losenord": PASSWORD + " "}, 403, texts.WRONG_PASSWORD),
        (FORM | {"losenord": PASSWORD * 100}, 422, texts.UNREADABLE_FORM),
        ({str(number): "x" for number in range(100)}, 422, texts.UNREADABLE_FORM),
    ],
)
def test_what_will_not_do_is_told_and_lets_nobody_in(form, status, said):
    visitor = Guarded(BY_PASSWORD).visitor()
    reply = visitor.post(SIGN_IN, data=form)
    assert (reply.status_code, said in told(reply)) == (status, True)
    assert "set-cookie" not in reply.headers
    assert reply.headers["content-type"].startswith("text/html")
    assert visitor.get("/utvardering").status_code == 303


def test_a_body_that_is_no_form_is_told():
    reply = Guarded(BY_PASSWORD).visitor().post(SIGN_IN, content=b"\xff\xfe namn=%ff")
    assert (reply.status_code, texts.UNREADABLE_FORM in told(reply)) == (422, True)


def test_a_password_may_be_typed_with_letters_in_two_parts():
    in_parts = {**FORM, "losenord": "ha\u0308star a\u0308ter ho\u0308 om dagen"}
    assert Guarded(BY_PASSWORD).visitor().post(SIGN_IN, data=in_parts).status_code == 303


def test_no_password_is_ever_the_right_one_where_none_is_set():
    assert not BY_HEADER.is_password("")
    assert BY_PASSWORD.is_password(PASSWORD)


def test_a_large_body_is_refused(open_to_staff):
    reply = open_to_staff.post(SIGN_IN, data=WRONG | {"namn": "x" * MAX_BODY})
    assert reply.status_code == 413


def test_the_cookies_are_out_of_reach_of_scripts_and_of_other_sites():
    kept = cookies_set(Guarded(BY_PASSWORD).visitor().post(SIGN_IN, data=FORM))
    assert set(kept) == {SESSION_COOKIE, BROWSER_COOKIE}
    for line in kept.values():
        assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(line.split("; "))
        assert "Secure" not in line
    assert f"Max-Age={SESSION_SECONDS}" in kept[SESSION_COOKIE]


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-Proto": "https"},
        {"X-Forwarded-Proto": "https, http"},
        {"Origin": "https://lotsen.example"},
    ],
)
def test_on_a_safe_connection_the_cookies_are_for_safe_ones_only(headers):
    reply = Guarded(BY_PASSWORD).visitor().post(SIGN_IN, data=FORM, headers=headers)
    assert reply.status_code == 303
    assert all("Secure" in line.split("; ") for line in cookies_set(reply).values())
    with app(BY_PASSWORD, base="https://lotsen.example") as client:
        safe = cookies_set(client.post(SIGN_IN, data=FORM))
    assert all("Secure" in line.split("; ") for line in safe.values())


@pytest.mark.parametrize("cut", [False, True])
def test_under_a_root_path_all_of_it_stays_there(cut):
    root = "/lotsen"
    prefix = "" if cut else root
    with app(BY_PASSWORD, root=root) as client:
        asked = f"{prefix}/utvardering/testfragor"
        sent = client.get(asked).headers["location"]
        assert sent.startswith(f"{root}{SIGN_IN}?till=")
        form = client.get(sent).text
        back = unescape(re.findall(r'name="till" value="([^"]*)"', form)[0])
        action = re.findall(r'<form[^>]* action="([^"]+)"', form)[0]
        reply = client.post(action, data=FORM | {"till": back})
        assert reply.headers["location"] == f"{root}/utvardering/testfragor"
        assert all(f"Path={root}" in line.split("; ") for line in cookies_set(reply).values())
        token = {"Cookie": f"{SESSION_COOKIE}={client.cookies[SESSION_COOKIE]}"}
        page = client.get(f"{root}/utvardering/testfragor/lag-vardag", headers=token).text
        own = [x for x in re.findall(r'(?:href|action|src)="([^"#]+)', page) if "://" not in x]
        assert [link for link in own if not link.startswith(f"{root}/")] == []
        out = client.post(f"{root}{SIGN_OUT}", headers=token)
        assert out.headers["location"] == f"{root}{SIGN_IN}?utloggad=1"


# From elsewhere


@pytest.mark.parametrize("path", [SIGN_IN, SIGN_OUT, "/utvardering", "/utvardering/testfragor"])
@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "https://lotsen.example"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://annan.example"},
        {"Origin": "null"},
    ],
)
def test_a_form_of_another_site_is_refused(open_to_staff, path, headers):
    open_to_staff.cookies.clear()
    open_to_staff.post(SIGN_IN, data=FORM)
    reply = open_to_staff.post(path, data=FORM, headers=headers)
    assert (reply.status_code, reply.json()["code"]) == (403, "other_origin")
    assert "set-cookie" not in reply.headers
    assert open_to_staff.get("/utvardering").status_code == 200  # still signed in
    open_to_staff.cookies.clear()


def test_our_own_forms_ask_the_browser_to_say_where_they_come_from(open_to_staff):
    # Without it the service's policy has Origin be null, and on plain http nothing else tells.
    meta = '<meta name="referrer" content="same-origin">'
    assert meta in open_to_staff.get(SIGN_IN).text
    open_to_staff.post(SIGN_IN, data=FORM)
    assert meta in open_to_staff.get("/utvardering").text
    assert meta not in open_to_staff.get("/kallor").text
    open_to_staff.cookies.clear()


@pytest.mark.parametrize(
    "wanted",
    [
        "https://annan.example/utvardering",
        "//annan.example",
        "/utvardering//annan.example",
        "/\\annan.example",
        "/utvardering/\\annan.example",
        "/utvardering/%5cannan.example",
        "/utvardering/%2f%2fannan.example",
        "/utvardering/../kallor",
        "/utvardering/%2e%2e/kallor",
        "/utvardering/..",
        "/utvarderingen",
        "/kallor",
        "utvardering",
        "javascript:alert(1)",
        "/utvardering\r\nSet-Cookie: a=b",
        "/utvardering/%0d%0aSet-Cookie:a=b",
        "/utvardering?x=\nY: z",
        "/utvardering/@annan.example",
        "/utvardering/" + "a" * 600,
        "/utvardering/logga-in",
        "/utvardering/logga-ut",
        "",
    ],
)
def test_after_signing_in_one_comes_to_our_own_pages_alone(wanted):
    assert way_back(wanted) == "/utvardering"
    reply = Guarded(BY_PASSWORD).visitor().post(SIGN_IN, data=FORM | {"till": wanted})
    assert reply.headers["location"] == "/utvardering"


@pytest.mark.parametrize(
    "wanted",
    [
        "/utvardering",
        "/utvardering/testfragor/lag-vardag",
        "/utvardering/testfragor/lag-vardag?sok=r%C3%A5d+och&status=answered",
        "/utvardering/k%C3%B6rning.2",
    ],
)
def test_each_of_our_own_pages_can_be_come_back_to(wanted):
    assert way_back(wanted) == wanted


def test_a_form_sent_when_the_session_is_over_is_told_and_not_taken():
    reply = Guarded(BY_PASSWORD).visitor().post("/utvardering/testfragor", data={"a": "b"})
    assert (reply.status_code, texts.SESSION_OVER in told(reply)) == (403, True)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods_are_refused(open_to_staff, method):
    assert open_to_staff.request(method, SIGN_IN).status_code == 405
    assert open_to_staff.get(SIGN_OUT).status_code == 405
    open_to_staff.post(SIGN_IN, data=FORM)
    assert open_to_staff.request(method, "/utvardering/testfragor").status_code == 405
    open_to_staff.cookies.clear()


# Guessing


def guess(visitor: TestClient, times: int = MOST_WRONG) -> list[int]:
    return [visitor.post(SIGN_IN, data=WRONG).status_code for _ in range(times)]


def test_after_five_wrong_in_a_minute_one_waits_until_the_first_is_a_minute_old():
    guarded = Guarded(BY_PASSWORD)
    visitor = guarded.visitor()
    assert guess(visitor) == [403] * MOST_WRONG
    guarded.clock.now += 20
    held = visitor.post(SIGN_IN, data=FORM)  # the right one is not tried either
    assert (held.status_code, held.headers["retry-after"]) == (429, "40")
    assert texts.wait(40) in told(held)
    assert 'value="Anna Ek"' in held.text
    assert "set-cookie" not in held.headers
    guarded.clock.now += 39.5
    assert visitor.post(SIGN_IN, data=FORM).headers["retry-after"] == "1"
    assert "Vänta en sekund" in texts.wait(1)
    guarded.clock.now += 0.5
    assert visitor.post(SIGN_IN, data=FORM).status_code == 303


def test_guesses_during_the_wait_do_not_make_it_longer():
    guarded = Guarded(BY_PASSWORD)
    visitor = guarded.visitor()
    guess(visitor)
    for _ in range(WINDOW_SECONDS - 1):
        guarded.clock.now += 1
        assert guess(visitor, 1) == [429]
    guarded.clock.now += 1
    assert visitor.post(SIGN_IN, data=FORM).status_code == 303


def test_wrong_ones_now_and_then_are_no_guessing():
    guarded = Guarded(BY_PASSWORD)
    for _ in range(3 * MOST_WRONG):
        assert guess(guarded.visitor(), 1) == [403]
        guarded.clock.now += WINDOW_SECONDS / MOST_WRONG


def test_one_who_has_been_in_before_is_not_kept_out_by_a_stranger_who_guesses_on():
    guarded = Guarded(BY_PASSWORD)
    known, new, stranger = guarded.visitor(), guarded.visitor(), guarded.visitor()
    known.post(SIGN_IN, data=FORM)
    assert BROWSER_COOKIE in known.cookies
    known.post(SIGN_OUT)
    guess(stranger)
    assert new.post(SIGN_IN, data=FORM).status_code == 429
    again = known.post(SIGN_IN, data=FORM)
    assert again.status_code == 303
    assert set(cookies_set(again)) == {SESSION_COOKIE}  # known already
    # And who is in stays in.
    assert known.get("/utvardering").text == "Anna Ek|True"


def test_a_known_browser_may_guess_no_more_than_others():
    guarded = Guarded(BY_PASSWORD)
    known = guarded.visitor()
    known.post(SIGN_IN, data=FORM)
    assert [*guess(known), *guess(known, 1)] == [*[403] * MOST_WRONG, 429]
    assert guess(guarded.visitor(), 1) == [403]  # the others' count is theirs


def test_a_made_up_browser_is_a_stranger():
    guarded = Guarded(BY_PASSWORD)
    codes = []
    for number in range(MOST_WRONG + 1):
        visitor = guarded.visitor()
        visitor.cookies.set(BROWSER_COOKIE, f"gissad{number}")
        codes += guess(visitor, 1)
    assert codes == [*[403] * MOST_WRONG, 429]


def test_memory_is_bounded():
    clock = Clock()
    sessions, tries = Sessions(clock), Tries(clock)
    tokens = [sessions.begin(f"nr {number}") for number in range(MOST_SESSIONS + 1)]
    browsers = [tries.remember() for _ in range(501)]
    assert [sessions.name_of(tokens[0]), sessions.name_of(tokens[-1])] == [None, "nr 500"]
    assert [tries.knows(browsers[0]), tries.knows(browsers[-1])] == [False, True]
    assert not any(token in repr(vars(sessions)) for token in tokens)


def test_neither_the_password_nor_what_was_tried_is_logged(capsys, caplog):
    with app(BY_PASSWORD) as client:
        client.post(SIGN_IN, data=WRONG | {"losenord": "en hemlig felskrivning"})
        client.post(SIGN_IN, data=FORM)
        client.get("/utvardering")
        token = client.cookies[SESSION_COOKIE]
    written = "".join(capsys.readouterr()) + caplog.text
    for secret in ("en hemlig felskrivning", PASSWORD, token, "Anna Ek"):
        assert secret not in written


def test_a_fault_while_someone_signs_in_logs_no_password(capsys, monkeypatch):
    def failing(*_: object) -> bool:
        raise RuntimeError(PASSWORD)

    monkeypatch.setattr(StaffAccess, "is_password", failing)
    with app(BY_PASSWORD) as client:
        reply = client.post(SIGN_IN, data=FORM)
    written = "".join(capsys.readouterr())
    assert reply.status_code == 500
    assert "RuntimeError" in written
    assert PASSWORD not in written + reply.text


# By a proxy's header


def test_whom_the_proxy_names_is_let_in_without_cookies_or_forms():
    visitor = Guarded(BY_HEADER).visitor()
    reply = visitor.get("/utvardering", headers={"X-Forwarded-User": "anna.ek"})
    assert (reply.text, "set-cookie" in reply.headers) == ("anna.ek|False", False)


@pytest.mark.parametrize("headers", [{}, {"X-Forwarded-User": ""}, {"X-Forwarded-User": " \x07 "}])
def test_whom_the_proxy_does_not_name_stays_outside(headers):
    guarded = Guarded(BY_HEADER)
    for path in ("/utvardering", "/utvardering/testfragor", SIGN_IN):
        for reply in (
            guarded.visitor().get(path, headers=headers),
            guarded.visitor().post(path, data=FORM, headers=headers),
        ):
            assert (reply.status_code, texts.CLOSED_PAGE in told(reply)) == (403, True)
            assert "losenord" not in reply.text


def test_two_headers_of_the_name_are_nobody():
    sent = [("X-Forwarded-User", "admin"), ("X-Forwarded-User", "anna")]
    reply = Guarded(BY_HEADER).visitor().get("/utvardering", headers=sent)
    assert reply.status_code == 403


def test_the_header_opens_nothing_where_it_is_not_set():
    reply = Guarded(BY_PASSWORD).visitor().get(
        "/utvardering", headers={"X-Forwarded-User": "anna", "": "anna"}
    )  # fmt: skip
    assert reply.status_code == 303


def test_with_both_ways_the_proxy_comes_first_and_the_password_is_left():
    visitor = Guarded(BOTH).visitor()
    named = {"X-Forwarded-User": "proxyns Anna"}
    assert visitor.get("/utvardering", headers=named).text == "proxyns Anna|False"
    assert visitor.get("/utvardering").status_code == 303
    visitor.post(SIGN_IN, data=FORM)
    assert visitor.get("/utvardering").text == "Anna Ek|True"
    assert visitor.get("/utvardering", headers=named).text == "proxyns Anna|False"


def test_who_came_by_the_proxy_can_not_sign_out_here():
    with app(BY_HEADER) as client:
        html = client.get("/utvardering", headers={"X-Forwarded-User": "anna"}).text
        out = client.post(SIGN_OUT, headers={"X-Forwarded-User": "anna"})
    assert "Logga ut" not in html
    assert "genom er egen inloggning" in html
    assert out.headers["location"] == "/utvardering"


# Names are what strangers write


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("  Anna\t Ek\r\n", "Anna Ek"),
        ("A\x00nn\x1ba", "A nn a"),
        ("kE \u202eannA\u2066", "kE annA"),
        ("a\u200b", "a"),
        ("å" * 500, "å" * LONGEST_NAME),
        ("\ud800", ""),
        ("<b>", "<b>"),
    ],
)
def test_a_name_is_one_line_of_what_can_be_seen(written, shown):
    assert shown_name(written) == shown


@pytest.mark.parametrize("said", ["Åsa Öst".encode(), "Åsa Öst".encode("latin-1")])
def test_a_header_is_read_as_proxies_write_it(said):
    headers = Headers(raw=[(b"x-forwarded-user", said)])
    assert BY_HEADER.named_by_proxy(headers) == "Åsa Öst"


def test_a_hostile_name_is_text_and_never_markup():
    with app(BOTH) as client:
        sent = {"X-Forwarded-User": HOSTILE.encode()}
        by_header = client.get("/utvardering", headers=sent).text
        refused = client.post(SIGN_IN, data=WRONG | {"namn": HOSTILE, "till": HOSTILE}).text
        client.post(SIGN_IN, data=FORM | {"namn": HOSTILE})
        by_form = client.get("/utvardering/testfragor").text
        till = client.get(SIGN_IN, params={"till": HOSTILE, "utloggad": HOSTILE}).text
    for html in (by_header, refused, by_form, till):
        assert "<script" not in html
        assert "\u202e" not in html
        assert "\x07" not in html
    for html in (by_header, by_form):
        assert "&#34;&gt;&lt;script&gt;alert(1)&lt;/script&gt;" in html


# Nothing is kept by browsers and proxies


def test_nothing_under_its_address_may_be_kept(open_to_staff):
    client = open_to_staff
    replies = [
        client.get("/utvardering"),
        client.get(SIGN_IN),
        client.post(SIGN_IN, data=WRONG),
        client.post(SIGN_IN, data=FORM),
        client.get("/utvardering"),
        client.get("/utvardering/testfragor/lag-vardag"),
        client.get("/utvardering/finns-inte"),
        client.get("/utvardering/finns-inte", headers=BROWSER),
        client.post("/utvardering", headers={"Sec-Fetch-Site": "cross-site"}),
        client.post(SIGN_IN, content=b"x" * (MAX_BODY + 1)),
        client.post(SIGN_OUT),
    ]
    assert [reply.status_code for reply in replies] == [
        303, 200, 403, 303, 200, 200, 404, 404, 403, 413, 303,
    ]  # fmt: skip
    assert {reply.headers.get("cache-control") for reply in replies} == {"no-store"}
    client.cookies.clear()
