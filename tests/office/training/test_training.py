"""Training: sending by the rules or by a written exception, results that reach the record, turns counted, service."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx import Document as word_file

from canbo.office.base.errors import ActionError, NotTheirs
from canbo.office.profiles.actions.recording import put
from canbo.office.profiles.drafts import Draft
from canbo.office.profiles.queries import profiles
from canbo.office.regulations.actions import choosing
from canbo.office.results.models import Decision
from canbo.office.results.papers import frame as frames
from canbo.office.training import actions, papers, queries
from canbo.office.training.law import CHOICES
from canbo.office.training.models import Course, PayBack, Sending
from canbo.paperwork.documents import render
from tests.office.awards import year
from tests.office.training import turns
from tests.office.training.turns import DAY
from tests.town import START, Town


def held(town: Town, key: str, kind: str) -> list[str]:
    found = profiles([town.persons[key].pk], date(2027, 1, 1))[town.persons[key].pk]
    return [step for _, step in found.held.get(kind, ())]


def test_a_result_puts_the_qualification_on_the_record_once(town: Town) -> None:
    row = turns.course(town)
    turns.send(town, row, "nam")
    turn = Sending.objects.get()
    with pytest.raises(ActionError, match="văn bằng"):
        turns.finish(town, turn, certificate="")
    with pytest.raises(ActionError, match="nhiều hơn số giờ"):
        turns.finish(town, turn, attended=201)
    assert held(town, "nam", "political_theory") == []
    turns.finish(town, turn, attended=196)
    turns.finish(town, turn, attended=198)
    assert held(town, "nam", "political_theory") == ["intermediate"]
    came = queries.newest(queries.sendings().get())
    assert came is not None
    assert came.attended == 198
    with pytest.raises(ActionError, match="đã có kết quả"):
        actions.drop(actor=town.accounts["trang"], sending=turn, reason="Ốm")


def test_who_left_keeps_the_turn_and_the_record_stays_with_who_keeps_it_now(town: Town) -> None:
    row = turns.course(town)
    turns.send(town, row, "nam")
    town.persons["nam"].postings.update(valid_to=date(2025, 11, 1))
    post = town.persons["xa"].postings.get().post
    town.persons["nam"].postings.create(post=post, kind="public_employee", valid_from=date(2025, 11, 1), primary=True)
    turns.finish(town, Sending.objects.get())
    assert held(town, "nam", "political_theory") == []
    assert queries.turns([town.units["ward"].path], START, date(2026, 1, 1)).total == 1


def test_places_and_money_passed_are_told_and_refuse_nobody(town: Town) -> None:
    plan = actions.make_plan(
        actor=town.accounts["trang"], unit=town.units["ward"], year=2025, name="Kế hoạch", money=7_000_000
    )
    row = turns.course(town, plan=plan)
    actions.allot(actor=town.accounts["trang"], course=row, unit=town.units["office"], places=2)
    actions.allot(actor=town.accounts["trang"], course=row, unit=town.units["economy"], places=5)
    actions.allot(actor=town.accounts["trang"], course=row, unit=town.units["economy"], places=1)
    assert turns.send(town, row, "nam", "anh", "binh").done == 3
    budget = queries.budget(plan)
    [line] = budget.lines
    assert (line.over, line.given_away, budget.planned, budget.over, budget.spent) == (
        1, 1, 8_000_000, 1_000_000, 12_000_000,
    )  # fmt: skip
    assert [(one.unit.name, one.given, one.taken, one.over) for one in line.shares] == [
        ("Văn phòng", 2, 1, 0), ("Phòng Kinh tế", 1, 2, 1),
    ]  # fmt: skip
    actions.call_off(actor=town.accounts["trang"], course=row, reason="Không đủ giảng viên")
    assert (queries.budget(plan).planned, queries.turns([town.units["ward"].path], START, DAY).total) == (0, 0)
    with pytest.raises(ActionError, match="đã hủy"):
        turns.send(town, row, "hoa")


def test_postgraduate_sending_asks_for_an_exception_where_the_rules_do_not_say_yes(town: Town) -> None:
    row = turns.course(town, name="Thạc sĩ", **turns.MASTER)
    report = turns.send(town, row, "nam", "xa")
    assert [why[:9] for _, why in report.refused] == ["chưa đủ h", "ngày đó k"]
    assert turns.send(town, row, "nam", exception="Theo đề án đào tạo").done == 1
    turn = Sending.objects.get()
    assert (turn.outcome, turn.exception, len(turn.lacks)) == ("unknown", "Theo đề án đào tạo", 2)
    assert turns.send(town, row, "nam", exception="Lại").refused[0][1] == "đã được cử đi lớp này rồi"


def test_ratings_of_two_years_and_the_days_on_record_make_somebody_eligible(town: Town) -> None:
    nam = town.persons["nam"].pk
    put(actor=town.accounts["trang"], drafts=[Draft(nam, "recruited", "2020-01-01")])
    for when, level in ((2023, "good"), (2024, "excellent")):
        year.rated(town, year=when, nam=level)
    row = turns.course(town, name="Thạc sĩ", **turns.MASTER)
    assert turns.send(town, row, "nam").done == 1
    assert Sending.objects.get().outcome == "yes"


def test_service_is_three_times_the_training_and_falls_day_by_day(town: Town) -> None:
    turn = turns.degree(town)
    [service] = queries.services(queries.of_person(town.persons["nam"].pk), date(2026, 8, 31) + timedelta(days=100))
    assert (service.promised.trained, service.promised.committed, service.served, service.left) == (365, 1095, 100, 995)
    due = queries.due(turn, "left_early", 60_000_000, date(2026, 8, 31) + timedelta(days=365))
    assert due.found.amount == 40_000_000
    row = actions.pay_back(
        actor=town.accounts["trang"], sending=turn, case="left_early", cost=60_000_000,
        day=date(2026, 8, 31) + timedelta(days=365), document="QĐ thôi việc",
    )  # fmt: skip
    assert (row.amount, row.committed, row.served) == (40_000_000, 1095, 365)
    with pytest.raises(ActionError, match="đã được ghi"):
        actions.pay_back(
            actor=town.accounts["trang"], sending=turn, case="left_early", cost=1, day=date(2027, 1, 1), document="QĐ"
        )
    assert queries.services(queries.of_person(town.persons["nam"].pk), date(2027, 1, 1))[0].left == 0


def test_before_the_decree_of_2025_paying_back_is_refused_and_not_guessed(town: Town) -> None:
    day = date(2024, 9, 1)
    row = turns.course(town, name="Thạc sĩ", **turns.MASTER | {"starts": day, "ends": date(2025, 8, 31)})
    turns.send(town, row, "nam", exception="Theo đề án", day=day)
    turn = Sending.objects.get()
    turns.finish(town, turn)
    [service] = queries.services(queries.of_person(town.persons["nam"].pk), date(2025, 9, 1))
    assert service.promised.committed == 2 * 365
    with pytest.raises(ActionError, match="chưa có nguồn"):
        actions.pay_back(
            actor=town.accounts["trang"], sending=turn, case="left_early", cost=1, day=date(2026, 1, 1), document="QĐ"
        )
    assert not PayBack.objects.exists()


def test_turns_come_from_excel_whole_or_not_at_all(town: Town) -> None:
    def upload(*rows: tuple[str, ...]) -> Any:
        return actions.upload(
            actor=town.accounts["trang"], unit=town.units["ward"], name="a.xlsx", data=turns.file(*rows)
        )

    advanced = (
        "Cao cấp lý luận",
        "Lý luận chính trị",
        "Lý luận chính trị: Cao cấp",
        "Học viện",
        "01/03/2021",
        "30/06/2021",
    )
    bad = upload(
        ("CB9999", "", *advanced, "QĐ 1", "Số 1"),
        ("CB0006", "Đỗ Thị Hoa", *advanced, "QĐ 1", "Số 1"),
        ("CB0006", "", *advanced, "QĐ 1", ""),
        ("CB0006", "", *advanced, "", "Số 1"),
        ("CB0006", "", "Lớp", "Nấu ăn", "", "", "01/03/2021", "", "QĐ 1", ""),
        ("CB0006", "", "Lớp", "", "", "", "2021", "", "QĐ 1", ""),
        ("CB0006", "", "Lớp", "", "", "", "01/03/2021", "01/02/2021", "QĐ 1", ""),
    )  # fmt: skip
    assert [one.partition(":")[0] for one in actions.reading_of(bad).problems] == [f"Hàng {n}" for n in range(2, 9)]
    with pytest.raises(ActionError, match="7 lỗi"):
        actions.carry_out(actor=town.accounts["trang"], entry=bad)
    good = upload(
        ("CB0006", "", *advanced, "QĐ 1", "Số 1"), ("CB0007", "", *advanced, "QĐ 1", "Số 2"),
        ("CB0006", "", "Tiếp công dân", "", "", "", "05/05/2022", "", "QĐ 2", ""),
    )  # fmt: skip
    assert [actions.carry_out(actor=town.accounts["trang"], entry=good) for _ in range(2)] == [3, 3]
    found = queries.turns([town.units["ward"].path], date(2021, 1, 1), date(2023, 1, 1))
    assert (found.total, found.people, found.of("political_theory", "advanced"), Course.objects.count()) == (3, 2, 2, 2)
    assert held(town, "nam", "political_theory") == ["advanced"]
    assert queries.turns([town.units["ward"].path], date(2021, 3, 1), date(2021, 3, 1)).total == 2


def test_only_the_officer_of_the_unit_sends(town: Town) -> None:
    row = turns.course(town)
    for key in ("lan", "nam", "ha", "khoa", "quan_tri", "xa"):
        with pytest.raises(NotTheirs):
            actions.send(actor=town.accounts[key], course=row, chosen=[], day=DAY, document="QĐ")


def test_weak_criteria_are_needs_by_the_thresholds_of_the_body_alone(town: Town) -> None:
    cycle = year.rated(town, **year.good(("nam", "hoa", "anh", "binh", "dung")))
    cycle_day = date(2026, 1, 15)
    for key in ("nam", "hoa", "anh", "binh", "dung"):
        sheet = cycle.sheets.get(person=town.persons[key])
        marks = [900, 900, 300 if key == "nam" else 900, 9000, 9000, 9000]
        Decision.objects.create(
            agency=sheet.agency, sheet=sheet, marks=marks, total=8000, computed_level="good", level="good", kept={},
            trace_hash="", decider=town.persons["lan"], by=town.accounts["lan"],
        )  # fmt: skip
    ward = [town.units["ward"].path]
    assert queries.needs(ward, cycle_day) == []
    choosing.choose(
        CHOICES, actor=town.accounts["trang"], unit=town.units["ward"], instrument="training_needs",
        values={"weak_gap": 3000, "weak_periods": 1}, valid_from=START, document="QĐ 1",
    )  # fmt: skip
    [found] = queries.needs(ward, cycle_day)
    assert (found.place.person, found.source, found.known) == (town.persons["nam"], "weak", True)


def test_needs_take_a_constant_number_of_queries(town: Town) -> None:
    counts = []
    for unit in ("economy", "district"):
        with CaptureQueriesContext(connection) as captured:
            queries.needs([town.units[unit].path], DAY)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_the_plan_and_the_calculation_print(town: Town) -> None:
    turn = turns.degree(town)
    client = town.client("nam")
    answer = client.get(f"/dao-tao/luot/{turn.pk}/ban-tinh/docx/")
    assert answer.status_code == 200
    words = "\n".join(line.text for line in word_file(io.BytesIO(answer.content)).paragraphs)
    assert "1095 ngày, đến hết ngày 30 tháng 8 năm 2029" in words
    plan = actions.make_plan(actor=town.accounts["trang"], unit=town.units["ward"], year=2025, name="Kế hoạch")
    turns.course(town, plan=plan)
    frame = frames.frame(town.units["ward"], frames.defaults(town.units["ward"], DAY))
    document = papers.plan(frame, queries.budget(plan), [("standard", "Lý luận chính trị từ Trung cấp", 3, 1)])
    assert render(document, "pdf").startswith(b"%PDF-")
    assert render(document, "docx").startswith(b"PK")
