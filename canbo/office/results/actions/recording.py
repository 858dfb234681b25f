"""Grounds: recorded by the organisation officer, taken back by a new row. The journal says that one was recorded about
somebody, never what: neither the fact nor its value, day or document."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction

from canbo.office.base import journal
from canbo.office.base.errors import ActionError
from canbo.office.base.models import Account
from canbo.office.evaluations.errors import NotAssigned
from canbo.office.people.access import Viewer
from canbo.office.people.models import Person, Unit
from canbo.office.regulations import queries as regulations
from canbo.office.results import access, grounds
from canbo.office.results.grounds import Kind
from canbo.office.results.models import Ground
from canbo.rulebook import FactValue


def kinds_for(unit: Unit, day: date, *, collective: bool = False) -> tuple[Kind, ...]:
    """What may be recorded about the people of a unit, or about itself (`collective`), under the rules of a day."""
    binding = regulations.adoption_for(unit, day)
    return grounds.kinds(regulations.rules_of(binding).values(), collective=collective)


def record_ground(
    *, actor: Account, fact: str, value: FactValue, day: date, document: str, person: Person | None = None,
    collective: Unit | None = None, until: date | None = None, degree: str = "", today: date | None = None,
) -> Ground:  # fmt: skip
    """Record a dated ground about a person or a unit. NotAssigned for whoever is not the officer over their unit, or
    about oneself; ActionError where the rules of the unit know no such ground, or a date or the document is missing."""
    viewer = Viewer(actor, today) if today else Viewer(actor)
    unit = _unit_of(viewer, person, collective)
    known = kinds_for(unit, day, collective=collective is not None)
    kind = next((one for one in known if one.key == fact), None)
    if kind is None:
        raise ActionError(f"Quy định áp dụng cho {unit.name} vào {day:%d/%m/%Y} không có căn cứ này. Hãy chọn lại.")
    if until is not None and until < day:
        raise ActionError("Ngày kết thúc trước ngày bắt đầu. Hãy sửa lại ngày.")
    if not document.strip():
        raise ActionError("Hãy ghi số, ký hiệu và ngày của văn bản làm căn cứ.")
    with transaction.atomic():
        row = Ground.objects.create(
            agency_id=unit.agency_id, person=person, collective=collective, fact=fact, value=value, day=day,
            until=until, degree=degree.strip()[:120], document=document.strip()[:200], by=actor,
        )  # fmt: skip
        journal.record(agency_id=row.agency_id, actor=actor, verb="results.ground_recorded", subject=row)
    return row


def revoke_ground(*, actor: Account, ground: Ground, document: str, today: date | None = None) -> Ground:
    """Take a ground back by a new row that names it. The same rights as recording it; ActionError where it is taken
    back already, or the document is missing."""
    viewer = Viewer(actor, today) if today else Viewer(actor)
    _unit_of(viewer, ground.person, ground.collective)
    if not document.strip():
        raise ActionError("Hãy ghi văn bản hoặc lý do hủy căn cứ.")
    if ground.revokes_id is not None or Ground.objects.filter(agency=ground.agency_id, revokes=ground).exists():
        raise ActionError("Căn cứ này đã được hủy.")
    try:
        with transaction.atomic():
            row = Ground.objects.create(
                agency_id=ground.agency_id, person=ground.person, collective=ground.collective, fact=ground.fact,
                value=ground.value, day=viewer.day, document=document.strip()[:200], revokes=ground, by=actor,
            )  # fmt: skip
            journal.record(agency_id=row.agency_id, actor=actor, verb="results.ground_revoked", subject=row)
    except IntegrityError as error:
        raise ActionError("Căn cứ này đã được hủy.") from error
    return row


def _unit_of(viewer: Viewer, person: Person | None, collective: Unit | None) -> Unit:
    """The unit of the subject; NotAssigned where the viewer is not its officer, or is the subject."""
    unit = collective if person is None else access.home_of(person, viewer)
    own = person is not None and viewer.person is not None and person.pk == viewer.person.pk
    if unit is None or own or not access.under(viewer, unit.path):
        raise NotAssigned("Người hoặc đơn vị này ngoài phạm vi phụ trách.")
    return unit
