"""Roles given and ended by administrators; heads who let somebody act for them between two days."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from canbo.office.base import journal
from canbo.office.base.errors import ActionError
from canbo.office.base.models import Account
from canbo.office.people.access import READING_ROLES, Viewer, current, need
from canbo.office.people.models import Delegation, Grant, Person, Posting, Unit
from canbo.paperwork.dates import short_date
from canbo.paperwork.names import tidy


@transaction.atomic
def grant_role(
    *, actor: Account, account: Account, role: str, unit: Unit, valid_from: date, valid_to: date | None = None
) -> Grant:
    """Give an account a role over a unit and all below it. Only an administrator of that unit, never to oneself.

    A role that reads goes to a person of a roster: whoever made a technical account has held its code, and would read
    marks by that detour.
    """
    need(Viewer(actor).holds("administrator", path=unit.path))
    if account.pk == actor.pk:
        raise ActionError("Không ai tự giao vai trò cho mình. Hãy nhờ người quản trị khác.")
    if valid_to is not None and valid_to <= valid_from:
        raise ActionError("Ngày kết thúc phải sau ngày bắt đầu.")
    Account.objects.select_for_update().get(pk=account.pk)
    if role in READING_ROLES and not Person.objects.filter(account=account).exists():
        raise ActionError(
            f"{account.username} không gắn với người nào nên chỉ giữ được vai trò quản trị. Hãy giao vai trò này cho "
            "tài khoản của một người trong danh sách."
        )
    lasting = Q(valid_to=None) | Q(valid_to__gt=valid_from)
    if Grant.objects.filter(lasting, account=account, role=role, unit=unit).exists():
        raise ActionError(f"{account.username} đã có vai trò này ở {unit.name}.")
    row = Grant.objects.create(
        account=account, role=role, unit=unit, by=actor, valid_from=valid_from, valid_to=valid_to
    )
    _log(actor, unit, "people.role_given", row, {"account": account.pk, "role": role, "unit": unit.pk})
    return row


@transaction.atomic
def end_role(*, actor: Account, grant: Grant, day: date) -> Grant:
    """End a role from a day. Not one's own: an installation must not lose its last administrator by a slip."""
    grant = Grant.objects.select_for_update(of=("self",)).select_related("unit").get(pk=grant.pk)
    need(Viewer(actor).holds("administrator", path=grant.unit.path))
    if grant.account_id == actor.pk:
        raise ActionError("Không tự kết thúc vai trò của mình. Hãy nhờ người quản trị khác.")
    if grant.valid_to is not None and grant.valid_to <= day:
        raise ActionError(f"Vai trò này đã kết thúc từ ngày {short_date(grant.valid_to)}.")
    _log(actor, grant.unit, "people.role_ended", grant, {"account": grant.account_id, "day": day.isoformat()})
    if day <= grant.valid_from:  # never in force: nothing of the past goes
        grant.delete()
        technical = Account.objects.filter(pk=grant.account_id, person=None)
        technical.exclude(pk__in=Grant.objects.values("account")).update(closed_on=day)  # nobody's from now on
        return grant
    grant.valid_to = day
    grant.save(update_fields=["valid_to"])
    return grant


@transaction.atomic
def delegate(
    *, actor: Account, principal: Person, deputy: Person, valid_from: date, until: date, document: str
) -> Delegation:
    """Let `deputy` act for `principal`, who heads a unit, from a day to the end of `until`.

    By the head, or by an officer over every unit the head leads, since all powers pass; nobody names themselves.
    """
    viewer = Viewer(actor)
    headed = _headed(principal, viewer.day)
    if not headed:
        raise ActionError(f"{principal.full_name} không đứng đầu đơn vị nào nên không có gì để ủy quyền.")
    if viewer.person != principal:
        need(bool(headed) and all(viewer.holds("officer", path=unit.path) for unit in headed))
    if deputy.pk == principal.pk:
        raise ActionError("Người được ủy quyền phải là người khác.")
    if deputy.account_id == actor.pk:
        raise ActionError("Không ai tự nhận ủy quyền cho mình. Hãy nhờ chính người đứng đầu hoặc cán bộ tổ chức khác.")
    if not valid_from <= until < date.max:
        raise ActionError("Ngày cuối phải từ ngày bắt đầu trở đi, trước 31/12/9999.")
    if not tidy(document):
        raise ActionError("Hãy ghi số, ngày của văn bản ủy quyền.")
    Person.objects.select_for_update().get(pk=principal.pk)
    clash = Delegation.objects.filter(principal=principal, valid_from__lte=until, valid_to__gt=valid_from)
    if other := clash.select_related("deputy").first():
        last = short_date(other.last_day)
        raise ActionError(f"Đã ủy quyền cho {other.deputy.full_name} đến hết {last}. Hãy kết thúc ủy quyền đó trước.")
    row = Delegation.objects.create(
        principal=principal, deputy=deputy, valid_from=valid_from, valid_to=until + timedelta(days=1),
        document=tidy(document), by=actor,
    )  # fmt: skip
    data = {"principal": principal.pk, "deputy": deputy.pk, "from": valid_from.isoformat(), "until": until.isoformat()}
    _log(actor, headed[0], "people.delegated", row, data)
    return row


@transaction.atomic
def end_delegation(*, actor: Account, delegation: Delegation, day: date) -> None:
    """End a delegation early: `day` is the first day without it; one that has not begun is withdrawn."""
    row = Delegation.objects.select_for_update(of=("self",)).select_related("principal").get(pk=delegation.pk)
    viewer = Viewer(actor)
    headed = _headed(row.principal, row.valid_from) or _headed(row.principal, viewer.day)
    if viewer.person != row.principal:
        need(bool(headed) and all(viewer.holds("officer", path=unit.path) for unit in headed))
    if row.valid_to is not None and row.valid_to <= day:
        raise ActionError("Ủy quyền này đã kết thúc rồi.")
    agency_unit = headed[0] if headed else viewer.home
    if agency_unit is not None:
        _log(actor, agency_unit, "people.delegation_ended", row, {"day": day.isoformat()})
    if day <= row.valid_from:
        row.delete()
    else:
        row.valid_to = day
        row.save(update_fields=["valid_to"])


def _headed(person: Person, day: date) -> list[Unit]:
    rows = Posting.objects.filter(current(day), person=person, post__rank="head").select_related("post__unit")
    return [posting.post.unit for posting in rows.order_by("-primary", "id")]


def _log(actor: Account, unit: Unit, verb: str, row: Grant | Delegation, data: dict[str, object]) -> None:
    journal.record(agency_id=unit.agency_id, actor=actor, verb=verb, subject=row, data=data)
