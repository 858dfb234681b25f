"""Charts drawn by the server as SVG: attributes and classes only, since the policy forbids inline style.

Every chart stands above the table whose numbers it draws; it has a label for who cannot see it, and prints as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

WIDTH = 760
TOP, BOTTOM, LEFT, RIGHT = 14, 22, 40, 8
READABLE = 90  # thousandths of a column from which its figure fits inside
WIDEST = 54.0


@dataclass(frozen=True)
class Column:
    """One column: its label, (rank, count) from the bottom up, where it leads, and a mark across it in thousandths."""

    label: str
    parts: Sequence[tuple[int, int]]
    url: str = ""
    mark: int | None = None

    @property
    def total(self) -> int:
        return sum(number for _, number in self.parts)


def shares(rows: Sequence[Column], label: str, height: int = 190) -> SafeString:
    """Columns of 100 %, each split by level; `mark` draws the ceiling across a column. Empty periods stay empty."""
    inner, step = height - TOP - BOTTOM, (WIDTH - LEFT - RIGHT) / max(1, len(rows))
    width = min(WIDEST, step * 0.72)
    drawn = []
    for tick in (0, 25, 50, 75, 100):
        y = TOP + inner - inner * tick / 100
        drawn += [_line("grid", LEFT, WIDTH - RIGHT, y), _text(LEFT - 6, y + 4, f"{tick}%", "end")]
    for at, one in enumerate(rows):
        x = LEFT + step * at + (step - width) / 2
        drawn.append(_linked(one.url, _joined(_stack(one, x, width, inner))))
        if _labelled(at, len(rows)):
            drawn.append(_text(x + width / 2, height - 7, one.label, "middle"))
    return _svg(height, label, drawn)


def _stack(one: Column, x: float, width: float, inner: int) -> Iterable[SafeString]:
    total, below = one.total, 0
    for rank, number in one.parts:
        if number:
            tall, y = inner * number / total, TOP + inner - inner * (below + number) / total
            yield _rect(f"fill-{rank}", x, y, width, tall)
            if number * 1000 >= READABLE * total and width >= 22:
                yield _text(x + width / 2, y + tall / 2 + 4, str((200 * number + total) // (2 * total)), "middle", "in")
            below += number
    if one.mark is not None and total:
        yield _line("mark-line", x - 3, x + width + 3, TOP + inner - inner * min(one.mark, 1000) / 1000)


def bar(parts: Sequence[tuple[int, int, str]]) -> SafeString:
    """The share bar of a table's row: (rank, count, label), in order. As the tag `share_bar`, without a template."""
    whole, left, counted, drawn = sum(number for _, number, _ in parts), 0, 0, []
    for rank, number, _ in parts:
        counted += number
        right = 1000 * counted // whole if whole else 0
        drawn.append(f'<rect class="fill-{rank}" x="{left}" y="0" width="{right - left}" height="10"/>')
        left = right
    words = "; ".join(f"{label}: {number}" for _, number, label in parts)
    return format_html(
        '<svg class="bar" viewBox="0 0 1000 10" preserveAspectRatio="none" role="img" aria-label="{}">'
        "<title>{}</title>{}</svg>",
        words, words, mark_safe("".join(drawn)),  # numbers alone
    )  # fmt: skip


def columns(rows: Sequence[tuple[str, int, str]], label: str, height: int = 130) -> SafeString:
    """Plain columns of numbers: (label, number, address), each with its number above."""
    most = max((number for _, number, _ in rows), default=0) or 1
    inner, step = height - TOP - BOTTOM, (WIDTH - LEFT - RIGHT) / max(1, len(rows))
    width, floor = min(WIDEST, step * 0.6), height - BOTTOM
    drawn = [_line("axis", LEFT, WIDTH - RIGHT, floor)]
    for at, (name, number, url) in enumerate(rows):
        x, tall = LEFT + step * at + (step - width) / 2, inner * number / most
        drawn += [
            _linked(url, _rect("fill-ink", x, floor - tall, width, tall)),
            _text(x + width / 2, floor - tall - 4, f"{number:,}".replace(",", "."), "middle"),
            _text(x + width / 2, height - 7, name, "middle"),
        ]
    return _svg(height, label, drawn)


