"""Downloads from a real server on this machine, and what the rules make of hostile ones."""

import gzip
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from publisher_site import HASTY, Reply, Site, pdf_file, publisher_site, redirect

from corpus.errors import FetchError
from corpus.publishers import load_publishers
from ingest.downloading import Downloader
from ingest.fetch_addresses import AddressRules, parse_base_url
from ingest.fetch_bodies import retry_after_seconds
from ingest.http_exchange import Download, Validators

ASKED = "https://bra.se/fil.pdf"
FOUND = pdf_file(b"innehall")


@pytest.fixture
def site() -> Iterator[Site]:
    with publisher_site() as started:
        yield started


@pytest.fixture
def downloader(site: Site) -> Iterator[Downloader]:
    with Downloader(site.rules(), HASTY) as opened:
        yield opened


def test_a_file_is_asked_for_at_the_users_origin_in_the_publishers_place(
    site: Site, downloader: Downloader
) -> None:
    dated = "Wed, 21 Oct 2026 07:28:00 GMT"
    site.put("/fil.pdf?a=1", pdf_file(b"innehall", ETag='"v1"', Last_Modified=dated))
    assert downloader.download(ASKED + "?a=1") == Download(
        content=b"innehall",
        media_type="application/pdf",
        validators=Validators(url=f"{site.origin}/fil.pdf?a=1", etag='"v1"', last_modified=dated),
    )


def test_a_request_names_the_product_and_brings_nothing_along(
    site: Site, downloader: Downloader
) -> None:
    site.put("/fil.pdf", pdf_file(b"x", Set_Cookie="spar=1; Path=/"))
    downloader.download(ASKED)
    downloader.download(ASKED)
    first, second = (asked.headers for asked in site.asked)
    assert first == second
    assert first["User-Agent"].startswith("Samverkanslotsen/")
    assert first["Host"] == site.origin.removeprefix("http://")
    assert "Cookie" not in second


@pytest.mark.parametrize(
    "known", [Validators(url="", etag='"v1"'), Validators(url="", last_modified="i dag")]
)
def test_what_has_not_changed_is_not_downloaded_again(
    site: Site, downloader: Downloader, known: Validators
) -> None:
    site.put("/fil.pdf", pdf_file(b"x", ETag='"v1"', Last_Modified="i dag"))
    assert downloader.download(ASKED, replace(known, url=f"{site.origin}/fil.pdf")) is None


def test_what_another_address_said_is_not_repeated_here(site: Site, downloader: Downloader) -> None:
    site.put("/fil.pdf", pdf_file(b"x", ETag='"v1"'))
    known = Validators(url="https://bra.se/annan.pdf", etag='"v1"')
    assert downloader.download(ASKED, known) is not None


def test_not_modified_without_having_asked_is_a_fault(site: Site, downloader: Downloader) -> None:
    site.put("/fil.pdf", Reply(status=304))
    with pytest.raises(FetchError, match="gav felet 304"):
        downloader.download(ASKED)


@pytest.mark.parametrize(
    ("reply", "sentence"),
    [
        (Reply(status=404), "finns inte hos utgivaren (404)"),
        (Reply(status=410), "finns inte hos utgivaren (410)"),
        (Reply(status=403), "kräver inloggning eller är spärrad (403)"),
        (Reply(status=418), "gav felet 418"),
        (Reply(status=204), "gav felet 204"),
        (Reply(status=302), "gav felet 302"),
        (Reply(announced=11_000_000_000), "är större än 0 MB och hämtas inte"),
        (Reply(body=b"a" * 300_001), "är större än 0 MB och hämtas inte"),
        (Reply(headers={"Content-Encoding": "br"}, body=b"x"), "packad på ett sätt som inte"),
        (
            Reply(headers={"Content-Encoding": "gzip"}, body=b"inte packat"),
            "går inte att packa upp",
        ),
        (
            Reply(headers={"Content-Encoding": "gzip"}, body=gzip.compress(b"x" * 99)[:-9]),
            "kom bara till en del",
        ),
        (redirect("http://169.254.169.254/latest/meta-data/"), "169.254.169.254"),
        (redirect("file:///etc/passwd"), "file:///etc/passwd, som inte får hämtas"),
        (redirect("https://bra.se/fil.pdf"), "https://bra.se/fil.pdf, som inte får hämtas"),
        (redirect("http://[::1/"), "skickar vidare till en adress som är felskriven"),
        (redirect("/" + "a" * 70_000), "skickar vidare till en adress som är felskriven"),
        (redirect("/" + "a" * 5_000), "som inte får hämtas"),
        (redirect("//127.0.0.1:1/fil.pdf"), "//127.0.0.1:1/fil.pdf, som inte får hämtas"),
    ],
)
def test_what_will_not_go_better_is_told_at_once(
    site: Site, downloader: Downloader, reply: Reply, sentence: str
) -> None:
    site.put("/fil.pdf", reply)
    with pytest.raises(FetchError) as raised:
        downloader.download(ASKED)
    assert sentence in raised.value.message
    assert raised.value.message.count("\n") == 0
    assert site.paths() == ["/fil.pdf"]


