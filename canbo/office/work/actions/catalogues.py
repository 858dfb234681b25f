"""Catalogues: put in force whole, replaced by a new one, ended by a row. Nothing in them is changed afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from canbo.office.base import journal
from canbo.office.base.errors import ActionError, NotTheirs
from canbo.office.base.models import Account, Agency, StoredFile
from canbo.office.cycles import queries as cycles
from canbo.office.cycles.models import Cycle
from canbo.office.people.access import Viewer, above, subtree
from canbo.office.people.models import Unit
from canbo.office.work import access
from canbo.office.work.actions import acting
from canbo.office.work.catalogue_file import Entry
from canbo.office.work.models import Act, Catalogue, CatalogueEnd, Product, Standing
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
        _record(
            actor, made, "work.catalogue_established", {"products": len(entries), "from": said.valid_from.isoformat()}
        )
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
            _check_reach(row, said.valid_from, is_replaced=True)
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
    the day is before it began, or it reaches back: to a day with work given, due or accepted by it, or into a locked
    cycle. Else a, b, c of that work would be typed again."""
    must_keep(actor, catalogue.unit)
    why = acting.reason(reason, "thôi áp dụng danh mục")
    with transaction.atomic():
        Agency.objects.select_for_update().get(pk=catalogue.agency_id)
        if CatalogueEnd.objects.filter(agency=catalogue.agency_id, catalogue=catalogue).exists():
            raise ActionError(f"“{catalogue}” đã có ngày thôi áp dụng.")
        if day < catalogue.valid_from:
            raise ActionError(f"Ngày thôi áp dụng phải từ {catalogue.valid_from:%d/%m/%Y} trở đi.")
        _check_reach(catalogue, day, is_replaced=False)
        return _end(actor, catalogue, day, why[:300])


def _check_reach(catalogue: Catalogue, day: date, *, is_replaced: bool) -> None:
    """ActionError where an end on this day would take away what work was measured by. Where another catalogue takes
    its place, work already given keeps its coefficient and is still counted: only the days it was given on matter."""
    last = _last_given(catalogue) if is_replaced else _last_used(catalogue)
    if last is not None and day <= last:
        does = "giao" if is_replaced else "giao, đến hạn hoặc được nghiệm thu"
        or_else = "" if is_replaced else ", hoặc ban hành danh mục mới thay danh mục này"
        raise ActionError(f"“{catalogue}” còn việc {does} ngày {last:%d/%m/%Y}. Hãy chọn ngày sau hôm đó{or_else}.")
    path = catalogue.unit.path
    near = Cycle.objects.filter(Q(unit__path__in=above(path)) | subtree([path], "unit__path"), ends__gte=day)
    known = cycles.known(near.values_list("id", flat=True)).values()
    locked = [row for row in known if row.locked]  # type: ignore[attr-defined]
    if locked:
        newest = max(locked, key=lambda row: row.ends)
        raise ActionError(f"“{newest.name}” đã khóa. Hãy chọn ngày sau {newest.ends:%d/%m/%Y}.")


def _counted(catalogue: Catalogue) -> QuerySet[Standing]:
    return Standing.objects.filter(agency=catalogue.agency_id, assignment__product__catalogue=catalogue, quantity__gt=0)


def _last_given(catalogue: Catalogue) -> date | None:
    """The last day work that counts was given by the catalogue."""
    day: date | None = _counted(catalogue).aggregate(day=Max("assignment__assigned_on"))["day"]
    return day


def _last_used(catalogue: Catalogue) -> date | None:
    """The last day work that counts was given by the catalogue, due, or accepted."""
    passed = Act.objects.filter(agency=catalogue.agency_id, assignment__product__catalogue=catalogue, kind="pass")
    at = passed.aggregate(at=Max("at"))["at"]
    days = [_last_given(catalogue), _counted(catalogue).aggregate(day=Max("last_due"))["day"]]
    return max((day for day in [*days, timezone.localdate(at) if at else None] if day), default=None)


def _end(actor: Account, catalogue: Catalogue, day: date, reason: str) -> CatalogueEnd:
    made = CatalogueEnd.objects.create(
        agency_id=catalogue.agency_id, catalogue=catalogue, day=day, reason=reason, by=actor
    )
    _record(actor, catalogue, "work.catalogue_ended", {"day": day.isoformat()})
    return made


def must_keep(actor: Account, unit: Unit) -> None:
    """NotTheirs where the actor does not keep the unit's catalogues."""
    if not access.may_keep(Viewer(actor), unit):
        raise NotTheirs(f"Chỉ cán bộ tổ chức hoặc người đứng đầu cấp trên của “{unit.name}” mới ban hành danh mục.")


def _record(actor: Account, row: Catalogue, verb: str, data: dict[str, object]) -> None:
    journal.record_all(actor, verb, [(row, data)])
