"""Proof that the summary rows say what the records say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from django.db.models import Count

from canbo.office.evaluations import cases
from canbo.office.evaluations.counting import OPENED
from canbo.office.evaluations.models import Opened, Sheet, State, Tally
from canbo.office.evaluations.outcome import Outcome
from canbo.office.evaluations.stage import SETTLED
from canbo.office.people.models import Unit

CHUNK = 1000


def check_states(outcomes: Mapping[int, Outcome] | None = None) -> list[str]:
    """Every difference between a summary row and the records it stands for, in words; empty when all is equal.

    `outcomes`: what the results say of each decided sheet, by sheet id. Where it is left out, what is settled is
    taken at its word and the rest is derived. Sheets are read a thousand at a time.
    """
    faults: list[str] = []
    ids = list(Sheet.objects.order_by("id").values_list("id", flat=True))
    held = set(State.objects.values_list("sheet_id", flat=True))
    faults += [f"phiếu {pk}: thiếu dòng tóm tắt" for pk in ids if pk not in held]
    known = [pk for pk in ids if pk in held]
    for start in range(0, len(known), CHUNK):
        for pk, case in cases.load(known[start : start + CHUNK], parts=cases.UNMARKED).items():
            faults += [f"phiếu {pk}: {fault}" for fault in _faults(case, outcomes)]
    return faults


def check_opened() -> list[str]:
    """Every difference between the numbers of opened sheets and the sheets, in words. Five queries."""
    names = ("cycle_id", "unit_id", "kind")
    true = {row[:3]: row[3] for row in Sheet.objects.order_by().values_list(*names).annotate(n=Count("id"))}
    said = {row[:3]: row[3] for row in Opened.objects.values_list(*names, "sheets")}
    faults = [
        f"kỳ {key[0]}, đơn vị {key[1]}, {key[2]}: ghi đã mở {said.get(key, 0)} phiếu, thực có {true.get(key, 0)}"
        for key in sorted({*true, *said})
        if said.get(key, 0) != true.get(key, 0)
    ]
    return faults + check_tally({(*key, OPENED): number for key, number in true.items()}, [OPENED])


def check_tally(counted: Mapping[tuple[int, int, str, str], int], columns: Sequence[str]) -> list[str]:
    """Every difference between these counts by body and what was counted by cycle, unit, kind and column, in words.
    Three queries."""
    agencies = dict(Unit.objects.values_list("pk", "agency_id"))
    bodies = dict(Unit.objects.filter(is_agency=True).values_list("agency_id", "pk"))
    true: Counter[tuple[int, int, str, str]] = Counter()
    for (cycle, unit, kind, column), number in counted.items():
        true[cycle, bodies.get(agencies[unit], 0), kind, column] += number
    said: Counter[tuple[int, int, str, str]] = Counter()
    for cycle, body, kind, *numbers in Tally.objects.values_list("cycle_id", "body_id", "kind", *columns):
        said.update({(cycle, body, kind, column): n for column, n in zip(columns, numbers, strict=True) if n})
    return [
        f"kỳ {key[0]}, cơ quan {key[1]}, {key[2]}, {key[3]}: số theo cơ quan ghi {said[key]} phiếu, thực có {true[key]}"
        for key in sorted({*true, *said})
        if said[key] != true[key]
    ]


def _faults(case: cases.Case, outcomes: Mapping[int, Outcome] | None) -> list[str]:
    row = case.state
    said = {key: getattr(row, key) for key in ("stage", "self_total", "review_total", "total", "level", "unit_path")}
    said["cycle"] = row.cycle_id
    outcome = outcomes.get(case.sheet.pk) if outcomes is not None else _taken_at_its_word(case)
    if outcome is None and row.stage in SETTLED:
        row.stage = ""
    derived = case.derived()
    wanted = {
        "stage": outcome.stage if outcome else derived.stage,
        "self_total": derived.self_total,
        "review_total": derived.review_total,
        "total": outcome.total if outcome else None,
        "level": outcome.level if outcome else "",
        "unit_path": case.sheet.unit_path,
        "cycle": case.sheet.cycle_id,
    }
    return [f"{key} ghi {said[key]!r}, hồ sơ là {wanted[key]!r}" for key in wanted if said[key] != wanted[key]]


def _taken_at_its_word(case: cases.Case) -> Outcome | None:
    row = case.state
    if row.stage not in SETTLED:
        return None
    return Outcome("published" if row.stage == "published" else "decided", row.total, row.level)
