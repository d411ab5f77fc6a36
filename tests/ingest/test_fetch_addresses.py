import pytest

from corpus.errors import FetchError, UsageError
from corpus.publishers import load_publishers
from ingest.fetch_addresses import (
    AddressRules,
    Location,
    Origin,
    is_public,
    parse_base_url,
    parse_location,
    shown,
    system_resolver,
)

PUBLIC = "93.184.216.34"


def rules(*addresses: str, base: Origin | None = None) -> AddressRules:
    return AddressRules(
        publishers=load_publishers(), base=base, resolve=lambda host, port: addresses
    )


@pytest.mark.parametrize("address", [PUBLIC, "2a00:1450:400f:80d::200e", "64:ff9b::808:808"])
def test_an_address_of_the_open_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.9.9.9", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254",
        "100.64.0.1", "0.0.0.0", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
        "192.0.2.1", "198.18.0.1", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1",
        "fec0::1", "ff02::1", "2001:db8::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:8.8.8.8",
        "2002:7f00:1::", "2002:a00:1::", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::808:808", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "localhost", "",
    ],
)  # fmt: skip
def test_an_internal_or_special_address_is_not_public(address: str) -> None:
    assert not is_public(address)


def test_an_address_is_taken_apart_once() -> None:
    origin = Origin(scheme="https", host="bra.se", port=443)
    assert parse_location("https://BRA.se./a b?c=å".replace(" ", "%20")) == Location(
        origin=origin, target="/a%20b?c=%C3%A5"
    )
    assert str(parse_location("https://bra.se")) == "https://bra.se/"
    assert str(parse_location("http://[::1]:8000/x")) == "http://[::1]:8000/x"


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "ftp://bra.se/x", "gopher://bra.se/", "javascript:alert(1)", "//x",
        "", "https://", "https:///x", "https://bra.se:99999/", "https://[::1/", "https://u@bra.se/",
        "https://bra.se@127.0.0.1/", "https://bra.se\\@127.0.0.1/", "https://bra.se\n.evil/",
        "https://brå.se/", "https://bra.se%00.evil/", "https://bra_se/",
    ],
)  # fmt: skip
def test_what_is_no_plain_address_of_the_web_is_refused(url: str) -> None:
    with pytest.raises(FetchError, match="hämtas inte"):
        parse_location(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://bra.se/x", "https://bra.se:8443/x", "https://lagen.nu/2023:196",
        "https://bra.se.evil.example/", "https://evil.bra.se/", "https://127.0.0.1/",
        "https://2130706433/", "https://0x7f.1/", "https://[::1]/", "https://localhost/",
    ],
)  # fmt: skip
def test_only_https_at_a_publishers_own_site_is_fetched(url: str) -> None:
    with pytest.raises(FetchError, match="bara utgivarnas egna https-adresser"):
        rules(PUBLIC).asked(url)
    with pytest.raises(FetchError, match="bara utgivarnas egna https-adresser"):
        rules(PUBLIC).connectable(parse_location(url))
    assert not rules(PUBLIC).offers(url)


INSIDE = """
127.0.0.1 127.1 127.0.1 0 0.0.0.0 2130706433 0x7f000001 0x7f.0.0.1 0177.0.0.1 017700000001
169.254.169.254 2852039166 0xa9fea9fe 0251.0376.0251.0376 10.0.0.1 172.16.0.1 192.168.0.1
100.100.100.200 [::] [::1] [::ffff:127.0.0.1] [::ffff:7f00:1] [fe80::1] [fd00:ec2::254]
[64:ff9b::7f00:1] [2002:7f00:1::] localhost localhost. LOCALHOST localhost.localdomain
metadata.google.internal instance-data ip6-localhost 127.0.0.1.nip.io localtest.me
①②⑦.⓪.⓪.① 127。0。0。1 bra.se.127.0.0.1.nip.io bra.se-evil.example www.bra.se.evil.example
xbra.se bra.se:80 bra.se:22 bra.se:8443 lagen.nu evil.riksdagen.se
""".split()
AROUND = (
    "https://{}", "http://{}/", "https://{}/bra.se", "https://bra.se@{}/", "https://u:p@{}/",
    "https://{}#@bra.se/", "https://{}?bra.se", "https://{}\\\\@bra.se/", "//{}/", "ftp://{}/",
    "https://bra.se\\\\.{}/", "https://{}%2f@bra.se/", "https:\\\\{}", "https:/{}/", "https://{}%00.bra.se/",
    " https://{}/", "https://\t{}/", "https://bra.se\r\nHost:{}/", "gopher://{}/_x", "file://{}/etc/passwd",
    "dict://{}/", "ldap://{}/", "jar:https://{}!/", "https://bra.se%40{}/", "https://bra.se%23@{}/",
    "https://{}:443@evil.example/", "data:text/html,{}",
)  # fmt: skip


