"""Units come and go: founding an agency, adding a unit, closing one."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Q

from canbo.office.base import journal
from canbo.office.base.errors import ActionError
from canbo.office.base.models import Account, Agency
from canbo.office.people.access import Viewer, need
from canbo.office.people.actions.paths import Codes, free_paths, next_order, refuse_taken
from canbo.office.people.models import Posting, Unit
from canbo.paperwork.dates import short_date
from canbo.paperwork.names import search_key, tidy


@transaction.atomic
def found_agency(
    *, actor: Account | None, name: str, code: str, valid_from: date, heading: str = "state", kind: str = "office",
    parent: Unit | None = None, short_name: str = "", invented: bool = False,
) -> Unit:  # fmt: skip
    """Begin a body with a paper trail of its own; the installation's commands call it, no page does.

    ActionError without a code or a name, or where the code is taken.
    """
    code, name = tidy(code), tidy(name)
    if not code or not name:
        raise ActionError("Cơ quan cần có mã (ví dụ P-VH) và tên như trên văn bản.")
    refuse_taken([code])
    agency = Agency.objects.create(code=code, name=name)
    unit = _insert(
        parent=parent, name=name, short_name=short_name, code=code, kind=kind, heading=heading,
        valid_from=valid_from, agency=agency, is_agency=True, invented=invented,
    )  # fmt: skip
    journal.record(agency_id=agency.pk, actor=actor, verb="people.agency_founded", subject=unit)
    return unit


@transaction.atomic
def create_unit(
    *, actor: Account, parent: Unit, name: str, valid_from: date, short_name: str = "", code: str = "",
    kind: str = "office", heading: str = "", own_agency: bool = False, order: int = 0, invented: bool = False,
) -> Unit:  # fmt: skip
    """Add a unit below another from a day. Code and heading default to ones made from the parent's."""
    need(Viewer(actor).holds("officer", path=parent.path))
    name = tidy(name)
    if not name:
        raise ActionError("Hãy nhập tên đơn vị.")
    refuse_outside(parent, valid_from)
    siblings = Unit.objects.filter(parent=parent).filter(Q(valid_to=None) | Q(valid_to__gt=valid_from))
    if any(search_key(sibling) == search_key(name) for sibling in siblings.values_list("name", flat=True)):
        raise ActionError(f"Dưới {parent.name} đã có đơn vị tên “{name}”. Hãy đặt tên khác.")
    if code:
        refuse_taken([code])
    code = code or Codes().of(short_name or name, parent)
    agency = Agency.objects.create(code=code, name=name) if own_agency else parent.agency
    unit = _insert(
        parent=parent, name=name, short_name=short_name, code=code, kind=kind, heading=heading or parent.heading,
        valid_from=valid_from, agency=agency, is_agency=own_agency, order=order or next_order(parent),
        invented=invented,
    )  # fmt: skip
    journal.record(
        agency_id=agency.pk, actor=actor, verb="people.unit_created", subject=unit,
        data={"parent": parent.pk, "from": valid_from.isoformat()},
    )  # fmt: skip
    return unit


@transaction.atomic
def close_unit(*, actor: Account, unit: Unit, day: date, document: str = "") -> Unit:
    """End a unit that nothing succeeds, from a day on. Refused while people or units are in it that day."""
    need(Viewer(actor).holds("officer", path=unit.path))
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    refuse_ended(unit, day)
    later = Q(valid_to=None) | Q(valid_to__gt=day)
    people = Posting.objects.filter(later, post__unit=unit).values("person").distinct().count()
    if people:
        raise ActionError(
            f"{unit.name} còn {people} người từ ngày {short_date(day)}. "
            "Hãy kết thúc hoặc chuyển vị trí của họ trước, hoặc dùng “Sáp nhập”."
        )
    children = Unit.objects.filter(later, parent=unit).count()
    if children:
        raise ActionError(f"{unit.name} còn {children} đơn vị trực thuộc. Hãy chuyển hoặc giải thể chúng trước.")
    unit.posts.filter(later, valid_from__lt=day).update(valid_to=day)
    unit.posts.filter(valid_from__gte=day).delete()
    unit.valid_to = day
    unit.save(update_fields=["valid_to"])
    journal.record(
        agency_id=unit.agency_id, actor=actor, verb="people.unit_closed", subject=unit,
        data={"day": day.isoformat(), "document": document},
    )  # fmt: skip
    return unit


def refuse_ended(unit: Unit, day: date) -> None:
    """ActionError when a change on a day does not fit the unit's own dates."""
    if unit.valid_to is not None:
        raise ActionError(f"{unit.name} đã kết thúc từ ngày {short_date(unit.valid_to)}, không thay đổi được nữa.")
    if day <= unit.valid_from:
        raise ActionError(f"{unit.name} có từ ngày {short_date(unit.valid_from)}. Hãy chọn ngày sau ngày đó.")


def refuse_outside(parent: Unit, day: date) -> None:
    """ActionError when a unit does not exist on a day."""
    if day < parent.valid_from or (parent.valid_to and day >= parent.valid_to):
        until = f" đến {short_date(parent.valid_to)}" if parent.valid_to else ""
        raise ActionError(
            f"{parent.name} có hiệu lực từ {short_date(parent.valid_from)}{until}. Hãy chọn ngày trong khoảng đó."
        )


def _insert(*, parent: Unit | None, name: str, short_name: str, **values: object) -> Unit:
    name, short_name = tidy(name), tidy(short_name)
    return Unit.objects.create(
        parent=parent,
        path=free_paths(parent)[0],
        name=name,
        short_name=short_name,
        search_key=search_key(f"{name} {short_name}")[:200],
        **values,
    )
