"""Reminders: those whom a commitment waits for see on their pages that they were reminded, and when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from canbo.office.base import journal
from canbo.office.base.errors import ActionError
from canbo.office.base.models import Account
from canbo.office.commitments.models import CommitmentReminder, CommitmentState
from canbo.office.people.access import Viewer, subtree


@transaction.atomic
def remind(*, actor: Account, commitments: Iterable[int], today: date | None = None) -> int:
    """Remind whoever these commitments wait for, of those the actor may read; how many.

    ActionError where none of them waits for anybody.
    """
    viewer = Viewer(actor, today) if today else Viewer(actor)
    rows = CommitmentState.objects.filter(subtree(viewer.readable, "unit_path"), commitment__in=list(commitments))
    found = list(rows.filter(stage__in=["subject", "superior"]).order_by("commitment_id"))
    if not found:
        raise ActionError("Không có bản cam kết nào đang chờ ký trong số đã chọn.")
    CommitmentReminder.objects.bulk_create(
        [
            CommitmentReminder(agency_id=row.agency_id, commitment_id=row.commitment_id, part=row.stage, by=actor)
            for row in found
        ],
        batch_size=500,
    )
    for agency in dict.fromkeys(row.agency_id for row in found):
        mine = [row for row in found if row.agency_id == agency]
        journal.record(
            agency_id=agency, actor=actor, verb="commitments.reminded", subject=mine[0].commitment,
            data={"commitments": len(mine)},
        )  # fmt: skip
    return len(found)
