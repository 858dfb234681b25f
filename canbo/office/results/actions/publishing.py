"""Publishing the results of a closed cycle to its unit, and telling each person, with the last day to petition."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from canbo.office.base import journal
from canbo.office.base.errors import ActionError, Conflict
from canbo.office.base.models import Account
from canbo.office.cycles.models import Cycle
from canbo.office.evaluations import actions as evaluations
from canbo.office.evaluations.errors import NotAssigned
from canbo.office.people.access import Viewer
from canbo.office.results.access import Reach
from canbo.office.results.actions import closing
from canbo.office.results.actions.deciding import hold
from canbo.office.results.models import Closing, Decision, Notice, NoticeRead, Publication
from canbo.office.results.queries.publishing import keepers, petition_until, unpublished, with_points


def publish(*, actor: Account, cycle: Cycle, seen: int | None = None, today: date | None = None) -> Publication:
    """Publish what is decided and not yet published, level only or with points (both the rules and the cycle must want
    points), and notify each subject. NotAssigned for whoever neither decides there nor is its officer; ActionError
    where the cycle is not closed as it now stands, or there is nothing to publish; Conflict where `seen`, the closing
    whose outlook was shown, is not the one that stands."""
    viewer = Viewer(actor, today) if today else Viewer(actor)
    if not Reach(viewer, cycle).publishes:
        raise NotAssigned("Kỳ này ngoài phạm vi phụ trách.")
    with transaction.atomic():
        hold(cycle)
        closed = closing.newest(cycle)
        check(cycle, closed)
        if seen is not None and closed is not None and closed.pk != seen:
            raise Conflict("Kỳ đã được chốt lại từ lúc mở trang. Hãy xem lại số phiếu và mức rồi mới công bố.")
        decisions = list(unpublished(cycle).select_related("sheet").order_by("id"))
        row = Publication.objects.create(
            agency_id=cycle.agency_id, cycle=cycle, with_points=with_points(cycle), day=viewer.day, by=actor
        )
        notify(cycle, decisions, viewer.day)
        outcome = {one.sheet_id: evaluations.Outcome("published", one.total, one.level) for one in decisions}
        evaluations.set_outcomes(cycle.agency_id, outcome)
        data = {"sheets": len(decisions), "with_points": row.with_points}
        journal.record(agency_id=cycle.agency_id, actor=actor, verb="results.published", subject=row, data=data)
    return row


def check(cycle: Cycle, closed: Closing | None) -> None:
    """ActionError where this cannot be published. `closed`: the closing that stands."""
    if closed is None or closing.decided_since(closed):
        raise ActionError("Kết quả chưa chốt, hoặc đã có quyết định sau khi chốt. Hãy chốt kỳ rồi mới công bố.")
    if not unpublished(cycle).exists():
        raise ActionError("Không có kết quả nào chờ công bố.")


def notify(cycle: Cycle, decisions: Iterable[Decision], day: date) -> list[Notice]:
    """Tell each subject (of a unit's sheet: who keeps it) of these decisions, with the last day to petition by the
    rules, counted from `day`; None where they set none. Two statements."""
    rows = list(decisions)
    until = petition_until(cycle, day)
    kept = keepers(row.sheet_id for row in rows if row.sheet.collective_id)
    made = [
        Notice(agency_id=row.agency_id, decision=row, person_id=person, petition_until=until)
        for row in rows
        if (person := row.sheet.person_id or kept.get(row.sheet_id)) is not None
    ]
    return Notice.objects.bulk_create(made, batch_size=500)


def receive(*, actor: Account, notice: Notice) -> NoticeRead:
    """The person says they have received the notice; saying it again changes nothing. NotAssigned for anybody else."""
    viewer = Viewer(actor)
    if viewer.person is None or notice.person_id != viewer.person.pk:
        raise NotAssigned("Thông báo này không gửi cho người đang thao tác.")
    with transaction.atomic():
        row, made = NoticeRead.objects.get_or_create(agency_id=notice.agency_id, notice=notice)
        if made:
            journal.record(agency_id=notice.agency_id, actor=actor, verb="results.received", subject=notice)
    return row
