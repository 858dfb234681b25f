"""Reorganising: a unit renamed, moved, merged or split becomes a new row from a day on, with its people.

The past is never touched: the old rows end on the day, the new ones begin on it, a `Succession` ties them together.
What had not begun by that day is moved to the successor as it stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction

from canbo.office.base.errors import ActionError
from canbo.office.base.models import Account, Agency
from canbo.office.people.access import Viewer, need
from canbo.office.people.actions.carrying import carry, reevaluate, regrant
from canbo.office.people.actions.succeeding import (
    Order,
    continue_into,
    continue_under,
    end_unit,
    lasting,
    log,
    plant,
    tie,
)
from canbo.office.people.actions.units import refuse_ended
from canbo.office.people.models import Posting, Unit
from canbo.paperwork.names import search_key, tidy


@transaction.atomic
def rename(*, actor: Account, unit: Unit, name: str, day: date, short_name: str = "", document: str = "") -> Unit:
    """Give a unit a new name from a day: it and all below it continue as new rows. The successor."""
    unit = _checked(actor, [unit], day)[0]
    name = tidy(name)
    if not name or name == unit.name:
        raise ActionError("Hãy nhập tên mới, khác tên đang dùng.")
    order = Order(actor, day, "rename", document)
    mapping = continue_under(order, unit, parent=unit.parent, name=name, short_name=tidy(short_name))
    _carry_all(order, mapping)
    regrant(actor=actor, day=day, mapping=mapping)
    if mapping[unit.pk].is_agency:
        Agency.objects.filter(pk=unit.agency_id).update(name=name)
    log(order, "people.unit_renamed", [unit], [mapping[unit.pk]])
    return mapping[unit.pk]


@transaction.atomic
def move(*, actor: Account, unit: Unit, parent: Unit, day: date, document: str = "") -> Unit:
    """Put a unit, with all below it, under another from a day. The successor."""
    unit = _checked(actor, [unit], day)[0]
    need(Viewer(actor).holds("officer", path=parent.path))
    if parent.path.startswith(unit.path) or parent.pk == unit.parent_id:
        raise ActionError(f"{unit.name} không chuyển về {parent.name} được. Hãy chọn đơn vị cấp trên khác.")
    _refuse_absent(parent, day)
    order = Order(actor, day, "move", document)
    mapping = continue_under(order, unit, parent=parent, name=unit.name, short_name=unit.short_name)
    _carry_all(order, mapping)
    regrant(actor=actor, day=day, mapping=mapping)
    log(order, "people.unit_moved", [unit], [mapping[unit.pk]])
    return mapping[unit.pk]


@transaction.atomic
def merge(
    *, actor: Account, units: Sequence[Unit], parent: Unit | None, name: str, day: date, short_name: str = "",
    document: str = "", head: Posting | None = None,
) -> Unit:  # fmt: skip
    """Merge units into a new one under `parent`. The new unit.

    `head` is the posting whose person heads it; with it, the other heads come along as staff awaiting a post, since
    who holds which post after a merger is for a decision to say. Roles over the old units stay with their past.
    """
    if len({unit.pk for unit in units}) < 2:
        raise ActionError("Hãy chọn ít nhất hai đơn vị để sáp nhập.")
    units = _checked(actor, units, day)
    if any(a.pk != b.pk and a.path.startswith(b.path) for a in units for b in units):
        raise ActionError("Không sáp nhập một đơn vị với đơn vị trực thuộc của nó. Hãy chọn các đơn vị ngang cấp.")
    if parent is not None:
        need(Viewer(actor).holds("officer", path=parent.path))
        _refuse_absent(parent, day)
        if any(parent.path.startswith(unit.path) for unit in units):
            raise ActionError("Đơn vị cấp trên không thể là đơn vị được sáp nhập hay trực thuộc nó. Hãy chọn lại.")
    order = Order(actor, day, "merge", document)
    new = plant(
        order, units[0], parent=parent, name=name, short_name=short_name, own=any(unit.is_agency for unit in units)
    )
    mapping: dict[int, Unit] = {}
    for unit in units:
        mapping |= continue_into(order, unit, new)
    _carry_all(order, mapping, head)
    log(order, "people.units_merged", units, [new])
    return new


@transaction.atomic
def split(
    *, actor: Account, unit: Unit, names: Sequence[str], day: date, places: Mapping[int, int],
    children: Mapping[int, int], document: str = "",
) -> list[Unit]:  # fmt: skip
    """Split a unit into new ones beside it, named in order. The new units.

    `places` sends each posting (by id) that is open on the day, `children` each unit right below, to a successor by
    its index in `names`; nobody may be left out.
    """
    unit = _checked(actor, [unit], day)[0]
    names = [tidy(name) for name in names if tidy(name)]
    if len(names) < 2 or len({search_key(name) for name in names}) < len(names):
        raise ActionError("Hãy nhập tên ít nhất hai đơn vị mới, mỗi tên một dòng, không trùng nhau.")
    if Posting.objects.filter(lasting(day), evaluated_by=unit).exists():
        raise ActionError("Còn người do đơn vị này đánh giá. Hãy đổi đơn vị đánh giá của họ trước khi chia tách.")
    staying, below = open_places(unit, day), open_children(unit, day)
    lost = sum(places.get(posting.pk) not in range(len(names)) for posting in staying)
    lost += sum(children.get(child.pk) not in range(len(names)) for child in below)
    if lost:
        raise ActionError(f"Còn {lost} người hoặc đơn vị trực thuộc chưa phân về đơn vị mới nào. Hãy phân cho đủ.")
    order = Order(actor, day, "split", document)
    news = [plant(order, unit, parent=unit.parent, name=name, own=unit.is_agency) for name in names]
    mapping: dict[int, Unit] = {}
    for child in below:
        to = news[children[child.pk]]
        mapping |= continue_under(order, child, parent=to, name=child.name, short_name=child.short_name, kind="move")
    _carry_all(order, mapping)
    carry(day=day, targets={posting.pk: news[places[posting.pk]] for posting in staying}, vacant={})
    unit.posts.filter(lasting(day), valid_from__lt=day).update(valid_to=day)
    unit.posts.filter(valid_from__gte=day, postings=None).delete()
    end_unit(unit, day)
    tie(order, [(unit, new) for new in news], "split")
    log(order, "people.unit_split", [unit], news)
    return news


def open_places(unit: Unit, day: date) -> list[Posting]:
    """The postings of a unit that are open on a day or begin later."""
    rows = Posting.objects.filter(lasting(day), post__unit=unit).select_related("person", "post")
    return list(rows.order_by("person__sort_key", "id"))


def open_children(unit: Unit, day: date) -> list[Unit]:
    """The units right below that exist on a day or begin later."""
    return list(Unit.objects.filter(lasting(day), parent=unit).order_by("order", "path"))


def _checked(actor: Account, units: Sequence[Unit], day: date) -> list[Unit]:
    """The units, read again and locked, in the order given; 404 without the right, ActionError if they ended."""
    viewer = Viewer(actor)
    wanted = [unit.pk for unit in units]
    rows = {unit.pk: unit for unit in Unit.objects.select_for_update().filter(pk__in=wanted).order_by("path")}
    for unit in rows.values():
        need(viewer.holds("officer", path=unit.path))
        refuse_ended(unit, day)
    return [rows[pk] for pk in wanted]


def _refuse_absent(parent: Unit, day: date) -> None:
    if parent.valid_to is not None or parent.valid_from > day:
        raise ActionError(f"{parent.name} không có hiệu lực vào ngày đã chọn. Hãy chọn đơn vị hoặc ngày khác.")


def _carry_all(order: Order, mapping: Mapping[int, Unit], head: Posting | None = None) -> None:
    rows = Posting.objects.filter(lasting(order.day), post__unit__in=list(mapping)).values_list("id", "post__unit_id")
    carry(day=order.day, targets={pk: mapping[unit] for pk, unit in rows}, vacant=mapping, head=head)
    reevaluate(day=order.day, mapping=mapping)
