import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from pdf_files import lines, pdf

from corpus.documents import Edition
from corpus.errors import UnreadableFileError
from corpus.generation import IndexedSource
from ingest.page_images import page_image

CONTENT = pdf([lines("Kommunen ska ha cyklar.")])


@pytest.fixture
def source(tmp_path: Path) -> IndexedSource:
    path = tmp_path / "rapport.pdf"
    path.write_bytes(CONTENT)
    return IndexedSource(
        document_id="lokal-rapport",
        edition=Edition.ORIGINAL,
        state="original",
        path=str(path),
        sha256=hashlib.sha256(CONTENT).hexdigest(),
        fetched_at=None,
        passages=1,
        problems=(),
    )


def test_a_file_in_a_folder_of_the_users_is_shown(tmp_path: Path, source: IndexedSource) -> None:
    shown = page_image(tmp_path, source, 1, scale=1)
    assert shown.png.startswith(b"\x89PNG")
    assert (shown.width, shown.height) == (596, 842)


def test_a_file_that_was_changed_is_not_shown(tmp_path: Path, source: IndexedSource) -> None:
    Path(str(source.path)).write_bytes(CONTENT + b" ")
    for changed in (source, replace(source, path=str(tmp_path / "borta.pdf"))):
        with pytest.raises(UnreadableFileError, match="lokal-rapport har ändrats") as caught:
            page_image(tmp_path, changed, 1)
        assert caught.value.kind == "oåtkomlig"


@pytest.mark.parametrize(
    ("page", "scale", "kind"), [(2, 1.0, "trasig"), (0, 1.0, "trasig"), (1, 90.0, "för stor")]
)
def test_a_page_that_cannot_be_shown_says_why(
    tmp_path: Path, source: IndexedSource, page: int, scale: float, kind: str
) -> None:
    with pytest.raises(UnreadableFileError, match=f"Sidan {page}") as caught:
        page_image(tmp_path, source, page, scale)
    assert caught.value.kind == kind
