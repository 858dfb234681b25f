"""Standards of titles: uploaded, adopted, ended; which posts fall under which title. Nothing is rewritten."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from canbo.office.base import journal
from canbo.office.base.errors import ActionError, NotTheirs
from canbo.office.base.models import Account
from canbo.office.people.access import Viewer
from canbo.office.people.models import Unit
from canbo.office.profiles.models import StandardAdoption, StandardEnd, StandardText, TitleMatch
from canbo.rulebook.standards import StandardSet, text_of


@transaction.atomic
def keep(*, actor: Account, unit: Unit, found: StandardSet) -> StandardText:
    """Keep a set that was read, for a unit and below; it holds nothing yet."""
    _need(actor, unit)
    if not found.titles:
        raise ActionError("Tệp không có chức danh nào.")
    row = StandardText.objects.create(
        agency_id=unit.agency_id, unit=unit, number=found.number[:200], in_force=found.in_force, ends=found.ends,
        content=text_of(found), by=actor,
    )  # fmt: skip
    _tell(actor, "standards_kept", row, titles=len(found.titles))
    return row


@transaction.atomic
def adopt(*, actor: Account, text: StandardText) -> StandardAdoption:
    """A set holds from its own day on. ActionError where it holds already."""
    _need(actor, text.unit)
    row, made = StandardAdoption.objects.get_or_create(agency_id=text.agency_id, text=text, defaults={"by": actor})
    if not made:
        raise ActionError("Bộ tiêu chuẩn này đã áp dụng rồi.")
    _tell(actor, "standards_adopted", text, day=text.in_force.isoformat())
    return row


@transaction.atomic
def end(*, actor: Account, text: StandardText, day: date, reason: str) -> StandardEnd:
    """A set holds no more from a day on. ActionError where it never held, ended already, or the day is before it."""
    _need(actor, text.unit)
    if not text.adoptions.exists():
        raise ActionError("Bộ tiêu chuẩn này chưa áp dụng.")
    if day < text.in_force:
        raise ActionError(f"Bộ tiêu chuẩn có hiệu lực từ {text.in_force:%d/%m/%Y}. Hãy chọn ngày từ đó trở đi.")
    row, made = StandardEnd.objects.get_or_create(
        agency_id=text.agency_id, text=text, defaults={"day": day, "reason": reason.strip()[:300], "by": actor}
    )
    if not made:
        raise ActionError("Bộ tiêu chuẩn này đã thôi áp dụng rồi.")
    _tell(actor, "standards_ended", text, day=day.isoformat())
    return row


@transaction.atomic
def match(*, actor: Account, unit: Unit, said: Mapping[str, str]) -> int:
    """Say which title of the standards the posts of these titles fall under, in a unit and below ("": none). Only what
    is new is written; how many."""
    _need(actor, unit)
    before: dict[str, str] = {}
    for post, title in TitleMatch.objects.filter(unit=unit).order_by("pk").values_list("post_title", "title"):
        before[post] = title
    rows = [
        TitleMatch(agency_id=unit.agency_id, unit=unit, post_title=post, title=title, by=actor)
        for post, title in said.items()
        if before.get(post) != title
    ]
    TitleMatch.objects.bulk_create(rows)
    if rows:
        journal.record(
            agency_id=unit.agency_id,
            actor=actor,
            verb="profiles.titles_matched",
            subject=unit,
            data={"titles": len(rows)},
        )
    return len(rows)


def _need(actor: Account, unit: Unit) -> None:
    if not Viewer(actor).holds("officer", path=unit.path):
        raise NotTheirs("Đơn vị này ngoài phạm vi phụ trách.")


def _tell(actor: Account, verb: str, text: StandardText, **data: object) -> None:
    journal.record(agency_id=text.agency_id, actor=actor, verb=f"profiles.{verb}", subject=text, data=data)
