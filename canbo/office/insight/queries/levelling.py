"""What examinations found, as a viewer may see it: by unit in the order of evidence, of evaluators by name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Prefetch, Q, QuerySet

from canbo.office.evaluations.models import State
from canbo.office.insight.levelling.words import Told, told
from canbo.office.insight.models import Examination, Examined, Signal
from canbo.office.people.access import Viewer, above, subtree
from canbo.office.people.models import Unit

NOT_SEEN, NOTHING = "không xem", "không có dấu hiệu"


def standing(viewer: Viewer) -> list[Examination]:
    """The examinations that touch what a viewer reads, of each unit and stretch of time the newest: the latest stretch
    first, then the widest unit."""
    paths = viewer.readable
    around = Q(unit__path__in={step for path in paths for step in above(path)})
    found: dict[tuple[int, object, object], Examination] = {}
    rows = Examination.objects.filter(subtree(paths, "unit__path") | around)
    for row in rows.select_related("unit", "by__person").order_by("id"):
        found[row.unit_id, row.starts, row.ends] = row
    return sorted(found.values(), key=lambda row: (-row.ends.toordinal(), len(row.unit.path), row.starts, -row.pk))


def chosen(rows: Sequence[Examination], wanted: str) -> Examination | None:
    """The examination named in an address, else the first."""
    named = (row for row in rows if str(row.pk) == wanted)
    return next(named, rows[0] if rows else None)


def earlier(rows: Sequence[Examination], row: Examination, wanted: str) -> Examination | None:
    """What to compare an examination with: the one named, else the last of the same unit that ended before."""
    others = [one for one in rows if one.pk != row.pk]
    named = next((one for one in others if str(one.pk) == wanted), None)
    before = (one for one in others if one.unit_id == row.unit_id and one.ends < row.ends)
    return named or next(before, None)


@dataclass
class Line:
    """A unit or an evaluator with what was found of it; `before`: what the compared examination said, in words;
    `drawn`: its totals as a drawing."""

    row: Examined
    told: list[Told]
    before: str = ""
    drawn: str = ""

    @property
    def labels(self) -> str:
        return ", ".join(one.label.lower() for one in self.told)


@dataclass
class Board:
    """The units of an examination a viewer may see: those with signals in the order of evidence, those without, those
    of which nothing can be told; how many totals of all units of the examination stand at each whole point."""

    found: list[Line] = field(default_factory=list)
    quiet: list[Line] = field(default_factory=list)
    silent: list[Line] = field(default_factory=list)
    totals: dict[str, int] = field(default_factory=dict)

    @property
    def count(self) -> int:
        return len(self.found) + len(self.quiet) + len(self.silent)


def board(viewer: Viewer, row: Examination, before: Examination | None) -> Board:
    """The units of an examination. Three queries at most, whatever their number."""
    made = Board()
    rows = _with_signals(row.examined.filter(unit__isnull=False).select_related("unit"))
    for one in rows.order_by("-found", "least", "path"):
        for point, count in one.totals.items():
            made.totals[point] = made.totals.get(point, 0) + count
        if viewer.reads(one.path):
            kind = made.silent if one.silence else made.found if one.found else made.quiet
            kind.append(_line(one))
    if before is not None:
        _compare([*made.found, *made.quiet, *made.silent], before, "unit_id")
    return made


def evaluators(viewer: Viewer, row: Examination, before: Examination | None) -> list[Line]:
    """The evaluators of an examination of whom something was told, by name, the viewer left out; never in the order of
    what was found."""
    rows = row.examined.filter(subtree(viewer.readable, "path"), evaluator__isnull=False)
    if viewer.person is not None:
        rows = rows.exclude(evaluator=viewer.person)
    rows = _with_signals(rows.select_related("evaluator")).order_by("evaluator__sort_key", "id")
    found = [_line(one) for one in rows]
    if before is not None:
        _compare(found, before, "evaluator_id")
    return found


def own(viewer: Viewer) -> list[Examined]:
    """What the newest examinations said of the viewer as an evaluator: of each examined unit the last, newest first."""
    if viewer.person is None:
        return []
    rows = Examined.objects.filter(evaluator=viewer.person).select_related("examination__unit")
    newest: dict[int, Examined] = {}
    for row in rows.prefetch_related("signals").order_by("examination_id"):
        newest[row.examination.unit_id] = row
    return sorted(newest.values(), key=lambda row: -row.examination_id)


def one_for(viewer: Viewer, pk: int) -> Examined | None:
    """A unit or an evaluator of an examination the viewer may see; their own as an evaluator, too."""
    rows = Examined.objects.select_related("examination__unit", "unit", "evaluator").prefetch_related("signals")
    found = rows.filter(pk=pk).first()
    if found is None:
        return None
    mine = viewer.person is not None and found.evaluator_id == viewer.person.pk
    return found if mine or viewer.reads(found.path) else None


def sheets(viewer: Viewer, ids: Sequence[int]) -> list[State]:
    """These sheets in this order, with their persons, units and periods; the viewer's own only once published. One
    query."""
    rows = State.objects.filter(sheet__in=ids).select_related("sheet__person", "sheet__unit", "sheet__cycle")
    if viewer.person is not None:
        rows = rows.exclude(~Q(stage="published"), sheet__person=viewer.person)
    found = {row.sheet_id: row for row in rows}
    return [found[pk] for pk in ids if pk in found]


def unit_at(path: str) -> int | None:
    """The id of the unit at a path."""
    return Unit.objects.filter(path=path).values_list("pk", flat=True).first()


def _with_signals(rows: QuerySet[Examined]) -> QuerySet[Examined]:
    return rows.prefetch_related(Prefetch("signals", Signal.objects.filter(found=True).order_by("rate", "id")))


def _line(row: Examined) -> Line:
    return Line(row, [told(one) for one in row.signals.all()])


def _compare(lines: Iterable[Line], before: Examination, key: str) -> None:
    rows = Examined.objects.filter(agency=before.agency_id, examination=before, **{f"{key}__isnull": False})
    was = {getattr(row, key): row for row in rows}
    for line in lines:
        row = was.get(getattr(line.row, key))
        line.before = NOT_SEEN if row is None else row.silence or (f"{row.found} dấu hiệu" if row.found else NOTHING)
