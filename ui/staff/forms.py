"""Forms that staff send: a body → its fields, and keys that make a double click count once."""

import secrets
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from urllib.parse import parse_qs

from corpus.errors import UsageError
from ui.staff import texts

_MOST_FIELDS = 500
_MOST_KEYS = 500


class Form:
    """The fields of one form, each with all its values."""

    def __init__(self, fields: Mapping[str, Sequence[str]]) -> None:
        self._fields = fields

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of a field, such as the boxes that are ticked."""
        return tuple(self._fields.get(name, ()))

    def one(self, name: str) -> str:
        """The first value of a field, "" where it has none."""
        return next(iter(self.all(name)), "")


def form_in(body: bytes) -> Form:
    """The form in an urlencoded body.

    Raises:
        UsageError: it is no form, or has more fields than any of ours.
    """
    try:
        return Form(parse_qs(body.decode("utf-8"), errors="strict", max_num_fields=_MOST_FIELDS))
    except ValueError as error:
        raise UsageError(texts.UNREADABLE_FORM) from error


class FormKeys:
    """What came of each form that was sent, by the key that its page was given.

    Used under the owner's lock: a form that comes twice finds what came of it the first time.
    """

    def __init__(self) -> None:
        self._done: OrderedDict[str, str] = OrderedDict()

    @staticmethod
    def new() -> str:
        """A key for a form that is shown."""
        return secrets.token_urlsafe(16)

    def result(self, key: str) -> str | None:
        """What came of the form with that key, None when it is the first time."""
        return self._done.get(key) if key else None

    def keep(self, key: str, result: str) -> None:
        """Remember it."""
        self._done[key] = result
        if len(self._done) > _MOST_KEYS:
            self._done.popitem(last=False)
