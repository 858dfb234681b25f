"""How an agency reminds, and whether a person wants letters. Each choice is a new row."""

from __future__ import annotations

from django.db import transaction

from canbo.office.agenda.habits import Habit, habit_of
from canbo.office.agenda.models import MailChoice, MailRule
from canbo.office.base import journal
from canbo.office.base.errors import ActionError
from canbo.office.base.models import Account
from canbo.office.people.access import Viewer
from canbo.office.people.models import Unit


def set_habit(*, actor: Account, unit: Unit, habit: Habit) -> MailRule:
    """Choose how the agency of `unit` (its root) reminds. ActionError for whoever is not its organisation officer,
    for the same choice again, and for telling the head without naming the agency's text that says so."""
    if not Viewer(actor).holds("officer", path=unit.path):
        raise ActionError("Chỉ cán bộ tổ chức của cơ quan mới chọn được cách nhắc việc.")
    if habit.escalate_after is not None and not habit.basis.strip():
        raise ActionError("Hãy ghi văn bản của cơ quan cho phép báo người đứng đầu khi quá hạn.")
    if habit == habit_of(unit.agency_id):
        raise ActionError("Cách nhắc việc này đang được dùng. Không có gì thay đổi.")
    with transaction.atomic():
        row = MailRule.objects.create(
            agency_id=unit.agency_id, enabled=habit.enabled, days_before=habit.days_before, hour=habit.hour,
            escalate_after=habit.escalate_after, basis=habit.basis.strip()[:200], by=actor,
        )  # fmt: skip
        data = {"enabled": row.enabled, "days_before": row.days_before, "escalate_after": row.escalate_after}
        journal.record(agency_id=unit.agency_id, actor=actor, verb="agenda.habit_set", subject=row, data=data)
    return row


def choose(*, actor: Account, wanted: bool) -> MailChoice:
    """The actor wants letters, or none."""
    return MailChoice.objects.create(account=actor, wanted=wanted)
