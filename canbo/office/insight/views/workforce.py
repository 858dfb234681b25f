"""The picture of a workforce on a day and over the years; the people behind each number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import dropwhile
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from canbo.office.base import pages
from canbo.office.base.files import CONTENT_TYPES
from canbo.office.insight import charts
from canbo.office.insight.queries import ethnicity, turnover, workforce
from canbo.office.insight.queries.turnover import Span
from canbo.office.insight.queries.workforce import (
    AGE,
    BANDS,
    FACETS,
    NOT_KNOWN,
    RETIREMENT,
    SHOWN,
    UNKNOWN,
    Facet,
)
from canbo.office.insight.views.common import Place, place, typed
from canbo.office.people.access import current
from canbo.office.people.forms.fields import FIRST
from canbo.office.people.models import Posting, Unit
from canbo.paperwork.workbook import Table, TableColumn, write_table
from canbo.rulebook.retirement import ages

DAY, CHUNK = "ngay", 1000
Counted = Mapping[str, Counter[tuple[Any, ...]]]


def day_of(request: HttpRequest, today: date) -> date:
    """The day asked for, today where it is none or lies ahead; never before any there are people of."""
    day = typed(request.GET.get(DAY, ""))
    return today if day is None else max(FIRST, min(day, today))


@require_safe
def picture(request: HttpRequest, pk: int) -> HttpResponse:
    """Who works in a unit and below it on a day, and how that came about."""
    where = place(request, pk)
    day = day_of(request, where.viewer.day)
    counted = workforce.count(where.unit.path, day)
    total = counted["post"].total()
    years = turnover.turnover(where.unit.path, turnover.days_until(day), total)
    years = list(dropwhile(lambda one: not one.people, years))
    address = reverse("insight:people", args=[where.unit.pk])
    shown = where.context("insight:workforce") | {
        "day": day, "today": where.viewer.day, "total": total, "address": address,
        "facets": [_facet(facet, workforce.by(counted, facet, day), total, address, day) for facet in SHOWN],
        **_ages(counted["birth"], day, address), **_retirements(workforce.by(counted, RETIREMENT, day), day, address),
        "spans": _spans(years), "growth": _growth(years, where.unit), "units": _units(counted, where, day),
        "minority": ethnicity.told(where.viewer, where.unit.path, day, settings.SMALL_GROUP, total),
        "least": settings.SMALL_GROUP,
    }  # fmt: skip
    return render(request, "insight/workforce.html", shown)


def _facet(facet: Facet, found: dict[str, int], total: int, address: str, day: date) -> dict[str, Any]:
    """A facet's table: known keys in their order, then words that are no step, then what is not known."""
    labels = dict(facet.labels)
    unknown = labels.pop(UNKNOWN, None)
    labels |= {key: key for key in sorted(found) if key not in labels and key != UNKNOWN}
    if unknown is not None:
        labels[UNKNOWN] = unknown
    rows = [
        {"label": label, "count": found[key], "part": _tenths(found[key], total), "url": _url(address, facet, key, day)}
        for key, label in labels.items()
        if found.get(key)
    ]
    return {"title": facet.title, "rows": rows}


def _ages(born: Counter[tuple[Any, ...]], day: date, address: str) -> dict[str, Any]:
    """The pyramid with its table: women left, men right, the oldest on top."""
    bands: Counter[tuple[str, str]] = Counter()
    years, known = 0, 0
    for row, number in born.items():
        bands[AGE.key(row, day), row[0]] += number
        if (age := workforce.age(row, day)) is not None:
            years, known = years + age * number, known + number
    rows = []
    for low, high in reversed(BANDS):
        women, men, rest = (bands[str(low), sex] for sex in ("F", "M", ""))
        url = _url(address, AGE, str(low), day)
        rows.append((workforce.band_label(low, high), women, men, women + men + rest, url))
    drawn = charts.pyramid([row[:3] for row in rows], ("Nữ", "Nam"), "Tháp tuổi") if known else ""
    mean = (20 * years + known) // (2 * known) if known else None
    return {"pyramid": drawn, "bands": rows, "mean_age": mean, "no_age": born.total() - known}


def _retirements(found: dict[str, int], day: date, address: str) -> dict[str, Any]:
    years = [str(day.year + ahead) for ahead in range(workforce.YEARS + 1)]
    rows = [(year, found.get(year, 0), _url(address, RETIREMENT, year, day)) for year in years]
    drawn = charts.columns(rows, "Số người đến tuổi nghỉ hưu theo năm") if any(row[1] for row in rows) else ""
    past = (found.get("past", 0), _url(address, RETIREMENT, "past", day))
    return {
        "retirements": rows,
        "retiring": drawn,
        "past_age": past,
        "no_retirement": found.get(UNKNOWN, 0),
        "law": ages(),
    }


