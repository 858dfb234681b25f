"""The ward sends people to courses: what the tests of this room share."""

from __future__ import annotations

from datetime import date
from typing import Any

from canbo.office.training import actions
from canbo.office.training.models import Course, Sending, TrainingResult
from canbo.paperwork.workbook import Table, TableColumn, write_table
from tests.town import Town

DAY = date(2025, 9, 1)
MASTER = {"qualification": "education:master", "postgraduate": True, "starts": DAY, "ends": date(2026, 8, 31)}


def course(town: Town, **changes: Any) -> Course:
    """A course of the ward: intermediate political theory in the autumn of 2025."""
    given: dict[str, Any] = {
        "unit": town.units["ward"], "name": "Trung cấp lý luận chính trị", "starts": DAY, "ends": date(2025, 12, 20),
        "places": 2, "content": "political", "qualification": "political_theory:intermediate", "hours": 200,
        "cost": 4_000_000,
    } | changes  # fmt: skip
    return actions.make_course(actor=town.accounts["trang"], **given)


def send(town: Town, row: Course, *keys: str, exception: str = "", day: date = DAY) -> actions.Report:
    chosen = [actions.Chosen(town.persons[key].pk, exception) for key in keys]
    return actions.send(actor=town.accounts["trang"], course=row, chosen=chosen, day=day, document="QĐ 21/QĐ-UBND")


def finish(town: Town, turn: Sending, **changes: Any) -> TrainingResult:
    given: dict[str, Any] = {"result": "completed", "day": turn.course.ends, "certificate": "Số 12, 2025"} | changes
    return actions.record_result(actor=town.accounts["trang"], sending=turn, **given)


def degree(town: Town, key: str = "nam", cost: int = 60_000_000) -> Sending:
    """Somebody sent to a master's course by way of exception, with the degree a year later."""
    row = course(town, name="Thạc sĩ Quản lý công", cost=cost, **MASTER)
    assert send(town, row, key, exception="Theo đề án").done == 1
    turn = Sending.objects.get(course=row)
    finish(town, turn)
    return turn


TITLES = (
    "Mã số", "Họ và tên", "Tên lớp, khóa", "Nhóm nội dung", "Trình độ đạt được", "Nơi mở lớp", "Từ ngày", "Đến ngày",
    "Văn bản cử", "Văn bằng, chứng chỉ",
)  # fmt: skip


def file(*rows: tuple[str, ...]) -> bytes:
    return write_table(Table("LĐT", [TableColumn(title) for title in TITLES], rows))


def furnish(town: Town) -> dict[str, int]:
    """For the walk over all addresses: Nam's degree, a plan, an import."""
    turn = degree(town)
    plan = actions.make_plan(actor=town.accounts["trang"], unit=town.units["ward"], year=2026, name="Kế hoạch 2026")
    entry = actions.upload(
        actor=town.accounts["trang"], unit=town.units["ward"], name="a.xlsx",
        data=file(("CB0007", "", "Tiếp công dân", "", "", "", "01/03/2021", "", "QĐ 1", "")),
    )  # fmt: skip
    return {"turn": turn.pk, "course": turn.course_id, "training_plan": plan.pk, "training_import": entry.pk}