def test_redirects_are_followed_five_times_and_no_more(site: Site, downloader: Downloader) -> None:
    for number in range(9):
        site.put(f"/{number}", redirect(f"/{number + 1}"))
    site.put("/5", FOUND)
    found = downloader.download("https://bra.se/0")
    assert found is not None
    assert found.validators.url == f"{site.origin}/5"
    site.put("/5", redirect("/6"))
    with pytest.raises(FetchError, match="fler än 5 omdirigeringar"):
        downloader.download("https://bra.se/0")


def test_what_is_packed_comes_unpacked(site: Site, downloader: Downloader) -> None:
    content = bytes(range(256)) * 1000
    packed = Reply(body=gzip.compress(content), headers={"Content-Encoding": "gzip"})
    site.put("/fil.pdf", packed)
    found = downloader.download(ASKED)
    assert found is not None
    assert found.content == content


def test_a_small_file_that_unpacks_to_a_huge_one_is_refused(
    site: Site, downloader: Downloader
) -> None:
    bomb = gzip.compress(bytes(30_000_000))
    assert len(bomb) < HASTY.max_bytes
    site.put("/fil.pdf", Reply(body=bomb, headers={"Content-Encoding": "gzip"}))
    with pytest.raises(FetchError, match="är större än"):
        downloader.download(ASKED)


def endlessly(pause: float, piece: bytes) -> Reply:
    def write(send: Callable[[bytes], None]) -> None:
        while True:
            send(piece)
            time.sleep(pause)

    return Reply(write=write)


@pytest.mark.parametrize(
    ("reply", "sentence"),
    [
        (endlessly(0, b"a" * 9999), "är större än"),
        (endlessly(0.05, b"a"), "kom för långsamt"),
    ],
)
def test_a_body_without_end_is_cut_off(
    site: Site, downloader: Downloader, reply: Reply, sentence: str
) -> None:
    site.put("/fil.pdf", reply)
    with pytest.raises(FetchError, match=sentence):
        downloader.download(ASKED)
    assert len(site.asked) == 1


@pytest.mark.parametrize(
    ("reply", "sentence"),
    [
        (Reply(status=500), "gav felet 500"),
        (Reply(status=503, headers={"Retry-After": "9999"}), "gav felet 503"),
        (Reply(status=429), "gav felet 429"),
        (Reply(body=b"halva", announced=1000), "kom bara till en del|svarade för långsamt"),
        (endlessly(0.4, b"a"), "svarade för långsamt"),
    ],
)
def test_what_may_pass_is_tried_three_times(
    site: Site, downloader: Downloader, reply: Reply, sentence: str
) -> None:
    site.put("/fil.pdf", reply)
    with pytest.raises(FetchError, match=sentence):
        downloader.download(ASKED)
    assert len(site.asked) == 3
    site.put("/fil.pdf", reply, FOUND)
    assert downloader.download(ASKED) is not None


def test_the_servers_word_on_when_to_come_back_is_kept_within_reason(site: Site) -> None:
    waited: list[float] = []
    busy = [Reply(status=503, headers={"Retry-After": after}) for after in ("3", "9999")]
    limits = replace(HASTY, longest_wait=60.0)
    with Downloader(site.rules(), limits, sleep=waited.append) as downloader:
        site.put("/fil.pdf", *busy, FOUND)
        downloader.download(ASKED)
        assert waited == [3.0, 60.0]
        site.put("/fil.pdf", Reply(status=500), Reply(status=500), FOUND)
        downloader.download(ASKED)
    assert 0.005 <= waited[2] <= 0.01 <= waited[3] <= 0.02


def test_retry_after_is_seconds_or_a_day() -> None:
    soon = retry_after_seconds(format_datetime(datetime.now(UTC) + timedelta(seconds=90)))
    assert soon is not None
    assert 80 < soon <= 90
    assert retry_after_seconds("Wed, 21 Oct 2015 07:28:00 GMT") == 0.0
    assert retry_after_seconds("Wed, 21 Oct 2015 07:28:00 -0000") == 0.0
    assert [retry_after_seconds(value) for value in ("7", "", "snart", "-1")] == [
        7.0, None, None, None,
    ]  # fmt: skip


def test_headers_that_never_end_are_cut_off() -> None:
    def drip(line: socket.socket) -> None:
        with line, suppress(OSError):
            line.sendall(b"HTTP/1.1 200 OK\r\nX-A: ")
            while True:
                line.sendall(b"a")
                time.sleep(0.05)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        origin = f"http://127.0.0.1:{listening.getsockname()[1]}"
        thread = threading.Thread(target=lambda: drip(listening.accept()[0]))
        thread.start()
        rules = AddressRules.bundled(parse_base_url(origin))
        with (
            Downloader(rules, HASTY) as downloader,
            pytest.raises(FetchError, match="kom för långsamt"),
        ):
            downloader.download(ASKED)
        thread.join()


