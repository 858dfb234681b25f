"""What of a sheet's marks is computed, never entered: a, b, c where the person's unit gives work from a catalogue, and
a head's d once everybody below is decided.

A draft keeps nothing for them; a marking takes what they are at the moment it is handed in, a decision what they are
when it is made. Where nothing was assigned the mark stays empty: that is not 0 (NĐ 335/2025 Điều 14 divides by it).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from canbo.office.base.fields import Marks
from canbo.office.cycles import queries as cycles
from canbo.office.evaluations import offered
from canbo.office.evaluations.cases import Case
from canbo.office.evaluations.offered import Offer
from canbo.office.work.queries import Figures, figures
from canbo.rulebook import Form, worked
from canbo.rulebook.workload import WorkLine


@dataclass(frozen=True)
class Computed:
    """`marks` by the item's index (hundredths of a percent), None where nothing was assigned; the `figures` of work,
    None where the unit has no catalogue in force in the period: then a, b, c are entered. `told`: where a mark comes
    from, in words; `offers`: choices to preset, by index."""

    marks: Mapping[int, int | None] = field(default_factory=dict)
    figures: Figures | None = None
    told: Mapping[int, str] = field(default_factory=dict)
    offers: Mapping[int, Offer] = field(default_factory=dict)

    def over(self, given: Sequence[int | None]) -> Marks:
        """Marks with the computed ones in their places, whatever was entered there."""
        if not self.marks:
            return tuple(given)
        return tuple(self.marks.get(index, mark) for index, mark in enumerate(given))

    def without(self, given: Sequence[int | None]) -> Marks:
        """Marks with nothing in the places of computed ones."""
        return tuple(None if index in self.marks else mark for index, mark in enumerate(given))

    def lacks(self, given: Sequence[int | None]) -> bool:
        """Whether these marks have no total, since one that is computed could not be."""
        return bool(self.marks) and any(given[index] is None for index in self.marks)

    def changes(self, given: Sequence[int | None]) -> dict[int, int | None]:
        """The computed marks of today that differ from these, by index."""
        return {index: mark for index, mark in self.marks.items() if given[index] != mark}

    def moves(self, form: Form, given: Sequence[int | None]) -> tuple[str, ...]:
        """`changes` in words: "a. Số lượng 92% → 95%"."""
        return tuple(
            f"{form.items[index].label.split(' (')[0]} {worked.shown_mark(given[index])} → {worked.shown_mark(mark)}"
            for index, mark in self.changes(given).items()
        )

    @property
    def lines(self) -> tuple[WorkLine, ...] | None:
        """The engine's lines with the products' names; None where nothing comes from work."""
        if self.figures is None:
            return None
        return tuple(replace(line, name=row.name) for row in self.figures.rows for line in row.lines)


NOTHING = Computed()
WORK = "Tính từ công việc được giao"


def of(found: Iterable[Case]) -> dict[int, Computed]:
    """What is computed of these sheets, by sheet id. One query for each cycle whose rules convert work, and one
    where a head's sheet is among them."""
    made: dict[int, Computed] = {}
    by_cycle: defaultdict[int, list[Case]] = defaultdict(list)
    for case in found:
        made[case.sheet.pk] = NOTHING
        if case.sheet.person_id is not None and worked.indices(case.form):
            by_cycle[case.sheet.cycle_id].append(case)
    for group in by_cycle.values():
        first, below = group[0], offered.of_subordinates(group)
        known = figures(
            agency_id=first.sheet.agency_id, people=[case.sheet.person_id or 0 for case in group],
            period=cycles.period(first.sheet.cycle), rules=first.rules,
        )  # fmt: skip
        for case in group:
            mine = known.get(case.sheet.person_id or 0)
            made[case.sheet.pk] = _computed(case, mine, below.get(case.sheet.pk))
    return made


def _computed(case: Case, mine: Figures | None, below: Offer | None) -> Computed:
    marks: dict[int, int | None] = {}
    if mine is not None:
        given = mine.marks(case.form)
        marks = {index: given.get(index) for index in worked.indices(case.form)}
    told = dict.fromkeys(marks, WORK)
    if below is None:
        return Computed(marks, mine, told) if marks else NOTHING
    asked = offered.places(case, "subordinates")
    if not below.is_settled:
        return Computed(marks, mine, told, dict.fromkeys(asked, below))
    return Computed(marks | dict.fromkeys(asked, below.mark), mine, told | dict.fromkeys(asked, f"Tính từ {below.why}"))
