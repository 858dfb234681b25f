"""Recurring work: said once for a person, given with one click a month, ended by a row."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from canbo.office.base import journal
from canbo.office.base.errors import ActionError
from canbo.office.base.models import Account
from canbo.office.work import access
from canbo.office.work.actions import acting
from canbo.office.work.actions.assigning import MOST, Order, Refused, assign
from canbo.office.work.actions.once import AlreadyDone, named
from canbo.office.work.models import Assignment, Product, Routine, RoutineEnd
from canbo.office.work.queries import catalogues
from canbo.office.work.queries.routines import standing as standing_routines
from canbo.rulebook.process import Period


def begin(
    *, actor: Account, person: int, product: Product, quantity: int, due_day: int, what: str = "", page: str = ""
) -> Routine:
    """Say that a person is given this work every month. ActionError as for giving it; AlreadyDone where this `page`
    was sent before."""
    command = acting.command_of(actor)
    posting = acting.postings([person], timezone.localdate()).get(person)
    if posting is None:
        raise ActionError("Người này không có vị trí công tác chính. Hãy ghi bố trí trước.")
    acting.seat(command, person, access.places(posting), "giao việc")
    if not 1 <= quantity <= MOST:
        raise ActionError(f"Số lượng phải từ 1 đến {MOST}.")
    if not 1 <= due_day <= 31:
        raise ActionError("Hạn hằng tháng là một ngày từ 1 đến 31 (31 là ngày cuối tháng).")
    agency, once, words = posting.post.unit.agency_id, named(actor, page), acting.text(what)[:400]
    said = {"person_id": person, "code": product.code, "quantity": quantity, "what": words, "due_day": due_day}
    with transaction.atomic():
        before = Routine.objects.filter(agency=agency, once=once).first() if once else None
        if before is not None:
            is_same = all(getattr(before, name) == value for name, value in said.items())
            raise AlreadyDone("đã thêm một việc định kỳ", before.at, is_same)
        made = Routine.objects.create(agency_id=agency, unit=posting.post.unit, once=once, by=actor, **said)
        journal.record_all(
            actor, "work.routine_begun", [(made, {"person": person, "pieces": quantity, "day": due_day})]
        )
    return made


def end(*, actor: Account, routine: Routine) -> RoutineEnd:
    """The work is no longer given every month."""
    command = acting.command_of(actor)
    posted = acting.postings([routine.person_id], timezone.localdate())
    places = access.places(posted[routine.person_id]) if routine.person_id in posted else ()
    acting.seat(command, routine.person_id, (routine.unit.path, *places), "thôi giao việc")
    with transaction.atomic():
        journal.record_all(actor, "work.routine_ended", [(routine, {})])
        made, is_new = RoutineEnd.objects.get_or_create(
            agency_id=routine.agency_id, routine=routine, defaults={"by": actor}
        )
        if not is_new:
            raise ActionError("Việc định kỳ này đã thôi giao rồi.")
    return made


def give(*, actor: Account, people: Iterable[int], month: Period) -> list[Assignment]:
    """Give these people their recurring work of a month, what was not given yet; all of it or none. Refused names the
    persons whose product the catalogue in force no longer has."""
    today = timezone.localdate()
    wanted = [row for row in standing_routines(list(people)) if not row.is_given(month)]
    posted = acting.postings({row.routine.person_id for row in wanted}, today)
    on = min(max(today, month.starts), month.ends) if month.starts <= today else today
    orders, problems = [], {}
    for index, row in enumerate(wanted):
        routine = row.routine
        posting = posted.get(routine.person_id)
        found = catalogues.in_force(posting.post.unit.path, on) if posting else None
        product = catalogues.products(found).filter(code=routine.code).first() if found else None
        if product is None:
            problems[index] = f"{routine.person}: danh mục đang áp dụng không có mã “{routine.code}”."
            continue
        due = max(on, _due(month, routine.due_day))
        orders.append(Order(routine.person_id, product, routine.quantity, routine.what, on, due, routine, month.key))
    if problems:
        raise Refused(problems)
    if not orders:
        raise ActionError("Không còn việc định kỳ nào chưa giao trong tháng này.")
    return assign(actor=actor, orders=orders)


def _due(month: Period, day: int) -> date:
    return month.starts.replace(day=min(day, month.ends.day))
