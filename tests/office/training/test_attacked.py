"""Attacks on training: officers about themselves, what does not fit, the same twice, numbers and days beyond any."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from canbo.office.base.errors import ActionError, NotTheirs
from canbo.office.people.models import Post, Posting
from canbo.office.training import actions, queries
from canbo.office.training.models import Course, PayBack, Sending, SendingDrop, TrainingPlan, TrainingResult
from canbo.rulebook import RuleError
from tests.office.awards import year
from tests.office.evaluations.test_marking import POSTGRES, at_once
from tests.office.regulations.adopted import make_officer
from tests.office.training import turns
from tests.office.training.turns import DAY
from tests.town import START, Town, build

HUGE = "1" + "0" * 20


def test_an_officer_neither_sends_themselves_nor_says_what_came_of_it(town: Town) -> None:
    row = turns.course(town, name="Thạc sĩ", **turns.MASTER)
    report = turns.send(town, row, "trang", "nam", exception="Theo đề án")
    assert (report.done, [why for _, why in report.refused]) == (
        1, ["không tự cử mình đi học; hãy nhờ cán bộ tổ chức khác"],
    )  # fmt: skip
    make_officer(town, "mai", "ward")
    other = town.accounts["mai"]
    actions.send(
        actor=other, course=row, chosen=[actions.Chosen(town.persons["trang"].pk, "Đề án")], day=DAY, document="QĐ"
    )
    turn = Sending.objects.get(person=town.persons["trang"])
    with pytest.raises(ActionError, match="Không tự ghi kết quả"):
        turns.finish(town, turn)
    with pytest.raises(ActionError, match="Không tự rút"):
        actions.drop(actor=town.accounts["trang"], sending=turn, reason="Bận")
    actions.record_result(actor=other, sending=turn, result="completed", day=row.ends, certificate="Số 1")
    with pytest.raises(ActionError, match="Không tự ghi đền bù"):
        actions.pay_back(
            actor=town.accounts["trang"], sending=turn, case="left_early", cost=1, day=date(2026, 9, 1), document="QĐ"
        )


def test_nothing_comes_of_a_course_called_off_or_ahead(town: Town) -> None:
    row = turns.course(town)
    turns.send(town, row, "nam")
    turn = Sending.objects.get()
    with pytest.raises(ActionError, match="ở sau hôm nay"):
        turns.finish(town, turn, day=timezone.localdate() + timedelta(days=1))
    for wrong in ({"attended": -1}, {"cost": -1}):
        with pytest.raises(ActionError, match="không được âm"):
            turns.finish(town, turn, **wrong)
    actions.call_off(actor=town.accounts["trang"], course=row, reason="Không đủ người")
    with pytest.raises(ActionError, match="đã hủy"):
        turns.finish(town, turn)
    assert not TrainingResult.objects.exists()
    assert not town.persons["nam"].profile.exists()
    with pytest.raises(ActionError, match="không được âm"):
        turns.course(town, cost=-1)


def test_paying_back_at_its_edges(town: Town) -> None:
    """Day of the degree, last day of service, the day after, and what contradicts the turn."""
    turn = turns.degree(town)  # a year: 365 days, 1095 to serve
    done = date(2026, 8, 31)

    def owed(days: int, case: str = "left_early", cost: int = 60_000_000) -> int:
        return queries.due(turn, case, cost, done + timedelta(days=days)).found.amount

    assert [owed(days) for days in (0, 1, 1094, 1095, 1096, 9999)] == [60_000_000, 59_945_205, 54_795, 0, 0, 0]
    assert owed(1, cost=0) == 0
    for case in ("left_in_course", "no_degree"):  # completed: never all of the cost
        with pytest.raises(RuleError, match="chỉ đền bù phần chưa phục vụ"):
            owed(365, case)
    with pytest.raises(RuleError, match="trước ngày tốt nghiệp"):
        owed(-1)
    with pytest.raises(ActionError, match="trước ngày khai giảng"):
        actions.pay_back(
            actor=town.accounts["trang"], sending=turn, case="left_early", cost=1, day=DAY - timedelta(days=1),
            document="QĐ",
        )  # fmt: skip
    assert not PayBack.objects.exists()


def test_who_left_the_course_pays_all_and_for_service_nothing_can_be_told(town: Town) -> None:
    row = turns.course(town, name="Thạc sĩ", cost=60_000_000, **turns.MASTER)
    turns.send(town, row, "nam", exception="Theo đề án")
    turn = Sending.objects.get()
    turns.finish(town, turn, result="left", day=date(2026, 1, 31), certificate="")
    day = date(2026, 2, 1)
    with pytest.raises(RuleError, match="lớn hơn 0"):
        queries.due(turn, "left_early", 60_000_000, day)
    made = actions.pay_back(
        actor=town.accounts["trang"], sending=turn, case="left_in_course", cost=60_000_000, day=day, document="QĐ"
    )
    assert (made.amount, made.committed, made.served) == (60_000_000, 0, 0)


def test_a_file_taken_twice_counts_once(town: Town) -> None:
    """Two tabs, or the same file uploaded again next week: what a report publishes does not double."""
    lesson = ("Tiếp công dân", "", "", "", "05/05/2022", "", "QĐ 2", "")

    def upload(course: str = lesson[0]) -> Any:
        data = turns.file(("CB0006", "", course, *lesson[1:]))
        return actions.upload(actor=town.accounts["trang"], unit=town.units["ward"], name="a.xlsx", data=data)

    first, second, spelled = upload(), upload(), upload("TIẾP  CÔNG DÂN")
    assert [actions.carry_out(actor=town.accounts["trang"], entry=first) for _ in range(2)] == [1, 1]
    for again in (second, spelled):
        with pytest.raises(ActionError, match="1 lỗi"):
            actions.carry_out(actor=town.accounts["trang"], entry=again)
    assert "đã có lượt học này" in actions.reading_of(second).problems[0]
    assert queries.turns([town.units["ward"].path], START, DAY).total == 1
    for entry, told in ((first, "Đã nhập lúc"), (second, "đã có lượt học này")):
        assert told in town.client("trang").get(reverse("training:import", args=[entry.pk])).content.decode()


def test_who_had_left_was_not_sent_by_the_unit_they_left(town: Town) -> None:
    Posting.objects.filter(person=town.persons["nam"]).update(valid_to=date(2026, 1, 1))
    lines = [("CB0006", "", "Lớp", "", "", "", starts, "", "QĐ", "") for starts in ("01/12/2025", "01/01/2026")]
    entry = actions.upload(
        actor=town.accounts["trang"], unit=town.units["ward"], name="a.xlsx", data=turns.file(*lines)
    )
    assert actions.reading_of(entry).problems == (
        "Phạm Quốc Nam đã rời đơn vị trước ngày khai giảng 01/01/2026. Hãy bỏ hàng.",
    )


def test_a_plan_pressed_twice_is_there_once(town: Town) -> None:
    given = {"unit": town.units["ward"].pk, "year": "2027", "name": "Kế hoạch  2027"}
    answers = [town.client("trang").post(reverse("training:plan_new"), given).status_code for _ in range(2)]
    assert (answers, TrainingPlan.objects.count()) == ([302, 422], 1)


def test_a_long_file_is_read_in_a_moment(town: Town) -> None:
    rows = [("CB0006", "", f"Lớp {number}", "", "", "", "05/05/2022", "", "QĐ 2", "") for number in range(3000)]
    entry = actions.upload(actor=town.accounts["trang"], unit=town.units["ward"], name="a.xlsx", data=turns.file(*rows))
    assert actions.carry_out(actor=town.accounts["trang"], entry=entry) == 3000
    assert Course.objects.count() == 3000


@pytest.mark.parametrize(("name", "typed"), [
    ("cost", HUGE), ("cost", "-1"), ("starts", "01/01/0001"), ("ends", "31/12/9999"), ("places", HUGE), ("hours", "-5"),
])  # fmt: skip
def test_a_number_or_day_beyond_any_is_told_on_the_form(town: Town, name: str, typed: str) -> None:
    given = {
        "unit": town.units["ward"].pk, "name": "Lớp", "starts": "01/09/2026", "ends": "01/10/2026", "places": "2",
        "postgraduate": "on",
    } | {name: typed}  # fmt: skip
    answer = town.client("trang").post(reverse("training:course_new"), given)
    assert (answer.status_code, typed in answer.content.decode(), Course.objects.count()) == (422, True, 0)


def test_money_beyond_any_is_told_on_the_form(town: Town) -> None:
    given = {"unit": town.units["ward"].pk, "year": "2027", "name": "Kế hoạch", "money": HUGE}
    assert town.client("trang").post(reverse("training:plan_new"), given).status_code == 422
    assert not TrainingPlan.objects.exists()


def test_a_posted_list_reaches_nobody_of_another_agency_and_names_nobody(town: Town) -> None:
    row = turns.course(town)
    posted = {"day": "01/09/2025", "document": "QĐ", "person": [str(town.persons["xa"].pk), "9" * 18, "1" + "0" * 30]}
    page = town.client("trang").post(reverse("training:send", args=[row.pk]), posted)
    assert (page.status_code, Sending.objects.count()) == (422, 0)
    assert "Lý Thị Xa" not in page.content.decode()
    make_officer(town, "xa", "school")
    for name in ("course", "send", "call_off"):
        where = reverse(f"training:{name}", args=[row.pk])
        assert [town.client("xa").post(where, posted).status_code, town.client("xa").get(where).status_code] in (
            [404, 404], [405, 404],
        )  # fmt: skip
    with pytest.raises(NotTheirs):
        actions.allot(actor=town.accounts["xa"], course=row, unit=town.units["ward"], places=1)


def test_the_old_unit_keeps_the_turn_but_not_what_came_since(town: Town) -> None:
    """Nam left the ward for the school: its head still sees the course he was sent to, not his new one, nor the
    ratings of the new place, which the explanation would name."""
    turns.degree(town)
    nam, day = town.persons["nam"], date(2026, 1, 1)
    Posting.objects.filter(person=nam).update(valid_to=day)
    post = Post.objects.get(unit=town.units["school"])
    Posting.objects.create(person=nam, post=post, kind="public_employee", valid_from=day)
    make_officer(town, "xa", "school")
    officer = town.accounts["xa"]
    later = actions.make_course(
        actor=officer, unit=town.units["school"], name="Lớp của trường", starts=date(2026, 3, 1),
        ends=date(2026, 3, 5), places=1,
    )  # fmt: skip
    chosen = [actions.Chosen(nam.pk)]
    assert actions.send(actor=officer, course=later, chosen=chosen, day=date(2026, 3, 1), document="QĐ").done == 1
    year.rated(town, unit="school", nam="not_completed")
    where = reverse("training:person", args=[nam.pk])
    for key in ("lan", "trang"):
        page = town.client(key).get(where).content.decode()
        assert ("Thạc sĩ Quản lý công" in page, "Lớp của trường" in page, "Xếp loại năm" in page) == (
            True, False, False,
        ), key  # fmt: skip
    page = town.client("nam").get(reverse("training:mine")).content.decode()
    assert ("Thạc sĩ Quản lý công" in page, "Lớp của trường" in page, "Xếp loại năm" in page) == (True, True, True)


@pytest.mark.slow
@pytest.mark.django_db(transaction=POSTGRES)
def test_a_turn_is_taken_back_or_has_a_result_and_never_both() -> None:
    town = build()
    row = turns.course(town)
    turns.send(town, row, "nam")
    turn = Sending.objects.get()
    outcomes: list[str] = []

    def told(act: Any) -> None:
        try:
            act()
            outcomes.append("done")
        except ActionError:
            outcomes.append("told")

    at_once(
        lambda: told(lambda: turns.finish(town, turn)),
        lambda: told(lambda: actions.drop(actor=town.accounts["trang"], sending=turn, reason="Bận")),
    )
    assert sorted(outcomes) == ["done", "told"]
    assert TrainingResult.objects.count() + SendingDrop.objects.count() == 1
