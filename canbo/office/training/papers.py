"""Papers of training: the plan of a year, and the calculation of service and of what is paid back."""

from __future__ import annotations

from collections.abc import Sequence

from canbo.office.results.papers.frame import Frame
from canbo.office.training.queries.needs import PLANNED
from canbo.office.training.queries.plans import Budget
from canbo.office.training.queries.serving import Due, Service
from canbo.paperwork.dates import long_date, short_date
from canbo.paperwork.documents import model
from canbo.paperwork.numbers import format_integer


def plan(frame: Frame, found: Budget, needed: Sequence[tuple[str, str, int, int]]) -> model.Report:
    """The plan with its courses, places and money. `needed`: (source, what, people, of whom going)."""
    year, unit = found.plan.year, found.plan.unit.name
    held = [line for line in found.lines if not line.ended]
    return model.Report(
        letterhead=frame.letterhead,
        title="Kế hoạch",
        abstract=f"Đào tạo, bồi dưỡng năm {year} của {unit}",
        bases=("Căn cứ tiêu chuẩn chức danh, quy hoạch cán bộ và kết quả đánh giá, xếp loại của đơn vị;",),
        parts=(
            model.Part("", (f"{frame.issuer} xây dựng kế hoạch đào tạo, bồi dưỡng năm {year} như sau:",)),
            model.Part("I. Nhu cầu", _needs(needed)),
            model.Part("II. Các lớp, khóa", grid=_courses(found), after=_places(found)),
            model.Part("III. Kinh phí", _money(found)),
        ),
        closing=(
            f"Trên đây là kế hoạch đào tạo, bồi dưỡng năm {year} của {unit} gồm {len(held)} lớp, {found.places} chỗ.",
        ),
        signatory=frame.signatory,
        recipients=("Các đơn vị trực thuộc;", "Lưu hồ sơ."),
    )


def _needs(needed: Sequence[tuple[str, str, int, int]]) -> tuple[str, ...]:
    if not needed:
        return ("Chưa có nhu cầu nào tính được từ tiêu chuẩn chức danh, quy hoạch và kết quả đánh giá.",)
    return tuple(
        f"- {what}{', theo quy hoạch' if source == PLANNED else ''}: {people} người"
        + (f" (đang đi học {going})." if going else ".")
        for source, what, people, going in needed
    )


def _courses(found: Budget) -> model.Grid:
    columns: tuple[tuple[str, float, model.Align], ...] = (
        ("TT", 0.8, "center"), ("Lớp, khóa", 5, "left"), ("Nơi mở lớp", 3.4, "left"), ("Thời gian", 3, "left"),
        ("Số chỗ", 1.2, "right"), ("Kinh phí (đồng)", 2.6, "right"),
    )  # fmt: skip
    rows = []
    held = [line for line in found.lines if not line.ended]
    for number, line in enumerate(held, start=1):
        one = line.course
        days = f"{short_date(one.starts)} đến {short_date(one.ends)}"
        money = "" if line.money is None else format_integer(line.money)
        rows.append((str(number), one.name, one.organiser, days, str(one.places), money))
    total = ("", "Tổng cộng", "", "", str(found.places), format_integer(found.planned))
    return model.Grid(columns, (*rows, total), total=True, size=11)


def _places(found: Budget) -> tuple[str, ...]:
    """How the places fall to units, course by course."""
    return tuple(
        f"Chỗ học “{line.course.name}”: {'; '.join(f'{one.unit.name} {one.given}' for one in line.shares)}."
        for line in found.lines
        if line.shares and not line.ended
    )


def _money(found: Budget) -> tuple[str, ...]:
    said = [f"Kinh phí dự kiến của các lớp: {format_integer(found.planned)} đồng."]
    if found.silent:
        said.append(f"Có {found.silent} lớp chưa rõ chi phí, chưa tính vào số trên.")
    if found.plan.money is not None:
        over = f", vượt {format_integer(found.over)} đồng" if found.over else ""
        said.append(f"Kinh phí được giao: {format_integer(found.plan.money)} đồng{over}.")
    return tuple(said)


def service(frame: Frame, found: Service, due: Due | None) -> model.Report:
    """The calculation of a service: how long was trained, until when is served; what would be paid back."""
    one, promised = found.sending, found.promised
    rules = found.rules
    facts = (
        f"Khóa học: {one.course.name}, từ {long_date(one.course.starts)}, kết thúc {long_date(found.result.day)}.",
        f"Thời gian đào tạo, tính cả ngày đầu và ngày cuối: {promised.trained} ngày.",
        f"Thời gian cam kết phục vụ gấp {rules.multiple} lần: {promised.committed} ngày, "
        f"đến hết {long_date(promised.until)}.",
        f"Đã phục vụ {found.served} ngày, còn {found.left} ngày.",
    )
    parts = [model.Part("1. Cam kết phục vụ", facts)]
    if due is not None:
        parts.append(
            model.Part(
                "2. Đền bù chi phí đào tạo nếu thôi phục vụ",
                (f"{due.found.why.label}: {due.found.why.value}.", f"Căn cứ: {due.found.why.cite}."),
            )
        )
    return model.Report(
        letterhead=frame.letterhead,
        title="Bản tính",
        abstract=f"Thời gian cam kết phục vụ sau đào tạo của {one.person.full_name}",
        bases=(f"Căn cứ {rules.instrument.title} ({rules.instrument.number});",),
        parts=tuple(parts),
        closing=("Cách đếm theo ngày là cách hiểu của phần mềm; nguồn chỉ nêu bội số và công thức.",),
        signatory=frame.signatory,
        recipients=("Người được cử đi học;", "Lưu hồ sơ."),
    )
