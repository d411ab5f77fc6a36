"""How much of a page's main text is read, and how much of what surrounds it.

Every text of tests/data/pages is put into every shell there, and read by ingest/html.py and by
trafilatura, when it is installed (`pip install trafilatura`). The shells have the shapes of real
Swedish sites and our own words. Those called "skal" were known when our rules were written; those
called "prov" were written afterwards, to try the rules. The decision is docs/adr/0007.

Run: .venv/bin/python -m benchmarks.web_pages
"""

import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree
from lxml import html as lxml_html

from ingest.blocks import MediaType, ParsedFile, normal_text
from ingest.html import parse_html
from ingest.outline import Element
from ingest.plain import parsed_elements

PAGES = Path(__file__).parents[1] / "tests" / "data" / "pages"
TITLE = "Rapport om torg"
WORD = re.compile(r"[^\W_]+")
BLOCKS = {"main", "div", "p", "head", "list", "item", "table", "quote", "lb", "comments"}
SECTION = re.compile(r"\d+(?: [a-z])? §(?= +[A-ZÅÄÖ])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a reader made of a page."""

    text: str
    headings: tuple[str, ...]
    sections: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A text in a shell, with what is asked for and what is not."""

    name: str
    html: str
    words: Counter[str]
    noise: frozenset[str]
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sections: int


def pages(shells: str) -> list[Page]:
    return [
        _page(text, shell)
        for shell in sorted(PAGES.glob(f"{shells}-*.html"))
        for text in sorted(PAGES.glob("text-*.html"))
    ]


def _page(text_path: Path, shell_path: Path) -> Page:
    text, shell = (path.read_text(encoding="utf-8") for path in (text_path, shell_path))
    tree = lxml_html.fragment_fromstring(text, create_parent="div")
    for contents in tree.xpath(".//*[@class='sfstoc']"):
        contents.drop_tree()
    words = Counter(WORD.findall(" ".join(tree.itertext()).lower()))
    around = re.sub(r"<script.*?</script>|<[^>]*>|\{\{\w+\}\}", " ", shell, flags=re.DOTALL)
    return Page(
        name=f"{shell_path.stem}/{text_path.stem}",
        html=shell.replace("{{title}}", TITLE).replace("{{main}}", text),
        words=words,
        noise=frozenset(WORD.findall(around.lower())) - set(words) - set(TITLE.lower().split()),
        headings=tuple(h.text_content().strip() for h in tree.xpath(".//h2|.//h3|.//h4")),
        rows=tuple(
            tuple(cell.text_content() for cell in row.xpath("./td"))
            for row in tree.xpath(".//tr[td]")
        ),
        sections=len(SECTION.findall(" ".join(tree.text_content().split()))),
    )


def ours(page: str) -> Reading:
    return _reading(parse_html(page, "fil"))


def _reading(parsed: ParsedFile) -> Reading:
    headings = {heading for block in parsed.blocks for heading in block.heading_path}
    found = [block.pinpoint for block in parsed.blocks if block.pinpoint.endswith("§")]
    # A heading is read though it stands in no text: it is where the blocks are found.
    text = "\n".join([*headings, *(f"{b.pinpoint}\n{b.text}" for b in parsed.blocks)])
    return Reading(text=text, headings=tuple(headings), sections=len(found))


def trafilatura(**options: bool) -> Callable[[str], Reading]:
    """Its paragraphs, headings and rows, divided by our own rules for § and headings."""
    from trafilatura import extract

    def read(page: str) -> Reading:
        xml = extract(page, output_format="xml", include_comments=False, **options) or "<doc/>"
        tree = etree.fromstring(xml.encode())
        elements = tuple(_elements(tree))
        return _reading(parsed_elements(MediaType.HTML, TITLE, elements))

    return read


def _elements(tree: etree._Element) -> Iterator[Element]:
    """Every word of the tree once: a block tag begins a paragraph, and a row is one."""
    words: list[str] = []
    rows = level = 0
    for event, node in etree.iterwalk(tree, events=("start", "end")):
        breaks = node.tag in BLOCKS or node.tag == "row" or (node.tag == "cell" and not rows)
        if breaks:
            yield from _paragraph(words, level)
            words = []
        is_start = event == "start"
        rows += (1 if is_start else -1) * (node.tag == "row")
        if node.tag == "head":
            level = int(node.get("rend", "h2")[1:]) if is_start else 0
        text = node.text if is_start else node.tail
        words.append(f" {text or ''}" if breaks or node.tag in {"cell", "hi"} else text or "")
    yield from _paragraph(words, level)


def _paragraph(words: list[str], level: int) -> Iterator[Element]:
    text = normal_text(" ".join("".join(words).split()))
    if text:
        yield Element(text=text, level=level)


def measure(read: Callable[[str], Reading], shells: str, *, detail: bool = False) -> str:
    recall, noise, headings, rows, sections = [], [], [0, 0], [0, 0], [0, 0]
    started = time.perf_counter()
    for page in pages(shells):
        reading = read(page.html)
        got = Counter(WORD.findall(reading.text.lower()))
        recall.append(sum((got & page.words).values()) / page.words.total())
        noise.append(len(page.noise & set(got)) / len(page.noise))
        kept = sum(any(h in head for head in reading.headings) for h in page.headings)
        lines = reading.text.split("\n")
        whole = sum(any(all(c in line for c in row) for line in lines) for row in page.rows)
        for pair, found, wanted in (
            (headings, kept, len(page.headings)),
            (rows, whole, len(page.rows)),
            (sections, min(reading.sections, page.sections), page.sections),
        ):
            pair[0] += found
            pair[1] += wanted
        if detail:
            left = sorted(page.noise & set(got))
            print(f"{page.name:45} {recall[-1]:.2f} {kept}/{len(page.headings)} {left}")
    spent = 1_000 * (time.perf_counter() - started) / len(recall)
    return (
        f"| {sum(recall) / len(recall):.3f} | {min(recall):.2f} | {sum(noise) / len(noise):.3f} "
        f"| {headings[0]}/{headings[1]} | {rows[0]}/{rows[1]} | {sections[0]}/{sections[1]} "
        f"| {spent:.1f} |"
    )


def main() -> None:
    readers: dict[str, Callable[[str], Reading]] = {"ingest/html.py": ours}
    try:
        readers["trafilatura"] = trafilatura(include_formatting=True)
        readers["trafilatura, recall"] = trafilatura(include_formatting=True, favor_recall=True)
        readers["trafilatura, precision"] = trafilatura(
            include_formatting=True, favor_precision=True
        )
    except ImportError:
        print("trafilatura is not installed: only our own reader is measured.")
    for shells in ("skal", "prov"):
        print(f"| {shells}: reader | words | least | noise left | headings | rows | § | ms |")
        print("|---|---|---|---|---|---|---|---|")
        for name, read in readers.items():
            print(f"| {name} {measure(read, shells)}")


if __name__ == "__main__":
    main()
