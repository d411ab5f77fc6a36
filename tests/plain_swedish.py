"""Which words of a Swedish text are English, and what a template shows."""

import re
from html import unescape

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")

# Words of English interfaces that are no Swedish words. Left out are those that are both (all,
# problem, text, person, under, format, export, in, men, hit, sort, fast, start, status, version,
# index, bra, slut, alert, plan, den, far, en, i, as, at, an, by, so, do, be).
ENGLISH = frozenset(
    """
    about above accept access account action actions active add added adding address advanced after
    again against agree alerts allow allowed almost alone already also although always amount and
    annotation another answer answers any anything application applied apply approve archive are
    around ask asked asking attach attachment attempt available avatar away back backward bad
    because become been before begin behind being below best better between blank blocked body book
    both bottom box branch broken browse browser build built busy but button buttons calendar call
    can cancel cancelled cannot caption careful case category change changed changes chat check
    checkbox checked checking choose chosen city clear cleared click clicked clipboard close closed
    collapse color column columns combobox coming command comment comments company complete
    completed component confirm connect connected connecting connection contact contain contains
    content contents continue conversation copied copy copying could count country create created
    creating current custom cut dark dashboard data dataset date day days decline default delete
    deleted denied deny description deselect details device dialog did different disable disabled
    disconnect dismiss display does done down download downloading draft drag drop dropdown each
    early easy edit edited editing editor either else email empty enable enabled end ended enter
    entered entry error errors even ever every everything example examples exit expand expected
    expired explore external failed failure false favorite features feedback few field fields file
    files fill filtered find finish finished first flag follow following footer forbidden
    forgot form forward found from full fullscreen further general generate generated generating
    get getting give given global go going good got great group guest had handle has have having
    header heading hello help here hidden hide high history hold home hour hours how however icon
    ignore image images import incorrect input insert inside install instead into
    invalid is issue issues it item items its itself join keep key keyboard kind know known
    label language large last late later latest law learn leave less let letter level light like
    limit line lines link links list listbox live load loaded loading local location lock locked
    log login logout long look lost low made main make manage many mark match matches maximum may
    maybe me media menu message messages might minimum minute minutes missing mobile mode month
    months more most move much must my name navigate navigation need never new newer newest next
    nobody none not note nothing notice notification now number object of off offline often okay
    old older on once one only open opened opening option optional options or order other others
    our out output outside over overview own page pages paid panel part password paste pause
    people phone picture place play please popup post press pressed preview previous print privacy
    proceed process processing profile progress public published queue question questions quick
    read reading ready really reason receive received recent recipe record redo refresh region
    register related release reload remember remove removed rename replace reply report request
    required reset resize response restart restore result results retry return review right role
    row rows rule run running same save saved saving say says screen screenshot scroll search
    searching second seconds section security see seen select selected selection send sending sent
    server service session set settings several share shared sharing she should show showing shown
    side sidebar sign signed since site size skip slow small some something sorry source sources
    space specific spinner starting state step still stop stopped stopping store stream
    streaming string style submit submitted subscribe success successful successfully such suggest
    suggestion summary support switch system table tag take team terms than thank thanks that the
    their them then there these they thing things this those though through time title today
    together toggle too tools tooltip top total try trying turn type unable unavailable undefined
    undo unexpected unknown unless unlock until untitled unsaved up update updated upload
    uploading url use used user username users using valid value values verify very view viewing
    visible visit wait waiting want warning was watch way we week welcome well went were what when
    where whether which while who whole whose why width will window with within without word words
    work working would write written wrong year years yes yesterday yet you your yours zoom
    """.split()
) - frozenset(
    # Swedish too, or a part of names that stand in our texts.
    """
    data form general global input is it let limit like list menu mobile mode me my notice
    offline on order panel part post region still system top type url var via far log media record
    zoom kind best bad body link man team tag order small app book box best down even flag fast
    gift handle had hello old press rule role side set site she so stream string step stop summary
    support switch time title wait watch way we week well pause vi tid icon image screen
    """.split()
)

NAMES = frozenset({"Word", "Markdown", "Excel", "PDF", "JSON", "JavaScript"})
"""Names that hold an English word."""


def english_words(text: str) -> set[str]:
    """The words of a text that are English and no names."""
    return {word for word in _WORD.findall(text) if word.lower() in ENGLISH and word not in NAMES}


_BLOCK_END = re.compile(r"</(?:p|h\d|li|dt|dd|label|option|button|th|td|caption|figcaption)>")
_JINJA = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


def text_of_template(template: str) -> str:
    """What a template says in its own words: without tags, values and Jinja; a line a block."""
    lined = _BLOCK_END.sub("\n", _JINJA.sub(" ", template.replace("\n", " ")))
    lines = (" ".join(line.split()) for line in unescape(_TAG.sub(" ", lined)).split("\n"))
    return "\n".join(line for line in lines if line)
