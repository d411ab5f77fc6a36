import pytest

from evals.pinpoints import places


@pytest.mark.parametrize(
    ("pinpoint", "named"),
    [
        ("4 §", {"4 §"}),
        ("4 § andra stycket", {"4 §"}),
        ("12 § punkt 2", {"12 §"}),
        ("  10 KAP. 18  a § ", {"10 kap. 18 a §"}),
        ("10 kap. 18\u00a0a §", {"10 kap. 18 a §"}),
        ("4–5 §§", {"4 §", "5 §"}),
        ("4-5 §§", {"4 §", "5 §"}),
        ("19 kap. 5–7 §§", {"19 kap. 5 §", "19 kap. 6 §", "19 kap. 7 §"}),
        ("2 kap. 1 och 3 §§", {"2 kap. 1 §", "2 kap. 3 §"}),
        ("8–8 a §§", {"8 §", "8 a §"}),
        ("Övergångsbestämmelser", {"övergångsbestämmelser"}),
        ("övergångsbestämmelserna, punkt 2", {"övergångsbestämmelser"}),
        ("Övergångsbestämmelser till 2025:220", {"övergångsbestämmelser till 2025:220"}),
        ("Steg 3 Gemensamma förberedelser", {"steg 3"}),
        ("Steg 3", {"steg 3"}),
        ("Skälen för  regeringens beslut", {"skälen för regeringens beslut"}),
        ("Uppdraget, andra stycket", {"uppdraget"}),
        ("s. 23", {"s. 23"}),
    ],
)
def test_a_pinpoint_names_places_without_their_subdivisions(pinpoint, named):
    assert places(pinpoint) == named


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("4 §", "14 §"),
        ("4 §", "4 a §"),
        ("10 kap. 4 §", "4 §"),
        ("Steg 1", "Steg 10"),
        ("Lagen i korthet", "Lydelser över tid"),
    ],
)
def test_different_places_share_nothing(one, other):
    assert places(one).isdisjoint(places(other))
