"""What the office knows of a head's d and đ (NĐ 335/2025 Điều 15): offered with where it comes from; who marks chooses.

Only d stops being a choice, once everybody below is decided. A deputy's field is written nowhere, and uniting the staff
(e) shows in no record: nothing is offered there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from canbo.office.cycles import queries as cycles
from canbo.office.evaluations.cases import Case
from canbo.office.evaluations.models import State
from canbo.office.evaluations.stage import SETTLED
from canbo.office.people.access import subtree
from canbo.office.work.queries.leading import Leading, leading
from canbo.rulebook import Item


@dataclass(frozen=True, slots=True)
class Offer:
    """A choice (hundredths of a percent), why, and whether it is taken instead of chosen."""

    mark: int
    why: str
    is_settled: bool = False


def places(case: Case, known_by: str) -> list[int]:
    """The items of a head's sheet of which this is known."""
    if case.sheet.rank != "head" or case.sheet.person_id is None:
        return []
    return [index for index, item in enumerate(case.form.items) if item.known_by == known_by]


def of_subordinates(group: Sequence[Case]) -> dict[int, Offer]:
    """By sheet id, from the decisions of the same period on everybody below; the cases are of one cycle. One query,
    none where no sheet asks."""
    heads = [case for case in group if places(case, "subordinates")]
    if not heads:
        return {}
    cycle = heads[0].sheet.cycle
    rows = State.objects.filter(
        subtree({case.sheet.unit_path for case in heads}, "unit_path"), agency=cycle.agency_id,
        cycle__period_kind=cycle.period_kind, cycle__year=cycle.year, cycle__number=cycle.number,
        sheet__person__isnull=False,
    )  # fmt: skip
    counted = rows.values_list("unit_path", "sheet__rank", "stage", "level").annotate(n=Count("id")).order_by()
    every = list(counted)
    found = {}
    for case in heads:
        path = case.sheet.unit_path
        below = [row for row in every if row[0].startswith(path) and (row[0] != path or row[1] != "head")]
        if (offer := _of_levels(case, below)) is not None:
            found[case.sheet.pk] = offer
    return found


def _of_levels(case: Case, below: Sequence[tuple[str, str, str, str, int]]) -> Offer | None:
    """None where nobody below is decided yet."""
    item, lowest = case.form.items[places(case, "subordinates")[0]], case.rules.levels[-1]
    total = sum(row[4] for row in below)
    decided = sum(row[4] for row in below if row[2] in SETTLED)
    failed = sum(row[4] for row in below if row[2] in SETTLED and row[3] == lowest.key)
    if not decided:
        return None
    those = f"{failed} người ở mức {lowest.label.lower()}" if failed else f"không ai ở mức {lowest.label.lower()}"
    why = f"{decided}/{total} người thuộc quyền đã có quyết định, {those}"
    return Offer(_choice(item, not failed), why, decided == total)


def of_unit_work(case: Case) -> dict[int, Offer]:
    """đ of one head's sheet by the item's index, from the unit's work and its initiatives. Two queries, none where the
    sheet does not ask."""
    found = places(case, "unit_work")
    if not found:
        return {}
    known = leading(
        agency_id=case.sheet.agency_id, paths=[case.sheet.unit_path], but=case.sheet.person_id,
        period=cycles.period(case.sheet.cycle),
    )  # fmt: skip
    if known.is_flawless is None:
        return {}
    return {index: Offer(_choice(case.form.items[index], known.is_flawless), _told(known)) for index in found}


def _told(known: Leading) -> str:
    faults = [
        f"{number} việc {what}"
        for number, what in ((known.unfinished, "chưa xong"), (known.failed, "có lỗi"), (known.late, "chậm"))
        if number
    ]
    made = ", ".join(row.title for row in known.initiatives) or "chưa ghi nhận"
    return f"đơn vị có {known.total} việc trong kỳ, {', '.join(faults) or 'đều xong, đúng hạn, đạt'}; sáng kiến: {made}"


def _choice(item: Item, is_so: bool) -> int:
    """The best choice where it is so, else the lowest."""
    values = [choice.value for choice in item.scale.choices]
    return max(values) if is_so else min(values)
