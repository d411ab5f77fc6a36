"""Words that no source needs and every attack does: addresses, marks of ours, orders to a machine.

A source is quoted word for word, so what it says reaches the reader. A sentence with a web
address, a picture or a mark such as "[1]" would show as ours; a passage that gives a language model
orders is no source of anything.
"""

import re
import unicodedata
from functools import lru_cache

_ADDRESS = re.compile(
    r"""
    \b[a-z][a-z0-9+.-]{1,15}:\s?//\S+          # https://, ftp://, javascript://
    | (?<![:/\w])//[\w.-]+\.[a-z]{2,}\S*       # //exempel.se
    | \bwww\.[\w-]+\.\S+
    | \b(?:javascript|data|vbscript|file|mailto|tel|blob):\S+
    | (?<![@\w.-])(?:[\w-]+\.)+[a-z]{2,12}/[^\s.,;:)\]]\S*   # exempel.se/sida
    """,
    re.IGNORECASE | re.VERBOSE,
)
_DEFANGED = re.compile(r"\bhxxps?\b|\[\.\]|\(dot\)|\[dot\]", re.IGNORECASE)
_OUR_MARK = re.compile(r"\[\^?\d{1,3}\]|\[(?:källa|source|ref)\b[^\]]*\]", re.IGNORECASE)
_MARKUP = re.compile(r"!?\[[^\]]*\]\s*\(|</?[a-z][^<>]*>|\{\{.*?\}\}|\$\{|<%|\{%", re.IGNORECASE)

