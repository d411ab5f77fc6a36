"""What every Word file that we write has in common: its language, who made it, pieces of XML."""

from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from ui.texts import SERVICE

_LANGUAGE = "sv-SE"


def set_about(document: WordDocument, title: str) -> None:
    """Title, author and language, for programs; python-docx's own remark is taken out."""
    about = document.core_properties
    about.title, about.author, about.language = title, SERVICE, _LANGUAGE
    about.comments = ""


def set_language(document: WordDocument) -> None:
    """Swedish for every run that says nothing else: what a screen reader and the spelling go by."""
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), _LANGUAGE)


def element(name: str, /, **values: str) -> BaseOxmlElement:
    """An element of Word's XML; ``name`` and the names of its values are of the namespace w."""
    made = OxmlElement(f"w:{name}")
    for key, value in values.items():
        made.set(qn(f"w:{key}"), value)
    return made
