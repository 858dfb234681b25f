"""A catalogue in the ward and work given in November 2026: what the tests of this room share."""

from __future__ import annotations

from datetime import date
from typing import Any

from canbo.office.base import files
from canbo.office.demo import clock
from canbo.office.regulations import queries as regulations
from canbo.office.regulations.models import Adoption
from canbo.office.work import actions
from canbo.office.work.actions import Order, Review, importing, initiatives, routines
from canbo.office.work.actions.catalogues import Said, establish
from canbo.office.work.catalogue_file import Entry
from canbo.office.work.models import Act, Assignment, Catalogue, CatalogueImport, Product, Proof
from canbo.office.work.queries import figures
from canbo.office.work.queries.figures import Figures
from canbo.paperwork.workbook import Table, TableColumn, write_table
from canbo.rulebook import Rules
from canbo.rulebook.process import Period
from tests.office.regulations import adopted
from tests.town import Town

NOVEMBER = Period("month", 2026, 11)
# domain.md §3: P1 K 1, P2 K 4, P3 K 20.
ENTRIES = (
    Entry(
        "P1",
        "Văn bản hành chính thông thường",
        10_000,
        position="Chuyên viên",
        count_unit="văn bản",
        points=500,
        days=3,
    ),
    Entry("P2", "Báo cáo chuyên đề", 40_000, position="Chuyên viên", count_unit="báo cáo", points=2000, days=7),
    Entry("P3", "Đề án", 200_000, position="Chuyên viên", count_unit="đề án", points=10_000, days=20),
)
SAID = Said("01/QĐ-UBND", "Danh mục sản phẩm năm 2026", date(2026, 1, 1), "points_5", standard="Văn bản hành chính")


def nov(day: int) -> date:
    return date(2026, 11, day)


def catalogue(town: Town, unit: str = "ward", by: str = "trang", **changes: Any) -> Catalogue:
    """The catalogue of the worked example, under Decree 335."""
    given: dict[str, Any] = {"said": SAID, "entries": ENTRIES} | changes
    return establish(actor=town.accounts[by], unit=town.units[unit], **given)


def place(town: Town, **settings: Any) -> Rules:
    """Decree 335 adopted and a catalogue in force in the ward."""
    adoption: Adoption = adopted.adopt(town, settings=adopted.CIVIL | settings)
    catalogue(town)
    return regulations.rules(adoption.rules_id)


def product(code: str) -> Product:
    return Product.objects.get(code=code)


def give(town: Town, code: str, quantity: int = 1, *, to: str = "nam", by: str = "mai", **changes: Any) -> Assignment:
    """Work given on 2 November, due on the 20th."""
    given: dict[str, Any] = {"what": "", "assigned_on": nov(2), "due": nov(20)} | changes
    on = given.pop("on", nov(2))
    order = Order(person=town.persons[to].pk, product=product(code), quantity=quantity, **given)
    with clock.on(on):
        return actions.assign(actor=town.accounts[by], orders=[order])[0]


def deliver(town: Town, work: Assignment, pieces: int = 1, day: int | date = 15, by: str = "nam", **more: Any) -> Act:
    """Handed in on the day it was finished."""
    when = nov(day) if isinstance(day, int) else day
    with clock.on(when):
        return actions.deliver(actor=town.accounts[by], assignment=work.pk, pieces=pieces, day=when, **more)


def review(
    town: Town, delivery: Act, outcome: str = "pass", by: str = "mai", on: date | None = None, **more: Any
) -> None:
    """Reviewed on the same day."""
    assert delivery.day is not None
    with clock.on(on or delivery.day):
        actions.review(actor=town.accounts[by], given=Review(delivery.pk, outcome, **more))  # type: ignore[arg-type]


def figures_of(town: Town, rules: Rules, key: str = "nam", period: Period = NOVEMBER) -> Figures:
    pk, agency = town.persons[key].pk, town.units["ward"].agency_id
    return figures(agency_id=agency, people=[pk], period=period, rules=rules)[pk]


def furnish(town: Town) -> dict[str, int]:
    """One of everything in the ward, about Nam: the ids by kind. Decree 335 is in force there."""
    kept, trang, ward = catalogue(town), town.accounts["trang"], town.units["ward"]
    work = give(town, "P1")
    proof = Proof.objects.create(
        agency_id=work.agency_id,
        act=deliver(town, work),
        file=files.store(agency_id=work.agency_id, actor=trang, name="a.pdf", data=b"%PDF-1", content_type="x"),
    )
    entry = CatalogueImport.objects.create(
        agency_id=work.agency_id, unit=ward, by=trang, said=importing.kept(SAID),
        file=files.store(agency_id=work.agency_id, actor=trang, name="a.xlsx", data=_file(), content_type="x"),
    )  # fmt: skip
    begun = routines.begin(
        actor=town.accounts["mai"], person=town.persons["nam"].pk, product=product("P1"), quantity=1, due_day=31
    )
    told = initiatives.record(actor=trang, unit=town.units["office"], day=nov(1), title="Một cửa")
    return {
        "work": work.pk, "proof": proof.pk, "routine": begun.pk, "initiative": told.pk, "catalogue": kept.pk,
        "catalogue_import": entry.pk,
    }  # fmt: skip


def _file() -> bytes:
    columns = [TableColumn("Mã"), TableColumn("Sản phẩm, công việc"), TableColumn("Điểm", "points")]
    return write_table(Table("Danh mục", columns, [("P1", "Công văn", 500)]))
