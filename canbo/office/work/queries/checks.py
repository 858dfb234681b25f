"""Proof that the summary rows of work say what the records say."""

from __future__ import annotations

from canbo.office.work import cases
from canbo.office.work.models import Assignment, Standing

CHUNK = 1000


def check_standings() -> list[str]:
    """Every difference between a summary row and the acts it stands for, in words; empty when all is equal."""
    faults: list[str] = []
    ids = list(Assignment.objects.order_by("id").values_list("id", flat=True))
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        held = {row.assignment_id: row for row in Standing.objects.filter(assignment__in=chunk)}
        for pk, case in cases.load(cases.rows().filter(pk__in=chunk)).items():
            if pk not in held:
                faults.append(f"việc {pk}: thiếu dòng tóm tắt")
                continue
            faults += [f"việc {pk}: {fault}" for fault in _differences(held[pk], case.summary())]
    return faults


def _differences(said: Standing, derived: Standing) -> list[str]:
    found = []
    for name in cases.STANDING_FIELDS:
        key = f"{name}_id" if name == "person" else name
        if getattr(said, key) != getattr(derived, key):
            found.append(f"{name} ghi {getattr(said, key)!r}, hồ sơ là {getattr(derived, key)!r}")
    return found
