"""Accounts: made in bulk with one-time codes on printed slips, reset, unlocked, closed and opened."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from canbo.office.base import files, jobs, journal
from canbo.office.base.errors import ActionError
from canbo.office.base.models import Account, Agency, Job
from canbo.office.people import lockout
from canbo.office.people.access import Viewer, current, need, subtree
from canbo.office.people.actions.roles import grant_role
from canbo.office.people.actions.usernames import Usernames
from canbo.office.people.models import Person, Posting, Unit
from canbo.office.people.queries.accounts import issuable, manageable
from canbo.paperwork.documents import render
from canbo.paperwork.documents.model import AccountSlip, AccountSlips

# No i, l, o, 0, 1: read from paper, typed on a phone. 8 of 31 letters are 39 bits, and they die at first use.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
LENGTH = 8
HOW = (
    "Vào địa chỉ trên, nhập tên đăng nhập và mã này, rồi đặt mật khẩu riêng.",
    "Không cho người khác biết. Mất phiếu thì báo cán bộ tổ chức để cấp mã khác.",
)


@transaction.atomic
def open_accounts(*, actor: Account, persons: Iterable[int], style: str, address: str) -> Job:
    """Make accounts for people without one, and queue their slips. `style`: usernames by "code" or by "name".

    Until the slips are made nobody can log in with them.
    """
    viewer = Viewer(actor)
    places = Posting.objects.filter(
        subtree(viewer.paths("officer"), "post__unit__path"), current(viewer.day), person__in=list(persons)
    )
    people = Person.objects.select_for_update().filter(pk__in=places.values("person"), account=None).order_by("pk")
    rows = list(people)
    if not rows:
        raise ActionError("Không có ai cần tạo tài khoản: mọi người được chọn đã có.")
    names = Usernames(rows, style)
    made = [Account(username=names.of(person), password=make_password(None), must_change=True) for person in rows]
    Account.objects.bulk_create(made, batch_size=1000)
    for person, account in zip(rows, made, strict=True):
        person.account = account
    Person.objects.bulk_update(rows, ["account"], batch_size=500)
    return _queue(viewer, made, address, "people.account_opened")


@transaction.atomic
def open_technical(*, actor: Account, username: str, unit: Unit, address: str) -> Job:
    """Make a further administrator of a unit who is on no roster, and queue the slip. The only role for such accounts:
    the code's maker could log in with it, and administrators read no marks."""
    viewer = Viewer(actor)
    need(viewer.holds("administrator", path=unit.path))
    username = username.strip().lower()
    if Account.objects.filter(username=username).exists():
        raise ActionError(f"Tên đăng nhập “{username}” đã có. Hãy chọn tên khác.")
    account = Account.objects.create(username=username, password=make_password(None), must_change=True)
    grant_role(actor=actor, account=account, role="administrator", unit=unit, valid_from=viewer.day)
    return _queue(viewer, [account], address, "people.account_opened")


@transaction.atomic
def reissue(*, actor: Account, accounts: Iterable[int], address: str) -> Job:
    """Queue new one-time codes. When they are made the old password ends, and with it every session and lockout."""
    viewer = Viewer(actor)
    wanted = sorted(set(accounts))
    rows = list(issuable(viewer).filter(pk__in=wanted))
    need(bool(wanted) and len(rows) == len(wanted))
    closed = [row.username for row in rows if row.closed_on and row.closed_on <= viewer.day]
    if closed:
        raise ActionError(f"Tài khoản {', '.join(closed)} đã đóng. Hãy bố trí vị trí cho người đó trước.")
    return _queue(viewer, rows, address, "people.reset_asked")


def make_slips(job: Job) -> str:
    """Make the codes of a queued job: hash them all, print the slips, then switch every account over at once.

    The codes exist in clear only in the file, which its maker alone may fetch. Repeating after a crash is safe:
    before the switch nothing was written, after it the job has its file.
    """
    if job.file_id is None:
        rows = list(Account.objects.filter(pk__in=job.arguments["accounts"]).select_related("person").order_by("pk"))
        need(issuable(Viewer(job.owner)).filter(pk__in=[row.pk for row in rows]).count() == len(rows))
        codes = {row.pk: new_code() for row in rows}
        expires = timezone.now() + timedelta(days=settings.CODE_DAYS)
        for number, row in enumerate(rows, start=1):
            row.password, row.must_change, row.code_expires = make_password(codes[row.pk]), True, expires
            jobs.progress(job, number, len(rows))
        pdf = render(_slips(job, rows, codes, expires), "pdf")
        _switch(job, rows, pdf)
    return (
        f"Đã tạo mã cho {len(job.arguments['accounts'])} tài khoản. In phiếu, cắt rời và trao tận tay từng người. "
        "Một giờ sau khi tải về, tệp được xóa khỏi máy chủ."
    )


