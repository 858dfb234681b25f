"""Totals as small drawings: one distribution beside that of everybody, and one strip a period. Attributes and classes
only, since the policy forbids inline style; the numbers stand in a table beside each."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDE, HIGH = 180, 30
LEFT, STRIP, STEP = 96, 560, 22


def bounds(totals: Mapping[str, int]) -> tuple[int, int]:
    """The lowest and highest whole point that has any total, at least ten apart and at most 0 to 100."""
    points = [int(point) for point, count in totals.items() if count]
    if not points:
        return 0, 100
    low, high = min(points), max(points)
    return max(0, min(low, high - 10)), max(high, min(100, low + 10))


class Behind:
    """The totals of all units as an area, drawn once, to stand behind those of each: every one to its own height."""

    def __init__(self, every: Mapping[str, int]) -> None:
        self._low, self._high = bounds(every)
        self._area = self._columns(every, "all", 1)

    def distribution(self, totals: Mapping[str, int], label: str) -> SafeString:
        """The totals of one unit as columns by whole point over those of all."""
        return format_html(
            '<svg class="spread" viewBox="0 0 {} {}" preserveAspectRatio="none" role="img" aria-label="{}">'
            "<title>{}</title>{}{}"
            '<line x1="0" x2="{}" y1="{}" y2="{}"/></svg>',
            WIDE, HIGH + 1, label, label, self._area, self._columns(totals, "own", 0.7), WIDE, HIGH + 0.5, HIGH + 0.5,
        )  # fmt: skip

    def _columns(self, held: Mapping[str, int], css: str, width: float) -> SafeString:
        """One path: a column is a rectangle of it."""
        step, most = WIDE / (self._high - self._low + 1), max(held.values(), default=0) or 1
        drawn = []
        for point, count in held.items():
            if self._low <= int(point) <= self._high:
                x, tall = step * (int(point) - self._low + (1 - width) / 2), HIGH * count / most
                drawn.append(f"M{_n(x)} {HIGH}v{_n(-tall)}h{_n(step * width)}v{_n(tall)}z")
        return format_html('<path class="{}" d="{}"/>', css, "".join(drawn))


def strips(rows: Mapping[str, Mapping[int, int]], label: str) -> SafeString:
    """One line a period: a dot at every whole point that has totals, as large as they are many."""
    every = {str(point): count for held in rows.values() for point, count in held.items()}
    low, high = bounds(every)
    scale = STRIP / max(1, high - low)
    height = STEP * len(rows) + 24
    drawn = []
    for at, (name, held) in enumerate(rows.items()):
        y, whole = STEP * at + 14, sum(held.values()) or 1
        drawn.append(format_html('<line x1="{}" x2="{}" y1="{}" y2="{}"/>', LEFT, LEFT + STRIP, y, y))
        drawn.append(_text(LEFT - 10, y + 4, name, "end"))
        for point, count in sorted(held.items()):
            radius = 2 + 7 * (count / whole) ** 0.5
            dot = '<circle cx="{}" cy="{}" r="{}"/>'
            drawn.append(format_html(dot, _n(LEFT + scale * (point - low)), y, _n(radius)))
    foot = STEP * len(rows) + 18
    for point in sorted({low, (low + high) // 2, high}):
        drawn.append(_text(LEFT + scale * (point - low), foot, str(point), "middle"))
    return format_html(
        '<svg class="strips" viewBox="0 0 {} {}" role="img" aria-label="{}"><title>{}</title>{}</svg>',
        LEFT + STRIP + 12, height, label, label, format_html_join("", "{}", ((one,) for one in drawn)),
    )  # fmt: skip


def _text(x: float, y: float, text: str, anchor: str) -> SafeString:
    return format_html('<text x="{}" y="{}" text-anchor="{}">{}</text>', _n(x), _n(y), anchor, text)


def _n(value: float) -> str:
    return f"{value:.1f}"
