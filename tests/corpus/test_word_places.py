from pathlib import Path

import pytest

from corpus.page_boxes import PageBox, merged_by_line
from corpus.word_places import PlacedWord, WordPlaces, words_in_slice, write_places


def box(left: float, bottom: float = 700, page: int = 1, width: float = 20) -> PageBox:
    return PageBox(page, left, bottom, left + width, bottom + 10)


def test_the_boxes_of_a_quotation_are_those_of_the_words_it_touches(tmp_path: Path) -> None:
    first = words_in_slice("Röda cyklar.", ((box(10),), (box(200),)), 0, 12)
    second = words_in_slice("Gula bussar", ((box(10, 600),), (box(200, 600),)), 0, 11)
    write_places(tmp_path, [first, (), second])
    places = WordPlaces(tmp_path)
    assert places.boxes(0, 0, 4) == (box(10),)
    assert places.boxes(0, 3, 6) == (box(10), box(200))
    assert places.boxes(0, 4, 5) == ()
    assert places.boxes(1, 0, 99) == ()
    assert places.boxes(2, 5, 11) == (box(200, 600),)


def test_places_are_kept_to_a_tenth_of_a_point(tmp_path: Path) -> None:
    exact = PageBox(2_000, 0.1, 3_370.4, 6_000.3, 6_553.5)
    write_places(tmp_path, [(PlacedWord(0, 5, exact),)])
    assert WordPlaces(tmp_path).boxes(0, 0, 5) == (exact,)
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) < 500


def test_a_corpus_without_pdfs_writes_nothing(tmp_path: Path) -> None:
    write_places(tmp_path, [(), ()])
    assert list(tmp_path.iterdir()) == []
    assert WordPlaces(tmp_path).boxes(1, 0, 5) == ()


def test_words_of_a_slice_count_from_its_beginning() -> None:
    boxes = ((box(10),), (box(40), box(10, 680)), (box(40, 680),))
    assert words_in_slice("En kartläggning görs", boxes, 3, 18) == (
        PlacedWord(0, 12, box(40)),
        PlacedWord(0, 12, box(10, 680)),
        PlacedWord(13, 15, box(40, 680)),
    )


def test_boxes_that_are_not_one_for_each_word_are_refused() -> None:
    with pytest.raises(ValueError, match="shorter"):
        words_in_slice("Två ord", ((box(10),),), 0, 7)


@pytest.mark.parametrize(
    ("boxes", "merged"),
    [
        ([box(10), box(35)], [PageBox(1, 10, 700, 55, 710)]),
        ([box(10), box(10, 686)], [box(10), box(10, 686)]),  # the next line
        ([box(10), box(300)], [box(10), box(300)]),  # the other column
        ([box(10), box(35, page=2)], [box(10), box(35, page=2)]),
        ([box(10), box(31, 703)], [PageBox(1, 10, 700, 51, 713)]),  # a raised sign
    ],
)
def test_boxes_of_one_line_are_one(boxes: list[PageBox], merged: list[PageBox]) -> None:
    assert merged_by_line(boxes) == tuple(merged)
