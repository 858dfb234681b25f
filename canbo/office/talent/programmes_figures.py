"""What the targets of a programme come to: values over time, whether they are met, the same in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from canbo.office.talent.models import Programme, ProgrammeTarget, ProgrammeValue
from canbo.office.talent.models.programmes import DIRECTIONS
from canbo.paperwork.numbers import format_hundredths

WORDS = dict(DIRECTIONS)
SAID = {True: "Đạt", False: "Chưa đạt", None: "Chưa có số liệu"}


def shown(value: int, measure: str) -> str:
    """A figure with its unit of measure: "92,5%", "30 lượt"."""
    number = format_hundredths(value)
    return f"{number}%" if measure == "%" else f"{number} {measure}"


@dataclass(frozen=True)
class Progress:
    """A target with what was measured, the newest day first; of a day told twice the last told alone."""

    target: ProgrammeTarget
    values: tuple[ProgrammeValue, ...]

    @property
    def latest(self) -> ProgrammeValue | None:
        return self.values[0] if self.values else None

    @property
    def met(self) -> bool | None:
        """Whether the newest value comes to the aim; None where nothing was measured."""
        if self.latest is None:
            return None
        value, aim = self.latest.value, self.target.aim
        compared = {"at_least": value >= aim, "above": value > aim, "at_most": value <= aim, "below": value < aim}
        return compared[self.target.direction]

    @property
    def word(self) -> str:
        return SAID[self.met]

    @property
    def aim(self) -> str:
        """ "trên 90%"."""
        return f"{WORDS[self.target.direction]} {shown(self.target.aim, self.target.measure)}"

    @property
    def measured(self) -> str:
        return shown(self.latest.value, self.target.measure) if self.latest else "–"

    @property
    def bar(self) -> list[dict[str, object]]:
        """The newest value as a bar, in whole units."""
        return [{"level": "ink", "count": self.latest.value // 100, "label": "Mới nhất"}] if self.latest else []

    @property
    def whole(self) -> int:
        """What the bar is a part of: 100 where shares are measured, else the larger of aim and value."""
        most = max(self.target.aim, self.latest.value if self.latest else 0, 1)
        return (max(most, 100_00) if self.target.measure == "%" else most) // 100 or 1

    @property
    def share(self) -> Fraction | None:
        """The newest value as a part of the aim; None where the aim is nothing."""
        return Fraction(self.latest.value, self.target.aim) if self.latest and self.target.aim else None

    @property
    def sentence(self) -> str:
        """For the final review."""
        label = self.target.label[:1].upper() + self.target.label[1:]
        if self.latest is None:
            return f"{label}: chưa có số liệu (chỉ tiêu {self.aim})."
        told = f"tính đến {self.latest.day:%d/%m/%Y}, theo {self.latest.source}"
        return f"{label}: {self.measured}, chỉ tiêu {self.aim}; {self.word.lower()} ({told})."


def progress(programme: Programme) -> list[Progress]:
    """The targets that stand, in the order they were set, each with its values, also those of what it replaced. Two
    queries."""
    return progresses([programme])[programme.pk]


def progresses(programmes: Iterable[Programme]) -> dict[int, list[Progress]]:
    """The same of many programmes, by their ids. Two queries whatever their number."""
    held = {one.pk: one.agency_id for one in programmes}
    rows = ProgrammeTarget.objects.filter(agency__in=set(held.values()), programme__in=held).select_related("answers")
    targets = {row.pk: row for row in rows.order_by("id")}
    first: dict[int, int] = {}
    for pk, row in targets.items():
        first[pk] = first[row.replaces_id] if row.replaces_id is not None else pk
    days: dict[int, dict[date, ProgrammeValue]] = defaultdict(dict)
    values = ProgrammeValue.objects.filter(agency__in=set(held.values()), target__programme__in=held)
    for value in values.select_related("by__person").order_by("id"):
        days[first[value.target_id]][value.day] = value
    replaced = {row.replaces_id for row in targets.values()}
    found: dict[int, list[Progress]] = {pk: [] for pk in held}
    for pk in sorted((pk for pk in targets if pk not in replaced), key=lambda pk: first[pk]):
        told = tuple(days[first[pk]][day] for day in sorted(days[first[pk]], reverse=True))
        found[targets[pk].programme_id].append(Progress(targets[pk], told))
    return found
