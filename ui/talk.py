"""What the page remembers of a conversation while its tab is open; nothing of it is stored."""

from dataclasses import dataclass, replace

from assistant.conversation import Answer, AnswerStatus, Turn
from assistant.wire import MAX_TURNS, answer_markdown

MAX_EARLIER = 20
"""How many earlier turns the page shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """The turns so far. ``changing`` means that the next question takes the newest one's place."""

    earlier: tuple[Answer, ...] = ()
    newest: Answer | None = None
    changing: bool = False

    def before_next(self) -> "Talk":
        """The talk with its newest turn moved to the earlier ones, ready for another question.

        Stopped questions are not kept: they may hold what must not be repeated.
        """
        keep = self.newest is not None and not self.changing and _may_be_kept(self.newest)
        moved = (*self.earlier, self.newest) if keep and self.newest else self.earlier
        return Talk(earlier=moved[-MAX_EARLIER:])

    def with_answer(self, answer: Answer) -> "Talk":
        """The talk with ``answer`` as its newest turn."""
        return replace(self, newest=answer, changing=False)

    def history(self) -> tuple[Turn, ...]:
        """The turns that a follow-up question may lean on, oldest first."""
        answered = [a for a in self.earlier if a.status is AnswerStatus.ANSWERED]
        return tuple(
            Turn(question=a.question, answer=answer_markdown(a)) for a in answered[-MAX_TURNS:]
        )


def _may_be_kept(answer: Answer) -> bool:
    return answer.status not in {AnswerStatus.BLOCKED_PERSONAL_DATA, AnswerStatus.ERROR}
