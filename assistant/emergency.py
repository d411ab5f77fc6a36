"""Whether somebody is in danger as the question is written: then 112 is told, nothing looked up.

The police are also asked about: when they may be called, by whom, and what may be told them. Such a
question names an office and a case that may arise; an emergency has a cry, a now, or somebody hurt.
"""

import re

# Danger now. A false alarm costs a person one more question; a miss may cost a life.
_NOW = (
    r"(?:just\s+nu|här\s+nu|pågår\s+nu|nu(?=\s*(?:[!?.,]|$))|ikväll|i\s+natt|håller\s+på\s+att"
    r"|utanför|hjälp(?!\s+(?:med|att|till|av|från)\b))"
)
_VIOLENCE = (
    r"(?:slår|slåss|slagsmål|bråkar|skjuter|skjuten|skjutit|skottlossning|knivhugg\w*|knivskär\w*"
    r"|knivskuren|knivar?|pistol|vapen|hotar|misshandlar|misshandlas|rånar|rånas|blöder|brinner"
    r"|bryt(?:er|a)\s+sig\s+in|inbrottstjuv\w*)"
)
_CALL = (
    r"(?:(?:ring(?:er|a)?|larma\w*)\s+(?:på\s+|efter\s+)?pol[iys]\w*"
    r"|call\s+the\s+(?:police|cops))\b"
)
_CRY = r"(?:^|[.!?,;:–]|\b(?:hjälp|snälla|please|nån|någon|somebody|someone))\W*"
_HARMED = (
    r"\b(?:(?:är|blev|blivit|blir|is|been)\s+(?:sk?j?uten|knivskuren|knivhuggen|misshandlad"
    r"|nedslagen|skadad|rånad|överfallen|shot|stabbed|attacked|hurt)"
    r"|blöder|skriker|bleeding|screaming)\b"
)
_ACUTE = re.compile(
    rf"""
    \b(?:ring(?:er|a)?\s+(?:112|ambulans\w*)|larma\w*\s+112|call\s+(?:112|911|an\s+ambulance))\b
    # The police are called about much; what is acute is a cry, or what goes on.
    | {_CRY}{_CALL} | \b(?:nån|någon)\s+måste\s+{_CALL}
    | \b(?:jag|hon|han)\s+vågar\s+(?:\w+\s+)?{_CALL}
    | \b{_CALL}.*\b{_NOW} | \b{_NOW}.*\b{_CALL}
    | \b(?:ska|skall|bör|måste|kan|should|must)\s+(?:jag|vi|man|I|we)\s+(?:\w+\s+)?{_CALL}
      (?:\s+(?:eller|or)\s+\w+)?\W*\Z
    | \b{_CALL}\W+(?:\w+\W+){{0,6}}?{_HARMED} | \b{_HARMED}\W+(?:\w+\W+){{0,8}}?{_CALL}
    | \b{_NOW}.*\b{_VIOLENCE}\b | \b{_VIOLENCE}\b.*\b{_NOW}
    | \b(?:hotar|slår|jagar|följer|misshandlar|rånar)\s+(?:mig|oss|honom|henne)\b
    | \b(?:någon|nån|de|han|hon|dom|killen|mannen)\s+
      (?:skjuter|slåss|slår|rånar|bryter\s+sig|hotar|har\s+(?:en\s+)?(?:kniv|pistol|vapen)|bråkar\s+med)\b
    | \b(?:någon|nån|de|han|hon|dom|killen|mannen)\s+(?:sj|sk|skj)uter\b
    | \b(?:he|she|they|someone|somebody|a\s+man)\s+(?:has|have|with)\s+(?:got\s+)?(?:a\s+)?
      (?:knife|knives|gun)\b
    | \b(?:there\s+is|there's)\s+a\s+(?:fight|shooting|robbery|stabbing)\b
    | \bpågår\s+(?:ett|en)\s+(?:rån|slagsmål|skottlossning|inbrott|misshandel|bråk)\b
    | \bjag\s+vill\s+dö\b | \bkill\s+(?:myself|himself|herself)\b | \bsuicid\w*\s+(?:now|tonight)\b
    | \b(?:someone|somebody|they|he)\s+(?:is|are)\s+(?:shooting|stabbing|fighting|attacking)\b
    | \b(?:jag|hon|han|någon|nån)\s+(?:är|blir|har\s+blivit)\s+
      (?:hotad|slagen|misshandlad|förföljd|skjuten|skadad|knivskuren|rånad)\b
    # Somebody is under threat now: those near to a person write of him, not of themselves.
    | \b(?:är|blir|blev|blivit)\s+hotad(?:e|a)?\b
      .*\b(?:just\s+nu|nu|hjälp|till\s+livet|i\s+natt|ikväll)\b(?!\s+(?:med|att|till|av|från)\b)
    | \b(?:vi|jag|min\s+\w+|våra?\s+\w+)\s+(?:är|blir)\s+
      (?:jagad|förföljd|misshandlad|slagen)(?:e|a)?\b.*\b(?:nu|hjälp)\b
    | \b(?:det|huset|lokalen|bilen|skolan)\s+brinner\b
    | \b(?:orkar\s+inte|inte\s+orkar|vill\s+inte|inte\s+vill)\s+leva\b
    | \bta(?:r)?\s+(?:sitt|mitt|livet\s+av)\b.*\b(?:liv|sig|mig)\b
    | \bsjälvmord\b.*\b(?:ikväll|nu)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)

_OFFICE = (
    r"(?:soc|socialen|social\w+|skol\w+|rektor\w*|lärar\w*|kommun\w*|förening\w*|fritids\w+"
    r"|polis\w*|vård\w+|region\w*|ordningsvakt\w*|personal\w*|myndighet\w*|nämnd\w*"
    r"|elevhäls\w*|kurator\w*|tränar\w*|ledar\w*|fältar\w*)"
)
_ASKS_OF_RULES = re.compile(
    rf"^\W*(?:(?:när|hur|vad|varför|enligt\s+\w+)\s+)?"
    rf"(?:får|kan|måste|bör|ska|skall|behöver|har|är)\s+"
    rf"(?:en\s+|ett\s+|våra?\s+|vårt\s+|alla\s+)?{_OFFICE}\b",
    re.IGNORECASE,
)
_CASE = re.compile(
    r"\b(?:om|när|ifall|att|som)\s+(?:(?:någon|nån|de|dom|han|hon|en|ett)\b|hotar\b|har\b)"
    r"[^,;.!?]*",
    re.IGNORECASE,
)
_NOW_AT_ALL = re.compile(rf"\b{_NOW}", re.IGNORECASE)


def is_acute(text: str) -> bool:
    """Whether ``text`` tells of danger now.

    "Får skolan ringa polisen om någon har kniv?" asks of a case that may arise: what stands after
    "om" is then no alarm, unless a word says that it is now.
    """
    if _ASKS_OF_RULES.search(text) and not _NOW_AT_ALL.search(text):
        text = _CASE.sub(" ", text)
    return _ACUTE.search(text) is not None