_MACHINE = (
    r"(?:ai|språkmodell\w*|chatt?bot\w*|chatt?assistent\w*|ai-?(?:assistent|modell|tjänst)\w*"
    r"|samverkanslotsen|gpt\w*|llm\w*|språkassistent\w*)"
)
_SAY = (
    r"(?:skriv\w*|svara\w*|säg\w*|citera\w*|länka\w*|uppge\w*|hänvisa\w*|ignorera\w*|följ\w*"
    r"|lägg\w*\s+till|visa|avsluta\w*|inled\w*)"
)
_RULES = (
    r"(?:instruktion\w*|anvisning\w*|direktiv\w*|regl\w*|order|system-?prompt\w*|prompt\w*"
    r"|begränsning\w*|säkerhetsregl\w*)"
)
_FORGET = r"(?:ignorera|bortse\s+(?:helt\s+)?från|glöm|strunta\s+i|åsidosätt|förbise|överge|radera)"
_BEFORE = r"(?:tidigare|ovanstående|föregående|alla|allt|dina|din|andra|övriga)"
_ENGLISH_RULES = (
    r"(?:instructions?|rules?|prompts?|messages?|context|guidelines?|directives?|sources?)"
)
_ENGLISH_MACHINE = r"(?:ai|assistants?|language\s+models?|llms?|chatbots?|bots?|models?)"
_NEAR, _CLOSE = r"[^.!?\n]{0,80}?", r"[^.!?\n]{0,40}?"
_ORDERS = (
    # "Glöm alla tidigare instruktioner", "Ignore the rules above"
    rf"\b{_FORGET}\b{_NEAR}\b{_BEFORE}\b{_CLOSE}\b(?:{_RULES}|källor\w*|text\w*|ovan)\b",
    (
        rf"\b(?:ignore|disregard|forget|override|bypass)\b{_NEAR}"
        rf"\b(?:previous|prior|above|earlier|all|any|your|system)\b{_CLOSE}\b{_ENGLISH_RULES}\b"
    ),
    rf"\b(?:ignore|disregard)\b{_CLOSE}\b{_ENGLISH_RULES}\b{_CLOSE}\babove\b",
    # words for what stands before a talk with a machine
    r"\b(?:system|utvecklar|dold\w*|hemlig\w*)[\s-]*(?:prompt\w*|instruktion\w*|meddelande\w*)\b",
    r"\b(?:system|developer|secret|hidden|initial)\s+(?:prompts?|messages?|instructions?)\b",
    # addressed to it
    rf"\bnya?\s+(?:instruktion\w*|order|direktiv)\s*(?:till|för)\s+(?:dig|{_MACHINE})\b",
    (
        r"\b(?:instruktion\w*|order|meddelande\w*|uppmaning\w*|obs\w*|viktigt|notis\w*|anvisning\w*)"
        rf"\s*(?:till|för)\s+(?:(?:alla|varje|den)\s+)?(?:{_MACHINE}|assistenten)\b"
    ),
    (
        r"\b(?:note|message|instructions?|attention)\s+(?:to|for)\s+(?:(?:the|any|all)\s+)?"
        rf"{_ENGLISH_MACHINE}\b"
    ),
    rf"\b(?:som|bästa|kära|hej)[\s,]+{_MACHINE}\b{_NEAR}\b(?:ska|måste|{_SAY})\b",
    rf"\b{_MACHINE}\s+(?:ska|måste|bör)\s+(?:(?:alltid|endast|bara|nu|då)\s+)*{_SAY}\b",
    # another part to play
    (
        r"\b(?:du|ni)\s+är\s+(?:nu|numera|inte\s+längre|från\s+och\s+med\s+nu)\b"
        rf"{_CLOSE}\b(?:{_MACHINE}|läge\w*|hjälpare|roll\w*|jurist|pirat|bunden|begränsad)\b"
    ),
    r"\byou\s+are\s+(?:now|no\s+longer)\b",
    r"\bact\s+as\s+(?:an?|the)\b",
    r"\b(?:jailbreak\w*|dan-?läge\w*|prompt\s*injection\w*|developer\s+mode|utvecklarläge\w*)\b",
    # what to say, and when
    (
        rf"\b(?:när|om|innan)\s+(?:du|en\s+{_MACHINE})\s+(?:som\s+{_MACHINE}\s+)?"
        rf"(?:svarar|läser|sammanfattar|citerar|bearbetar)\b{_NEAR}\b{_SAY}\b"
    ),
    r"\b(?:svara|skriv|säg)\s+(?:alltid|endast|bara|enbart|nu)\b",
    r"\b(?:respond|reply|answer|output|print|say)\s+(?:only|always|exactly|with\s+(?:only|exactly))\b",
    rf"\b(?:avslöja|skriv\s+ut|visa|läck)\s+{_CLOSE}\b{_RULES}\b",
    rf"\b(?:reveal|leak|repeat|print)\s+{_CLOSE}\b{_ENGLISH_RULES}\b",
    # the signs that part the roles of such a talk, and ours around the sources
    r"<\|?(?:im_start|im_end|system|user|assistant|endoftext)\|?>|\[/?(?:INST|SYS|SYSTEM)\]|<</?SYS>>",
    r"^\s*\#{0,3}\s*(?:system|assistant|user|developer|human)\s*:",
    r"={3,}\s*(?:KÄLLOR|SLUT|END|BEGIN)\b",
)
_TO_MACHINE = re.compile("|".join(_ORDERS), re.IGNORECASE | re.MULTILINE)
# Letters of other alphabets that look like ours, so that a word is read as it looks.
_LOOKALIKES = str.maketrans(
    "аеорсухіјѕԁһԛԝкмтвнАВЕКМНОРСТУХІЈЅαορνικτΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "aeopcyxijsdhqwkmtbhABEKMHOPCTYXIJSaopviktABEZHIKMNOPTYX",
)


def is_unfit(sentence: str) -> bool:
    """Whether a sentence must not stand in an answer: it holds an address, a mark or markup."""
    return any(sign.search(sentence) for sign in (_ADDRESS, _DEFANGED, _OUR_MARK, _MARKUP))


@lru_cache(maxsize=4_096)
def speaks_to_machine(text: str) -> bool:
    """Whether ``text`` gives a language model orders."""
    plain = unicodedata.normalize("NFKC", text).translate(_LOOKALIKES)
    return _TO_MACHINE.search(plain) is not None


def without_addresses(text: str) -> str:
    """``text`` without web addresses."""
    return _ADDRESS.sub("", text)
