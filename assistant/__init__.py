"""Answers out: from a question to a checked answer with exact citations.

    from assistant import build_assistant

    with build_assistant() as assistant:
        answer = assistant.ask("Hur ofta måste vi göra om lägesbilden?")

What is named here is loaded when it is first used: the package itself costs nothing to import.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.bootstrap import Assistant, build_assistant
    from assistant.langchain_retriever import as_retriever
    from assistant.langchain_runnable import as_runnable
    from assistant.settings import Settings

__all__ = ["Assistant", "Settings", "as_retriever", "as_runnable", "build_assistant"]

_HOMES = {
    "Assistant": "assistant.bootstrap",
    "Settings": "assistant.settings",
    "as_retriever": "assistant.langchain_retriever",
    "as_runnable": "assistant.langchain_runnable",
    "build_assistant": "assistant.bootstrap",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
