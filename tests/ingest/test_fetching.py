"""Whole fetches from a real server on this machine into a library."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pdf_files import lines, pdf
from publisher_site import HASTY, Reply, Site, page, pdf_file, publisher_site, redirect

from corpus.catalogue import load_catalogue
from corpus.errors import UsageError
from corpus.index import IndexedSource, open_generation
from ingest.downloading import Downloader
from ingest.fetch_addresses import AddressRules
from ingest.fetching import (
    FetchedDocument,
    FetchOutcome,
    FetchReport,
    documents_to_fetch,
    fetch_originals,
)
from ingest.library import add_files
from ingest.library_records import OriginalRecord, active_originals, unfetched_documents
from ingest.pipeline import build_generation, index_is_behind

# One with a statute's HTML and then its PDF, one that is its own page, one that is a report beside
# its page, and a handbook with pages of its own.
LAW, LAW_PDF = "sfs-2016-1258", "/SFSdoc/16/161258.PDF"
LAW_HTML = "/dokument/sfs-2016-1258.html"
LAW_PAGE = "/sv/dokument-och-lagar/dokument/svensk-forfattningssamling/sfs-2016-1258"
NEWS = "regeringen-2025-mucf-trossamfund"
NEWS_PAGE = "/pressmeddelanden/2025/10/mucf-far-utokat-ansvar-for-trossamfundsfragor/"
REPORT = "bra-arsrapport-2024"
REPORT_PAGE = (
    "/publikationer/arkiv/publikationer/2024-03-27-det-brottsforebyggande-arbetet-i-sverige.html"
)
HANDBOOK, HANDBOOK_PAGE = "bra-2020-samverkan", "/forebygga-brott/samverkan.html"


def statute_html(words: str = "Länsstyrelsen ska samordna cyklar.") -> str:
    sections = "".join(f"<h3>{number} §</h3><p>{words}</p>" for number in (1, 2, 3))
    return f"<html><h1>Förordning (2016:1258) om prov</h1>{sections}</html>"


def leaflet(*rows: str) -> bytes:
    return pdf([lines(*(rows or ("Trygghetsvandring", "", "Vandringen börjar klockan sju.")))])


@pytest.fixture
def site() -> Iterator[Site]:
    with publisher_site() as started:
        yield started


def fetch(site: Site, data: Path, *document_ids: str) -> FetchReport:
    with Downloader(site.rules(), HASTY) as downloader:
        return fetch_originals(data, document_ids, downloader)


def outcomes(report: FetchReport) -> list[str]:
    return [document.outcome for document in report.documents]


def only_record(data: Path) -> OriginalRecord:
    ((record, _),) = active_originals(data)
    return record


def row(data: Path, document_id: str) -> IndexedSource:
    build_generation(data, None, dense="numpy")
    with open_generation(data) as generation:
        return next(s for s in generation.sources if s.document_id == document_id)


def test_a_fetched_statute_is_kept_with_where_it_came_from(site: Site, tmp_path: Path) -> None:
    moved = "/dokument/sfs-2016-1258/html"
    site.put(LAW_HTML, redirect(moved))
    site.put(moved, replace(page(statute_html()), headers={"ETag": '"1"'}))
    begun = datetime.now(UTC)
    # The text with all changes is asked for before the act as it was printed.
    assert outcomes(fetch(site, tmp_path, LAW)) == ["fetched"]
    assert site.paths() == [LAW_HTML, moved]
    ((record, file),) = active_originals(tmp_path)
    source = record.fetched
    assert source is not None
    assert source.address == f"https://data.riksdagen.se{LAW_HTML}"
    assert source.url == record.source_path == f"{site.origin}{moved}"
    assert (source.etag, source.last_modified, source.rights) == ('"1"', None, "free_text_9")
    assert begun <= datetime.fromisoformat(source.fetched_at) <= datetime.now(UTC)
    assert source.fetched_at == source.checked_at == record.added_at
    assert (record.media_type, record.sfs, record.title) == (
        "text/html", "2016:1258", load_catalogue().by_sfs("2016:1258").title,
    )  # fmt: skip
    assert file.read_bytes() == statute_html().encode()
    assert file.name == f"{record.sha256[:12]}-html.html"
    indexed = row(tmp_path, LAW)
    assert (indexed.sha256, indexed.fetched_at, indexed.path, indexed.problems) == (
        record.sha256, source.fetched_at, source.url, (),
    )  # fmt: skip
    assert indexed.state in {"original", "both"}


def test_what_has_not_changed_is_not_asked_for_twice(site: Site, tmp_path: Path) -> None:
    tagged = {"ETag": '"1"', "Last-Modified": "Wed, 21 Oct 2026 07:28:00 GMT"}
    site.put(NEWS_PAGE, replace(page("<h1>Ansvar</h1><p>Ord.</p>"), headers=tagged))
    first = fetch(site, tmp_path, NEWS)
    before = only_record(tmp_path)
    again = fetch(site, tmp_path, NEWS)
    assert (first.has_news, again.has_news) == (True, False)
    assert outcomes(again) == ["unchanged"]
    assert site.asked[-1].headers["If-None-Match"] == '"1"'
    assert site.asked[-1].headers["If-Modified-Since"] == tagged["Last-Modified"]
    after = only_record(tmp_path)
    assert before.fetched is not None
    assert after.fetched is not None
    assert after.fetched.checked_at > before.fetched.checked_at
    assert after.fetched.fetched_at == before.fetched.fetched_at


def test_the_same_content_again_is_unchanged(site: Site, tmp_path: Path) -> None:
    site.put(NEWS_PAGE, page("<h1>Ansvar</h1><p>Ord.</p>"))
    fetch(site, tmp_path, NEWS)
    files = sorted(tmp_path.rglob("*"))
    assert outcomes(fetch(site, tmp_path, NEWS)) == ["unchanged"]
    assert sorted(tmp_path.rglob("*")) == files


def test_a_damaged_copy_is_fetched_anew(site: Site, tmp_path: Path) -> None:
    content = replace(page("<h1>Ansvar</h1><p>Ord.</p>"), headers={"ETag": '"1"'})
    site.put(NEWS_PAGE, content)
    fetch(site, tmp_path, NEWS)
    ((_, file),) = active_originals(tmp_path)
    file.write_bytes(b"trasig")
    assert outcomes(fetch(site, tmp_path, NEWS)) == ["fetched"]
    assert file.read_bytes() == content.body


def test_a_newer_text_takes_over_and_the_older_stays_on_disk(site: Site, tmp_path: Path) -> None:
    for words in ("Ett.", "Två."):
        site.put(NEWS_PAGE, page(f"<h1>Ansvar</h1><p>{words}</p>"))
        assert outcomes(fetch(site, tmp_path, NEWS)) == ["fetched"]
    kept = [json.loads(path.read_text()) for path in (tmp_path / "originals").rglob("*.json")]
    assert sorted(record["superseded"] for record in kept) == [False, True]
    ((_, file),) = active_originals(tmp_path)
    assert "Två" in file.read_text(encoding="utf-8")


def test_a_file_that_the_user_added_gives_way_and_stays_on_disk(site: Site, tmp_path: Path) -> None:
    own = tmp_path / "egen.md"
    own.write_text("# Eget\n\nText.", encoding="utf-8")
    data = tmp_path / "data"
    add_files(data, [own], as_id=NEWS)
    site.put(NEWS_PAGE, page("<h1>Ansvar</h1><p>Ord.</p>"))
    assert outcomes(fetch(site, data, NEWS)) == ["fetched"]
    assert only_record(data).media_type == "text/html"
    assert len(list((data / "originals" / NEWS).iterdir())) == 4


def test_a_failed_document_keeps_what_it_had_and_the_others_are_done(
    site: Site, tmp_path: Path
) -> None:
    site.put(NEWS_PAGE, page("<h1>Ansvar</h1><p>Ord.</p>"))
    fetch(site, tmp_path, NEWS)
    had = only_record(tmp_path)
    site.put(NEWS_PAGE, Reply(status=404))
    site.put(LAW_PDF, pdf_file(leaflet("Svensk författningssamling", "SFS 2016:1258")))
    report = fetch(site, tmp_path, NEWS, LAW)
    problem = f"Adressen {site.origin}{NEWS_PAGE} finns inte hos utgivaren (404)."
    assert report.documents == (
        FetchedDocument(document_id=NEWS, outcome=FetchOutcome.FAILED, problems=(problem,)),
        FetchedDocument(document_id=LAW, outcome=FetchOutcome.FETCHED),
    )
    assert report.failed == report.documents[:1]
    indexed = row(tmp_path, NEWS)
    assert (indexed.sha256, indexed.problems) == (had.sha256, (problem,))
    site.put(NEWS_PAGE, page("<h1>Ansvar</h1><p>Ord.</p>"))
    mended = fetch(site, tmp_path, NEWS)
    assert mended.documents == (
        FetchedDocument(document_id=NEWS, outcome=FetchOutcome.UNCHANGED, mended=True),
    )
    assert mended.has_news
    assert row(tmp_path, NEWS).problems == ()


def test_a_document_that_never_came_has_failed_and_says_why_for_each_address(
    site: Site, tmp_path: Path
) -> None:
    site.put(LAW_HTML, Reply(announced=11_000_000_000))
    site.put(LAW_PDF, Reply(status=500))
    fetch(site, tmp_path, LAW)
    (failure,) = unfetched_documents(tmp_path)
    assert [problem.split(f"{site.origin}/")[0] for problem in failure.problems] == [
        "Filen på ", "Adressen ", "Adressen ",
    ]  # fmt: skip
    # Not "missing", and no fault of a later build.
    report = build_generation(tmp_path, None, dense="numpy")
    (told,) = (source for source in report.sources if source.document_id == LAW)
    assert told.problems == failure.problems
    assert told.state != "missing"
    assert report.failed == ()


def test_adding_the_file_by_hand_mends_a_failure(site: Site, tmp_path: Path) -> None:
    fetch(site, tmp_path, NEWS)
    assert len(unfetched_documents(tmp_path)) == 1
    own = tmp_path / "egen.md"
    own.write_text("# Eget\n\nText.", encoding="utf-8")
    add_files(tmp_path, [own], as_id=NEWS)
    assert unfetched_documents(tmp_path) == ()


def test_a_fault_does_not_trade_a_copy_for_one_from_a_later_address(
    site: Site, tmp_path: Path
) -> None:
    site.put(LAW_PDF, pdf_file(leaflet("Svensk författningssamling", "SFS 2016:1258")))
    site.put(LAW_HTML, page(statute_html()))
    fetch(site, tmp_path, LAW)
    site.put(LAW_HTML, Reply(status=503))
    assert outcomes(fetch(site, tmp_path, LAW)) == ["failed"]
    assert only_record(tmp_path).media_type == "text/html"
    site.put(LAW_HTML, Reply(status=404))  # gone for good: still no reason for a poorer edition
    assert outcomes(fetch(site, tmp_path, LAW)) == ["failed"]
    assert only_record(tmp_path).media_type == "text/html"


def test_an_act_that_only_amends_is_not_the_statute(site: Site, tmp_path: Path) -> None:
    amending = statute_html().replace(
        "Förordning (2016:1258) om", "Förordning om ändring i (2016:1258)"
    )
    site.put(LAW_HTML, page(amending))
    (failed,) = fetch(site, tmp_path, LAW).documents
    assert any("ändringsförfattning" in problem for problem in failed.problems)
    assert active_originals(tmp_path) == ()


def test_another_statute_at_a_documents_address_is_refused(site: Site, tmp_path: Path) -> None:
    site.put(LAW_HTML, page(statute_html().replace("2016:1258", "2031:9")))
    (failed,) = fetch(site, tmp_path, LAW).documents
    assert any("är SFS 2031:9 och inte 2016:1258" in problem for problem in failed.problems)
    assert active_originals(tmp_path) == ()


def report_page(*targets: str) -> Reply:
    links = "".join(f'<a href="{target}">Ladda ner (pdf)</a>' for target in targets)
    return page(f"<h1>Rapport</h1><p>Om rapporten.</p>{links}")


def test_a_report_is_the_one_pdf_on_its_page(site: Site, tmp_path: Path) -> None:
    site.put(REPORT_PAGE, report_page("https://bra.se/download/1/rapport.pdf"))
    site.put("/download/1/rapport.pdf", pdf_file(leaflet(), ETag='"1"'))
    assert outcomes(fetch(site, tmp_path, REPORT)) == ["fetched"]
    record = only_record(tmp_path)
    assert record.media_type == "application/pdf"
    assert record.fetched is not None
    assert record.fetched.address == f"https://bra.se{REPORT_PAGE}"
    assert record.fetched.url == f"{site.origin}/download/1/rapport.pdf"
    assert outcomes(fetch(site, tmp_path, REPORT)) == ["unchanged"]
    assert site.asked[-1].headers["If-None-Match"] == '"1"'


@pytest.mark.parametrize(
    ("targets", "sentence"),
    [
        ((), "har ingen PDF av dokumentet"),
        (("/1.pdf", "/2.pdf"), "flera PDF-filer som inte går att skilja åt"),
        (("/saknas.pdf",), "saknas.pdf finns inte hos utgivaren (404)"),
        (("/sida.pdf",), "gav HTML i stället för PDF"),
    ],
)
def test_a_page_without_its_report_is_not_the_report(
    site: Site, tmp_path: Path, targets: tuple[str, ...], sentence: str
) -> None:
    site.put(REPORT_PAGE, report_page(*targets))
    site.put("/sida.pdf", page("<h1>Fel</h1><p>Något gick fel.</p>"))
    (failed,) = fetch(site, tmp_path, REPORT).documents
    assert [sentence in problem for problem in failed.problems] == [True]


def test_a_handbook_may_be_its_page_whatever_pdfs_lie_there(site: Site, tmp_path: Path) -> None:
    site.put(HANDBOOK_PAGE, report_page("/1.pdf", "/2.pdf"))
    assert outcomes(fetch(site, tmp_path, HANDBOOK)) == ["fetched"]
    assert only_record(tmp_path).media_type == "text/html"


def test_a_press_release_is_its_page_whatever_pdf_lies_there(site: Site, tmp_path: Path) -> None:
    site.put(NEWS_PAGE, report_page("/uppdraget.pdf"))
    assert outcomes(fetch(site, tmp_path, NEWS)) == ["fetched"]
    assert site.paths() == [NEWS_PAGE]


def test_the_same_shapes_come_as_markdown(site: Site, tmp_path: Path) -> None:
    statute = Path(__file__).parents[1] / "data" / "sfs-2031-77.md"
    content = statute.read_bytes().replace(b"2031:77", b"2016:1258")
    site.put(LAW_HTML, Reply(body=content, headers={"Content-Type": "text/markdown"}))
    assert outcomes(fetch(site, tmp_path, LAW)) == ["fetched"]
    record = only_record(tmp_path)
    assert (record.media_type, record.sfs) == ("text/markdown", "2016:1258")
    assert row(tmp_path, LAW).passages > 0


def test_a_document_without_an_address_says_so(site: Site, tmp_path: Path) -> None:
    (failed,) = fetch(site, tmp_path, "skl-2018-iop").documents
    assert failed.problems == ("Katalogen har ingen adress till dokumentet hos dess utgivare.",)
    assert site.asked == []


def test_an_unknown_document_is_wrong_usage_and_nothing_is_fetched(
    site: Site, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    with pytest.raises(UsageError, match="finns-inte finns inte i katalogen"):
        fetch(site, data, NEWS, "finns-inte")
    assert site.asked == []
    assert not data.exists()


def test_a_document_named_twice_is_fetched_once(site: Site, tmp_path: Path) -> None:
    site.put(NEWS_PAGE, page("<h1>Ansvar</h1><p>Ord.</p>"))
    assert outcomes(fetch(site, tmp_path, NEWS, NEWS)) == ["fetched"]


def test_every_document_with_an_address_at_its_publisher_is_wanted() -> None:
    wanted = documents_to_fetch(AddressRules.bundled())
    assert {LAW, NEWS, REPORT, HANDBOOK, "prop-2022-23-43", "sou-2022-67"} <= set(wanted)
    assert not {"skl-2018-iop", "bra-arsrapport-2026", "nod-2024-lagesbild", "iop-kommuner"} & set(
        wanted
    )


def test_an_interrupted_fetch_leaves_an_index_that_is_behind(site: Site, tmp_path: Path) -> None:
    assert index_is_behind(tmp_path)
    build_generation(tmp_path, None, dense="numpy")
    assert not index_is_behind(tmp_path)
    site.put(NEWS_PAGE, page("<h1>Ansvar</h1><p>Ord.</p>"))
    fetch(site, tmp_path, NEWS)
    assert index_is_behind(tmp_path)
    build_generation(tmp_path, None, dense="numpy")
    assert not index_is_behind(tmp_path)


def test_real_documents_come_through(site: Site, tmp_path: Path, shared: Path) -> None:
    real = shared / "realdata"
    law = (real / "sfs-md" / "2023" / "sfs-2023-196.md").read_bytes()
    packed = {"Content-Type": "text/markdown", "Content-Encoding": "gzip"}
    site.put("/dokument/sfs-2023-196.html", Reply(body=gzip.compress(law), headers=packed))
    printed = (real / "pdf" / "laglig_se" / "SFS2023-349.pdf").read_bytes()
    site.put("/sites/default/files/sfs/2023-04/SFS2023-196.pdf", pdf_file(printed))
    (done,) = fetch(site, tmp_path, "sfs-2023-196").documents
    assert done.outcome is FetchOutcome.FETCHED
    assert only_record(tmp_path).sfs == "2023:196"
