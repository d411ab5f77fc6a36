"""Tells each statement and citation of an answer once, however often it is handed over."""

from assistant.conversation import Answer, Emit, Event, Stage


def telling_once(emit: Emit) -> Emit:
    """``emit`` for an answer whose parts are told while it is made, and again when it is whole."""
    told: list[Event] = []

    def tell(event: Event) -> None:
        if isinstance(event, Stage):
            if event.withdraws:
                told.clear()
        elif not isinstance(event, Answer):
            if event in told:
                return
            told.append(event)
        emit(event)

    return tell
