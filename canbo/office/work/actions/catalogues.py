"""Catalogues: put in force whole, replaced by a new one, ended by a row. Nothing in them is changed afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from canbo.office.base.errors import ActionError, NotTheirs
from canbo.office.base.models import Account, Agency, StoredFile
from canbo.office.people.access import Viewer
from canbo.office.people.models import Unit
from canbo.office.work import access
from canbo.office.work.actions import acting
from canbo.office.work.catalogue_file import Entry
from canbo.office.work.models import Catalogue, CatalogueEnd, Product
from canbo.office.work.queries import catalogues
from canbo.paperwork.names import search_key
from canbo.rulebook import CoefficientMethod


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a catalogue beside its products. `replaces`: the one in force ends where this begins."""

    number: str
    title: str
    valid_from: date
    method: str
    standard: str = ""
    replaces: bool = False


def establish(
    *, actor: Account, unit: Unit, said: Said, entries: Sequence[Entry], file: StoredFile | None = None
) -> Catalogue:
    """Put a catalogue in force for a unit and those below it. ActionError where the actor does not keep the unit's
    catalogues, nothing is in it, the rules in force know no such method, or it overlaps another of the same unit."""
    must_keep(actor, unit)
    number, title = acting.text(said.number), acting.text(said.title)
    if not number or not title:
        raise ActionError("Hãy nhập tên danh mục và văn bản ban hành.")
    if not entries:
        raise ActionError("Danh mục không có sản phẩm nào. Hãy kiểm tra lại tệp.")
    method = method_of(unit, said.valid_from, said.method)
    with transaction.atomic():
        Agency.objects.select_for_update().get(pk=unit.agency_id)
        _make_room(actor, unit, said)
        made = Catalogue.objects.create(
            agency_id=unit.agency_id, unit=unit, number=number[:120], title=title[:200],
            standard=acting.text(said.standard)[:300], method=method.key, divisor=method.divisor,
            valid_from=said.valid_from, file=file, by=actor,
        )  # fmt: skip
        Product.objects.bulk_create([_product(made, entry) for entry in entries], batch_size=500)
        _record(actor, made, "catalogue_established", {"products": len(entries), "from": said.valid_from.isoformat()})
    return made


def method_of(unit: Unit, day: date, key: str) -> CoefficientMethod:
    """The method of that key in the rules that convert work in the unit on a day; ActionError where there is none."""
    workload = catalogues.workload_for(unit, day)
    if workload is None:
        raise ActionError(
            f"“{unit.name}” chưa áp dụng quy định nào có quy đổi sản phẩm vào {day:%d/%m/%Y}. "
            "Hãy ban hành quy định ở trang Quy định, hoặc chọn ngày khác."
        )
    for method in workload.methods:
        if method.key == key:
            return method
    raise ActionError("Hãy chọn cách xác định hệ số: " + "; ".join(one.label for one in workload.methods) + ".")


def _make_room(actor: Account, unit: Unit, said: Said) -> None:
    """End the catalogue this one replaces; ActionError naming both where they would overlap."""
    for row in catalogues.of_unit(unit):
        if row.ended is not None and row.ended <= said.valid_from:  # type: ignore[attr-defined]
            continue
        if said.replaces and row.valid_from < said.valid_from and row.ended is None:  # type: ignore[attr-defined]
            _end(actor, row, said.valid_from, f"Thay bằng {acting.text(said.title)} ({acting.text(said.number)})"[:300])
            continue
        ended = row.ended  # type: ignore[attr-defined]
        until = f"đến hết ngày trước {ended:%d/%m/%Y}" if ended else "chưa có ngày thôi áp dụng"
        asked = f"{acting.text(said.title)} ({acting.text(said.number)})"
        raise ActionError(
            f"“{asked}” từ {said.valid_from:%d/%m/%Y} trùng thời gian với "
            f"“{row}” áp dụng từ {row.valid_from:%d/%m/%Y}, {until}. "
            "Hãy cho danh mục cũ thôi áp dụng trước, hoặc chọn ngày khác."
        )


def _product(catalogue: Catalogue, entry: Entry) -> Product:
    return Product(
        agency_id=catalogue.agency_id,
        catalogue=catalogue,
        position=entry.position,
        code=entry.code,
        name=entry.name,
        count_unit=entry.count_unit,
        points=entry.points,
        coefficient=entry.coefficient,
        days=entry.days,
        search_key=search_key(f"{entry.code} {entry.name}")[:460],
    )


def end(*, actor: Account, catalogue: Catalogue, day: date, reason: str) -> CatalogueEnd:
    """A catalogue no longer applies from a day on; on its first day: it never did. ActionError where it has ended,
    or the day is before it began."""
    must_keep(actor, catalogue.unit)
    why = acting.reason(reason, "thôi áp dụng danh mục")
    with transaction.atomic():
        Agency.objects.select_for_update().get(pk=catalogue.agency_id)
        if CatalogueEnd.objects.filter(agency=catalogue.agency_id, catalogue=catalogue).exists():
            raise ActionError(f"“{catalogue}” đã có ngày thôi áp dụng.")
        if day < catalogue.valid_from:
            raise ActionError(f"Ngày thôi áp dụng phải từ {catalogue.valid_from:%d/%m/%Y} trở đi.")
        return _end(actor, catalogue, day, why[:300])


def _end(actor: Account, catalogue: Catalogue, day: date, reason: str) -> CatalogueEnd:
    made = CatalogueEnd.objects.create(
        agency_id=catalogue.agency_id, catalogue=catalogue, day=day, reason=reason, by=actor
    )
    _record(actor, catalogue, "catalogue_ended", {"day": day.isoformat()})
    return made


def must_keep(actor: Account, unit: Unit) -> None:
    """NotTheirs where the actor does not keep the unit's catalogues."""
    if not access.may_keep(Viewer(actor), unit):
        raise NotTheirs(f"Chỉ cán bộ tổ chức hoặc người đứng đầu “{unit.name}” mới ban hành danh mục.")


def _record(actor: Account, row: Catalogue, verb: str, data: dict[str, object]) -> None:
    acting.record(actor, verb, [(row, data)])
