"""Answer → what the reader must know before reading it, the same on the page and in every file."""

from collections.abc import Iterator

from assistant.conversation import Answer, AnswerStatus
from assistant.texts import status_text
from corpus.documents import Lane
from ui import texts


def notices_of(answer: Answer) -> tuple[str, ...]:
    """Each notice once; those of a refusal say why it is one."""
    if answer.status is not AnswerStatus.ANSWERED:
        return answer.notices or (status_text(answer.status, answer.reason).text,)
    return tuple(dict.fromkeys(_of_an_answer(answer)))


def _of_an_answer(answer: Answer) -> Iterator[str]:
    standing = status_text(answer.status, answer.reason).text if answer.reason else ""
    if standing and standing not in answer.notices:
        yield standing
    yield from answer.notices
    if answer.completeness == "partial":
        yield texts.PARTIAL
    undated = _without_earlier_versions(answer)
    if undated:
        yield texts.one_version(undated)


def _without_earlier_versions(answer: Answer) -> list[str]:
    """The cited documents that may have said something else on the earlier day asked about."""
    if answer.index is None or answer.as_of >= answer.index.built_at.date():
        return []
    dated = {c.document_id for c in answer.citations if c.valid_from or c.lane is Lane.LAW}
    names = (c.short_title for c in answer.citations if c.document_id not in dated)
    return list(dict.fromkeys(names))
