"""Texts in the shapes of real Swedish sites; how they were chosen is told in docs/adr/0007."""

import re
from pathlib import Path

import pytest

from corpus.errors import UnreadableFileError
from ingest.html import parse_html
from ingest.html_page import MAX_TAGS, read_page

PAGES = Path(__file__).parents[1] / "data" / "pages"
TITLE = "Rapport om torg"
SHELLS = sorted(path.stem for path in PAGES.glob("skal-*.html"))
UNKNOWN_SHELLS = sorted(path.stem for path in PAGES.glob("prov-*.html"))
TEXTS = sorted(path.stem for path in PAGES.glob("text-*.html"))
# What is left around a text, by shell: words that no name or shape gives away.
KNOWN_REMAINS = {
    "skal-databas": {"Databaserna", "rymmer", "kommittéregistret", "Rättsdatabaserna"},
    "skal-kommun": {"Webbredaktör", "kansliet", "Skicka", "epost"},
}


def page(shell: str, text: str) -> str:
    around, inside = (
        (PAGES / f"{name}.html").read_text(encoding="utf-8") for name in (shell, text)
    )
    return around.replace("{{title}}", TITLE).replace("{{main}}", inside)


def read(html: str) -> str:
    parsed = parse_html(html, "fil")
    paths = (" ".join((*block.heading_path, block.pinpoint)) for block in parsed.blocks)
    return " ".join([parsed.title, *paths, *(block.text for block in parsed.blocks)])


def words(text: str) -> set[str]:
    return set(re.findall(r"[^\W_]{5,}", text))


def seen_words(html: str) -> set[str]:
    """The words between the tags of a text."""
    contents = re.sub(r'<div class="sfstoc">.*?</div>', " ", html, flags=re.DOTALL)
    return words(re.sub(r"<[^>]*>|&\w+;", " ", contents))


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("shell", [*SHELLS, *UNKNOWN_SHELLS])
def test_no_word_of_the_text_is_lost(shell: str, text: str) -> None:
    inside = (PAGES / f"{text}.html").read_text(encoding="utf-8")
    assert seen_words(inside) - words(read(page(shell, text))) == set()


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("shell", SHELLS)
def test_what_surrounds_the_text_is_left_out(shell: str, text: str) -> None:
    around = re.sub(
        r"<script.*?</script>|<style.*?</style>",
        " ",
        (PAGES / f"{shell}.html").read_text(encoding="utf-8"),
        flags=re.DOTALL,
    )
    inside = words((PAGES / f"{text}.html").read_text(encoding="utf-8"))
    surrounding = seen_words(around.replace("{{title}}", "").replace("{{main}}", "")) - inside
    assert len(surrounding) > 10
    left = surrounding & words(read(page(shell, text)).removeprefix(f"{TITLE} "))
    assert left <= KNOWN_REMAINS.get(shell, set())


def test_a_page_in_one_form_or_in_a_part_with_a_menus_name_is_read() -> None:
    body = "<h1>Sida</h1><p>Torget är öppet.</p>"
    for around in (
        "<form action=x>{}</form>",
        "<div class=menu>{}</div>",
        "<div id=sidebar>{}</div>",
        "<aside>{}</aside>",
    ):
        assert read(around.replace("{}", body)) == "Sida inledningen Torget är öppet."


def test_a_text_without_heading_stays_when_it_is_most_of_the_page() -> None:
    long = "<p>Torget är öppet för alla som bor i staden och för dem som kommer dit.</p>" * 20
    assert read(f"<p>Hej.</p><div class=menu>{long}</div>").count("Torget") == 20


def test_sections_of_a_statute_are_never_taken_for_something_else() -> None:
    sections = "".join(
        f"<p><a href='#{n}'>{n} §</a> <a href=x>Kommunen</a> <a href=y>ska rondera.</a></p>"
        for n in range(1, 6)
    )
    for around in ("<main>Kort.</main><div class=related>{}</div>", "<footer>{}</footer>"):
        pinpoints = [b.pinpoint for b in parse_html(around.replace("{}", sections), "fil").blocks]
        assert [f"{n} §" for n in range(1, 6)] == [p for p in pinpoints if p.endswith("§")]


def test_the_head_of_the_site_is_left_out_and_the_head_of_the_text_is_not() -> None:
    assert read("<header>Logotyp</header><h1>Sida</h1><p>Text.</p>") == "Sida inledningen Text."
    for head in ("<article><header>{}</header>{}</article>", "<header><h1>S</h1>{}</header>{}"):
        made = head.replace("{}", "<p>Ingress.</p>", 1).replace("{}", "<p>Text.</p>", 1)
        assert read(made).endswith("Ingress.\n\nText.")


def test_an_empty_main_part_is_not_the_text() -> None:
    assert read("<main></main><div><p>Torget är öppet.</p></div>").endswith("Torget är öppet.")


def test_the_main_part_is_read_alone() -> None:
    assert read("<div>Reklam</div><main><h1>Sida</h1><p>Text.</p></main><div>Mer</div>") == (
        "Sida inledningen Text."
    )


def test_a_list_of_links_is_no_text_but_a_text_with_links_is() -> None:
    links = "".join(f"<li><a href='/{n}'>Sida {n}</a></li>" for n in range(4))
    prose = (
        "<p>Läs <a href=a>planen</a>, <a href=b>lagen</a> och <a href=c>rapporten</a> först.</p>"
    )
    assert read(f"<h1>S</h1>{prose}<ul>{links}</ul>") == (
        "S inledningen Läs planen, lagen och rapporten först."
    )


@pytest.mark.parametrize(
    ("page", "kind"),
    [("<div>" * 3_000 + "djupt", "trasig"), ("<br>" * (MAX_TAGS + 1), "för stor")],
)
def test_a_page_made_to_exhaust_the_reader_is_refused(page: str, kind: str) -> None:
    with pytest.raises(UnreadableFileError, match="sida") as caught:
        read_page(page, "sida")
    assert caught.value.kind == kind


def test_deep_and_large_pages_are_measured_once() -> None:
    nested = "<div class=menu>" * 1_500 + "<p>ord</p>" * 20_000
    assert parse_html(nested, "fil").blocks[0].text.count("ord") == 20_000


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("shell", SHELLS)
def test_a_page_that_ends_in_the_middle_is_read_as_far_as_it_goes(shell: str, text: str) -> None:
    whole = page(shell, text)
    for share in (0.3, 0.5, 0.7, 0.9):
        parse_html(whole[: int(len(whole) * share)], "fil")
    assert words(read(whole.removesuffix("</body></html>\n"))) == words(read(whole))
