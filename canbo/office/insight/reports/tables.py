"""The tables of reports: results by unit, by kind of staff, over the years."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from canbo.office.insight.queries import levels
from canbo.office.insight.queries.levels import Counts
from canbo.office.insight.queries.picture import lines
from canbo.office.insight.queries.ratings import Ratings, ratings
from canbo.office.insight.reports.source import Source
from canbo.office.results.queries.rosters import UNRATED
from canbo.paperwork.documents.model import Align, Grid
from canbo.paperwork.numbers import format_integer, format_percent

YEARS = 5
Row = tuple[str, ...]


def _columns(first: str, levels: Sequence[tuple[int, str, str]]) -> tuple[tuple[str, float, Align], ...]:
    right: Align = "right"
    named = tuple((label, 2.2, right) for _, label, _ in levels)
    return (("TT", 0.9, "center"), (first, 6, "left"), ("Số phiếu", 1.6, right), *named, (UNRATED, 1.8, right))


def _row(number: str, name: str, counts: Counts, levels: Sequence[tuple[int, str, str]]) -> Row:
    cells = (_told(counts.ranks[rank], counts.rated) for rank, _, _ in levels)
    return (number, name, format_integer(counts.opened), *cells, format_integer(counts.ranks[0]))


def _told(part: int, whole: int) -> str:
    return f"{format_integer(part)}\n({format_percent(part, whole)})" if part else "0"


def units(source: Source) -> Grid | None:
    """Results by unit, with a line of totals."""
    if source.now is None:
        return None
    found = lines(source.unit, source.now, None, source.day)
    named = source.now.levels
    rows = [
        _row(str(at), f"Trực thuộc {line.unit.name}" if line.own else line.unit.name, line.counts, named)
        for at, line in enumerate((one for one in found if one.counts.opened), start=1)
    ]
    rows.append(_row("", "Tổng cộng", source.counts(), named))
    return Grid(_columns("Đơn vị", named), tuple(rows), total=True, size=11)


def by_kind(source: Source) -> Grid | None:
    """The table of ratings by kind of staff, as the ministry's of 2018."""
    return grid(ratings(source.unit, source.now)) if source.now else None


def grid(found: Ratings) -> Grid:
    """A table of ratings: a row a level, a column a kind of staff."""
    columns: list[tuple[str, float, Align]] = [("Mức", 5, "left"), *((label, 3, "right") for _, label in found.columns)]
    rows = [("Đã quyết định", *(format_integer(found.counts[key].decided) for key, _ in found.columns))]
    for rank, label, _ in (*found.now.levels, (0, UNRATED, "")):
        cells = (_told(found.counts[key].ranks[rank], found.counts[key].decided) for key, _ in found.columns)
        rows.append((label, *cells))
    return Grid(tuple(columns), tuple(rows), size=12)


def years(source: Source) -> Grid | None:
    """Results over the years, the newest last."""
    found = [one for one in source.every if one.period.kind == "year" and one.period.ends >= source.since][:YEARS][::-1]
    over = levels.over_time(source.unit, found)
    if not over:
        return None
    named = found[-1].levels
    rows = [_row(str(at), one.label, over.get(one.key, Counts()), named) for at, one in enumerate(found, start=1)]
    return Grid(_columns("Năm", named), tuple(rows), size=11)


TABLES: dict[str, Callable[[Source], Grid | None]] = {"units": units, "ratings": by_kind, "years": years}
