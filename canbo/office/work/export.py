"""Lists of this room as spreadsheets."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from canbo.office.people.models import Person, Unit
from canbo.office.work.catalogue_file import TITLES, shown
from canbo.office.work.models import Catalogue, Product, Standing
from canbo.office.work.queries.board import Line
from canbo.paperwork.workbook import Table, TableColumn, write_table
from canbo.rulebook.process import Period


def work_table(person: Person, month: Period, rows: Iterable[Standing]) -> bytes:
    """A person's work of a month."""
    columns = [
        TableColumn("TT", "integer", 6), TableColumn("Mã", width=12), TableColumn("Sản phẩm, công việc", width=44),
        TableColumn("Nội dung cụ thể", width=40), TableColumn("Hệ số", "points", 10), TableColumn("Giao", "integer", 8),
        TableColumn("Đạt", "integer", 8), TableColumn("Chờ nghiệm thu", "integer", 10),
        TableColumn("Ngày giao", "date", 12), TableColumn("Hạn", "date", 12), TableColumn("Tình trạng", width=18),
    ]  # fmt: skip
    lines = (
        (
            number, row.assignment.product.code, row.assignment.product.name, row.assignment.what,
            round(Fraction(row.coefficient, 100)), row.quantity, row.passed, row.pending, row.assignment.assigned_on,
            row.counts_on, row.get_stage_display(),
        )
        for number, row in enumerate(rows, start=1)
    )  # fmt: skip
    return write_table(
        Table("Công việc", columns, lines, ["CÔNG VIỆC ĐƯỢC GIAO", f"{person.full_name}. {month.label}"])
    )


def board_table(unit: Unit, month: Period, rows: Iterable[Line]) -> bytes:
    """The people of a unit and their figures of a month."""
    columns = [
        TableColumn("TT", "integer", 6), TableColumn("Họ và tên", width=28), TableColumn("Mã số", width=14),
        TableColumn("Chức vụ, chức danh", width=28), TableColumn("Đơn vị", width=30),
        TableColumn("Số việc", "integer", 9), TableColumn("Chưa nhận", "integer", 9),
        TableColumn("Chờ nghiệm thu", "integer", 10), TableColumn("Quá hạn", "integer", 9),
        TableColumn("a. Số lượng (%)", "points", 12), TableColumn("b. Chất lượng (%)", "points", 12),
        TableColumn("c. Tiến độ (%)", "points", 12),
    ]  # fmt: skip
    lines = (
        (
            number, row.posting.person.full_name, row.posting.person.code, row.posting.post.title,
            row.posting.post.unit.name, row.total, row.stages.get("new", 0), row.stages.get("review", 0), row.overdue,
            *(_percents(row)),
        )
        for number, row in enumerate(rows, start=1)
    )  # fmt: skip
    return write_table(Table("Công việc", columns, lines, ["CÔNG VIỆC CỦA ĐƠN VỊ", f"{unit.name}. {month.label}"]))


def _percents(row: Line) -> list[int | None]:
    return [round(share * 10_000) for share in row.ratios] if row.ratios else [None] * 3


def catalogue_table(catalogue: Catalogue, products: Iterable[Product]) -> bytes:
    """A catalogue in the columns in which it can be read again."""
    columns = [
        TableColumn("TT", "integer", 6), TableColumn(TITLES["position"][0], width=28),
        TableColumn(TITLES["code"][0], width=14), TableColumn(TITLES["name"][0], width=60),
        TableColumn(TITLES["count_unit"][0], width=14), TableColumn(TITLES["points"][0], "points", 10),
        TableColumn(TITLES["coefficient"][0], width=10), TableColumn(TITLES["days"][0], "integer", 10),
    ]  # fmt: skip
    lines = (
        (number, row.position, row.code, row.name, row.count_unit, row.points, shown(row.coefficient), row.days)
        for number, row in enumerate(products, start=1)
    )
    return write_table(Table("Danh mục", columns, lines, [catalogue.title.upper(), catalogue.number]))
