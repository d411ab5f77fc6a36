"""Given names that are common in Sweden, so that a question about a person is known for one.

Names that are also ordinary words, places or months at the beginning of a question (Bo, Maj, Sten)
are left out.
"""

_NAMES = """
aisha ahmed alexander ali alice alma amanda amina amir anders andreas anette anna annika anton
arvid asta astrid axel barbro bengt birgitta björn carina carl caroline cecilia charlie charlotta
christer christina christoffer claes daniel david ebba edvin eleonora elias elin elisabeth elsa
emelie emil emma erik erika eva fadumo fatima felix filip fredrik freja frida gabriel gunilla gunnar
gustav hampus hanna hans harald hassan helena henrik hugo hussein ibrahim ida inger ingrid isabelle
isak jakob jan jennifer jenny jens jesper joakim johan johanna johannes john jonas jonathan josef
josefin julia kalle karim karin karl katarina kenneth kerstin kevin khadija kim kristina kristoffer
lars lena leif leila lennart liam lina linnéa linus lisa lotta louise lovisa lucas ludvig lukas
magnus maja malin marcus margareta maria marie markus martin mats matilda mattias melker
mikael minna mohamed mohammed monica moa mustafa märta nadia nils noah nora olof olivia omar
oscar oskar patrik per peter petter pontus rasmus rebecka robert robin roger rolf samir
samuel sandra sara saga sebastian selma signe simon sofia stefan susanne svante sven theo therese
thomas tilde tina tobias tove tuva ulla ulrika valter vera viktor viktoria vilgot wilhelm william
yasmin youssef yusuf zahra zainab åke åsa örjan
"""
GIVEN_NAMES = frozenset(_NAMES.split())
