"""Proof that the summary rows say what the records say, and that a person has one standing commitment."""

from __future__ import annotations

from canbo.office.commitments.models import Commitment, CommitmentState
from canbo.office.commitments.standing import Case, load

CHUNK = 1000


def check_commitments() -> list[str]:
    """Every difference between a summary row and its records, and every commitment that was replaced without being
    withdrawn, in words; empty when all is in order. A thousand are read at a time."""
    ids = list(Commitment.objects.order_by("id").values_list("id", flat=True))
    held = set(CommitmentState.objects.values_list("commitment_id", flat=True))
    faults = [f"cam kết {pk}: thiếu dòng tóm tắt" for pk in ids if pk not in held]
    known = [pk for pk in ids if pk in held]
    for start in range(0, len(known), CHUNK):
        for pk, case in load(known[start : start + CHUNK]).items():
            faults += [f"cam kết {pk}: {fault}" for fault in _faults(case)]
    replaced = Commitment.objects.filter(replaced_by__isnull=False, withdrawals=None).order_by("id")
    return faults + [f"cam kết {pk}: đã có bản thay mà chưa rút" for pk in replaced.values_list("id", flat=True)]


def _faults(case: Case) -> list[str]:
    row = case.state
    said = {"stage": row.stage, "late": row.late, "year": row.year, "unit_path": row.unit_path}
    derived = case.derived()
    wanted = {
        "stage": derived.stage, "late": derived.late, "year": case.commitment.year,
        "unit_path": case.commitment.unit_path,
    }  # fmt: skip
    return [f"{key} ghi {said[key]!r}, hồ sơ là {wanted[key]!r}" for key in wanted if said[key] != wanted[key]]
