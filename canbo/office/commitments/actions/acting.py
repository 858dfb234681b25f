"""What every act of this room checks and writes alike: the case held, the summary row, the journal."""

from __future__ import annotations

from datetime import date

from canbo.office.base.errors import ActionError, NotTheirs
from canbo.office.base.models import Account
from canbo.office.commitments import standing
from canbo.office.commitments.models import CommitmentState
from canbo.office.commitments.standing import Case
from canbo.office.people.access import Viewer
from canbo.office.people.models import Person


def viewer_of(actor: Account, person: Person | None, today: date | None) -> Viewer:
    """The actor's rights on the day. NotTheirs where the account is not the person's."""
    found = Viewer(actor, today) if today else Viewer(actor)
    if person is not None and (found.person is None or found.person.pk != person.pk):
        raise NotTheirs("Tài khoản này không phải của người đang thao tác.")
    return found


def hold(pk: int) -> Case:
    """The case of a commitment, locked until the transaction ends. NotTheirs where there is none."""
    found = standing.one(pk, hold=True)
    if found is None:
        raise NotTheirs("Không có bản cam kết này.")
    return found


def keep_state(case: Case) -> CommitmentState:
    """Write the summary row anew from the records as they are now in the database."""
    row = standing.load([case.commitment.pk])[case.commitment.pk].derived()
    row.save(update_fields=["stage", "late"])
    return row


def reason_of(text: str, what: str) -> str:
    """A reason given, tidied. ActionError where there is none or it is too long."""
    given = text.strip()
    if not given:
        raise ActionError(f"Hãy ghi lý do {what}.")
    if len(given) > 500:
        raise ActionError(f"Lý do {what} dài hơn 500 ký tự. Hãy viết gọn lại.")
    return given