def test_no_way_to_write_an_internal_address_passes() -> None:
    hostile = [around.format(inside) for around in AROUND for inside in INSIDE]
    assert len(hostile) > 1_000
    assert [url for url in hostile if rules(PUBLIC).offers(url)] == []


def test_the_addresses_that_were_checked_are_those_to_connect_to() -> None:
    location = rules(PUBLIC).asked("https://www.bra.se/x")
    assert str(location) == "https://www.bra.se/x"
    assert rules(PUBLIC, "2a00::1").connectable(location) == (PUBLIC, "2a00::1")


@pytest.mark.parametrize("addresses", [("127.0.0.1",), (PUBLIC, "10.0.0.1"), ("::ffff:1.2.3.4",)])
def test_a_publishers_name_that_leads_inside_is_refused(addresses: tuple[str, ...]) -> None:
    with pytest.raises(FetchError, match="leder till ett internt nät"):
        rules(*addresses).connectable(parse_location("https://bra.se/x"))


def test_a_name_without_an_address_is_an_error_of_the_network() -> None:
    with pytest.raises(OSError, match="no address"):
        rules().connectable(parse_location("https://bra.se/x"))


def test_the_users_origin_takes_every_publishers_place_and_may_be_internal() -> None:
    base = parse_base_url("http://127.0.0.1:8000")
    mirrored = rules("127.0.0.1", base=base)
    location = mirrored.asked("https://bra.se/x?y=1")
    assert str(location) == "http://127.0.0.1:8000/x?y=1"
    assert mirrored.connectable(location) == ("127.0.0.1",)
    assert mirrored.asked("http://127.0.0.1:8000/z").target == "/z"


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8001/x", "https://127.0.0.1:8000/x", "http://localhost:8000/x",
        "http://127.0.0.1/x", "https://bra.se/x", "http://169.254.169.254/latest/meta-data",
    ],
)  # fmt: skip
def test_with_an_origin_of_the_users_no_other_is_connected_to(url: str) -> None:
    mirrored = rules("127.0.0.1", base=parse_base_url("http://127.0.0.1:8000"))
    with pytest.raises(FetchError, match=r"bara http://127\.0\.0\.1:8000 hämtas"):
        mirrored.connectable(parse_location(url))


def test_a_third_partys_text_is_no_original_at_the_users_origin_either() -> None:
    mirrored = rules("127.0.0.1", base=parse_base_url("http://127.0.0.1:8000"))
    assert not mirrored.offers("https://lagen.nu/2023:196")
    with pytest.raises(FetchError):
        mirrored.asked("https://lagen.nu/2023:196")


@pytest.mark.parametrize(
    "url", ["", "127.0.0.1:8000", "ftp://x", "http://x/mapp", "http://u:p@x", "http://x/?a=1"]
)
def test_a_base_url_is_an_origin_and_no_more(url: str) -> None:
    with pytest.raises(UsageError, match="--base-url"):
        parse_base_url(url)


def test_a_base_url_may_end_with_a_slash() -> None:
    assert parse_base_url("http://localhost:8000/") == Origin(
        scheme="http", host="localhost", port=8000
    )


def test_the_system_knows_this_machine() -> None:
    assert set(system_resolver("localhost", 80)) <= {"127.0.0.1", "::1"}
    with pytest.raises(OSError, match=r"\w"):
        system_resolver("x" * 300, 80)


def test_a_hostile_address_is_shown_on_one_short_line() -> None:
    assert shown("https://x/\x1b[31m\n" + "a" * 500) == "https://x/?[31m?" + "a" * 184 + "…"
