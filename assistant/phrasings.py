"""Swedish turns of phrase that say the same, each with the one wording it is compared in.

canonical.py applies them in order to statements and quotes alike, so a rule need only keep the
meaning, not good style. None may lose a negation, a bound or a modal verb without its like.
"""

import re

from assistant.mentions import NUMBER_WORDS
from corpus.dates import MONTH_PATTERN

_DAY = rf"den \d\d? (?:{MONTH_PATTERN})(?: \d{{4}})?"
_FEW = r"(?:(?:[^\s,.;]*[^\s,.;:]|\w{2,4}\.) )"  # one word on the way, or an abbreviation
_START = r"(?:\A|(?<=[.;] ))"
_A_THING = r"(?:en|ett) (?!\w*(?:gång|år|månad))\w{6}"
_COUNT = rf"(?:\d[\d ]*|en|ett|{'|'.join(NUMBER_WORDS)})"
_MORE = r"(?:mer|fler|högre|längre|äldre|större)"
_RIGHT = r"(?:rätt|möjlighet|befogenhet)(?:en)?"
_TASK = r"(?:uppgift(?:er)?|uppdrag|ansvar|skyldighet|sak)"
_BELONGS = r"(?:ingår|ligger|hör|är)(?: det)?(?: också| även)?(?: i| till)?"
_MODAL = r"(ska|får|bör|kan|måste|behöver|skulle|fick|borde|kunde|behövde)"
_FATTA = {"fatta": "besluta", "fattar": "beslutar", "fattade": "beslutade", "fattas": "beslutas",
          "fattat": "beslutat", "ta": "besluta", "tar": "beslutar", "tas": "beslutas"}  # fmt: skip
_TENTHS = {"en": 10, "två": 20, "tre": 30, "fyra": 40, "fem": 50, "sex": 60, "sju": 70,
           "åtta": 80, "nio": 90}  # fmt: skip

_NO_CAN = r"(?:saknar|har ingen)"
_BY_FRONTED = rf"{_START}att ([^.;]*?),? är (enligt [^,;]{{1,60}}? )?(?:något |det )?som"

