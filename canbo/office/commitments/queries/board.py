"""A year's commitments by unit, and the list behind every number. From the summary rows; constant queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from canbo.office.commitments.models import (
    STAGES,
    Commitment,
    CommitmentReminder,
    CommitmentSigning,
    CommitmentState,
)
from canbo.office.commitments.superiors import superiors
from canbo.office.people.access import Viewer, subtree
from canbo.office.people.models import Person, Unit
from canbo.office.people.queries.persons import named

LABELS = dict(STAGES)
# What a board counts: key, heading, and which rows.
OVERDUE, LATE = "overdue", "late"
COUNTED = [
    ("subject", "Chưa ký"),
    (OVERDUE, "Quá hạn chưa ký"),
    ("superior", "Chờ cấp trên ký"),
    ("done", "Đã ký đủ"),
    (LATE, "Ký muộn"),
]


def states(paths: Sequence[str], year: int, pack: str = "") -> QuerySet[CommitmentState]:
    """The summary rows of a year in these subtrees; of one criteria set where it is named."""
    rows = CommitmentState.objects.filter(subtree(paths, "unit_path"), year=year)
    return rows.filter(commitment__pack=pack) if pack else rows


def counted(key: str, day: date) -> Q:
    """Which rows a number of the board counts, by its key in `COUNTED` (or a stage)."""
    if key == OVERDUE:
        return Q(stage="subject", commitment__due__lt=day)
    return Q(late=True, stage__in=["superior", "done"]) if key == LATE else Q(stage=key)


def standing(rows: QuerySet[CommitmentState]) -> QuerySet[CommitmentState]:
    """Without those withdrawn."""
    return rows.exclude(stage="withdrawn")


@dataclass
class Line:
    """A unit's line: its commitments and those below it, counted. `depth` for the indent."""

    unit: Unit
    depth: int
    total: int = 0
    counts: dict[str, int] = field(default_factory=dict)

    def cells(self) -> list[tuple[str, str, int]]:
        """Key, heading and number of each column."""
        return [(key, label, self.counts.get(key, 0)) for key, label in COUNTED]


@dataclass(frozen=True)
class Board:
    """The lines in the order of the tree, the sums, and the last days to sign."""

    lines: tuple[Line, ...]
    total: int
    counts: dict[str, int]
    dues: tuple[date, ...]

    def sums(self) -> list[tuple[str, str, int]]:
        """Key, heading and sum of each column."""
        return [(key, label, self.counts.get(key, 0)) for key, label in COUNTED]


def board(paths: Sequence[str], year: int, day: date, pack: str = "") -> Board:
    """Counts by unit within these subtrees on a day. Three queries."""
    rows = standing(states(paths, year, pack))
    numbers = {key: Count("id", filter=counted(key, day)) for key, _ in COUNTED}
    grouped = rows.values("unit_path").annotate(total=Count("id"), **numbers).order_by("unit_path")
    found: list[dict[str, Any]] = [dict(row) for row in grouped]
    units = {unit.path: unit for unit in Unit.objects.filter(path__in={row["unit_path"] for row in found})}
    lines = [Line(units[path], sum(path != up and path.startswith(up) for up in units)) for path in sorted(units)]
    sums = dict.fromkeys((key for key, _ in COUNTED), 0)
    for row in found:
        for key in sums:
            sums[key] += row[key]
        for line in lines:
            if row["unit_path"].startswith(line.unit.path):
                line.total += row["total"]
                for key in sums:
                    line.counts[key] = line.counts.get(key, 0) + row[key]
    dues = rows.exclude(commitment__due=None).values_list("commitment__due", flat=True)
    days = tuple(day for day in dues.order_by("commitment__due").distinct() if day is not None)
    return Board(tuple(lines), sum(row["total"] for row in found), sums, days)


def people_of(
    paths: Sequence[str], year: int, day: date, *, pack: str = "", key: str = "", unit: str = "", text: str = ""
) -> QuerySet[CommitmentState]:
    """The commitments behind a number, in the order of units and names; withdrawn ones only where `key` asks."""
    rows = states(paths, year, pack)
    rows = rows.filter(counted(key, day)) if key else standing(rows)
    if unit:
        rows = rows.filter(subtree([unit], "unit_path"))
    if text.strip():
        rows = rows.filter(named(text, "commitment__person__"))
    rows = rows.select_related("commitment__person", "commitment__unit", "commitment__evaluated_by")
    return rows.order_by("unit_path", "commitment__person__sort_key", "commitment_id")


@dataclass(frozen=True)
class Listed:
    """A commitment as a list shows it. `superior`: whose countersignature it takes today, "" where nobody's."""

    commitment: Commitment
    state: CommitmentState
    superior: str
    signed_on: date | None
    countersigned_on: date | None
    reminded: int
    overdue: bool

    @property
    def person(self) -> Person:
        return self.commitment.person

    @property
    def label(self) -> str:
        return LABELS[self.state.stage]

    @property
    def note(self) -> str:
        """What is late, in words."""
        return "Ký muộn" if self.state.late and self.state.stage != "withdrawn" else "Quá hạn" if self.overdue else ""


def listed(rows: Iterable[CommitmentState], day: date) -> list[Listed]:
    """These commitments as a list shows them. Six queries whatever their number."""
    every = list(rows)
    above = superiors([row.commitment for row in every], day)
    names = dict(Person.objects.filter(pk__in={pk for pk in above.values() if pk}).values_list("pk", "full_name"))
    ids = [row.commitment_id for row in every]
    signed: dict[tuple[int, str], date] = {}
    signings = CommitmentSigning.objects.filter(commitment__in=ids).order_by("id")
    for pk, part, at in signings.values_list("commitment_id", "part", "at"):
        signed[pk, part] = timezone.localtime(at).date()
    reminders = CommitmentReminder.objects.filter(commitment__in=ids).values_list("commitment_id", "part")
    nudged = {(pk, part): n for pk, part, n in reminders.annotate(n=Count("id")).order_by()}
    return [
        Listed(
            commitment=row.commitment,
            state=row,
            superior=names.get(above[row.commitment_id] or 0, ""),
            signed_on=signed.get((row.commitment_id, "subject")) if row.stage in ("superior", "done") else None,
            countersigned_on=signed.get((row.commitment_id, "superior")) if row.stage == "done" else None,
            reminded=nudged.get((row.commitment_id, row.stage), 0),
            overdue=row.stage == "subject" and row.commitment.due is not None and row.commitment.due < day,
        )
        for row in every
    ]


def years_and_packs(viewer: Viewer) -> tuple[list[int], list[str]]:
    """The years, newest first, and the criteria sets of the commitments the viewer may read. Two queries."""
    rows = CommitmentState.objects.filter(subtree(viewer.readable, "unit_path"))
    years = rows.order_by("-year").values_list("year", flat=True).distinct()
    packs = rows.order_by("commitment__pack").values_list("commitment__pack", flat=True).distinct()
    return list(years), list(packs)
