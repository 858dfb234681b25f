"""Excel out of this room: needs, a plan, turns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from canbo.office.training import law
from canbo.office.training.models import RESULTS, Sending
from canbo.office.training.queries.needs import SOURCES, Need
from canbo.office.training.queries.plans import Budget
from canbo.office.training.queries.turns import newest
from canbo.paperwork.workbook import Table, TableColumn, write_table

NUMBER = TableColumn("TT", "integer", 6)


def needs(rows: Sequence[Need]) -> bytes:
    """Who needs what and why."""
    columns = [
        NUMBER, TableColumn("Mã số", width=14), TableColumn("Họ và tên", width=28, total="count"),
        TableColumn("Chức vụ, chức danh", width=28), TableColumn("Đơn vị", width=30), TableColumn("Từ đâu", width=20),
        TableColumn("Cần đào tạo, bồi dưỡng", width=44), TableColumn("Vì sao", width=50),
        TableColumn("Ghi chú", width=22),
    ]  # fmt: skip
    lines = (
        (
            number, one.place.person.code, one.place.person.full_name, one.place.post.title, one.place.post.unit.name,
            SOURCES[one.source], one.what, one.reason,
            "đang đi học" if one.going else "" if one.known else "bổ sung hồ sơ trước",
        )
        for number, one in enumerate(rows, start=1)
    )  # fmt: skip
    return write_table(Table("Nhu cầu", columns, lines, titles=("NHU CẦU ĐÀO TẠO, BỒI DƯỠNG",)))


def plan(found: Budget) -> bytes:
    """A plan's courses with places and money."""
    columns = [
        NUMBER, TableColumn("Tên lớp, khóa", width=40), TableColumn("Nhóm nội dung", width=28),
        TableColumn("Trình độ đạt được", width=28), TableColumn("Nơi mở lớp", width=26),
        TableColumn("Từ ngày", "date", 12), TableColumn("Đến ngày", "date", 12),
        TableColumn("Số chỗ", "integer", 9, total="sum"), TableColumn("Đã cử", "integer", 9, total="sum"),
        TableColumn("Chi phí mỗi người (đồng)", "integer", 16),
        TableColumn("Kinh phí dự kiến (đồng)", "integer", 18, total="sum"), TableColumn("Ghi chú", width=20),
    ]  # fmt: skip
    lines = (
        (
            number, line.course.name, line.content, line.qualification, line.course.organiser, line.course.starts,
            line.course.ends, line.course.places, line.taken, line.course.cost, line.money,
            f"vượt {line.over} chỗ" if line.over else "",
        )
        for number, line in enumerate((one for one in found.lines if not one.ended), start=1)
    )  # fmt: skip
    return write_table(Table("Kế hoạch", columns, lines, titles=(found.plan.name.upper(), found.plan.unit.name)))


def turns(rows: Iterable[Sending]) -> bytes:
    """Turns with what came of them."""
    columns = [
        NUMBER, TableColumn("Mã số", width=14), TableColumn("Họ và tên", width=28, total="count"),
        TableColumn("Chức vụ khi được cử", width=28), TableColumn("Đơn vị khi được cử", width=30),
        TableColumn("Lớp, khóa", width=40), TableColumn("Nhóm nội dung", width=28), TableColumn("Trình độ", width=28),
        TableColumn("Từ ngày", "date", 12), TableColumn("Đến ngày", "date", 12), TableColumn("Văn bản cử", width=28),
        TableColumn("Kết quả", width=18), TableColumn("Văn bằng, chứng chỉ", width=28),
        TableColumn("Chi phí (đồng)", "integer", 16, total="sum"),
    ]  # fmt: skip
    words, contents = dict(RESULTS), law.contents()
    lines = []
    for number, row in enumerate(rows, start=1):
        came, course = newest(row), row.course
        lines.append(
            (
                number, row.person.code, row.person.full_name, row.post_title, row.unit.name, course.name,
                contents.get(course.content, ""), law.qualification(course.kind, course.step), course.starts,
                course.ends, row.document, words[came.result] if came else "", came.certificate if came else "",
                came.cost if came and came.cost is not None else course.cost,
            )
        )  # fmt: skip
    return write_table(Table("Lượt đào tạo", columns, lines, titles=("LƯỢT CỬ ĐI ĐÀO TẠO, BỒI DƯỠNG",)))
