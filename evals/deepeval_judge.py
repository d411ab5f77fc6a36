"""The seam to deepeval: its faithfulness metric and G-Eval, asked of the configured model alone.

deepeval comes with the extra ``judge`` and is imported when a judge is opened, never before. It was
read (4.3.1) for what it sends and writes; ``_silence`` switches that off before the import.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.prompting import Prompt, estimated_tokens
from corpus.errors import LotsenError, UsageError
from evals.judge import Material, Opinion, Trait, UnreadableVerdictError
from evals.judge_prompts import (
    CODES,
    INSTRUCTIONS,
    MEANINGS,
    STEPS,
    CorrectnessWords,
    FaithfulnessWords,
    prompts_stamp,
)
from evals.review import Support, Verdict

if TYPE_CHECKING:
    from assistant.model import ChatModel

NOT_INSTALLED = (
    "deepeval är inte installerat. Installera det i en egen miljö, i projektets mapp: "
    "python3 -m venv .venv-judge, sedan .venv-judge/bin/python -m pip install '.[judge]'."
)
BROKEN = "deepeval går inte att använda här ({name}). Gör om miljön: se docs/evals.md."
TOO_LONG = "för långt för språkmodellen (LOTSEN_MODEL_PROMPT_TOKENS)"
UNREADABLE = "språkmodellens svar gick inte att läsa som ett omdöme"

_OTHERS = ("DEEPEVAL_", "CONFIDENT_")
_SILENT = {
    "DEEPEVAL_TELEMETRY_OPT_OUT": "1",  # what is done and by whom, to PostHog
    "DEEPEVAL_UPDATE_WARNING_OPT_IN": "0",  # asks the package index for a newer version
    "DEEPEVAL_DISABLE_DOTENV": "1",  # reads .env of the working folder into the environment
    "DEEPEVAL_DISABLE_LEGACY_KEYFILE": "1",  # reads keys from .deepeval in the working folder
    "DEEPEVAL_EVAL_MODE": "llm",  # the other modes send the texts to a service of its maker's
    "CONFIDENT_TRACE_FLUSH": "0",  # traces, sent to the maker's service
    "CONFIDENT_TRACE_SAMPLE_RATE": "0",
    "CONFIDENT_OPEN_BROWSER": "0",
}


def _silence(folder: Path) -> None:
    """Have deepeval send nothing, and write nothing but below ``folder``, in this process.

    Its variables, set for something else (an account's key would send what is judged there), go.
    """
    for name in [name for name in os.environ if name.startswith(_OTHERS)]:
        del os.environ[name]
    os.environ.update(_SILENT)
    # Instead of .deepeval in the working folder and in the home folder.
    os.environ.update({name: str(folder) for name in ("DEEPEVAL_CACHE_FOLDER", "DEEPEVAL_HOME")})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parts:
    """deepeval's own classes, loaded once."""

    metrics: Any
    test_case: Any
    g_eval: Any
    models: Any


class DeepEvalJudge:
    """A ``Judge`` (evals/judge.py) that judges with a configured model; not for several threads."""

    def __init__(self, parts: _Parts, chat: "ChatModel", name: str, prompt_tokens: int) -> None:
        self._parts = parts
        self._name = name
        self._model = _model(parts, chat, name, prompt_tokens)

    @property
    def name(self) -> str:
        """The model's name in the settings."""
        return self._name

    @property
    def stamp(self) -> str:
        """Which prompts it is asked with."""
        return prompts_stamp()

    def opinion(self, trait: Trait, material: Material) -> Opinion:
        """What the model says of one answer; see evals/judge.py.

        Raises:
            ModelUnavailableError: it does not reply.
            UnreadableVerdictError: its reply is no judgement, or there is too much to show it.
        """
        judged = self._correct if trait is Trait.CORRECT else self._faithful
        try:
            return judged(material)
        except (LotsenError, UnreadableVerdictError):
            raise
        except Exception as unreadable:  # deepeval raises what the shape of the reply makes it
            raise UnreadableVerdictError(UNREADABLE) from unreadable

    def _correct(self, material: Material) -> Opinion:
        param = self._parts.test_case.SingleTurnParams
        rubric = self._parts.g_eval.Rubric
        metric = self._parts.metrics.GEval(
            name="Rätt i sak",
            evaluation_params=[param.INPUT, param.ACTUAL_OUTPUT, param.EXPECTED_OUTPUT],
            evaluation_steps=list(STEPS),
            rubric=[
                rubric(score_range=(code, code), expected_outcome=MEANINGS[verdict])
                for code, verdict in enumerate(CODES)
            ],
            model=self._model,
            async_mode=False,
            evaluation_template=CorrectnessWords,
        )
        # G-Eval makes a share of the code; the code is what was said.
        said = metric.measure(self._case(material), _show_indicator=False) * (len(CODES) - 1)
        code = round(said)
        if abs(said - code) > 1e-6 or code not in range(len(CODES)):
            raise UnreadableVerdictError(UNREADABLE)
        verdict = CODES[code]
        return Opinion(
            label=verdict.value, value=float(verdict is Verdict.RIGHT), why=str(metric.reason)
        )

    def _faithful(self, material: Material) -> Opinion:
        metric = _faithfulness(self._parts)(
            model=self._model,
            eval_mode="llm",
            include_reason=False,
            async_mode=False,
            penalize_ambiguous_claims=True,
            evaluation_template=FaithfulnessWords,
        )
        share = float(metric.measure(self._case(material), _show_indicator=False))
        # Without claims deepeval says 1, and verdicts that it can't read it leaves out.
        if not metric.claims or len(metric.verdicts) != len(metric.claims):
            raise UnreadableVerdictError(UNREADABLE)
        label = Support.YES if share == 1 else Support.NO if share == 0 else Support.PARTLY
        return Opinion(label=label.value, value=share, why=_doubts(metric.verdicts))

    def _case(self, material: Material) -> Any:
        return self._parts.test_case.LLMTestCase(
            input=_plain(material.question),
            actual_output=_plain(material.answer),
            expected_output=_plain(material.expected),
            retrieval_context=[_plain(passage) for passage in material.passages],
        )


@contextmanager
def deepeval_judge(
    chat: "ChatModel", *, name: str, prompt_tokens: int, folder: Path
) -> Iterator[DeepEvalJudge]:
    """A judge over ``chat``, which is closed afterwards; deepeval's own files go below ``folder``.

    Prompts above ``prompt_tokens``, estimated, are not sent.

    Raises:
        UsageError: deepeval is not installed, or does not start.
    """
    try:
        yield DeepEvalJudge(_loaded(folder), chat, name, prompt_tokens)
    finally:
        chat.close()


def _loaded(folder: Path) -> _Parts:
    if find_spec("deepeval") is None:
        raise UsageError(NOT_INSTALLED)
    _silence(folder)
    try:
        from deepeval import metrics, models, telemetry, test_case  # noqa: PLC0415 - an extra; 2 s
        from deepeval.metrics import g_eval  # noqa: PLC0415 - as above
    except Exception as failure:  # it reads variables of many names, and refuses some values
        raise UsageError(BROKEN.format(name=type(failure).__name__)) from failure
    # It asks its variables anew each time, also when the process ends: one of them gone would do.
    telemetry.set_backend(telemetry.NoopBackend())
    return _Parts(metrics=metrics, test_case=test_case, g_eval=g_eval, models=models)


def _model(parts: _Parts, chat: "ChatModel", name: str, prompt_tokens: int) -> Any:
    """The configured model as one of deepeval's."""

    class ConfiguredModel(parts.models.DeepEvalBaseLLM):  # type: ignore[name-defined,misc]  # loaded late
        def load_model(self) -> Any:
            return chat

        def get_model_name(self) -> str:
            return name

        def generate(self, prompt: str, schema: object = None) -> str:  # noqa: ARG002 - its name
            if estimated_tokens(INSTRUCTIONS + prompt) > prompt_tokens:
                raise UnreadableVerdictError(TOO_LONG)
            return chat.complete(Prompt(instructions=INSTRUCTIONS, message=prompt))

        async def a_generate(self, prompt: str, schema: object = None) -> str:
            return self.generate(prompt, schema)  # metrics are asked in turn, async_mode=False

    return ConfiguredModel(name)


def _faithfulness(parts: _Parts) -> Any:
    """The metric of deepeval, with the claims tried against the passages as they stand.

    Its own way is to have the model retell them first; in that, an exception may be lost.
    """

    # It finds its prompts by the class's name, also those that this mode asks nothing with.
    class FaithfulnessMetric(parts.metrics.FaithfulnessMetric):  # type: ignore[name-defined,misc]  # loaded late
        def _generate_truths(self, retrieval_context: list[str], _multimodal: object) -> list[str]:
            return list(retrieval_context)

    return FaithfulnessMetric


def _plain(text: str) -> str:
    """The text without deepeval's own marks of pictures, which make it look for a file."""
    return text.replace("[DEEPEVAL:", "[")


def _doubts(verdicts: list[Any]) -> str:
    """The reasons given for claims that the passages don't bear out."""
    return " ".join(str(one.reason) for one in verdicts if one.verdict != "yes" and one.reason)
