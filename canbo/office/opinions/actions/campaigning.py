"""A campaign: begun, planned, frozen. What was frozen nobody changes, whatever the screen shows (409)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from canbo.office.base import journal
from canbo.office.base.errors import ActionError, Conflict, NotTheirs
from canbo.office.base.models import Account
from canbo.office.opinions import inbox, plans, released
from canbo.office.opinions.actions.acting import need_officer, told
from canbo.office.opinions.models import Campaign, CampaignOpening, CampaignPaper, CampaignPlan
from canbo.office.people.models import Unit
from canbo.paperwork.names import tidy
from canbo.rulebook.ballot import handover
from canbo.rulebook.ballot import manifest as manifests
from canbo.rulebook.ballot.manifest import Manifest


@transaction.atomic
def begin(*, actor: Account, unit: Unit, key: str, title: str) -> Campaign:
    """Begin a campaign with an empty plan. ActionError where its code is taken."""
    need_officer(actor, unit)
    try:
        with transaction.atomic():
            row = Campaign.objects.create(
                agency_id=unit.agency_id, unit=unit, unit_path=unit.path, key=tidy(key)[:100], title=tidy(title)[:200],
                by=actor,
            )  # fmt: skip
    except IntegrityError as error:
        raise ActionError("Mã này đã dùng cho một đợt khác. Hãy đặt mã khác.") from error
    CampaignPlan.objects.create(agency_id=unit.agency_id, campaign=row, data=plans.Plan().data())
    journal.record(agency_id=row.agency_id, actor=actor, verb="opinions.campaign_begun", subject=row)
    return row


@transaction.atomic
def change(*, actor: Account, campaign: int, version: int, edit: Callable[[plans.Plan], plans.Plan]) -> CampaignPlan:
    """Change the plan by `edit`. Conflict where the campaign is frozen, or the plan was changed from another screen
    since `version`."""
    row = _hold(actor, campaign)
    if CampaignOpening.objects.filter(campaign=row).exists():
        raise Conflict("Đợt lấy ý kiến đã chốt: câu hỏi, nhóm, ngưỡng và người giữ khóa không đổi được nữa.")
    plan = CampaignPlan.objects.select_for_update().get(agency=row.agency_id, campaign=row)
    if plan.version != version:
        raise Conflict("Phương án vừa được sửa từ một màn hình khác. Hãy tải lại trang, rồi sửa tiếp.")
    plan.data = edit(plans.read(plan.data)).data()
    plan.version += 1
    plan.save(update_fields=["data", "version", "updated_at"])
    return plan


@transaction.atomic
def freeze(*, actor: Account, campaign: int, version: int, today: date | None = None) -> CampaignOpening:
    """Freeze the plan under its hash; from here nothing can change. Conflict where that was done, or the plan changed
    since it was read; ActionError, naming all, where something is missing."""
    row = _hold(actor, campaign)
    if CampaignOpening.objects.filter(campaign=row).exists():
        raise Conflict("Đợt lấy ý kiến này đã chốt rồi.")
    kept = CampaignPlan.objects.select_for_update().get(agency=row.agency_id, campaign=row)
    if kept.version != version:
        raise Conflict("Phương án vừa được sửa từ một màn hình khác. Hãy xem lại trước khi chốt.")
    plan = plans.read(kept.data)
    missing = plans.problems(plan, today or timezone.localdate())
    if missing:
        raise ActionError(" ".join(missing))
    with told():
        made = plans.freeze(plan, f"{row.agency.code}/{row.key}", row.title)
    opening = CampaignOpening.objects.create(
        agency_id=row.agency_id, campaign=row, manifest=made.text, hash=made.hash, by=actor
    )
    journal.record(
        agency_id=row.agency_id, actor=actor, verb="opinions.campaign_frozen", subject=opening, data={"hash": made.hash}
    )
    return opening


@transaction.atomic
def bring(*, actor: Account, campaign: int, kind: str, text: str) -> CampaignPaper:
    """Keep a file that the trustees' station made, and pass on what is the box's. Once of each kind, in their order.

    Conflict where it was brought before and says otherwise; ActionError where it is not what it should be.
    """
    row = _hold(actor, campaign)
    opening = CampaignOpening.objects.filter(campaign=row).first()
    there = dict(CampaignPaper.objects.filter(campaign=row).values_list("kind", "text"))
    if opening is None:
        raise Conflict("Đợt lấy ý kiến chưa chốt.")
    if kind in there and there[kind] != text:
        raise Conflict("Tệp loại này đã nhận rồi và có nội dung khác. Mỗi đợt chỉ nhận một lần.")
    with told():
        _check(kind, text, manifests.read(opening.manifest), there)
    paper, made = CampaignPaper.objects.get_or_create(
        agency_id=row.agency_id, campaign=row, kind=kind, defaults={"text": text, "by": actor}
    )
    if made:
        journal.record(agency_id=row.agency_id, actor=actor, verb=f"opinions.campaign_{kind}", subject=paper)
    inbox.write(opening.hash, opening.manifest, there | {kind: text})
    return paper


def _check(kind: str, text: str, manifest: Manifest, there: dict[str, str]) -> None:
    """RuleError unless a file is what it says and comes in its turn."""
    before = {"slips": (), "handed": ("slips",), "opened": ("handed",), "totals": ("opened",)}
    if kind not in before:
        raise ActionError("Không nhận loại tệp này.")
    if not set(before[kind]) <= set(there):
        raise ActionError("Chưa đến lượt tệp này: lần lượt là slips.json, handed.json, opened.json, totals.json.")
    if kind == "slips":
        handover.read_slips(text, manifest)
    elif kind == "handed":
        handover.read_handed(text, manifest, handover.read_slips(there["slips"], manifest))
    elif kind == "opened":
        handover.read_opened(text, manifest)
    else:
        if released.read(text, manifest).root != handover.read_opened(there["opened"], manifest).root:
            raise ActionError("Kết quả này không thuộc lần mở hòm đã nhận.")


def _hold(actor: Account, pk: int) -> Campaign:
    row = Campaign.objects.select_for_update(of=("self",)).select_related("unit", "agency").filter(pk=pk).first()
    if row is None:
        raise NotTheirs("Không có đợt lấy ý kiến này.")
    need_officer(actor, row.unit)
    return row
