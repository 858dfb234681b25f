"""After the release: what the readers found, and what the head of a unit answers and will do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from canbo.office.base import journal
from canbo.office.base.errors import ActionError, NotTheirs
from canbo.office.base.models import Account
from canbo.office.opinions import queries
from canbo.office.opinions.models import CampaignResponse, CampaignTheme
from canbo.office.people.access import Viewer
from canbo.office.people.acting import keeper

LONGEST = 10_000


@transaction.atomic
def summarise(*, actor: Account, campaign: int, about: str, text: str, readers: str) -> CampaignTheme:
    """Keep the themes the readers found in the texts about a unit. ActionError before the release or where nothing is
    written; never the texts themselves."""
    found = _released(campaign)
    keeper(actor, found.row.unit.path)
    if about not in {one.id for one in found.plan.subjects}:
        raise ActionError("Đơn vị này không có trong đợt lấy ý kiến.")
    if not text.strip() or not readers.strip() or len(text) > LONGEST:
        raise ActionError("Hãy ghi nội dung tổng hợp (tối đa 10.000 ký tự) và họ tên hai người đọc.")
    row = CampaignTheme.objects.create(
        agency_id=found.row.agency_id, campaign=found.row, about=about, text=text.strip(),
        readers=readers.strip()[:300], by=actor,
    )  # fmt: skip
    journal.record(agency_id=row.agency_id, actor=actor, verb="opinions.themes_kept", subject=row)
    return row


@transaction.atomic
def respond(
    *, actor: Account, campaign: int, about: str, text: str, steps: Sequence[tuple[str, date]]
) -> CampaignResponse:
    """The head's answer in writing, and what will be done by when. NotTheirs for anybody but the head of that unit (or
    who stands in); ActionError before the release or where nothing is written."""
    found = _released(campaign)
    subject = next((one for one in found.plan.subjects if one.id == about), None)
    if subject is None or subject.unit not in queries.headed(Viewer(actor)):
        raise NotTheirs("Chỉ người đứng đầu đơn vị được viết tiếp thu, giải trình.")
    if not text.strip() or len(text) > LONGEST:
        raise ActionError("Hãy viết nội dung tiếp thu, giải trình (tối đa 10.000 ký tự).")
    row = CampaignResponse.objects.create(
        agency_id=found.row.agency_id, campaign=found.row, about=about, unit_id=subject.unit, text=text.strip(),
        steps=[{"what": what.strip()[:500], "due": due.isoformat()} for what, due in steps if what.strip()], by=actor,
    )  # fmt: skip
    journal.record(agency_id=row.agency_id, actor=actor, verb="opinions.responded", subject=row)
    return row


def _released(pk: int) -> queries.Round:
    found = queries.campaign(pk)
    if found is None:
        raise NotTheirs("Không có đợt lấy ý kiến này.")
    if found.results is None:
        raise ActionError("Đợt lấy ý kiến này chưa công bố kết quả.")
    return found
