"""Standards of titles: uploaded, adopted, ended; which posts fall under which title. Nothing is rewritten."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date

from django.db import transaction

from canbo.office.base import journal
from canbo.office.base.errors import ActionError
from canbo.office.base.middleware import UNWRITABLE
from canbo.office.base.models import Account
from canbo.office.people.acting import keeper
from canbo.office.people.forms.fields import FIRST, LAST
from canbo.office.people.models import Unit
from canbo.office.profiles.models import StandardAdoption, StandardEnd, StandardText, TitleMatch
from canbo.paperwork.names import search_key
from canbo.rulebook.standards import StandardSet, text_of

LONGEST = 200  # of a title's name, as posts are matched with it


@transaction.atomic
def keep(*, actor: Account, unit: Unit, found: StandardSet) -> StandardText:
    """Keep a set that was read, for a unit and below; it holds nothing yet. ActionError where it names no title, one
    twice, or what no form would let through."""
    keeper(actor, unit.path)
    _check(found)
    row = StandardText.objects.create(
        agency_id=unit.agency_id, unit=unit, number=found.number[:200], in_force=found.in_force, ends=found.ends,
        content=text_of(found), by=actor,
    )  # fmt: skip
    _tell(actor, "profiles.standards_kept", row, titles=len(found.titles))
    return row


def _check(found: StandardSet) -> None:
    """What an uploaded text may say otherwise than a form: an escape of YAML is any character."""
    labels = [one.label for one in found.titles.values()]
    if not labels:
        raise ActionError("Tệp không có chức danh nào.")
    if any(UNWRITABLE.search(text) for text in (found.number, *labels, *found.titles)):
        raise ActionError("Tệp có ký tự không in được trong số văn bản hoặc tên chức danh. Hãy gõ lại.")
    if any(not label.strip() or len(label) > LONGEST for label in labels):
        raise ActionError(f"Tên chức danh không được trống hoặc dài hơn {LONGEST} ký tự.")
    if twice := [label for label, times in Counter(map(search_key, labels)).items() if times > 1]:
        raise ActionError(f"Chức danh “{twice[0]}” có hai lần trong tệp. Mỗi chức danh một lần.")
    if not FIRST <= found.in_force <= (found.ends or LAST) <= LAST:
        raise ActionError(f"Ngày hiệu lực phải từ năm {FIRST.year} đến năm {LAST.year}.")


@transaction.atomic
def adopt(*, actor: Account, text: StandardText) -> StandardAdoption:
    """A set holds from its own day on. ActionError where it holds already."""
    keeper(actor, text.unit.path)
    row, made = StandardAdoption.objects.get_or_create(agency_id=text.agency_id, text=text, defaults={"by": actor})
    if not made:
        raise ActionError("Bộ tiêu chuẩn này đã áp dụng rồi.")
    _tell(actor, "profiles.standards_adopted", text, day=text.in_force.isoformat())
    return row


@transaction.atomic
def end(*, actor: Account, text: StandardText, day: date, reason: str) -> StandardEnd:
    """A set holds no more from a day on. ActionError where it never held, ended already, or the day is before it."""
    keeper(actor, text.unit.path)
    if not text.adoptions.exists():
        raise ActionError("Bộ tiêu chuẩn này chưa áp dụng.")
    if day < text.in_force:
        raise ActionError(f"Bộ tiêu chuẩn có hiệu lực từ {text.in_force:%d/%m/%Y}. Hãy chọn ngày từ đó trở đi.")
    row, made = StandardEnd.objects.get_or_create(
        agency_id=text.agency_id, text=text, defaults={"day": day, "reason": reason.strip()[:300], "by": actor}
    )
    if not made:
        raise ActionError("Bộ tiêu chuẩn này đã thôi áp dụng rồi.")
    _tell(actor, "profiles.standards_ended", text, day=day.isoformat())
    return row


@transaction.atomic
def match(*, actor: Account, unit: Unit, said: Mapping[str, str]) -> int:
    """Say which title of the standards the posts of these titles fall under, in a unit and below ("": none). Only what
    is new is written; how many."""
    keeper(actor, unit.path)
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


def _tell(actor: Account, verb: str, text: StandardText, **data: object) -> None:
    journal.record(agency_id=text.agency_id, actor=actor, verb=verb, subject=text, data=data)