_TABLE: tuple[tuple[str, str], ...] = (
    # an aside stands between commas or not
    (r", ((?:till exempel|såsom|exempelvis|bland annat|det vill säga) [^,.;]{1,80}),", r" \1"),
    # what the law is silent about
    (rf"\blämna(?:r|de) ({_FEW}{{0,4}}?)öppet\b(?: både\b)?", r"anger \1inte"),
    (rf"\blämnas ({_FEW}{{0,4}}?)öppet\b(?: både\b)?", r"anges \1inte"),
    (r"\b(?:säger|nämner|står|finns|sägs|nämns|anges|anger) (?:ingenting|inget|intet) om\b",
     "anger inte"),
    (r"\btiger om\b", "anger inte"),
    (rf"\b(inte {_FEW}{{1,12}}?)(?:och|samt) (?=(?:vilk(?:en|et|a)|vem|hur|vad)\b)", r"\1eller "),
    # two things that are not the same
    (r"\binte samma sak(?:er)?,? utan\b", ""),
    (r"\b(?:blanda|förväxla) inte (?:ihop )?([^.,;]*?) (?:med|och) ", r"\1 är inte samma sak som "),
    (r"\b(?:ska|bör|får) inte (?:blandas ihop|förväxlas) med\b", "är inte samma sak som"),
    (r"(?<=\.) (?:det|de|dessa|de två) är inte samma sak\.", ""),
    # denials of denials, and negations that are none
    (r"\binte ovanlig\w*(?: att)?\b", "ofta"),
    (r"\b(?:är det|det är) ofta\b", "ofta"),
    (r"\binte (?:går|gick|gått) över\b|\binte (?:upphör|försvinner)\b", "består"),
    (r"\b(?:går|gick) över(?= kan\b|[.,;])", "upphör"),
    (rf"\b(?:inte|ej) ({_FEW}{{0,4}}?)(?:mer|annat) än (?={_A_THING})", r"\1bara "),
    (r"\bbara (?=(?:är )?(?:ett |lagens |det )?minimum\b)", ""),
    (r"\bvare sig\b", "varken"),
    (r"\binte ([^.,;]*?)\bvarken\b", r"varken \1"),
    (r"\ball(?:a|t)? (?:slags|sorters|typer av)\b", "alla slags"),
    # rights and permissions
    (rf"\b(?:ger|gav) (inte )?({_FEW}{{1,4}}?)(?:någon )?{_RIGHT} att\b", r"\2får \1"),
    (rf"\bfår inte ({_FEW}{{0,8}}?)(?:någon )?rätt(?:en)? att\b", r"får inte \1"),
    (rf"\b{_NO_CAN} rätt(?:en|ighet)? att\b", "får inte"),
    (rf"\b{_NO_CAN} möjlighet att\b", "kan inte"),
    (rf"\b(?:{_NO_CAN}|har inte någon) (?:skyldighet|plikt) att\b", "behöver inte"),
    (r"\b(får|kan),? men (?:måste|behöver) inte,? ", r"\1 "),
    (r"\bdet är ([^.,;]{1,40}) som (får|kan) ([^,.;]+), inte ([^,.;]{1,40})(?=[.;]|\Z)",
     r"\1 \2 \3; \4 \2 inte \3"),
    (r"\bför att ([^.;]{1,60}?) ska få ([^.;]*?),? (?:måste|krävs) (?=det\b|att\b)",
     r"\1 får \2 bara om "),
    # a task put first, whose it is put last
    (rf"{_BY_FRONTED} ([^.;]{{1,60}}?) {_MODAL}( inte)? göra\b", r"\3 \4\5 \2\1"),
    (rf"{_START}att ([^.;]*?),? är (\w+?):?s {_TASK}\b", r"\2 ska \1"),
    (rf"\btill (\w+?):?s {_TASK}((?: enligt [^,.;]{{1,60}}?)?) hör (?:också |även )?att\b",
     r"\1 ska\2"),
    (rf"\b(?:det )?{_BELONGS} (\w+?):?s {_TASK}((?: enligt [^,.;]*?)?) att\b", r"\1 ska\2"),
    (r"\b(?:det )?är (inte )?frivilligt ((?:enligt [^,.;]*? )?)för ([^.;]{1,80}?),? att\b",
     r"\3 behöver \1inte \2"),
    (rf"\b(?:gav|ger|gett|lämnade) ({_FEW}{{1,8}}?)(?:i |ett )?uppdrag(?:et)? att\b", r"\1ska"),
    (rf"\bfick ({_FEW}{{1,8}}?)(?:i|ett) uppdrag att\b", r"\1ska"),
    (rf"\bfick ({_FEW}{{0,8}}?)(\w+s) uppdrag att\b", r"\1ska enligt \2"),
    (rf"\b(?:har|hade) (?:till och med |fram till )({_DAY}) på sig att\b", r"ska senast \1"),
    (rf"\b(?:har|hade) på sig (?:till och med |fram till |till )({_DAY}) (?:med )?att\b",
     r"ska senast \1"),
    # from when
    (rf"\bförst ({_DAY}) (behöv\w+|måste|skulle|ska)\b", r"\2 inte förrän \1"),
    (rf"\bvid ikraftträdandet av ([^.,;]*?) (?={_DAY})", r"när \1 började gälla "),
    (rf"\b({_DAY}) (?:är|var|blir) (?:det |dag(?:en)? för )?(ikraftträdand\w+)", r"\2 \1"),
    (rf"\b({_COUNT} \w+) (?:eller (?:mer|äldre|fler|högre|längre)|och uppåt)\b", r"minst \1"),
    (rf"\bfrån ({_COUNT} år)\b(?! till)", r"minst \1"),
    (rf"\binte ({_FEW}{{0,4}}?){_MORE} än (?={_COUNT} \w)",
     r"\1högst "),
    (rf"\b{_MORE} än ({_COUNT} \w+) får ([^.,;]{{1,60}}?) inte vara\b",
     r"högst \1 får \2 vara"),
    (rf"\binte ({_FEW}{{0,4}}?)(?:mindre|färre|lägre|kortare|yngre) än (?={_COUNT} \w)",
     r"\1minst "),
    (rf"\b(?:är|var) ({_DAY}) sista dag(?:en)? (?:för ([^.,;]{{1,60}}?) )?att\b",
     r"ska \2 senast \1"),
    # "efter" and "till" that bound nothing
    (r"\befter att ha\b", "som"),
    (r"\b(leta\w*|se|ser|sök\w*|fråg\w*|titta\w*) efter\b", r"\1"),
    (r"\b(led\w*) fram till\b", r"\1 till"),
    # one word for another
    (r", fast (?=(?:det|den|de|man|ni|\w+(?:en|et|na))\b)", ", trots att "),
    (r"\benas om\b", "komma överens om"),
    (r"\b(?:enades|enats) om\b", "kom överens om"),
    (r"\bska dömas\b", "döms"),
    (r"\b(?:ungefär|omkring|runt|ca|uppskattningsvis) (?=\d|\w+ (?:av|procent)\b)", "cirka "),
)  # fmt: skip
PHRASINGS = tuple((re.compile(pattern, re.IGNORECASE), wording) for pattern, wording in _TABLE)
_DECISION = re.compile(rf"\b({'|'.join(_FATTA)}) (?:ett |sitt )?beslut(?:et|en)?\b", re.IGNORECASE)
_OF_TEN = re.compile(rf"\b({'|'.join(_TENTHS)}) av tio\b", re.IGNORECASE)


def one_phrasing(text: str) -> str:
    """``text`` with each phrase of the table in its one wording."""
    for pattern, wording in PHRASINGS:
        text = pattern.sub(wording, text)
    text = _DECISION.sub(lambda match: _FATTA[match[1].lower()], text)
    return _OF_TEN.sub(lambda match: f"{_TENTHS[match[1].lower()]} procent av", text)
