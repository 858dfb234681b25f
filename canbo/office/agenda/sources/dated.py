"""Deadlines of the calendar, done or not: a viewer's own, and those of a unit one reads. Constant queries a span."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, F, Q
from django.urls import reverse

from canbo.office.agenda.crowd import Crowd
from canbo.office.agenda.entries import Entry, Span
from canbo.office.agenda.sources import results
from canbo.office.cycles import queries as cycles
from canbo.office.cycles.models import Cycle
from canbo.office.evaluations.models import Assignee, Extension, Sheet, State
from canbo.office.evaluations.stage import BEFORE_DECISION
from canbo.office.people.access import Viewer, above, subtree
from canbo.office.people.models import Unit
from canbo.office.regulations.kept import rules_many
from canbo.office.results.models import Notice, Petition

# A period's last deadline lies this long after it, extensions included; of a longer one only the calendar is silent.
AFTERWARDS = timedelta(days=200)
# Which stages still have a step before them.
LEFT = {step: BEFORE_DECISION[: BEFORE_DECISION.index(step) + 1] for step in BEFORE_DECISION}
HELD = {"review": "Nhận xét, chấm điểm", "decide": "Quyết định xếp loại"}


def near(span: Span, prefix: str = "") -> Q:
    """Cycles one of whose deadlines may lie in the span."""
    return Q(**{f"{prefix}starts__lte": span.last, f"{prefix}ends__gte": span.first - AFTERWARDS})


def personal(viewer: Viewer, span: Span) -> Iterator[Entry]:
    """The viewer's own deadlines: scoring, reviewing and deciding; petitioning and answering. Ten queries."""
    if viewer.person is None:
        return
    yield from _own(viewer, span)
    yield from _held(viewer, span)
    first = max(span.first, viewer.day)  # petitioning is a right: once its time is over there is nothing to do
    rows = Notice.objects.filter(person=viewer.person, petition_until__range=(first, span.last))
    for row in rows.filter(decision__petitions=None).select_related("decision__sheet__cycle"):
        yield Entry(
            f"petition-{row.pk}", row.petition_until, "Hạn cuối gửi kiến nghị về kết quả",
            row.decision.sheet.cycle.name, reverse("results:result", args=[row.decision.sheet_id]), "petition", "Xem",
        )  # fmt: skip
    for _, entry in results.petitions(Crowd.of(viewer)):
        if entry.day in span:
            yield entry


def _own(viewer: Viewer, span: Span) -> Iterator[Entry]:
    kept = Assignee.objects.filter(step="self", person__in=viewer.principals, ended_at=None, sheet__person=None)
    rows = Sheet.objects.filter(Q(person=viewer.person) | Q(pk__in=kept.values("sheet_id")), near(span, "cycle__"))
    stages = dict(State.objects.filter(sheet__in=rows.values("pk")).values_list("sheet_id", "stage"))
    sheets = list(rows.select_related("cycle", "collective"))
    due = cycles.deadlines_of({row.cycle for row in sheets})
    extended = Extension.objects.filter(sheet__in=[row.pk for row in sheets], step="self").order_by("id")
    later = dict(extended.values_list("sheet_id", "due"))
    for row in sheets:
        day = max(filter(None, (due.get(row.cycle_id, {}).get("self"), later.get(row.pk))), default=None)
        if day in span:
            what = f"Chấm điểm tập thể {row.collective}" if row.collective else "Tự chấm điểm"
            yield Entry(
                f"self-{row.pk}", day, what, row.cycle.name, reverse("evaluations:sheet", args=[row.pk]), "cycle",
                "Chấm điểm", done=stages.get(row.pk) != "self",
            )  # fmt: skip


def _held(viewer: Viewer, span: Span) -> Iterator[Entry]:
    """By cycle: its deadline to review (to decide), and how many sheets are left."""
    rows = Assignee.objects.filter(near(span, "sheet__cycle__"), person__in=viewer.principals, ended_at=None)
    rows = rows.filter(step__in=HELD).exclude(sheet__person=F("person")).exclude(sheet__person=viewer.person)
    left: Counter[tuple[int, str]] = Counter()
    grouped = rows.order_by().values_list("sheet__cycle_id", "step", "sheet__state__stage").annotate(n=Count("id"))
    for cycle, step, stage, n in grouped:
        left[cycle, step] += n if stage in LEFT[step] else 0
    found = {row.pk: row for row in Cycle.objects.filter(pk__in={cycle for cycle, _ in left}).select_related("unit")}
    due = cycles.deadlines_of(found.values())
    for (pk, step), n in left.items():
        day = due.get(pk, {}).get(step)
        if day in span:
            what = f"{HELD[step]} {n} phiếu" if n else HELD[step]
            yield Entry(
                f"{step}-{pk}", day, what, f"{found[pk].name}, {found[pk].unit}",
                reverse("evaluations:reviews") if step == "review" else reverse("results:cycle", args=[pk]),
                "cycle", "Xem", done=n == 0,
            )  # fmt: skip


def of_unit(unit: Unit, span: Span) -> Iterator[Entry]:
    """The deadlines of the cycles a unit and those below take part in, with how many of its sheets are left; its
    petitions to answer, counted by day. Five queries."""
    inside = subtree([unit.path], "unit_path")
    states = State.objects.filter(inside, near(span, "cycle__")).order_by()
    counts: dict[int, dict[str, int]] = {}
    for cycle, stage, n in states.values_list("cycle_id", "stage").annotate(n=Count("id")):
        counts.setdefault(cycle, {})[stage] = n
    around = Q(unit__path__in=above(unit.path)) | subtree([unit.path], "unit__path")
    found = list(Cycle.objects.filter(around, pk__in=counts).select_related("unit"))
    due, rules = cycles.deadlines_of(found), rules_many(row.rules_id for row in found)
    for row in found:
        for step in rules[row.rules_id].steps:
            day = due.get(row.pk, {}).get(step.key)
            if day in span:
                n = sum(counts[row.pk].get(stage, 0) for stage in LEFT.get(step.key, ()))
                yield Entry(
                    f"{step.key}-{row.pk}", day, step.label + (f": còn {n} phiếu" if n else ""),
                    row.name if row.unit_id == unit.pk else f"{row.name}, {row.unit}",
                    reverse("evaluations:board", args=[row.pk]), "cycle", "Xem tiến độ", done=n == 0,
                )  # fmt: skip
    yield from _petitions(unit, span)


def _petitions(unit: Unit, span: Span) -> Iterator[Entry]:
    inside = subtree([unit.path], "decision__sheet__unit_path")
    rows = Petition.objects.filter(inside, answers=None, answer_due__range=(span.first, span.last))
    for day, n in rows.order_by().values_list("answer_due").annotate(n=Count("id")):
        yield Entry(
            f"answers-{unit.pk}-{day}", day, f"Trả lời {n} kiến nghị", unit.name, reverse("results:petitions"),
            "petition", "Xem",
        )  # fmt: skip
