import xml.etree.ElementTree as ET

import pytest

from evals.plots import (
    INK,
    Interval,
    Series,
    Told,
    curve_plot,
    histogram,
    history_plot,
    interval_plot,
    on_paper,
    share,
    shortened,
)

SVG = "{http://www.w3.org/2000/svg}"
TOLD = Told(id="bild", title="Titel", desc="Vad som syns")
HOSTILE = '<script>alert(1)</script>"&\x00'
AXES = ("vågrätt", "lodrätt")


def read(svg):
    return ET.fromstring(svg)


def texts(svg):
    return [node.text for node in read(svg).iter(f"{SVG}text")]


def numbers(svg, tag, *names):
    return [
        tuple(float(node.get(name, "nan")) for name in names)
        for node in read(svg).iter(f"{SVG}{tag}")
    ]


def rows(*values):
    return [Interval(label=f"rad {v}", value=v, low=v / 2, high=1.0) for v in values]


def test_a_dot_lies_on_the_scale_where_its_value_is():
    # The scale goes from 150 to 386: 0.25 lies at 150 + 236 / 4.
    svg = interval_plot(rows(0.0, 0.25, 1.0), TOLD)
    assert [x for (x,) in numbers(svg, "circle", "cx")] == [150.0, 209.0, 386.0]
    lines = [n for n in read(svg).iter(f"{SVG}line") if n.get("class") == "linje"]
    assert (lines[3].get("x1"), lines[3].get("x2")) == ("179.5", "386.0")
    assert texts(svg) == ["0", "0,5", "1", "rad 0.0", "rad 0.25", "rad 1.0"]


def test_a_curve_goes_through_its_points():
    # 0.4 at most: the vertical scale ends at .5, from 196 up to 24; the horizontal one is 340 wide.
    svg = curve_plot([(0.0, 0.0), (0.5, 0.25), (1.0, 0.4)], TOLD, AXES)
    (line,) = read(svg).iter(f"{SVG}polyline")
    assert line.get("points") == "46.0,196.0 216.0,110.0 386.0,58.4"
    assert set(AXES) < set(texts(svg))


def test_bars_are_as_high_as_their_counts():
    bars = numbers(histogram([("0", 1), ("1", 4), ("2", 0)], TOLD, AXES), "rect", "y", "height")
    assert bars == [(153.0, 43.0), (24.0, 172.0), (196.0, 0.0)]


def test_lines_of_a_history_differ_by_mark_and_dash_and_leave_gaps():
    series = [
        Series(label="ett", values=[0.1, 0.2, 0.3]),
        Series(label="två", values=[0.5, None, 0.7]),
        Series(label="tre", values=[0.9, 0.8, 0.7]),
    ]
    svg = history_plot(series, TOLD, AXES)
    counts = {
        tag: len(list(read(svg).iter(f"{SVG}{tag}"))) for tag in ("circle", "rect", "polygon")
    }
    assert counts == {"circle": 4, "rect": 3, "polygon": 4}  # one of each names its line
    dashes = [line.get("stroke-dasharray") for line in read(svg).iter(f"{SVG}polyline")]
    assert dashes == [None, None, None, "6 4", "2 4", "2 4", "2 4"]
    assert {"ett", "två", "tre"} < set(texts(svg))


@pytest.mark.parametrize(
    "draw",
    [
        lambda words, told: interval_plot([Interval(label=words, value=0, low=0, high=1)], told),
        lambda words, told: curve_plot([(0, 0)], told, (words, words)),
        lambda words, told: histogram([(words, 1)], told, (words, words)),
        lambda words, told: history_plot([Series(label=words, values=[1])], told, (words, words)),
    ],
)
def test_hostile_words_are_words(draw):
    svg = draw(HOSTILE, Told(id=HOSTILE, title=HOSTILE, desc=HOSTILE))
    tags = {node.tag.removeprefix(SVG) for node in read(svg).iter()}
    assert tags <= {"svg", "title", "desc", "text", "line", "polyline", "circle", "rect", "polygon"}
    assert any("<script>" in (text or "") for text in texts(svg))
    for node in read(svg).iter():
        assert not any(name.startswith("on") or name == "style" for name in node.attrib)


def test_a_drawing_has_a_name_and_tells_what_it_shows():
    root = read(interval_plot(rows(0.5), TOLD))
    known = {node.get("id"): node.text for node in root if node.get("id")}
    assert root.get("role") == "img"
    assert [known[name] for name in root.get("aria-labelledby", "").split()] == [
        "Titel",
        "Vad som syns",
    ]


def test_what_is_drawn_has_looks_on_paper():
    bars = histogram([("0", 1)], TOLD, AXES)
    lines = history_plot([Series(label=n, values=[1, 0]) for n in ("a", "b", "c")], TOLD, AXES)
    used = {n.get("class") for svg in (bars, lines) for n in read(svg).iter() if n.get("class")}
    used |= {node.get("class") for node in read(interval_plot(rows(0.5), TOLD)).iter()} - {None}
    assert used == set(INK)
    (style,) = read(on_paper(bars)).iter(f"{SVG}style")
    assert all(f".{name} {{" in (style.text or "") for name in used)


def test_shares_and_labels_are_short():
    assert [share(value) for value in (0, 0.25, 0.5, 1, 12.5, 30)] == [
        "0",
        "0,25",
        "0,5",
        "1",
        "12,5",
        "30",
    ]
    assert shortened("kedjor-utveckling") == "kedjor-utveckling"
    assert shortened("en mycket lång samling") == "en mycket lång sam…"