def pyramid(rows: Sequence[tuple[str, int, int]], names: tuple[str, str], label: str) -> SafeString:
    """Two sides over bands: (band, left, right), the oldest band first."""
    row, middle, gap = 20, WIDTH / 2, 34.0
    most = max((max(left, right) for _, left, right in rows), default=0) or 1
    scale = (WIDTH / 2 - gap - 46) / most
    drawn = [_text(middle - gap, TOP - 2, names[0], "end"), _text(middle + gap, TOP - 2, names[1], "start")]
    for at, (band, left, right) in enumerate(rows):
        y, low, high = TOP + 4 + row * at, middle - gap - left * scale, middle + gap + right * scale
        drawn += [
            _rect("fill-left", low, y, left * scale, 15), _rect("fill-right", middle + gap, y, right * scale, 15),
            _text(low - 4, y + 12, str(left), "end"), _text(high + 4, y + 12, str(right), "start"),
            _text(middle, y + 12, band, "middle"),
        ]  # fmt: skip
    return _svg(TOP + row * len(rows) + 14, label, drawn)


def steps(points: Sequence[tuple[str, int, str]], levels: Sequence[tuple[int, str]], label: str) -> SafeString:
    """A person's levels over the periods: (period, rank, address), the oldest first; one line for each level."""
    row, left = 26, 190
    place = {rank: TOP + 12 + row * at for at, (rank, _) in enumerate(levels)}
    height = TOP + row * len(levels) + BOTTOM + 6
    step = (WIDTH - left - RIGHT - 20) / max(1, len(points))
    drawn = []
    for rank, name in levels:
        drawn += [_line("grid", left, WIDTH - RIGHT, place[rank]), _text(left - 10, place[rank] + 4, name, "end")]
    for at, (name, rank, url) in enumerate(points):
        x = left + 14 + step * (at + 0.5)
        dot = format_html('<circle class="fill-{}" cx="{}" cy="{}" r="6"/>', rank, _n(x), place[rank])
        drawn.append(_linked(url, dot))
        if _labelled(at, len(points)):
            drawn.append(_text(x, height - 6, name, "middle"))
    return _svg(height, label, drawn)


def _labelled(at: int, number: int) -> bool:
    """Whether a label has room: all of up to 14, else every second or third, counted from the newest."""
    return (number - 1 - at) % (1 if number <= 14 else 2 if number <= 28 else 3) == 0


def _rect(css: str, x: float, y: float, width: float, height: float) -> SafeString:
    return format_html(
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>', css, _n(x), _n(y), _n(width), _n(height)
    )


def _line(css: str, start: float, end: float, y: float) -> SafeString:
    return format_html('<line class="{}" x1="{}" x2="{}" y1="{}" y2="{}"/>', css, _n(start), _n(end), _n(y), _n(y))


def _text(x: float, y: float, text: str, anchor: str, css: str = "") -> SafeString:
    return format_html('<text class="{}" x="{}" y="{}" text-anchor="{}">{}</text>', css, _n(x), _n(y), anchor, text)


def _linked(url: str, inner: SafeString) -> SafeString:
    return format_html('<a href="{}">{}</a>', url, inner) if url else inner


def _svg(height: int, label: str, parts: Iterable[SafeString]) -> SafeString:
    return format_html(
        '<div class="chart-box"><svg class="chart" viewBox="0 0 {} {}" role="img" aria-label="{}">'
        "<title>{}</title>{}</svg></div>",
        WIDTH, height, label, label, _joined(parts),
    )  # fmt: skip


def _joined(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
