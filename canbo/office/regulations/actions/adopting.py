"""Adopting a regulation for a unit and all below it, and ending that. Both are records."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction

from canbo.office.base import journal
from canbo.office.base.errors import ActionError
from canbo.office.base.models import Account
from canbo.office.regulations import access, drafting
from canbo.office.regulations.models import Adoption, AdoptionDraft, AdoptionEnd, RulesText
from canbo.rulebook import Rules, canonical

NAMES = {
    "kind": "tên loại văn bản (quyết định, kế hoạch, nghị quyết…)",
    "number": "số, ký hiệu văn bản",
    "title": "trích yếu",
    "issued": "ngày ban hành",
    "valid_from": "ngày bắt đầu áp dụng",
}


def keep(rules: Rules, title: str) -> RulesText:
    """The rules as canonical text under their hash, written once."""
    text = canonical.dump(rules)
    defaults = {"text": text, "pack": rules.instrument.key, "title": title[:300]}
    return RulesText.objects.get_or_create(hash=canonical.digest(text), defaults=defaults)[0]


@transaction.atomic
def adopt(*, actor: Account, draft: AdoptionDraft) -> Adoption:
    """Make the draft binding for its unit and all below from its day; the draft is gone afterwards.

    ActionError naming every setting, text or field that is still missing or wrong.
    """
    row = AdoptionDraft.objects.select_for_update().filter(pk=draft.pk).first()
    if row is None:
        raise ActionError("Dự thảo này đã được ban hành hoặc bị xóa. Hãy xem lại danh sách quy định.")
    access.must_adopt(actor, row.unit)
    made = drafting.outcome(row)
    missing = missing_fields(row) + [str(problem) for problem in made.problems]
    if made.rules is None or missing:
        raise ActionError("Chưa ban hành được. " + " ".join(missing))
    if row.issued is None or row.valid_from is None:
        raise AssertionError("missing_fields names an empty date")
    text = keep(made.rules, f"{row.number} {row.title}")
    _check_day(row, made.rules, row.valid_from)
    if Adoption.objects.filter(unit=row.unit, rules=text, number=row.number, valid_from=row.valid_from).exists():
        raise ActionError(f"{row.kind} số {row.number} với đúng nội dung này đã được ban hành cho “{row.unit.name}”.")
    adoption = Adoption.objects.create(
        unit=row.unit, rules=text, pack=row.pack, refines=row.refines,
        refinement=drafting.refinement_text(row),
        settings=dict(made.rules.settings), kind=row.kind, number=row.number, title=row.title, issued=row.issued,
        valid_from=row.valid_from, by=actor,
    )  # fmt: skip
    named = {"kind": row.kind, "number": row.number, "valid_from": row.valid_from.isoformat()}
    journal.record(
        agency_id=row.unit.agency_id, actor=actor, verb="regulations.adopted", subject=adoption,
        data=named | {"rules": text.hash, "pack": row.pack, "unit": row.unit_id, "refines": row.refines_id},
    )  # fmt: skip
    row.delete()
    return adoption


def missing_fields(draft: AdoptionDraft) -> list[str]:
    """A sentence for each particular of the document that is still empty."""
    return [f"Hãy nhập {name}." for field, name in NAMES.items() if not getattr(draft, field)]


def _check_day(draft: AdoptionDraft, rules: Rules, day: date) -> None:
    """The day lies within what the instrument, the frame above and the unit allow."""
    instrument, upper = rules.instrument, draft.refines
    if day < instrument.in_force:
        raise ActionError(
            f"{instrument.number} có hiệu lực từ {instrument.in_force:%d/%m/%Y}. Hãy chọn ngày từ đó trở đi."
        )
    if instrument.ends and day > instrument.ends:
        raise ActionError(f"{instrument.number} chỉ có hiệu lực đến {instrument.ends:%d/%m/%Y}. Hãy chọn văn bản khác.")
    if upper is not None and day < upper.valid_from:
        raise ActionError(f"Khung cấp trên áp dụng từ {upper.valid_from:%d/%m/%Y}. Hãy chọn ngày từ đó trở đi.")
    ended = AdoptionEnd.objects.filter(adoption=upper, day__lte=day).first() if upper is not None else None
    if ended is not None:
        raise ActionError(f"Khung cấp trên thôi áp dụng từ {ended.day:%d/%m/%Y}. Hãy cụ thể hóa khung đang áp dụng.")
    if draft.unit.valid_to and day >= draft.unit.valid_to:
        raise ActionError(f"“{draft.unit.name}” chỉ hoạt động đến trước {draft.unit.valid_to:%d/%m/%Y}.")


def end_adoption(*, actor: Account, adoption: Adoption, day: date, reason: str) -> AdoptionEnd:
    """End an adoption: from `day` on (that day included) it no longer binds. Cycles already open keep their rules.

    ActionError where it has already ended, the day is not after its beginning, or no reason is given.
    """
    access.must_adopt(actor, adoption.unit)
    if day <= adoption.valid_from:
        raise ActionError(f"Ngày thôi áp dụng phải sau ngày bắt đầu áp dụng ({adoption.valid_from:%d/%m/%Y}).")
    if not reason.strip():
        raise ActionError("Hãy nhập lý do thôi áp dụng, ví dụ số văn bản thay thế.")
    try:
        with transaction.atomic():
            end = AdoptionEnd.objects.create(adoption=adoption, day=day, reason=reason.strip(), by=actor)
            journal.record(
                agency_id=adoption.unit.agency_id, actor=actor, verb="regulations.ended", subject=adoption,
                data={"day": day.isoformat()},
            )  # fmt: skip
    except IntegrityError as error:
        raise ActionError("Quy định này đã có ngày thôi áp dụng. Hãy tải lại trang để xem.") from error
    return end
