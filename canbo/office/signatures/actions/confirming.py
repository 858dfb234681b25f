"""Proving again who one is, before signing."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from canbo.office.base import journal
from canbo.office.base.errors import ActionError
from canbo.office.base.models import Account
from canbo.office.people import lockout
from canbo.office.people.access import Viewer
from canbo.office.signatures.models import Confirmation

FRESH = timedelta(minutes=5)  # a password given now is for the paper on the screen
WRONG = "Mật khẩu không đúng. Chưa có gì được ký. Hãy nhập lại mật khẩu đang dùng để đăng nhập."
LOCKED = (
    "Đã nhập sai mật khẩu quá nhiều lần nên tài khoản tạm khóa. Chưa có gì được ký. Hãy chờ rồi thử lại, hoặc nhờ cán "
    "bộ tổ chức mở khóa."
)
NOT_CONFIRMED = "Hãy nhập lại mật khẩu để ký."


def confirm(*, actor: Account, password: str, about: str = "") -> Confirmation:
    """Keep that the actor gave the password now. `about` binds it to one paper, by the name the paper is signed under.

    ActionError for a wrong password, which counts towards the lock-out of the account, and while it is locked. Not to
    be called inside a transaction: the count must stay whatever happens next.
    """
    if lockout.locked([actor.username]):
        raise ActionError(LOCKED)
    if not (actor.is_active and actor.check_password(password)):
        lockout.failed(actor.username)
        raise ActionError(LOCKED if lockout.locked([actor.username]) else WRONG)
    lockout.unlock([actor.username])
    home = Viewer(actor).home
    if home is None:
        raise ActionError("Tài khoản này chưa thuộc đơn vị nào nên không ký được. Hãy báo cán bộ tổ chức.")
    with transaction.atomic():
        row = Confirmation.objects.create(agency_id=home.agency_id, account=actor, about=about, at=timezone.now())
        journal.record(
            agency_id=home.agency_id, actor=actor, verb="signatures.confirmed", subject=row, data={"about": about}
        )
    return row


def fresh(actor: Account, about: str) -> Confirmation:
    """The newest confirmation of the last minutes that is for this paper or for any; ActionError where none is."""
    rows = Confirmation.objects.filter(account=actor, about__in={"", about}, at__gt=timezone.now() - FRESH)
    found = rows.order_by("-at").first()
    if found is None:
        raise ActionError(NOT_CONFIRMED)
    return found
