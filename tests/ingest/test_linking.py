from answer_sources import passage

from corpus.documents import Place
from ingest.linking import with_references


def test_a_passage_refers_to_the_places_that_can_be_read_here() -> None:
    plan = passage("sfs-2023-196", "5 §", "Planen bygger på lägesbilden enligt 4 § och på 17 §.")
    picture = passage("sfs-2023-196", "4 §", "Lägesbilden enligt 4 § ska finnas.")
    handbook = passage("bra-est", "Metoden", "Lagen (2023:196) kräver en plan (5 §). Se OSL.")
    linked = with_references([plan, picture, handbook])
    assert [row.refers_to for row in linked] == [
        (Place(document_id="sfs-2023-196", pinpoint="4 §"),),
        (),
        (Place(document_id="sfs-2023-196", pinpoint="5 §"),),
    ]
