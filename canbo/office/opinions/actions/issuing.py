"""Handing out ballots online: one a person, signed without being read; and the end of it, when the keys go.

No issue is journalled and none bears a time (anonymity design §6): who took a ballot is known to nobody but its owner
and whoever reads the database, and when, to nobody.
"""

from __future__ import annotations

import hashlib
import logging
import os
from collections import Counter
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from canbo.office.base import journal
from canbo.office.base.errors import ActionError, Conflict, NotTheirs
from canbo.office.base.models import Account
from canbo.office.opinions import inbox, issuers
from canbo.office.opinions.actions.acting import hold, told
from canbo.office.opinions.models import (
    Campaign,
    CampaignInvitation,
    CampaignIssuing,
    CampaignOpening,
    CampaignPaper,
)
from canbo.rulebook.ballot import handover, strict
from canbo.rulebook.ballot import manifest as manifests

log = logging.getLogger("canbo.opinions")
ELSEWHERE = (
    "Tài khoản này đã nhận phiếu trên một máy hoặc trình duyệt khác. Mỗi người chỉ nhận một phiếu, không cấp lại."
)
OVER = "Đã hết hạn nhận phiếu của đợt này."


@transaction.atomic
def issue(*, actor: Account, survey: str, blinded: str, today: date | None = None) -> str:
    """Sign the number that a browser blinded, once for each person invited; base64url in, base64url out. The same
    number again gives the same signature.

    NotTheirs where the actor is not invited to the survey (its manifest's hash); Conflict for a second number, one
    that another account brought, or a day on which nothing is issued; ActionError for what is no number to sign.
    """
    invited = CampaignInvitation.objects.select_for_update(of=("self",)).exclude(group="")
    row = invited.filter(campaign__openings__hash=survey, person__account=actor).first()
    if row is None:
        raise NotTheirs("Tài khoản này không có tên trong danh sách được mời của đợt.")
    manifest = manifests.read(CampaignOpening.objects.get(campaign=row.campaign_id).manifest)
    day = (today or timezone.localdate()).isoformat()
    if day < manifest.issues:
        raise Conflict("Chưa đến ngày nhận phiếu của đợt này.")
    if day > manifest.issued_by or CampaignIssuing.objects.filter(campaign=row.campaign_id).exists():
        raise Conflict(OVER)
    with told():
        number = strict.unpack(blinded)
        digest = hashlib.sha256(number).hexdigest()
        if row.issued:
            if row.blinded != digest:
                raise Conflict(ELSEWHERE)
            return row.signed
        row.signed = strict.pack(issuers.sign(manifest.group(row.group).n, number))
    row.issued, row.blinded = True, digest
    try:
        with transaction.atomic():
            row.save(update_fields=["issued", "blinded", "signed"])
    except IntegrityError as error:  # campaign_invitation_number: two accounts in one browser
        raise Conflict("Máy này đang giữ phiếu của một tài khoản khác. Mỗi người hãy dùng máy riêng.") from error
    return row.signed


@transaction.atomic
def end_issuing(*, campaign: int, actor: Account | None, today: date | None = None) -> CampaignIssuing:
    """End handing out after its last day: destroy the keys, count the ballots issued, tell the box. `actor` None is the
    clock. From here on nobody can make a ballot, and what would answer a repeated question is gone too.

    Conflict before the last day is over; ActionError where the disk refuses. Done twice it is done once.
    """
    row = Campaign.objects.select_for_update(of=("self",)).get(pk=campaign) if actor is None else hold(actor, campaign)
    opening = CampaignOpening.objects.filter(campaign=row).first()
    manifest = manifests.read(opening.manifest) if opening else None
    if opening is None or manifest is None or manifest.way != "tokens":
        raise Conflict("Đợt này không phát phiếu trực tuyến.")
    if (today or timezone.localdate()).isoformat() <= manifest.issued_by:
        raise Conflict("Chưa hết hạn nhận phiếu.")
    if done := CampaignIssuing.objects.filter(campaign=row).first():
        return done
    # Whoever is being issued a ballot at this moment holds their row: they are counted, or find the end recorded.
    rows = list(CampaignInvitation.objects.select_for_update(of=("self",)).filter(campaign=row).order_by("pk"))
    names = issuers.fingerprints(manifest)
    issuers.destroy(names)
    made = CampaignIssuing.objects.create(agency_id=row.agency_id, campaign=row, keys=names, by=actor)
    counts = Counter(one.group for one in rows if one.issued)
    numbers = {group.id: counts[group.id] for group in manifest.groups}
    handed = handover.Handed((), numbers, strict.pack(os.urandom(handover.SALT)))
    paper = CampaignPaper.objects.create(
        agency_id=row.agency_id, campaign=row, kind="handed", text=handover.handed_text(manifest, handed),
        by=actor or opening.by,
    )  # fmt: skip
    CampaignInvitation.objects.filter(campaign=row).update(blinded="", signed="")
    journal.record(
        agency_id=row.agency_id, actor=actor, verb="opinions.issuing_ended", subject=made,
        data={"keys": names, "lists": handover.lists_mark(manifest, {}, handed)},
    )  # fmt: skip
    inbox.write(opening.hash, opening.manifest, {"slips": handover.slips_text(manifest, {}), "handed": paper.text})
    return made


def end_due(today: date | None = None) -> list[str]:
    """The clock's turn: end handing out in every campaign whose last day for it is over; their titles. One that the
    disk refuses is tried again at the next turn."""
    day = today or timezone.localdate()
    frozen = CampaignOpening.objects.filter(campaign__plans__data__way="tokens", campaign__issuings=None)
    ended = []
    for opening in frozen.select_related("campaign"):
        if manifests.read(opening.manifest).issued_by >= day.isoformat():
            continue
        try:
            end_issuing(campaign=opening.campaign_id, actor=None, today=day)
            ended.append(opening.campaign.title)
        except ActionError as error:
            log.error("campaign %s: issuing could not be ended: %s", opening.campaign_id, error)
    return ended


@transaction.atomic
def forget_issuing(*, actor: Account, campaign: int) -> int:
    """After the release, when nobody can complain any more: remove who was invited and who took a ballot; how many.
    ActionError before the release."""
    row = hold(actor, campaign)
    if not CampaignPaper.objects.filter(campaign=row, kind="totals").exists():
        raise ActionError("Chỉ xóa được sau khi đã công bố kết quả.")
    removed, _ = CampaignInvitation.objects.filter(campaign=row).delete()
    if removed:
        journal.record(agency_id=row.agency_id, actor=actor, verb="opinions.issuing_forgotten", subject=row)
    return removed
