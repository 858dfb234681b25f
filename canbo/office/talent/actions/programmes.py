"""Programmes of a term: set up, targets set and corrected, values measured, the final review written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import IntegrityError, transaction

from canbo.office.base import journal
from canbo.office.base.errors import ActionError, NotTheirs
from canbo.office.base.models import Account, Agency
from canbo.office.people import acting
from canbo.office.people.access import Viewer
from canbo.office.people.models import Unit
from canbo.office.talent import access
from canbo.office.talent.models import Programme, ProgrammeReview, ProgrammeTarget, ProgrammeValue

PARTS = {
    "begin": "Đặc điểm, quá trình thực hiện",
    "results": "Đánh giá kết quả",
    "faults": "Hạn chế, nguyên nhân",
    "lessons": "Bài học kinh nghiệm",
    "ahead": "Phương hướng, nhiệm vụ",
}
LONGEST = 20_000


@transaction.atomic
def begin_programme(
    *, actor: Account, unit: Unit, name: str, document: str, first_year: int, last_year: int
) -> Programme:
    """Set up a unit's programme by its paper. ActionError where the term is none, or there is one of that name."""
    acting.keeper(actor, unit.path)
    if not 2000 <= first_year <= last_year <= first_year + 10:
        raise ActionError("Thời gian của chương trình chưa đúng. Hãy ghi năm đầu và năm cuối, ví dụ 2015 và 2020.")
    tidied = acting.text(name, "tên chương trình", 300)
    Agency.objects.select_for_update().get(pk=unit.agency_id)  # pressed twice, it is there once
    if Programme.objects.filter(unit=unit, name=tidied, first_year=first_year).exists():
        raise ActionError("Đơn vị đã có chương trình tên này. Hãy đặt tên khác.")
    row = Programme.objects.create(
        agency_id=unit.agency_id, unit=unit, name=tidied,
        document=acting.text(document, "văn bản", 200), first_year=first_year, last_year=last_year, by=actor,
    )  # fmt: skip
    journal.record_all(actor, "talent.programme_begun", [(row, {"term": row.term})])
    return row


@transaction.atomic
def set_target(
    *, actor: Account, programme: Programme, label: str, measure: str, direction: str, aim: int, answers: Unit,
    replaces: ProgrammeTarget | None = None, reason: str = "",
) -> ProgrammeTarget:  # fmt: skip
    """Set a target (`aim` in hundredths), or correct one with a reason; what was measured so far stays with it.
    ActionError where it was corrected meanwhile, or the answering unit lies elsewhere."""
    acting.keeper(actor, programme.unit.path)
    if not answers.path.startswith(programme.unit.path):
        raise ActionError("Đơn vị chịu trách nhiệm phải thuộc đơn vị của chương trình.")
    if aim < 0:
        raise ActionError("Mức cần đạt không thể âm. Hãy nhập lại.")
    why = acting.text(reason, "lý do điều chỉnh", 300) if replaces is not None else ""
    try:
        with transaction.atomic():
            row = ProgrammeTarget.objects.create(
                agency_id=programme.agency_id, programme=programme, label=acting.text(label, "chỉ tiêu", 300),
                measure=acting.text(measure, "đơn vị tính", 40), direction=direction, aim=aim, answers=answers,
                replaces=replaces, reason=why, by=actor,
            )  # fmt: skip
    except IntegrityError as error:
        raise ActionError("Chỉ tiêu này vừa được điều chỉnh. Hãy mở lại trang.") from error
    verb = "talent.target_corrected" if replaces is not None else "talent.target_set"
    journal.record_all(actor, verb, [(row, {"programme": programme.pk})])
    return row


@transaction.atomic
def measure(*, actor: Account, target: ProgrammeTarget, day: date, value: int, source: str) -> ProgrammeValue:
    """Keep what was measured on a day (hundredths), with its source; told again for a day, the last stands. By the
    officer of the programme or who answers for the target; NotTheirs for others."""
    if not access.may_measure(Viewer(actor), target):
        raise NotTheirs("Chỉ tiêu này do đơn vị khác chịu trách nhiệm.")
    acting.past(day, "Ngày của số liệu")
    if value < 0:
        raise ActionError("Số liệu không thể âm. Hãy nhập lại.")
    row = ProgrammeValue.objects.create(
        agency_id=target.agency_id, target=target, day=day, value=value,
        source=acting.text(source, "nguồn số liệu", 200), by=actor,
    )  # fmt: skip
    journal.record_all(actor, "talent.target_measured", [(row, {"target": target.pk})])
    return row


@transaction.atomic
def review(*, actor: Account, programme: Programme, parts: Mapping[str, str]) -> ProgrammeReview:
    """Keep the text of the final review, by parts (keys of `PARTS`); the newest stands."""
    acting.keeper(actor, programme.unit.path)
    kept = {key: parts.get(key, "").strip() for key in PARTS}
    if not any(kept.values()):
        raise ActionError("Hãy viết ít nhất một phần.")
    if max(map(len, kept.values())) > LONGEST:
        raise ActionError("Có phần quá dài. Hãy viết gọn lại, hoặc sửa tiếp trong Word.")
    row = ProgrammeReview.objects.create(agency_id=programme.agency_id, programme=programme, parts=kept, by=actor)
    journal.record_all(actor, "talent.programme_reviewed", [(row, {"programme": programme.pk})])
    return row