def new_code() -> str:
    """A one-time code."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


@transaction.atomic
def issue_from_server(*, account: Account) -> str:
    """A new one-time code for one account, printed where the server is run: for role holders whom no officer may help.

    The old password, its sessions and a lockout end. ActionError for an account that is closed or without an agency.
    """
    home = Viewer(account).home
    if home is None or not (account.closed_on is None or account.closed_on > timezone.localdate()):
        raise ActionError(f"Tài khoản {account.username} đã đóng hoặc chưa thuộc đơn vị nào.")
    code = new_code()
    account.password, account.must_change = make_password(code), True
    account.code_expires = timezone.now() + timedelta(days=settings.CODE_DAYS)
    account.save(update_fields=["password", "must_change", "code_expires"])
    lockout.unlock([account.username])
    journal.record(agency_id=home.agency_id, actor=None, verb="people.code_issued", subject=account)
    return code


@transaction.atomic
def unlock(*, actor: Account, account: Account) -> None:
    """Lift the lockout after wrong passwords."""
    _managed(actor, account)
    lockout.unlock([account.username])
    _log(actor, account, "people.account_unlocked")


@transaction.atomic
def close_account(*, actor: Account, account: Account) -> None:
    """Close a role holder's or technical account today; the sessions end with it. For administrators."""
    need(Viewer(actor).has("administrator"))
    _managed(actor, account)
    Account.objects.filter(pk=account.pk).update(closed_on=timezone.localdate())
    _log(actor, account, "people.account_closed")


@transaction.atomic
def reopen_account(*, actor: Account, account: Account) -> None:
    """Open an account closed by hand. For administrators."""
    need(Viewer(actor).has("administrator"))
    _managed(actor, account)
    Account.objects.filter(pk=account.pk).update(closed_on=None)
    _log(actor, account, "people.account_reopened")


@transaction.atomic
def remove_factor(*, actor: Account, account: Account) -> None:
    """Take away the second factor of somebody who lost phone and recovery codes. For administrators."""
    need(Viewer(actor).has("administrator"))
    _managed(actor, account)
    Authenticator.objects.filter(user=account).delete()
    _log(actor, account, "people.factor_removed")


def _managed(actor: Account, account: Account) -> None:
    need(manageable(Viewer(actor)).filter(pk=account.pk).exists())


def _queue(viewer: Viewer, rows: Sequence[Account], address: str, verb: str) -> Job:
    if viewer.home is None:
        raise ActionError("Tài khoản này chưa thuộc cơ quan nào nên chưa cấp mã được. Hãy nhờ người quản trị.")
    agency = viewer.home.agency_id
    journal.record_many(agency_id=agency, actor=viewer.account, verb=verb, acts=[(row, {}) for row in rows])
    return jobs.start(
        kind="people.codes", label=f"Tạo mã đăng nhập cho {len(rows)} tài khoản", agency_id=agency,
        actor=viewer.account, arguments={"accounts": [row.pk for row in rows], "address": address},
    )  # fmt: skip


def _slips(job: Job, rows: Sequence[Account], codes: dict[int, str], expires: object) -> AccountSlips:
    day = timezone.localdate()
    places = Posting.objects.filter(current(day), person__account__in=[row.pk for row in rows], primary=True)
    units = dict(places.values_list("person__account_id", "post__unit__name"))
    slips = [
        AccountSlip(_owner(row), units.get(row.pk, ""), row.username, codes[row.pk])
        for row in sorted(rows, key=lambda row: (units.get(row.pk, ""), _sort_key(row)))
    ]
    return AccountSlips(
        office=Agency.objects.get(pk=job.agency_id).name, address=job.arguments["address"], slips=tuple(slips),
        valid_until=timezone.localtime(expires).date() - timedelta(days=1), instructions=HOW,  # type: ignore[arg-type]
    )  # fmt: skip


@transaction.atomic
def _switch(job: Job, rows: Sequence[Account], pdf: bytes) -> None:
    Account.objects.bulk_update(rows, ["password", "must_change", "code_expires"], batch_size=500)
    lockout.unlock([row.username for row in rows])
    file = files.store(
        agency_id=job.agency_id, actor=job.owner, name="phieu-ma-dang-nhap.pdf", data=pdf,
        content_type=files.CONTENT_TYPES["pdf"],
    )  # fmt: skip
    Job.objects.filter(pk=job.pk).update(file=file, file_until=rows[0].code_expires)
    journal.record_many(
        agency_id=job.agency_id, actor=job.owner, verb="people.code_issued", acts=[(row, {}) for row in rows]
    )


def _owner(account: Account) -> str:
    person = getattr(account, "person", None)
    return person.full_name if person else account.username


def _sort_key(account: Account) -> str:
    person = getattr(account, "person", None)
    return person.sort_key if person else account.username


def _log(actor: Account, account: Account, verb: str) -> None:
    home = Viewer(actor).home
    if home is not None:
        journal.record(agency_id=home.agency_id, actor=actor, verb=verb, subject=account)
