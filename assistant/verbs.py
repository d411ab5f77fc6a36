"""Swedish verbs by their endings: which verb a modal verb governs, and that verb without one.

"ska ta fram" and "tar fram" share a key, so that a statement which loses the modal verb is told
from its quote. No dictionary: endings decide, and a word that is no verb does no harm, because it
is compared only with itself.
"""

from collections.abc import Sequence
from functools import lru_cache

_SHORT = frozenset(
    """be bero bestå bli dra framgå framstå få förstå förutse ge gå göra ha ingå inse le nå se ske
    stå ta tillstå tro uppgå uppnå uppstå utgå vara överse anse""".split()
)
_SHORT_PASSIVE = frozenset("ges tas nås ses fås dras anses inses uppnås förutses".split())
_SHORT_ENDINGS = ("stå", "gå", "slå", "förse", "avge", "utge", "medge", "uppge", "ange")
_LONGEST_WAY = 16  # words between a modal verb and the infinitive that it governs
# Endings of plurals and adjectives, which look like infinitives.
_NO_INFINITIVE = (
    "erna", "arna", "orna", "iga", "liga", "ella", "iska", "lösa", "fria", "talda", "lokala",
    "iala", "trala", "itala", "onala", "unala", "bala", "mala",
)  # fmt: skip
_NO_VERBS = frozenset(
    """alla andra egna flera vissa sina mina dina våra era deras bägge båda detta denna dessa
    bara offentliga idéburna berörda enskilda unga externa interna privata ideella relevanta
    skriftliga extra heller hela nya stora små olika första sista särskilda samlade svenska bra
    allra gärna gemensamma övriga utsatta""".split()
)
# No infinitive stands after these: "en checklista", "varannan vecka".
_BEFORE_NOUNS = frozenset(
    "en ett den det varje varannan vartannat någon min sin per vår er deras hans hennes".split()
)
_IRREGULAR = {
    "var": ("är", "var"), "ha": ("har", "hade"), "ta": ("tar", "tog", "tas", "togs"),
    "ge": ("ger", "gav", "ges", "gavs"), "gå": ("går", "gick"), "stå": ("står", "stod"),
    "bli": ("blir", "blev"), "gör": ("gör", "gjorde", "görs", "gjordes"), "se": ("ser", "såg"),
}  # fmt: skip


@lru_cache(maxsize=20_000)
def verb_key(word: str) -> str:
    """What the forms of one verb share: "lämna", "lämnas" and "lämnat" give "lämn"."""
    if word in _SHORT_PASSIVE:
        return word.removesuffix("s")
    if word in _SHORT:
        return word.removesuffix("a") if word in {"göra", "vara"} else word
    for ending in ("ats", "its", "at", "it", "as", "a"):
        if word.endswith(ending) and len(word) - len(ending) >= 2:
            return word.removesuffix(ending)
    return word


@lru_cache(maxsize=5_000)
def finite_forms(key: str) -> frozenset[str]:
    """The present and past forms, active and passive, of the verb with ``key``."""
    regular = {key + ending for ending in ("ar", "er", "as", "es", "s", "ade", "ades", "de", "te")}
    if key[-1:] in "aeiouyåäö":
        regular = {key + ending for ending in ("r", "s", "dde", "ddes")}
    return frozenset({*regular, *_IRREGULAR.get(key, ())})


def governed_verb(words: Sequence[str]) -> str | None:
    """The key of the first infinitive among ``words``, those that follow a modal verb."""
    for place, word in enumerate(words[:_LONGEST_WAY]):
        if word in {"eftersom", "medan"}:
            return None
        if not _is_infinitive(word) or (place and words[place - 1] in _BEFORE_NOUNS):
            continue
        following = words[place + 1] if place + 1 < len(words) else ""
        if word == "ha" and following.endswith(("at", "it", "ats", "its")):
            return verb_key(following)
        return verb_key(word)
    return None


def _is_infinitive(word: str) -> bool:
    if word in _SHORT or word in _SHORT_PASSIVE or word.endswith(_SHORT_ENDINGS):
        return True
    if word in _NO_VERBS or len(word) < 4 or word.endswith(_NO_INFINITIVE):
        return False
    return word.endswith(("a", "as"))
