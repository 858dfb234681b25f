"""Giving work: by a superior, never by oneself and never for oneself, one piece of work or a whole month of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from canbo.office.base import journal
from canbo.office.base.errors import ActionError
from canbo.office.base.models import Account
from canbo.office.people.models import Posting, Unit
from canbo.office.work import access, cases
from canbo.office.work.access import Seat
from canbo.office.work.actions import acting
from canbo.office.work.actions.once import AlreadyDone, named
from canbo.office.work.models import Assignment, Catalogue, Product, Routine
from canbo.office.work.queries import catalogues

MOST = 10_000  # pieces of one assignment
SHORT = 400


@dataclass(frozen=True, slots=True)
class Order:
    """One piece of work to be given."""

    person: int
    product: Product
    quantity: int
    what: str
    assigned_on: date
    due: date
    routine: Routine | None = None
    month: str = ""


class Refused(ActionError):
    """Some orders cannot be given: message by the order's index. None of them was."""

    def __init__(self, problems: dict[int, str]) -> None:
        self.problems = problems
        super().__init__("Chưa giao việc nào: " + " ".join(list(problems.values())[:5]))


def assign(*, actor: Account, orders: Sequence[Order], page: str = "") -> list[Assignment]:
    """Give this work, all of it or none. Refused names each order that cannot be given: a person not below the
    actor (or the actor), a product that is not in the catalogue of the person's unit on that day, a quantity that is
    no count, days that cannot be. AlreadyDone where this `page` was sent before."""
    if not orders:
        raise ActionError("Chưa có việc nào để giao. Hãy nhập ít nhất một dòng.")
    today = timezone.localdate()
    command, once = acting.command_of(actor), named(actor, page)
    with transaction.atomic():
        posted = acting.postings({order.person for order in orders}, today)
        _check_first_time({posting.post.unit.agency_id for posting in posted.values()}, once, orders)
        known = _Catalogues(posted)
        problems, made = {}, []
        for index, order in enumerate(orders):
            try:
                made.append(_made(actor, command, order, posted.get(order.person), known, today))
            except ActionError as error:
                problems[index] = str(error)
        if problems:
            raise Refused(problems)
        for index, row in enumerate(made):
            row.once = f"{once}:{index}" if once else None
        return _write(actor, made, once, orders)


def _check_first_time(agencies: Collection[int], once: str | None, orders: Sequence[Order]) -> None:
    """AlreadyDone where the first of what this page gives was given before."""
    if once is None or not Assignment.objects.filter(agency__in=agencies, once=f"{once}:0").exists():
        return
    made = list(Assignment.objects.filter(agency__in=agencies, once__startswith=f"{once}:").order_by("id"))
    before = [(row.person_id, row.product_id, row.quantity, row.what, row.assigned_on, row.due) for row in made]
    now = [
        (one.person, one.product.pk, one.quantity, acting.text(one.what), one.assigned_on, one.due) for one in orders
    ]
    people = len({row.person_id for row in made})
    raise AlreadyDone(f"đã giao {len(made)} việc cho {people} người", made[0].at, before == now)


def _write(actor: Account, made: list[Assignment], once: str | None, orders: Sequence[Order]) -> list[Assignment]:
    try:
        with transaction.atomic():
            Assignment.objects.bulk_create(made, batch_size=500)
    except IntegrityError as error:
        _check_first_time({row.agency_id for row in made}, once, orders)
        raise ActionError("Việc định kỳ này đã được giao trong tháng. Hãy tải lại trang.") from error
    cases.save([cases.Case(row, [], cases.derive(row, [])) for row in made])
    said = [({"person": r.person_id, "product": r.product_id, "pieces": r.quantity, "due": r.due.isoformat()}, r)
            for r in made]  # fmt: skip
    journal.record_all(actor, "work.assigned", [(row, data) for data, row in said])
    return made


class _Catalogues:
    """The catalogue in force for each person's unit on a day, found once a day and unit."""

    def __init__(self, posted: dict[int, Posting]) -> None:
        self._known: dict[date, list[Catalogue]] = {}
        self._paths = {posting.post.unit.path for posting in posted.values()}

    def of(self, path: str, day: date) -> Catalogue | None:
        if day not in self._known:
            self._known[day] = catalogues.covering(self._paths, day, day)
        return catalogues.nearest(self._known[day], path)


def _made(
    actor: Account,
    command: access.Command,
    order: Order,
    posting: Posting | None,
    known: _Catalogues,
    today: date,
) -> Assignment:
    if posting is None:
        raise ActionError("Người này không có vị trí công tác chính. Hãy ghi bố trí trước khi giao việc.")
    by = acting.seat(command, order.person, access.places(posting), "giao việc")
    name, unit = posting.person.full_name, posting.post.unit
    _check_counts(order, name, today)
    catalogue = known.of(unit.path, order.assigned_on)
    if catalogue is None:
        raise ActionError(
            f"“{unit.name}” chưa có danh mục sản phẩm áp dụng vào {order.assigned_on:%d/%m/%Y}. "
            "Hãy nhập danh mục trước khi giao việc."
        )
    if order.product.catalogue_id != catalogue.pk:
        raise ActionError(
            f"“{order.product.code}” không thuộc danh mục đang áp dụng của “{unit.name}” vào "
            f"{order.assigned_on:%d/%m/%Y} ({catalogue}). Hãy chọn sản phẩm của danh mục đó."
        )
    return _row(actor, by, order, posting)


def _check_counts(order: Order, name: str, today: date) -> None:
    if not 1 <= order.quantity <= MOST:
        raise ActionError(f"{name}: số lượng phải từ 1 đến {MOST}.")
    if order.assigned_on > today:
        raise ActionError(
            f"{name}: ngày giao {order.assigned_on:%d/%m/%Y} ở sau hôm nay. Hãy chọn hôm nay hoặc trước đó."
        )
    if order.due < order.assigned_on:
        raise ActionError(
            f"{name}: hạn {order.due:%d/%m/%Y} trước ngày giao {order.assigned_on:%d/%m/%Y}. Hãy sửa lại hạn."
        )
    if len(order.what) > SHORT:
        raise ActionError(f"{name}: nội dung cụ thể dài {len(order.what)} ký tự. Hãy rút còn {SHORT}.")


def _row(actor: Account, by: Seat, order: Order, posting: Posting) -> Assignment:
    unit = posting.post.unit
    return Assignment(
        agency_id=unit.agency_id,
        unit=unit,
        unit_path=unit.path,
        person_id=order.person,
        product=order.product,
        quantity=order.quantity,
        what=acting.text(order.what),
        assigned_on=order.assigned_on,
        due=order.due,
        routine=order.routine,
        month=order.month,
        by_person=by.person,
        on_behalf_of_id=by.on_behalf_of,
        account=actor,
    )


def existing_product(product: Product, unit: Unit, day: date) -> Product:
    """The product as the catalogue in force for a unit on a day has it: the same row, or the one of the same code;
    the old row where that catalogue does not know it (the rest of work already given keeps its coefficient)."""
    catalogue = catalogues.in_force(unit.path, day)
    if catalogue is None or catalogue.pk == product.catalogue_id:
        return product
    return catalogues.products(catalogue).filter(code=product.code).first() or product
