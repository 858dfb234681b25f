"""Units over time: adding, renaming, moving, merging, splitting and closing never touch the past."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.http import Http404

from canbo.office.base.errors import ActionError
from canbo.office.base.models import Event
from canbo.office.people.access import current
from canbo.office.people.actions import reorganise
from canbo.office.people.actions.units import close_unit, create_unit
from canbo.office.people.models import Grant, Post, Posting, Succession, Unit
from canbo.office.people.queries.units import place_of, tree
from tests.town import START, Town

DAY = date(2025, 7, 1)
BEFORE, AFTER = date(2025, 6, 30), DAY


def places(day: date) -> set[tuple[str, str, str]]:
    """(person, title, unit) of all postings on a day."""
    rows = Posting.objects.filter(current(day))
    return set(rows.values_list("person__full_name", "post__title", "post__unit__name"))


def test_a_new_unit_stands_below_its_parent(town: Town) -> None:
    first = create_unit(actor=town.accounts["trang"], parent=town.units["ward"], name="Tổ  Dân vận", valid_from=DAY)
    second = create_unit(actor=town.accounts["trang"], parent=town.units["ward"], name="Tổ Tư pháp", valid_from=DAY)
    ward = town.units["ward"].path
    assert [first.name, first.code, first.path, second.path, first.agency_id] == [
        "Tổ Dân vận", "MH-AB-TDV", ward + "0000005", ward + "0000006", town.units["ward"].agency_id,
    ]  # fmt: skip
    assert Event.objects.filter(verb="people.unit_created").count() == 2
    with pytest.raises(ActionError, match="đã có đơn vị tên"):
        create_unit(actor=town.accounts["trang"], parent=town.units["ward"], name="tổ dân vận", valid_from=DAY)
    with pytest.raises(Http404):
        create_unit(actor=town.accounts["trang"], parent=town.units["district"], name="Ban X", valid_from=DAY)


def test_a_renamed_ward_continues_with_everything_below(town: Town) -> None:
    before = places(BEFORE)
    new = reorganise.rename(
        actor=_district_officer(town), unit=town.units["ward"], name="Phường Bình An", day=DAY, document="NQ 1"
    )
    assert places(BEFORE) == before
    renamed = {(who, title, "Phường Bình An" if unit == "Phường An Bình" else unit) for who, title, unit in before}
    assert places(AFTER) == renamed
    names = [(branch.unit.name, branch.depth, branch.total) for branch in tree([town.units["district"].path], AFTER)]
    assert names == [
        ("Quận Minh Họa", 0, 12), ("Phường Bình An", 1, 10), ("Văn phòng", 2, 5), ("Phòng Kinh tế", 2, 3),
    ]  # fmt: skip
    old = Unit.objects.get(pk=town.units["ward"].pk)
    assert (old.valid_to, old.is_agency, new.is_agency, new.agency_id) == (DAY, False, True, old.agency_id)
    assert Succession.objects.count() == 3
    lan = Posting.objects.get(person=town.persons["lan"], valid_to=None)
    assert lan.evaluated_by == town.units["district"]
    assert set(Grant.objects.filter(account=town.accounts["trang"]).values_list("unit__name", "valid_from")) == {
        ("Phường An Bình", START), ("Phường Bình An", DAY),
    }  # fmt: skip


def test_merging_two_offices_keeps_one_head(town: Town) -> None:
    before = places(BEFORE)
    head = Posting.objects.get(person=town.persons["mai"])
    new = reorganise.merge(
        actor=town.accounts["trang"], units=[town.units["office"], town.units["economy"]], parent=town.units["ward"],
        name="Phòng Tổng hợp", day=DAY, head=head,
    )  # fmt: skip
    assert places(BEFORE) == before
    here = {(who, title) for who, title, unit in places(AFTER) if unit == "Phòng Tổng hợp"}
    moved = {(w, t) for w, t, unit in before if unit in {"Văn phòng", "Phòng Kinh tế"}}
    assert here == moved - {("Vũ Tiến Dũng", "Trưởng phòng")} | {("Vũ Tiến Dũng", "Chờ bố trí chức vụ")}
    assert new.agency_id == town.units["ward"].agency_id
    assert not Posting.objects.filter(valid_to=None, post__unit__valid_to__isnull=False).exists()
    assert not Post.objects.filter(valid_to=None, unit__valid_to__isnull=False).exists()


def test_splitting_needs_a_place_for_everybody(town: Town) -> None:
    office, trang = town.units["office"], town.accounts["trang"]
    staying = reorganise.open_places(office, DAY)
    split: dict[str, Any] = {
        "actor": trang,
        "unit": office,
        "names": ["Phòng A", "Phòng B"],
        "day": DAY,
        "children": {},
    }
    with pytest.raises(ActionError, match="Còn 1 người"):
        reorganise.split(**split, places={p.pk: 0 for p in staying[1:]})
    assert not Unit.objects.filter(name="Phòng A").exists()
    reorganise.split(**split, places={p.pk: int(p.post.rank == "staff") for p in staying})
    assert {(who, unit) for who, _, unit in places(AFTER) if unit.startswith(("Phòng A", "Phòng B"))} == {
        (p.person.full_name, "Phòng B" if p.post.rank == "staff" else "Phòng A") for p in staying
    }
    assert Posting.objects.filter(valid_to=None, primary=True).count() == 13


def test_moving_a_ward_with_its_people(town: Town) -> None:
    officer = _district_officer(town)
    Grant.objects.create(account=officer, role="officer", unit=town.units["school"], valid_from=START)
    new = reorganise.move(actor=officer, unit=town.units["office"], parent=town.units["school"], day=DAY)
    assert (new.path[:7], new.agency_id) == (town.units["school"].path, town.units["school"].agency_id)
    with pytest.raises(ActionError, match="không chuyển về"):
        reorganise.move(actor=officer, unit=town.units["ward"], parent=town.units["economy"], day=date(2025, 8, 1))


def test_a_unit_with_people_is_not_closed(town: Town) -> None:
    with pytest.raises(ActionError, match="còn 3 người"):
        close_unit(actor=town.accounts["trang"], unit=town.units["economy"], day=DAY)
    Posting.objects.filter(post__unit=town.units["economy"]).update(valid_to=DAY)
    assert close_unit(actor=town.accounts["trang"], unit=town.units["economy"], day=DAY).valid_to == DAY
    with pytest.raises(ActionError, match="đã kết thúc"):
        reorganise.rename(actor=town.accounts["trang"], unit=town.units["economy"], name="X", day=DAY)


def test_a_day_before_the_unit_began_is_refused(town: Town) -> None:
    with pytest.raises(ActionError, match="01/01/2020"):
        reorganise.rename(actor=town.accounts["trang"], unit=town.units["office"], name="X", day=START)


def _district_officer(town: Town) -> Any:
    Grant.objects.create(account=town.accounts["duc"], role="officer", unit=town.units["district"], valid_from=START)
    return town.accounts["duc"]


def test_a_place_named_by_a_number_keeps_its_kind() -> None:
    named = ["Phường An Bình", "Quận 10 (TP. Hồ Chí Minh)", "Phường 14", "Thành phố Lai Châu"]
    assert [place_of(name) for name in named] == ["An Bình", "Quận 10", "Phường 14", "Lai Châu"]
