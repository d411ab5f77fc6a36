"""Pictures of pages, made a few at a time and kept: wanted page –(``PagePictures.picture``)→ PNG.

A picture takes a process of its own for a third of a second (ingest/pdf_process.py). The same few
pages are asked for again and again: by everyone who gets the same answer, by Back and by print.
"""

import threading
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYetError
from dataclasses import dataclass
from typing import Protocol

from corpus.errors import BusyError, UnreadableFileError
from corpus.generation import IndexedSource
from corpus.page_boxes import PageBox
from ingest.page_images import PageImage
from ui import source_texts

_GONE = "oåtkomlig"


class MakePicture(Protocol):
    """Makes a page's picture with ``boxes`` framed, as ``ingest.page_images.page_image`` does."""

    def __call__(
        self, source: IndexedSource, page: int, scale: float, boxes: Sequence[PageBox]
    ) -> PageImage:
        """The picture.

        Raises:
            UnreadableFileError: it can't be made.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedPage:
    """A page of a document's original, ``scale`` pixels to a point, with its boxes to frame."""

    source: IndexedSource
    page: int
    scale: float
    boxes: tuple[PageBox, ...] = ()


class PagePictures:
    """Makes ``running`` pictures at once, lets ``waiting`` more wait, and keeps the last ``kept``.

    A file that can't be shown is not tried again until its turn in what is kept has gone, except
    one that was missing: it may come back.
    """

    def __init__(
        self, make: MakePicture, *, running: int = 2, waiting: int = 14, kept: int = 64
    ) -> None:
        self._make = make
        self._most_going, self._kept = running + waiting, kept
        self._pool = ThreadPoolExecutor(max_workers=running, thread_name_prefix="page")
        self._made: OrderedDict[WantedPage, Future[PageImage]] = OrderedDict()
        self._lock = threading.Lock()
        self._waiters = threading.BoundedSemaphore(running + waiting)

    def picture(self, wanted: WantedPage, *, patience: float) -> PageImage:
        """The picture, if it is there within ``patience`` seconds; its making goes on after that.

        Raises:
            UnreadableFileError: it can't be made.
            BusyError: it is not there yet, or too many are being made.
        """
        going = self._going(wanted)
        # Each who waits takes one of the threads that all pages share.
        if not self._waiters.acquire(blocking=False):
            raise BusyError(source_texts.PAGE_LATER)
        try:
            error = going.exception(timeout=patience)
        except NotYetError as late:
            raise BusyError(source_texts.PAGE_LATER) from late
        finally:
            self._waiters.release()
        if not isinstance(error, UnreadableFileError):
            return going.result()
        if error.kind == _GONE:
            self._forget(wanted, going)
        # A new one: the kept one would grow by a traceback each time it is raised.
        raise UnreadableFileError(error.message, kind=error.kind)

    def _going(self, wanted: WantedPage) -> Future[PageImage]:
        with self._lock:
            known = self._made.get(wanted)
            if known is not None:
                self._made.move_to_end(wanted)
                return known
            if sum(not going.done() for going in self._made.values()) >= self._most_going:
                raise BusyError(source_texts.PAGE_LATER)
            going = self._pool.submit(
                self._make, wanted.source, wanted.page, wanted.scale, wanted.boxes
            )
            self._made[wanted] = going
            while len(self._made) > self._kept:
                self._made.popitem(last=False)
            return going

    def _forget(self, wanted: WantedPage, going: Future[PageImage]) -> None:
        with self._lock:
            if self._made.get(wanted) is going:
                del self._made[wanted]
