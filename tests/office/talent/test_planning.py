"""Lists of planning: what the check says of them under the rules of their day, and what cannot be entered."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from django.db import IntegrityError, connection, transaction

from canbo.office.base.errors import ActionError, NotTheirs
from canbo.office.people.models import Post, Posting
from canbo.office.regulations.actions import choosing
from canbo.office.talent.actions import planning_lists as lists
from canbo.office.talent.models import PlanEntry, PlanNotice
from canbo.office.talent.planning_law import CHOICES
from canbo.office.talent.queries.planning_checks import HIDDEN, Broken, check, law_day
from canbo.office.talent.queries.planning_lists import standing
from tests.office.talent import planned
from tests.town import START, Town

DAY = date(2025, 11, 10)
LIMIT = "Số người quy hoạch một chức vụ"


def told(rows: list[Broken]) -> list[tuple[str, bool, str, tuple[str, ...]]]:
    return [(one.label, one.known, one.counted, tuple(str(person) for person in one.people)) for one in rows]


def test_a_list_over_its_limit_names_everybody_and_cuts_nobody(town: Town) -> None:
    found = check(planned.planned(town), DAY)
    everybody = ("Vũ Tiến Dũng", "Đỗ Thị Hoa", "Lê Thị Mai", "Phạm Quốc Nam")
    broken = told(found.broken)
    assert broken[0] == (LIMIT, True, "4, không quá 3", everybody)
    assert found.broken[0].cite == "Số người và số chức vụ trong quy hoạch, Quy định 377-QĐ/TW"
    assert [row[0] for row in broken[1:]] == [
        "Không thực hiện đồng thời quy hoạch và bổ nhiệm", "Không thuộc diện không hoàn thành nhiệm vụ", HIDDEN,
    ]  # fmt: skip
    assert [row[1] for row in broken[1:]] == [False] * 3
    assert len(found.lines) == 4


def test_targets_nobody_set_are_told_as_not_set_and_drill_to_their_people(town: Town) -> None:
    plan = planned.planned(town)
    women = next(one for one in check(plan, DAY).targets if one.key == "women")
    assert (women.held, women.people, women.word, women.share) == (2, 4, "Chưa đặt", Fraction(1, 2))
    choosing.choose(
        CHOICES, actor=town.accounts["trang"], unit=town.units["ward"], instrument="qd_377_2025",
        values={"women_share": 2500, "young_age": 40, "young_share": 1500, "band_one": 40, "band_two": 50},
        valid_from=DAY, document="Quy chế 1",
    )  # fmt: skip
    found = check(plan, DAY)
    said = {one.key: (one.held, one.word) for one in found.targets}
    assert (said["women"], said["young"]) == ((2, "Đạt"), (0, "Chưa đạt"))
    assert [str(line.person) for line in found.who("women") or ()] == ["Đỗ Thị Hoa", "Lê Thị Mai"]
    assert [(one.label, one.people) for one in found.bands] == [
        ("dưới 40 tuổi", 0), ("từ 40 đến 49 tuổi", 4), ("từ 50 tuổi", 0),
    ]  # fmt: skip
    assert [len(found.who(one.key) or ()) for one in found.bands] == [0, 4, 0]
    assert found.who("ethnic") is None  # of a sensitive target only the number is told


def test_the_same_list_is_held_against_the_instrument_of_its_day(town: Town) -> None:
    old = planned.begun(town, began=date(2024, 3, 1), name="Quy hoạch cũ", first=2020)
    planned.enter(town, planned.post(town, old), "mai", "nam", "hoa", "dung", day=date(2024, 3, 1))
    before, after = check(old, date(2025, 10, 7)), check(old, date(2025, 10, 8))
    assert (before.law.number, after.law.number) == ("Quy định 50-QĐ/TW", "Quy định 377-QĐ/TW")
    assert [row.counted for row in before.broken if row.counted] == []  # that one's number is not confirmed
    assert [row.counted for row in after.broken if row.counted] == ["4, không quá 3"]
    assert {one.key: one.met for one in before.targets} == {"young": False, "women": True, "ethnic": None}
    assert check(old, date(2021, 6, 1)).broken == []  # before the first instrument nothing is judged
    assert law_day(old, date(2026, 5, 1)) == date(2025, 12, 31)


def test_a_person_in_two_units_counts_once_and_is_told(town: Town) -> None:
    plan = planned.planned(town)
    second = Post.objects.create(unit=town.units["economy"], title="Phụ trách", rank="staff", valid_from=START)
    Posting.objects.create(
        person=town.persons["mai"], post=second, kind="civil_servant", primary=False, valid_from=START
    )
    planned.enter(town, planned.post(town, plan, "Chủ tịch", "head"), "mai")
    found = check(plan, DAY)
    assert (len(found.lines), next(one.people for one in found.targets if one.key == "women")) == (5, 4)
    notes = [line.notes for line in found.lines if str(line.person) == "Lê Thị Mai"]
    assert notes == [["giữ vị trí ở Văn phòng và Phòng Kinh tế"]] * 2


def test_who_left_or_moved_and_a_unit_that_ended_are_told(town: Town) -> None:
    plan = planned.begun(town)
    planned.enter(town, planned.post(town, plan, "Trưởng phòng Kinh tế", "head", "economy"), "nam", "hoa")
    planned.leave(town, "nam", date(2025, 11, 20))
    planned.leave(town, "hoa", date(2025, 12, 1))
    hall = Post.objects.create(unit=town.units["ward"], title="Chuyên viên", rank="staff", valid_from=START)
    Posting.objects.create(
        person=town.persons["hoa"], post=hall, kind="civil_servant", valid_from=date(2025, 12, 1)
    )  # fmt: skip
    unit = town.units["economy"]
    type(unit).objects.filter(pk=unit.pk).update(valid_to=date(2026, 1, 1))
    notes = {str(line.person): line.notes for line in standing(plan, date(2026, 2, 1))}
    ended = "đơn vị của chức danh thôi hoạt động từ 01/01/2026"
    assert notes == {
        "Phạm Quốc Nam": ["đã thôi mọi vị trí công tác từ 20/11/2025", ended],
        "Đỗ Thị Hoa": ["đã chuyển đến Phường An Bình", ended],
    }


def test_a_post_not_over_the_one_held_breaks_a_rule(town: Town) -> None:
    plan = planned.begun(town)
    planned.enter(town, planned.post(town, plan, "Trưởng phòng", "head", "economy"), "dung", "anh")
    broken = told(check(plan, DAY).broken)
    assert broken[0] == ("Chỉ quy hoạch chức vụ cao hơn", True, "", ("Vũ Tiến Dũng",))


def test_taking_out_needs_a_reason_and_a_paper_tells_the_person_and_stays_on_record(town: Town) -> None:
    plan = planned.planned(town)
    wanted = plan.posts.get()
    with pytest.raises(ActionError, match="lý do"):
        planned.enter(town, wanted, "dung", act="taken_out", day=DAY, reason=" ")
    with pytest.raises(ActionError, match="ngày sau đó"):
        planned.enter(town, wanted, "dung", act="taken_out", day=date(2025, 11, 1))
    planned.enter(town, wanted, "dung", act="taken_out", day=DAY, reason="Rà soát năm: không còn đủ điều kiện")
    assert [str(line.person) for line in standing(plan, DAY)] == ["Đỗ Thị Hoa", "Lê Thị Mai", "Phạm Quốc Nam"]
    assert len(standing(plan, date(2025, 11, 9))) == 4
    assert PlanNotice.objects.filter(person=town.persons["dung"], entry__act="taken_out").count() == 1
    with pytest.raises(ActionError, match="không có trong danh sách"):
        planned.enter(town, wanted, "dung", act="taken_out", day=DAY)
    with transaction.atomic(), pytest.raises(IntegrityError if connection.vendor == "sqlite" else Exception):
        PlanEntry.objects.filter(post=wanted).update(reason="khác")


def test_nobody_enters_themselves_or_lists_of_others(town: Town) -> None:
    plan = planned.begun(town)
    wanted = planned.post(town, plan)
    with pytest.raises(ActionError, match="Không tự ghi về mình"):
        planned.enter(town, wanted, "trang")
    with pytest.raises(NotTheirs):
        lists.enter(
            actor=town.accounts["lan"], plan=plan, act="proposed", rows=[lists.Row(wanted, town.persons["nam"])],
            day=DAY,
        )  # fmt: skip
    planned.enter(town, wanted, "nam")
    with pytest.raises(ActionError, match="đã ở trong quy hoạch"):
        planned.enter(town, wanted, "nam", day=DAY)
