"""Initiatives of a unit, recorded by who leads it from above or keeps its records; a mistake is withdrawn by a row."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from canbo.office.base import journal
from canbo.office.base.errors import ActionError, NotTheirs
from canbo.office.base.models import Account
from canbo.office.people.access import Viewer
from canbo.office.people.models import Unit
from canbo.office.work import access
from canbo.office.work.actions import acting
from canbo.office.work.models import Initiative


def record(*, actor: Account, unit: Unit, day: date, title: str, document: str = "") -> Initiative:
    """Record that a unit had an initiative or an effective solution, as Điều 15 asks. NotTheirs where the actor is
    neither the unit's officer nor a head above it: a head does not record it for the own unit."""
    _must(actor, unit)
    words = acting.text(title)
    if not words:
        raise ActionError("Hãy ghi tên sáng kiến hoặc giải pháp.")
    if day > timezone.localdate():
        raise ActionError("Ngày ghi nhận ở sau hôm nay. Hãy chọn hôm nay hoặc trước đó.")
    with transaction.atomic():
        made = Initiative.objects.create(
            agency_id=unit.agency_id, unit=unit, day=day, title=words[:300],
            document=acting.text(document)[:200], by=actor,
        )  # fmt: skip
        journal.record_all(actor, "work.initiative_recorded", [(made, {"unit": unit.pk, "day": day.isoformat()})])
    return made


def withdraw(*, actor: Account, initiative: Initiative) -> Initiative:
    """Withdraw an initiative recorded by mistake: a new row that names it."""
    _must(actor, initiative.unit)
    with transaction.atomic():
        Initiative.objects.select_for_update().get(agency=initiative.agency_id, pk=initiative.pk)
        if Initiative.objects.filter(agency=initiative.agency_id, withdraws=initiative).exists():
            raise ActionError("Sáng kiến này đã được rút rồi.")
        made = Initiative.objects.create(
            agency_id=initiative.agency_id, unit=initiative.unit, day=initiative.day, title=initiative.title,
            withdraws=initiative, by=actor,
        )  # fmt: skip
        journal.record_all(actor, "work.initiative_withdrawn", [(made, {"of": initiative.pk})])
    return made


def _must(actor: Account, unit: Unit) -> None:
    if not access.may_keep(Viewer(actor), unit):
        raise NotTheirs(f"Chỉ cán bộ tổ chức hoặc người đứng đầu cấp trên của “{unit.name}” mới ghi sáng kiến.")
