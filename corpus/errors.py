"""Every error that the program raises on purpose, each with one Swedish sentence for the reader.

    LotsenError
    ├── UsageError              exit 2: the call is wrong (empty question, path that does not exist)
    ├── IndexUnavailableError   exit 3: there is no index, or it can't be used
    │   ├── IndexMissingError
    │   ├── IndexDamagedError   names the damaged file
    │   └── IndexBusyError      another process is building
    ├── StorageError            exit 3: the disk is full or can't be written
    ├── SourceError             exit 4: a source can't be read or fetched
    │   ├── UnreadableFileError carries the kind of fault: tom, krypterad, trasig, …
    │   └── FetchError          an address may not be fetched, or gives what it should not
    ├── ModelUnavailableError   exit 5: the language model does not answer
    ├── BusyError               HTTP 503: as many questions as we take are being answered
    ├── AnswerTimeoutError      HTTP 504: the answer took longer than we let anyone wait
    └── PersonalDataError       exit 2, HTTP 422: a personal identity number where none may be

Third-party errors are translated where they arise (``raise … from``), so that no other module needs
to know which library failed.
"""

from enum import IntEnum
from typing import ClassVar


class ExitCode(IntEnum):
    """The command line's exit codes (docs/interface.md)."""

    DONE = 0
    GATE_FAILED = 1
    USAGE = 2
    INDEX = 3
    SOURCE = 4
    MODEL = 5


class LotsenError(Exception):
    """An error whose text is one Swedish sentence that says what happened and what to do."""

    code: ClassVar[str] = "internal"
    exit_code: ClassVar[ExitCode] = ExitCode.INDEX

    @property
    def message(self) -> str:
        """The Swedish sentence."""
        return str(self)


class UsageError(LotsenError):
    """The call itself is wrong."""

    code = "bad_request"
    exit_code = ExitCode.USAGE


class IndexUnavailableError(LotsenError):
    """No index can be opened."""

    code = "index_unavailable"
    exit_code = ExitCode.INDEX


class IndexMissingError(IndexUnavailableError):
    """No generation has been published."""


class IndexDamagedError(IndexUnavailableError):
    """A file of the generation differs from its manifest."""


class IndexBusyError(IndexUnavailableError):
    """Another process holds the writer's lock."""

    code = "index_busy"


class StorageError(LotsenError):
    """The data directory can't be written."""

    code = "storage"
    exit_code = ExitCode.INDEX


class SourceError(LotsenError):
    """A source can't be fetched or read."""

    code = "source"
    exit_code = ExitCode.SOURCE


class UnreadableFileError(SourceError):
    """A file's content can't be read; ``kind`` says how (tom, krypterad, trasig, …)."""

    code = "unreadable_file"

    def __init__(self, message: str, *, kind: str) -> None:
        super().__init__(message)
        self.kind = kind


class FetchError(SourceError):
    """An address may not be fetched, does not answer, or gives something else than it should."""


class ModelUnavailableError(LotsenError):
    """The configured language model does not answer."""

    code = "model_unavailable"
    exit_code = ExitCode.MODEL


class BusyError(LotsenError):
    """As many questions as we take are being answered already."""

    code = "busy"


class AnswerTimeoutError(LotsenError):
    """The answer took longer than we let anyone wait."""

    code = "timeout"


class PersonalDataError(LotsenError):
    """A personal identity number where none may be."""

    code = "personal_identity_number"
    exit_code = ExitCode.USAGE
