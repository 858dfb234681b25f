"""What examinations found, as a viewer may see it: by unit in the order of evidence, of evaluators by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Prefetch, Q

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


class Place(NamedTuple):
    """A unit of an examination, as far as its place in the lists goes."""

    pk: int
    unit: str
    path: str
    silence: str
    found: int


class Marker(NamedTuple):
    """An evaluator of an examination, as far as the list goes; `hit`: something was found."""

    pk: int
    path: str
    silence: str
    hit: bool


@dataclass
class Board:
    """The units of an examination a viewer may see: those with signals in the order of evidence, those without, those
    of which nothing can be told; how many totals of all units of the examination stand at each whole point."""

    found: list[Place] = field(default_factory=list)
    quiet: list[Place] = field(default_factory=list)
    silent: list[Place] = field(default_factory=list)
    totals: Counter[str] = field(default_factory=Counter)

    @property
    def count(self) -> int:
        return len(self.found) + len(self.quiet) + len(self.silent)


def board(viewer: Viewer, row: Examination) -> Board:
    """The units of an examination; `lines` gives those of a page. One query."""
    made = Board()
    rows = row.examined.filter(unit__isnull=False).order_by("-found", "least", "path")
    for totals, pk, unit, path, silence, found in rows.values_list(
        "totals", "pk", "unit__name", "path", "silence", "found"
    ):
        one = Place(pk, unit, path, silence, found)
        for point, count in totals.items():
            made.totals[point] += count
        if viewer.reads(one.path):
            kind = made.silent if one.silence else made.found if one.found else made.quiet
            kind.append(one)
    return made


def evaluators(viewer: Viewer, row: Examination) -> list[Marker]:
    """The evaluators of an examination by name, the viewer left out; never in the order of what was found. `lines`
    gives those of a page. One query."""
    rows = row.examined.filter(subtree(viewer.readable, "path"), evaluator__isnull=False)
    if viewer.person is not None:
        rows = rows.exclude(evaluator=viewer.person)
    hits = Signal.objects.filter(agency=OuterRef("agency"), examined=OuterRef("pk"), found=True)
    named = rows.annotate(hit=Exists(hits)).order_by("evaluator__sort_key", "id")
    return [Marker(*one) for one in named.values_list("pk", "path", "silence", "hit")]


def lines(viewer: Viewer, row: Examination, before: Examination | None, ids: Sequence[int]) -> list[Line]:
    """Units or evaluators of an examination in this order, with what was found of them. Three queries at most, whatever
    their number."""
    rows = row.examined.filter(pk__in=ids).select_related("unit", "evaluator")
    signals = Prefetch("signals", Signal.objects.filter(found=True).order_by("rate", "id"))
    known = {one.pk: one for one in rows.prefetch_related(signals)}
    found = [Line(known[pk], [told(one) for one in known[pk].signals.all()]) for pk in ids]
    if before is not None:
        _compare(viewer, found, before)
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


def shown(viewer: Viewer, ids: Sequence[int]) -> list[int]:
    """Of these sheets, in this order, those the viewer may see: their own, and those of units they read no more, only
    once published. One query."""
    rows = State.objects.filter(subtree(viewer.readable, "unit_path") | Q(stage="published"), sheet__in=ids)
    if viewer.person is not None:
        rows = rows.exclude(~Q(stage="published"), sheet__person=viewer.person)
    seen = set(rows.values_list("sheet_id", flat=True))
    return [pk for pk in ids if pk in seen]


def sheets(ids: Sequence[int]) -> list[State]:
    """These sheets in this order, with their persons, units and periods. One query."""
    rows = State.objects.filter(sheet__in=ids).select_related("sheet__person", "sheet__unit", "sheet__cycle")
    found = {row.sheet_id: row for row in rows}
    return [found[pk] for pk in ids]


def unit_at(path: str) -> int | None:
    """The id of the unit at a path."""
    return Unit.objects.filter(path=path).values_list("pk", flat=True).first()


def _compare(viewer: Viewer, lines: Iterable[Line], before: Examination) -> None:
    """What an examination before said of each, where the viewer reads what it was about."""
    rows = Examined.objects.filter(subtree(viewer.readable, "path"), agency=before.agency_id, examination=before)
    was: dict[tuple[int | None, int | None], str] = {
        (unit, evaluator): silence or (f"{found} dấu hiệu" if found else NOTHING)
        for unit, evaluator, silence, found in rows.values_list("unit_id", "evaluator_id", "silence", "found")
    }
    for line in lines:
        line.before = was.get((line.row.unit_id, line.row.evaluator_id), NOT_SEEN)
