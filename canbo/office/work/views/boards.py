"""The unit's work in a month, and one person's month explained line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from canbo.office.base.pages import crumb, page_of
from canbo.office.people.access import Viewer, need, one, viewer
from canbo.office.people.models import Person, Posting, Unit
from canbo.office.people.views.common import spreadsheet
from canbo.office.work import access, cases, export
from canbo.office.work.access import Command
from canbo.office.work.models import Assignment
from canbo.office.work.queries import board, leading, lists
from canbo.office.work.queries.figures import Figures, Row, figures
from canbo.office.work.views.common import around, chosen_unit, export_url, month_of
from canbo.rulebook import Rules
from canbo.rulebook.process import Period
from canbo.rulebook.workload import Ratios, ratios

MOST = 200


@require_safe
def unit(request: HttpRequest) -> HttpResponse:
    """Per person of the unit: what waits, and a, b, c."""
    found, month = viewer(request), month_of(request)
    command = Command.of(found)
    tops = tuple(dict.fromkeys((*command.tops, *found.readable)))
    need(bool(tops))
    units = board.units_led(tops, found.day)
    if not units:  # an officer of a body that was dissolved
        return render(request, "work/no_unit.html")
    shown_unit = chosen_unit(request, units)
    postings = board.postings_in([shown_unit.path], month)
    if request.GET.get("xuat") == "xlsx":
        rows = board.lines(shown_unit, postings, month, found.day)
        return spreadsheet(export.board_table(shown_unit, month, rows), f"cong-viec-{shown_unit.code}-{month.key}.xlsx")
    page = page_of(request, postings, MOST)
    page.object_list = board.lines(shown_unit, list(page.object_list), month, found.day)
    leads = any(shown_unit.path.startswith(top) for top in command.tops)
    head = next((row.posting.person_id for row in page.object_list if _heads(row.posting, shown_unit)), None)
    shown = {
        "page": page, "unit": shown_unit, "units": units, "leads": leads, "exports": export_url(request),
        "leading": leading.leading(
            agency_id=shown_unit.agency_id, paths=[shown_unit.path], but=head, period=month
        ),
        **around(month),
    }  # fmt: skip
    return render(request, "work/unit.html", shown)


def _heads(posting: Posting, unit: Unit) -> bool:
    return posting.post.rank == "head" and posting.post.unit_id == unit.pk


@dataclass(frozen=True)
class Explained:
    """A row of the person's month: the assignment, its share of each sum in converted points, and its acts in words."""

    row: Row
    work: Assignment
    assigned: Fraction
    completed: Fraction
    quality: Fraction
    progress: Fraction
    failed: int
    excused_failed: int
    late: int
    excused_late: int


@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """a, b, c of a person in a month, a line for each assignment, so that each number explains itself."""
    found, month = viewer(request), month_of(request)
    who = one(Person.objects.all(), pk=pk)
    posting = _posting(who, month)
    need(_may(found, who, posting))
    assert posting is not None
    home = posting.post.unit
    worked = board.figures_of(home, [posting], month).get(who.pk)
    if request.GET.get("xuat") == "xlsx":
        return spreadsheet(export.work_table(who, month, lists.of_month(who.pk, month)), f"{who.code}-{month.key}.xlsx")
    shown: dict[str, Any] = {
        "who": who, "posting": posting, "figures": worked, "exports": export_url(request),
        "ratios": worked.ratios if worked and isinstance(worked.ratios, Ratios) else None,
        "lines": _explained(worked) if worked else [],
        "longer": _longer(home, who.pk, month, worked.rules) if worked else [],
        "workload": worked.rules.workload if worked else None,
        "crumbs": [crumb("Việc của đơn vị", "work:unit")] if found.person != who else [],
        **around(month),
    }  # fmt: skip
    return render(request, "work/person.html", shown)


def _longer(home: Unit, person: int, month: Period, rules: Rules) -> list[tuple[Period, Ratios | None]]:
    """a, b, c of the quarter and the year the month lies in, where the rules evaluate such periods: all their work,
    each once, and no mean of months. None where nothing was given."""
    found = []
    for kind in rules.periods:
        if kind != "month":
            period = month.within(kind)
            each = figures(agency_id=home.agency_id, people=[person], period=period, rules=rules, named=False)
            ratios_of = each[person].ratios if person in each else None
            found.append((period, ratios_of if isinstance(ratios_of, Ratios) else None))
    return found


def _posting(who: Person, month: Period) -> Posting | None:
    rows = who.postings.filter(primary=True, valid_from__lte=month.ends).exclude(valid_to__lte=month.starts)
    return rows.select_related("post__unit__agency", "evaluated_by", "person").order_by("-valid_from", "-id").first()


def _may(found: Viewer, who: Person, posting: Posting | None) -> bool:
    if posting is None:
        return False
    leads = Command.of(found).seat(who.pk, access.places(posting)) is not None
    return leads or access.may_read(found, who.pk, posting.post.unit.path)


def _explained(figures: Figures) -> list[Explained]:
    known = cases.rows().in_bulk([row.assignment for row in figures.rows])
    return [_line(row, known[row.assignment], figures.rules) for row in figures.rows]


def _line(row: Row, work: Assignment, rules: Rules) -> Explained:
    """One row's part of the sums, by the same engine: of a single line its ratios are its parts of what it assigns."""
    assert rules.workload is not None
    found = ratios(row.lines, rules.workload)
    assert isinstance(found, Ratios)
    lines: Sequence[Any] = row.lines
    return Explained(
        row,
        work,
        found.assigned,
        found.completed,
        found.quality * found.assigned,
        found.progress * found.assigned,
        sum(line.failed_reviews for line in lines),
        sum(line.excused_reviews for line in lines),
        sum(line.delays for line in lines),
        sum(line.excused_delays for line in lines),
    )
