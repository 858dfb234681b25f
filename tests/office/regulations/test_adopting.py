"""Adopting: what is missing is named, what is adopted is kept for ever, and the nearest adoption binds."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from canbo.office.base.errors import ActionError
from canbo.office.base.models import Event
from canbo.office.regulations import actions, drafting, kept, queries
from canbo.office.regulations.models import Adoption, AdoptionDraft, RulesText
from tests.office.regulations import adopted
from tests.town import Town

DAY = date(2026, 3, 1)


def test_an_adoption_keeps_its_rules_under_their_hash(town: Town) -> None:
    made = adopted.adopt(town)
    kept.forget()
    rules = queries.rules(made.rules_id)
    assert rules.instrument.number == "335/2025/NĐ-CP"
    assert [item.scale.max for item in rules.form("staff").groups[0].items] == [1000, 1000, 1000]
    assert made.settings["general_split"] == {"ethics": 1000, "capacity": 1000, "innovation": 1000}
    assert AdoptionDraft.objects.count() == 0
    event = Event.objects.get(verb="regulations.adopted")
    assert (event.subject_id, event.agency_id, event.data["rules"]) == (
        made.pk, town.units["ward"].agency_id, made.rules_id,
    )  # fmt: skip


def test_the_same_rules_are_kept_once(town: Town) -> None:
    first = adopted.adopt(town)
    second = adopted.adopt(town, number="13/QĐ-UBND", valid_from=date(2026, 2, 1))
    assert first.rules_id == second.rules_id
    assert RulesText.objects.count() == 1
    with pytest.raises(ActionError, match="đã được ban hành"):
        adopted.adopt(town)


@pytest.mark.parametrize(
    ("left_out", "message"),
    [
        ({"settings": {}}, "Chia 30 điểm tiêu chí chung"),
        ({"settings": {"general_split": {"ethics": 1000, "capacity": 1000, "innovation": 900}}}, "Tổng các phần là 29"),
        ({"number": ""}, "số, ký hiệu văn bản"),
        ({"kind": ""}, "tên loại văn bản"),
        ({"valid_from": date(2025, 12, 31)}, "có hiệu lực từ 01/01/2026"),
        ({"typed": {"general_step": {"general_step": "một phần tư"}}}, "chưa hợp lệ"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_adopted(town: Town, left_out: dict[str, Any], message: str) -> None:
    with pytest.raises(ActionError, match=message):
        adopted.adopt(town, **left_out)
    assert (Adoption.objects.count(), AdoptionDraft.objects.count()) == (0, 1)


def test_placeholders_refuse_until_filled(town: Town) -> None:
    made = adopted.draft(town, pack="lb_2023", settings={}, valid_from=date(2023, 3, 1), issued=date(2023, 3, 1))
    assert {problem.where for problem in drafting.outcome(made).problems} == {"items_leader", "items_staff", "bands"}
    with pytest.raises(ActionError, match="45 nội dung"):
        actions.adopt(actor=town.accounts["trang"], draft=made)
    filled = {
        "items_leader": [{"path": ["Ví dụ"], "label": f"Ví dụ: nội dung {n}"} for n in range(1, 46)],
        "items_staff": [{"path": [], "label": f"Ví dụ: nội dung {n}"} for n in range(1, 31)],
        "bands": {"excellent": 9000, "good": 7000, "completed": 5000, "not_completed": 0},
    }
    actions.save_draft(actor=town.accounts["trang"], draft=made, settings=filled)
    rules = queries.rules(actions.adopt(actor=town.accounts["trang"], draft=made).rules_id)
    assert rules.form("leader").items[44].label == "Ví dụ: nội dung 45"
    assert not any(item.placeholder for form in rules.forms for item in form.items)


def test_only_an_officer_over_the_unit_adopts(town: Town) -> None:
    for stranger in ("xa", "mai", "ha", "khoa", "quan_tri"):
        with pytest.raises(ActionError, match="Chỉ cán bộ tổ chức"):
            actions.draft_adoption(actor=town.accounts[stranger], unit=town.units["ward"], pack_key="nd_335_2025")
    with pytest.raises(ActionError, match="Chỉ cán bộ tổ chức"):
        actions.draft_adoption(actor=town.accounts["trang"], unit=town.units["district"], pack_key="nd_335_2025")


def test_the_nearest_unit_binds_and_its_newest_adoption(town: Town) -> None:
    frame = adopted.adopt_frame(town, valid_from=date(2020, 1, 1))
    own = adopted.adopt(
        town, refines=frame, settings={}, refinement=adopted.REFINEMENT, number="05-KH/ĐU", valid_from=date(2021, 1, 1)
    )
    office, school = town.units["office"], town.units["school"]
    assert queries.adoption_for(office, date(2020, 6, 1)) == [frame]
    assert queries.adoption_for(office, DAY) == [own]
    assert queries.adoption_for(town.units["district"], DAY) == [frame]
    assert queries.adoption_for(school, DAY) == []
    assert queries.adoption_for(office, DAY, "collective") == []
    assert [row.unit.name for row in queries.lineage(own)] == ["Quận Minh Họa", "Phường An Bình"]
    assert [item.key for item in queries.rules(own.rules_id).form("staff").groups[0].items] == [
        "discipline_law", "discipline_hours",
    ]  # fmt: skip
    again = adopted.adopt(town, refines=frame, settings={}, refinement=adopted.REFINEMENT, number="06", valid_from=DAY)
    assert queries.adoption_for(office, DAY) == [again]


def test_instruments_for_other_people_stand_side_by_side(town: Town) -> None:
    civil = adopted.adopt(town)
    frame = adopted.adopt_frame(town)
    assert queries.adoption_for(town.units["office"], DAY) == [civil, frame]
    assert queries.adoption_for(town.units["office"], DAY, "contract_worker") == [frame]


def test_a_replaced_instrument_stays_for_whom_the_new_one_does_not_cover(town: Town) -> None:
    """Decree 335 replaced Decree 90 for civil servants on 01/01/2026; public employees kept it until 30/06/2026."""
    old = adopted.adopt(town, pack="nd_90_2020", settings=adopted.OLD, valid_from=date(2025, 1, 1), number="90")
    new = adopted.adopt(town)
    ward = town.units["ward"]
    assert queries.adoption_for(ward, date(2025, 6, 1), "civil_servant") == [old]
    assert queries.adoption_for(ward, DAY, "civil_servant") == [new]
    assert queries.adoption_for(ward, DAY, "public_employee") == [old]
    assert set(queries.adoption_for(ward, DAY)) == {old, new}
    assert queries.adoption_for(ward, date(2026, 7, 1)) == [new]


def test_an_end_is_a_record_from_its_day_on(town: Town) -> None:
    made, trang = adopted.adopt(town), town.accounts["trang"]
    with pytest.raises(ActionError, match="phải sau ngày bắt đầu"):
        actions.end_adoption(actor=trang, adoption=made, day=date(2026, 1, 1), reason="Thay thế")
    with pytest.raises(ActionError, match="lý do"):
        actions.end_adoption(actor=trang, adoption=made, day=DAY, reason=" ")
    actions.end_adoption(actor=trang, adoption=made, day=DAY, reason="Có văn bản thay thế")
    assert queries.adoption_for(town.units["ward"], date(2026, 2, 28)) == [made]
    assert queries.adoption_for(town.units["ward"], DAY) == []
    with pytest.raises(ActionError, match="đã có ngày thôi áp dụng"):
        actions.end_adoption(actor=trang, adoption=made, day=date(2026, 4, 1), reason="Lần nữa")


def test_a_fault_in_a_refinement_names_its_line(town: Town) -> None:
    frame = adopted.adopt_frame(town)
    wrong = adopted.REFINEMENT.replace("max: 12", "max: 11")
    made = adopted.draft(town, refines=frame, settings={}, refinement=wrong)
    (problem,) = drafting.outcome(made).problems
    assert (problem.where, problem.line) == ("refinement", 8)
    assert "cộng lại là 19 điểm" in problem.message
    with pytest.raises(ActionError, match="Dòng 8"):
        actions.adopt(actor=town.accounts["trang"], draft=made)


def test_an_adoption_is_never_rewritten(town: Town) -> None:
    made = adopted.adopt(town)
    with pytest.raises(DatabaseError, match="is a record"), transaction.atomic():
        Adoption.objects.filter(pk=made.pk).update(number="khác")


def test_adopting_twice_is_told(town: Town) -> None:
    made = adopted.draft(town)
    actions.adopt(actor=town.accounts["trang"], draft=made)
    with pytest.raises(ActionError, match="đã được ban hành hoặc bị xóa"):
        actions.adopt(actor=town.accounts["trang"], draft=made)
    assert Adoption.objects.count() == 1
