"""Figures → SVG, as text: own shapes and nothing from outside.

Marks differ by shape and dash, never by colour alone, and carry classes for the style sheet of
whatever shows them. Every text is escaped; ``title`` and ``desc`` tell what a drawing shows.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

WIDTH = 400
"""Units of a drawing's width: small, so that the words can be read on a phone."""

INK = {
    "text": "fill: #1a2328; font-family: 'Libertinus Serif'; font-size: 13px",
    "axel": "stroke: #4a5860; fill: none",
    "rutnat": "stroke: #d5dcdf; fill: none",
    "linje": "stroke: #0a5a73; stroke-width: 2; fill: none",
    "punkt": "stroke: #0a5a73; fill: #0a5a73",
    "oppen": "stroke: #0a5a73; stroke-width: 2; fill: #fff",
    "stapel": "stroke: #0a5a73; fill: #e1eef3",
}
"""Each class with how it looks where there is no style sheet, as on paper."""

_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 14, 10, 44
_ROW = 26  # units for each row of intervals
_HEIGHT = 240
_LONGEST = 19  # characters of a label that fit beside the drawing
_DASHES = ("", "6 4", "2 4")


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A share with its interval, all 0–1, under a label."""

    label: str
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A line through points; None leaves a gap."""

    label: str
    values: Sequence[float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a drawing says of itself: its name, and what can be seen in it; ``id`` is its own."""

    id: str
    title: str
    desc: str


def interval_plot(rows: Sequence[Interval], told: Told) -> str:
    """A dot with its interval for each row, on a scale from 0 to 1."""
    left, right = 150, WIDTH - _RIGHT
    bottom = _TOP + _ROW * len(rows)

    def x(share: float) -> float:
        return left + (right - left) * share

    parts = [_grid_line(x(s), _TOP, x(s), bottom) for s in (0, 0.25, 0.5, 0.75, 1)]
    parts += [_text(x(s), bottom + 18, share(s), "middle") for s in (0, 0.5, 1)]
    for number, row in enumerate(rows):
        y = _TOP + _ROW * (number + 0.5)
        parts.append(_text(left - 10, y + 4, shortened(row.label), "end"))
        parts.append(_line("linje", x(row.low), y, x(row.high), y))
        parts += [_line("linje", x(s), y - 5, x(s), y + 5) for s in (row.low, row.high)]
        parts.append(_mark(0, x(row.value), y))
    return _svg(parts, bottom + 26, told)


def curve_plot(points: Sequence[tuple[float, float]], told: Told, axes: tuple[str, str]) -> str:
    """A line through points, both 0–1; ``axes`` name the horizontal and the vertical one."""
    top = _scale(y for _, y in points)
    parts = _frame(top, axes[1])
    parts += [_text(_x(s), _HEIGHT - _BOTTOM + 18, share(s), "middle") for s in (0, 0.5, 1)]
    parts.append(_text(_x(0.5), _HEIGHT - 6, axes[0], "middle"))
    parts.append(_path("linje", [(_x(x), _y(y / top)) for x, y in points]))
    if points:
        parts.append(_mark(0, _x(points[-1][0]), _y(points[-1][1] / top)))
    return _svg(parts, _HEIGHT, told)


def histogram(bars: Sequence[tuple[str, int]], told: Told, axes: tuple[str, str]) -> str:
    """A bar for each count, with its label below; ``axes`` as for a curve."""
    most = max((n for _, n in bars), default=0) or 1
    parts = _frame(most, axes[1])
    step = (WIDTH - _LEFT - _RIGHT) / max(1, len(bars))
    for number, (label, n) in enumerate(bars):
        x, y = _LEFT + step * number, _y(n / most)
        parts.append(
            f'<rect class="stapel" x="{x + 1:.1f}" y="{y:.1f}" width="{step - 2:.1f}"'
            f' height="{_y(0) - y:.1f}"/>'
        )
        if number % 2 == 0:  # every other: there is no room for all
            parts.append(_text(x + step / 2, _HEIGHT - _BOTTOM + 18, label, "middle"))
    parts.append(_text(_x(0.5), _HEIGHT - 6, axes[0], "middle"))
    return _svg(parts, _HEIGHT, told)


def history_plot(series: Sequence[Series], told: Told, axes: tuple[str, str]) -> str:
    """Lines over runs, oldest first, each with a mark and a dash of its own, named below."""
    parts = _frame(1, axes[1])
    parts.append(_text(_x(0.5), _HEIGHT - _BOTTOM + 18, axes[0], "middle"))
    for number, one in enumerate(series):
        last = max(1, len(one.values) - 1)
        places = [
            None if value is None else (_x(at / last), _y(value))
            for at, value in enumerate(one.values)
        ]
        for a, b in pairwise(places):
            if a and b:
                parts.append(_path("linje", [a, b], _DASHES[number % len(_DASHES)]))
        parts += [_mark(number, *place) for place in places if place]
        y = _HEIGHT - 6 + 20 * number
        dash = _DASHES[number % len(_DASHES)]
        parts.append(_path("linje", [(_LEFT, y), (_LEFT + 34, y)], dash))
        parts += [_mark(number, _LEFT + 17, y), _text(_LEFT + 44, y + 4, one.label, "start")]
    return _svg(parts, _HEIGHT - 6 + 20 * len(series), told)


def on_paper(svg: str) -> str:
    """A drawing with its looks inside, for whatever has no style sheet."""
    rules = "".join(f".{name} {{ {look} }} " for name, look in INK.items())
    return re.sub(r"(<svg[^>]*>)", rf"\1<style>{rules}</style>", svg, count=1)


def share(value: float) -> str:
    """A share on a scale: 0, 0,25, 1."""
    return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",") or "0"


def shortened(label: str) -> str:
    """What of a label fits beside the drawing."""
    return label if len(label) <= _LONGEST else f"{label[: _LONGEST - 1]}…"


def _scale(values: Iterable[float]) -> float:
    """The top of a scale: the least of .1, .2, .25, .5 and 1 that holds all values."""
    most = max(values, default=1.0)
    return next((top for top in (0.1, 0.2, 0.25, 0.5) if most <= top), 1.0)


def _x(part: float) -> float:
    return _LEFT + (WIDTH - _LEFT - _RIGHT) * part


def _y(part: float) -> float:
    bottom = _HEIGHT - _BOTTOM
    return bottom - (bottom - _TOP - 14) * part


def _frame(top: float, name: str) -> list[str]:
    """The lines of the vertical scale from 0 to ``top``, and its name above."""
    parts = [_text(4, 12, name, "start")]
    for part in (0.0, 0.5, 1.0):
        parts.append(_grid_line(_x(0), _y(part), _x(1), _y(part)))
        parts.append(_text(_LEFT - 8, _y(part) + 4, share(top * part), "end"))
    parts.append(_line("axel", _x(0), _y(0), _x(1), _y(0)))
    return parts


def _grid_line(x1: float, y1: float, x2: float, y2: float) -> str:
    return _line("rutnat", x1, y1, x2, y2)


def _line(name: str, x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line class="{name}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def _path(name: str, points: Sequence[tuple[float, float]], dash: str = "") -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    places = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline class="{name}" points="{places}"{dashed}/>'


def _mark(number: int, x: float, y: float) -> str:
    """A dot, an open square or a filled triangle."""
    if number % 3 == 0:
        return f'<circle class="punkt" cx="{x:.1f}" cy="{y:.1f}" r="4"/>'
    if number % 3 == 1:
        return f'<rect class="oppen" x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8"/>'
    corners = f"{x - 5:.1f},{y + 4:.1f} {x + 5:.1f},{y + 4:.1f} {x:.1f},{y - 5:.1f}"
    return f'<polygon class="punkt" points="{corners}"/>'


def _text(x: float, y: float, words: str, anchor: str) -> str:
    return (
        f'<text class="text" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{_safe(words)}</text>'
    )


def _svg(parts: Sequence[str], height: float, told: Told) -> str:
    name = _safe(told.id)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" role="img"'
        f' aria-labelledby="{name}-t {name}-d"><title id="{name}-t">{_safe(told.title)}</title>'
        f'<desc id="{name}-d">{_safe(told.desc)}</desc>{"".join(parts)}</svg>'
    )


def _safe(words: str) -> str:
    """``words`` as text in XML, without the signs that XML can't hold."""
    return escape("".join(sign if sign.isprintable() else " " for sign in words))
