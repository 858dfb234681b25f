"""Taking back: a signed text returned to be corrected, a whole commitment withdrawn. Nothing is removed."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from canbo.office.base import journal
from canbo.office.base.errors import ActionError, NotTheirs
from canbo.office.base.models import Account
from canbo.office.commitments import access
from canbo.office.commitments.actions.acting import hold, keep_state, reason_of, viewer_of
from canbo.office.commitments.models import CommitmentReturn, CommitmentWithdrawal
from canbo.office.commitments.superiors import seat, superiors
from canbo.office.people.models import Person


@transaction.atomic
def send_back(
    *, actor: Account, person: Person, commitment: int, reason: str, today: date | None = None
) -> CommitmentReturn:
    """The superior returns what waits for them, or the person takes back what they signed, with a reason.

    NotTheirs where the actor is neither; ActionError where nothing waits for a countersignature or no reason is given.
    """
    case, viewer = hold(commitment), viewer_of(actor, person, today)
    row = case.commitment
    above = superiors([row], viewer.day)[row.pk]
    if not access.is_subject(viewer, row) and seat(viewer, row, above) is None:
        raise NotTheirs("Bản cam kết này không chờ bạn ký.")
    if case.stage != "superior":
        raise ActionError("Bản cam kết này không ở bước chờ cấp trên ký nên không trả lại được.")
    made = CommitmentReturn.objects.create(
        agency_id=row.agency_id, commitment=row, text=case.text, reason=reason_of(reason, "trả lại"), by=actor
    )
    keep_state(case)
    journal.record_all(actor, "commitments.returned", [(made, {"commitment": row.pk, "text": case.text.pk})])
    return made


@transaction.atomic
def withdraw(*, actor: Account, commitment: int, reason: str, today: date | None = None) -> CommitmentWithdrawal:
    """End a commitment, signed or not, with a reason; a new round may prepare another. By the officer of its unit or
    the person's superior; never by the person.

    NotTheirs for anybody else; ActionError where it was withdrawn already or no reason is given.
    """
    case, viewer = hold(commitment), viewer_of(actor, None, today)
    row = case.commitment
    above = superiors([row], viewer.day)[row.pk]
    if not access.may_manage(viewer, row) and seat(viewer, row, above) is None:
        raise NotTheirs("Bản cam kết này ngoài phạm vi phụ trách.")
    if case.withdrawal is not None:
        raise ActionError("Bản cam kết này đã được rút rồi.")
    made = CommitmentWithdrawal.objects.create(
        agency_id=row.agency_id, commitment=row, reason=reason_of(reason, "rút"), by=actor
    )
    keep_state(case)
    journal.record_all(actor, "commitments.withdrawn", [(made, {"commitment": row.pk, "stage": case.stage})])
    return made