def test_a_server_that_says_it_in_letters_we_cannot_repeat_is_asked_plainly(
    site: Site, downloader: Downloader
) -> None:
    site.put("/fil.pdf", pdf_file(b"x", ETag='"åäö"'))
    found = downloader.download(ASKED)
    assert found is not None
    assert found.validators.etag is None


def closed_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def test_a_host_that_does_not_answer_is_waited_for_once() -> None:
    waited: list[float] = []
    rules = AddressRules.bundled(parse_base_url(f"http://127.0.0.1:{closed_port()}"))
    with Downloader(rules, HASTY, sleep=waited.append) as downloader:
        for _ in range(2):
            with pytest.raises(FetchError, match="svarar inte: kontrollera nätet"):
                downloader.download(ASKED)
    assert len(waited) == 2


def test_a_name_that_cannot_be_resolved_is_a_host_that_does_not_answer() -> None:
    def unknown(host: str, port: int) -> tuple[str, ...]:
        raise OSError("no such name")

    rules = AddressRules(publishers=load_publishers(), resolve=unknown)
    with (
        Downloader(rules, replace(HASTY, attempts=1)) as downloader,
        pytest.raises(FetchError, match="svarar inte"),
    ):
        downloader.download(ASKED)


def test_the_next_address_of_a_host_is_tried_when_the_first_is_silent(site: Site) -> None:
    rules = replace(site.rules(), resolve=lambda host, port: ("::1", "127.0.0.1"))
    site.put("/fil.pdf", FOUND)
    with Downloader(rules, HASTY) as downloader:
        assert downloader.download(ASKED) is not None


def test_a_publishers_host_is_asked_once_a_second() -> None:
    waited: list[float] = []

    def unknown(host: str, port: int) -> tuple[str, ...]:
        raise OSError("no such name")

    rules = AddressRules(publishers=load_publishers(), resolve=unknown)
    with Downloader(rules, replace(HASTY, attempts=2), sleep=waited.append) as downloader:
        for url in (ASKED, "https://www.regeringen.se/x"):
            with pytest.raises(FetchError):
                downloader.download(url)
    retried, paused = waited[:2]
    assert retried <= HASTY.backoff
    assert 0.9 < paused <= HASTY.pause == 1.0
    assert len(waited) == 4  # another host has a turn of its own


def test_the_users_origin_is_asked_as_fast_as_it_answers(site: Site) -> None:
    waited: list[float] = []
    site.put("/fil.pdf", FOUND)
    with Downloader(site.rules(), HASTY, sleep=waited.append) as downloader:
        for _ in range(5):
            downloader.download(ASKED)
    assert (len(site.asked), waited) == (5, [])


def test_a_server_without_tls_is_not_trusted(site: Site) -> None:
    rules = AddressRules.bundled(parse_base_url(site.origin.replace("http:", "https:")))
    with (
        Downloader(rules, HASTY) as downloader,
        pytest.raises(FetchError, match="ingen TLS-förbindelse som går att lita på"),
    ):
        downloader.download(ASKED)


@pytest.fixture(scope="module")
def localhost_certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for the name "localhost" and no IP address, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "prov")])
    today = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "localhost.pem"
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(secret + certificate.public_bytes(Encoding.PEM))
    return path


@pytest.fixture
def tls_site(localhost_certificate: Path) -> Iterator[Site]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(localhost_certificate)
    with publisher_site(context) as started:
        started.put("/fil.pdf", FOUND)
        yield started


def test_the_certificate_is_checked_by_the_hosts_name_at_the_address_that_was_checked(
    tls_site: Site, localhost_certificate: Path
) -> None:
    trusting = ssl.create_default_context(cafile=str(localhost_certificate))
    by_name = AddressRules.bundled(
        parse_base_url(tls_site.origin.replace("127.0.0.1", "localhost"))
    )
    by_name = replace(by_name, resolve=lambda host, port: ("127.0.0.1",))
    with Downloader(by_name, HASTY, tls=trusting) as downloader:
        assert downloader.download(ASKED) is not None
    with (
        Downloader(tls_site.rules(), HASTY, tls=trusting) as downloader,
        pytest.raises(FetchError, match="ingen TLS-förbindelse"),
    ):
        downloader.download(ASKED)


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(tls_site: Site) -> None:
    named = AddressRules.bundled(parse_base_url(tls_site.origin.replace("127.0.0.1", "localhost")))
    with (
        Downloader(named, HASTY) as downloader,
        pytest.raises(FetchError, match="ingen TLS-förbindelse"),
    ):
        downloader.download(ASKED)
    assert tls_site.asked == []
