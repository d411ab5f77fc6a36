"""Greetings, thanks and "jag undrar en sak" taken out of a question before it is searched.

Sources in official Swedish hold such words seldom, so that each of them weighs as much as a term.
What is told beside the question stays ("vi är en liten kommun. måste vi …?"): it is what makes our
questions answerable. Only a clause that says nothing but small talk goes.
"""

import re

from corpus.lexical import is_stop_word

# Never about anything. At the beginning of what remains they are cut off too.
_GREETINGS = """
hej hejsan hejhej hallå halloj tjena tjenare tjenixen tja tjo snälla mvh tack tackar tacksam
tacksamma undrar undra undrade funderar
"""
_STRONG = frozenset(_GREETINGS.split())
_CUES = frozenset(
    f"""{_GREETINGS}
    morgon förmiddag eftermiddag kväll helg dag hälsning hälsningar vänlig vänliga vänligen vänligt
    fundering funderingar fråga frågan frågor frågar frågade grej grejer sak svar svara svarar
    svaret förhand hjälp hjälpa hjälpen hjälper uppskatta uppskattar uppskattas ursäkta förlåt
    letat letar googlat googlade sökt höra veta toppen jättebra berätta förklara kolla
    """.split()
)
# What such a clause holds beside its cue.
_FILLING = frozenset(
    """
    god gott fin fint trevlig trevligt bra jättefin snabb snabbt snabba kort korta enkel enkelt
    enkla liten lilla stor stort dum dumt dumma kanske ny nya nytt nyss ganska riktigt verkligen
    vore få får fick jobbar jobbat arbetar sitter sitta hemma kontoret jobbet idag igen chef
    chefen kollega kollegan kollegor bad ber bett vän egentligen förresten okej ok jo alltså typ
    liksom prova provar försöker försökt här lite bara möjligt gärna skulle vilja vill behöver
    behövde tänkte tänker helt säker osäker koll hel mycket tusen all allt överallt hitta hittar
    hittat reda kan någon nån ni er bästa många hoppas vet fattar förstår klok klar rätt går
    jätte stör störa länge
    """.split()
)
_MOST_TOLD = 1  # words of another kind before "undrar": "jag jobbar i en kommun och undrar en sak"

_QUESTION_WORDS = (
    "vad|hur|när|var|vart|varifrån|vem|vems|vilka|vilken|vilket|varför|får|kan|ska|skall|måste|är|"
    "finns|har|gäller|behöver|går|ingår|blir|brukar|bör|kommer|räcker|krävs|om|ifall"
)
# "jag undrar bara lite | hur man gör": what comes before the question is a clause of its own.
_LEAD = re.compile(
    rf"""
    \b((?:undrar|undra|funderar|(?:jag|vi)\b[^.!?,]{{0,40}}\b(?:veta|fråga|höra))
       (?:\s+(?:bara|lite|på|över|en|sak|mest|med|er|då|för|mig|oss))*)
    \s+(?=(?:{_QUESTION_WORDS})\b)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_CLAUSE_END = re.compile(r"(?<=[.!?\n,:;–—|])\s+")
_GREETING = re.compile(rf"\W*(?:(?:{'|'.join(_GREETINGS.split())})\b\W*)+", re.IGNORECASE)
# "Mvh Lisa", and "Med vänliga hälsningar, Lisa Ek" after the end of a sentence.
_SIGNED = re.compile(
    r"""
    (?: \bmvh\b(?:\W+[^\W\d]+){0,3}
      | (?:^|(?<=[.!?,\n]))\s{0,3}(?:med\s+)?(?:vänlig\w*\s+|bästa\s+)?hälsning(?:ar)?\b
        (?:\W+(?-i:[A-ZÅÄÖ])\w*){0,3}
    )\W*\Z
    """,
    re.IGNORECASE | re.VERBOSE,
)
_WORD = re.compile(r"[^\W_]+")


def without_small_talk(text: str) -> str:
    """``text`` without clauses of small talk; the very same when it has none, or nothing else."""
    unsigned = _SIGNED.sub("", text)
    clauses = [part for part in _CLAUSE_END.split(_LEAD.sub(r"\1| ", unsigned)) if part.strip()]
    asked = any("?" in clause and _contents(clause) for clause in clauses)
    kept = [clause for clause in clauses if not _is_small_talk(clause, asked=asked)]
    if len(kept) == len(clauses) and unsigned == text and not _GREETING.match(text):
        return text
    rest = " ".join(kept).replace("|", "")
    if greeting := _GREETING.match(rest):
        rest = rest[greeting.end() :]
    return rest if any(not is_stop_word(word) for word in _words(rest)) else text


def _is_small_talk(clause: str, *, asked: bool) -> bool:
    """Whether a clause is small talk; ``asked`` when some clause asks for something."""
    words = _words(clause)
    if not any(word in _CUES for word in words):
        return False
    contents = _contents(clause)
    if "?" in clause:  # "Kan du hjälpa mig?" goes when more is asked, the only question never
        return asked and not contents
    if not contents:
        return True
    # "jag behöver hjälp med hyran" and "jag undrar över hyran" tell what it is about.
    told_first = any(word in _STRONG for word in words[words.index(contents[-1]) :])
    return told_first and len(contents) <= _MOST_TOLD


def _contents(clause: str) -> list[str]:
    return [
        word
        for word in _words(clause)
        if word not in _CUES and word not in _FILLING and not is_stop_word(word)
    ]


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]
