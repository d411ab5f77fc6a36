"""One wording for constructions that say the same, so that the verifier's rules see them alike.

Both a statement and its quotes pass through here before they are compared; nothing of it is shown.
"""

import re

from assistant.phrasings import one_phrasing
from corpus.dates import MONTH_PATTERN

_STEPS = "noll ett två tre fyra fem sex sju åtta nio tio elva tolv".split()
_OTHER = r"(?:annan|annat|andra)(?: \w+)? än"
_COUNTS = "två |tre |fyra |fem |sex |sju |åtta |nio |tio |hälften |var"
_CONTRASTED = "att|också|även|i stället|om|i|på|för|av|till|från|genom|som|bara|det|den|de"
_DAY = rf"den \d|(?:{MONTH_PATTERN}) (?:19|20)\d\d|(?:19|20)\d\d\b"
_IOP = "idéburet offentligt partnerskap"
_TO, _ANY = "(?:till|av|för|åt|hos|från|i|på)", "(?:någon|något|några)"
_FEW = r"(?:[^\s,.;]+ ){0,6}?"
_BINDS = r"(får|fick|kan|kunde|ska|skulle|bör|måste|behöver)"
_NOT = r"(?:inte|ej|aldrig)"

_REWRITES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), wording)
    for pattern, wording in (
        # A statement often begins with its verdict; the sentence after it says the same.
        (r"\A(?:ja|nej|jo|svaret är (?:ja|nej))\s*[,:.!–-]\s+(?=\S)", ""),
        # "inte till någon annan än X" says "bara till X"
        (rf"\b{_NOT} ((?:[^\s,.;]+ ){{0,6}}?)({_TO} )?{_ANY} {_OTHER}", r"\1bara \2"),
        (rf"\b(?:ingen|inget|inga) {_OTHER}", "bara"),
        # "får inte lämnas utan samtycke" says "får lämnas bara med samtycke"
        (
            rf"\b{_BINDS}\b([^.;]{{0,60}}?) {_NOT} ({_FEW})utan (?!(?:{_CONTRASTED})\b)",
            r"\1\2 \3bara med ",
        ),
        (rf"\b{_NOT} ([^.;,]*?[^,.;]) utan (?=\w+(?:a|na|t|en) \w+)", r"inte \1, utan "),
        (rf"\b{_NOT}\b([^.;]*?[^,.;]) utan (?=(?:{_CONTRASTED})\b)", r"inte\1, utan "),
        # these deny nothing
        (r"\binte (?:bara|enbart|endast)\b", "dels"),
        (rf"\binte minst (?!\d|en |ett |{_COUNTS})", "särskilt "),
        (r"\binte sällan\b", "ofta"),
        (r"\binte heller\b", "inte"),
        (r"\b(?:per gång|åt gången|i taget)\b", "varje gång"),
        (r"\ben gång (?=var(?:t|je|annan)\w*\b)", ""),
        # from when and until when
        (rf"\bsedan (?={_DAY})", "från och med "),
        (r"(?<!är )\bfrån (?=den \d)", "från och med "),
        (r"\btill (?=den \d)", "till och med "),
        (r"\bsista dag(?:en)?\b([^.;]*?) (?:är|var) (?=den \d)", r"ska\1 senast "),
        (r"\b(?:är|var) sista dag(?:en)? (?=den \d)", "ska senast "),
        (r"(?<=\d) respektive (?=den \d)", " och senast "),
        # the last point of a list
        (r",? (och|eller) [-–] (?=\w)", r"; \1 "),
        (r"\beller (?:äldre|mer|fler|högre|längre|senare)\b", "och uppåt"),
        (r"\bhade (?:till och med|fram till) (den \d[^,;]*?) på sig att\b", r"skulle senast \1"),
        (r"\bhan eller hon\b", "personen"),
        # how often and how long
        (r"\b(?:en gång (?:om|per) (?:året|år)|en gång varje år|varje år)\b", "årligen"),
        (r"\bett halv(?:t )?år\b", "sex månader"),
        (r"\bsom (?:längst|mest|högst)\b", "högst"),
        # who says so stands between commas or not
        (r", (enligt (?:[^,.;:]|:\d){1,80}), ", r" \1 "),
        # names and their abbreviations
        (r"\boffentlighets- och sekretesslag(?:en)?\b(?: \(OSL\))?", "OSL"),
        (r"\bmyndigheten för ungdoms- och civilsamhällesfrågor\b(?: \(MUCF\))?", "MUCF"),
        (r"\bmyndigheten för stöd till trossamfund\b(?: \(SST\))?", "SST"),
        (r"\bsveriges kommuner och (?:regioner|landsting)\b(?: \(SKR\))?", "SKR"),
        (r"\bcivilsamhällesorganisationer(?:na|s|nas)?\b", "organisationer i civilsamhället"),
        (r"\bcivilsamhällets organisationer\b", "organisationer i civilsamhället"),
        (r"(?-i:\bBrottsförebyggande) rådets?\b(?: \(Brå\))?", "Brå"),
        (r"\bintegritetsskyddsmyndigheten\b(?: \(IMY\))?", "IMY"),
        (r"\bpolismyndigheten\b", "polisen"),
        (rf"\b{_IOP} \(IOP\)|\bIOP\b(?!-)", _IOP),
    )
)  # fmt: skip
_STEP = re.compile(rf"\b(steg|punkt|kapitel) ({'|'.join(_STEPS)})\b", re.IGNORECASE)


def canonical(text: str) -> str:
    """``text`` with each known construction in its one wording."""
    for pattern, wording in _REWRITES:
        text = pattern.sub(wording, text)
    text = one_phrasing(text)
    return _STEP.sub(lambda match: f"{match[1]} {_STEPS.index(match[2].lower())}", text)