def _spans(years: Sequence[Span]) -> list[tuple[Span, date | None]]:
    """Each day with the one before it."""
    return list(zip(years, [None, *(one.day for one in years)], strict=False))


def _growth(years: Sequence[Span], unit: Unit) -> object:
    rows = [(str(one.day.year), one.people, "") for one in years]
    return charts.columns(rows, f"Số người của {unit.name} qua các năm") if any(one.people for one in years) else ""


def _units(
    counted: Mapping[str, Counter[tuple[Any, ...]]], where: Place, day: date
) -> list[tuple[Unit, int, int | None]]:
    """The units right below with their people and the share of women."""
    counts, women = workforce.by_unit(counted, where.unit), workforce.by_unit(counted, where.unit, "F")
    below = Unit.objects.filter(current(day), parent=where.unit).order_by("order", "path")
    return [(one, counts[one.path], _tenths(women[one.path], counts[one.path])) for one in below]


@require_safe
def people(request: HttpRequest, pk: int) -> HttpResponse:
    """The people behind a number of the picture; `?xuat=xlsx` as a spreadsheet."""
    where = place(request, pk)
    day = day_of(request, where.viewer.day)
    facet = next((one for name, one in FACETS.items() if name in request.GET), None)
    since, way = request.GET.get("tu", ""), request.GET.get("luot", "")
    ids: QuerySet[Posting, int] | list[int]
    if way in ("den", "di"):
        ids = turnover.moved(where.unit.path, _since(since, day), day, came=way == "den")
    elif facet is not None:
        ids = workforce.behind(where.unit.path, day, facet, request.GET[facet.name])
    else:
        ids = workforce.ordered(where.unit.path, day)
    if request.GET.get("xuat") == "xlsx":
        data = write_table(table(where.unit.name, day, _loaded(list(ids))))
        return pages.saved(data, f"Danh sách người {day.isoformat()}.xlsx", CONTENT_TYPES["xlsx"])
    words = {"den": "mới đến", "di": "đã rời đi"}.get(way, "")
    if facet is not None and not words:
        words = f"{facet.title.lower()}: {_word(facet, request.GET[facet.name]).lower()}"
    page = pages.page_of(request, ids, 100)
    page.object_list = list(_loaded(list(page.object_list)))
    crumbs = [
        *where.context("insight:workforce")["crumbs"],
        pages.crumb(where.unit.name, "insight:workforce", where.unit.pk),
    ]
    shown = where.context("insight:people") | {
        "day": day, "words": words, "page": page, "crumbs": crumbs,
        "exports": [{"label": "Excel", "url": pages.export_url(request)}],
    }  # fmt: skip
    return render(request, "insight/people.html", shown)


def _loaded(ids: Sequence[int]) -> Iterator[Posting]:
    """These postings in their order with person and unit, a thousand at a time."""
    for start in range(0, len(ids), CHUNK):
        part = ids[start : start + CHUNK]
        found = Posting.objects.select_related("person", "post__unit").in_bulk(part)
        yield from (found[pk] for pk in part)


def _since(text: str, day: date) -> date:
    return typed(text) or date(day.year - 1, 12, 31)


def _word(facet: Facet, key: str) -> str:
    words = {"past": "đã qua tuổi", "later": "sau năm năm", UNKNOWN: NOT_KNOWN} if facet is RETIREMENT else {}
    return facet.labels.get(key) or words.get(key) or key


def _url(address: str, facet: Facet, key: str, day: date) -> str:
    return f"{address}?{urlencode({DAY: day.isoformat(), facet.name: key})}"


def _tenths(part: int, whole: int) -> int | None:
    return (2000 * part + whole) // (2 * whole) if whole else None


def table(name: str, day: date, rows: Iterable[Posting]) -> Table:
    """The list as a spreadsheet."""
    columns = [
        TableColumn("TT", "integer", 6), TableColumn("Họ và tên", width=28, total="count"),
        TableColumn("Ngày sinh", "date", 12), TableColumn("Giới tính", width=10),
        TableColumn("Chức vụ, chức danh", width=32), TableColumn("Đơn vị", width=36),
        TableColumn("Đối tượng", width=24),
    ]  # fmt: skip
    values = (
        (
            at, row.person.full_name, row.person.birth_date or str(row.person.birth_year or ""),
            row.person.get_sex_display(), row.post.title, row.post.unit.name, row.get_kind_display(),
        )
        for at, row in enumerate(rows, start=1)
    )  # fmt: skip
    return Table("Danh sách", columns, values, (f"Danh sách người ngày {day:%d/%m/%Y}", name))
