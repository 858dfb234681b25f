"""Training as the sources tell it: Tân Phong's 30 turns since 2021; a degree and next year's plan of the new ward."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from canbo.office.demo import clock
from canbo.office.demo.places import Place
from canbo.office.people.models import Person, Unit
from canbo.office.regulations.actions import choosing
from canbo.office.training import actions
from canbo.office.training.law import CHOICES
from canbo.office.training.models import Sending
from canbo.office.training.turn_file import COLUMNS
from canbo.paperwork.dates import short_date
from canbo.paperwork.workbook import Table, TableColumn, write_table

# S5: "2 cán bộ bồi dưỡng Cao cấp, 3 đồng chí Trung cấp", the others by name of their content. Days are invented.
THEORY = [
    ("Cao cấp lý luận chính trị", "Lý luận chính trị: Cao cấp", "Cao cấp", 2, date(2021, 3, 1), 480),
    ("Trung cấp lý luận chính trị", "Lý luận chính trị: Trung cấp", "Trung cấp", 3, date(2022, 2, 14), 300),
]
COURSES = [
    ("Bồi dưỡng tiếp công dân", 4, date(2021, 5, 10)),
    ("Bồi dưỡng giải quyết đơn thư", 4, date(2021, 10, 4)),
    ("Bồi dưỡng công tác tôn giáo", 4, date(2022, 4, 11)),
    ("Bồi dưỡng kiến thức dân tộc", 5, date(2022, 9, 5)),
    ("Bồi dưỡng chứng thực điện tử", 3, date(2023, 3, 13)),
    ("Bồi dưỡng cải cách hành chính", 5, date(2023, 6, 5)),
]
POSITION, POLITICAL = "Kiến thức, kỹ năng theo yêu cầu vị trí việc làm", "Lý luận chính trị"


def tan_phong(place: Place, people: Sequence[Person]) -> None:
    """S5: 30 turns since the beginning of 2021, taken in from the ward's own table."""
    rows = []
    for name, step, held, number, day, length in THEORY:
        fitting = [one for one in people if one.political_theory == held][:number]
        rows += [_row(one, name, POLITICAL, step, day, length) for one in fitting]
    at = 0
    for name, number, day in COURSES:
        rows += [_row(people[(at + turn) % len(people)], name, POSITION, "", day, 4) for turn in range(number)]
        at += number
    data = write_table(Table("Lượt đào tạo", [TableColumn(one.title) for one in COLUMNS], rows))
    with clock.on(date(2023, 9, 29)):
        entry = actions.upload(actor=place.officer, unit=place.root, name="luot-dao-tao.xlsx", data=data)
        actions.carry_out(actor=place.officer, entry=entry)


def _row(one: Person, name: str, content: str, step: str, day: date, length: int) -> tuple[str, ...]:
    paper = "Chứng chỉ (ví dụ)" if step else ""
    days = (short_date(day), short_date(day + timedelta(days=length)))
    return one.code, one.full_name, name, content, step, "Trường Chính trị tỉnh (ví dụ)", *days, "QĐ cử (ví dụ)", paper


def the_ward(place: Place, ward: Unit, student: Person) -> None:
    """A civil servant back from a master's course, bound to serve; and the plan of 2027, a little over its money."""
    began, ended = date(2025, 9, 1), date(2026, 8, 31)
    with clock.on(began):
        course = actions.make_course(
            actor=place.officer, unit=ward, name="Thạc sĩ Quản lý công (ví dụ)", starts=began, ends=ended, places=1,
            content="position", qualification="education:master", postgraduate=True,
            organiser="Học viện (ví dụ)", cost=60_000_000,
        )  # fmt: skip
        why = "Ví dụ: theo đề án đào tạo của phường; hồ sơ chưa ghi đủ kết quả hai năm liền trước."
        sent = actions.send(
            actor=place.officer, course=course, chosen=[actions.Chosen(student.pk, why)], day=began,
            document="QĐ cử đi học (ví dụ)",
        )  # fmt: skip
    if sent.refused:
        raise RuntimeError(sent.refused[0][1])
    with clock.on(date(2026, 9, 3)):
        actions.record_result(
            actor=place.officer, sending=Sending.objects.get(course=course), result="completed", day=ended,
            certificate="Bằng thạc sĩ (ví dụ)", cost=58_000_000,
        )  # fmt: skip
    with clock.on(date(2026, 10, 12)):
        choosing.choose(
            CHOICES, actor=place.officer, unit=ward, instrument="training_needs", valid_from=date(2026, 1, 1),
            values={"weak_gap": 1500, "weak_periods": 3}, document="Kế hoạch năm của phường (ví dụ)",
        )  # fmt: skip
        next_year(place, ward)


def next_year(place: Place, ward: Unit) -> None:
    """The plan of 2027, with three courses."""
    plan = actions.make_plan(
        actor=place.officer, unit=ward, year=2027, name="Kế hoạch đào tạo, bồi dưỡng năm 2027 (ví dụ)",
        money=120_000_000,
    )  # fmt: skip
    for name, content, step, months, places, cost in (
        ("Cao cấp lý luận chính trị", "political", "political_theory:advanced", (3, 9), 6, 12_000_000),
        ("Bồi dưỡng chuyên viên chính", "management", "state_management:principal", (4, 5), 6, 5_500_000),
        ("Chuyển đổi số trong giải quyết thủ tục hành chính", "technology", "", (6, 6), 20, 1_200_000),
    ):
        actions.make_course(
            actor=place.officer, unit=ward, plan=plan, name=f"{name} (ví dụ)", starts=date(2027, months[0], 8),
            ends=date(2027, months[1], 26), places=places, content=content, qualification=step, cost=cost,
            organiser="Trường Đào tạo cán bộ (ví dụ)",
        )  # fmt: skip
