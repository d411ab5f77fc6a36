"""Answer → svarspass: the answer as data that the reader's own tab keeps, and hands back later."""

import json

from assistant.conversation import Answer
from assistant.wire import answer_json


def pass_of(answer: Answer) -> str:
    """The answer as JSON text, in the shape of docs/interface.md."""
    return json.dumps(answer_json(answer), ensure_ascii=False, separators=(",", ":"))
