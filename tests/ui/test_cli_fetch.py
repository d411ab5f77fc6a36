"""``lotsen ingest fetch`` from a server on this machine to exit codes, status and answers."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from command_line import Lotsen
from publisher_site import Site, page, publisher_site

from ui.terminal import line_teller

LAW, LAW_PAGE = "sfs-2016-1258", "/dokument/sfs-2016-1258.html"
NEWS = "regeringen-2025-mucf-trossamfund"
NEWS_PAGE = "/pressmeddelanden/2025/10/mucf-far-utokat-ansvar-for-trossamfundsfragor/"
NEWS_TEXT = "<h1>Trossamfund</h1><p>Myndigheten får ansvar för lånecyklar i trossamfund.</p>"
STATUTE = "<h1>Förordning (2016:1258) om prov</h1>" + "".join(
    f"<h3>{number} §</h3><p>Länsstyrelsen ska samordna cyklar.</p>" for number in (1, 2, 3)
)


@pytest.fixture
def site() -> Iterator[Site]:
    with publisher_site() as started:
        started.put(NEWS_PAGE, page(NEWS_TEXT))
        started.put(LAW_PAGE, page(STATUTE))
        yield started


@pytest.fixture(autouse=True)
def words_only(lotsen: Lotsen) -> None:
    lotsen.set(encoder="none")


def source(lotsen: Lotsen, document_id: str) -> dict[str, object]:
    rows = lotsen("ingest", "status", "--json").json["sources"]
    return next(row for row in rows if row["document_id"] == document_id)


def test_fetched_originals_are_indexed_and_quoted(
    lotsen: Lotsen, own_data: Path, site: Site
) -> None:
    said = lotsen("ingest", "fetch", NEWS, LAW, "--base-url", site.origin)
    assert (said.code, said.out) == (0, "")
    published, summary = said.err.splitlines()
    assert published.startswith("Indexet gen-000002 är publicerat med ")
    assert summary == "Hämtade: 2. Oförändrade: 0. Misslyckade: 0."
    row = source(lotsen, NEWS)
    assert (row["edition"], row["path"]) == ("original", f"{site.origin}{NEWS_PAGE}")
    assert row["sha256"]
    assert row["fetched_at"]
    assert row["problems"] == []
    shown = lotsen("show", LAW, "2 §")
    assert "2 §   (original)" in shown.out
    assert "Länsstyrelsen ska samordna cyklar." in shown.out
    found = lotsen("search", "lånecyklar trossamfund", "-k", "1", "--json").json["results"]
    assert [(hit["document_id"], hit["edition"]) for hit in found] == [(NEWS, "original")]


def test_nothing_new_leaves_the_index_as_it_is(lotsen: Lotsen, own_data: Path, site: Site) -> None:
    lotsen("ingest", "fetch", NEWS, "--base-url", site.origin)
    said = lotsen("ingest", "fetch", NEWS, "--base-url", site.origin)
    assert said.code == 0
    assert said.err == (
        "Inget är nytt sedan sist, så indexet är oförändrat.\n"
        "Hämtade: 0. Oförändrade: 1. Misslyckade: 0.\n"
    )
    assert lotsen("ingest", "status", "--json").json["generation"] == "gen-000002"


def test_what_could_not_be_fetched_is_named_and_the_others_are_done(
    lotsen: Lotsen, own_data: Path, site: Site
) -> None:
    site.put(LAW_PAGE, page("<h1>Fel</h1>"))
    said = lotsen("ingest", "fetch", LAW, NEWS, "--base-url", f"{site.origin}/")
    assert (said.code, said.out) == (4, "")
    published, summary, heading, failed = said.err.splitlines()
    assert published.startswith("Indexet gen-000002 är publicerat")
    assert summary == "Hämtade: 1. Oförändrade: 0. Misslyckade: 1."
    assert heading.startswith("Det här gick inte att hämta.")
    assert failed.startswith(f"- {LAW}: Filen sfs-2016-1258.html innehåller ingen text")
    assert f"Adressen {site.origin}/SFSdoc/16/161258.PDF finns inte" in failed
    assert source(lotsen, NEWS)["state"] in {"original", "both"}
    problems = source(lotsen, LAW)["problems"]
    assert isinstance(problems, list)
    assert all(problem in failed for problem in problems)
    assert f"    {problems[0]}" in lotsen("ingest", "status").out.splitlines()
    site.put(LAW_PAGE, page(STATUTE))
    assert lotsen("ingest", "fetch", LAW, "--base-url", site.origin).code == 0
    assert source(lotsen, LAW)["problems"] == []


def test_without_ids_every_document_with_an_address_is_fetched(
    lotsen: Lotsen, own_data: Path, site: Site
) -> None:
    said = lotsen("ingest", "fetch", "--base-url", site.origin)
    assert said.code == 4
    summary = said.err.splitlines()[1]
    assert summary.startswith("Hämtade: 2. Oförändrade: 0. Misslyckade: ")
    failed = int(summary.rstrip(".").rpartition(" ")[2])
    assert len(said.err.splitlines()) == 3 + failed
    assert failed > 60
    assert not any("lagen.nu" in line for line in said.err.splitlines())


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("finns-inte",), "Dokumentet finns-inte finns inte i katalogen"),
        ((NEWS, "--base-url", "127.0.0.1"), "Adressen 127.0.0.1 går inte att använda"),
        ((NEWS, "--base-url", ""), "Adressen  går inte att använda"),
        ((NEWS, "--base-url", "file:///etc"), "Adressen file:///etc går inte att använda"),
    ],
)
def test_a_wrong_call_fetches_nothing(
    lotsen: Lotsen, own_data: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    said = lotsen("ingest", "fetch", *arguments)
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith(sentence)
    assert said.err.count("\n") == 1
    assert not (own_data / "originals").exists()
    assert not (own_data / "unfetched").exists()


def test_the_list_of_sources_says_what_answers_as_original_and_what_as_digest(
    lotsen: Lotsen, own_data: Path, site: Site
) -> None:
    lotsen("ingest", "fetch", LAW, "--base-url", site.origin)
    for command in (("documents",), ("ingest", "status")):
        lines = lotsen(*command).out.splitlines()
        law = next(line for line in lines if line.startswith(LAW))
        assert law.split()[1] == "original"
        digest = next(line for line in lines if line.startswith("sfs-2023-196"))
        assert digest.split()[1] == "referat"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_on_a_terminal_each_document_has_a_numbered_line() -> None:
    terminal, pipe = Terminal(), io.StringIO()
    for stream in (terminal, pipe):
        tell = line_teller(2, stream)
        tell("sfs-2016-1258: hämtad")
        tell("prop-2022-23-43: misslyckad")
    assert terminal.getvalue() == (
        "[1/2] sfs-2016-1258: hämtad\n[2/2] prop-2022-23-43: misslyckad\n"
    )
    assert pipe.getvalue() == ""
