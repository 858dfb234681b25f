"""Headcount assigned to units; proposals to arrange people, their decision, their withdrawal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction

from canbo.office.base import journal
from canbo.office.base.errors import ActionError, NotTheirs
from canbo.office.base.models import Account
from canbo.office.people.access import Viewer, current
from canbo.office.people.acting import keeper, not_oneself, past, text
from canbo.office.people.models import Person, Posting, Unit
from canbo.office.talent.models import Arrangement, ArrangementDecision, ArrangementDrop, Headcount
from canbo.office.talent.queries.structure import standing
from canbo.office.talent.structure_sheets import Given

MOST = 100_000


@transaction.atomic
def assign(*, actor: Account, given: Sequence[Given], day: date, document: str) -> int:
    """Write the numbers assigned from a day by a document, all or none; what already stands so is not written again.
    How many were new."""
    said = text(document, "số, tên văn bản giao", 200)
    for unit in {one.unit.pk: one.unit for one in given}.values():
        keeper(actor, unit.path)
        if not (unit.valid_from <= day and (unit.valid_to is None or day < unit.valid_to)):
            raise ActionError(f"{unit.name} không tồn tại vào ngày {day:%d/%m/%Y}. Hãy chọn ngày khác.")
    if any(not 0 <= one.number <= MOST for one in given):
        raise ActionError("Số lượng phải từ 0.")
    held = standing([one.unit for one in given], day)
    rows = [
        Headcount(
            agency_id=one.unit.agency_id,
            unit=one.unit,
            kind=one.kind,
            number=one.number,
            day=day,
            document=said,
            by=actor,
        )
        for one in given
        if not _same(held.get((one.unit.pk, one.kind)), one, day, said)
    ]
    made = Headcount.objects.bulk_create(rows, batch_size=500)
    acts = [(row, {"unit": row.unit_id, "kind": row.kind}) for row in made]
    journal.record_all(actor, "talent.headcount_assigned", acts)
    return len(rows)


def _same(row: Headcount | None, one: Given, day: date, document: str) -> bool:
    return row is not None and (row.number, row.day, row.document) == (one.number, day, document)


@transaction.atomic
def propose(
    *, actor: Account, person: Person, act: str, unit: Unit, title: str, day: date, strengths: str, reason: str
) -> Arrangement:
    """Propose somebody for a post in a unit. The officer of the unit the person is in or goes to proposes; nobody
    proposes themselves. ActionError where the same is proposed already."""
    viewer = Viewer(actor)
    held = Posting.objects.filter(current(viewer.day), person=person, primary=True).select_related("post__unit").first()
    paths = [unit.path, *([held.post.unit.path] if held else [])]
    if not any(viewer.holds("officer", path=path) for path in paths):
        raise NotTheirs("Người này và đơn vị này ngoài phạm vi phụ trách.")
    not_oneself(viewer, person.pk, "đề xuất cho chính mình")
    wanted = text(title, "chức vụ, vị trí đề xuất", 160)
    Person.objects.select_for_update().get(pk=person.pk)
    same = Arrangement.objects.filter(person=person, unit=unit, title=wanted, decisions=None, drops=None)
    if same.exists():
        raise ActionError("Đã có đề xuất này đang xét. Hãy rút đề xuất cũ trước, hoặc chờ quyết định.")
    if held is not None and (held.post.unit_id, held.post.title) == (unit.pk, wanted):
        raise ActionError("Người này đang giữ chính vị trí đó.")
    row = Arrangement.objects.create(
        agency_id=unit.agency_id, person=person, act=act, unit=unit, title=wanted, day=day, by=actor,
        from_unit=held.post.unit if held else None, from_title=held.post.title if held else "",
        strengths=text(strengths, "năng lực, sở trường", 1000), reason=text(reason, "lý do đề xuất", 1000),
    )  # fmt: skip
    journal.record_all(actor, "talent.arrangement_proposed", [(row, {"person": person.pk, "unit": unit.pk})])
    return row


@transaction.atomic
def decide(
    *, actor: Account, row: Arrangement, agreed: bool, authority: str, document: str, day: date, reason: str
) -> ArrangementDecision:
    """Put on record what those in authority decided. An agreement needs its document, a refusal its reason.
    ActionError where its day lies ahead."""
    _need(actor, row)
    past(day, "Ngày quyết định")
    made = ArrangementDecision(
        agency_id=row.agency_id, arrangement=row, agreed=agreed, day=day, by=actor,
        authority=text(authority, "cấp có thẩm quyền", 160),
        document=text(document, "văn bản quyết định", 200) if agreed else document.strip()[:200],
        reason=reason.strip()[:500] if agreed else text(reason, "lý do không đồng ý", 500),
    )  # fmt: skip
    _once(row, made)
    journal.record_all(actor, "talent.arrangement_decided", [(row, {"agreed": agreed})])
    return made


@transaction.atomic
def drop(*, actor: Account, row: Arrangement, reason: str) -> ArrangementDrop:
    """Propose it no longer, with the reason."""
    _need(actor, row)
    made = ArrangementDrop(agency_id=row.agency_id, arrangement=row, reason=text(reason, "lý do rút", 500), by=actor)
    _once(row, made)
    journal.record_all(actor, "talent.arrangement_dropped", [(row, {})])
    return made


def _need(actor: Account, row: Arrangement) -> None:
    viewer = Viewer(actor)
    paths = [row.unit.path, *([row.from_unit.path] if row.from_unit else [])]
    own = viewer.person is not None and viewer.person.pk == row.person_id
    if own or not any(viewer.holds("officer", path=path) for path in paths):
        raise NotTheirs("Đề xuất này ngoài phạm vi phụ trách.")


def _once(row: Arrangement, made: ArrangementDecision | ArrangementDrop) -> None:
    """One end for each proposal: a decision or a withdrawal."""
    Arrangement.objects.select_for_update(of=("self",)).get(agency=row.agency_id, pk=row.pk)
    if (
        ArrangementDecision.objects.filter(arrangement=row).exists()
        or ArrangementDrop.objects.filter(arrangement=row).exists()
    ):
        raise ActionError("Đề xuất này đã có quyết định hoặc đã rút. Hãy tải lại trang.")
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        raise ActionError("Đề xuất này đã có quyết định. Hãy tải lại trang.") from error
