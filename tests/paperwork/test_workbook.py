"""Tables written to Excel read back; titled grids are read."""

import io
import zipfile
from datetime import date

import openpyxl
import pytest

from canbo.paperwork.roster import read_roster
from canbo.paperwork.spreadsheet import SpreadsheetError, open_workbook
from canbo.paperwork.workbook import CountLine, Table, TableColumn, read_grid, write_table

from .sheets import xlsx

COLUMNS = (
    TableColumn("STT", "integer", 6),
    TableColumn("Họ và tên", width=26, total="count"),
    TableColumn("Ngày sinh", "date"),
    TableColumn("Điểm", "points", total="sum"),
    TableColumn("Xếp loại"),
)
ROWS = [
    (1, "Nguyễn Thị Thu Hà", date(1985, 4, 3), 8750, "Tốt"),
    (2, "Lê Đức Ước", None, 9100, "Xuất sắc"),
    (3, "=HYPERLINK(\"http://x\")", date(1979, 1, 2), None, "Tốt"),
    (4, "@SUM(A1)", None, 10, ""),
]  # fmt: skip
TABLE = Table(
    name="Quý I/2023: tổng hợp",
    columns=COLUMNS,
    rows=ROWS,
    titles=("BẢNG TỔNG HỢP", "Quý I năm 2023"),
    counts=(CountLine("Tốt", "Xếp loại", "Tốt"), CountLine("Xuất sắc", "Xếp loại", "Xuất sắc")),
)


def test_a_table_reads_back_with_totals_that_are_formulas():
    data = write_table(TABLE)
    sheet = open_workbook(data, "a.xlsx").sheets[0]
    assert sheet.name == "Quý I 2023  tổng hợp"
    assert sheet.cells[0][0] == "BẢNG TỔNG HỢP"
    assert sheet.cells[3] == tuple(column.title for column in COLUMNS)
    assert sheet.cells[4:] == (
        (1.0, "Nguyễn Thị Thu Hà", date(1985, 4, 3), 87.5, "Tốt"),
        (2.0, "Lê Đức Ước", "", 91.0, "Xuất sắc"),
        (3.0, '=HYPERLINK("http://x")', date(1979, 1, 2), "", "Tốt"),
        (4.0, "@SUM(A1)", "", 0.1, ""),
        ("Tổng cộng", 4.0, "", 178.6, ""),
        ("Tốt", "", "", "", 2.0),
        ("Xuất sắc", "", "", "", 1.0),
    )
    page = openpyxl.load_workbook(io.BytesIO(data)).active
    formulas = {cell.coordinate: cell.value for row in page.iter_rows() for cell in row if cell.data_type == "f"}
    assert formulas == {
        "B9": "=COUNTA(B5:B8)", "D9": "=SUM(D5:D8)",
        "E10": '=COUNTIF(E5:E8,"Tốt")', "E11": '=COUNTIF(E5:E8,"Xuất sắc")',
    }  # fmt: skip
    assert (page.freeze_panes, page.auto_filter.ref, page.print_title_rows) == ("A5", "A4:E8", "$4:$4")
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
    assert (page["D5"].number_format, page["C5"].number_format) == ("#,##0.00", "dd/mm/yyyy")


def test_an_empty_table_has_a_header_and_no_totals():
    sheet = open_workbook(write_table(Table("A", COLUMNS, iter(()))), "a.xlsx").sheets[0]
    assert sheet.cells == (tuple(column.title for column in COLUMNS),)


@pytest.mark.slow
def test_twenty_thousand_rows_stream_from_a_generator():
    rows = ((n, f"Nguyễn Văn {n}", None, n, "Tốt") for n in range(20_000))
    data = write_table(Table("Lớn", COLUMNS, rows))
    content = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")
    assert content.count(b"<row ") == 20_000 + 2
    assert b"<v>1999900.0</v>" in content  # 0 + 1 + … + 19999 hundredths, in points


def test_an_exported_roster_can_be_imported_again():
    reading = read_roster(write_table(Table("DS", COLUMNS[:3], [row[:3] for row in ROWS[:2]], TABLE.titles)), "a.xlsx")
    assert reading.ok
    assert [(p.full_name, p.birth_date) for p in reading.rows] == [
        ("Nguyễn Thị Thu Hà", date(1985, 4, 3)), ("Lê Đức Ước", None),
    ]  # fmt: skip


def test_criteria_are_read_as_a_grid_with_merged_groups():
    fields = {
        "group": ["Tiêu chí"],
        "text": ["Nội dung", "Nội dung đánh giá"],
        "maximum": ["Điểm tối đa", "Điểm chuẩn"],
        "note": ["Ghi chú"],
    }
    rows = [
        ["BỘ TIÊU CHÍ"], [], ["TT", "Tiêu chí", "NỘI DUNG ĐÁNH GIÁ", "Điểm chuẩn (điểm)"],
        [1, "Ví dụ: Kỷ luật", "Ví dụ: Đúng giờ", 10],
        [2, None, "Ví dụ:  Đồng phục", "2,5"], [], [3, "Ví dụ: Việc", "Ví dụ: Đúng hạn", 5],
    ]  # fmt: skip
    grid = read_grid(xlsx(rows, merges=["B4:B5"]), "tieu-chi.xlsx", fields, required=["text", "maximum"])
    assert grid.rows == (
        (4, {"group": "Ví dụ: Kỷ luật", "text": "Ví dụ: Đúng giờ", "maximum": 10.0}),
        (5, {"group": "Ví dụ: Kỷ luật", "text": "Ví dụ: Đồng phục", "maximum": "2,5"}),
        (7, {"group": "Ví dụ: Việc", "text": "Ví dụ: Đúng hạn", "maximum": 5.0}),
    )
    assert grid.missing == ("note",)
    with pytest.raises(SpreadsheetError, match="“Ghi chú”"):
        read_grid(xlsx(rows), "a.xlsx", fields, required=["text", "note"])
