"""A campaign: begun, planned, frozen. What was frozen nobody changes, whatever the screen shows (409)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone

from canbo.office.base import journal
from canbo.office.base.errors import ActionError, Conflict
from canbo.office.base.models import Account
from canbo.office.opinions import inbox, issuers, plans, released, votes, words
from canbo.office.opinions.actions.acting import hold, told
from canbo.office.opinions.actions.inviting import counted
from canbo.office.opinions.models import (
    Campaign,
    CampaignClosing,
    CampaignFollowing,
    CampaignInvitation,
    CampaignOpening,
    CampaignPaper,
    CampaignPlan,
)
from canbo.office.people.acting import keeper
from canbo.office.people.models import Unit
from canbo.paperwork.names import tidy
from canbo.rulebook.ballot import handover
from canbo.rulebook.ballot import manifest as manifests
from canbo.rulebook.ballot.manifest import Manifest

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey


@transaction.atomic
def begin(*, actor: Account, unit: Unit, key: str, title: str, plan: plans.Plan | None = None) -> Campaign:
    """Begin a campaign with a plan, an empty one by default. ActionError where its code is taken."""
    keeper(actor, unit.path)
    try:
        with transaction.atomic():
            row = Campaign.objects.create(
                agency_id=unit.agency_id, unit=unit, unit_path=unit.path, key=tidy(key)[:100], title=tidy(title)[:200],
                by=actor,
            )  # fmt: skip
    except IntegrityError as error:
        raise ActionError("Mã này đã dùng cho một đợt khác. Hãy đặt mã khác.") from error
    CampaignPlan.objects.create(agency_id=unit.agency_id, campaign=row, data=counted(row, plan or plans.Plan()).data())
    journal.record(agency_id=row.agency_id, actor=actor, verb="opinions.campaign_begun", subject=row)
    return row


@transaction.atomic
def change(*, actor: Account, campaign: int, version: int, edit: Callable[[plans.Plan], plans.Plan]) -> CampaignPlan:
    """Change the plan by `edit`. Conflict where the campaign is frozen, or the plan was changed from another screen
    since `version`."""
    row = hold(actor, campaign)
    plan = CampaignPlan.objects.select_for_update().get(agency=row.agency_id, campaign=row)
    before = plans.read(plan.data)
    if CampaignOpening.objects.filter(campaign=row).exists():
        raise Conflict(f"Đã chốt rồi: {words.of(before.vote).frozen} không đổi được nữa.")
    if plan.version != version:
        raise Conflict("Phương án vừa được sửa từ một màn hình khác. Hãy tải lại trang, rồi sửa tiếp.")
    edited = counted(row, edit(before))
    if (asked(before) != asked(edited)) and CampaignFollowing.objects.filter(campaign=row).exists():
        raise ActionError("Đợt nối tiếp giữ nguyên câu hỏi, đơn vị và đối tượng của đợt trước để so được với nhau.")
    plan.data = edited.data()
    plan.version += 1
    plan.save(update_fields=["data", "version", "updated_at"])
    return plan


def asked(plan: plans.Plan) -> tuple[object, ...]:
    """What must be the same in two rounds that stand side by side."""
    return plan.sets, plan.audiences, plan.subjects, plan.vote


@transaction.atomic
def freeze(
    *,
    actor: Account,
    campaign: int,
    version: int,
    today: date | None = None,
    keys: Mapping[str, RSAPrivateKey] | None = None,
) -> CampaignOpening:
    """Freeze the plan under its hash; from here nothing can change. `keys`, one a group, where ballots are taken online
    (see `work.freeze`). Conflict where that was done, or the plan changed since it was read; ActionError, naming all,
    where something is missing."""
    row = hold(actor, campaign)
    if CampaignOpening.objects.filter(campaign=row).exists():
        raise Conflict("Đợt này đã chốt rồi.")
    kept = CampaignPlan.objects.select_for_update().get(agency=row.agency_id, campaign=row)
    if kept.version != version:
        raise Conflict("Phương án vừa được sửa từ một màn hình khác. Hãy xem lại trước khi chốt.")
    plan = plans.read(kept.data)
    missing = plans.problems(plan, today or timezone.localdate())
    if missing:
        raise ActionError(" ".join(missing))
    with told():
        public = {group: issuers.public(key) for group, key in (keys or {}).items()}
        after = CampaignOpening.objects.filter(campaign__followed_by__campaign=row).values_list("hash", flat=True)
        made = plans.freeze(plan, f"{row.agency.code}/{row.key}", row.title, public, after.first() or "")
    opening = CampaignOpening.objects.create(
        agency_id=row.agency_id, campaign=row, manifest=made.text, hash=made.hash, by=actor
    )
    journal.record(
        agency_id=row.agency_id, actor=actor, verb="opinions.campaign_frozen", subject=opening,
        data={"hash": made.hash} | ({"rule": plan.vote.rule, "base": plan.vote.base} if plan.vote else {}),
    )  # fmt: skip
    if plan.way == "tokens":
        _hand_out_online(opening, plan, made, keys or {})
    return opening


def _hand_out_online(
    opening: CampaignOpening, plan: plans.Plan, made: Manifest, keys: Mapping[str, RSAPrivateKey]
) -> None:
    """Put the invited into the groups that were frozen, keep the keys, and tell the box of the survey."""
    row = opening.campaign
    for cut in plans.cuts(plan):
        stands = CampaignInvitation.objects.filter(
            campaign=row, about=cut.subject.id, audience__in=[one.id for one in cut.of]
        )
        if stands.update(group=cut.id) != cut.invited:
            raise Conflict("Danh sách người được mời vừa thay đổi. Hãy xem lại trước khi chốt.")
    slips = handover.slips_text(made, {})
    CampaignPaper.objects.create(agency_id=row.agency_id, campaign=row, kind="slips", text=slips, by=opening.by)
    issuers.keep(keys.values())
    try:
        inbox.write(opening.hash, opening.manifest, {"slips": slips})
    except ActionError:
        issuers.destroy(issuers.fingerprints(made))
        raise


@transaction.atomic
def bring(
    *, actor: Account, campaign: int, kind: str, text: str, today: date | None = None
) -> CampaignPaper:  # fmt: skip
    """Keep a file that the trustees' station made, and pass on what is the box's. Once of each kind, in their order.

    Conflict where it was brought before and says otherwise; ActionError where it is not what it should be, or says
    what was opened while ballots are still taken.
    """
    row = hold(actor, campaign)
    opening = CampaignOpening.objects.filter(campaign=row).first()
    there = dict(CampaignPaper.objects.filter(campaign=row).values_list("kind", "text"))
    if opening is None:
        raise Conflict("Đợt này chưa chốt.")
    manifest = manifests.read(opening.manifest)
    if kind in ("slips", "handed") and manifest.way == "tokens":
        raise ActionError("Đợt này phát phiếu trực tuyến: tệp này do phần mềm tự ghi khi hết hạn nhận phiếu.")
    if kind in there and there[kind] != text:
        raise Conflict("Tệp loại này đã nhận rồi và có nội dung khác. Mỗi đợt chỉ nhận một lần.")
    day = today or timezone.localdate()
    if kind in ("opened", "totals") and day.isoformat() <= manifest.closes and not _ended(row):
        raise ActionError(
            "Chủ trì chưa kết thúc bỏ phiếu, hòm chưa mở được."
            if manifest.profile == "vote"
            else "Đợt còn nhận ý kiến, hòm chưa mở được: tệp này chỉ có sau ngày cuối gửi ý kiến."
        )
    with told():
        _check(kind, text, manifest, there)
    paper, made = CampaignPaper.objects.get_or_create(
        agency_id=row.agency_id, campaign=row, kind=kind, defaults={"text": text, "by": actor}
    )
    if made:
        journal.record(agency_id=row.agency_id, actor=actor, verb=f"opinions.campaign_{kind}", subject=paper)
    inbox.write(opening.hash, opening.manifest, there | {kind: text})
    return paper


def _ended(row: Campaign) -> bool:
    """Whether the chair ended the vote at its meeting; nobody can end opinions."""
    return CampaignClosing.objects.filter(campaign=row).exists()


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
        marks = handover.read_slips(there["slips"], manifest)
        handed = handover.read_handed(there["handed"], manifest, marks)
        if handover.read_opened(text, manifest).lists != handover.lists_mark(manifest, marks, handed):
            raise ActionError(
                "Hòm được mở với danh sách phiếu khác danh sách cơ quan đã nhận: có người đã sửa danh sách. Hãy dừng "
                "lại, báo giám sát."
            )
    else:
        opening = handover.read_opened(there["opened"], manifest)
        handover.check_totals(text, opening)
        read = votes.read_totals if manifest.profile == "vote" else released.read
        if read(text, manifest).root != opening.root:
            raise ActionError("Kết quả này không thuộc lần mở hòm đã nhận.")
