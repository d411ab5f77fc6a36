"""Pictures of pages are made once, a few at a time, and nobody waits for ever."""

import threading

import pytest
from fakes_pages import BOX, SOURCE, FakeMaker

from corpus.errors import BusyError, UnreadableFileError
from ui.page_pictures import PagePictures, WantedPage


def wanted(page: int) -> WantedPage:
    return WantedPage(source=SOURCE, page=page, scale=1.0, boxes=(BOX,))


class SlowMaker(FakeMaker):
    """Waits before each picture until it may go on."""

    def __init__(self) -> None:
        super().__init__()
        self.may = threading.Event()
        self.at_once, self.most, self.lock = 0, 0, threading.Lock()

    def __call__(self, source, page, scale, boxes):
        with self.lock:
            self.at_once += 1
            self.most = max(self.most, self.at_once)
        assert self.may.wait(30)
        with self.lock:
            self.at_once -= 1
        return super().__call__(source, page, scale, boxes)


def test_a_page_is_made_once_and_another_quotation_on_it_anew():
    maker = FakeMaker()
    pictures = PagePictures(maker)
    first = pictures.picture(wanted(2), patience=30)
    assert pictures.picture(wanted(2), patience=30) is first
    pictures.picture(WantedPage(source=SOURCE, page=2, scale=1.0), patience=30)
    assert maker.made == [(2, 1.0, 1), (2, 1.0, 0)]


def test_the_page_that_was_longest_unasked_for_is_made_again():
    maker = FakeMaker()
    pictures = PagePictures(maker, kept=2)
    for page in (1, 2, 1, 3, 1, 2):
        pictures.picture(wanted(page), patience=30)
    assert [page for page, *_ in maker.made] == [1, 2, 3, 2]


def test_who_does_not_wait_gets_the_picture_the_next_time():
    maker = SlowMaker()
    pictures = PagePictures(maker)
    with pytest.raises(BusyError, match="inte klar än"):
        pictures.picture(wanted(1), patience=0.01)
    maker.may.set()
    assert pictures.picture(wanted(1), patience=30).width == 595
    assert len(maker.made) == 1


def test_only_so_many_are_made_at_once_and_the_rest_turned_away():
    maker = SlowMaker()
    pictures = PagePictures(maker, running=2, waiting=1)
    for page in (1, 2, 3, 4):
        with pytest.raises(BusyError):
            pictures.picture(wanted(page), patience=0.01)
    maker.may.set()
    for page in (1, 2, 3):
        pictures.picture(wanted(page), patience=30)
    assert sorted(page for page, *_ in maker.made) == [1, 2, 3]
    assert maker.most <= 2


@pytest.mark.parametrize(("kind", "tries"), [("oåtkomlig", 2), ("trasig", 1)])
def test_a_missing_file_is_tried_again_and_a_broken_one_is_not(kind, tries):
    maker = FakeMaker(kind=kind)
    pictures = PagePictures(maker)
    for _ in range(2):
        with pytest.raises(UnreadableFileError):
            pictures.picture(wanted(1), patience=30)
    assert len(maker.made) == tries
